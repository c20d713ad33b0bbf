"""`jobs demo`: the synthetic college, from its subsystems' files to a published snapshot and scored students."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime

from sqlalchemy import func, insert, select

from access.sec_tables import sec_grant
from data.sample.calendar import AS_OF, CURRENT, NEWEST_CLOSED, TERMS
from data.sample.generate import generate
from data.sample.people import OFFICE_ROLES
from data.sample.world import World, names
from data.staging.mapping import shipped_mapping
from data.warehouse.home import read_setting, write_setting
from data.warehouse.load import load_source
from data.warehouse.migrate import upgrade
from data.warehouse.pseudonym import person_pid, pseudonym_key
from data.warehouse.schema.marts import mart_rule_warning, mart_student
from data.warehouse.schema.meta import meta_load, meta_snapshot
from data.warehouse.schema.people import bridge_teacher_role, dim_teacher
from data.warehouse.schema.structure import bridge_offering_teacher, dim_offering
from errors import ShownError

HELP = "make the synthetic demo college: files, load, profile, models, scores"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Size, seed and number of terms."""
    parser.add_argument("--students", type=int, default=1500, help="students in school now (300 to 20,000)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--terms", type=int, default=len(TERMS), help="terms of teaching, the running one included"
    )
    parser.add_argument("--no-profile", action="store_true", help="stop after loading")


def run(context, arguments) -> dict:
    """Make, load, profile, train, score; safe to run twice with the same arguments."""
    with context.timed() as clock:
        _check(arguments)
        upgrade(context.home, say=context.progress.step)
        _refuse_other_home(context, arguments)
        _settings(context, arguments)
        world, oracle = generate(
            arguments.students,
            arguments.seed,
            context.home.directory,
            terms=arguments.terms,
            say=context.progress.step,
        )
        folder = context.home.folder("exports") / "demo"
        result = load_source(context.home, shipped_mapping("demo_college"), folder, say=lambda text: None)
        context.progress.step(f"loaded {sum(c.loaded for c in result.tables.values())} rows")
        _grants(context, world)
        _people_to_show(context, world, snapshot=None)
        if not arguments.no_profile:
            _judge(context)
            _people_to_show(context, world, snapshot=_current(context))
        rows = {table: counts.loaded + counts.already for table, counts in sorted(result.tables.items())}
        context.say(
            f"{names()['college']['name']}: {arguments.students} students, {world.teachers.height} teachers, "
            f"{world.courses.height} courses; oracle AUROC W4 {oracle.auroc.get('W4')}, W8 {oracle.auroc.get('W8')}; {clock()} s"
        )
        return {
            "college": names()["college"]["name"],
            "students": arguments.students,
            "teachers": world.teachers.height,
            "courses": world.courses.height,
            "rows": rows,
            "oracle": oracle.auroc,
            "seconds": clock(),
        }


def _check(arguments) -> None:
    if not 100 <= arguments.students <= 50_000:
        raise ShownError(
            "making the demo college", found=f"{arguments.students} students", expected="100 to 50,000"
        )
    if not 2 <= arguments.terms <= len(TERMS):
        raise ShownError(
            "making the demo college", found=f"{arguments.terms} terms", expected=f"2 to {len(TERMS)}"
        )


def _refuse_other_home(context, arguments) -> None:
    with context.engine.connect() as connection:
        kind = read_setting(connection, "kind")
        loads = connection.execute(
            select(func.count())
            .select_from(meta_load)
            .where(meta_load.c.source_id != "demo", meta_load.c.status == "done")
        ).scalar_one()
        made = {key: read_setting(connection, key) for key in ("students", "seed", "terms")}
    remedy = "name another folder with --home, or remove this one"
    if loads or kind not in (None, "demo"):
        raise ShownError(
            "making the demo college",
            found="a home that holds other data",
            expected="an empty home",
            remedy=remedy,
        )
    asked = {"students": arguments.students, "seed": arguments.seed, "terms": arguments.terms}
    if kind == "demo" and made != asked:
        raise ShownError(
            "making the demo college", found=f"a demo made with {made}", expected=str(asked), remedy=remedy
        )


def _settings(context, arguments) -> None:
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
        "students": arguments.students,
        "seed": arguments.seed,
        "terms": arguments.terms,
    }
    with context.engine.begin() as connection:
        for key, value in values.items():
            write_setting(connection, key, value)


