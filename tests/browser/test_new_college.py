"""From an empty home, a folder of twelve files of several makers and the browser alone: three profiles, every interaction counted."""

from __future__ import annotations

import re

import polars as pl
import pytest

from jobs import bench_server, headless
from tests.browser.reading import read
from tests.data import twelve_files
from ui import i18n

MOST = 15
RUNNING = "2025-2026-1"
WAIT_MS = 180_000  # a load and its profiles, on a machine that runs other tests beside it


class Counted:
    """A tab whose interactions are counted: what is uploaded, clicked, typed or chosen, each as one."""

    def __init__(self, page, language):
        self.page, self.language, self.done = page, language, []

    def words(self, key):
        return i18n.catalogue(self.language)[key]

    def upload(self, files):
        """All files at once, as a person drops or chooses them."""
        self.done.append("upload")
        self.page.locator("[class*='st-key-drop_files'] input[type=file]").set_input_files(files)

    def click(self, target, what):
        """Click what is to be seen, and wait until the page stands still."""
        self.done.append(what)
        target.click()
        self.page.wait_for_timeout(300)
        headless.settle(self.page)

    def back(self):
        """Back by the browser's own button."""
        self.done.append("back")
        self.page.go_back()
        self.page.wait_for_timeout(300)
        headless.settle(self.page)

    def wait_for(self, target):
        """Wait for what the page's own work brings; not an interaction."""
        target.wait_for(state="visible", timeout=WAIT_MS)
        headless.settle(self.page)

    def button(self, key):
        return self.page.get_by_role("button", name=self.words(key), exact=True)

    def link(self, key):
        return self.page.get_by_role("link", name=self.words(key), exact=True)

    def text(self):
        return self.page.locator("[data-testid='stMain']").inner_text()


@pytest.fixture(scope="module")
def college(tmp_path_factory):
    return twelve_files.make(tmp_path_factory.mktemp("twelve"))


@pytest.fixture(params=i18n.LANGUAGES)
def begun(request, chromium, empty_home):
    """A tab on the first page of an empty home, served as a home of one person on this machine."""
    server = bench_server.running_server(empty_home.directory, empty_home.warehouse_url)
    with server as port, headless.tab(chromium, language=request.param) as (page, seen):
        headless.open_and_wait(page, f"http://127.0.0.1:{port}/")
        yield Counted(page, request.param)
        assert seen.problems() == []


def test_three_profiles_of_a_new_college_in_at_most_fifteen_interactions(begun, college):
    canonical, folder = college
    assert begun.words("first_steps.bring_sub") in begun.text()  # the first page says what to begin with
    begun.upload(sorted(folder.iterdir()))
    begun.wait_for(begun.button("intake.load"))
    begun.click(begun.button("intake.load"), "load")
    begun.wait_for(begun.link("first_steps.open_student"))
    assert f"{_rows(begun)}" not in ("", "0")
    seen = {}
    for kind in ("student", "teacher", "course"):
        begun.click(begun.link(f"first_steps.open_{kind}"), kind)
        seen[kind] = (begun.page.url, begun.text(), read(begun.page))
        if kind != "course":
            begun.back()
    assert len(begun.done) <= MOST, begun.done
    for kind, (url, text, shown) in seen.items():
        assert f"/{kind}?" in url and shown.states == [] and shown.exceptions == [], kind
        assert len(_numbers(text)) >= 8, f"{kind} without figures"
    _of_the_files(seen, canonical)


def _rows(begun) -> str:
    """How many rows the page says were loaded."""
    return re.sub(r"\D", "", begun.page.locator("[class*='st-key-card_intake_outcome'] b").first.inner_text())


def _of_the_files(seen, canonical) -> None:
    """Each page names one of the college and tells what its files hold: courses taken, respondents, the course's name."""
    student = _only(seen["student"][1], canonical.read("学生")["学号"])
    taken = canonical.read(f"选课_{RUNNING}").filter(
        (pl.col("学号") == student) & pl.col("退选日期").is_null()
    )
    assert str(taken.height) in _numbers(seen["student"][1])
    teacher = _only(seen["teacher"][1], canonical.read("教师")["工号"])
    answers = pl.concat([canonical.read(f"评教_{term}") for term in canonical.terms if canonical.has(f"评教_{term}")])  # fmt: skip
    respondents = answers.filter(pl.col("工号") == teacher)["问卷号"].n_unique()
    assert respondents > 0 and str(respondents) in _numbers(seen["teacher"][1])
    assert any(name in seen["course"][1] for name in canonical.read("课程")["课程名称"])


def _only(text: str, numbers) -> str:
    (one,) = {number for number in numbers if number in text}
    return one


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", text)
