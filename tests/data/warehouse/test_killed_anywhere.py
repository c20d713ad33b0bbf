"""kill -9 at seeded moments of a load, and of taking it back: done once more it is as if nobody had killed anything."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys

import polars as pl
import pytest

from data.warehouse import bulk, lake
from data.warehouse.home import open_engine
from data.warehouse.loading.source import load_source
from data.warehouse.loading.undo import undo_load
from data.warehouse.schema import metadata
from tests.data.small_source import make_mapping, write_files
from tests.data.warehouse import killed
from tests.databases import PROJECT

STUDENTS, CLASSES, MOMENTS = 40, 30, 4
SURROGATES = ("student_sk", "teacher_sk", "history_id")
STAMPS = ("load_id", "loaded_at", "replaced_by_load", "replaced_at")


def _files(folder, *, later: bool):
    """Grades and visits of every student in every class; a later export has more of both, and some that changed."""
    students = range(STUDENTS + (5 if later else 0))
    pairs = [(student, one) for student in students for one in range(CLASSES if later else CLASSES // 2)]
    grades = [
        f"S{s:03d},K{k},1,{60 + (s + k + (later and s % 3 == 0)) % 40},,2025-01-10 08:00" for s, k in pairs
    ]
    visits = [f"S{s:03d},K{k},2024-09-{2 + k % 20:02d},{1 + (later and s % 4 == 0)}" for s, k in pairs]
    return write_files(
        folder,
        students="\n".join(["学号,姓名,班级,入学", *(f"S{s:03d},示例{s},B{later and s % 7},2024-09-01" for s in students)]),
        offerings="\n".join(["教学班,课程", *(f"K{k},C{k}" for k in range(CLASSES))]),
        grades="\n".join(["学号,教学班,次,成绩,备注,录入", *grades, "S999,K1,1,80,,2025-01-10"]),
        visits="\n".join(["学号,教学班,日期,次数", *visits]),
    )  # fmt: skip


def _content(home) -> dict[str, list]:
    """All that the loads brought, and the versions they replaced; without load ids, stamps and numbers drawn on the way."""
    engine = open_engine(home)
    with engine.connect() as connection:
        held = {
            name: bulk.read_table(connection, table)
            for name, table in metadata.tables.items()
            if name.split(".")[-1].startswith(("dim_", "fact_", "bridge_")) or name == "meta_row_history"
        }
    engine.dispose()
    for name in ("dim_student", "dim_teacher"):  # a fact points to a version by its number
        number = f"{name[4:]}_sk"
        assert held[name][number].is_unique().all()
    events = {name: lake.scan(home, name).collect() for name in lake.TABLES}
    return {name: sorted(map(repr, _told(name, frame).rows())) for name, frame in {**held, **events}.items()}


def _told(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    if "recorded_at" in frame.columns:
        known = pl.col("recorded_at") != pl.col("loaded_at")
        frame = frame.with_columns(pl.when(known).then("recorded_at").alias("recorded_at"))
    if name == "meta_row_history":
        frame = frame.with_columns(pl.col("old_row").map_elements(_old_row, return_dtype=pl.String))
    own = [column for column in frame.columns if column.endswith("_id") and frame[column].dtype == pl.Int64]
    return frame.drop(*own, *SURROGATES, *STAMPS, strict=False)


def _old_row(text: str) -> str:
    row = json.loads(text)
    return repr(sorted((key, row[key]) for key in row if key not in (*SURROGATES, *STAMPS)))


def _run(home, folder, moment: int, *load: int) -> subprocess.CompletedProcess:
    words = [str(home.directory), home.warehouse_url or "", str(folder), str(moment), *map(str, load)]
    return subprocess.run(
        [sys.executable, "-m", "tests.data.warehouse.killed", *words],
        cwd=PROJECT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def _undo(home, load_id: int) -> None:
    engine = open_engine(home)
    undo_load(engine, home, load_id)
    engine.dispose()


@pytest.fixture
def small_steps(monkeypatch):
    """The steps of the killed process in this one too."""
    for module, names in (
        (killed.pieces, ("LARGE",)),
        (killed.blocks, ("PIECE",)),
        (bulk, ("BATCH", "MANY", "COPIED")),
    ):
        for name in names:
            monkeypatch.setattr(module, name, getattr(module, name))
    monkeypatch.setattr(killed.tables, "REPLACE_BATCH", killed.tables.REPLACE_BATCH)
    monkeypatch.setattr(killed.undo, "DELETE_BATCH", killed.undo.DELETE_BATCH)
    killed.small_steps()


def test_killed_loads_and_undoings_are_as_if_undisturbed(empty_home, tmp_path, small_steps):
    load_source(empty_home, make_mapping(), _files(tmp_path / "earlier", later=False))
    before, folder = _content(empty_home), _files(tmp_path / "later", later=True)
    told = _run(empty_home, folder, 0)
    assert told.returncode == 0, told.stderr
    loading, after = int(told.stdout), _content(empty_home)
    assert after != before
    again = load_source(empty_home, make_mapping(), folder)
    assert sum(counts.loaded for counts in again.tables.values()) == 0
    assert _content(empty_home) == after
    _undo(empty_home, again.load_id)
    told = _run(empty_home, folder, 0, again.load_id - 1)
    assert told.returncode == 0, told.stderr
    undoing = int(told.stdout)
    assert _content(empty_home) == before
    draw, reached = random.Random(20261127), []
    for part in range(MOMENTS):
        at = [
            draw.randint(1 + steps * part // MOMENTS, steps * (part + 1) // MOMENTS)
            for steps in (loading, undoing)
        ]
        assert _run(empty_home, folder, at[0]).returncode == -signal.SIGKILL
        reached.append(_content(empty_home))
        load = load_source(empty_home, make_mapping(), folder)
        assert _content(empty_home) == after, f"loading, moment {at[0]} of {loading}"
        assert _run(empty_home, folder, at[1], load.load_id).returncode == -signal.SIGKILL
        reached.append(_content(empty_home))
        engine = open_engine(empty_home)
        undo_load(engine, empty_home, load.load_id)
        engine.dispose()
        assert _content(empty_home) == before, f"taking back, moment {at[1]} of {undoing}"
    halves = [content for content in reached if content not in (before, after)]
    assert len(halves) >= MOMENTS  # most moments lie in the middle of something
    assert not list(empty_home.folder("lake").rglob("*.tmp"))
