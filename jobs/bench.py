"""`jobs bench NAME`: measure on a home of its own in a temporary folder, beside the reference that is named."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from data.warehouse.home import Home
from data.warehouse.migrate import upgrade
from errors import ShownError, WrongUsage
from jobs.context import Context

HELP = "measure: pages, refresh, ingest, train, concurrency or leaks"
ROOT = Path(__file__).resolve().parent.parent
SEED = 7


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of the verb."""
    parser.add_argument("bench", choices=["pages", "refresh", "ingest", "train", "concurrency", "leaks"])
    parser.add_argument("--students", type=int, default=1500)
    parser.add_argument("--runs", type=int, default=3, help="runs of a batch case; the median is reported")
    parser.add_argument("--draws", type=int, default=10_000, help="random readers and filters of bench leaks")
    parser.add_argument("--cases", help="comma-separated names of the cases to run (default: all)")
    parser.add_argument(
        "--keep", metavar="DIR", help="make or reuse the bench's home here instead of a temporary folder"
    )


def run(context: Context, arguments: argparse.Namespace) -> dict:
    """Run the chosen cases and report p50, p95 and, where an issue names a reference, the ratio to it."""
    chosen = set(arguments.cases.split(",")) if arguments.cases else None
    cases = []
    for name, measure in _cases(context, arguments):
        if chosen is None or name in chosen:
            context.progress.step(f"bench {arguments.bench}: {name}")
            cases.append(measure())
    if not cases:
        raise WrongUsage("choosing bench cases", found=arguments.cases, expected="a case of this bench")
    for case in cases:
        context.say(
            f"{case['name']}: p50 {case['p50']} {case['unit']}, p95 {case['p95']} {case['unit']}"
            + _beside(case)
        )
    for case in cases:
        _tell_pages(context, case)
    context.say(f"bench {arguments.bench}: {len(cases)} cases measured at {arguments.students} students")
    made = {"bench": arguments.bench, "students": arguments.students, "cases": cases}
    return made | (_leaks_of(context, cases) if arguments.bench == "leaks" else {})


def _tell_pages(context: Context, case: dict) -> None:
    """The slowest pages first, opened for the first time and again."""
    again = case.get("again", {}).get("by_page_p95", {})
    for page, took in case.get("by_page_p95", {}).items():
        over = " OVER THE LIMIT" if page in case["over_limit"] else ""
        context.say(f"{case['name']} {page}: p95 {took} ms, again {again.get(page)} ms{over}")


def _leaks_of(context: Context, cases: list[dict]) -> dict:
    from jobs.bench_leaks import totals

    found = totals(cases)
    context.say(f"{found['draws']} draws, {found['leaks']} leaks")
    for fault in found["leaked"]:
        context.say(fault)
    return found


def _beside(case: dict) -> str:
    return (
        ""
        if case["ratio"] is None
        else f", reference {case['reference']} {case['unit']}, ratio {case['ratio']}"
    )


def _cases(context: Context, arguments: argparse.Namespace) -> Iterator[tuple[str, Callable[[], dict]]]:
    """Name and measurement of each case of the bench; a home is built when its case is measured."""
    from jobs import bench_batch, bench_pages

    students, keep, runs = arguments.students, arguments.keep, arguments.runs
    if arguments.bench == "leaks":
        yield from _leak_cases(context, arguments)
    elif arguments.bench == "pages":
        yield (
            "sqlite",
            lambda: _with_home(students, keep, lambda home: bench_pages.pages_case(home, "sqlite")),
        )
        if _postgres_available():
            yield (
                "postgresql",
                lambda: _with_postgres(students, lambda home: bench_pages.pages_case(home, "postgresql")),
            )
        else:
            context.say(
                "postgresql: not measured, no PostgreSQL server program found and HUAXIANG_BENCH_POSTGRES unset"
            )
    elif arguments.bench == "concurrency":
        yield "sqlite", lambda: _with_home(students, keep, bench_pages.concurrency_case)
    elif arguments.bench == "refresh":
        from jobs.bench_refresh import cases

        with _folder(keep) as folder:
            yield from cases(Home(folder), students, runs, _build_unjudged)
    elif arguments.bench == "ingest":
        yield (
            "demo_files",
            lambda: _with_home(students, keep, lambda home: bench_batch.ingest_case(home, runs)),
        )
        yield from _history_cases(context, arguments)
        yield "mutations", lambda: _in_new_home(bench_batch.mutations_case)
    else:
        from jobs import bench_risk

        with _folder(keep) as folder:
            home = Home(folder)
            _build(home, students)
            yield from bench_risk.cases(home, runs)


