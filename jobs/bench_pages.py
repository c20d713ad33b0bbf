"""Benches with viewers: how fast pages answer, and whether they go on answering while batch work runs."""

from __future__ import annotations

import itertools
import random
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

from sqlalchemy import func, select

from access.sec_tables import sec_access_log
from data.warehouse.home import Home, open_engine, read_setting
from data.warehouse.schema.marts import mart_student
from data.warehouse.schema.meta import meta_snapshot
from data.warehouse.schema.people import dim_teacher
from data.warehouse.schema.structure import dim_course, dim_major, dim_org, dim_term
from errors import ShownError
from jobs.bench_server import Answer, View, open_page, running_server

VIEWERS = 200
CONCURRENT_VIEWERS, THINK_SECONDS = 20, 1.0


def random_views(home: Home, count: int, seed: int) -> list[View]:
    """Openings over random pages, entities, terms and roles, each by a role that may open it."""
    engine, draw = open_engine(home), random.Random(seed)
    with engine.connect() as connection:
        pools = _pools(connection)
        people = read_setting(connection, "demo_people", {})
        terms = list(connection.execute(select(dim_term.c.term_id)).scalars())
    engine.dispose()
    return [_one_view(draw, pools, people, terms) for _ in range(count)]


def _pools(connection) -> dict[str, list[str]]:
    snapshot = select(meta_snapshot.c.snapshot_id).where(meta_snapshot.c.is_current).scalar_subquery()
    queries = {
        "department": select(dim_org.c.org_code).where(dim_org.c.is_current, dim_org.c.org_kind == "college"),
        "major": select(dim_major.c.major_code).where(dim_major.c.is_current),
        "course": select(dim_course.c.course_code).where(dim_course.c.is_current),
        "teacher": select(dim_teacher.c.teacher_pid).where(
            dim_teacher.c.is_current, dim_teacher.c.staff_type == "full_time"
        ),
        "student": select(mart_student.c.student_pid).where(mart_student.c.snapshot_id == snapshot),
    }
    return {page: sorted(connection.execute(query).scalars()) for page, query in queries.items()}


def _one_view(draw: random.Random, pools: dict, people: dict, terms: list[str]) -> View:
    page = draw.choice(["school", "department", "major", "course", "teacher", "student", "worklist", "data"])
    term = (("term", draw.choice(terms)),) if draw.random() < 0.3 else ()
    if page == "worklist":
        return View(page, "counsellor", term)
    if page in ("school", "data"):
        return View(page, draw.choice(["leadership", "quality_office", "academic_affairs", "dean"]), term)
    own = {"teacher": "teacher", "student": "student", "department": "dean", "major": "major_leader"}.get(
        page
    )
    if own in people and draw.random() < 0.2:
        return View(page, own, term, people[own] if page in ("teacher", "student") else None)
    key = draw.choice(pools[page])
    return View(
        page, "academic_affairs", (("id", key), *term), key if page in ("teacher", "student") else None
    )


def pages_case(home: Home, name: str, *, seed: int = 11) -> dict:
    """Server time of VIEWERS openings one after another on a fresh process: no warming up, the view cache is empty."""
    views = random_views(home, VIEWERS, seed)
    with running_server(home.directory, home.warehouse_url) as port:
        answers = [open_page(port, view) for view in views]
    return _summary(name, answers) | {"by_page": _by_page(answers)}


def _summary(name: str, answers: list[Answer]) -> dict:
    failures = [answer for answer in answers if answer.failure]
    times = sorted(answer.milliseconds for answer in answers)
    return {
        "name": name,
        "p50": round(statistics.median(times), 1),
        "p95": round(times[min(len(times) - 1, int(len(times) * 0.95))], 1),
        "unit": "ms",
        "reference": None,
        "ratio": None,
        "views": len(answers),
        "failed": len(failures),
        "failures": sorted(
            {f"{answer.view.page} as {answer.view.role}: {answer.failure}" for answer in failures}
        ),
    }


def _by_page(answers: list[Answer]) -> dict[str, float]:
    pages = sorted({answer.view.page for answer in answers})
    return {
        page: round(statistics.median(a.milliseconds for a in answers if a.view.page == page), 1)
        for page in pages
    }


def concurrency_case(home: Home) -> dict:
    """Viewers of people while a profile and an ingest run on the same home: are all answered and all audited?"""
    before = _audited_sessions(home)
    people = [view for view in random_views(home, 4000, 23) if view.person]
    stop, answers, lock = threading.Event(), [], threading.Lock()

    def viewer(number: int, port: int) -> None:
        for view in itertools.cycle(people[number::CONCURRENT_VIEWERS]):
            if stop.is_set():
                return
            answer = _open_safely(port, view)
            with lock:
                answers.append(answer)
            time.sleep(THINK_SECONDS)

    with running_server(home.directory, home.warehouse_url) as port:
        open_page(port, View("school", "leadership"))
        threads = [threading.Thread(target=viewer, args=(n, port)) for n in range(CONCURRENT_VIEWERS)]
        for thread in threads:
            thread.start()
        codes = _batch_work(home)
        stop.set()
        for thread in threads:
            thread.join()
    audited = _audited_sessions(home) - before
    return _summary("viewers_beside_profile_and_ingest", answers) | {
        "audited": audited,
        "audited_all": audited == len(answers),
        "batch_exit_codes": codes,
    }


def _open_safely(port: int, view: View) -> Answer:
    try:
        return open_page(port, view)
    except Exception as error:  # a viewer that gets no answer is a failed view, not a crash of the bench
        return Answer(view, float("inf"), 0, type(error).__name__)


def _audited_sessions(home: Home) -> int:
    """Sessions that are in the log with a view of a person; every opening of the bench is a session of its own."""
    log = sec_access_log.c
    views = select(func.count(log.session.distinct())).where(
        log.act == "view", log.object_kind.in_(["student", "teacher"])
    )
    engine = open_engine(home)
    with engine.connect() as connection:
        count = connection.execute(views).scalar_one()
    engine.dispose()
    return count


def _batch_work(home: Home) -> dict[str, int]:
    """A profile and an ingest of the demo's own files (all rows known already) side by side, as subprocesses."""
    root = Path(__file__).resolve().parent.parent
    base = [sys.executable, "-m", "jobs"]
    where = ["--home", str(home.directory)] + (
        ["--warehouse", home.warehouse_url] if home.warehouse_url else []
    )
    ingest = ["ingest", "demo", "--path", str(home.directory / "exports" / "demo")]
    running = {
        "profile": subprocess.Popen([*base, "profile", *where], cwd=root, stdout=subprocess.DEVNULL),
        "ingest": subprocess.Popen([*base, *ingest, *where], cwd=root, stdout=subprocess.DEVNULL),
    }
    codes = {name: process.wait() for name, process in running.items()}
    if any(codes.values()):
        raise ShownError(
            "running batch work beside viewers", found=str(codes), expected="exit code 0 of both"
        )
    return codes
