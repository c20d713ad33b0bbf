"""Files in the habits of colleges that no other test has, loaded as they are proposed: rules, not words for one file."""

from datetime import date

import pytest

from data.warehouse import lake
from tests.data.messy_college import COURSES, STUDENTS
from tests.data.sheet_files import page, xls, xlsx


def test_pinyin_headers_and_class_names(college):
    rows = "".join(
        f"{number},王某某,软件2301,大学语文,2,2023-2024-1,{80 + place},\n"
        for place, number in enumerate(STUDENTS)
    )
    college.write("cj.csv", f"xuehao,xingming,banji,kecheng,xuefen,xueqi,chengji,beizhu\n{rows}", "gb18030")
    result = college.load_proposed()
    assert result.reasons == {} and result.tables["fact_grade_attempt"].loaded == len(STUDENTS)
    assert college.column("dim_course", "credits") == [2.0]


def test_abbreviated_and_mixed_headers(college):
    rows = "".join(
        f"{number}\t王某某\t软件2301\tJava\t{60 + place}\t202301\tY\n"
        for place, number in enumerate(STUDENTS)
    )
    college.write("scores.tsv", f"StuNo\t姓名\tClass\t课程Name\tScore\tTerm\tPass?\n{rows}", "utf-16")
    assert college.load_proposed().tables["fact_grade_attempt"].loaded == len(STUDENTS)
    assert "# not used: Pass? (A, 100% filled)" in college.propose().text


def test_family_and_given_names_of_an_english_list(college):
    college.write(
        "enrollments.csv",
        f"Student ID,Last Name,First Name,Course Code,Credit Hrs,Semester,Final Mark\n{STUDENTS[0]},Example,Ann,CS101,3,Fall 2023,75\nN77,Example,Bo,CS101,3,Fall 2023,80\n",
    )
    college.load_proposed()
    assert college.column("dim_person", "full_name") == ["Example Ann", "Example Bo"]
    assert college.column("dim_course", "credits") == [3.0]


def test_a_wide_sheet_with_titles_groups_of_courses_and_credits_in_headers(college):
    head = ["序号", "学号", "姓名", "考试课", None, "考查课", None, "总分", "名次"]
    below = [None, None, None, "高等数学(4学分)", "大学英语Ⅰ(2学分)", "体育(1学分)", "形势与政策", None, None]
    rows = [["软件2301班2023-2024学年第一学期成绩汇总表"], head, below]
    rows += [
        [place, number, "王某某", 80, 45, "优", "合格", 200, place]
        for place, number in enumerate(STUDENTS, 1)
    ]
    rows += [["平均分", None, None, 80, 45], ["班主任签字：", None, None, None, "日期："]]
    merges = [
        (0, 0, 0, 8),
        (1, 0, 2, 0),
        (1, 1, 2, 1),
        (1, 2, 2, 2),
        (1, 3, 1, 4),
        (1, 5, 1, 6),
        (1, 7, 2, 7),
        (1, 8, 2, 8),
    ]
    college.folder.mkdir()
    xls(college.folder / "软件2301.xls", {"成绩": rows}, merges)
    result = college.load_proposed()
    assert set(result.reasons) == {"no_record"}
    assert college.rows("fact_grade_attempt").height == 4 * len(STUDENTS)
    assert set(college.rows("dim_course").select("name", "credits").rows()) == {
        ("高等数学", 4.0), ("大学英语I", 2.0), ("体育", 1.0), ("形势与政策", None),
    }  # fmt: skip


def test_blank_columns_between_and_a_make_up_beside_the_grade(college):
    head = ["课程代码", "", "课程名称", "", "学号", "", "姓名", "期末总评成绩", "补考成绩", "学年学期"]
    rows = [
        [COURSES[0], None, "语文", None, number, None, "王某某", 45, 62, "2023-2024学年第1学期"]
        for number in STUDENTS
    ]
    college.folder.mkdir()
    page(college.folder / "grade.xls", {"x": [head, *rows]}, [])
    college.load_proposed()
    tries = college.rows("fact_grade_attempt").group_by("attempt_kind", "score").len().sort("score").rows()
    assert tries == [("first", 45.0, 8), ("makeup", 62.0, 8)]


