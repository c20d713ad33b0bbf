"""Headers that stand in no list are understood by their parts; days decide terms; what a file lacks is said."""

from __future__ import annotations

from datetime import date

import pytest

from data.staging.recognition.forms import header_forms, kind_of
from data.staging.recognition.terms_found import term_at
from data.staging.recognition.vocabulary import vocabulary
from tests.data.staging.test_recognition import entries, proposed
from tests.data.vendor_files import write_csv


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("职工编号", "staff_no"),
        ("员工代码", "staff_no"),
        ("申请人学号", "student_no"),
        ("所在二级学院全称", "org_name"),
        ("现聘专业技术职务", "title_rank"),
        ("Learner Number", "student_no"),
        ("开课部门编号", "course_org"),
    ],
)
def test_a_header_is_composed_of_a_noun_and_a_kind(header, field):
    fields = vocabulary().fields
    assert next(fields[form][0] for form in header_forms(header) if form in fields) == field


def test_telephones_of_anybody_are_left_out(tmp_path):
    rows = [
        ["学号", "姓名", "班级", "父亲联系手机"],
        *(["S1", "测一", "软件1班", "13800000000"] for _ in range(3)),
    ]
    write_csv(tmp_path / "学生.csv", rows)
    assert "父亲联系手机: 'telephone" in proposed(tmp_path).text


def test_the_only_header_of_a_kind_is_the_one_wanted(tmp_path):
    rows = [
        ["案件编号", "事故等级", "发生时间", "所属部门"],
        *([f"A{place}", "三级", "2024-10-08", "软件学院"] for place in range(3)),
    ]
    write_csv(tmp_path / "教学事故.csv", rows)
    (entry,) = [one for one in entries(proposed(tmp_path).text) if one["to"] == "fact_quality_incident"]
    assert entry["columns"]["incident_no"] == "案件编号"
    assert entry["columns"]["level"]["map"] == {"三级": "III"}
    assert kind_of("责任人") is None


def test_days_before_the_usual_monday_belong_to_the_term_and_move_it(tmp_path):
    rows = [["学号", "课程名称", "缺勤日期", "节次", "缺勤类型"]]
    rows += [
        [f"S{place}", "制图", day, "1-2", "旷课"] for place, day in enumerate(("2024-08-28", "2024-12-30"))
    ]
    write_csv(tmp_path / "考勤.csv", rows)
    text = proposed(tmp_path).text
    assert "first_monday: '2024-08-26'" in text
    (entry,) = [one for one in entries(text) if one["to"] == "fact_attendance"]
    assert entry["columns"]["term_id"] == {"const": "2024-2025-1"}


def test_days_of_several_terms_are_put_to_their_own(tmp_path):
    rows = [["学号", "课程名称", "缺勤日期", "节次", "缺勤类型"]]
    rows += [
        [f"S{place}", "制图", day, "1-2", "旷课"] for place, day in enumerate(("2024-10-08", "2025-03-04"))
    ]
    write_csv(tmp_path / "考勤.csv", rows)
    (entry,) = [one for one in entries(proposed(tmp_path).text) if one["to"] == "fact_attendance"]
    assert entry["columns"]["term_id"]["map"] == {"2024-10-08": "2024-2025-1", "2025-03-04": "2024-2025-2"}
    assert term_at(date(2025, 1, 25), {}) == "2024-2025-1"
    assert term_at(date(2025, 2, 20), {}) == "2024-2025-2"


def test_an_english_gradebook_says_what_it_lacks(tmp_path):
    rows = [["First name", "Surname", "ID number", "Assignment: Lab 1 (Real)", "Course total (Real)"]]
    rows += [[f"测{place}", "样", f"2023{place:04d}", "80", str(70 + place)] for place in range(6)]
    write_csv(tmp_path / "grades_export.csv", rows)
    text = proposed(tmp_path).text
    assert "fact_grade_attempt needs term_id, offering_no" in text
    assert "student_no: ID number" in text and "{text: Course total (Real)}" in text
    assert "the log of submissions is needed" in text


def test_a_number_is_known_by_its_values(tmp_path):
    numbers = [f"2023{place:04d}" for place in range(8)]
    write_csv(
        tmp_path / "学生名单.csv", [["学号", "姓名", "班级"], *([one, "测一", "软件1班"] for one in numbers)]
    )
    rows = [["刷卡介质", "借出时间", "归还时间"], *([one, "2024-10-08", "2024-10-20"] for one in numbers)]
    write_csv(tmp_path / "图书借阅.csv", rows)
    (entry,) = [one for one in entries(proposed(tmp_path).text) if one["to"] == "fact_library_loan"]
    assert entry["columns"]["student_no"] == "刷卡介质"


def test_two_numbers_under_one_header_are_read_apart(tmp_path):
    rows = [
        ["课程编码", "课程名称", "学分/学时"],
        *([f"K{place}", f"制图{place}", "4/64"] for place in range(3)),
    ]
    write_csv(tmp_path / "课程.csv", rows)
    (entry,) = [one for one in entries(proposed(tmp_path).text) if one["to"] == "dim_course"]
    assert (entry["columns"]["credits"], entry["columns"]["hours"]) == ("学分", "学时")
