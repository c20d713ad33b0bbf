"""messy-exports 1.7 and 1.8: grades that are words, codes and marks; rows that repeat. One test per line."""

import pytest

from tests.data.messy_college import COURSES, STUDENT_IN_CLASS, STUDENTS
from tests.data.sheet_files import WRITERS


def read_as(college, *cells: tuple[str, str], **grade) -> list[tuple]:
    """What pairs of grade and mark load as: score, result and reason, in their order."""
    rows = "".join(f"{STUDENTS[0]},{place},{text},{mark}\n" for place, (text, mark) in enumerate(cells))
    college.write("messy.csv", f"学号,次,成绩,标志\n{rows}")
    college.grades(mark="标志", grade=grade, attempt_no="次")
    held = college.rows("fact_grade_attempt").sort("attempt_no")
    return held.select("score", "result", "result_reason").rows()


# ---- 1.7 grades


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (["优秀", "良好", "中等", "及格", "不及格"], [(95, "passed"), (85, "passed"), (75, "passed"), (65, "passed"), (50, "failed")]),
        (["优", "良", "中", "及格", "不及格"], [(95, "passed"), (85, "passed"), (75, "passed"), (65, "passed"), (50, "failed")]),
        (["合格", "不合格", "通过", "不通过"], [(None, "passed"), (None, "failed"), (None, "passed"), (None, "failed")]),
        (["88.5", " 60 ", "59.9", "１００"], [(88.5, "passed"), (60, "passed"), (59.9, "failed"), (100, "passed")]),
    ],
    ids=["five grades", "one letter", "two grades", "numbers"],
)  # fmt: skip
def test_a_grade_cell_is_a_number_or_a_word(college, words, read):
    assert [row[:2] for row in read_as(college, *((word, "") for word in words))] == read


CODES = {
    "201": "优", "202": "良", "203": "中", "204": "及格", "205": "不及格", "206": "缓考", "207": "缺考", "208": "作弊", "209": "免修",
    "210": "通过", "211": "出国交流认定", "301": "作弊", "302": "违纪", "303": "严重违纪",
}  # fmt: skip
MEANT = [
    (95, "passed", "scale"), (85, "passed", "scale"), (75, "passed", "scale"), (65, "passed", "scale"), (50, "failed", "scale"),
    (None, "pending", "deferred"), (None, "failed", "absent"), (None, "failed", "misconduct"), (None, "recognised", "exempt"),
    (None, "passed", "scale"), (None, "recognised", "exempt"), *[(None, "failed", "misconduct")] * 3,
]  # fmt: skip


def test_codes_in_place_of_words_load_by_their_meaning(college):
    assert read_as(college, *((code, "") for code in CODES), words=CODES) == MEANT


def test_codes_in_place_of_words_are_proposed_with_their_meaning(college):
    rows = "".join(f"{STUDENTS[0]},{COURSES[0]}{code},2023-2024-1,{code}\n" for code in CODES)
    college.write("成绩.csv", f"学号,课程号,学年学期,成绩\n{rows}")
    college.load_proposed()
    key = lambda row: tuple((value is None, value) for value in row)  # noqa: E731
    held = college.rows("fact_grade_attempt").select("score", "result", "result_reason").rows()
    assert sorted(held, key=key) == sorted(MEANT, key=key)


@pytest.mark.parametrize(
    ("cell", "mark", "read"),
    [
        ("80", "正常", (80, "passed", None)), ("0", "旷考", (None, "failed", "absent")), ("", "免考", (None, "recognised", "exempt")),
        ("0", "作弊", (None, "failed", "misconduct")), ("75", "重修", (75, "passed", None)), ("0", "缓考", (None, "pending", "deferred")),
        ("60", "补考", (60, "passed", None)), ("0", "取消资格", (None, "failed", "disqualified")), ("0", "正常", (0, "failed", None)),
        ("0", "舞弊", (None, "failed", "misconduct")), ("", "学分互认", (None, "recognised", "exempt")), ("0", "缺考", (None, "failed", "absent")),
        ("", "顶岗", (None, "excluded", None)), ("", "休学", (None, "excluded", "left")), ("", "成绩尚未录入", (None, "pending", None)),
    ],
)  # fmt: skip
def test_an_attribute_beside_the_score_says_more_than_the_score(college, cell, mark, read):
    """A 0 with 缓考 is no failure; a 0 with 缺考 is one without a measured score; a 0 alone is a score."""
    assert read_as(college, (cell, mark)) == [read]


