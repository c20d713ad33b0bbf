"""`jobs demo`: the synthetic college, from its subsystems' files to a published snapshot and scored students."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from sqlalchemy import func, select

from data.sample.calendar import AS_OF, CALENDAR, CURRENT, TERMS
from data.sample.generate import generate
from data.sample.vendors.exports import write_vendor_files
from data.sample.world import names
from data.staging.reading_mappings import shipped_mapping
from data.warehouse.home import read_setting, write_setting
from data.warehouse.loading.source import LoadResult, load_source
from data.warehouse.migrate import upgrade
from data.warehouse.schema.meta import meta_load
from errors import ShownError, WrongUsage
from jobs import (
    demo_improvement,
    demo_people,
    demo_requests,
    demo_shown,
    demo_support,
    last_year,
    profile,
    score,
    train,
)

HELP = "make the synthetic demo college: files, load, profile, models, scores"
VERBS = {
    "last_year": last_year,
    "train": train,
    "score": score,
    "support": demo_support,
    "improvement": demo_improvement,
    "profile": profile,
}
DOING = "making the demo college"
ASSESSMENT = "DEMO-PIA-2025-01"  # of made-up people; a college writes down the number of its own
REMEDY = "name another folder with --home, or remove this one"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Size, seed and number of terms."""
    parser.add_argument("--students", type=int, default=1500, help="students in school now (100 to 50,000)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--terms", type=int, default=len(TERMS), help="terms of teaching, the running one too"
    )
    parser.add_argument(
        "--vendor-files", action="store_true",
        help="write the same college also as 正方, 强智, 超星, 雨课堂 and the national platform would (exports/demo_zfsoft, exports/demo_qzdata), and twelve files to begin with (exports/new_college)",
    )  # fmt: skip
    parser.add_argument("--no-profile", action="store_true", help="stop after loading")


def run(context, arguments) -> dict:
    """Make, load, train, score, profile (which reads what was scored); the same arguments again resume what was interrupted and add nothing."""
    with context.timed() as clock:
        _check(arguments)
        upgrade(context.home, say=context.progress.step)
        _refuse_other_home(context, arguments)
        _settings(context, arguments)
        world, oracle = generate(
            arguments.students, arguments.seed, context.home.directory, terms=arguments.terms, say=context.progress.step
        )  # fmt: skip
        if arguments.vendor_files:
            _write_vendor_files(context)
        result = _load(context)
        demo_people.grant_roles(context, world)
        demo_people.choose(context, world)
        if not arguments.no_profile:
            _judge(context)
            demo_people.choose(context, world)
            demo_shown.run(context)
        demo_requests.run(context)
        answer = {
            "college": names()["college"]["name"],
            "students": arguments.students,
            "teachers": world.teachers.height,
            "courses": world.courses.height,
            "rows": {
                table: counts.loaded + counts.already for table, counts in sorted(result.tables.items())
            },
            "oracle": oracle.auroc,
            "failed_share": oracle.failed_share,
            "seconds": clock(),
        }
        context.say(_told(answer))
        return answer


def _write_vendor_files(context) -> None:
    exports = context.home.folder("exports")
    for mapping, folder in write_vendor_files(exports, say=context.progress.step):
        context.say(f"{folder}: loads by data/staging/mappings/{mapping}.yaml into a home of its own")


def _told(answer: dict) -> str:
    found = answer["oracle"]
    return (
        f"{answer['college']}: {answer['students']} students, {answer['teachers']} staff, {answer['courses']} courses, "
        f"{sum(answer['rows'].values())} rows; oracle AUROC W4 {found['W4']}, W8 {found['W8']}; {answer['seconds']} s"
    )


def _check(arguments) -> None:
    if not 100 <= arguments.students <= 50_000:
        raise WrongUsage(DOING, found=f"{arguments.students} students", expected="100 to 50,000")
    if not 2 <= arguments.terms <= len(TERMS):
        raise WrongUsage(DOING, found=f"{arguments.terms} terms", expected=f"2 to {len(TERMS)}")
    if arguments.seed < 0:
        raise WrongUsage(DOING, found=f"seed {arguments.seed}", expected="a whole number from 0 on")


def _refuse_other_home(context, arguments) -> None:
    asked = {"students": arguments.students, "seed": arguments.seed, "terms": arguments.terms}
    columns = meta_load.c
    others = select(func.count()).where(columns.source_id != "demo", columns.status == "done")
    with context.engine.connect() as connection:
        kind = read_setting(connection, "kind")
        loads = connection.execute(others).scalar_one()
        made = {key: read_setting(connection, key) for key in asked}
    if loads or kind not in (None, "demo"):
        raise ShownError(DOING, found="a home that holds other data", expected="an empty home", remedy=REMEDY)
    if kind == "demo" and made != asked:
        raise ShownError(DOING, found=f"a demo made with {made}", expected=str(asked), remedy=REMEDY)


def _settings(context, arguments) -> None:
    """The home's settings, once; what was changed by `jobs settings` later stays."""
    values = {
        "kind": "demo",
        "as_of": AS_OF.isoformat(),
        "current_term": CURRENT.term_id,
        "zone": "Asia/Shanghai",
        "college_name": names()["college"]["name"],
        "college_name_en": names()["college"]["name_en"],
        "default_language": "zh",
        "pass_mark": 60,
        "capacity": 15,
        "term_calendar": {CURRENT.term_id: CALENDAR},
        "model_layer_assessment_id": ASSESSMENT,
        "model_layer": True,
        "students": arguments.students,
        "seed": arguments.seed,
        "terms": arguments.terms,
    }
    with context.engine.begin() as connection:
        for key, value in values.items():
            if read_setting(connection, key) is None:
                write_setting(connection, key, value)


def _load(context) -> LoadResult:
    folder = context.home.folder("exports") / "demo"
    result = load_source(context.home, shipped_mapping("demo_college"), folder, say=_now_and_then(context))
    if result.refused:
        raise result.refused[0]
    loaded = sum(counts.loaded for counts in result.tables.values())
    already = sum(counts.already for counts in result.tables.values())
    context.progress.step(f"{loaded} rows loaded, {already} already there")
    return result


def _now_and_then(context, every: float = 2.0) -> Callable[[str], None]:
    """Progress of a load at most every two seconds."""
    last = [time.monotonic()]

    def say(text: str) -> None:
        if time.monotonic() - last[0] > every:
            last[0] = time.monotonic()
            context.progress.step(text)

    return say


def _judge(context) -> None:
    """Profile, train and score by the ordinary verbs; what an earlier run of this home has finished is not repeated."""
    with context.engine.connect() as connection:
        done = read_setting(connection, "demo_done", [])
    for name in [name for name in VERBS if name not in done]:
        verb, parser = VERBS[name], argparse.ArgumentParser()
        verb.add_arguments(parser)
        context.progress.step(name)
        verb.run(context, parser.parse_args([]))
        done = [*done, name]
        with context.engine.begin() as connection:
            write_setting(connection, "demo_done", done)
