"""From lists to persons and units by clicking, as a role that may; an address typed by hand leads nobody further."""

import re

import pytest

from jobs import headless
from tests.browser.judging import faults
from tests.browser.reading import open_within, read
from ui import i18n


@pytest.fixture(scope="module", params=i18n.LANGUAGES)
def tab(request, chromium, demo_address):
    """A tab on the start page, and its language."""
    with headless.tab(chromium, language=request.param) as (page, seen):
        headless.open_and_wait(page, demo_address)
        yield page, request.param
    assert seen.problems() == []


def _click(page, selector):
    page.locator(selector).first.click()
    page.wait_for_timeout(100)
    headless.settle(page)
    return read(page)


def test_links_to_units_lead_to_whole_pages(tab, words):
    page, language = tab
    problems = []
    for path in ("school", "department", "major"):
        role = "leadership"
        open_within(page, f"/{path}?as={role}")
        addresses = page.eval_on_selector_all("a.lk", "links => links.map((link) => link.href)")
        targets = {re.search(r"/(\w+)\?", address)[1]: address for address in addresses}
        for target, address in targets.items():
            problems += faults(open_within(page, address), target, role, language, words)
    assert problems == [], "\n".join(problems)


def test_dean_opens_a_teacher_from_the_list(tab, words):
    page, language = tab
    open_within(page, "/teacher?as=dean")
    name = page.locator("table a.lk").first.inner_text()
    shown = _click(page, "table a.lk")
    assert faults(shown, "teacher", "dean", language, words) == []
    assert "id=t" in page.url and name in page.locator(".pname").inner_text()


def test_dean_chooses_a_student(tab, words):
    page, language = tab
    open_within(page, "/student?as=dean")
    page.locator('[data-testid="stSelectbox"] input').nth(1).click()
    shown = _click(page, '[role="option"] >> nth=1')
    assert faults(shown, "student", "dean", language, words) == []
    assert "id=s" in page.url and "empty" not in shown.states


def test_counsellor_opens_a_case_and_the_profile_from_it(tab, words):
    page, language = tab
    open_within(page, "/worklist?as=counsellor")
    case = _click(page, '[class*="st-key-wbtn_"] button')
    assert faults(case, "worklist", "counsellor", language, words) == []
    assert "case=s" in page.url and case.states == []
    profile = _click(page, 'a.btn[href*="student"]')
    assert faults(profile, "student", "counsellor", language, words) == []


def test_address_of_another_student_shows_a_student_nothing(tab):
    page, _ = tab
    open_within(page, "/worklist?as=counsellor")
    _click(page, '[class*="st-key-wbtn_"] button')
    other = re.search(r"case=(\w+)", page.url)[1]
    shown = open_within(page, f"/student?as=student&id={other}")
    assert (shown.states, shown.besides) == (["not_allowed"], [])
