"""What is over its time goes, what is not stays: every rule, twice, and after a kill."""

import json
import os
import time
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
import yaml
from sqlalchemy import func, insert, select

from access import log_chain
from access.sec_tables import sec_access_log, sec_log_anchor
from data.warehouse import lake, retention
from data.warehouse.home import open_engine, write_setting
from data.warehouse.inbox import arrivals, begin, put
from data.warehouse.retention import Place
from data.warehouse.schema import metadata
from data.warehouse.schema.meta import meta_row_history
from data.warehouse.schema.people import dim_student
from data.warehouse.schema.quality import qa_case_note, qa_intervention, qa_referral
from data.warehouse.schema.risk import ml_course_risk, ml_prediction
from data.warehouse.schema.structure import dim_term
from data.warehouse.schema.teaching import fact_set_response

TODAY = date(2026, 1, 20)
NOW = datetime.now(UTC).replace(tzinfo=None)
OLD, MIDDLE, NEW = "2019-2020-1", "2022-2023-1", "2025-2026-1"
ENDS = {OLD: date(2020, 1, 20), MIDDLE: date(2023, 1, 20), NEW: date(2026, 1, 18)}
RULES = {rule.rule_id: rule for rule in retention.rules()}


@pytest.fixture
def place(empty_home):
    engine = open_engine(empty_home)
    with engine.begin() as connection:
        write_setting(connection, "as_of", TODAY.isoformat())
        for term, end in ENDS.items():
            connection.execute(
                insert(dim_term).values(
                    term_id=term, start_year=int(term[:4]), term_no=1, first_monday=end, day_zero=end, end_on=end, week_count=18
                )
            )  # fmt: skip
    return Place(empty_home, engine, TODAY)


def add(place, table, *rows):
    with place.engine.begin() as connection:
        for row in rows:
            connection.execute(insert(table).values(row))


def count(place, table):
    with place.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def apply(place, name):
    """What the rule would remove, what it removed, and what it finds afterwards."""
    rule = RULES[name]
    return retention.due(place, rule), retention.remove(place, rule), retention.due(place, rule)


@pytest.mark.parametrize(
    ("name", "today", "cutoff"),
    [
        ("access_log", date(2026, 1, 20), date(2023, 1, 20)),
        ("access_log", date(2028, 2, 29), date(2025, 2, 28)),
        ("card_door", date(2026, 1, 20), date(2025, 1, 20)),
        ("exports", date(2026, 1, 20), date(2026, 1, 13)),
    ],
)
def test_cutoff_lies_so_many_years_or_days_back(name, today, cutoff):
    assert RULES[name].cutoff(today) == cutoff


def test_times_of_keeping_are_those_of_the_design():
    kept = {rule.rule_id: (rule.years, rule.days) for rule in retention.rules()}
    assert kept == {
        "access_log": (3, None), "lms_daily": (3, None), "card_door": (1, None), "evaluation": (5, None),
        "predictions": (2, None), "interventions": (2, None), "plans": (2, None), "exports": (None, 7), "visits": (1, None), "inbox": (None, 7), "waiting_logs": (None, 2),
    }  # fmt: skip


def test_named_columns_exist_where_the_tables_do():
    known = {table.name: table for table in metadata.tables.values()}
    for rule in retention.rules():
        for name, column in rule.tables.items():
            assert name not in known or (column or "student_pid") in known[name].c, name
            assert rule.kind != "lake_terms" or name in lake.TABLES


def events(place, term, rows=3):
    folder = lake.partition(place.home, "fact_lms_daily", term)
    folder.mkdir(parents=True)
    schema = lake.schema("fact_lms_daily")
    pl.DataFrame({name: [None] * rows for name in schema}, schema=schema).write_parquet(folder / "1.parquet")


def test_daily_events_go_three_years_after_their_term(place):
    for term in ENDS:
        events(place, term)
    assert apply(place, "lms_daily") == (6, 6, 0)
    assert lake.terms(place.home, "fact_lms_daily") == [NEW]


def test_daily_events_of_yesterdays_limit_stay(place):
    events(place, MIDDLE)
    assert retention.due(Place(place.home, place.engine, TODAY - timedelta(days=1)), RULES["lms_daily"]) == 0


