"""`bench ingest` at the size of a college's history: grades into the warehouse and events into the lake, beside a bare load of the same file."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, text

from data.warehouse.home import Home, open_engine
from data.warehouse.schema.teaching import fact_grade_attempt
from errors import ShownError
from jobs import bench_ingest_files as files
from jobs.bench_batch import ROOT, verb

PATIENCE = 600.0  # seconds: after these no further pair of runs is begun


@dataclass(frozen=True)
class Bench:
    """One file that is loaded again and again into a home that holds what it points to."""

    home: Home
    folder: Path
    name: str  # of the file and its mapping
    rows: int
    bare: tuple[str, ...]  # words for jobs.bench_bare
    empty: Callable[[], None]  # makes the home as it was before the load


def grades_case(home: Home, students: int, runs: int, name: str) -> dict:
    """Rows a second of a grade file of all terms into a warehouse with its keys and indexes."""
    rows, folder = files.rows_of("grades", students), home.directory / "bench"
    files.write_college(folder, *files.college_of_grades(rows))
    files.write_grades(folder, rows)
    bare = ("grades", str(folder / "grades.csv"), home.url)
    return _case(Bench(home, folder, "grades", rows, bare, lambda: _empty_table(home)), name, runs)


def events_case(home: Home, students: int, runs: int, name: str) -> dict:
    """Rows a second of a file of events of all terms into the lake."""
    rows, folder = files.rows_of("events", students), home.directory / "bench"
    files.write_college(folder, *files.college_of_events(rows))
    files.write_events(folder, rows)
    bare = ("events", str(folder / "events.csv"), str(folder / "bare.parquet"))
    return _case(Bench(home, folder, "events", rows, bare, lambda: _empty_lake(home)), name, runs)


def _case(bench: Bench, name: str, runs: int) -> dict:
    """Product and bare load in turns, each in a process of its own at the same priority; `p95` is the slowest run."""
    _ingest(bench, "students", "offerings")
    product, bare, peaks, how = [], [], [], ""
    began = time.monotonic()
    while len(product) < runs and (not product or time.monotonic() - began < PATIENCE):
        seconds, answer = _ingest(bench, bench.name)
        loaded = sum(
            counts["loaded"] for table, counts in answer["tables"].items() if table.startswith("fact")
        )
        if loaded != bench.rows:
            raise ShownError("measuring a load", found=f"{loaded} rows loaded", expected=str(bench.rows))
        product.append(bench.rows / seconds)
        peaks.append(answer["peak_mb"])
        bench.empty()
        seconds, how = _bare(bench)
        bare.append(bench.rows / seconds)
        bench.empty()
    middle, beside = statistics.median(product), statistics.median(bare)
    return {
        "name": name,
        "p50": round(middle),
        "p95": round(min(product)),
        "unit": "rows/s",
        "reference": round(beside),
        "ratio": round(middle / beside, 2),  # above 1: faster than the bare load
        "rows": bench.rows,
        "rows_per_second": round(middle),
        "peak_mb": max(peaks),
        "bare": how,
        "runs": len(product),
    }


def _ingest(bench: Bench, *names: str) -> tuple[float, dict]:
    """Seconds of the load itself, and the verb's answer; what the verb does afterwards (checks of the data) is not part of a load."""
    mapping, answer = bench.folder / "mapping.yaml", bench.folder / "answer.json"
    files.write_mapping(mapping, *names)
    load = verb(bench.home, "ingest", "files", "--path", str(bench.folder), "--mapping", str(mapping), "--json", str(answer))  # fmt: skip
    load()
    told = json.loads(answer.read_text(encoding="utf-8"))
    return told["seconds"], told


def _bare(bench: Bench) -> tuple[float, str]:
    command = [sys.executable, "-m", "jobs.bench_bare", *bench.bare]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    seconds, how = done.stdout.strip().split(" ", 1)
    return float(seconds), how


def _empty_table(home: Home) -> None:
    engine = open_engine(home)
    with engine.begin() as connection:
        if home.is_sqlite:
            connection.execute(delete(fact_grade_attempt))
        else:
            connection.execute(text(f"TRUNCATE {fact_grade_attempt.name}"))
    engine.dispose()


def _empty_lake(home: Home) -> None:
    shutil.rmtree(home.folder("lake"))
