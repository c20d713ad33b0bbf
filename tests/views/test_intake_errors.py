"""An error of a load in the reader's language: every part of what the reading of files says is known by a catalogue."""

import re

import pytest

from data.sources.files import Layout, read_file
from errors import ShownError
from ui import i18n, text
from ui.i18n import catalogue
from views.administration.intake_errors import KNOWN, worded
from views.administration.intake_questions import asked_words

BAD = {
    "empty.csv": b"",
    "other.csv": "甲,乙\n1,2\n".encode(),
    "twice.csv": "学号,成绩,成绩\n7,61,72\n".encode(),
    "page.xls": b"<html><body>sign in</body></html>",
}


@pytest.mark.parametrize("name", BAD)
def test_every_part_of_an_error_is_worded(name, tmp_path):
    (tmp_path / name).write_bytes(BAD[name])
    with pytest.raises(ShownError) as refused:
        read_file(tmp_path / name, wanted={"学号", "成绩"}, layout=Layout())
    lines = worded(str(refused.value))
    assert [line.key.partition(".")[2] for line in lines] == ["doing", "found", "expected", "remedy"]
    assert lines[0].params["place"][0].params == {"file": name}
    said = {line.params["words"].key for line in lines}
    assert "load_errors.as_said" not in said, lines


def test_words_that_nobody_knows_stay_as_they_are():
    (line,) = worded("something new")
    assert line.params["words"].params == {"words": "something new"}


@pytest.mark.parametrize("language", ("zh", "en"))
def test_every_known_part_has_words(language):
    assert {f"load_errors.{key}" for key in KNOWN} <= set(catalogue(language))


@pytest.mark.parametrize(
    ("language", "shape", "more"),
    [("zh", "形如“汉99”的：2", "另有4种"), ("en", "of the shape “汉99”: 2", "4 more")],
)
def test_words_of_a_note_are_told_in_the_readers_language(language, shape, more):
    i18n.use(language)
    note = "award: no translation known for words under 奖项: 甲等: 3, (shape) 汉99: 2, and 4 more (times)"
    told = text.plain(asked_words("fact_competition", note))
    assert shape in told and more in told and "甲等: 3" in told


@pytest.mark.parametrize(
    "note",
    [
        "offering_no: 课序号 begins anew in every course; the course and it name a teaching class",
        "term_id: 开课学期 counts from the year of entry, which is read off the names under 班级",
        "grade: 最终成绩 is the best of the attempts in the row, none of its own, and is not read",
        "3 rows have a role under 角色 that is not known; they are left out",
        "no fact_grade_attempt is read from this file: 评教学期 says that its scores are no grades of a course",
    ],
)
def test_notes_of_a_proposal_are_told_in_the_readers_language(note):
    i18n.use("zh")
    told = text.plain(asked_words("fact_grade_attempt", note))
    assert not re.search("[a-z]{4}", told), told
