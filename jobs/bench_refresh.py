"""`jobs bench refresh`: features beside hand-written group-bys, the simulation of persons, and a whole `jobs profile`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
from sqlalchemy import func, select

from data.warehouse.home import Home, open_engine, read_setting
from data.warehouse.queries.history import read_history
from data.warehouse.schema.teaching import fact_enrolment
from jobs.bench_batch import ROOT, case_of
from jobs.bench_features import by_hand, check_agreement, of_the_product
from jobs.bench_terms import add_earlier_terms
from jobs.profile import facts_of
from profiling.board import Board
from profiling.facts import Facts
from profiling.judge import published_dimensions
from profiling.judging import assignments, laid_out, of_stage
from profiling.publish import marked
from profiling.simulation import simulate
from profiling.standard import standards

SEED = 20250902
PATIENCE = 300.0  # seconds: a case that has measured longer is not run again
STUDENTS_PER_TEACHER = 20


def cases(home: Home, students: int, runs: int, build: Callable[[Home, int], None]) -> Iterator[tuple]:
    """Name and measurement of each case, on one home that is made when the first of them is measured."""

    @cache
    def ready() -> Home:
        if not _holds(home, students):
            build(home, students)
            add_earlier_terms(home, students)
        return home

    yield "features", lambda: features_case(ready(), runs)
    yield "monte_carlo", lambda: monte_carlo_case(ready(), students, runs)
    yield "total", lambda: total_case(ready(), runs)


def _holds(home: Home, students: int) -> bool:
    """Whether the folder holds a loaded demo of this size; it is measured as it is."""
    if home.is_sqlite and not home.sqlite_file.exists():
        return False
    engine = open_engine(home)
    with engine.connect() as connection:
        loaded = connection.execute(select(func.count()).select_from(fact_enrolment)).scalar_one()
        found = loaded > 0 and read_setting(connection, "students") == students
    engine.dispose()
    return found


def _facts(home: Home) -> Facts:
    engine = open_engine(home)
    history = read_history(home, engine)
    engine.dispose()
    return facts_of(history, standards())


def features_case(home: Home, runs: int) -> dict:
    """Seconds of the features that the product makes of events, beside the same results written by hand."""
    facts = _facts(home)
    made = (of_the_product, by_hand)
    check_agreement(*(function(_fresh(facts)) for function in made))
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):  # in turn, so that a slow moment of the machine meets both
        for function, found in zip(made, times, strict=True):
            found.append(_once(lambda function=function: function(_fresh(facts))))
    return case_of("features", sorted(times[0]), sorted(times[1]))


def _fresh(facts: Facts) -> Facts:
    """Facts that remember nothing; due tasks come from the warehouse and are there before the clock starts."""
    fresh = replace(facts)
    fresh.due_tasks  # noqa: B018
    return fresh


def monte_carlo_case(home: Home, students: int, runs: int) -> dict:
    """Seconds of a thousand draws for all students and a twentieth as many teachers, on the boards of the home."""
    tables = person_boards(_facts(home), students // STUDENTS_PER_TEACHER)
    told = [(table, published_dimensions(table)[1]) for table in tables]
    times = _repeated(lambda: [simulate(table, published, seed=SEED) for table, published in told], runs)
    sizes = {
        kind: sum(len(table.entities) for table in tables if table.standard.entity == kind)
        for kind in ("student", "teacher")
    }
    return case_of("monte_carlo", times) | {"judged": sizes}


def person_boards(facts: Facts, teachers: int) -> list[Board]:
    """Boards of all students, and of the number of teachers asked for, by the standards of their present tiers."""
    values = marked(facts, of_stage("facts", facts))
    values = marked(facts, [values, *of_stage("values", facts, values)])
    listed, left = [], teachers
    for standard, relation, entities in assignments(facts, standards()):
        if relation == "own" and standard.entity == "teacher" and left:
            listed.append((standard, relation, entities[:left]))
            left -= len(listed[-1][2])
        elif relation == "own" and standard.entity == "student":
            listed.append((standard, relation, entities))
    return [table for *_, table in laid_out(facts, values, listed)]


def total_case(home: Home, runs: int) -> dict:
    """Seconds and peak memory of a whole `jobs profile`, in processes of their own."""
    peaks: list[float] = []
    times = _repeated(lambda: peaks.append(_profile(home)), runs)
    return case_of("total", times) | {"peak_mb": float(np.max(peaks))}


def _profile(home: Home) -> float:
    """One run; its peak memory in MB."""
    with tempfile.TemporaryDirectory(prefix="huaxiang-bench-") as folder:
        told = Path(folder) / "result.json"
        command = [
            sys.executable,
            "-m",
            "jobs",
            "profile",
            "--home",
            str(home.directory),
            "--json",
            str(told),
        ]
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        return json.loads(told.read_text(encoding="utf-8"))["peak_mb"]


def _repeated(work: Callable[[], object], runs: int) -> list[float]:
    """Seconds of each run; fewer than asked for where they would take too long."""
    times: list[float] = []
    while len(times) < runs and sum(times) < PATIENCE:
        times.append(_once(work))
    return sorted(times)


def _once(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
