"""What class secretaries, teachers and platforms hand in: grids of weeks, lists of absences, exports of one course."""

from __future__ import annotations

import re
from datetime import date

import polars as pl
import pytest

from data.staging.look import look
from data.staging.open_mapping import mapping_text
from data.staging.reading_mappings import parsed_mapping, read_mapping
from data.staging.recognition.day_headers import day_of
from data.warehouse import bulk, lake
from data.warehouse.home import open_engine
from data.warehouse.loading.source import load_source
from data.warehouse.schema import metadata
from tests.data.sheet_files import xlsx
from tests.data.vendor_files import write_csv
from tests.data.warehouse.test_propose_loads import amounts, loaded_by_proposal

STUDENTS = [(f"2302{number:04}", f"学生{sign}") for number, sign in enumerate("甲乙丙丁戊己庚辛", 1)]
TASKS = [
    ["开课号", "课程代码", "课程名称", "任课教师", "上课班级", "开课学期"],
    ["K1-01", "HL001", "基础护理", "教师子(0301)", "护理2301", "2023-2024-1"],
    ["K1-02", "HL002", "人体解剖", "教师丑(0302)", "护理2301", "2023-2024-1"],
]
STAFF = [
    ["职工号", "姓名", "部门"],
    [301, "教师子", "护理系"],
    [302, "教师丑", "护理系"],
    [315, "教师寅", "护理系"],
]
ROSTER = [["学号", "姓名", "班级", "专业"], *([*one, "护理2301", "护理"] for one in STUDENTS)]


def table(home, name):
    engine = open_engine(home)
    with engine.connect() as connection:
        rows = bulk.read_table(connection, metadata.tables[name])
    engine.dispose()
    return rows


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "files").mkdir()
    return tmp_path / "files"


def test_a_register_a_grid_of_weeks_and_a_list_of_absences_load(folder, tmp_path, empty_home):
    """Days without a year are days of the term; counts in a register make no patrol; 301 is 0301."""
    xlsx(folder / "班级.xlsx", {"学生名单": ROSTER, "教师": STAFF, "开课": TASKS}, [])
    grid = [
        ["考勤表 课程：基础护理 班级：护理2301 2023-2024学年第一学期"],
        ["图例：√到课 △迟到 ×旷课 病 病假；空白未点名"],
    ]
    grid += [
        ["学号", "姓名", "第2周", "第3周", "第4周", "旷课合计"],
        [None, None, "9.11", "9.18", "9.25", None],
    ]
    grid += [[number, name, "√", "病" if number.endswith("3") else "×", None, 1] for number, name in STUDENTS]
    xlsx(folder / "周考勤表.xlsx", {"护理2301": grid}, [(0, 0, 0, 5)])
    book = [["课堂登记簿（2023秋）"], ["上课日期", "节次", "班级", "课程", "应到", "实到", "授课内容"]]
    book += [[day, "1-2", "护理2301", "人体解剖", 8, 8, "第1章"] for day in ("2023.9.7", "9月8日", "12月1日")]
    xlsx(folder / "登记簿.xlsx", {"登记簿": book}, [(0, 0, 0, 6)])
    absent = [["2023年9-10月旷课通报"], ["学号", "姓名", "班级", "日期", "节次", "课程", "缺勤类型"]]
    absent += [
        [*STUDENTS[0], "护理2301", "9月12日", "1-2", "人体解剖", "旷课"],
        [*STUDENTS[1], "护理2301", "10月9日", "3-4", "人体解剖", "迟到"],
    ]
    write_csv(folder / "旷课通报.csv", absent)
    result, _ = loaded_by_proposal(empty_home, folder, tmp_path)
    days = set(table(empty_home, "fact_session")["held_on"].cast(pl.String))
    told = lake.scan(empty_home, "fact_attendance", ["2023-2024-1"]).collect()
    assert "fact_patrol" not in result.tables and "fact_interaction" not in result.tables
    assert days == {"2023-09-07", "2023-09-08", "2023-12-01"} and set(result.reasons) <= {"no_record"}
    assert told.height == 2 * len(STUDENTS) + 2 and (told["status"] == "sick").sum() == 1
    assert table(empty_home, "dim_teacher").height == 3


WITHHELD = re.compile(r"^  # - to: .+\n(?:  #   (?!.*: \?$).+\n)+", re.MULTILINE)


