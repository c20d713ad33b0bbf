"""Several things in one cell: a part of it by pattern, several values between marks."""

import polars as pl
import pytest
from pydantic import ValidationError

from data.staging.columns import Calendar, Cells, make_column
from data.staging.mapping import Rule, TableRule
from data.staging.stage import stage
from data.staging.targets import target


def _cells(**columns) -> Cells:
    frame = pl.DataFrame({"_row": list(range(2, 2 + len(next(iter(columns.values()))))), **columns})
    return Cells(frame, "some.csv", 1, ("", "无"), "Asia/Shanghai", Calendar())


def _made(cells, **rule):
    made = make_column(
        "course_code",
        Rule(**{"from": "课程", **rule}),
        target("dim_course").columns["course_code"],
        cells,
        None,
    )
    return made.values.to_list(), {reason: mask.to_list() for reason, _, mask in made.problems if mask.any()}


CODE_AND_NAME = ["[010203]大学英语", "［0102X］高等数学", "体育", None]


@pytest.mark.parametrize(
    ("otherwise", "values", "bad"),
    [
        ("reject", ["010203", "0102X", None, None], {"no_such_part": [False, False, True, False]}),
        ("empty", ["010203", "0102X", None, None], {}),
        ("keep", ["010203", "0102X", "体育", None], {}),
    ],
)
def test_a_part_of_a_cell_is_what_the_group_catches(otherwise, values, bad):
    assert _made(_cells(课程=CODE_AND_NAME), part=r"^\[(.+?)\]", otherwise=otherwise) == (values, bad)


def test_a_part_is_taken_before_its_words_are_translated():
    values, bad = _made(
        _cells(课程=["A类（纯理论）", "B类（理实一体）"]), part="^([A-C])类", map={"A": "1", "B": "2"}
    )
    assert values == ["1", "2"] and not bad


@pytest.mark.parametrize("pattern", ["课程", "(a)(b)", "([", "(?<=a)(b)"])
def test_a_pattern_without_one_group_is_refused(pattern):
    with pytest.raises(ValidationError, match="part"):
        Rule(**{"from": "课程", "part": pattern})


def test_values_of_one_cell_become_rows_and_go_with_their_partners():
    """Any mark that is named, in full or half width; a mark in front means nothing; first goes with first."""
    cells = _cells(工号=["T1；T2", "/T3/T4", "T5"], 姓名=["示例·甲；示例·乙", "示例·丙/示例·丁", "示例·戊"])
    rule = TableRule.model_validate(
        {
            "to": "dim_person", "file": "f", "split": {"工号": [";", "/"], "姓名": [";", "/"]},
            "columns": {"kind": {"const": "teacher"}, "person_no": "工号", "full_name": "姓名"},
        }
    )  # fmt: skip
    rows = stage(rule, cells).rows
    assert dict(rows.select("person_no", "full_name").iter_rows()) == {
        "T1": "示例·甲", "T2": "示例·乙", "T3": "示例·丙", "T4": "示例·丁", "T5": "示例·戊",
    }  # fmt: skip