def test_attributes_as_figures_from_0_to_6(college):
    words = {"0": "正常", "1": "免修", "2": "学分互认", "3": "缓考", "4": "旷考", "5": "舞弊", "6": "其它"}
    rows = "".join(
        f"{STUDENTS[place]},{80 if code in '06' else 0},{code}\n" for place, code in enumerate(words)
    )
    college.write("messy.csv", f"学号,成绩,标志\n{rows}")
    college.grades(mark="标志", grade={"mark_words": words})
    held = college.column("fact_grade_attempt", "result")
    assert held == ["failed", "failed", "passed", "passed", "pending", "recognised", "recognised"]


def test_kinds_of_examination_as_figures_from_0_to_3(college):
    kinds = {"0": "first", "1": "makeup", "2": "retake", "3": "retake"}
    college.write(
        "messy.csv", "学号,性质,成绩\n" + "".join(f"{STUDENTS[0]},{code},6{code}\n" for code in kinds)
    )
    number = {"from": "性质", "map": {"0": 1, "1": 2, "2": 5, "3": 6}}
    college.grades(attempt_kind={"from": "性质", "map": kinds}, attempt_no=number)
    assert college.column("fact_grade_attempt", "attempt_kind") == ["first", "makeup", "retake", "retake"]


def test_a_zero_beside_a_mark_nobody_knows_is_set_aside_not_failed(college):
    college.write("messy.csv", f"学号,成绩,标志\n{STUDENTS[0]},0,待定\n")
    assert college.grades(mark="标志").reasons == {"unknown_grade_word": 1}


def test_shares_of_coursework_and_examination_differ_by_course(college):
    """One vendor writes 88.4/60%: the score is the part before the share."""
    college.write("messy.csv", f"学号,总成绩,平时成绩,期中,期末成绩\n{STUDENTS[0]},85,80/30%,70,88.4/60%\n")
    share = r"^([\d.]+)/"
    college.grades(
        "总成绩",
        process_score={"from": "平时成绩", "part": share},
        midterm_score="期中",
        exam_score={"from": "期末成绩", "part": share},
    )
    held = college.rows("fact_grade_attempt").select("score", "process_score", "midterm_score", "exam_score")
    assert held.row(0) == (85, 80, 70, 88.4)


@pytest.mark.parametrize("way", ["rows", "columns"])
def test_every_try_of_a_student_is_kept(college, way):
    """正考, 补考 and 重修 in rows or in columns of their own: three attempts; the pass of the make-up is 60."""
    if way == "rows":
        body = "".join(
            f"{STUDENTS[0]},{COURSES[0]},2023-2024-1,{kind},{score}\n"
            for kind, score in (("正考", 45), ("补考", 60), ("重修", 82))
        )
        college.write("成绩.csv", f"学号,课程号,学年学期,考试性质,成绩\n{body}")
    else:
        college.write(
            "成绩.csv",
            f"学号,课程号,学年学期,平时,总评,备注,补考成绩,重修成绩\n{STUDENTS[0]},{COURSES[0]},2023-2024-1,70,45,,60,82\n{STUDENTS[1]},{COURSES[0]},2023-2024-1,70,90,,,\n{STUDENTS[2]},{COURSES[0]},2023-2024-1,70,0,缓考,66,\n",
        )
    result = college.load_proposed()
    assert result.reasons == {}
    held = college.rows("fact_grade_attempt").sort("score")
    tries = held.select("attempt_kind", "score", "result").rows()
    assert {("first", 45.0, "failed"), ("makeup", 60.0, "passed"), ("retake", 82.0, "passed")} <= set(tries)
    if way == "columns":
        assert ("first", None, "pending") in tries and ("makeup", 66.0, "passed") in tries
        assert held.filter(held["attempt_kind"] == "makeup")["process_score"].to_list() == [None, None]


def test_void_records_are_kept_and_marked(college):
    college.write(
        "成绩.csv",
        f"学号,课程号,学年学期,成绩,是否成绩作废\n{STUDENTS[0]},{COURSES[0]},2023-2024-1,45,是\n{STUDENTS[1]},{COURSES[0]},2023-2024-1,80,否\n",
    )
    college.load_proposed()
    assert sorted(college.rows("fact_grade_attempt").select("score", "is_void").rows()) == [
        (45.0, True),
        (80.0, False),
    ]


def test_grade_points_and_scales_are_the_college_s_own(college):
    """60 -> 1.0 or a band: what stands there is stored; the text scale of a college is its mapping's `letters`."""
    college.write(
        "messy.csv", f"学号,成绩,绩点\n{STUDENTS[0]},A,\n{STUDENTS[1]},60,1.0\n{STUDENTS[2]},59.5,0\n"
    )
    college.grades(grade_point="绩点", grade={"letters": {"A": 95}})
    held = college.rows("fact_grade_attempt").sort("score").select("score", "result", "grade_point").rows()
    assert held == [
        (59.5, "failed", 0.0),
        (60.0, "passed", 1.0),
        (95.0, "passed", None),
    ]  # never rounded up to a pass


