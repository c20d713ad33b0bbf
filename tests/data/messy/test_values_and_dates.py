"""messy-exports 1.4 and 1.5: missing and sentinel values, types and dates. One test per line."""

from datetime import date, datetime

import pytest

from tests.data.messy_college import COURSES, FIRST, STUDENT_IN_CLASS, STUDENTS, TEACHERS, TERM
from tests.data.sheet_files import xls, xlsx

# ---- 1.4 missing, sentinel and repeated-header values


@pytest.mark.parametrize("nothing", ["无", "", "-", "/", "?", "NULL", " 无 ", "\u3000"])
def test_words_for_nothing_are_empty_in_texts_and_in_numbers(college, nothing):
    college.write("messy.csv", f"班号,班名,年级,人数\nB1,甲,{nothing},{nothing}\nB2,{nothing},2023,40\n")
    columns = {
        "class_code": "班号",
        "name": {"from": "班名", "default": "未命名"},
        "grade_year": "年级",
        "size": "人数",
    }
    college.load({"to": "dim_class", "columns": columns})
    assert sorted(college.rows("dim_class").select("class_code", "name", "grade_year", "size").rows()) == [
        ("B1", "甲", None, None),
        ("B2", "未命名", 2023, 40),
    ]


def test_zero_that_means_not_asked_is_empty_where_the_mapping_says_so(college):
    college.write("messy.csv", f"学号,成绩,平时\n{STUDENTS[0]},80,0\n{STUDENTS[1]},70,0\n")
    college.grades(process_score={"from": "平时", "map": {"0": None}, "otherwise": "keep"})
    assert college.column("fact_grade_attempt", "process_score") == [None, None]


def test_a_column_of_zeros_is_for_a_person_to_decide(college):
    college.write(
        "成绩.csv",
        "学号,课程号,学年学期,总评,平时\n"
        + "".join(f"{n},{COURSES[0]},2023-2024-1,8{place},0\n" for place, n in enumerate(STUDENTS)),
    )
    assert "every cell under 平时 is 0" in college.propose().text
    assert college.load_proposed().reasons == {}


def test_a_header_used_as_its_own_value_is_no_value(college):
    """A template filled down: 说明 stands under 说明 in nearly every row."""
    college.write(
        "messy.csv", "课程号,课程名,English Name\n91,甲,English Name\n92,乙,ENGLISH NAME\n93,丙,Course\n"
    )
    columns = {"course_code": "课程号", "name": "课程名", "name_en": "English Name"}
    college.load({"to": "dim_course", "columns": columns})
    assert college.column("dim_course", "name_en") == ["Course", None, None]


def test_a_header_repeated_on_every_printed_page_is_no_record(college):
    college.write("messy.csv", f"学号,姓名,成绩\n{STUDENTS[0]},甲,80\n学号,姓名,成绩\n{STUDENTS[1]},乙,70\n")
    result = college.grades()
    assert result.reasons == {"no_record": 1} and result.tables["fact_grade_attempt"].loaded == 2


def test_constant_and_all_zero_columns_load_as_they_are(college):
    college.write(
        "messy.csv", "课程号,课程名,学分,学时\n" + "".join(f"9{place},同名,0,0\n" for place in range(5))
    )
    columns = {"course_code": "课程号", "name": "课程名", "credits": "学分", "hours": "学时"}
    college.load({"to": "dim_course", "columns": columns})
    assert set(college.rows("dim_course").select("credits", "hours").rows()) == {(0, 0)}


def test_an_empty_cell_is_empty_never_zero(college):
    college.write("messy.csv", f"学号,成绩,平时,期末\n{STUDENTS[0]},80,,\n")
    college.grades(process_score="平时", exam_score="期末")
    assert college.rows("fact_grade_attempt").select("process_score", "exam_score").row(0) == (None, None)


# ---- 1.5 types and dates


@pytest.mark.parametrize("write", [xls, xlsx], ids=["xls", "xlsx"])
def test_a_sheet_in_which_every_cell_is_text_loads_typed(college, write):
    name = f"messy.{write.__name__}"
    college.folder.mkdir()
    write(
        college.folder / name,
        {"数据": [["课程号", "课程名", "学分", "学时"], ["1001", "甲", "3.5", "64"]]},
        [],
    )
    columns = {"course_code": "课程号", "name": "课程名", "credits": "学分", "hours": "学时"}
    college.load({"to": "dim_course", "columns": columns}, file=name)
    assert college.rows("dim_course").select("course_code", "credits", "hours").row(0) == ("1001", 3.5, 64)


