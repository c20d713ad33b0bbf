"""Folders of other colleges load by the mapping that is proposed for them, without a correction."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.staging.propose import propose_mapping
from data.staging.reading_mappings import read_mapping
from data.warehouse import bulk
from data.warehouse.home import open_engine
from data.warehouse.loading.source import load_source
from data.warehouse.schema import metadata
from tests.data.sheet_files import page, xls, xlsx
from tests.data.vendor_files import (
    CLASSES,
    COURSES,
    College,
    english,
    grade_sheet,
    national,
    qzdata,
    wide,
    write_csv,
    zfsoft,
)

EXAMPLE = Path(__file__).resolve().parents[3] / "docs" / "examples" / "college_csv"


def loaded_by_proposal(home, folder, aside):
    """What loads by the proposal as it stands; the balance of every table holds."""
    proposal = propose_mapping(folder, source="files")
    path = aside / "proposed.yaml"
    path.write_text(proposal.text, encoding="utf-8")
    result = load_source(home, read_mapping(path), folder)
    assert not result.refused
    assert all(counts.balances for counts in result.tables.values())
    assert [secret for secret in College().secrets() if secret in proposal.text] == []
    return result, proposal


def write_folder(folder, files):
    folder.mkdir()
    for name, rows in files.items():
        write_csv(folder / f"{name}.csv", rows)
    return folder


def amounts(result):
    return {name: counts.loaded for name, counts in result.tables.items()}


@pytest.mark.parametrize("pinyin", [True, False], ids=["pinyin", "chinese"])
def test_files_of_zfsoft_load(tmp_path, empty_home, pinyin):
    files = zfsoft(College(), pinyin=pinyin)
    result, proposal = loaded_by_proposal(empty_home, write_folder(tmp_path / "files", files), tmp_path)
    rows = len(files["学生成绩"]) - 1
    assert result.reasons == {}
    assert {"dim_org", "dim_major", "dim_class", "dim_teacher", "bridge_offering_teacher"} <= set(
        result.tables
    )
    found = amounts(result)
    assert (found["dim_student"], found["dim_course"], found["dim_offering"]) == (40, 4, 8)
    assert (found["fact_enrolment"], found["fact_grade_attempt"]) == (rows, rows)
    assert "2024-2025-1" in proposal.text and "2024-2025-3, start_year" not in proposal.text


def test_files_of_qzdata_load(tmp_path, empty_home):
    """No number of the teaching class anywhere: course and class stand for it, in the task list and in the grades."""
    result, _ = loaded_by_proposal(empty_home, write_folder(tmp_path / "files", qzdata(College())), tmp_path)
    found = amounts(result)
    assert result.reasons == {}
    assert (found["dim_student"], found["dim_teacher"], found["dim_offering"]) == (40, 4, 8)
    assert (found["bridge_offering_teacher"], found["fact_grade_attempt"]) == (8, 160)


def test_templates_of_the_national_platform_load(tmp_path, empty_home):
    result, _ = loaded_by_proposal(
        empty_home, write_folder(tmp_path / "files", national(College())), tmp_path
    )
    found = amounts(result)
    assert result.reasons == {}
    assert (found["dim_major"], found["dim_course"], found["fact_session"]) == (2, 4, 16)
    assert found["fact_enrolment"] == 160


def test_english_files_load(tmp_path, empty_home):
    result, _ = loaded_by_proposal(empty_home, write_folder(tmp_path / "files", english(College())), tmp_path)
    found = amounts(result)
    assert result.reasons == {}
    assert (found["dim_student"], found["dim_teacher"], found["fact_grade_attempt"]) == (40, 4, 160)


def test_one_grade_sheet_alone_fills_students_courses_and_classes(tmp_path, empty_home):
    """Titles above, a line to be signed below; one row is that line, every other loads in every table."""
    folder = tmp_path / "files"
    folder.mkdir()
    xlsx(folder / "成绩表.xlsx", {"Sheet1": grade_sheet(College()), "Sheet2": []}, [(0, 0, 0, 9)])
    result, proposal = loaded_by_proposal(empty_home, folder, tmp_path)
    assert set(result.reasons) == {"no_record"}
    wanted = ("dim_class", "dim_person", "dim_student", "dim_course", "dim_offering", "fact_enrolment", "fact_grade_attempt")  # fmt: skip
    assert all((result.tables[name].loaded, result.tables[name].set_aside) == (160, 1) for name in wanted)
    assert "header in row 3" in proposal.text


def test_registers_of_one_course_each_load(tmp_path, empty_home):
    """Course, class and term stand in the titles only; old web pages named xls."""
    folder, college = tmp_path / "files", College()
    folder.mkdir()
    for course in COURSES:
        for group in CLASSES:
            rows = [
                ["某某学院 2024—2025 学年第 一 学期成绩登记册"],
                [f"课程名称：{course[1]}", None, f"班级：{group[1]}"],
            ]
            rows += [["序号", "学号", "姓名", "平时成绩", "期末成绩", "总评成绩"]]
            rows += [
                [place, student[0], student[1], score, score, score]
                for place, (student, taken, score) in enumerate(college.grades)
                if taken == course and student[2] == group
            ]
            page(folder / f"{course[1]}_{group[1]}.xls", {"1": rows}, [(0, 0, 0, 5)])
    result, _ = loaded_by_proposal(empty_home, folder, tmp_path)
    assert result.reasons == {}
    assert amounts(result)["fact_grade_attempt"] == 160


def test_every_sheet_of_one_workbook_loads(tmp_path, empty_home):
    folder, files = tmp_path / "files", qzdata(College())
    folder.mkdir()
    sheets = {"学生": [["学生名单"], [], *files["学生基本信息"]], "教师": files["教师基本信息"]}
    sheets |= {"任务": files["开课任务"], "成绩": files["成绩明细"], "说明": [["由教务处导出"]]}
    xls(folder / "教务数据.xls", sheets, [])
    result, proposal = loaded_by_proposal(empty_home, folder, tmp_path)
    found = amounts(result)
    assert (found["dim_student"], found["dim_offering"], found["fact_grade_attempt"]) == (40, 8, 160)
    assert "sheet: 成绩" in proposal.text and "sheet 说明" in proposal.text


def test_grades_find_their_class_in_the_task_list(tmp_path, empty_home):
    """The task list has numbers, the grades have none: they are looked up by term, course and class."""
    files = qzdata(College())
    files["开课任务"] = [
        [*row, "教学班号" if not place else f"K{place:03d}"] for place, row in enumerate(files["开课任务"])
    ]
    result, proposal = loaded_by_proposal(empty_home, write_folder(tmp_path / "files", files), tmp_path)
    assert amounts(result)["dim_offering"] == 8 and amounts(result)["fact_grade_attempt"] == 160
    assert "offering_no: looked up in 开课任务.csv" in proposal.text


def test_a_wide_grade_sheet_loads(tmp_path, empty_home):
    """Every column of grades is a course; a number in the row and the mean of the grades are none."""
    result, _ = loaded_by_proposal(
        empty_home, write_folder(tmp_path / "files", {"汇总": wide(College())}), tmp_path
    )
    engine = open_engine(empty_home)
    with engine.connect() as connection:
        grades = bulk.read_table(connection, metadata.tables["fact_grade_attempt"])
    engine.dispose()
    assert result.reasons == {} and amounts(result)["dim_course"] == 4
    assert (grades.height, grades["result"].to_list().count("pending")) == (4 * 40 - 1, 1)


def test_names_find_their_codes_in_other_lists(tmp_path, empty_home):
    """Students name class and major, lists of classes and majors hold the codes; 代码 and 名称 are told by the file's name."""
    college = College()
    files = {
        "学生": [["学号", "姓名", "班级", "专业", "学院", "年级"], *([n, name, g[1], g[3], g[5], "2024级"] for n, name, g in college.students)],
        "班级": [["班级代码", "班级名称", "专业代码", "院系代码", "入学年份"], *([g[0], g[1], g[2], g[4], 2024] for g in CLASSES)],
        "专业": [["专业代码", "专业名称", "学制", "院系代码"], *([g[2], g[3], "三年", g[4]] for g in CLASSES)],
        "部门": [["代码", "名称", "类别"], *([g[4], g[5], "教学单位"] for g in CLASSES), ["90", "教务处", "行政部门"]],
    }  # fmt: skip
    result, _ = loaded_by_proposal(empty_home, write_folder(tmp_path / "files", files), tmp_path)
    engine = open_engine(empty_home)
    with engine.connect() as connection:
        students = bulk.read_table(connection, metadata.tables["dim_student"])
        majors = bulk.read_table(connection, metadata.tables["dim_major"])
    engine.dispose()
    assert result.reasons == {} and amounts(result)["dim_org"] == 3
    assert set(students["class_code"]) == {group[0] for group in CLASSES}
    assert set(students["major_code"]) == {group[2] for group in CLASSES}
    assert set(students["org_code"]) == {group[4] for group in CLASSES}
    assert set(students["entry_year"]) == {2024} and set(majors["schooling_years"]) == {3}


