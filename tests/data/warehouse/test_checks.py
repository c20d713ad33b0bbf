"""Data-quality rules: a sound home passes, each kind of fault is found, counted per source and term."""

from datetime import date, datetime

import polars as pl
import pytest
from sqlalchemy import insert, update

from data.warehouse import lake
from data.warehouse.checks import table_findings
from data.warehouse.event_checks import event_findings
from data.warehouse.home import open_engine, write_setting
from data.warehouse.schema import metadata

T = metadata.tables
TERM, OFFERING = "2025-2026-1", "2025-2026-1/001"
NOW = datetime(2025, 11, 1, 8)
HISTORY = {"valid_from": date(2023, 9, 1), "is_current": True}


def _write(connection, table, *rows):
    connection.execute(insert(T[table]), [{"load_id": 1, **row} for row in rows])


@pytest.fixture
def small_home(empty_home):
    """One offering with two students, one session and one grade, loaded by source `college`."""
    engine = open_engine(empty_home)
    with engine.begin() as connection:
        write_setting(connection, "as_of", "2025-11-02")
        connection.execute(
            insert(T["meta_load"]).values(load_id=1, source_id="college", started_at=NOW, status="done")
        )
        _structure(connection)
        _teaching(connection)
    yield empty_home
    engine.dispose()


def _structure(connection):
    monday = date(2025, 9, 1)
    _write(
        connection,
        "dim_term",
        {
            "term_id": TERM, "start_year": 2025, "term_no": 1, "first_monday": monday, "day_zero": monday,
            "end_on": date(2026, 1, 4), "week_count": 18,
        },
    )  # fmt: skip
    _write(connection, "dim_org", {**HISTORY, "org_code": "X1", "name": "信息", "org_kind": "college"})
    _write(
        connection,
        "dim_course",
        {**HISTORY, "course_code": "C1", "name": "程序", "org_code": "X1", "credits": 4.0},
    )
    _write(
        connection,
        "dim_offering",
        {
            "offering_id": OFFERING, "offering_no": "001", "term_id": TERM, "course_code": "C1", "org_code": "X1",
            "pass_mark": 60.0,
        },
    )  # fmt: skip
    for kind, pid in (("student", "s1"), ("student", "s2"), ("teacher", "t1")):
        row = {"person_pid": pid, "kind": kind, "person_no": pid, "category": f"{kind}_identity"}
        _write(connection, "dim_person", row)


def _teaching(connection):
    _write(
        connection, "bridge_offering_teacher",
        {"offering_id": OFFERING, "teacher_pid": "t1", "share": 1.0, "is_share_declared": True},
    )  # fmt: skip
    _write(
        connection, "fact_session",
        {
            "session_id": "m1", "offering_id": OFFERING, "held_on": date(2025, 9, 1), "periods": "1-2",
            "period_count": 2, "week_no": 1, "weekday": 1, "status": "held",
        },
    )  # fmt: skip
    for sk, pid in ((1, "s1"), (2, "s2")):
        row = {"student_sk": sk, "student_pid": pid, "offering_id": OFFERING, "credits": 4.0}
        _write(connection, "fact_enrolment", row)
    _write(connection, "fact_grade_attempt", _grade())


def _grade(**changed):
    row = {
        "student_sk": 1, "student_pid": "s1", "offering_id": OFFERING, "attempt_no": 1, "attempt_kind": "first",
        "score": 80.0, "result": "passed", "is_void": False,
    }  # fmt: skip
    return {**row, **changed}


def _attendance(home, *students):
    frame = pl.DataFrame(
        {
            "student_pid": students,
            "offering_id": OFFERING,
            "session_id": "m1",
            "week_no": 1,
            "status": "present",
        }
    )
    missing = [pl.lit(None).cast(kind).alias(name) for name, kind in lake.schema("fact_attendance").items()]
    folder = lake.partition(home, "fact_attendance", TERM)
    folder.mkdir(parents=True, exist_ok=True)
    filled = frame.with_columns(
        *[column for column in missing if column.meta.output_name() not in frame.columns]
    )
    filled.select(
        pl.col(name).cast(kind) for name, kind in lake.schema("fact_attendance").items()
    ).write_parquet(folder / "1.parquet")


