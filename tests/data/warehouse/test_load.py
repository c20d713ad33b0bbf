"""Loading: every record accounted, nothing twice, changed rows replaced with their old version kept, and taken back."""

import json
import random
from datetime import date, datetime

import polars as pl
import pytest
from sqlalchemy import func, insert, select

from data.warehouse import bulk, lake
from data.warehouse.home import open_engine, read_setting
from data.warehouse.loading.account import start_load
from data.warehouse.loading.listing import all_loads
from data.warehouse.loading.source import load_source
from data.warehouse.loading.undo import undo_load
from data.warehouse.locks import load_lock
from data.warehouse.pseudonym import person_pid, pseudonym_key
from data.warehouse.schema import metadata
from errors import ShownError
from tests.data.small_source import (
    GRADES,
    OFFERINGS,
    STUDENTS,
    VISITS,
    make_mapping,
    rule,
    tables_with,
    write_files,
)

T = metadata.tables


@pytest.fixture
def college(empty_home, tmp_path):
    """Loads the small source into a fresh home; call it again with changed files."""

    class College:
        home = empty_home
        engine = open_engine(empty_home)

        def load(self, mapping=None, trial=False, **files):
            folder = write_files(tmp_path / "files", **files)
            return load_source(empty_home, mapping or make_mapping(), folder, trial=trial)

        def rows(self, table):
            with self.engine.connect() as connection:
                return bulk.read_table(connection, T.get(table, T.get(f"restricted.{table}")))

        def content(self):
            """Every table and lake file a load fills, without the loads' own accounts."""
            names = [name for name in T if name.split(".")[-1].startswith(("dim_", "fact_", "bridge_"))]
            held = {}
            for name in names:
                frame = self.rows(name)
                held[name] = sorted(map(repr, frame.drop("loaded_at", strict=False).rows()))
            for name in lake.TABLES:
                held[name] = sorted(map(repr, lake.scan(self.home, name).drop("loaded_at").collect().rows()))
            return held

    yield College()
    College.engine.dispose()


def _balanced(result):
    for counts in [
        *result.tables.values(),
        *(c for tables in result.files.values() for c in tables.values()),
    ]:
        assert counts.balances, counts
    return result


def test_first_load_balances_and_second_adds_nothing(college):
    first = _balanced(college.load())
    before = college.content()
    second = _balanced(college.load())
    assert all(counts.loaded == counts.read for counts in first.tables.values())
    assert first.tables["fact_lms_daily"].read == 3
    assert all(counts.already == counts.read for counts in second.tables.values())
    assert college.content() == before


def test_people_are_stored_under_pseudonyms_only(college):
    college.load()
    pid = person_pid(pseudonym_key(college.home), "student", "S001")
    people = college.rows("dim_person").filter(pl.col("person_pid") == pid)
    assert people["full_name"].to_list() == ["示例·甲"]
    assert pid in college.rows("dim_student")["student_pid"].to_list()
    text = json.dumps(
        [college.rows(name).rows() for name in ("dim_student", "fact_grade_attempt")], default=str
    )
    assert "S001" not in text


def test_grades_and_events_carry_when_they_were_known(college):
    college.load()
    grades = college.rows("fact_grade_attempt").sort("recorded_at", "score", nulls_last=True)
    assert grades["result"].to_list() == ["passed", "pending", "passed"]
    assert grades["score"].to_list() == [86.0, None, 95.0]
    assert grades["recorded_at"][0] == datetime(2025, 1, 10, 0, 0)
    assert grades["recorded_at"][2] == datetime(
        2025, 1, 11, 4, 0
    )  # a date alone stands at noon of the college's day
    events = lake.scan(college.home, "fact_lms_daily").sort("visits").collect()
    assert events["visits"].to_list() == [4.0, 5.0]
    assert events["source_rows"].to_list() == [1, 2]
    assert events["event_time"].to_list() == [datetime(2024, 9, 3, 4), datetime(2024, 9, 2, 4)]
    assert events["recorded_at"].to_list() == [datetime(2024, 9, 5, 4), datetime(2024, 9, 4, 4)]
    assert events.select("week_no", "weekday").rows() == [(1, 2), (1, 1)]


def test_unknown_recorded_at_is_the_time_of_loading(college):
    mapping = make_mapping(tables_with(rule("fact_grade_attempt", recorded_at="unknown")))
    college.load(mapping)
    college.load(mapping)
    grades = college.rows("fact_grade_attempt")
    assert grades["recorded_at"].to_list() == grades["loaded_at"].to_list()


def test_declared_lag_of_history_holds_for_the_first_load_only(college):
    lag = {"after_event_days": 3, "first_load_only": True}
    mapping = make_mapping(tables_with(rule("fact_lms_daily", recorded_at=lag)))
    college.load(mapping)
    college.load(mapping, visits=VISITS + "S003,K2,2024-09-04,9\n")
    events = lake.scan(college.home, "fact_lms_daily").sort("visits").collect()
    assert events["recorded_at"][0] == datetime(2024, 9, 6, 4)
    assert events["recorded_at"][2] == events["loaded_at"][2]


