"""Exports of academic systems and learning platforms in the habits that cost rows or, worse, gave wrong values."""

import pytest

from tests.data.messy_college import COURSES, STUDENTS
from tests.data.sheet_files import page

FIRST, SECOND, THIRD = STUDENTS[:3]


def attempts(college, *columns):
    return sorted(college.rows("fact_grade_attempt").select(*columns).rows(), key=str)


def test_a_number_that_begins_anew_in_every_course_names_a_class_with_its_course(college):
    college.write(
        "开课.csv",
        "学期,课程号,课序号,课程名\n23-24(1),C7,01,甲课\n23-24(1),C8,01,乙课\n23-24(1),C8,02,乙课\n",
    )
    college.write(
        "成绩.csv",
        f"学期,学号,课程号,课序号,成绩\n23-24(1),{FIRST},C7,01,61\n23-24(1),{FIRST},C8,01,72\n2324-1,{SECOND},C8,02,83\n",
    )
    result = college.load_proposed()
    assert result.reasons == {} and result.tables["fact_grade_attempt"].loaded == 3
    assert {"C7-01", "C8-01", "C8-02"} <= set(college.column("dim_offering", "offering_no"))


@pytest.mark.parametrize("header", ["未通过原因", "异常说明"])
def test_words_beside_a_preset_zero_are_its_mark_whatever_the_header(college, header):
    college.write(
        "成绩.csv",
        f"学年学期,学号,课程号,成绩,{header}\n"
        f"2023-2024学年秋(两学期),{FIRST},{COURSES[0]},0,缓考\n2023-2024学年秋(两学期),{SECOND},{COURSES[0]},0,取消资格\n"
        f"2023-2024学年秋(两学期),{THIRD},{COURSES[0]},0,\n",
    )
    college.load_proposed()
    assert attempts(college, "result", "result_reason", "score") == [
        ("failed", "disqualified", None), ("failed", None, 0.0), ("pending", "deferred", None),
    ]  # fmt: skip


def test_a_flag_of_validity_is_the_other_way_round_and_the_valid_row_wins(college):
    college.write(
        "成绩.csv",
        f"学年学期,学号,课程号,成绩,是否有效\n2023-2024-1,{FIRST},{COURSES[0]},51,0\n2023-2024-1,{FIRST},{COURSES[0]},66,1\n"
        f"2023-2024-1,{SECOND},{COURSES[0]},70,0\n",
    )
    result = college.load_proposed()
    assert result.reasons == {"repeated_key": 1}  # the row that was made void
    assert attempts(college, "score", "is_void") == [(66.0, False), (70.0, True)]


def test_first_make_up_and_retake_in_one_row_and_the_best_of_them_is_none(college):
    college.write(
        "成绩.csv",
        "学年学期,学号,课程号,正考成绩,补考成绩,重修成绩,最终成绩,绩点,成绩标志\n"
        f"2023-2024-1,{FIRST},{COURSES[0]},40,50,71,71,2.1,\n2023-2024-1,{SECOND},{COURSES[0]},,78,,78,2.8,缓考\n",
    )
    college.load_proposed()
    assert attempts(college, "attempt_no", "attempt_kind", "score", "result", "grade_point") == [
        (1, "first", 40.0, "failed", None), (1, "first", None, "pending", None), (2, "makeup", 50.0, "failed", None),
        (3, "deferred", 78.0, "passed", None), (5, "retake", 71.0, "passed", None),
    ]  # fmt: skip


def test_a_make_up_list_in_blocks_is_no_second_first_attempt(college):
    head = ["序号", "学号", "课程代码", "原成绩", "补考成绩"]
    rows = [["2023—2024学年第一学期补考成绩"], ["班级：软件2301"], head]
    rows += [[1, FIRST, COURSES[0], 41, 60], [2, SECOND, COURSES[0], "缓考", 77], ["本班补考人次：2"]]
    rows += [["班级：机电2301"], head, [1, THIRD, COURSES[0], 52, "缺考"], ["共3条记录"]]
    college.folder.mkdir()
    page(college.folder / "补考.xls", {"x": rows}, [(6, 0, 6, 4), (9, 0, 9, 4)])
    result = college.load_proposed()
    assert set(result.reasons) == {"no_record"} and "class_code: {const" not in college.propose().text
    assert attempts(college, "attempt_no", "attempt_kind", "score") == [
        (2, "makeup", 60.0), (2, "makeup", None), (3, "deferred", 77.0),
    ]  # fmt: skip