@pytest.mark.parametrize(
    ("header", "told"),
    [("第9周 10.3", date(2023, 10, 30)), ("第5周 10.2", date(2023, 10, 2)), ("第9周 10.2", None), ("第8周 10.23", date(2023, 10, 23))],
)  # fmt: skip
def test_a_day_that_lost_its_nought_is_told_by_its_week(header, told):
    assert day_of(header, date(2023, 9, 4)) == ((told, None) if told else None)


def test_exports_of_one_course_belong_to_its_class(folder, tmp_path, empty_home):
    """Course and class stand above the header; the class is looked up, the list of students stays the list."""
    head = ["学号", "姓名", "行政班", "教学班号", "课程代码", "课程名称", "任课教师", "教师工号", "学期"]
    write_csv(folder / "班级与开课.csv", [head, *([*one, "建工2301", "JG-01", "JG01", "建筑材料", "教师子", "20110", "2023-2024-2"] for one in STUDENTS)])  # fmt: skip
    above = [["课程名称：建筑材料", None, "班级：建工2301（默认班级）"], ["导出时间：2024-06-20 10:22:31"]]
    signs = [
        *above,
        ["学号/工号", "学生姓名", "3月4日 08:02", "3月11日 08:01"],
        *([*one, "已签", "缺勤"] for one in STUDENTS),
    ]
    parts = [f"第{number}次作业-{part}" for number in (1, 2) for part in ("成绩", "状态", "提交时间")]
    work = [*above, ["学号/工号", "学生姓名", *parts]]
    work += [[*one, 90, "已批阅", "2024-03-25 23:13", None, "未交", None] for one in STUDENTS[:-1]]
    work += [[*STUDENTS[-1], 80, "已批阅", "2024-03-26 23:13", 75, "已批阅", "2024-04-26 21:14"]]
    xlsx(folder / "统计一键导出.xlsx", {"作业统计": work, "签到详情": signs}, [])
    result, proposal = loaded_by_proposal(empty_home, folder, tmp_path)
    assert result.reasons == {} and amounts(result)["fact_attendance"] == len(STUDENTS)
    assert set(table(empty_home, "dim_offering")["offering_no"]) == {"JG-01"}
    assert set(table(empty_home, "dim_class")["class_code"]) == {"建工2301"}
    handed = lake.scan(empty_home, "fact_assignment", ["2023-2024-2"]).collect()
    assert sorted(handed["score"].to_list()) == [0.75, 0.8, *[0.9] * 7]
    assert "2 tasks do not say their full mark; 100 is assumed" in proposal.text


SHEET = [["学号", "姓名", "班级", None, "教师编号", "教师姓名"]]
SHEET += [[2300101 + place, name, "汽检2301", None, None, None] for place, (_, name) in enumerate(STUDENTS)]
SHEET[1][4:], SHEET[2][4:], SHEET[8][1] = ["0021", "教师子"], ["0035", "教师丑"], STUDENTS[6][1]
BELOW = [["汽检2301班 课程与教材"], ["教学班", "课程编码", "课程", "学期", "任课教师"]]
BELOW += [
    ["Q1", "QC01", "汽车构造", "23-24(2)", "教师子"],
    ["Q2", "QC02", "汽车电气", "23-24(2)", "教师丑"],
    ["Q3", "QC03", "实训", "23-24(2)", "教师丑、教师子"],
    [None],
]
BELOW += [
    ["教材一览"],
    ["书号", "教材名称", "出版社"],
    ["978-7-3258-3653-1", "构造教程", "某社"],
    ["978-7-6268-8591-1", "电气教程", "某社"],
]
NUMBERS = [f"0{row[0]}" for row in SHEET[1:]]


