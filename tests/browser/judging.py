"""What may be wrong with a page that was opened."""

from __future__ import annotations

import re

from access import policy
from jobs import page_readers
from tests.browser.reading import Shown
from tests.browser.words import Words
from ui import i18n
from ui.page import discover
from ui.tokens import COLOURS

PAGES = discover("pages")
READERS = page_readers.pages()  # who comes to a page first
OWN_STATES = {key.split(".")[1] for key in i18n.catalogue("en") if re.fullmatch(r"states\.\w+\.title", key)}
CHOOSING = {"student", "tasks", "worklist", "meeting"}  # before a person is chosen a state says so


def faults(shown: Shown, path: str, role: str, language: str, words: Words) -> list[str]:
    """Everything wrong with a page for a role, each with where it was seen."""
    found = [f"exception {text[:80]}" for text in shown.exceptions]
    found += _wrong_pieces(shown, path, role) + words.faults(shown.texts, language)
    found += [] if shown.title == title(path, language) else [f"title {shown.title}"]
    return [f"{path} as {role}: {fault}" for fault in found]


def title(path: str, language: str) -> str:
    """How the browser's tab is named."""
    texts = i18n.catalogue(language)
    return f"{texts[PAGES[path].PAGE.title]} · {texts['nav.product']}"


def _wrong_pieces(shown: Shown, path: str, role: str) -> list[str]:
    if not policy.may_open(role, PAGES[path].PAGE.requires):
        is_refused = shown.states == ["not_allowed"] and not shown.besides
        return [] if is_refused else [f"not refused: {shown.states} {shown.besides}"]
    unwanted = OWN_STATES if path in CHOOSING else {*OWN_STATES, "empty"}
    found = [f"state {state}" for state in shown.states if state in unwanted]
    return found if shown.besides else [*found, "shows nothing"]


def background(theme: str) -> str:
    """The colour of the page as the browser computes it."""
    code = COLOURS["bg"][theme == "dark"]
    return f"rgb({', '.join(str(int(code[at : at + 2], 16)) for at in (1, 3, 5))})"
