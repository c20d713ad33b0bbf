"""Data-quality rules: a sound home passes, each kind of fault is found, counted per source and term."""

from datetime import date, datetime

import polars as pl
import pytest
import yaml
from sqlalchemy import delete, func, insert, select, update

from data.warehouse import check_runs, lake
from data.warehouse.check_rules import FILE, AfterLoad, check_ids, checked, rules
from data.warehouse.check_runs import check, is_left
from data.warehouse.checks import NOT_MADE, table_findings
from data.warehouse.event_checks import event_findings
from data.warehouse.home import open_engine, write_setting
from data.warehouse.log_checks import CHECK
from data.warehouse.schema import metadata
from data.warehouse.schema.meta import meta_check
from errors import ShownError
from views.administration import checks

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


def _attendance(home, *students, term=TERM, week=1):
    frame = pl.DataFrame(
        {
            "student_pid": students,
            "offering_id": OFFERING,
            "session_id": "m1",
            "week_no": week,
            "status": "present",
            "load_id": 1,
        }
    )
    missing = [pl.lit(None).cast(kind).alias(name) for name, kind in lake.schema("fact_attendance").items()]
    folder = lake.partition(home, "fact_attendance", term)
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
    assert {name: one.status for name, one in found.items() if one.status != "pass"} == {
        "duplicated_persons": NOT_MADE
    }
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


def test_second_number_for_one_person_key_fails(small_home):
    row = {
        "person_pid": "s9",
        "kind": "student",
        "person_no": "s1",
        "category": "student_identity",
        "load_id": 1,
    }
    _break(small_home, insert(T["dim_person"]).values(row))
    finding = _findings(small_home)["unique.dim_person"]
    assert (finding.status, finding.found, finding.source_id) == ("fail", {"bad": 1, "total": 4}, "college")


def test_two_versions_in_force_fail(small_home):
    row = {**HISTORY, "valid_from": date(2024, 9, 1), "course_code": "C1", "name": "程序", "load_id": 1}
    _break(small_home, insert(T["dim_course"]).values(row))
    assert _findings(small_home)["unique.dim_course"].status == "fail"


def test_duplicated_persons_say_why_they_cannot_be_told(small_home):
    finding = _findings(small_home)["duplicated_persons"]
    assert (finding.status, finding.found) == (NOT_MADE, {"lacking": "birth_date"})


@pytest.mark.parametrize(("rows", "status"), [(7, "pass"), (5, "warn"), (14, "pass"), (15, "warn")])
def test_volume_warns_beyond_forty_percent(small_home, rows, status):
    before = {"term_id": "2024-2025-2", "start_year": 2024, "term_no": 2, "first_monday": date(2025, 2, 24),
              "day_zero": date(2025, 2, 24), "end_on": date(2025, 7, 6), "week_count": 19, "load_id": 1}  # fmt: skip
    _break(small_home, insert(T["dim_term"]).values(before))
    _attendance(small_home, *(f"s{n}" for n in range(10)), term="2024-2025-2", week=9)
    _attendance(small_home, *(f"s{n}" for n in range(rows)), week=9)
    finding = _findings(small_home)["volume.fact_attendance"]
    assert (finding.status, finding.source_id, finding.term_id) == (status, "college", TERM)


def test_source_of_a_row_is_that_of_its_file(small_home):
    row = {
        "load_id": 1,
        "source_id": "academic_affairs",
        "file_name": "grades.csv",
        "table_name": "fact_grade_attempt",
    }
    counts = dict.fromkeys(
        ("read_count", "loaded_count", "replaced_count", "already_count", "set_aside_count"), 0
    )
    _break(small_home, insert(T["meta_load_file"]).values({**row, **counts}))
    found = _findings(small_home)
    assert found["range.fact_grade_attempt.score"].source_id == "academic_affairs"
    assert found["range.dim_course.credits"].source_id == "college"


def _loaded(home, load_id, *tables):
    counts = dict.fromkeys(
        ("read_count", "loaded_count", "replaced_count", "already_count", "set_aside_count"), 1
    )
    place = {"load_id": load_id, "source_id": "college", "file_name": "a.csv"}
    at = datetime(2035, 1, load_id)
    _break(
        home,
        insert(T["meta_load"]).values(
            load_id=load_id, source_id="college", started_at=at, ended_at=at, status="done"
        ),
    )
    for table in tables:
        _break(home, insert(T["meta_load_file"]).values({**place, "table_name": table, **counts}))