def _entered(college, cells, **entry) -> list:
    """Days of entry as they load from these cells."""
    rows = "".join(f"T{place},{cell}\n" for place, cell in enumerate(cells))
    college.write("messy.csv", f"工号,入职\n{rows}")
    people = {"to": "dim_person", "columns": {"kind": {"const": "teacher"}, "person_no": "工号"}}
    columns = {
        "staff_no": "工号",
        "entry_on": {"from": "入职", **entry},
        "staff_type": {"const": "full_time"},
        "valid_from": {"const": "2023-09-01"},
    }
    college.load(people, {"to": "dim_teacher", "columns": columns})
    return sorted(college.rows("dim_teacher")["entry_on"].to_list())


@pytest.mark.parametrize(
    ("cells", "form", "days"),
    [
        (["2019-04", "2020-12"], "%Y-%m", [date(2019, 4, 1), date(2020, 12, 1)]),
        (["2019", "2020"], "%Y", [date(2019, 1, 1), date(2020, 1, 1)]),
        (["201904", "202012"], "%Y%m", [date(2019, 4, 1), date(2020, 12, 1)]),
        (["2019-04-01", "2020-12-31"], None, [date(2019, 4, 1), date(2020, 12, 31)]),
        (["2019/4/1 0:00", "2020/2/25", "2021-03-04", "20220506"], None, [date(2019, 4, 1), date(2020, 2, 25), date(2021, 3, 4), date(2022, 5, 6)]),
        (["20190401", "20201231 083000"], None, [date(2019, 4, 1), date(2020, 12, 31)]),
        (["2019年4月1日", "2020.2.25"], None, [date(2019, 4, 1), date(2020, 2, 25)]),
        (["2019-04-01", "2019-04", "201905", "2020"], ["%Y-%m", "%Y%m", "%Y"], [date(2019, 4, 1), date(2019, 4, 1), date(2019, 5, 1), date(2020, 1, 1)]),
        (["43556", "43886.5"], "excel", [date(2019, 4, 1), date(2020, 2, 25)]),
        (["2019/4/1", "43886"], ["excel"], [date(2019, 4, 1), date(2020, 2, 25)]),
    ],
    ids=["month", "year", "month run on", "day", "four shapes in one column", "national", "spoken", "parts in one column", "serial", "serial beside day"],
)  # fmt: skip
@pytest.mark.parametrize("way", ["by hand", "proposed"])
def test_dates_of_every_shape(college, cells, form, days, way):
    if way == "by hand":
        assert _entered(college, cells, **({"format": form} if form else {})) == days
        return
    rows = "".join(f"T{place},甲,{cell}\n" for place, cell in enumerate(cells))
    college.write("教师.csv", f"工号,教师姓名,入职日期\n{rows}")
    assert college.load_proposed().reasons == {}
    assert sorted(college.rows("dim_teacher")["entry_on"].to_list()) == days


def test_real_dates_of_a_workbook_and_times_of_the_standard(college):
    college.folder.mkdir()
    head = ["学号", "成绩", "考试", "录入"]
    xlsx(
        college.folder / "messy.xlsx",
        {"成绩": [head, [STUDENTS[0], 80, date(2024, 1, 10), "20240112 083000"]]},
        [],
    )
    rule = {
        "to": "fact_grade_attempt",
        "columns": {**STUDENT_IN_CLASS, **FIRST, "examined_on": "考试"},
        "grade": {"text": "成绩"},
        "recorded_at": {"column": "录入"},
    }
    college.load(rule, file="messy.xlsx")
    held = college.rows("fact_grade_attempt").select("examined_on", "recorded_at").row(0)
    assert held == (date(2024, 1, 10), datetime(2024, 1, 12, 0, 30))


TERMS_SPOKEN = ["2023-2024-1", "2023-2024学年第一学期", "23-24-1", "2023-2024-第一学期", "2023/2024-1", "202301", "2023秋", "2023-2024学年 第1学期"]  # fmt: skip


@pytest.mark.parametrize("spoken", TERMS_SPOKEN)
def test_terms_as_people_write_them(college, spoken):
    college.write("成绩.csv", f"学号,课程号,课程名称,学期,成绩\n{STUDENTS[0]},{COURSES[0]},甲,{spoken},80\n")
    assert college.load_proposed().reasons == {}
    assert college.column("fact_grade_attempt", "score") == [80.0]
    assert college.column("dim_offering", "term_id") == ["2023-2024-1"]


def test_two_ways_to_write_a_term_in_one_column(college):
    college.write(
        "messy.csv", f"学号,学期,成绩\n{STUDENTS[0]},2023-2024-1,80\n{STUDENTS[1]},2023-2024学年第一学期,70\n"
    )
    assert college.grades(term_id={"from": "学期", "parse": "term"}).reasons == {}


