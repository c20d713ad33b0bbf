"""The demo college as the rules see it: its rows without any scope, its relations as plain dicts, its readers."""

from __future__ import annotations

import datetime as dates
from dataclasses import dataclass, field

from sqlalchemy import select

from access import viewer
from access.scope import Scope
from data.warehouse.home import Home, as_of, open_engine
from data.warehouse.schema import metadata
from tests.access.leaks import rules

KEPT = (
    "dim_person", "dim_student", "dim_teacher", "mart_student", "mart_roster", "mart_rule_warning", "mart_offering",
    "mart_score_bin", "ind_value", "mart_index", "mart_dimension", "mart_item", "mart_week", "ml_prediction",
    "ml_course_risk", "fact_enrolment", "fact_grade_attempt", "fact_student_status", "fact_supervision",
    "fact_teacher_training", "fact_teacher_workload", "restricted.fact_teacher_appraisal", "qa_intervention",
    "sec_access_log", "sec_grant", "fact_session",
)  # fmt: skip
LEADS = {"dean": "unit", "major_leader": "major", "course_leader": "course", "counsellor": "students"}


@dataclass
class World:
    """What rules.py asks of a college."""

    STUDENTS: dict = field(default_factory=dict)
    STAFF: dict = field(default_factory=dict)
    OFFERINGS: dict = field(default_factory=dict)
    ATTENDING: dict = field(default_factory=dict)
    WARNED: dict = field(default_factory=dict)
    OBJECTING: set = field(default_factory=set)
    OPENED: set = field(default_factory=set)
    HANDED_OVER: set = field(default_factory=set)
    CURRENT: int = 0
    owners: dict = field(default_factory=dict)

    def place(self, pid: str) -> dict:
        """class_code, major_code, org_code of a student now."""
        return self.STUDENTS[pid]

    def owner(self, offering: str) -> str:
        """The department of an offering."""
        return self.owners[offering]


@dataclass
class Demo:
    """Rows of every kept table by primary key, the readers, and the scope that each is given."""

    world: World
    rows: dict[str, dict[tuple, dict]]
    readers: tuple[rules.Reader, ...]
    scopes: dict[rules.Reader, Scope]
    snapshot: int


def loaded(home: Home) -> Demo:
    """The whole of a demo home."""
    engine = open_engine(home)
    with engine.connect() as connection:
        every = {name: _all(connection, name) for name in (*KEPT, *RELATIONS)}
        day = as_of(connection)
        world = _world(every)
        readers = _readers(every, world, day)
        scopes = {}
        for reader in readers:
            held = viewer.roles_held(connection, reader.person, dates.date.today(), day)
            scopes[reader] = held[reader.role]
    engine.dispose()
    rows = {name: {_key(name, row): row for row in every[name]} for name in KEPT}
    return Demo(world, rows, readers, scopes, world.CURRENT)


RELATIONS = (
    "meta_snapshot", "bridge_teacher_role", "bridge_offering_teacher", "bridge_programme_course", "dim_programme",
    "dim_offering", "sec_consent",
)  # fmt: skip


def _all(connection, name):
    return [dict(row) for row in connection.execute(select(metadata.tables[name])).mappings()]


def _key(name, row):
    return tuple(row[column.name] for column in metadata.tables[name].primary_key)


def _world(every):
    world = World()
    world.CURRENT = next(row["snapshot_id"] for row in every["meta_snapshot"] if row["is_current"])
    world.STUDENTS = {row["student_pid"]: row for row in every["dim_student"] if row["is_current"]}
    world.STAFF = {row["teacher_pid"]: row["org_code"] for row in every["dim_teacher"] if row["is_current"]}
    world.OFFERINGS = {row["offering_id"]: row["course_code"] for row in every["dim_offering"]}
    world.owners = {row["offering_id"]: row["org_code"] for row in every["dim_offering"]}
    for row in every["fact_enrolment"]:
        world.ATTENDING.setdefault(row["student_pid"], set()).add(row["offering_id"])
    world.WARNED = {
        row["student_pid"]: world.CURRENT
        for row in every["mart_rule_warning"]
        if row["snapshot_id"] == world.CURRENT
    }
    in_force = [row for row in every["sec_consent"] if row["until"] is None]
    world.OBJECTING = {row["person"] for row in in_force if row["topic"] == "model_layer"}
    steps = every["qa_intervention"]
    world.HANDED_OVER = {
        row["student_pid"] for row in steps if row["kind"] == "referral" or row["outcome"] == "transferred"
    }
    return world


def _readers(every, world, day):
    """Every leader, dean and counsellor, every office, every teacher who teaches, every tenth student."""
    led: dict[tuple, set] = {}
    for row in every["bridge_teacher_role"]:
        if (
            row["role"] in LEADS
            and row["valid_from"] <= day
            and (row["valid_to"] is None or row["valid_to"] >= day)
        ):
            led.setdefault((row["role"], row["teacher_pid"]), set()).add(row["target_code"])
    granted = [row for row in every["sec_grant"] if _is_in_force(row) and row["person"] in world.STAFF]
    for row in granted:
        if row["role"] in LEADS and row["scope_code"]:
            led.setdefault((row["role"], row["person"]), set()).add(row["scope_code"])
    found = [
        rules.Reader(role, pid, _held(every, world, role, codes), world=world)
        for (role, pid), codes in sorted(led.items())
    ]
    whole = sorted({(row["role"], row["person"]) for row in granted if row["scope_kind"] == "all"})
    found += [rules.Reader(role, pid, whole=True, world=world) for role, pid in whole]
    taught: dict[str, set] = {}
    for row in every["bridge_offering_teacher"]:
        if row["teacher_pid"] in world.STAFF:
            taught.setdefault(row["teacher_pid"], set()).add(row["offering_id"])
    found += [
        rules.Reader("teacher", pid, {"classes": some}, world=world) for pid, some in sorted(taught.items())
    ]
    found += [rules.Reader("student", pid, world=world) for pid in sorted(world.STUDENTS)[::10]]
    return tuple(found)


def _is_in_force(row):
    today = dates.date.today()
    has_begun = row["valid_from"] <= today and (row["valid_to"] is None or row["valid_to"] >= today)
    return has_begun and row["revoked_at"] is None


def _held(every, world, role, codes):
    units = {LEADS[role]: codes}
    if role == "major_leader":
        programmes = {row["programme_id"] for row in every["dim_programme"] if row["major_code"] in codes}
        courses = {
            row["course_code"]
            for row in every["bridge_programme_course"]
            if row["programme_id"] in programmes
        }
        offered = {one for one, course in world.OFFERINGS.items() if course in courses}
        team = {
            row["teacher_pid"] for row in every["bridge_offering_teacher"] if row["offering_id"] in offered
        }
        agreed = {
            row["person"]
            for row in every["sec_consent"]
            if row["topic"] == "named_profile" and row["until"] is None
        }
        units |= {"team": team, "consenting": team & agreed}
    return units