def test_changed_row_replaces_and_keeps_its_old_version(college):
    college.load()
    result = _balanced(
        college.load(
            grades=GRADES.replace("86", "88"), visits=VISITS.replace("K1,2024-09-03,4", "K1,2024-09-03,7")
        )
    )
    assert result.tables["fact_grade_attempt"].as_dict() == {
        "read": 3,
        "loaded": 1,
        "replaced": 1,
        "already": 2,
        "set_aside": 0,
    }
    assert result.tables["fact_lms_daily"].as_dict() == {
        "read": 3,
        "loaded": 1,
        "replaced": 1,
        "already": 2,
        "set_aside": 0,
    }
    assert 88.0 in college.rows("fact_grade_attempt")["score"].to_list()
    history = college.rows("meta_row_history")
    assert sorted(history["table_name"]) == ["fact_grade_attempt", "fact_lms_daily"]
    assert {json.loads(row).get("score") for row in history["old_row"]} == {86.0, None}
    assert lake.scan(college.home, "fact_lms_daily").select(
        "visits"
    ).collect().to_series().sort().to_list() == [5.0, 7.0]


def test_undo_restores_what_was_there(college):
    college.load()
    before = college.content()
    more = "S003,K1,1,70,,2025-01-12\n"
    second = college.load(
        students=STUDENTS.replace("示例·乙", "示例·乙乙"),
        grades=GRADES.replace("86", "88") + more,
        visits=VISITS.replace("K1,2024-09-03,4", "K1,2024-09-03,7"),
    )
    assert college.content() != before
    undo_load(college.engine, college.home, second.load_id)
    assert college.content() == before
    assert college.rows("meta_row_history").is_empty()
    assert [load["status"] for load in all_loads(college.engine)] == ["done", "undone"]


def test_undo_of_the_only_load_leaves_an_empty_warehouse(college):
    first = college.load()
    undo_load(college.engine, college.home, first.load_id)
    assert not any(college.content().values())
    assert not list(college.home.folder("lake").rglob("*.parquet"))
    modes = dict(
        zip(college.rows("meta_source")["source_id"], college.rows("meta_source")["mode"], strict=True)
    )
    assert set(modes.values()) == {"none"}
    assert _balanced(college.load()).tables["fact_grade_attempt"].loaded == 3


def test_undo_refuses_what_later_loads_build_on(college):
    first = college.load()
    second = college.load(grades=GRADES + "S003,K1,1,70,,2025-01-12\n")
    with pytest.raises(ShownError, match=f"load {second.load_id} first"):
        undo_load(college.engine, college.home, first.load_id)
    with pytest.raises(ShownError, match="no load 99"):
        undo_load(college.engine, college.home, 99)


def test_trial_gives_the_same_account_and_changes_nothing(college):
    trial = _balanced(college.load(trial=True))
    assert not any(college.content().values())
    assert trial.load_id is None
    assert {name: counts.as_dict() for name, counts in trial.tables.items()} == {
        name: counts.as_dict() for name, counts in college.load().tables.items()
    }


def test_versions_of_a_student_follow_one_another(college):
    history = rule(
        "dim_student",
        columns={
            "student_no": "学号",
            "class_code": "班级",
            "valid_from": "入学",
            "student_status": {"const": "enrolled"},
        },
    )
    mapping = make_mapping(tables_with(history))
    moved = STUDENTS + "S001,示例·甲,B9,2024-10-01\nS002,示例·乙,B1,2024-11-01\n"
    result = _balanced(college.load(mapping, students=moved))
    assert result.tables["dim_student"].loaded == 4  # the second row of S002 says nothing new
    versions = (
        college.rows("dim_student")
        .filter(pl.col("class_code").is_in(["B9"]) | (pl.col("valid_to").is_not_null()))
        .sort("valid_from")
    )
    assert versions["valid_to"].to_list() == [date(2024, 9, 30), None]
    assert versions["is_current"].to_list() == [False, True]
    surrogates = dict(zip(versions["valid_from"], versions["student_sk"], strict=True))
    pid = versions["student_pid"][0]
    grades = college.rows("fact_grade_attempt").filter(pl.col("student_pid") == pid)
    assert grades["student_sk"].to_list() == [
        surrogates[date(2024, 9, 1)]
    ]  # no exam date: the first day of the term


@pytest.mark.parametrize("seed", range(5))
def test_account_balances_whatever_the_rows_are(college, seed):
    """Random damage in every column: the account balances, good rows load, no personal value is told."""
    chance = random.Random(seed)
    spoilt = {
        "grades": _spoil(chance, GRADES, 60),
        "visits": _spoil(chance, VISITS, 60),
        "students": STUDENTS,
        "offerings": OFFERINGS,
    }
    result = _balanced(college.load(**spoilt))
    again = _balanced(college.load(**spoilt))
    for table, counts in again.tables.items():
        assert counts.loaded == 0, (table, counts)
        assert counts.set_aside == result.tables[table].set_aside
    told = json.dumps(result.details, ensure_ascii=False, default=str)
    assert not any(secret in told for secret in ("S001", "S999", "示例", "机密"))