def test_first_load_of_a_home_is_followed_by_all_checks(small_home):
    engine = open_engine(small_home)
    with engine.begin() as connection:
        connection.execute(delete(meta_check))
    after = {one.check_id for one in check(engine, small_home, after_load=1)}
    assert after == {one.check_id for one in check(engine, small_home)}
    engine.dispose()


def test_load_asks_again_for_what_it_touched_and_keeps_the_rest(small_home):
    engine = open_engine(small_home)
    whole = {one.check_id: one for one in check(engine, small_home)}
    _break(small_home, update(T["fact_grade_attempt"]).values(score=101.0))
    _break(small_home, update(T["dim_course"]).values(credits=0.0))
    _loaded(small_home, 2, "fact_grade_attempt")
    after = {one.check_id: one for one in check(engine, small_home, after_load=2)}
    assert set(after) == set(whole)
    assert after["range.fact_grade_attempt.score"].status == "fail"
    assert after["range.dim_course.credits"].status == "pass"  # not touched: as the run before found it
    _loaded(small_home, 3, "fact_session")
    _loaded(small_home, 4, "fact_session")
    again = {one.check_id: one for one in check(engine, small_home, after_load=4)}
    engine.dispose()
    assert (
        again["range.dim_course.credits"].status == "fail"
    )  # another load came between: everything is asked


def test_large_table_waits_after_a_load_for_the_next_full_run(small_home, monkeypatch):
    small = rules().model_copy(update={"after_load": AfterLoad(rows=1)})
    monkeypatch.setattr(check_runs, "rules", lambda: small)
    _attendance(small_home, "s1", "s2")
    _loaded(small_home, 2, "fact_enrolment", "fact_attendance", "fact_grade_attempt")
    engine = open_engine(small_home)
    first = {one.check_id: one for one in check(engine, small_home, after_load=2)}
    waiting = {"orphans.fact_enrolment.student_pid", "unique.fact_attendance", "attendance_rows"}
    assert {(first[name].status, first[name].found["waits"]) for name in waiting} == {(NOT_MADE, 1)}
    assert first["range.fact_grade_attempt.score"].status == "pass"  # one row: looked through
    _break(small_home, update(T["fact_enrolment"]).values(study_type="unheard of"))
    whole = {one.check_id: one for one in check(engine, small_home)}
    assert not any(is_left(one) for one in whole.values())
    assert whole["codes.fact_enrolment.study_type"].found == {"bad": 2, "total": 2}
    _break(small_home, update(T["fact_enrolment"]).values(study_type="first"))
    _loaded(small_home, 3, "fact_enrolment")
    for load in (2, 3):  # the second time taken over from what was taken over
        after = {one.check_id: one for one in check(engine, small_home, after_load=load)}
        stale = after["codes.fact_enrolment.study_type"]
        assert (stale.status, stale.found) == ("fail", {"bad": 2, "total": 2, "earlier": True})
        assert is_left(stale)
    engine.dispose()
    words = [
        checks.found(one.check_id, one.found).key
        for one in (stale, first["orphans.fact_enrolment.student_pid"])
    ]
    assert words == ["checks.found_earlier", "checks.found_waits"]


def test_every_check_of_rows_is_named(small_home):
    assert set(_findings(small_home)) <= {*check_ids(), "freshness", "duplicated_persons"}


def test_runs_are_kept_up_to_the_number_declared_and_the_last_look_at_the_log(small_home):
    engine = open_engine(small_home)
    check(engine, small_home, with_log=True)
    for _ in range(rules().history.runs + 2):
        check(engine, small_home)
    with engine.connect() as connection:
        kept = connection.execute(select(func.count(T["meta_check"].c.checked_at.distinct()))).scalar_one()
        looks = select(func.count()).where(T["meta_check"].c.check_id == CHECK)
        assert connection.execute(looks).scalar_one() == 1
    engine.dispose()
    assert kept == rules().history.runs + 1  # the look was older than all of them


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("ranges", {"fact_grade_attempt.score": {}}, "ranges.fact_grade_attempt.score"),
        ("orphans", {"limit": 1.5, "references": {}}, "orphans.limit"),
        ("freshness", {"warn": 2, "fail": 1}, "freshness"),
        ("codes", {"dim_person.colour": ["red"]}, "whole file"),
        ("volume", {"tolerance": 0.4, "tables": ["fact_nothing"]}, "whole file"),
    ],
)
def test_wrong_rule_is_refused_with_its_key(key, value, place):
    body = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    with pytest.raises(ShownError) as refused:
        checked({**body, key: value})
    assert refused.value.column == place and refused.value.file == "checks.yaml"
