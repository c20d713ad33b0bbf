"""Logs of cards and doors that nobody mapped: proposed, loaded by what is proposed, and counted as a plain count of their rows."""

from datetime import datetime, time

import pytest
from sqlalchemy import func, select

from data.staging.mapping import Mapping
from data.staging.propose import propose_mapping
from data.staging.reading_mappings import read_mapping
from data.warehouse.held import held
from data.warehouse.home import open_engine, write_setting
from data.warehouse.loading.source import load_source
from data.warehouse.migrate import upgrade
from data.warehouse.pseudonym import person_pid, pseudonym_key
from data.warehouse.schema.card_use import agg_card_week
from tests.data import logs
from tests.data.sheet_files import xlsx


@pytest.fixture
def home(empty_home):
    """A home that takes logs."""
    upgrade(empty_home)
    engine = open_engine(empty_home)
    with engine.begin() as connection:
        write_setting(connection, "card_data", True)
    engine.dispose()
    return empty_home


def write(folder, **files):
    folder.mkdir(exist_ok=True)
    for name, rows in files.items():
        (folder / f"{name}.csv").write_text(logs.text(rows), encoding="gb18030" if "门" in name else "utf-8")
    return folder


def proposed(home, folder, aside):
    """The proposal, written to be loaded by; nobody is named in it."""
    proposal = propose_mapping(folder, source="files", held=held(home))
    (aside / "proposed.yaml").write_text(proposal.text, encoding="utf-8")
    assert [one for one in logs.STUDENTS if one in proposal.text] == []
    assert "示例·" not in proposal.text
    return proposal.text, read_mapping(aside / "proposed.yaml")


def weeks(home):
    columns = agg_card_week.c
    by = (columns.student_pid, columns.week_on, columns.place_type)
    engine = open_engine(home)
    with engine.connect() as connection:
        rows = connection.execute(select(*by, func.sum(columns.event_count)).group_by(*by)).all()
    engine.dispose()
    names = {person_pid(pseudonym_key(home), "student", one): one for one in logs.STUDENTS}
    return {(names[pid], str(week), kind): count for pid, week, kind, count in rows}


def loaded(home, folder, aside):
    text, mapping = proposed(home, folder, aside)
    result = load_source(home, mapping, folder)
    assert not result.refused
    assert all(counts.balances for counts in result.tables.values())
    return text, result


def test_payments_by_card_with_a_list_of_cards(home, tmp_path):
    log, cards, expected = logs.payments()
    folder = write(tmp_path / "a", 学生名单=logs.ROSTER, 流水=log, 卡片=cards)
    text, result = loaded(home, folder, tmp_path)
    assert weeks(home) == expected
    assert set(result.reasons) == {"unknown_card", "unknown_place"}
    assert "no kind of place is known for 创客空间" in text
    assert "raw: never" in text
    assert "补助充值" in text and "dim_student" in result.tables


def test_doors_of_a_dormitory_by_person_with_day_and_clock_apart(home, tmp_path):
    log, expected = logs.dormitory()
    folder = write(tmp_path / "a", 学生名单=logs.ROSTER, 宿舍门禁=log)
    _, result = loaded(home, folder, tmp_path)
    assert weeks(home) == expected
    assert set(result.reasons) == {"unknown_student_no"}
    assert "dim_teacher" not in result.tables


def test_a_workbook_with_days_and_clocks_of_the_spreadsheet(home, tmp_path):
    log, expected = logs.dormitory(150)
    rows = [
        [who, datetime.strptime(day, "%Y%m%d").date(), time.fromisoformat(clock), *rest]
        for who, day, clock, *rest in log[1:]
    ]
    folder = write(tmp_path / "a", 学生名单=logs.ROSTER)
    xlsx(folder / "宿舍门禁.xlsx", {"导出": [log[0], *rows]}, [])
    loaded(home, folder, tmp_path)
    assert weeks(home) == expected


def test_badges_in_english_of_students_that_are_loaded_already(home, tmp_path):
    loaded(home, write(tmp_path / "first", students=logs.ROSTER), tmp_path)
    log, cards, expected = logs.badges()
    text, result = loaded(home, write(tmp_path / "a", swipes=log, badges=cards), tmp_path)
    assert weeks(home) == expected
    assert result.reasons == {}
    assert "decide: place" not in text


def test_a_gate_whose_place_stands_in_the_name_of_the_file(home, tmp_path):
    log, expected = logs.library_gate()
    text, _ = loaded(home, write(tmp_path / "a", 学生名单=logs.ROSTER, 图书馆闸机=log), tmp_path)
    assert weeks(home) == expected
    assert "图书馆 is read from a title or name" in text


def test_logs_of_two_buildings_are_two_logs_though_of_one_shape(home, tmp_path):
    log, expected = logs.library_gate()
    other = [log[0], *log[60:]]
    folder = write(tmp_path / "a", 学生名单=logs.ROSTER, 图书馆闸机=log, 体育馆闸机=other)
    loaded(home, folder, tmp_path)
    found = weeks(home)
    assert {key: count for key, count in found.items() if key[2] == "library"} == expected
    assert sum(count for key, count in found.items() if key[2] == "sport") > 0


