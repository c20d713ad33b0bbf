"""messy-exports 1.1, 1.2 and 1.3: identifiers, several values in one cell, blanks and Chinese text. One test per line."""

import pytest

from data.warehouse.pseudonym import person_pid, pseudonym_key
from tests.data.messy_college import COURSES, OFFERINGS, STUDENTS, TEACHERS, TERM
from tests.data.sheet_files import xls, xlsx

NAMED = {"dim_course": {"course_code": "课程号", "name": "课程名"}}


def people(kind: str, number: str = "工号", **more) -> dict:
    return {"to": "dim_person", "columns": {"kind": {"const": kind}, "person_no": number, **more}}


# ---- 1.1 identifiers


def test_staff_numbers_of_many_shapes_keep_every_digit_and_letter(college):
    """9 digits with leading zeros, 8 and X, a letter first, 999A9, a Chinese character, 5 digits, mixed."""
    rows = [["工号", "姓名"], *([number, "示例·甲"] for number in TEACHERS)]
    college.folder.mkdir()
    xls(college.folder / "messy.xls", {"教师": rows}, [])
    result = college.load(
        {"to": "bridge_offering_teacher", "columns": {"term_id": TERM, "offering_no": {"const": "K1"}, "staff_no": "工号"}},
        file="messy.xls",
    )  # fmt: skip
    assert result.reasons == {} and result.tables["bridge_offering_teacher"].loaded == len(TEACHERS)


@pytest.mark.parametrize("kind", ["9 digits", "6 digits", "12 digits", "12 digits as a number"])
def test_student_numbers_of_any_length(college, kind):
    number = {"9 digits": STUDENTS[0], "6 digits": "230101"}.get(kind, "202301010101")
    cell = int(number) if kind.endswith("number") else number
    college.folder.mkdir()
    xlsx(college.folder / "messy.xlsx", {"学生": [["学号", "姓名"], [cell, "示例·甲"]]}, [])
    college.load(people("student", "学号"), file="messy.xlsx")
    expected = person_pid(pseudonym_key(college.home), "student", number)
    held = college.column("dim_person", "person_pid")
    assert held == ([expected] if number != STUDENTS[0] else [])  # the first is there already


def test_a_long_number_that_a_spreadsheet_shortened_is_refused_not_guessed(college):
    """2.015E+11 in a csv that was opened in a spreadsheet; beyond fifteen digits in a workbook."""
    college.write("messy.csv", f"学号,成绩\n2.015E+11,80\n{STUDENTS[0]},81\n")
    assert college.grades().reasons == {"number_shown_as_float": 1}
    xlsx(college.folder / "messy.xlsx", {"成绩": [["学号", "成绩"], [201501010101010123, 80]]}, [])
    assert college.grades(file="messy.xlsx").reasons == {"number_shown_as_float": 1}


def test_course_numbers_of_three_generations_stand_in_one_column(college):
    college.write("messy.csv", "课程号,课程名\n" + "".join(f"{code},课\n" for code in [*COURSES, "60708"]))
    result = college.load({"to": "dim_course", "columns": NAMED["dim_course"]})
    assert result.reasons == {} and "60708" in college.column("dim_course", "course_code")


def test_codes_without_padding_and_with_letters_stay_texts(college):
    """Departments 1, 2, 10; majors 8 digits, with T, TK and K, and the 6 digits of vocational ones."""
    codes = ["1", "2", "10", "13050900", "130509T02", "130509TK", "510203K", "510203"]
    college.write("messy.csv", "代码,名称\n" + "".join(f"{code},甲\n" for code in codes))
    college.load({"to": "dim_major", "columns": {"major_code": "代码", "name": "名称"}})
    assert college.column("dim_major", "major_code") == sorted(codes)


def test_two_people_of_one_name_stay_two(college):
    college.write("messy.csv", "学号,姓名\nN1,示例·同\nN2,示例·同\n")
    result = college.load(people("student", "学号", full_name="姓名"))
    assert result.tables["dim_person"].loaded == 2 and result.reasons == {}


def test_the_teacher_of_several_classes_is_one_person(college):
    college.write("messy.csv", "教学班,工号,姓名\nK1,N9,示例·甲\nK2,N9,示例·甲\nK3,N9,示例·甲\n")
    result = college.load(people("teacher", full_name="姓名"))
    counts = result.tables["dim_person"]
    assert (counts.read, counts.loaded, counts.already, counts.set_aside) == (3, 3, 0, 0)
    assert college.rows("dim_person").height == 1


# ---- 1.2 several values in one cell