def test_several_tables_of_one_sheet_load_each_as_its_own(folder, tmp_path, empty_home):
    """Staff beside the students, textbooks below the tasks; a table that names people alone waits for a person's word."""
    xlsx(folder / "综合表.xlsx", {"学生": SHEET, "任务": BELOW}, [])
    grades = [
        ["课程：汽车构造（QC01） 班级：汽检2301 2023-2024学年第二学期"],
        ["学号", "姓名", "总评", "备注"],
    ]
    grades += [
        [number, row[1], None if place else 71, "缓考" if place else None]
        for place, (number, row) in enumerate(zip(NUMBERS, SHEET[1:], strict=True))
    ]
    xlsx(folder / "期末成绩.xlsx", {"汽车构造": grades}, [])
    later = [["2023-2024学年第二学期 缓考名单"], ["课程", "姓名", "班级", "性质", "成绩"]]
    later += [
        ["汽车构造", name, "汽检2301", "缓考", 80]
        for name in (STUDENTS[1][1], STUDENTS[2][1], STUDENTS[6][1])
    ]
    write_csv(folder / "缓考名单.csv", later)
    leave = [["汽检2301班请假登记（2024年春）"], ["请假人", "请假类别", "请假时间", "天数"]]
    leave += [
        [f"{row[1]}({number})", "病", "3月5日-3月7日", 3]
        for number, row in zip(NUMBERS, SHEET[1:7], strict=False)
    ]
    write_csv(folder / "请假登记.csv", leave)
    _, proposal = loaded_by_proposal(empty_home, folder, tmp_path)
    kept = table(empty_home, "fact_grade_attempt").filter(pl.col("attempt_kind") == "deferred")
    assert set(table(empty_home, "dim_course")["course_code"]) == {"QC01", "QC02", "QC03"}
    assert set(table(empty_home, "dim_offering")["offering_no"]) == {"Q1", "Q2", "Q3"}
    assert (table(empty_home, "dim_teacher").height, table(empty_home, "dim_textbook").height) == (2, 2)
    assert table(empty_home, "dim_student").height == len(NUMBERS)
    assert kept.is_empty() and table(empty_home, "bridge_offering_teacher").is_empty()
    assert (
        proposal.text.count("and a name is no key") == 2 and "rows name nobody of the list" in proposal.text
    )
    assert set(table(empty_home, "fact_leave")["to_on"].cast(pl.String)) == {"2024-03-07"}
    assert not [name for _, name in STUDENTS if name in proposal.text]
    result = load_source(empty_home, _accepted(proposal.text, tmp_path), folder)
    kept = table(empty_home, "fact_grade_attempt").filter(pl.col("attempt_kind") == "deferred")
    assert kept["score"].to_list() == [80, 80] and result.tables["fact_grade_attempt"].set_aside == 1
    assert set(table(empty_home, "bridge_offering_teacher")["offering_id"].str.slice(-2)) == {"Q1", "Q2"}


def _accepted(text, aside):
    """The proposal with the # taken away from every table that is whole."""
    path = aside / "accepted.yaml"
    path.write_text(WITHHELD.sub(lambda found: found[0].replace("  # ", "  "), text), encoding="utf-8")
    return read_mapping(path)


def test_quizzes_under_the_days_of_lessons_load_beside_the_attendance(folder, tmp_path, empty_home):
    head = ["学号", "姓名", "行政班", "教学班号", "课程代码", "课程名称", "学期"]
    write_csv(folder / "开课.csv", [head, *([*one, "建工2301", "JG-01", "JG01", "建筑材料", "2023-2024-2"] for one in STUDENTS)])  # fmt: skip
    rows = [
        ["学号", "姓名", "2024-04-01 绪论", None, "2024-04-08 水泥", None],
        [None, None, *["签到方式", "得分/10"] * 2],
    ]
    rows += [[*one, "扫二维码", 7, "未上课", None] for one in STUDENTS]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5)]
    rows[-1][-2:] = ["课堂暗号", 10]
    xlsx(folder / "雨课堂-建筑材料.xlsx", {"学生数据": rows}, merges)
    loaded_by_proposal(empty_home, folder, tmp_path)
    quizzes = lake.scan(empty_home, "fact_quiz", ["2023-2024-2"]).collect()
    assert quizzes["score"].round(6).sort().to_list() == [*[0.7] * 8, 1.0]
    assert lake.scan(empty_home, "fact_attendance", ["2023-2024-2"]).collect().height == 16


@pytest.mark.parametrize("year", [2023, 2024])
def test_days_without_a_year_are_read_anew_where_a_mapping_is_kept(folder, year):
    """A kept mapping never gives this year's 9月8日 the year of the last one."""

    def looked(term, **kept):
        write_csv(
            folder / "登记簿.csv",
            [
                ["开课号", "课程名称", "学年学期", "上课日期", "节次"],
                ["K1", "人体解剖", term, "9月9日", "1-2"],
            ],
        )
        return look(folder, belongs_to="academic_affairs", today=date(2025, 1, 1), **kept)

    before = looked("2022-2023-1")
    body = mapping_text(before)
    again = looked(
        f"{year}-{year + 1}-1", kept=[(before.name, 1, body, parsed_mapping(body.encode(), "kept"))]
    )
    held = next(one.raw["columns"]["held_on"] for one in again.entries if one.table == "fact_session")
    assert again.kept and held["map"] == {"9月9日": f"{year}-09-09"}
