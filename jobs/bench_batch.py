"""Benches of batch work: loading; and how seconds become a case."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from data.warehouse.home import Home

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


def case_of(name: str, times: list[float], reference: list[float] | None = None) -> dict:
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


def verb(home: Home, *words: str) -> Callable[[], object]:
    """A verb on the home, in a process of its own, as people run it."""
    where = ["--home", str(home.directory)] + (
        ["--warehouse", home.warehouse_url] if home.warehouse_url else []
    )
    command = [sys.executable, "-m", "jobs", *words, *where]
    return lambda: subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)


def ingest_case(home: Home, runs: int) -> dict:
    """Seconds of a load of the demo's files into a home that holds them already (the nightly load of a full export)."""
    exports = str(home.directory / "exports" / "demo")
    return case_of("demo_files_second_load", _seconds(verb(home, "ingest", "demo", "--path", exports), runs))


def mutations_case(home: Home, count: int = 10_000) -> dict:
    """Damaged files, every kind in every format: seconds of all of them, how many did not balance (none may), how many load good rows."""
    started, cores = time.perf_counter(), os.cpu_count() or 1
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        shares = [pool.submit(_judged, home, count, part, cores) for part in range(cores)]
        found = [share.result() for share in shares]
    return case_of("mutations", [time.perf_counter() - started]) | {
        "files": count,
        "unbalanced": sum(len(part["unbalanced"]) for part in found),
        "loads_good_rows": sum(part["loads good rows"] for part in found),
    }


def _judged(home: Home, count: int, part: int, parts: int) -> dict:
    """Every so manieth of the damaged files, in a process of its own; they are trials, so the home may be shared."""
    from tests.data import mutations, small_source  # the suite's own, which runs 500 of them

    with tempfile.TemporaryDirectory() as aside:
        folder = small_source.write_files(Path(aside), grades=None)
        return mutations.judged(home, folder, mutations.mutations(count)[part::parts])
