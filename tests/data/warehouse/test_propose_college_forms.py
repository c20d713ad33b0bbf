"""Forms that colleges fill by hand: weeks over days, credits under courses, two sittings in one cell, marks of items, graduates, letters."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from data.warehouse import lake
from data.warehouse.home import open_engine
from tests.data.sheet_files import xls, xlsx
from tests.data.vendor_files import write_csv
from tests.data.warehouse.test_propose_loads import amounts, loaded_by_proposal

CLASS = "数控2301班"
NAMES = "甲乙丙丁戊己"
STUDENTS = [
    ["学号", "姓名", "班级名称", "专业"],
    *([f"2023010{n}", f"示例{name}", CLASS, "数控技术"] for n, name in enumerate(NAMES, 1)),
]
NUMBERS = [row[0] for row in STUDENTS[1:]]


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "files"
    made.mkdir()
    write_csv(made / "学生名册.csv", STUDENTS)
    return made


def rows(home, query):
    engine = open_engine(home)
    with engine.connect() as connection:
        found = connection.execute(text(query)).fetchall()
    engine.dispose()
    return found


def test_days_under_weeks_are_the_columns_of_a_register(folder, tmp_path, empty_home):
    header = ["序号", "学号", "姓名", "第2周", None, "第3周", None, "统计"]
    days = [None, None, None, "9.10", "9.12", "9.17", "10.1放假", "旷课"]
    body = [[n, no, "示例", "√", "×" if n == 1 else "√", "△", "—", "0"] for n, no in enumerate(NUMBERS, 1)]
    above = [["学生考勤登记表"], ["课程：机械制图   班级：数控2301班   2023-2024学年第1学期"]]
    below = [["注：√出勤  ×旷课  △迟到"], ["任课教师签名："]]
    merges = [(2, 3, 2, 4), (2, 5, 2, 6)]
    xls(folder / "考勤登记表.xls", {"机械制图": [*above, header, days, *body, *below]}, merges)
    result, _ = loaded_by_proposal(empty_home, folder, tmp_path)
    assert amounts(result)["fact_attendance"] == len(NUMBERS)
    held = lake.scan(empty_home, "fact_attendance").collect()
    assert held.height == 3 * len(NUMBERS)  # the day without lessons makes none
    assert dict(held["status"].value_counts().iter_rows()) == {"present": 11, "absent": 1, "late": 6}


def test_a_wide_sheet_with_credits_and_two_sittings_takes_the_numbers_of_the_task_list(folder, tmp_path, empty_home):  # fmt: skip
    tasks = [
        ["学期", "班级", "课程", "任课老师", "教学班号"],
        *(["2023秋", CLASS, course, "示例某", f"JXB{n}"] for n, course in enumerate(("机械制图", "大学英语（一）"))),
    ]  # fmt: skip
    write_csv(folder / "任课安排.csv", tasks)
    grid = [
        ["2023-2024学年第一学期  数控2301班  学生成绩总表"],
        ["学号", "姓名", "机械制图", "大学英语(一)", "平均分"],
        [None, "学分", "4", "3", None],
        *([no, "示例", "49/70" if n == 0 else "80", "缓考" if n == 1 else "66(补考)" if n == 2 else "—" if n == 3 else "77", "70"]
          for n, no in enumerate(NUMBERS)),
    ]  # fmt: skip
    xlsx(folder / "成绩总表.xlsx", {CLASS: grid}, [(1, 0, 2, 0)])
    result, proposal = loaded_by_proposal(empty_home, folder, tmp_path)
    assert result.reasons == {} and "&id" not in proposal.text
    attempts = rows(
        empty_home,
        "select attempt_kind, result, count(*) from fact_grade_attempt group by 1, 2 order by 1, 2",
    )
    assert [tuple(row) for row in attempts] == [
        ("first", "failed", 1), ("first", "passed", 8), ("first", "pending", 1), ("makeup", "passed", 2),
    ]  # fmt: skip
    offerings = rows(empty_home, "select distinct offering_id from fact_grade_attempt order by 1")
    assert [row[0] for row in offerings] == ["2023-2024-1/JXB0", "2023-2024-1/JXB1"]
    assert amounts(result)["dim_class"] == len(NUMBERS)  # one class, by the name the roster gives it
    assert len(rows(empty_home, "select class_code from dim_class")) == 1


def test_items_with_full_marks_are_answers_without_the_student(folder, tmp_path, empty_home):
    write_csv(folder / "教师名册.csv", [["工号", "姓名", "职称"], ["T1", "示例某", "讲师"]])
    tasks = [["学期", "教学班号", "课程", "工号"], ["2023-2024-1", "K1", "机械制图", "T1"]]
    write_csv(folder / "教学任务.csv", tasks)
    items = ["教学态度(20分)", "教学内容(30分)", "教学效果(50分)"]
    answers = [
        ["评教学期", "评价人学号", "教学班号", "被评教师工号", *items, "提交时间"],
        *(["2023-2024-1", no, "K1", "T1", 20, 24, 30 + n, f"2024-01-0{n + 1} 08:00"] for n, no in enumerate(NUMBERS)),
    ]  # fmt: skip
    write_csv(folder / "学生评教明细.csv", answers)
    result, _ = loaded_by_proposal(empty_home, folder, tmp_path)
    assert amounts(result)["fact_set_response"] == len(NUMBERS)
    scores = rows(
        empty_home, "select item_no, min(score), max(score) from fact_set_response group by 1 order by 1"
    )
    assert [tuple(row) for row in scores] == [(1, 100, 100), (2, 80, 80), (3, 60, 70)]
    ids = [row[0] for row in rows(empty_home, "select response_id from fact_set_response")]
    assert not any(no in one for one in ids for no in NUMBERS)


def test_graduates_without_a_place_are_counted_with_the_others(folder, tmp_path, empty_home):
    places = [
        ["2024届毕业生去向登记表"],
        ["学号", "姓名", "去向类型", "签约日期"],
        *([no, "示例", "待就业" if n < 2 else "签订就业协议", None if n < 2 else "2024-06-20"] for n, no in enumerate(NUMBERS)),
    ]  # fmt: skip
    xlsx(folder / "毕业去向.xlsx", {"去向": places}, [])
    result, proposal = loaded_by_proposal(empty_home, folder, tmp_path)
    assert result.reasons == {} and "31 August of that year is assumed" in proposal.text
    found = rows(
        empty_home,
        "select outcome, counted_on, count(*) from fact_employment group by 1, 2 order by 1",
    )
    assert [(row[0], str(row[1]), row[2]) for row in found] == [
        ("employed", "2024-06-20", 4), ("unemployed", "2024-08-31", 2),
    ]  # fmt: skip


def test_the_total_of_a_fitness_test_loads_and_the_exempt_have_none(folder, tmp_path, empty_home):
    test = [
        ["2023-2024学年体质测试成绩"],
        ["学年", "学号", "姓名", "肺活量(ml)", "50米跑(s)", "总分", "备注"],
        *(["2023-2024", no, "示例", "3100", "7.9", None if n == 0 else 70 + n, "免测" if n == 0 else None] for n, no in enumerate(NUMBERS)),
    ]  # fmt: skip
    xls(folder / "体质测试.xls", {"体测": test}, [])
    loaded_by_proposal(empty_home, folder, tmp_path)
    found = rows(
        empty_home,
        "select item, year, is_exempt, count(score), count(*) from fact_fitness_test group by 1, 2, 3",
    )
    told = {bool(row[2]): (row[0], row[1], row[3], row[4]) for row in found}
    assert told == {True: ("total", 2023, 0, 1), False: ("total", 2023, 5, 5)}


def test_marks_beside_letters_are_the_grade_and_letters_say_why_there_is_none(tmp_path, empty_home):
    folder = tmp_path / "files"
    folder.mkdir()
    students = [
        ["Student ID", "Chinese Name", "Cohort", "Date of Admission", "Enrolment Status"],
        *(
            [f"S{n}", f"示例{name}", "IBM2301", "2023-09-04", "Leave of Absence" if n == 5 else "Active"]
            for n, name in enumerate(NAMES)
        ),
    ]
    write_csv(folder / "Students.csv", students)
    courses = [["Subject", "Number", "Course Title", "Credit Hrs"], ["BUS", "1101", "Management", "3"]]
    write_csv(folder / "Courses.csv", courses)
    grades = [
        ["Student ID", "CRN", "Course", "Term", "Mark", "Grade"],
        *([f"S{n}", "20101", "BUS1101", "Fall 2023", mark, letter] for n, (mark, letter) in enumerate(
            [("73", "C"), ("45", "F"), (None, "EX"), ("0", "AB"), (None, "I"), ("88", "A")])),
    ]  # fmt: skip
    write_csv(folder / "Final Grades.csv", grades)
    result, _ = loaded_by_proposal(empty_home, folder, tmp_path)
    assert result.reasons == {}
    found = rows(empty_home, "select result, result_reason, score from fact_grade_attempt")
    assert {tuple(row) for row in found} == {
        ("failed", "absent", None), ("failed", None, 45.0), ("passed", None, 73.0), ("passed", None, 88.0),
        ("pending", None, None), ("recognised", "exempt", None),
    }  # fmt: skip
    assert [tuple(row) for row in rows(empty_home, "select class_code from dim_class")] == [("IBM2301",)]
    held = rows(empty_home, "select course_code, name from dim_course")
    assert [tuple(row) for row in held] == [("BUS1101", "Management")]
