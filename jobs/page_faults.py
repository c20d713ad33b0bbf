"""What an eye finds wrong with a page in a browser: told by rule and place. Shared by the screenshots and the browser tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ui import i18n

SCRIPT = Path(__file__).with_name("page_faults.js")
# What each rule of the script and of this module means.
RULES = {
    "scrolls_sideways": "the page is wider than the window",
    "scrolls_inside": "a table or list is wider than its card: what does not fit waits behind a sideways scroll that nobody sees",
    "cut_text": "words are cut off and no title tells the rest",
    "leaves_card": "words stand outside their card",
    "empty_card": "a card holds nothing besides its title",
    "empty_chart": "a chart draws nothing",
    "label_leaves_chart": "words of a chart stand outside its drawing",
    "labels_overlap": "words of a chart lie on each other",
    "small_text": "words are smaller than 12 px",
    "small_target": "what a finger has to hit is smaller than 44 px",
    "broken_state": "the page shows an error, or a refusal to a role that may open it",
    "exception": "the page shows a traceback",
    "raw_key": "a key of the catalogue is shown in place of its text",
    "hole": "a placeholder or an empty value of the program is shown",
    "console": "the browser's console tells an error, or another machine was asked",
    "axe": "axe-core finds what keeps somebody from reading the page",
    "restless": "the page did not come to rest",
    "no_entity": "nothing was found to choose on a page that waits for a choice",
}
BROKEN_STATES = (
    "broken",
    "shown_error",
    "no_identity",
    "not_found",
    "not_allowed",
    "out_of_scope",
    "not_held",
)
SECTIONS = "|".join(sorted({key.split(".")[0] for key in i18n.catalogue("en")}))
VERSION = re.compile(  # of a standard or of the rules: course.foundation.general.2025.1; of a model: W8-4a8bfee553451bdc
    r"[\w.]+\.\d{4}\.\d+|\b(?:W\d+|END)-[0-9a-f]{16}\b"
)
RAW_KEY = re.compile(rf"(?<![\w.])(?:{SECTIONS})(?:\.\w+)+")
HOLE = re.compile(r"\{\w*\}|\b(?:None(?! of\b)|nan|NaN|NaT|inf|null|undefined)\b")
READ = """() => {
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
  for (let node = nodes.nextNode(); node; node = nodes.nextNode())
    if (!node.parentElement.closest('style, script, noscript')) texts.push(node.textContent.trim());
  const all = (selector) => [...document.querySelectorAll(selector)];
  return {
    texts: texts.filter(Boolean),
    states: all('.pstate').map((one) => one.dataset.state),
    exceptions: all('[data-testid="stException"]').map((one) => one.innerText),
  };
}"""
SECOND_LOOK = 900  # ms: a fold that is opened moves what is under it


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: which rule, where on the page, and the words or sizes seen there."""

    rule: str
    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.rule} at {self.where}: {self.text}"


def of_page(page, *, is_phone: bool) -> list[Fault]:
    """Everything wrong with the page that stands in the tab now; what is still moving is looked at once more."""
    if not _seen(page, is_phone=is_phone):
        return []
    page.wait_for_timeout(SECOND_LOOK)
    return _seen(page, is_phone=is_phone)


def _seen(page, *, is_phone: bool) -> list[Fault]:
    drawn = page.evaluate(_script(), {"isPhone": is_phone})
    return [Fault(**one) for one in drawn] + _told(page.evaluate(READ))


def unfolded(page) -> Iterator[None]:
    """The page behind each of its other tabs, then with every fold open: what is seen after one click is a page too."""
    tabs = page.locator('[data-testid="stMain"] [role="tab"][aria-selected="false"]')
    for place in range(tabs.count()):
        other = page.locator('[data-testid="stMain"] [role="tab"]').nth(place + 1)
        other.evaluate("(one) => one.click()")
        page.wait_for_timeout(250)
        yield
    if page.evaluate(OPEN_FOLDS):
        page.wait_for_timeout(250)
        yield


def fitted(page, width: int, least: int) -> None:
    """Make the window as high as the page is, so that a picture and a finger reach all of it."""
    for _ in range(2):  # what is drawn for a higher window may be higher itself
        height = page.evaluate(HEIGHT)
        page.set_viewport_size({"width": width, "height": max(least, min(height, HIGHEST))})
        page.wait_for_timeout(150)


HIGHEST = 14_000
OPEN_FOLDS = """() => {
  const folds = [...document.querySelectorAll('[data-testid="stMain"] details:not([open])')];
  folds.forEach((one) => { one.open = true; });
  return folds.length;
}"""
HEIGHT = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  const side = document.querySelector('[data-testid="stSidebarContent"]');
  return Math.ceil(Math.max(main ? main.scrollHeight : 0, side && side.getBoundingClientRect().right > 0 ? side.scrollHeight : 0));
}"""


@cache
def _script() -> str:
    return SCRIPT.read_text(encoding="utf-8")


def _told(read: dict) -> list[Fault]:
    found = [Fault("exception", "page", text[:80]) for text in read["exceptions"]]
    found += [Fault("broken_state", "page", state) for state in read["states"] if state in BROKEN_STATES]
    for text in dict.fromkeys(read["texts"]):
        rule = unfinished(text)
        found += [Fault(rule, "page", text[:80])] if rule else []
    return found


def unfinished(text: str) -> str | None:
    """raw_key or hole: which trace of the program a text of a page holds, if any."""
    text = VERSION.sub("", text)
    if RAW_KEY.search(text):
        return "raw_key"
    return "hole" if HOLE.search(text) else None