def test_months_of_one_log_are_one(home, tmp_path):
    log, expected = logs.dormitory()
    half = len(log) // 2
    months = {"门禁记录_202409": log[:half], "门禁记录_202410": [log[0], *log[half:]]}
    text, _ = loaded(home, write(tmp_path / "a", 学生名单=logs.ROSTER, **months), tmp_path)
    assert text.count("to: agg_card_week") == 1
    assert sum(weeks(home).values()) == sum(expected.values())


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"卡片": None}, "add the list of cards"),
        ({"卡片": [["学号", "校园卡号"], ["20240001", "7"]]}, "stands in the list of cards"),
        ({"学生名单": None, "卡片": None}, "add the list of cards"),
    ],
)
def test_cards_of_nobody_are_not_loaded_and_the_proposal_says_why(home, tmp_path, changed, why):
    log, cards, _ = logs.payments(60)
    files = {"学生名单": logs.ROSTER, "流水": log, "卡片": cards} | changed
    text, mapping = proposed(
        home, write(tmp_path / "a", **{name: rows for name, rows in files.items() if rows}), tmp_path
    )
    assert "cannot fill agg_card_week yet: student_no" in text
    assert why in text
    assert all(rule.to != "agg_card_week" and rule.file != "流水" for rule in mapping.tables)


def test_days_without_a_clock_are_no_log(tmp_path):
    rows = [
        ["学号", "消费日期", "商户", "消费次数"],
        *([one, "2024-09-03", "第一食堂", "2"] for one in logs.STUDENTS * 3),
    ]
    text = propose_mapping(write(tmp_path / "a", 学生名单=logs.ROSTER, 消费统计=rows), source="files").text
    assert "to: agg_card_week" not in text


def test_lists_with_moments_that_are_no_logs_stay_what_they_are(tmp_path):
    loans = [
        ["读者证号", "题名", "借出时间", "馆藏地点"],
        *([one, "示例书", "2024-09-03 10:11:12", "图书馆三楼"] for one in logs.STUDENTS * 2),
    ]
    lessons = [
        ["学号", "课程名称", "签到时间", "签到地点", "签到状态"],
        *([one, "示例课", "2024-09-03 08:01:12", "实训楼301", "正常"] for one in logs.STUDENTS * 2),
    ]
    folder = write(tmp_path / "a", 学生名单=logs.ROSTER, 图书借阅=loans, 课堂签到=lessons)
    text = propose_mapping(folder, source="files").text
    assert "to: agg_card_week" not in text
    assert "to: fact_library_loan" in text


ROOMS = [["学号", "刷卡时刻", "实训室"], *([one, f"2024-09-03 0{hour}:5{number % 10}:11", "电工实训室"] for number, one in enumerate(logs.STUDENTS) for hour in (7, 9))]  # fmt: skip
LESSONS = [["教学班号", "课程代码", "课程名称", "课程类型", "上课日期", "节次", "学号"], *(["K1", "C1", "示例实训", "C", "2024-09-03", "1-2", one] for one in logs.STUDENTS)]  # fmt: skip

IN_TERM = {"term_id": {"const": "2024-2025-1"}, "offering_no": "教学班号"}


def test_doors_of_training_rooms_are_put_to_lessons_where_lessons_are_known(home, tmp_path):
    body = {
        "mapping": "lessons", "source": "academic_affairs", "owner": "data_admin", "reviewed_on": "2026-11-27",
        "files": {"lessons": "课次.csv", "people": "学生名单.csv"},
        "terms": [{"term_id": "2024-2025-1", "start_year": 2024, "term_no": 1, "first_monday": "2024-09-02", "end_on": "2025-01-12", "week_count": 19}],
        "tables": [
            {"to": "dim_person", "file": "people", "columns": {"kind": {"const": "student"}, "person_no": "学号", "full_name": "姓名"}},
            {"to": "dim_student", "file": "people", "columns": {"student_no": "学号", "entry_on": "入学日期", "student_status": {"const": "enrolled"}}},
            {"to": "dim_course", "file": "lessons", "columns": {"course_code": "课程代码", "name": "课程名称", "course_type": "课程类型"}, "repeat": "first"},
            {"to": "dim_offering", "file": "lessons", "columns": {**IN_TERM, "course_code": "课程代码", "pass_mark": {"const": 60}}, "repeat": "first"},
            {"to": "fact_enrolment", "file": "lessons", "columns": {"student_no": "学号", **IN_TERM}},
            {"to": "fact_session", "file": "lessons", "columns": {**IN_TERM, "held_on": "上课日期", "periods": "节次", "status": {"const": "held"}}, "repeat": "first"},
        ],
    }  # fmt: skip
    load_source(
        home, Mapping.model_validate(body), write(tmp_path / "first", 学生名单=logs.ROSTER, 课次=LESSONS)
    )
    text, result = loaded(home, write(tmp_path / "a", 实训室门禁=ROOMS), tmp_path)
    assert "usual times of periods are assumed" in text
    counts = result.tables["fact_training_access"]
    assert (counts.read, counts.loaded, counts.set_aside) == (
        24,
        19,
        5,
    )  # 09:55:11 and later is too late for a lesson that ends at 9:40
    assert sum(weeks(home).values()) == 24