def test_students_and_teachers_of_one_list_are_one_account(tmp_path, empty_home):
    """Both go into dim_person from the same file; a damaged number is set aside for each."""
    college = College()
    rows = [["学号", "姓名", "课程代码", "课程名称", "教师工号", "学年学期", "成绩"]]
    rows += [[s[0], s[1], c[0], c[1], college.teachers[college.teacher(c)][0], "2024-2025-1", g] for s, c, g in college.grades]  # fmt: skip
    rows.append(["2.02E+09", "甲", COURSES[0][0], COURSES[0][1], "9.9E+09", "2024-2025-1", 60])
    result, _ = loaded_by_proposal(empty_home, write_folder(tmp_path / "files", {"成绩": rows}), tmp_path)
    people = result.tables["dim_person"]
    assert (people.read, people.set_aside) == (2 * 161, 2)
    engine = open_engine(empty_home)
    with engine.connect() as connection:
        account = bulk.read_table(connection, metadata.tables["meta_load_file"])
        reasons = bulk.read_table(connection, metadata.tables["meta_set_aside_reason"])
    engine.dispose()
    assert account.filter(account["table_name"] == "dim_person")["read_count"].to_list() == [2 * 161]
    assert reasons.filter(reasons["table_name"] == "dim_person")["row_count"].sum() == 2