def _history_cases(
    context: Context, arguments: argparse.Namespace
) -> Iterator[tuple[str, Callable[[], dict]]]:
    """Loads of the size of a college's history, on homes that hold no more than these need."""
    from jobs.bench_ingest import events_case, grades_case

    students, runs = arguments.students, arguments.runs
    yield (
        "grades_sqlite",
        lambda: _in_new_home(lambda home: grades_case(home, students, runs, "grades_sqlite")),
    )
    if _postgres_available():
        yield (
            "grades_postgresql",
            lambda: _on_postgres(
                upgrade, lambda home: grades_case(home, students, runs, "grades_postgresql")
            ),
        )
    else:
        context.say("grades_postgresql: not measured, no PostgreSQL server program found")
    yield "events_lake", lambda: _in_new_home(lambda home: events_case(home, students, runs, "events_lake"))


def _leak_cases(context: Context, arguments: argparse.Namespace) -> Iterator[tuple[str, Callable[[], dict]]]:
    from jobs.bench_leaks import leaks_case

    students, draws = arguments.students, arguments.draws
    yield (
        "sqlite",
        lambda: _with_home(students, arguments.keep, lambda home: leaks_case(home, "sqlite", draws)),
    )
    if _postgres_available():
        yield (
            "postgresql",
            lambda: _with_postgres(students, lambda home: leaks_case(home, "postgresql", draws)),
        )
    else:
        context.say("postgresql: not judged, no PostgreSQL server program found")


def _with_home(students: int, keep: str | None, measure: Callable[[Home], dict]) -> dict:
    with _folder(keep) as folder:
        home = Home(folder)
        _build(home, students)
        return measure(home)


def _in_new_home(measure: Callable[[Home], dict]) -> dict:
    """Without a college: what is measured brings its own rows."""
    with _folder(None) as folder:
        home = Home(folder)
        upgrade(home)
        return measure(home)


@contextmanager
def _folder(keep: str | None) -> Iterator[Path]:
    if keep:
        yield Path(keep).resolve()
        return
    folder = Path(tempfile.mkdtemp(prefix="huaxiang-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _build_unjudged(home: Home, students: int) -> None:
    """The demo college loaded and no further: the bench itself measures what comes after."""
    _build(home, students, "--no-profile")


def _build(home: Home, students: int, *more: str) -> None:
    """The demo college through the ordinary verbs, in a process of its own so that its memory is given back."""
    command = [sys.executable, "-m", "jobs", "demo", "--students", str(students), "--seed", str(SEED), *more]
    command += ["--home", str(home.directory)] + (
        ["--warehouse", home.warehouse_url] if home.warehouse_url else []
    )
    code = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode
    if code:
        raise ShownError("building the home of the bench", found=f"exit code {code} of jobs demo")


def _postgres_available() -> bool:
    if os.environ.get("HUAXIANG_BENCH_POSTGRES"):
        return True
    return bool(shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")))


def _with_postgres(students: int, measure: Callable[[Home], dict]) -> dict:
    return _on_postgres(lambda home: _build(home, students), measure)


def _on_postgres(build: Callable[[Home], object], measure: Callable[[Home], dict]) -> dict:
    """A fresh database on the server named by HUAXIANG_BENCH_POSTGRES, or on a private one started here."""
    from jobs.bench_server import free_port

    with _folder(None) as folder:
        named = os.environ.get("HUAXIANG_BENCH_POSTGRES")
        if named:
            return _measured_on(folder, named, build, measure)
        script, place = str(ROOT / "scripts" / "private_postgres.sh"), str(folder / "postgres")
        folder.chmod(0o755)
        started = subprocess.run(
            ["sh", script, "start", place, str(free_port())], capture_output=True, text=True, check=True
        )
        try:
            return _measured_on(folder, started.stdout.strip(), build, measure)
        finally:
            subprocess.run(["sh", script, "stop", place], check=False)


def _measured_on(
    folder: Path, address: str, build: Callable[[Home], object], measure: Callable[[Home], dict]
) -> dict:
    home = Home(folder / "home", address)
    build(home)
    return measure(home)
