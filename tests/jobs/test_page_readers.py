"""Every page has a reader who may open it, and the ways of looking are all that were asked for."""

import pytest

from access import policy
from errors import ShownError
from jobs import contact_sheet, page_readers, page_shots
from jobs.page_faults import RULES, Fault, unfinished
from ui.page import discover


def test_every_page_is_read_by_a_role_that_may_open_it():
    found = page_readers.pages()
    assert set(found) == set(discover("pages"))
    assert all(page_readers.may_open(role, path) for path, role in found.items())


def test_home_of_a_role_is_read_by_that_role():
    homes = {role: held["home"] for role, held in policy.roles().items()}
    assert homes[page_readers.best_reader("department")] == "department"
    assert page_readers.best_reader("student") == "student"


def test_ways_of_looking_are_the_product_of_what_was_asked_for():
    found = page_shots.variants(["zh", "en"], ["light", "dark"], [1440, 1920, 390])
    assert len(set(found)) == 12
    assert [one.is_phone for one in found[:3]] == [False, False, True]


def test_unknown_page_is_refused():
    with pytest.raises(ShownError):
        page_shots.readers(["moon"])
    assert list(page_shots.readers(["course"])) == ["course"]


def test_page_that_waits_is_opened_about_whom_another_page_links_to():
    known = page_shots.Addresses()
    known.note(
        ["http://x/teaching_class?as=dean&id=a%2F1&lang=en", "http://x/school?as=dean", "http://x/case"]
    )
    assert known.of("teaching_class", "dean") == "/teaching_class?as=dean&id=a%2F1"
    assert known.of("teaching_class", "teacher") == "/teaching_class?as=dean&id=a%2F1"
    assert known.of("school", "dean") is None


def test_sheet_counts_faults_and_shows_every_picture(tmp_path):
    look = page_shots.Variant("zh", "dark", 390)
    fault = Fault("cut_text", "card", "<b>")
    taken = [
        page_shots.Taken("course", "dean", look, "a.png", (fault,)),
        page_shots.Taken("school", "dean", look, "b.png", ()),
    ]
    report = contact_sheet.write(tmp_path, taken)
    assert (report["pictures"], report["faults"], report["by_rule"]) == (2, 1, {"cut_text": 1})
    sheet = (tmp_path / "index.html").read_text()
    assert "a.png" in sheet and "b.png" in sheet and "&lt;b&gt;" in sheet
    assert fault.rule in RULES


@pytest.mark.parametrize(
    ("text", "rule"),
    [("course.weeks_title", "raw_key"), ("nan %", "hole"), ("course.foundation.general.2025.1", None), ("88.1 %", None)],
)  # fmt: skip
def test_traces_of_the_program_in_a_text(text, rule):
    assert unfinished(text) == rule