def test_evaluation_goes_five_years_after_its_term_with_its_earlier_versions(place):
    for number, term in enumerate(ENDS):
        add(place, fact_set_response, {
            "response_id": f"r{number}", "item_no": 1, "offering_id": f"{term}/1", "teacher_pid": "t1", "term_id": term,
        })  # fmt: skip
    for at in (datetime(2020, 3, 1), datetime(2025, 3, 1)):
        add(place, meta_row_history, {
            "table_name": "fact_set_response", "row_key": "r", "old_row": "{}", "replaced_by_load": 1, "replaced_at": at,
        })  # fmt: skip
    assert apply(place, "evaluation") == (2, 2, 0)
    assert (count(place, fact_set_response), count(place, meta_row_history)) == (2, 1)


def student(place, pid, status, graduated_on=None, since=date(2019, 9, 1)):
    add(place, dim_student, {
        "student_pid": pid, "valid_from": since, "is_current": True, "student_status": status, "graduated_on": graduated_on,
    })  # fmt: skip


PEOPLE = {  # pid -> whether the time of keeping is over
    "over": True, "left": True, "recent": False, "enrolled": False,
}  # fmt: skip


@pytest.fixture
def people(place):
    student(place, "over", "graduated", date(2024, 1, 20))
    student(place, "left", "withdrawn", since=date(2023, 5, 1))
    student(place, "recent", "graduated", date(2024, 1, 21))
    student(place, "enrolled", "enrolled")
    at = datetime(2022, 10, 1)
    for pid in PEOPLE:
        add(place, ml_prediction, *({
            "student_pid": pid, "term_id": MIDDLE, "point": point, "model_id": "m", "cutoff": at, "scored_at": at,
            "is_latest": False, "expected_failed_credits": 2.5, "p_any": 0.5, "reasons": "[]", "features_sha256": "f" * 64,
            "class_code": "C1", "org_code": "D1",
        } for point in ("W4", "W8")))  # fmt: skip
        add(place, ml_course_risk, {
            "student_pid": pid, "offering_id": f"{MIDDLE}/1", "term_id": MIDDLE, "point": "W8", "model_id": "m",
            "is_latest": False, "probability": 0.4, "class_code": "C1",
        })  # fmt: skip
        add(place, qa_intervention, {
            "student_pid": pid, "term_id": MIDDLE, "state": "closed", "kind": "talk", "note": f"words about {pid}",
            "outcome": "resolved", "actor_pid": "t1", "actor_role": "counsellor", "recorded_at": at, "class_code": "C1",
            "known_level": "red", "known_rules": '["open||2"]',
        })  # fmt: skip
        said = {
            "student_pid": pid, "term_id": MIDDLE, "note": f"words about {pid}", "actor_pid": "t1", "actor_role": "teacher",
            "recorded_at": at, "class_code": "C1",
        }  # fmt: skip
        add(place, qa_case_note, said | {"recorded_on": at.date()})
        more = {"offering_id": "o1", "reason": "absent", "opened_on": at.date(), "due_on": at.date()}
        add(place, qa_referral, said | more)
    return place


@pytest.mark.parametrize(
    ("rule", "table", "rows"),
    [
        ("predictions", ml_prediction, 4),
        ("predictions", ml_course_risk, 2),
        ("interventions", qa_intervention, 2),
        ("interventions", qa_case_note, 2),
        ("interventions", qa_referral, 2),
    ],
)
def test_rows_of_who_left_two_years_ago_are_linked_to_nobody(people, rule, table, rows):
    before = count(people, table)
    assert apply(people, rule)[2] == 0
    with people.engine.connect() as connection:
        left = connection.execute(select(table)).mappings().all()
    assert len(left) == before
    unlinked = [row for row in left if row["student_pid"] not in PEOPLE]
    assert (
        len(unlinked) == rows == len({row["student_pid"] for row in unlinked})
    )  # no two can be put together
    assert {row["student_pid"] for row in left} & set(PEOPLE) == {"recent", "enrolled"}
    for row in unlinked:
        assert [row.get(name) for name in ("note", "class_code", "features_sha256", "known_rules")] == [
            None
        ] * 4
        assert row.get("actor_pid", "x").startswith("x")
    kept = next(row for row in left if row["student_pid"] == "enrolled")
    assert kept["class_code"] == "C1"


