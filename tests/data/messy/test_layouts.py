"""messy-exports 1.6: titles, merged cells, totals, grids, files without a header. One test per line, by the real loader."""

import pytest

from data.warehouse.loading.source import load_source
from errors import ShownError
from tests.data.messy_college import COURSES, FIRST, STUDENT_IN_CLASS, STUDENTS, mapping_of
from tests.data.sheet_files import WRITERS, xlsx

COURSE = {"to": "dim_course", "columns": {"course_code": "课程号", "name": "课程名"}}


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("way", ["by hand", "proposed"])
def test_titles_blank_rows_two_row_header_merged_blocks_totals_and_signature(college, kind, way):
    """Data from row 5; a unit merged over its block, sub-totals between blocks, a total, a legend and a line to be signed."""
    rows = [
        ["某学院2023-2024学年第一学期成绩汇总表", None, None, None, None, None],
        [],
        ["系部", "学号", "课程号", "成绩", None, "备注"],
        [None, None, None, "平时", "总评", None],
        ["信息学院", STUDENTS[0], COURSES[0], 80, 85, None],
        [None, STUDENTS[1], COURSES[0], 70, 75, None],
        ["小计", None, None, 150, 160, None],
        ["机电学院", STUDENTS[2], COURSES[0], 60, 65, None],
        ["合计", None, None, 210, 225, None],
        ["说明：缓考者不计", None, None, None, None, None],
        ["制表人：", None, None, "日期：", None, None],
    ]
    merges = [
        (0, 0, 0, 5),
        (2, 0, 3, 0),
        (2, 1, 3, 1),
        (2, 2, 3, 2),
        (2, 3, 2, 4),
        (2, 5, 3, 5),
        (4, 0, 5, 0),
    ]
    college.folder.mkdir()
    name = f"成绩.{kind}"
    WRITERS[kind](college.folder / name, {"成绩": rows, "Sheet2": [], "Sheet3": []}, merges)
    if way == "by hand":
        result = college.grades("总评", file=name, process_score="平时")
    else:
        result = college.load_proposed()
    assert college.column("fact_grade_attempt", "score") == [65.0, 75.0, 85.0]
    assert college.column("fact_grade_attempt", "process_score") == [60.0, 70.0, 80.0]
    counts = result.tables["fact_grade_attempt"]
    assert (counts.read, counts.loaded, counts.set_aside) == (7, 3, 4)


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_unit_of_a_merged_block_holds_for_every_row_of_it(college, kind):
    rows = [["单位", "班号", "班名"], ["信息学院", "B1", "甲"], [None, "B2", "乙"], ["机电学院", "B3", "丙"]]
    college.folder.mkdir()
    WRITERS[kind](college.folder / f"messy.{kind}", {"班级": rows}, [(1, 0, 2, 0)])
    columns = {"class_code": "班号", "name": "班名", "major_code": {"from": "单位"}}
    college.load({"to": "dim_class", "columns": columns}, file=f"messy.{kind}")
    assert college.column("dim_class", "major_code") == ["信息学院", "信息学院", "机电学院"]


def test_symbols_of_an_attendance_grid_load_by_a_column_for_each_day(college):
    college.write("messy.csv", _grid())
    words = {
        "√": "present",
        "☆": "late",
        "□": "early_leave",
        "×": "absent",
        "※": "sick",
        "△": "personal",
        "●": "official",
    }
    days = [
        {"held_on": {"const": f"2023-09-0{day}"}, "status": {"from": f"9月{day}日", "map": words}}
        for day in (4, 5, 6)
    ]
    student = {**STUDENT_IN_CLASS, "periods": {"const": "1-2"}}
    result = college.load({"to": "fact_attendance", "columns": student, "variants": days})
    assert result.reasons == {"no_value": 1}
    assert result.tables["fact_attendance"].loaded == 3


def _grid(signs: str = "√出勤 ☆迟到 □早退 ×旷课 ※病假 △事假 ●公假") -> str:
    return (
        f"2023-2024-1 考勤表,,,,\n图例：{signs},,,,\n学号,姓名,9月4日,9月5日,9月6日\n"
        f"{STUDENTS[0]},甲,√,☆,×\n{STUDENTS[1]},乙,√,※,△\n{STUDENTS[2]},丙,,□,●\n{STUDENTS[3]},丁,,,\n"
    )


