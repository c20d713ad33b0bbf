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


def test_a_paper_goes_by_its_title_and_the_place_of_its_author_is_a_number(tmp_path):
    rows = [["工号", "论文题目", "刊物级别", "发表时间", "作者排序"]]
    rows += [
        [f"T{place}", f"研究{place}", "普刊", "2023-06", word]
        for place, word in enumerate(("第一", "2", "独立"))
    ]
    write_csv(tmp_path / "论文.csv", rows)
    (entry,) = [one for one in entries(proposed(tmp_path).text) if one["to"] == "fact_research_output"]
    assert entry["columns"]["output_no"] == "论文题目"
    assert entry["columns"]["person_order"]["map"] == {"第一": 1, "2": 2, "独立": 1}
    rows[1][1] = "很长的题目" * 9  # longer than a number may be
    write_csv(tmp_path / "论文.csv", rows)
    (entry,) = [one for one in entries(proposed(tmp_path).text) if one["to"] == "fact_research_output"]
    assert entry["columns"]["output_no"] == {"row_number": True}


def test_education_and_degree_in_one_cell(tmp_path):
    rows = [["工号", "姓名", "部门", "最高学历/学位"]]
    rows += [
        [f"T{place}", "测一", "软件学院", word]
        for place, word in enumerate(("研究生/硕士", "本科/学士", "大专/无"))
    ]
    write_csv(tmp_path / "教师.csv", rows)
    (entry,) = [one for one in entries(proposed(tmp_path).text) if one["to"] == "dim_teacher"]
    assert entry["columns"]["degree"]["map"] == {
        "研究生/硕士": "master",
        "本科/学士": "bachelor",
        "大专/无": "other",
    }


def test_certificates_and_promotions_of_teachers_fill_nothing_and_say_why(tmp_path):
    write_csv(tmp_path / "教师.csv", [["工号", "姓名", "部门"], ["T1", "测一", "软件学院"]])
    write_csv(
        tmp_path / "技能证书.csv",
        [["工号", "姓名", "证书名称", "证书号", "发证日期"], ["T1", "测一", "电工", "Z1", "2020-01-02"]],
    )
    write_csv(
        tmp_path / "职称评聘.csv",
        [["工号", "原职称", "现职称", "取得时间"], ["T1", "助教", "讲师", "2023-06-01"]],
    )
    text = proposed(tmp_path).text
    assert {one["to"] for one in entries(text)} == {"dim_org", "dim_person", "dim_teacher"}
    assert "its rows are of teachers" in text and "a list of promotions fills no table" in text
    assert "needs student_no" not in text


def test_projects_dated_by_a_year_are_no_trainings(tmp_path):
    rows = [
        ["项目名称", "项目级别", "负责人工号", "立项年度", "状态"],
        *([f"课题{place}", "省级", f"T{place}", "2022", "在研"] for place in range(4)),
    ]
    write_csv(tmp_path / "纵向科研项目.csv", rows)
    facts = {
        one["to"]: one["columns"] for one in entries(proposed(tmp_path).text) if one["to"].startswith("fact_")
    }
    assert set(facts) == {"fact_research_project"}
    assert facts["fact_research_project"]["approved_on"] == {"from": "立项年度", "format": "%Y"}
    write_csv(tmp_path / "纵向科研项目.csv", [[*row[:3], *row[4:]] for row in rows])
    assert not [one for one in entries(proposed(tmp_path).text) if one["to"].startswith("fact_")]