def test_noise_of_formulas_and_whole_numbers_beside_fractions(college):
    """59.99999999999999 was 60 before a formula; 3 and 3.5 stand in one column."""
    college.write(
        "messy.csv",
        f"学号,成绩,绩点\n{STUDENTS[0]},59.99999999999999,1\n{STUDENTS[1]},79.50000000000001,2.95\n",
    )
    college.grades(grade_point="绩点")
    held = college.rows("fact_grade_attempt").sort("score").select("score", "result", "grade_point").rows()
    assert held == [(60.0, "passed", 1.0), (79.5, "passed", 2.95)]


def test_credits_in_half_steps_and_courses_without_credits(college):
    college.write("messy.csv", "课程号,课程名,学分\n81,甲,0.5\n82,乙,0\n83,丙,2.5\n")
    college.load(
        {"to": "dim_course", "columns": {"course_code": "课程号", "name": "课程名", "credits": "学分"}}
    )
    assert college.column("dim_course", "credits") == [0.0, 0.5, 2.5]


def test_formulas_without_results_are_told(college):
    """A workbook written by a program that computes nothing: the cells are empty, and the load says why."""
    import xlsxwriter

    college.folder.mkdir()
    with xlsxwriter.Workbook(college.folder / "messy.xlsx") as book:
        sheet = book.add_worksheet("成绩")
        for place, cell in enumerate(["学号", "成绩", "平时"]):
            sheet.write(0, place, cell)
        for row in (1, 2):
            sheet.write(row, 0, STUDENTS[row])
            sheet.write_formula(row, 1, "=40+40", None, 80)
            sheet.write_formula(row, 2, "=A5+1", None, "")
    result = college.grades(file="messy.xlsx", process_score="平时")
    assert any("2 cells hold a formula without its result" in notice for notice in result.notices)
    assert college.column("fact_grade_attempt", "score") == [80.0, 80.0]
    assert college.column("fact_grade_attempt", "process_score") == [None, None]


def test_percentages_as_bare_numbers(college):
    """99.99 of 100 and 99.99% are one number; `parse: percent` makes a share of it."""
    college.write("messy.csv", "教学班,任务,权重\nK1,1,99.99\nK1,2,99.99%\n")
    columns = {
        "term_id": TERM,
        "offering_no": "教学班",
        "task_no": "任务",
        "task_kind": {"const": "quiz"},
        "weight": {"from": "权重", "parse": "percent"},
    }
    college.load({"to": "dim_task", "columns": columns})
    assert college.column("dim_task", "weight") == [0.9999, 0.9999]


PEOPLE = {
    "dim_student": {"student_no": "号", "student_status": {"const": "enrolled"}},
    "dim_teacher": {"staff_no": "号", "staff_type": {"const": "full_time"}},
}


@pytest.mark.parametrize(("table", "person"), [("dim_student", STUDENTS[0]), ("dim_teacher", TEACHERS[0])])
def test_people_of_whom_no_day_is_known_are_set_aside(college, table, person):
    """The day of entry stands in for the first day of a version; without both a row has none."""
    college.write("messy.csv", f"号,入校日期,报到日期\n{person},,\n{person},2019/9/1,\n")
    whole = {"to": table, "columns": {**PEOPLE[table], "entry_on": "入校日期"}}
    assert college.load(whole).reasons == {"missing_required": 1}
    assert college.column(table, "valid_from") == [date(2019, 9, 1)]


@pytest.mark.parametrize(("table", "person"), [("dim_student", STUDENTS[0]), ("dim_teacher", TEACHERS[0])])
def test_a_day_that_one_variant_alone_gives_leaves_the_other_without(college, table, person):
    """A mapping whose second variant gives no day at all: its rows are set aside, never an error of the database."""
    college.write("messy.csv", f"号,入校日期,起始日期\n{person},2019/9/1,\n")
    variants = [{"entry_on": "入校日期"}, {"org_code": {"const": "D0"}}]
    result = college.load({"to": table, "columns": PEOPLE[table], "variants": variants})
    assert result.reasons == {"missing_required": 1}
    assert college.rows(table).is_empty()


def test_a_number_that_makes_an_id_too_long_sets_its_row_aside(college):
    """A title used as a number: SQLite would take an id of any length, PostgreSQL would end the load."""
    college.write("messy.csv", f"任务号,类型\n{'第' * 65},assignment\n{'第' * 66},assignment\n")
    columns = {
        "term_id": TERM,
        "offering_no": {"const": "K1"},
        "task_no": "任务号",
        "task_kind": "类型",
    }
    assert college.load({"to": "dim_task", "columns": columns}).reasons == {"too_long": 1}
    assert [len(one) for one in college.column("dim_task", "task_id")] == [80]