def test_an_attendance_grid_is_recognised_by_its_legend(college):
    """Each column is a day; the legend says what the signs mean; a sign that it does not explain is told."""
    college.write("考勤_网络基础.csv", _grid().replace("丁,,,", "丁,,,⊹"))
    text = college.propose().text
    assert "to: fact_attendance" in text and "2023-09-04" in text
    for sign, status in (("√", "present"), ("☆", "late"), ("×", "absent"), ("※", "sick"), ("●", "official")):
        assert f"{sign}: {status}" in text
    assert "no translation known for words under the days: ⊹: 1" in text


def test_an_attendance_grid_of_a_named_course_loads_as_proposed(college):
    college.write("考勤.csv", _grid().replace("考勤表", "考勤表 课程：网络基础 班级：网络2301"))
    result = college.load_proposed()
    assert result.tables["fact_attendance"].loaded >= 1
    assert result.reasons == {"no_value": 1} and college.rows("dim_offering").height == 1


def test_records_far_smaller_than_the_used_range_and_empty_sheets(college):
    rows = [["学号", "成绩"], [STUDENTS[0], 80], *([None, None] for _ in range(70)), [STUDENTS[1], 70]]
    college.folder.mkdir()
    xlsx(college.folder / "messy.xlsx", {"Sheet1": rows, "Sheet2": [], "Sheet3": [[None, None]]}, [])
    result = college.grades(file="messy.xlsx")
    assert result.reasons == {} and result.tables["fact_grade_attempt"].loaded == 2


NO_HEADER = f"{STUDENTS[0]},示例·甲,{COURSES[0]},2023-2024-1,3.5,80\n{STUDENTS[1]},示例·乙,{COURSES[0]},2023-2024-1,3.5,70\n{STUDENTS[2]},示例·丙,{COURSES[1]},2023-2024-1,2,缓考\n"
NAMES = ["学号", "姓名", "课程号", "学期", "学分", "成绩"]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "gb18030", "title above"])
def test_a_score_list_without_a_header_loads_by_names_given(college, kind):
    rows = [line.split(",") for line in NO_HEADER.splitlines()]
    college.folder.mkdir()
    said = {"path": "messy.csv", "header": "none", "columns": NAMES}
    if kind == "xlsx":
        said["path"] = "messy.xlsx"
        xlsx(college.folder / "messy.xlsx", {"成绩": rows}, [])
    elif kind == "title above":
        college.write("messy.csv", f"成绩单,,,,,\n{NO_HEADER}")
        said["header_row"] = 1
    else:
        college.write("messy.csv", NO_HEADER, "utf-8" if kind == "csv" else "gb18030")
    result = college.grades(file=said)
    assert (result.tables["fact_grade_attempt"].read, result.tables["fact_grade_attempt"].loaded) == (3, 3)
    assert college.column("fact_grade_attempt", "result") == ["passed", "passed", "pending"]


def test_a_score_list_without_a_header_is_proposed_with_its_guesses_marked(college):
    college.write(
        "成绩.csv",
        NO_HEADER.replace("示例·甲", "王某某").replace("示例·乙", "李某某").replace("示例·丙", "陈某某"),
    )
    text = college.propose().text
    told = next(line for line in text.splitlines() if "has no header" in line)
    assert (
        "# decide" in told
        and "column 1 (999999999) is taken for 学号" in told
        and "column 6 (99) is taken for 成绩" in told
    )
    assert "header: none, columns: [学号, 姓名, 课程代码, 学年学期, 学分, 成绩]" in text
    result = college.load_proposed()
    assert result.tables["fact_grade_attempt"].loaded == 3 and result.reasons == {}


def test_columns_that_are_not_named_have_numbers(college):
    college.write("messy.csv", f"{STUDENTS[0]},x,80\n")
    columns = {**STUDENT_IN_CLASS, **FIRST, "student_no": "列1"}
    rule = {"to": "fact_grade_attempt", "columns": columns, "grade": {"text": "列3"}}
    assert (
        college.load(rule, file={"path": "messy.csv", "header": "none"}).tables["fact_grade_attempt"].loaded
        == 1
    )