@pytest.mark.parametrize(
    "cell", ["{};{}", "{}；{}", "/{}/{}", "{},{}", "{}，{}", "{}、{}"], ids=["semicolon", "wide semicolon", "leading slash", "comma", "wide comma", "enumeration comma"]
)  # fmt: skip
@pytest.mark.parametrize("way", ["by hand", "proposed"])
def test_two_teachers_of_one_class_share_it_and_the_share_is_flagged(college, cell, way):
    joint = cell.format(TEACHERS[0], TEACHERS[1])
    college.write(
        "教学任务.csv",
        f'学年学期,教学班号,课程号,课程名称,任课教师工号\n2023-2024-1,K1,{COURSES[0]},课程,"{joint}"\n2023-2024-1,K2,{COURSES[0]},课程,{TEACHERS[2]}\n',
    )
    if way == "proposed":
        college.load_proposed()
    else:
        taught = {"term_id": TERM, "offering_no": "教学班号", "staff_no": "任课教师工号"}
        split = {"任课教师工号": [";", "/", ",", "、"]}
        college.load(
            {"to": "bridge_offering_teacher", "split": split, "columns": taught}, file="教学任务.csv"
        )
    held = college.rows("bridge_offering_teacher").sort("share")
    assert held["share"].to_list() == [0.5, 0.5, 1.0]
    assert held["is_share_declared"].to_list() == [False] * 3


def test_names_joined_beside_numbers_go_with_their_numbers(college):
    college.write("messy.csv", "工号,姓名\nN1;N2,示例·甲;示例·乙\nN3,示例·丙\n")
    split = {"工号": ";", "姓名": ";"}
    college.load({**people("teacher", full_name="姓名"), "split": split})
    assert college.column("dim_person", "full_name") == ["示例·丙", "示例·乙", "示例·甲"]


def test_grade_years_joined_in_one_cell_become_rows(college):
    college.write("messy.csv", "专业,年级\n510203,2014;2015;2016;2017\n510203,2018\n")
    columns = {"major_code": "专业", "entry_grade": "年级", "version": {"const": "1"}}
    majors = {"to": "dim_major", "rows": [{"major_code": "510203", "name": "甲"}], "file": None}
    result = college.load(majors, {"to": "dim_programme", "split": {"年级": ";"}, "columns": columns})
    assert college.column("dim_programme", "entry_grade") == [2014, 2015, 2016, 2017, 2018]
    assert result.tables["dim_programme"].read == 2


def test_meeting_times_and_hours_by_credits_in_one_cell(college):
    """`三9/三10/三11` becomes sessions where the date stands beside it; `3/3` gives hours and credits."""
    college.write("messy.csv", "教学班,日期,时间,学时/学分,课程号\nK1,2023-09-06,三9/三10/三11,3/3,70809\n")
    sessions = {
        "term_id": TERM,
        "offering_no": "教学班",
        "held_on": "日期",
        "status": {"const": "held"},
        "periods": {"from": "时间", "part": r"^[一二三四五六日]?(\d+)"},
    }
    hours = {
        "course_code": "课程号",
        "name": "课程号",
        "hours": {"from": "学时/学分", "part": r"^([\d.]+)/"},
        "credits": {"from": "学时/学分", "part": r"/([\d.]+)$"},
    }
    college.load(
        {"to": "fact_session", "split": {"时间": "/"}, "columns": sessions},
        {"to": "dim_course", "columns": hours},
    )
    assert college.column("fact_session", "periods") == ["10", "11", "9"]
    assert college.rows("dim_course").select("hours", "credits").row(0) == (3, 3)


def test_periods_and_a_column_of_odd_and_even_weeks(college):
    """1-2节 and 3-4 as they stand; 单双周 is one more column, which nobody needs where the dates stand."""
    college.write("messy.csv", "教学班,日期,节次,单双周\nK1,2023-09-04,1-2节,单\nK1,2023-09-05,3-4,双\n")
    columns = {
        "term_id": TERM,
        "offering_no": "教学班",
        "held_on": "日期",
        "periods": {"from": "节次", "part": r"^(\d+(?:-\d+)?)"},
        "status": {"const": "held"},
    }
    college.load({"to": "fact_session", "columns": columns})
    assert college.column("fact_session", "periods") == ["1-2", "3-4"]


# ---- 1.3 blanks and Chinese text


@pytest.mark.parametrize(
    "padded",
    ["示\u3000例", "示  例", " 示例\u3000", "示例*", "\u3000示 例 * "],
    ids=["wide blank", "two blanks", "around", "star", "all"],
)
def test_padded_names_are_stored_without_padding(college, padded):
    """The same person with and without padding, or with a star, is one row that says the same."""
    college.write("messy.csv", f"学号,姓名\nN1,示例\nN1,{padded}\n")
    result = college.load(people("student", "学号", full_name="姓名"))
    assert result.reasons == {} and college.column("dim_person", "full_name") == ["示例"]


