"""Benches with viewers: how fast pages answer, and whether they go on answering while batch work runs."""

from __future__ import annotations

import itertools
import math
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
from jobs import page_readers
from jobs.bench_server import Answer, View, links_on, open_page, running_server

VIEWERS = 200
VIEWS_OF_A_PAGE = 25
LIMIT_MS = 300  # what 95 of 100 openings of a page keep
WIDE = "academic_affairs"  # a role that sees every unit: its pages link the furthest
CONCURRENT_VIEWERS, THINK_SECONDS = 20, 1.0


def random_views(home: Home, count: int, seed: int, linked: list[View] | None = None) -> list[View]:
    """Openings over random pages, entities, terms and roles, each by a role that may open it.

    Every page there is takes part. One that is about something the pools below do not list is opened about what the pages
    link to (`linked`), else as its reader finds it.
    """
    engine, draw = open_engine(home), random.Random(seed)
    with engine.connect() as connection:
        pools = _pools(connection)
        people = read_setting(connection, "demo_people", {})
        terms = list(connection.execute(select(dim_term.c.term_id)).scalars())
    engine.dispose()
    pages = sorted(page_readers.pages())
    return [_one_view(draw, pages, (pools, people, terms, linked or [])) for _ in range(count)]


def linked_views(home: Home) -> list[View]:
    """Where the links of all pages lead, opened once by their readers on a process of its own."""
    with running_server(home.directory, home.warehouse_url) as port:
        openings = [View(page, role) for page, role in page_readers.pages().items()]
        openings += [View(page, WIDE) for page in page_readers.pages() if page_readers.may_open(WIDE, page)]
        first = {found: None for view in openings for found in links_on(port, view)}
        one_of_each = {view.page: view for view in first}.values()
        return [*first, *dict.fromkeys(found for view in one_of_each for found in links_on(port, view))]


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


def _one_view(draw: random.Random, pages: list[str], drawn_from: tuple) -> View:
    pools, people, terms, linked = drawn_from
    page = draw.choice(pages)
    term = (("term", draw.choice(terms)),) if draw.random() < 0.3 else ()
    if page not in pools and page not in ("school", "data"):
        about = [view for view in linked if view.page == page and page_readers.may_open(view.role, page)]
        return draw.choice(about) if about else View(page, page_readers.best_reader(page), term)
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
    """Server time of openings one after another on a fresh process (no warming up, the view cache is empty), and again."""
    count = max(VIEWERS, VIEWS_OF_A_PAGE * len(page_readers.pages()))
    views = random_views(home, count, seed, linked_views(home))
    with running_server(home.directory, home.warehouse_url) as port:
        cold = [open_page(port, view) for view in views]
        warm = [open_page(port, view) for view in views]
    slowest = _by_page(cold, 0.95)
    return _summary(name, cold) | {
        "by_page": _by_page(cold, 0.5),
        "by_page_p95": slowest,
        "over_limit": {page: took for page, took in slowest.items() if took > LIMIT_MS},
        "again": _summary(name, warm) | {"by_page_p95": _by_page(warm, 0.95)},
    }


def _summary(name: str, answers: list[Answer]) -> dict:
    failures = [answer for answer in answers if answer.failure]
    times = sorted(answer.milliseconds for answer in answers)
    return {
        "name": name,
        "p50": round(statistics.median(times), 1),
        "p95": round(_at(times, 0.95), 1),
        "unit": "ms",
        "reference": None,
        "ratio": None,
        "views": len(answers),
        "failed": len(failures),
        "failures": sorted(
            {f"{answer.view.page} as {answer.view.role}: {answer.failure}" for answer in failures}
        ),
    }


def _at(times: list[float], share: float) -> float:
    """The time below which a share of the sorted times lies."""
    return times[max(0, math.ceil(len(times) * share) - 1)]


def _by_page(answers: list[Answer], share: float) -> dict[str, float]:
    """The slowest page first: at this share of its openings."""
    times: dict[str, list[float]] = {}
    for answer in answers:
        times.setdefault(answer.view.page, []).append(answer.milliseconds)
    found = {page: round(_at(sorted(took), share), 1) for page, took in times.items()}
    return dict(sorted(found.items(), key=lambda one: -one[1]))


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