def test_courses_without_credits_and_grades_without_points(college):
    college.write(
        "成绩.csv",
        f"学号,课程号,课程名称,学年学期,学分,成绩,绩点\n{STUDENTS[0]},C0,军训,2023-2024-1,0,合格,\n",
    )
    assert college.load_proposed().reasons == {}
    assert college.column("dim_course", "credits") == [0.0]


@pytest.mark.parametrize("kind", WRITERS)
def test_merged_sub_headers_of_an_examination_sheet_are_headers(college, kind):
    """考勤 over 应到, 实到, 缺考, 缓考, 作弊, 取消资格: each can be read by its name, and none is dropped in silence."""
    below = ["应到", "实到", "缺考", "缓考", "作弊", "取消资格"]
    rows = [
        ["学年学期", "教学班号", "课程号", "考勤", *[None] * 5],
        [None, None, None, *below],
        ["2023-2024-1", "K9", COURSES[0], 40, 37, 1, 1, 1, 0],
    ]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 8)]
    college.folder.mkdir()
    WRITERS[kind](college.folder / f"试卷分析.{kind}", {"分析": rows}, merges)
    told = college.propose().text
    assert all(word in told for word in below)
    columns = {
        "term_id": {"from": "学年学期", "parse": "term"},
        "offering_no": "教学班号",
        "course_code": "课程号",
        "enrolled": "应到",
        "pass_mark": {"const": 60},
    }
    college.load({"to": "dim_offering", "columns": columns}, file=f"试卷分析.{kind}")
    assert college.column("dim_offering", "enrolled") == [40]


# ---- 1.8 duplicates


def test_rows_repeated_throughout_count_once_and_strangers_are_set_aside(college):
    """A log repeats rows and has people whom no list holds; both are accounted."""
    body = (
        f"{STUDENTS[0]},2023-09-04,1-2,到课\n" * 3
        + f"{STUDENTS[1]},2023-09-04,1-2,旷课\n"
        + "990000001,2023-09-04,1-2,到课\n" * 4
    )
    college.write("messy.csv", f"学号,日期,节次,状态\n{body}")
    status = {"from": "状态", "map": {"到课": "present", "旷课": "absent"}}
    result = college.load(
        {
            "to": "fact_attendance",
            "columns": {**STUDENT_IN_CLASS, "held_on": "日期", "periods": "节次", "status": status},
        }
    )
    counts = result.tables["fact_attendance"]
    assert (counts.read, counts.set_aside) == (8, 4) and result.reasons == {"unknown_student_no": 4}


LOANS = (
    f'{STUDENTS[0]},2023/9/4,"C 程序设计, 第2版 ""上册""",TP312\n'
    f'{STUDENTS[1]},2023/9/5,"Zhongguo  zhongguo  tongshi"\n'
    f"{STUDENTS[2]},2023/9/6,无逗号的书名,K20\n"
)


@pytest.mark.parametrize("has_header", [True, False])
def test_a_library_log_with_commas_quotes_and_a_field_too_few(college, has_header):
    """Titles hold commas and quotes; where the call number is missing a row has a field less. Titles are not kept."""
    columns = {"student_no": "证号", "loan_no": {"row_number": True}, "borrowed_on": "借出日期"}
    said = (
        {"path": "messy.csv"}
        if has_header
        else {"path": "messy.csv", "header": "none", "columns": ["证号", "借出日期", "题名", "索书号"]}
    )
    college.write("messy.csv", ("证号,借出日期,题名,索书号\n" if has_header else "") + LOANS)
    result = college.load({"to": "fact_library_loan", "columns": columns}, file=said)
    assert result.reasons == {} and result.tables["fact_library_loan"].loaded == 3


def test_a_score_sheet_submitted_twice_is_there_once_and_a_retake_is_no_repeat(college):
    body = f"学号,性质,成绩\n{STUDENTS[0]},正考,50\n{STUDENTS[0]},重修,50\n"
    college.write("a.csv", body)
    college.write("b.csv", body)
    kinds = {
        "attempt_kind": {"from": "性质", "map": {"正考": "first", "重修": "retake"}},
        "attempt_no": {"from": "性质", "map": {"正考": 1, "重修": 5}},
    }
    counts = college.grades(file={"path": "*.csv"}, **kinds).tables["fact_grade_attempt"]
    assert (counts.read, counts.loaded, counts.already, counts.set_aside) == (4, 2, 2, 0)


def test_a_score_sheet_with_every_row_twice_counts_each_row(college):
    college.write(
        "messy.csv", f"学号,成绩\n{STUDENTS[0]},50\n{STUDENTS[0]},50\n{STUDENTS[1]},60\n{STUDENTS[1]},61\n"
    )
    result = college.grades()
    assert result.tables["fact_grade_attempt"].loaded == 3 and result.reasons == {"repeated_key": 1}