@pytest.mark.parametrize("cell", ["王某某(T100)", "T100-王某某", "[T100]王某某", "T100/王某某"])
def test_teachers_with_their_numbers_in_one_cell(college, cell):
    college.write(
        "开课一览表.csv",
        f"学年,学期,课程编码,课程,任课老师,上课班级,人数\n2023-2024,第二学期,C1,课程甲,{cell},软件2301;机电2301,80\n",
    )
    result = college.load_proposed()
    assert result.reasons == {} and result.tables["bridge_offering_teacher"].loaded == 1
    assert college.rows("dim_person").select("person_no", "full_name").row(0) == ("T100", "王某某")
    assert college.column("dim_class", "class_code") == ["机电2301", "软件2301"]


def test_the_course_that_the_name_of_the_file_alone_says(college):
    rows = "".join(
        f"{place},{number},王某某,软件2301,{60 + place}\n" for place, number in enumerate(STUDENTS, 1)
    )
    college.write("2023-2024-1高等数学成绩.csv", rows)
    assert college.load_proposed().tables["fact_grade_attempt"].loaded == len(STUDENTS)
    assert college.column("dim_course", "name") == ["高等数学"]


@pytest.mark.parametrize("header", ["课程", "课程名称"])
def test_code_and_name_of_a_course_in_one_cell(college, header):
    college.write(
        "成绩.csv",
        f"学期,学号,{header},性质,成绩\n23-24-1,{STUDENTS[0]},[010203]大学英语,必修,80\n23-24-1,{STUDENTS[1]},[010204]体育,选修,合格\n",
    )
    result = college.load_proposed()
    assert result.reasons == {}
    assert sorted(college.rows("dim_course").select("course_code", "name").rows()) == [
        ("010203", "大学英语"),
        ("010204", "体育"),
    ]
    assert college.column("fact_enrolment", "is_required") == [False, True]  # 性质 is told by its words


def test_a_classroom_export_with_two_columns_for_each_session(college):
    """The session is merged over 签到方式 and 得分: the words are attendance, the scores are not; who was there is present."""
    head = ["学号", "姓名", "2023-09-04 第1-2节", None, "2023-09-11 第1-2节", None]
    below = [None, None, "签到方式", "得分", "签到方式", "得分"]
    rows = [["课程：大学语文 班级：软件2301", *[None] * 5], head, below]
    rows += [
        [STUDENTS[0], "王某某", "扫二维码", 10, "未上课", 0],
        [STUDENTS[1], "李某某", "“正在上课”提示", 8, "病假", 7],
    ]
    merges = [(0, 0, 0, 5), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5)]
    college.folder.mkdir()
    xlsx(college.folder / "课堂.xlsx", {"汇总": rows}, merges)
    text = college.propose().text
    assert "2023-09-11 第1-2节 得分 (9, 100% filled)" in text and "periods: {const: 1-2}" in text
    result = college.load_proposed()
    counts = result.tables["fact_attendance"]
    assert (counts.read, counts.loaded, result.reasons) == (2, 2, {})
    held = lake.scan(college.home, "fact_attendance").collect()["status"].to_list()
    assert sorted(map(str, held)) == ["absent", "present", "present", "sick"]


@pytest.mark.parametrize(
    ("name", "header", "row", "why"),
    [
        ("评教结果", "学年学期,课程序号,课程代码,教师工号,总得分,参评人数", "2023-2024-1,K1,C1,T1,92.1,40", "means with a number of respondents are no answers"),
        ("学情统计", "学号,教学班号,学年学期,任务完成数,视频观看时长,讨论数", f"{STUDENTS[0]},K1,2023-2024-1,10,200,3", "are not the activity of that day"),
    ],
)  # fmt: skip
def test_sums_that_are_no_records_are_told_not_made_up(college, name, header, row, why):
    college.write(f"{name}.csv", f"{header}\n{row}\n")
    assert why in college.propose().text


