"""Benches of batch work: the features beside hand-written group-bys, loading, training."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from data.warehouse import lake
from data.warehouse.home import Home
from errors import ShownError
from profiling.features.attendance import attendance_counts
from profiling.features.online import activity_totals
from profiling.features.tasks import quiz_scores

ROOT = Path(__file__).resolve().parent.parent


def _seconds(work: Callable[[], object], runs: int) -> list[float]:
    """Wall seconds of each run, after one run that is not counted."""
    work()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return sorted(times)


def _case(name: str, times: list[float], reference: list[float] | None = None) -> dict:
    middle = statistics.median(times)
    beside = statistics.median(reference) if reference else None
    return {
        "name": name,
        "p50": round(middle, 3),
        "p95": round(times[-1], 3),
        "unit": "s",
        "reference": round(beside, 3) if beside else None,
        "ratio": round(middle / beside, 2) if beside else None,
    }


def _verb(home: Home, *words: str) -> Callable[[], object]:
    where = ["--home", str(home.directory)] + (
        ["--warehouse", home.warehouse_url] if home.warehouse_url else []
    )
    command = [sys.executable, "-m", "jobs", *words, *where]
    return lambda: subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)


def ingest_case(home: Home, runs: int) -> dict:
    """Seconds of a load of the demo's files into a home that holds them already (the nightly load of a full export)."""
    exports = str(home.directory / "exports" / "demo")
    return _case("demo_files_second_load", _seconds(_verb(home, "ingest", "demo", "--path", exports), runs))


def train_case(home: Home, runs: int) -> dict:
    """Seconds of fitting and judging the models of all prediction points."""
    return _case("all_points", _seconds(_verb(home, "train"), runs))


def hand_written(home: Home) -> dict[str, pl.DataFrame]:
    """The same numbers as the features, written down directly in polars over the same Parquet files."""
    by = ["student_pid", "offering_id"]
    status = pl.col("status")
    return {
        "attendance": lake.scan(home, "fact_attendance")
        .group_by(by)
        .agg(
            present=status.is_in(["present", "late", "early_leave"]).sum(),
            on_leave=status.is_in(["sick", "personal", "official"]).sum(),
            absent=(status == "absent").sum(),
            late=(status == "late").sum(),
            recorded=pl.len(),
        )
        .collect(),
        "lms": lake.scan(home, "fact_lms_daily")
        .group_by(by)
        .agg(visits=pl.col("visits").sum(), active_days=pl.col("day").n_unique())
        .collect(),
        "quiz": lake.scan(home, "fact_quiz").group_by(by).agg(answered=pl.len()).collect(),
    }


def product_features(home: Home) -> dict[str, pl.DataFrame]:
    """The same groups by the product's feature functions."""
    by = ("student_pid", "offering_id")
    return {
        "attendance": attendance_counts(lake.scan(home, "fact_attendance"), by).collect(),
        "lms": activity_totals(lake.scan(home, "fact_lms_daily"), by).collect(),
        "quiz": quiz_scores(lake.scan(home, "fact_quiz"), by).collect(),
    }


def refresh_case(home: Home, runs: int) -> dict:
    """Seconds of the features over the home's events beside the same group-bys written by hand."""
    _agree(product_features(home), hand_written(home))
    times, reference = [], []
    for _ in range(
        runs + 1
    ):  # in turn, so that a slow moment of the machine meets both; the first pair is not counted
        times.append(_once(lambda: product_features(home)))
        reference.append(_once(lambda: hand_written(home)))
    return _case("features", sorted(times[1:]), sorted(reference[1:]))


def _once(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _agree(found: dict[str, pl.DataFrame], expected: dict[str, pl.DataFrame]) -> None:
    """Both ways give the same numbers, or the comparison of times means nothing."""
    for name, frame in expected.items():
        shared = [column for column in frame.columns if column in found[name].columns]
        keys = ["student_pid", "offering_id"]
        ours, theirs = found[name].select(shared).sort(keys), frame.select(shared).sort(keys)
        if not ours.equals(theirs.cast(ours.schema)):
            raise ShownError(
                "comparing features with hand-written group-bys", found=f"other numbers for {name}"
            )
