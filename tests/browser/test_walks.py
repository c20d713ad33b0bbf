"""How many clicks lie between a person and what that person comes for, from the page of the morning on."""

import re

import pytest

from jobs import headless
from tests.browser.reading import read
from ui import i18n


class Walk:
    """A tab whose clicks are counted."""

    def __init__(self, page, language):
        self.page, self.language, self.clicks = page, language, 0

    def words(self, key):
        return i18n.catalogue(self.language)[key]

    def click(self, target):
        """Click what is to be seen, and wait until the page stands still."""
        target.click()
        self.clicks += 1
        self.page.wait_for_timeout(150)
        headless.settle(self.page)
        return self.at

    @property
    def at(self):
        return re.search(r"//[^/]+/([a-z_]*)", self.page.url)[1]


@pytest.fixture(params=i18n.LANGUAGES)
def landed(request, chromium, demo_address):
    """Opens the product as a role, on the page it lands on."""
    with headless.tab(chromium, language=request.param) as (page, seen):

        def land(role):
            headless.open_and_wait(page, f"{demo_address}/?as={role}")
            return Walk(page, request.param)

        yield land
    assert seen.problems() == []


def test_dean_reaches_the_teaching_class_of_the_weakest_course_in_three(landed):
    walk = landed("dean")
    assert walk.click(walk.page.locator(".ivs .ivn a.lk").last) == "course"
    assert walk.click(walk.page.locator("a.lk[href*='teaching_class']").first) == "teaching_class"
    assert walk.clicks <= 3 and walk.page.locator("table tbody tr").count() > 1
    assert not {"broken", "not_allowed", "not_found"} & set(read(walk.page).states)


def test_teacher_sees_what_blocks_the_tier_with_its_evidence_in_two(landed):
    walk = landed("teacher")
    first = walk.page.locator(".gatefirst, .gap").first
    assert first.is_visible()
    must_have = walk.page.locator(".gatefirst")
    if must_have.count():  # of a teacher whom nothing but points keeps back, the gaps are all there is
        walk.click(must_have.first.get_by_role("button"))
        assert walk.page.locator(".pop:popover-open").is_visible()
    walk.click(walk.page.locator("summary", has_text=walk.words("evidence.fold")))
    assert walk.clicks <= 2 and walk.page.locator("[data-testid='stExpander'] table:visible").count() >= 1


@pytest.mark.parametrize("is_phone", [False, True], ids=["desktop", "phone"])
def test_student_finds_who_can_help_in_two(chromium, demo_address, is_phone):
    with headless.tab(chromium, language="zh", is_phone=is_phone) as (page, seen):
        headless.open_and_wait(page, f"{demo_address}/?as=student")
        walk = Walk(page, "zh")
        if is_phone:
            walk.click(page.get_by_role("link", name=walk.words("student.jump_help")))
        helpers = page.locator("[class*='st-key-card_help']")
        box = helpers.bounding_box()
        assert walk.clicks <= 2 and 0 <= box["y"] < page.viewport_size["height"]
        assert helpers.locator(".ava").count() >= 1
    assert seen.problems() == []


def test_leader_is_before_an_audience_in_one(landed):
    walk = landed("leadership")
    walk.click(walk.page.get_by_role("link", name=walk.words("projection.button"), exact=True))
    assert walk.clicks == 1 and walk.page.locator(".showfoot").is_visible()
