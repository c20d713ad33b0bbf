"""A walk over all roles and pages leaves no name and no number in a log, an address, an error, a file name or a trace."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import text

from access import policy
from access.viewer import EVERY_ROLE
from data.warehouse.home import open_engine
from jobs import headless
from jobs.bench_server import running_server
from tests.access.leaks import truth
from tests.browser.judging import PAGES
from tests.browser.reading import open_within

KEPT_DATA = {
    "lake",
    "exports",
    "keys",
    "latent",
    "artifacts",
}  # data of the college, not what is written about a walk
BROKEN = "mart_roster"  # taken away in the end: whoever opens a student then gets an error of the database


@pytest.fixture
def walked(demo_copy, tmp_path, chromium):
    """Everything that a walk left behind, by where it was left; and the persons of the college."""
    people = truth.of(demo_copy)
    left: dict[str, list[str]] = {"address": [], "console": [], "state": [], "file name": []}
    said = tmp_path / "said.txt"
    with (
        said.open("wb") as output,
        running_server(demo_copy.directory, demo_copy.warehouse_url, output) as port,
    ):
        address = f"http://127.0.0.1:{port}"
        with headless.tab(chromium) as (page, seen):
            page.on("request", lambda request: left["address"].append(request.url))
            page.on("console", lambda message: left["console"].append(message.text))
            headless.open_and_wait(page, address)
            _walk(page, people, left)
            _search(page, people, left)
            _download(page, left)
            _break(page, demo_copy, people, left)
            left["console"] += seen.console
    left["log"] = [said.read_text(encoding="utf-8", errors="replace"), *_written(demo_copy.directory)]
    return people, left


def _walk(page, people, left):
    for role in EVERY_ROLE:
        for path in PAGES:
            ids = [None]
            if policy.may_open(role, PAGES[path].PAGE.requires) and path in (
                "student",
                "teacher",
                "worklist",
            ):
                ids += [people.inside(role), people.outside(role), "nobody"]
            for pid in ids:
                asked = f"&id={pid}&case={pid}" if pid else ""
                _note(page, open_within(page, f"/{path}?as={role}{asked}"), left)


def _note(page, shown, left):
    left["address"].append(page.url)
    left["state"] += (
        page.eval_on_selector_all(".pstate", "states => states.map((one) => one.innerText)")
        + shown.exceptions
    )


def _search(page, people, left):
    """What is typed into the search box stays out of the address, found or not."""
    pid = people.inside("academic_affairs")
    for role in ("academic_affairs", "leadership"):
        for words in people.students[pid]:
            open_within(page, f"/school?as={role}")
            box = page.locator("[class*='st-key-search_'] input").first
            box.fill(words)
            box.press("Enter")
            page.wait_for_timeout(400)
            headless.settle(page)
            left["address"].append(page.url)
            if role == "academic_affairs":
                assert people.students[pid][0] in page.locator(".found").inner_text()


def _download(page, left):
    open_within(page, "/school?as=leadership")
    page.locator("[data-testid='stPopover'] button").first.click()
    with page.expect_download() as waited:
        page.locator("[data-testid='stDownloadButton'] button").first.click()
    left["file name"].append(waited.value.suggested_filename)


def _break(page, home, people, left):
    """An error of the database in the middle of a page about a person."""
    engine = open_engine(home)
    with engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {BROKEN} RENAME TO {BROKEN}_away"))
    engine.dispose()
    for role in ("academic_affairs", "counsellor", "student"):
        shown = open_within(page, f"/student?as={role}&id={people.inside(role)}")
        assert "broken" in shown.states, shown.states
        _note(page, shown, left)


def _written(folder: Path):
    """Texts of the home that the server may have written: everything but the data."""
    for path in sorted(folder.rglob("*")):
        if (
            path.is_file()
            and not KEPT_DATA & set(path.relative_to(folder).parts)
            and path.suffix != ".sqlite"
        ):
            yield f"{path.name}\n{path.read_text(encoding='utf-8', errors='replace')}"


def test_walk_leaves_no_name_and_no_number(walked):
    people, left = walked
    persons = [*people.students.values(), *people.teachers.values()]
    told = re.compile("|".join(re.escape(part) for person in persons for part in person if part))
    found = {
        place: sorted({match[0] for line in lines for match in told.finditer(_plain(line))})
        for place, lines in left.items()
    }
    assert found == {place: [] for place in left}
    assert len(left["address"]) > 200 and left["state"] and left["file name"] and "broken" not in left["log"]
    assert any("failed" in one for one in left["log"]), (
        "the error of the database is in the log, by kind and place"
    )


def _plain(line: str) -> str:
    from urllib.parse import unquote

    return f"{line}\n{unquote(line)}"