def test_department_names_with_inner_blanks_are_one_department(college):
    college.write("messy.csv", "编号,单位\nB1,信息  工程学院\nB2,信息 工程学院\nB3,信息工程学院\n")
    college.load(
        {"to": "dim_org", "columns": {"org_code": "编号", "name": "单位", "org_kind": {"const": "college"}}}
    )
    assert set(college.column("dim_org", "name")) == {"信息工程学院"}


def test_brackets_and_commas_of_any_width_are_one_spelling(college):
    names = ["课程（一）", "课程(一)", "课程（一）(二)", "语文，上", "语文,上"]
    rows = "".join(f'8{place},"{name}"\n' for place, name in enumerate(names))
    college.write("messy.csv", f"课程号,课程名\n{rows}")
    college.load({"to": "dim_course", "columns": NAMED["dim_course"]})
    expected = ["课程(一)", "课程(一)", "课程(一)(二)", "语文,上", "语文,上"]
    assert sorted(college.column("dim_course", "name")) == sorted(expected)


def test_roman_numerals_are_letters_wherever_they_stand(college):
    """大学英语Ⅰ in a cell and 大学英语I in another are one name; a header of it keeps its capital."""
    college.write("messy.csv", "课程号,课程名\n81,大学英语Ⅰ\n82,大学英语I\n")
    college.load({"to": "dim_course", "columns": NAMED["dim_course"]})
    assert college.column("dim_course", "name") == ["大学英语I", "大学英语I"]
    college.write("成绩.csv", f"学号,大学英语Ⅰ,高等数学Ⅱ\n{STUDENTS[0]},80,70\n")
    (college.folder / "messy.csv").unlink()
    assert "课程" not in (text := college.propose().text) and "大学英语I" in text and "大学英语i" not in text


def test_line_breaks_and_numbers_in_headers_and_cells(college):
    """Two-line headers, 10、姓名, a trailing blank; a cell of three lines is one text."""
    head = ["9、学\n号 ", "10、姓名", "15、课程 ", "成绩\n(百分制)"]
    college.folder.mkdir()
    xlsx(
        college.folder / "成绩.xlsx",
        {"成绩_2023-2024-1": [head, [STUDENTS[0], "示例·甲", "部门\n2人\n10天", 88]]},
        [],
    )
    result = college.load_proposed()
    assert result.tables["fact_grade_attempt"].loaded == 1 and result.reasons == {}
    assert college.column("dim_course", "name") == ["部门 2人 10天"]


@pytest.mark.parametrize(
    "header",
    [
        "学号,姓名,课程号,课程名称,总评,学年学期", "学号,学生姓名,课程代码,课程名称,总成绩,学年学期", "XH,XM,KCH,KCMC,ZCJ,XNXQ",
        "xh,xm,kch,kcmc,cj,xnxq", "学号,姓名,课程编号,课程名称,最终成绩,学年学期", "学生学号,姓名,课程号,课程名,成绩,学年学期",
    ],
)  # fmt: skip
def test_the_same_columns_under_other_names(college, header):
    college.write("成绩.csv", f"{header}\n{STUDENTS[0]},示例·甲,{COURSES[1]},课程,88,2023-2024-1\n")
    result = college.load_proposed()
    assert result.reasons == {} and college.column("fact_grade_attempt", "score") == [88.0]


@pytest.mark.parametrize(
    ("staff", "unit"),
    [("工号", "开课单位"), ("教工号", "开课院系"), ("教师编号", "承担单位"), ("职工号", "开课部门")],
)
def test_the_same_columns_of_a_task_list_under_other_names(college, staff, unit):
    college.write(
        "教学任务.csv",
        f"教学班号,课程代码,课程名称,{staff},{unit},学年学期\n{OFFERINGS[0]},{COURSES[0]},课程,{TEACHERS[0]},信息学院,2023-2024-1\n",
    )
    result = college.load_proposed()
    assert result.reasons == {} and result.tables["bridge_offering_teacher"].loaded == 1
    assert college.column("dim_org", "name") == ["信息学院"]


@pytest.mark.parametrize(
    "cell", ["'{}", '="{}"', "{}\t", "{}.0"], ids=["apostrophe", "formula", "tab", "float"]
)
def test_marks_by_which_a_spreadsheet_keeps_digits_are_no_part_of_a_number(college, cell):
    college.write("messy.csv", f"学号,成绩\n{cell.format(STUDENTS[0])},80\n")
    assert college.grades().reasons == {}