def test_a_first_row_is_no_longer_lost_as_a_header(college):
    """Without `header: none` such a file is refused with shapes, and says what to write."""
    college.write("messy.csv", NO_HEADER)
    rule = {
        "to": "fact_grade_attempt",
        "file": "messy",
        "columns": {**STUDENT_IN_CLASS, **FIRST},
        "grade": {"text": "成绩"},
    }
    with pytest.raises(ShownError, match="header: none"):
        load_source(college.home, mapping_of([rule], {"messy": "messy.csv"}), college.folder)


@pytest.mark.parametrize("tail", [",", ",,", ""], ids=["one comma", "two commas", "none"])
def test_a_ragged_trailing_comma_makes_no_column(college, tail):
    college.write("messy.csv", f"学号,成绩{tail}\n{STUDENTS[0]},80,\n{STUDENTS[1]},70\n{STUDENTS[2]},60,,,\n")
    result = college.grades()
    assert result.reasons == {} and result.tables["fact_grade_attempt"].loaded == 3


def test_an_index_column_without_a_name_is_told_and_left(college):
    """pandas saves its index as a first column without a header."""
    college.write(
        "成绩.csv",
        f",学号,课程号,学年学期,成绩\n0,{STUDENTS[0]},{COURSES[0]},2023-2024-1,80\n1,{STUDENTS[1]},{COURSES[0]},2023-2024-1,70\n",
    )
    assert "not used: column_1 (9, 100% filled)" in college.propose().text
    result = college.load_proposed()
    assert result.reasons == {} and college.column("fact_grade_attempt", "score") == [70.0, 80.0]


def test_a_wide_transcript_and_a_long_one_say_the_same(college):
    wide = f"学号\\科目,语文,数学\n{STUDENTS[0]},80,90\n{STUDENTS[1]},缺考,55\n"
    long = f"学号,科目,成绩\n{STUDENTS[0]},语文,80\n{STUDENTS[0]},数学,90\n{STUDENTS[1]},语文,缺考\n{STUDENTS[1]},数学,55\n"
    college.write("成绩_2023-2024-1.csv", wide)
    college.load_proposed()
    assert college.column("fact_grade_attempt", "result") == ["failed", "failed", "passed", "passed"]
    college.write("成绩_2023-2024-1.csv", long)
    counts = college.load_proposed().tables["fact_grade_attempt"]
    assert (counts.read, counts.already) == (4, 4)


def test_a_wide_transcript_of_names_alone_is_told_not_loaded(college):
    """The corner says 姓名\\科目: a name is no key."""
    college.write("成绩_2023-2024-1.csv", "姓名\\科目,语文,数学\n王某某,80,90\n李某某,70,55\n")
    with pytest.raises(ShownError, match="none with headers") as told:
        college.load_proposed()
    assert "王" not in str(told.value)


@pytest.mark.parametrize("kind", ["biff", "html", "tab", "zip"])
def test_whatever_is_named_xls_loads(college, kind):
    rows = [["学号", "成绩"], [STUDENTS[0], "80"], [STUDENTS[1], "良好"]]
    college.folder.mkdir()
    path = college.folder / "messy.xls"
    if kind == "tab":
        path.write_bytes("\n".join("\t".join(row) for row in rows).encode("gb18030"))
    else:
        WRITERS[{"biff": "xls", "html": "page.xls", "zip": "xlsx"}[kind]](
            path if kind != "zip" else college.folder / "real.xlsx", {"成绩": rows}, []
        )
        if kind == "zip":
            (college.folder / "real.xlsx").rename(path)
    college.grades(file="messy.xls")
    assert college.column("fact_grade_attempt", "score") == [80.0, 85.0]


def test_a_table_cut_off_where_a_sheet_must_end_says_so(college):
    college.write("messy.csv", f"学号,成绩\n{STUDENTS[0]},80\n" + ",\n" * (1_048_576 - 2))
    result = college.grades()
    assert result.tables["fact_grade_attempt"].loaded == 1
    assert any("1048576" in notice and "cut off" in notice for notice in result.notices)


def test_chinese_far_below_an_ascii_header_is_read(college):
    """GB18030 with LF; the header and the first rows look like UTF-8 until the first Chinese byte."""
    rows = "".join(f"{STUDENTS[place % 8]},{place},{'良好' if place == 90 else 80}\n" for place in range(100))
    college.write("messy.csv", f"xh,no,cj\n{rows}", "gb18030")
    result = college.grades("cj", student_no="xh", attempt_no="no")
    assert result.reasons == {} and college.column("fact_grade_attempt", "score").count(85.0) == 1