def test_the_example_of_the_manual_loads_as_by_hand(tmp_path, empty_home):
    result, _ = loaded_by_proposal(empty_home, EXAMPLE, tmp_path)
    assert result.tables["fact_grade_attempt"].as_dict() == {
        "read": 8, "loaded": 6, "replaced": 0, "already": 0, "set_aside": 2,
    }  # fmt: skip
    assert result.reasons == {"number_shown_as_float": 2, "unknown_student_no": 2, "unknown_grade_word": 1}


def test_the_command_tells_every_file_and_writes_the_mapping(tmp_path, empty_home, jobs):
    folder = write_folder(tmp_path / "files", qzdata(College()))
    (folder / "空.csv").write_bytes(b"")
    told, path = tmp_path / "told.json", tmp_path / "mapping.yaml"
    jobs(
        "ingest", "files", "--path", str(folder), "--propose", str(path), "--json", str(told), home=empty_home
    )
    body = json.loads(told.read_text(encoding="utf-8"))
    assert body["mapping"] == str(path) and body["load_id"] is None
    by_name = {file["file"]: file for file in body["files"]}
    assert "fact_grade_attempt" in by_name["成绩明细.csv"]["tables"]
    assert by_name["空.csv"]["tables"] == [] and "empty file" in by_name["空.csv"]["why"]
    assert read_mapping(path).tables


def test_lists_of_student_life_load(tmp_path, empty_home):
    """The exempt keep their total without a score; items load where their scores are given; hours of a term are dated by it."""
    fitness = [
        ["学号", "肺活量", "肺活量评分", "总分", "备注"],
        ["S1", 3200, 80, 77.5, None],
        ["S2", None, None, None, "免测"],
    ]
    labour = [
        ["学号", "项目", "模块", "认定学时", "学期"],
        ["S1", "清扫", "劳动", 4, "2023-2024学年第一学期"],
    ]
    roster = [["学号", "姓名", "班级"], ["S1", "测甲", "软件2301"], ["S2", "测乙", "软件2301"]]
    files = {"学生名单": roster, "2023年体质测试": fitness, "劳动教育学时": labour}
    result, _ = loaded_by_proposal(empty_home, write_folder(tmp_path / "files", files), tmp_path)
    found = amounts(result)
    assert (found["fact_fitness_test"], found["fact_second_classroom"], result.reasons) == (2, 1, {})
    engine = open_engine(empty_home)
    with engine.connect() as connection:
        tests = bulk.read_table(connection, metadata.tables["fact_fitness_test"])
        hours = bulk.read_table(connection, metadata.tables["fact_second_classroom"])
    engine.dispose()
    assert sorted(tests.select("item", "score", "is_exempt").rows(), key=str) == [
        ("total", 77.5, None), ("total", None, True), ("肺活量", 80.0, None),
    ]  # fmt: skip
    assert hours["held_on"].to_list()[0].isoformat() == "2023-09-04"


def test_lists_of_two_years_without_numbers_do_not_replace_each_other(tmp_path, empty_home):
    files = {"教师": [["工号", "姓名", "部门"], ["T1", "测甲", "软件学院"], ["T2", "测乙", "软件学院"]]}
    for year in (2022, 2023):
        rows = [[who, f"{year}年研修", f"{year}.7.1-7.{day}", 8] for day, who in enumerate(("T1", "T2"), 10)]
        files[f"教师培训{year}"] = [["工号", "培训项目", "起止时间", "学时"], *rows]
        files[f"教师培训{year}"][0] += ["地点"] * (year == 2023)  # of another shape: a file of its own
        files[f"教师培训{year}"] = [
            files[f"教师培训{year}"][0],
            *([*row, *["南京"] * (year == 2023)] for row in rows),
        ]
    result, proposal = loaded_by_proposal(empty_home, write_folder(tmp_path / "files", files), tmp_path)
    counts = result.tables["fact_teacher_training"]
    assert (counts.loaded, counts.replaced) == (4, 0)
    assert "training_no: no header names it; 培训项目 + 起止时间 stands for it" in proposal.text