def test_numbers_with_a_share_or_a_unit_behind_them(college):
    rows = "".join(f"{number},C1,2023-2024-1,85,80/30%,88.4/70%,64学时\n" for number in STUDENTS)
    college.write("成绩.csv", f"学号,课程编号,开课学期,总成绩,平时成绩,期末成绩,学时\n{rows}")
    assert college.load_proposed().reasons == {}
    held = college.rows("fact_grade_attempt").select("process_score", "exam_score").unique().rows()
    assert held == [(80.0, 88.4)] and college.column("dim_course", "hours") == [64.0]


def test_a_sheet_for_each_class_named_by_the_sheet_alone(college):
    """No column says the class: the title does, and sheets of two classes are not taken for one table."""
    sheets = {
        name: [
            [f"{name}班学生名单", None, None],
            ["序号", "学号", "姓名"],
            *([1, number, "王某某"] for number in numbers),
        ]
        for name, numbers in (("软件2301", ["N1", "N2"]), ("机电2301", ["N3"]))
    }
    college.folder.mkdir()
    xlsx(college.folder / "2023级分班名单.xlsx", sheets, [(0, 0, 0, 2)])
    assert college.load_proposed().reasons == {}
    assert college.column("dim_student", "class_code") == ["机电2301", "软件2301", "软件2301"]


@pytest.mark.parametrize(
    ("name", "header", "kind"), [("补考", "补考成绩", "makeup"), ("2023-2024-1补考", "成绩", "makeup"), ("重修", "成绩", "retake"), ("正考", "成绩", "first")]
)  # fmt: skip
def test_the_attempt_that_a_header_or_the_name_of_the_file_alone_says(college, name, header, kind):
    college.write(
        f"{name}成绩.csv",
        f"学号,课程代码,学年学期,{header}\n{STUDENTS[0]},C1,2023-2024-1,60\n{STUDENTS[1]},C1,2023-2024-1,缺考\n",
    )
    assert college.load_proposed().reasons == {}
    assert college.column("fact_grade_attempt", "attempt_kind") == [kind, kind]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_printed_in_two_halves_side_by_side(college, kind):
    """学号 姓名 成绩 stand twice; the right half is shorter; a row with a bad grade costs its own half only."""
    head = ["学号", "姓名", "成绩"] * 2
    rows = [
        [STUDENTS[0], "王某某", 80, STUDENTS[3], "李某某", "x1"],
        [STUDENTS[1], "赵某某", 70, STUDENTS[4], "钱某某", 65],
        [STUDENTS[2], "孙某某", 60],
    ]
    college.folder.mkdir()
    if kind == "csv":
        lines = [",".join(str(cell) for cell in row) for row in [head, *rows]]
        college.write("messy.csv", "\n".join(lines))
    else:
        xlsx(college.folder / "messy.xlsx", {"成绩": [head, *rows]}, [])
    result = college.grades(file=f"messy.{kind}")
    counts = result.tables["fact_grade_attempt"]
    assert (counts.read, counts.loaded, result.reasons) == (5, 4, {"unknown_grade_word": 1})
    assert any("2 times side by side" in notice for notice in result.notices)


def test_an_employer_is_no_department_and_one_cell_holds_both_days(college):
    college.write(
        "顶岗实习汇总表.csv",
        f"学号,姓名,单位名称,起止时间,实习成绩\n{STUDENTS[0]},王某某,示例公司,2023.09-2024.01,85\n{STUDENTS[1]},李某某,示例公司,2023.10-2024.02,优\n",
    )
    text = college.propose().text
    assert "org_code" not in text and "company: 单位名称" in text
    college.load_proposed()
    days = college.rows("fact_internship").sort("from_on").select("from_on", "to_on").row(0)
    assert days == (date(2023, 9, 1), date(2024, 1, 1))
