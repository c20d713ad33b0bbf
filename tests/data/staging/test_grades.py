"""Grade cells: vector G14, status words that are no scores, and everything in between (indicators A.6)."""

import polars as pl
import pytest

from data.staging.grades import read_grade, read_grades


@pytest.mark.parametrize(
    ("text", "score", "result"),
    [
        ("优秀", 95, "passed"),
        ("良好", 85, "passed"),
        ("中等", 75, "passed"),
        ("及格", 65, "passed"),
        ("不及格", 50, "failed"),
        ("合格", None, "passed"),
    ],
)
def test_vector_g14(text, score, result):
    read = read_grade(text)
    assert (read.score, read.result, read.result_reason) == (score, result, "scale")


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("0", "缓考", (None, "pending", "deferred")),
        ("缓考", None, (None, "pending", "deferred")),
        ("0", "缺考", (None, "failed", "absent")),
        ("旷考", None, (None, "failed", "absent")),
        ("0", "作弊", (None, "failed", "misconduct")),
        ("0", "取消资格", (None, "failed", "disqualified")),
        (None, "免修", (None, "recognised", "exempt")),
        ("休学", None, (None, "excluded", "left")),
        ("不合格", None, (None, "failed", "scale")),
        ("通过", None, (None, "passed", "scale")),
        ("60", None, (60.0, "passed", None)),
        ("59.99", None, (59.99, "failed", None)),
        ("0", "正常考试", (0.0, "failed", None)),
        ("72", "病后返校", (72.0, "passed", None)),
        ("100", "补考", (100.0, "passed", None)),
    ],
)
def test_cell_with_its_mark(text, mark, expected):
    read = read_grade(text, mark)
    assert (read.score, read.result, read.result_reason) == expected
    assert read.problem is None


@pytest.mark.parametrize(
    ("text", "mark", "problem"),
    [
        ("101", None, "out_of_range"),
        ("-1", None, "out_of_range"),
        ("nan", None, "out_of_range"),
        ("甲", None, "unknown_grade_word"),
        ("0", "病后返校", "unknown_grade_word"),
        (None, None, "missing_required"),
    ],
)
def test_what_cannot_be_read_is_set_aside(text, mark, problem):
    assert read_grade(text, mark).problem == problem


def test_pass_mark_and_letters_are_the_mapping_s():
    assert read_grade("45", pass_mark=40).result == "passed"
    assert read_grade("B", letters={"B": 80}).score == 80


def test_column_reads_like_its_cells():
    texts = pl.Series(["优秀", "0", None, "88", "0"])
    marks = pl.Series([None, "缺考", None, None, "缓考"])
    frame = read_grades(texts, marks, pass_mark=60)
    assert frame["score"].to_list() == [95, None, None, 88, None]
    assert frame["result"].to_list() == ["passed", "failed", None, "passed", "pending"]
    assert frame["problem"].to_list() == [None, None, "missing_required", None, None]