def test_what_is_left_still_serves_for_figures(people):
    apply(people, "interventions")
    with people.engine.connect() as connection:
        told = connection.execute(select(qa_intervention.c.outcome, qa_intervention.c.kind)).all()
    assert told == [("resolved", "talk")] * 4


def test_exports_of_a_person_go_after_seven_days(place):
    root = place.home.folder("exports") / "person"
    for name, days in (("old", 8), ("new", 6)):
        (root / name).mkdir(parents=True)
        (root / name / "copy.json").write_text("{}")
        at = time.time() - days * 86_400
        os.utime(root / name, (at, at))
    (place.home.folder("exports") / "demo").mkdir()
    assert apply(place, "exports") == (1, 1, 0)
    assert [path.name for path in root.iterdir()] == ["new"]
    assert (place.home.folder("exports") / "demo").exists()


def log(place, years):
    at = NOW - timedelta(days=int(365.3 * years))
    with place.engine.begin() as connection:
        log_chain.append(connection, {"at": at, "act": "view", "object_kind": "student"})


def test_log_goes_after_three_years_behind_an_anchor(place):
    for years in (5, 4, 3.1, 2.9, 1):
        log(place, years)
    assert apply(place, "access_log") == (3, 3, 0)
    assert (count(place, sec_access_log), count(place, sec_log_anchor)) == (2, 1)
    with place.engine.connect() as connection:
        assert log_chain.verify(connection).is_whole


def test_log_removal_that_was_killed_is_finished_without_a_second_anchor(place):
    for years in (5, 4, 1):
        log(place, years)
    with place.engine.begin() as connection:
        log_chain.anchor(connection, log_chain.over(connection, NOW - timedelta(days=1100)))
    assert log_chain.forget(place.engine, 1) == 1  # and then the power went
    with place.engine.connect() as connection:
        assert log_chain.verify(connection).is_whole
    assert apply(place, "access_log") == (1, 1, 0)
    assert (count(place, sec_access_log), count(place, sec_log_anchor)) == (1, 1)


def test_verb_checks_removes_logs_and_finds_nothing_the_second_time(place, jobs):
    events(place, OLD)
    log(place, 4)
    place.engine.dispose()
    home = place.home

    def verb(*options):
        return json.loads(jobs("retention", "--json", "-", *options, home=home).stdout)

    looked = verb("--check")
    assert (looked["rows"], looked["check"]) == (4, True)
    assert lake.terms(home, "fact_lms_daily") == [OLD]
    done = verb()
    assert {rule["rule_id"]: rule["rows"] for rule in done["rules"] if rule["rows"]} == {
        "access_log": 1,
        "lms_daily": 3,
    }
    assert verb()["rows"] == 0
    with place.engine.connect() as connection:
        told = connection.execute(
            select(
                sec_access_log.c.act,
                sec_access_log.c.object_kind,
                sec_access_log.c.object_id,
                sec_access_log.c.row_count,
            )
        ).all()
        assert log_chain.verify(connection).is_whole
    assert told == [("write", "retention", "access_log", 1), ("write", "retention", "lms_daily", 3)]


def test_rules_are_owned_and_dated():
    body = yaml.safe_load(retention.FILE.read_text(encoding="utf-8"))
    assert body["owner"] and isinstance(body["reviewed_on"], date)


def test_files_handed_in_and_left_are_removed(empty_home, own_database):
    old = begin(empty_home)
    put(old, [("学生.csv", b"a\n1\n"), ("成绩.csv", b"a\n1\n")])
    engine = open_engine(empty_home)
    place = Place(empty_home, engine, date(2026, 1, 1))
    rule = next(rule for rule in retention.rules() if rule.rule_id == "inbox")
    assert retention.due(place, rule) == 0
    week = 8 * 86_400
    os.utime(old.folder, (old.folder.stat().st_mtime - week,) * 2)
    assert retention.due(place, rule) == 2
    assert retention.remove(place, rule) == 2
    assert arrivals(empty_home) == []
    assert retention.remove(place, rule) == 0
