"""On a phone: every page fits the width for the role it is made for, a case is a drawer, the menu comes and goes."""

import pytest

from jobs import headless
from tests.browser.judging import PAGES, READERS, faults
from tests.browser.reading import open_within, read
from ui import i18n


@pytest.fixture(scope="module", params=i18n.LANGUAGES)
def phone(request, chromium, demo_address):
    """A phone on the start page, and its language."""
    with headless.tab(chromium, language=request.param, is_phone=True) as (page, seen):
        headless.open_and_wait(page, demo_address)
        yield page, request.param
    assert seen.problems() == []


def test_every_page_fits_a_phone(phone, words):
    page, language = phone
    problems = [f"start: {read(page).overflow} px too wide"] if read(page).overflow > 1 else []
    for path in PAGES:
        role = READERS[path]
        shown = open_within(page, f"/{path}?as={role}")
        problems += faults(shown, path, role, language, words)
        problems += [f"{path} as {role}: {shown.overflow} px too wide"] if shown.overflow > 1 else []
    assert problems == [], "\n".join(problems)


def test_case_opens_as_a_drawer_on_a_phone(phone, words):
    page, language = phone
    open_within(page, "/worklist?as=counsellor")
    page.locator('[class*="st-key-wbtn_"] button').first.tap()
    page.locator('[role="dialog"] form, [role="dialog"] [data-testid="stForm"]').first.wait_for()
    headless.settle(page)
    shown = read(page)
    assert faults(shown, "worklist", "counsellor", language, words) == []
    assert shown.overflow <= 1 and "case=s" in page.url


def test_menu_opens_from_its_button_and_closes_after_a_choice(phone):
    page, _ = phone
    open_within(page, "/school?as=leadership")
    button = page.locator('[data-testid="stExpandSidebarButton"]')
    place = button.bounding_box()
    assert place["x"] >= 0 and place["y"] >= 0 and min(place["width"], place["height"]) >= 36
    button.tap()
    page.locator('.menu a[href^="data"]').tap()
    button.wait_for()
    headless.settle(page)
    assert "/data?" in page.url