def _findings(home) -> dict:
    engine = open_engine(home)
    with engine.connect() as connection:
        found = [*table_findings(connection), *event_findings(connection, home)]
    engine.dispose()
    return {finding.check_id: finding for finding in found}


def _break(home, statement):
    engine = open_engine(home)
    with engine.begin() as connection:
        connection.execute(statement)
    engine.dispose()


def test_sound_home_passes_every_rule(small_home):
    _attendance(small_home, "s1", "s2")
    found = _findings(small_home)
    assert {name: finding.status for name, finding in found.items() if finding.status != "pass"} == {}
    assert {"unique.fact_attendance", "attendance_rows", "teaching_load"} <= set(found)


def test_findings_name_source_and_term(small_home):
    grade = _findings(small_home)["range.fact_grade_attempt.score"]
    assert (grade.source_id, grade.term_id) == ("college", TERM)


def test_score_above_hundred_fails(small_home):
    _break(small_home, update(T["fact_grade_attempt"]).values(score=100.5))
    finding = _findings(small_home)["range.fact_grade_attempt.score"]
    assert (finding.status, finding.found) == ("fail", {"bad": 1, "total": 1})


@pytest.mark.parametrize(("credits", "status"), [(0.0, "fail"), (0.5, "pass"), (None, "pass")])
def test_course_credits_are_above_zero(small_home, credits, status):
    _break(small_home, update(T["dim_course"]).values(credits=credits))
    assert _findings(small_home)["range.dim_course.credits"].status == status


def test_unknown_status_word_fails(small_home):
    _break(small_home, update(T["fact_session"]).values(status="postponed"))
    assert _findings(small_home)["codes.fact_session.status"].status == "fail"


def test_offering_of_unknown_course_fails(small_home):
    _break(small_home, update(T["dim_offering"]).values(course_code="C9"))
    assert _findings(small_home)["orphans.dim_offering.course_code"].status == "fail"


def test_grade_without_enrolment_fails(small_home):
    _break(small_home, insert(T["fact_grade_attempt"]).values(load_id=1, **_grade(student_pid="t1")))
    assert _findings(small_home)["grades_without_enrolment"].status == "fail"


def test_gap_in_filled_column_fails_and_never_filled_warns(small_home):
    _break(
        small_home,
        update(T["fact_enrolment"]).where(T["fact_enrolment"].c.student_pid == "s1").values(credits=None),
    )
    assert _findings(small_home)["required.fact_enrolment.credits"].status == "fail"
    _break(small_home, update(T["fact_enrolment"]).values(credits=None))
    assert _findings(small_home)["required.fact_enrolment.credits"].status == "warn"


def test_class_is_not_required_of_who_left(small_home):
    row = {"class_code": None, "valid_from": date(2023, 9, 1), "is_current": True}
    for pid, status in (("s1", "graduated"), ("s2", "withdrawn")):
        values = {**row, "student_pid": pid, "student_status": status, "load_id": 1}
        _break(small_home, insert(T["dim_student"]).values(**values))
    assert "required.dim_student.class_code" not in _findings(small_home)
    values = {**row, "student_pid": "s3", "student_status": "enrolled", "load_id": 1}
    _break(small_home, insert(T["dim_student"]).values(**values))
    assert _findings(small_home)["required.dim_student.class_code"].found == {"bad": 1, "total": 1}


def test_doubled_event_and_surplus_attendance_fail(small_home):
    _attendance(small_home, "s1", "s2", "s2")
    found = _findings(small_home)
    assert (found["unique.fact_attendance"].status, found["attendance_rows"].status) == ("fail", "fail")


@pytest.mark.parametrize(("periods", "status"), [(30, "pass"), (31, "warn")])
def test_teaching_load_warns_above_thirty_periods(small_home, periods, status):
    _break(small_home, update(T["fact_session"]).values(period_count=periods))
    assert _findings(small_home)["teaching_load"].status == status


@pytest.mark.parametrize(("day", "status"), [(26, "pass"), (25, "warn"), (18, "fail")])
def test_freshness_is_judged_against_the_schedule(small_home, day, status):
    row = {
        "source_id": "jw",
        "mode": "file",
        "schedule_days": 7.0,
        "last_success_at": datetime(2025, 10, day, 23, 59, 59),
    }
    _break(small_home, insert(T["meta_source"]).values(row))
    assert _findings(small_home)["freshness"].status == status