def _spoil(chance, text, count):
    header, *rows = text.strip().split("\n")
    lines = []
    for _ in range(count):
        cells = chance.choice(rows).split(",")
        for _ in range(chance.randint(0, 2)):
            cells[chance.randrange(len(cells))] = chance.choice(
                ["", "机密", "2.015E+11", "S999", "-5", "无", "2024-13-01", "7", "a,b"]
            )
        lines.append(",".join(cells))
    return "\n".join([header, *lines]) + "\n"


def test_killed_load_is_swept_by_the_next(college):
    college.load()
    before = college.content()
    load_id, at, _ = start_load(college.engine, make_mapping(), lag_days=None)
    stray = (
        college.rows("dim_course")
        .head(1)
        .drop("course_sk")
        .with_columns(
            pl.lit("C9").alias("course_code"),
            pl.lit(load_id).cast(pl.Int64).alias("load_id"),
            pl.lit(at).alias("loaded_at"),
        )
    )
    bulk.write_frame(college.engine, T["dim_course"], stray)
    stray_file = lake.partition(college.home, "fact_quiz", "2024-2025-1")
    stray_file.mkdir(parents=True)
    pl.DataFrame(schema=lake.schema("fact_quiz")).write_parquet(stray_file / f"{load_id:06d}-000.parquet")
    college.load()
    assert college.content() == before
    assert [load["status"] for load in all_loads(college.engine)] == ["done", "failed", "done"]


def test_interrupted_load_leaves_the_home_as_it_was(college, monkeypatch):
    college.load()
    before = college.content()
    from data.warehouse.loading import source as module

    original = module.load_entry

    def interrupt(entry, path):
        if entry.rule.to == "fact_lms_daily":
            raise KeyboardInterrupt
        return original(entry, path)

    monkeypatch.setattr(module, "load_entry", interrupt)
    with pytest.raises(KeyboardInterrupt):
        college.load(grades=GRADES.replace("86", "88") + "S003,K1,1,70,,2025-01-12\n")
    assert college.content() == before


def test_two_loads_at_once_are_refused(college):
    with load_lock(college.home), pytest.raises(ShownError, match="another load"):
        college.load()


def test_home_takes_the_settings_of_its_first_mapping_only(college):
    college.load(make_mapping(home={"zone": "Asia/Shanghai", "college_name": "甲校"}))
    with college.engine.connect() as connection:
        assert read_setting(connection, "kind") == "local"
        assert read_setting(connection, "college_name") == "甲校"
    with pytest.raises(ShownError, match="one home holds one college"):
        college.load(make_mapping(home={"college_name": "乙校"}))


def test_sources_show_when_they_came(college):
    college.load()
    held = {row["source_id"]: row for row in college.rows("meta_source").to_dicts()}
    assert held["academic_affairs"]["mode"] == "file"
    assert held["academic_affairs"]["last_success_at"] is not None
    assert held["academic_affairs"]["last_row_at"] == datetime(2024, 9, 3, 4)
    assert held["hr"]["mode"] == "none"
    assert held["hr"]["last_success_at"] is None


def test_history_of_another_load_is_left_alone(college):
    first = college.load()
    with college.engine.begin() as connection:
        connection.execute(
            insert(T["restricted.meta_row_history"]).values(
                table_name="dim_course",
                row_key="x",
                old_row="{}",
                replaced_by_load=first.load_id + 50,
                replaced_at=datetime(2025, 1, 1),
            )
        )
    college.load()
    with college.engine.connect() as connection:
        assert (
            connection.execute(
                select(func.count()).select_from(T["restricted.meta_row_history"])
            ).scalar_one()
            == 1
        )


def test_trial_writes_no_file_into_the_home(college):
    def files():
        return {str(path) for path in college.home.directory.rglob("*") if path.is_file()}

    before = files()
    assert college.load(trial=True).read
    assert files() == before


def test_home_that_lost_its_key_takes_no_load(college):
    college.load()
    (college.home.folder("keys") / "pseudonym.key").unlink()
    with pytest.raises(ShownError, match="found: no key, in a home that knows people"):
        college.load()


@pytest.mark.parametrize("day", ["1950-09-02", "2204-09-02", "9998-01-01"])
def test_event_far_from_its_term_is_set_aside(college, day):
    result = _balanced(college.load(visits=VISITS + f"S003,K1,{day},1\n"))
    assert result.tables["fact_lms_daily"].loaded == 3
    assert result.reasons == {"out_of_range": 1}
    told = result.details[0]
    assert (told["first_row_no"], told["column_name"], told["value_shape"]) == (5, "日期", "9999-99-99")
