"""Bench of rights: random readers with random filters on a demo college; how long an answer takes, and whether one leaks.

The judge is that of the tests (tests/access/leaks): it works out from the document who may have what, and needs the
packages of the development environment.
"""

from __future__ import annotations

import statistics
import time
import warnings
from importlib.util import find_spec
from typing import Any

from data.warehouse.home import Home
from errors import ShownError
from views import warehouse

SHOWN = 20  # leaks that are told one by one


def leaks_case(home: Home, name: str, draws: int) -> dict:
    """Milliseconds of one draw, draws made, leaks found in them and by subtraction over all cells."""
    if find_spec("hypothesis") is None:
        raise ShownError(
            "drawing readers and filters", found="no hypothesis", expected="the development environment",
            remedy="make setup-dev",
        )  # fmt: skip
    from tests.access.leaks import cells, demo_world

    warehouse.configure(home)
    times, found = _drawn(demo_world.loaded(home), draws)
    told = [fault for role in cells.WITHOUT_ROWS for fault in cells.revealed_to(role)[2]]
    told += [
        f"{flag}: a small cell is open" for flag in ("is_open", "is_open_inside") if cells.too_small(flag)
    ]
    told += cells.small_counts()
    return _summary(name, times) | {"draws": len(times), "leaks": [*found, *told]}


def _drawn(demo: Any, draws: int) -> tuple[list[float], list[str]]:
    """Milliseconds of each draw, and every leak as words that name no person."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis.errors import HypothesisWarning

    from tests.access.leaks import draws as judge

    times: list[float] = []
    found: list[str] = []

    @settings(
        max_examples=draws, database=None, deadline=None, phases=[Phase.generate], derandomize=False,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(judge.strategy(demo))
    def ask(draw) -> None:
        started = time.perf_counter()
        found.extend(judge.leaks(demo, draw))
        times.append((time.perf_counter() - started) * 1000)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HypothesisWarning)
        ask()
    return times, found


def _summary(name: str, times: list[float]) -> dict:
    ordered = sorted(times)
    return {
        "name": name,
        "p50": round(statistics.median(ordered), 2),
        "p95": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 2),
        "unit": "ms",
        "reference": None,
        "ratio": None,
    }


def totals(cases: list[dict]) -> dict:
    """Draws and leaks of all cases together; exit code 1 where anything leaked."""
    leaks = [f"{case['name']}: {fault}" for case in cases for fault in case["leaks"]]
    return {
        "draws": sum(case["draws"] for case in cases), "leaks": len(leaks), "leaked": leaks[:SHOWN],
        "exit_code": int(bool(leaks)),
    }  # fmt: skip
