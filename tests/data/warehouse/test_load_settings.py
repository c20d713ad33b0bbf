"""What the college says of grades and calendar is used when files are loaded; a mapping that says so wins."""

from datetime import date

import polars as pl
import pytest
from sqlalchemy import select

from data.warehouse import home_settings, lake
from data.warehouse.home import open_engine
from data.warehouse.loading.source import load_source
from data.warehouse.schema.teaching import fact_grade_attempt
from tests.data.small_source import TABLES, make_mapping, rule, tables_with, write_files

HEAD = "学号,教学班,次,成绩,备注,录入\n"
GRADES = (
    HEAD + "S001,K1,1,65,,2025-01-10 08:00\nS002,K1,1,良,,2025-01-10 08:00\nS003,K2,1,C+,,2025-01-11 08:00\n"
)
ATTENDANCE = "学号,教学班,日期,节,状态\nS001,K1,2024-09-29,1-2,present\nS001,K1,2024-09-30,1-2,present\n"
IN_TERM = {"term_id": {"const": "2024-2025-1"}, "offering_no": "教学班"}
LESSONS = {
    "to": "fact_attendance",
    "file": "lessons",
    "columns": {"student_no": "学号", **IN_TERM, "held_on": "日期", "periods": "节", "status": "状态"},
    "recorded_at": {"after_event_days": 0},
}


@pytest.fixture
def load(empty_home, tmp_path):
    """Load the small source into the home with settings of its own: load(pass_mark="70")."""

    def loaded(mapping=None, files=None, **settings):
        engine = open_engine(empty_home)
        with engine.begin() as connection:
            for key, text in settings.items():
                home_settings.change(connection, key, text, by="command line", log=lambda *_: None)
        engine.dispose()
        folder = write_files(tmp_path / "files", **(files or {"grades": GRADES}))
        return load_source(empty_home, mapping or make_mapping(), folder)

    return loaded


def _grades(home):
    columns = fact_grade_attempt.c
    engine = open_engine(home)
    with engine.connect() as connection:
        rows = connection.execute(select(columns.score_text, columns.score, columns.result)).all()
    engine.dispose()
    return {row.score_text: (row.score, row.result) for row in rows}


def test_common_scale_and_pass_mark_hold_where_nothing_is_set(load, empty_home):
    result = load()
    assert _grades(empty_home) == {"65": (65.0, "passed"), "良": (85.0, "passed")}
    assert result.tables["fact_grade_attempt"].set_aside == 1  # C+ is nobody's word


def test_pass_mark_and_words_of_the_college_are_used(load, empty_home):
    load(pass_mark="70", grade_words='{"良": 82, "C+": 69}')
    assert _grades(empty_home) == {"65": (65.0, "failed"), "良": (82.0, "passed"), "C+": (69.0, "failed")}


def test_word_that_only_passes_has_no_score(load, empty_home):
    load(grade_words='{"良": "passed", "C+": "failed"}')
    assert _grades(empty_home)["良"] == (None, "passed") and _grades(empty_home)["C+"] == (None, "failed")


def test_pass_mark_of_the_mapping_wins(load, empty_home):
    grade = {"text": "成绩", "mark": "备注", "pass_mark": 60}
    load(make_mapping(tables_with(rule("fact_grade_attempt", grade=grade))), pass_mark="70")
    assert _grades(empty_home)["65"] == (65.0, "passed")


def test_settings_that_the_mapping_brings_hold_for_its_own_first_load(load, empty_home):
    load(make_mapping(home={"pass_mark": 70}))
    assert _grades(empty_home)["65"] == (65.0, "failed")


def test_attendance_of_a_make_up_day_follows_the_timetable_it_replaces(load, empty_home):
    files = {"grades": GRADES, "lessons": ATTENDANCE}
    mapping = make_mapping([*TABLES, LESSONS])
    load(mapping, files)  # brings the term
    calendar = "{2024-2025-1: {holidays: [2024-10-04], make_up: {2024-09-29: 2024-10-04}}}"
    assert _lessons(empty_home) == [(date(2024, 9, 29), 7, 4), (date(2024, 9, 30), 1, 5)]
    load(mapping, files, term_calendar=calendar)
    assert _lessons(empty_home) == [(date(2024, 9, 29), 5, 4), (date(2024, 9, 30), 1, 5)]


def _lessons(home):
    frame = lake.scan(home, "fact_attendance").sort("event_time").collect()
    return frame.select(pl.col("event_time").dt.date(), "weekday", "week_no").rows()
