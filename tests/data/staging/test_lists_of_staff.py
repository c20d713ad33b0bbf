"""Lists that offices keep of what teachers do: training, papers, projects, promotions."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from data.staging import parsing
from tests.data.staging.test_recognition import entries, proposed
from tests.data.vendor_files import write_csv


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2023.7.10-7.21", date(2023, 7, 10), date(2023, 7, 21)),
        ("2023.12.25-1.5", date(2023, 12, 25), date(2024, 1, 5)),
        ("2023/7/10至7/21", date(2023, 7, 10), date(2023, 7, 21)),
        ("2023年7月10日-15日", date(2023, 7, 10), date(2023, 7, 15)),
        ("2023.7.10-21", date(2023, 7, 10), date(2023, 7, 21)),
        ("2023.09-12", date(2023, 9, 1), date(2023, 12, 1)),
        ("2023-07-10", date(2023, 7, 10), date(2023, 7, 10)),
        ("2023.7.25-3", date(2023, 7, 25), None),
        ("2023-07", None, None),
    ],
)
def test_ends_of_a_span_without_year_or_month(cell, first, last):
    cells = pl.Series([cell])
    assert parsing.date(cells, parsing.SINCE).to_list() == [first]
    assert parsing.date(cells, parsing.UNTIL).to_list() == [last]


def test_last_days_that_cannot_be_read_are_empty_and_told(tmp_path):
    days = [*(f"2023.7.{day}-7.{day + 2}" for day in range(1, 9)), "2023.7.25-3", "2023.7.4-至今"]
    rows = [
        ["工号", "培训项目", "起止时间", "学时"],
        *([f"T{place}", "师资", day, 8] for place, day in enumerate(days)),
    ]
    write_csv(tmp_path / "教师培训.csv", rows)
    text = proposed(tmp_path).text
    (entry,) = [one for one in entries(text) if one["to"] == "fact_teacher_training"]
    assert entry["columns"]["to_on"]["map"] == {"2023.7.25-3": None, "2023.7.4-至今": None}
    assert "to_on: 1 cells under 起止时间 name no last day" in text and "set aside" not in text


def test_leader_and_number_in_one_cell_give_the_number(tmp_path):
    rows = [["项目编号", "项目名称", "主持人(工号)", "立项时间"]]
    rows += [
        [f"KY{place}", "研究", f"测{sign}(0201{place})", "2022.07"] for place, sign in enumerate("甲乙丙", 10)
    ]
    write_csv(tmp_path / "科研项目.csv", rows)
    (entry,) = [one for one in entries(proposed(tmp_path).text) if one["to"] == "fact_research_project"]
    assert entry["columns"]["staff_no"] == "工号"


def test_a_list_of_teachers_is_no_class_and_a_journal_no_output(tmp_path):
    rows = [
        ["工号", "刊号", "发表时间"],
        *([f"T{place}", f"1672-00{place}", "2023-06"] for place in range(10, 13)),
    ]
    write_csv(tmp_path / "论文台账2023.csv", rows)
    text = proposed(tmp_path).text
    (entry,) = [one for one in entries(text) if one["to"] == "fact_research_output"]
    assert entry["columns"]["output_no"] == {"row_number": True}
    assert "dim_class" not in text