def _grants(context, world: World) -> None:
    """Offices get their role; deans, leaders, counsellors, teachers and students are known by the product's own tables."""
    key = pseudonym_key(context.home)
    with context.engine.begin() as connection:
        if connection.execute(select(func.count()).select_from(sec_grant)).scalar_one():
            return
        for role, office in OFFICE_ROLES.items():
            number = world.teachers.filter(world.teachers["org_code"] == office)["staff_no"][0]
            connection.execute(
                insert(sec_grant).values(_grant(person_pid(key, "teacher", number), role, "all"))
            )
        for role in ("dean", "major_leader", "course_leader", "counsellor"):
            for number in sorted(set(world.roles.filter(world.roles["role"] == role)["staff_no"])):
                connection.execute(
                    insert(sec_grant).values(_grant(person_pid(key, "teacher", number), role, "self"))
                )


def _grant(pid: str, role: str, kind: str) -> dict:
    return {
        "person": pid,
        "role": role,
        "scope_kind": kind,
        "scope_code": None,
        "valid_from": date(2023, 8, 1),
        "granted_by": "job:demo",
        "granted_at": datetime.now(UTC).replace(tzinfo=None),
    }


def _judge(context) -> None:
    """Profile, train and score by the ordinary verbs."""
    from jobs import profile, score, train

    for verb in (profile, train, score):
        parser = argparse.ArgumentParser()
        verb.add_arguments(parser)
        context.progress.step(verb.__name__.removeprefix("jobs."))
        verb.run(context, parser.parse_args([]))


def _current(context) -> int | None:
    with context.engine.connect() as connection:
        return connection.execute(
            select(meta_snapshot.c.snapshot_id).where(meta_snapshot.c.is_current)
        ).scalar_one_or_none()


def _people_to_show(context, world: World, snapshot: int | None) -> None:
    """For each role a person whose page has something to show; kept in the setting demo_people."""
    key = pseudonym_key(context.home)
    people = {
        role: person_pid(
            key, "teacher", world.teachers.filter(world.teachers["org_code"] == office)["staff_no"][0]
        )
        for role, office in OFFICE_ROLES.items()
    }
    with context.engine.begin() as connection:
        people |= _role_holders(connection) | {"teacher": _busy_teacher(connection)}
        student = _student(connection, snapshot)
        if student:
            people["student"] = student
        counsellor = _counsellor(connection, snapshot)
        if counsellor:
            people["counsellor"] = counsellor
        write_setting(connection, "demo_people", people)


def _role_holders(connection) -> dict[str, str]:
    columns = bridge_teacher_role.c
    query = select(columns.role, func.min(columns.teacher_pid)).group_by(columns.role)
    return dict(connection.execute(query).all())


def _busy_teacher(connection) -> str:
    """A full-time lecturer with several offerings in the running and the newest closed term."""
    bridge, offering = bridge_offering_teacher.c, dim_offering.c
    query = (
        select(bridge.teacher_pid)
        .join_from(bridge_offering_teacher, dim_offering, bridge.offering_id == offering.offering_id)
        .join(dim_teacher, dim_teacher.c.teacher_pid == bridge.teacher_pid)
        .where(
            offering.term_id.in_([CURRENT.term_id, NEWEST_CLOSED.term_id]),
            dim_teacher.c.is_current,
            dim_teacher.c.staff_type == "full_time",
            dim_teacher.c.title_rank == "lecturer",
        )
        .group_by(bridge.teacher_pid)
        .order_by(func.count(func.distinct(offering.term_id)).desc(), func.count().desc(), bridge.teacher_pid)
    )
    return connection.execute(query.limit(1)).scalar_one()


def _student(connection, snapshot: int | None) -> str | None:
    """A second-year student with a little left to make up and good attendance."""
    columns = mart_student.c
    query = (
        select(columns.student_pid)
        .where(
            columns.snapshot_id == snapshot,
            columns.open_failed_credits.between(1, 6),
            columns.entry_year == 2024,
        )
        .order_by(columns.weighted_score.desc(), columns.student_pid)
    )
    return connection.execute(query.limit(1)).scalar_one_or_none()


def _counsellor(connection, snapshot: int | None) -> str | None:
    """The counsellor with the most red and orange warnings."""
    warning, role = mart_rule_warning.c, bridge_teacher_role.c
    query = (
        select(role.teacher_pid)
        .join_from(bridge_teacher_role, mart_rule_warning, role.target_code == warning.class_code)
        .where(
            role.role == "counsellor", warning.snapshot_id == snapshot, warning.level.in_(["red", "orange"])
        )
        .group_by(role.teacher_pid)
        .order_by(func.count().desc(), role.teacher_pid)
    )
    return connection.execute(query.limit(1)).scalar_one_or_none()
