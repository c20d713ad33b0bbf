"""A large file loads piece by piece like a small one loads as a whole: rows, account, rows set aside, twice, as a trial, over what is there."""

from __future__ import annotations

import pytest

from data.sources import blocks, pieces
from data.warehouse import bulk, lake
from data.warehouse.home import open_engine
from data.warehouse.loading import spool
from data.warehouse.loading.source import load_source
from data.warehouse.loading.undo import undo_load
from data.warehouse.schema import metadata
from tests.data.small_source import make_mapping, rule, tables_with, write_files

GRADES = "学号,教学班,次,成绩,备注,录入\n" + "".join(
    f"S00{1 + n % 3},K{1 + n % 2},{1 + n},{60 + n % 40},,2025-01-10 08:00\n" for n in range(300)
)
BAD = "S001,K2,1,61,,2025-01-10 08:00\nS009,K1,1,70,,2025-01-10\nS001,K1,3,机密,,2025-01-10\n合计,,,,,\n"
VISITS = "学号,教学班,日期,次数\n" + "".join(
    f"S00{1 + n % 3},K{1 + n % 2},2024-{9 + n % 4:02d}-{1 + n % 28:02d},{n % 7}\n" for n in range(500)
)


@pytest.fixture
def in_pieces(monkeypatch):
    """Every text file is large, a piece holds some dozens of lines, and few rows are compared at a time."""
    monkeypatch.setattr(pieces, "LARGE", 1)
    monkeypatch.setattr(blocks, "PIECE", 1_500)
    monkeypatch.setattr(spool, "BUCKET", 100)


def _held(home) -> dict:
    engine = open_engine(home)
    with engine.connect() as connection:
        grades = bulk.read_table(connection, metadata.tables["fact_grade_attempt"])
        versions = bulk.read_table(connection, metadata.tables["dim_student"])
        aside = bulk.read_table(connection, metadata.tables["restricted.meta_set_aside_row"])
    engine.dispose()
    events = lake.scan(home, "fact_lms_daily").collect().drop("loaded_at", "load_id")
    # which version of the student, not its number: a database that counts on gives other numbers after a load was taken back
    grades = grades.join(versions.select("student_sk", "valid_from"), on="student_sk", validate="m:1")
    return {
        "grades": sorted(map(repr, grades.drop("grade_id", "student_sk", "loaded_at", "load_id").rows())),
        "aside": sorted(aside.select("table_name", "row_no", "reason_code", "original").rows()),
        "events": sorted(map(repr, events.rows())),
    }


def _told(result) -> tuple:
    return result.tables, result.files, result.reasons


def _undone(home, result) -> None:
    engine = open_engine(home)
    undo_load(engine, home, result.load_id)
    engine.dispose()


@pytest.mark.parametrize("repeat", [{"visits": "sum"}, "set_aside", "last"])
def test_in_pieces_is_as_a_whole(empty_home, tmp_path, monkeypatch, request, repeat):
    mapping = make_mapping(tables_with(rule("fact_lms_daily", repeat=repeat)))
    folder = write_files(tmp_path / "files", grades=GRADES + BAD, visits=VISITS)
    whole = load_source(empty_home, mapping, folder)
    held = _held(empty_home)
    _undone(empty_home, whole)
    request.getfixturevalue("in_pieces")
    trial = load_source(empty_home, mapping, folder, trial=True)
    assert not list(empty_home.folder("lake").rglob("fact_lms_daily/*/*"))
    parts = load_source(empty_home, mapping, folder)
    assert _told(parts) == _told(whole) == _told(trial)
    assert all(counts.balances for counts in parts.tables.values())
    assert _held(empty_home) == held
    again = load_source(empty_home, mapping, folder)
    assert sum(counts.loaded for counts in again.tables.values()) == 0
    write_files(folder, grades=GRADES.replace(",61,", ",62,"), visits=VISITS.replace("-17,", "-18,"))
    changed = load_source(empty_home, mapping, folder)
    assert changed.tables["fact_grade_attempt"].replaced > 0 or changed.tables["fact_lms_daily"].loaded > 0
    _undone(empty_home, changed)
    assert _held(empty_home)["events"] == held["events"]
    assert _held(empty_home)["grades"] == held["grades"]
    assert not list(empty_home.folder("lake").rglob("*.tmp"))


def test_events_of_a_first_load_are_put_in_place_as_they_are(empty_home, tmp_path, in_pieces):
    mapping = make_mapping(tables_with(rule("fact_lms_daily", repeat="set_aside")))
    visits = "学号,教学班,日期,次数\n" + "".join(
        f"S001,K1,2024-{9 + n // 28:02d}-{1 + n % 28:02d},1\n" for n in range(112)
    )
    result = load_source(empty_home, mapping, write_files(tmp_path / "files", visits=visits))
    assert result.tables["fact_lms_daily"].loaded == 112
    assert len(list(empty_home.folder("lake").rglob("*.parquet"))) > 1  # one for each piece
    events = lake.scan(empty_home, "fact_lms_daily").collect()
    assert events.schema == {**lake.schema("fact_lms_daily"), "term_id": events.schema["term_id"]}
    assert events["student_pid"].n_unique() == 1
    assert events["source_rows"].unique().to_list() == [1]


def test_a_file_refused_in_its_middle_leaves_nothing(empty_home, tmp_path, in_pieces):
    visits = VISITS.encode() + "学号\n".encode("utf-16") * 40
    result = load_source(empty_home, make_mapping(), write_files(tmp_path / "files", visits=visits))
    if result.refused:
        assert not list(empty_home.folder("lake").rglob("fact_lms_daily/*/*"))
    else:
        assert result.tables["fact_lms_daily"].set_aside > 0
