"""Every page as every role, in both languages and themes: whole, in the language asked for, nothing from outside."""

import re

import pytest

from access import policy
from access.viewer import EVERY_ROLE
from jobs import headless
from tests.browser.judging import PAGES, background, faults
from tests.browser.reading import open_within, read
from ui import i18n

READERS = [(language, theme) for language in i18n.LANGUAGES for theme in ("light", "dark")]


@pytest.fixture(params=READERS, ids=["-".join(reader) for reader in READERS])
def reader(request, chromium, demo_address):
    """A tab of one language and theme on the start page, the language, the theme."""
    language, theme = request.param
    with headless.tab(chromium, language=language, theme=theme) as (page, seen):
        headless.open_and_wait(page, demo_address)
        yield page, language, theme
    assert seen.problems() == []


def test_every_page_as_every_role_is_whole_and_in_its_language(reader, words):
    page, language, theme = reader
    every = (language, theme) == READERS[0]  # that a page is refused is seen once
    problems = _problems_of_start(read(page), language, theme, words)
    for role in EVERY_ROLE:
        for path in (path for path in PAGES if every or policy.may_open(role, PAGES[path].PAGE.requires)):
            shown = open_within(page, f"/{path}?as={role}")
            problems += faults(shown, path, role, language, words)
    assert problems == [], "\n".join(problems)


def _problems_of_start(shown, language, theme, words):
    found = words.faults(shown.texts, language)
    return found + ([] if shown.background == background(theme) else [f"background {shown.background}"])


def test_start_page_offers_every_role(chromium, demo_address):
    with headless.tab(chromium) as (page, _):
        headless.open_and_wait(page, demo_address)
        cards = page.eval_on_selector_all(".rcard", "cards => cards.map((card) => card.href)")
    assert [re.search(r"as=(\w+)", address)[1] for address in cards] == list(EVERY_ROLE)
