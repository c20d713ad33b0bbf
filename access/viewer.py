"""Viewer: who is reading, made anew at each run from the product's own tables, never from what the browser sends."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from access import grants, policy, relations
from access.scope import Scope
from access.tables import metadata
from errors import NotAllowed, ShownError

MODES = ("demo", "local", "oidc")
EVERY_ROLE = tuple(role for role in policy.roles() if role != "public")
LOCAL_FIRST = "academic_affairs"  # the role that reads all of teaching: what one tries with data of one's own
DEMO_PEOPLE = "demo_people"  # setting of the home: role -> pid of a person whose page has something to show


@dataclass(frozen=True)
class Eyes:
    """Through whose eyes an administrator looks: the person, what it is, its number masked, the administrator's own role."""

    person: str
    kind: str  # student | teacher
    number: str | None
    own_role: str


@dataclass(frozen=True)
class Viewer:
    """The reader of one run: person, roles held, the active one with its scope, session and mode."""

    person: str
    name: str | None
    roles: tuple[str, ...]
    role: str | None
    scope: Scope | None
    session: str
    mode: str
    eyes: Eyes | None = (
        None  # view as (access/seen_as.py): `role` and `scope` are then those of somebody else
    )

    @property
    def own_role(self) -> str | None:
        """The role in which the reader acts, whoever's eyes are borrowed: what the access log and links name."""
        return self.eyes.own_role if self.eyes else self.role

    @property
    def has_role(self) -> bool:
        """Whether anything may be shown at all."""
        return self.role is not None and self.scope is not None


def make_viewer(
    connection: Connection,
    *,
    mode: str,
    session: str,
    wanted: str | None,
    today: date,
    as_of: date,
    needs: str | None = None,
    person: str | None = None,
) -> Viewer:
    """Who is reading now: `wanted` is the role asked for, honoured only among roles the person holds.

    Where none was asked for, the first held role that may open what the address `needs` is the active one.

    Grants hold by the calendar (`today`), relations of teaching by the home's `as_of`. `person` is who has signed in
    (mode oidc; access/sign_in.py). Raises NotAllowed for a mode that is not open: none of ours, oidc without a person,
    demo on a home that was not made as a demo.
    """
    if mode == "demo":
        return _demo_viewer(connection, session, wanted, today, as_of)
    if mode == "local":
        held = roles_held(connection, grants.LOCAL_OWNER, today, as_of)
        role = wanted if wanted in held else _first_role(tuple(held), needs)
        return _viewer(grants.LOCAL_OWNER, None, held, role, session, mode)
    if mode == "oidc" and person:
        held = roles_held(connection, person, today, as_of)
        role = wanted if wanted in held else _first_role(tuple(held), needs)
        return _viewer(person, own_name(connection, person), held, role, session, mode)
    raise NotAllowed("telling who is reading", found=f"mode {mode}", expected=f"one of: {', '.join(MODES)}")


def _first_role(held: tuple[str, ...], needs: str | None) -> str | None:
    """The role to begin with: one that may open the page asked for, else the first."""
    ordered = sorted(held, key=lambda role: role != LOCAL_FIRST)
    able = [role for role in ordered if needs and policy.may_open(role, needs)]
    return next(iter(able or ordered), None)


def _demo_viewer(
    connection: Connection, session: str, wanted: str | None, today: date, as_of: date
) -> Viewer:
    """A demo reader takes any role and becomes the person shown for it; only on a home made as a demo."""
    if _setting(connection, "kind") != "demo":
        raise NotAllowed(
            "opening in mode demo", found="a home that was not made as a demo", expected="a demo home"
        )
    people = demo_people(connection)
    offered = tuple(role for role in EVERY_ROLE if role in people)
    if wanted not in offered:
        return Viewer("", None, offered, None, None, session, "demo")
    person = people[wanted]
    held = roles_held(connection, person, today, as_of)
    if wanted not in held:
        raise ShownError(
            "taking a role of the demo", found=f"{wanted} without its grant", expected="a person who holds it"
        )
    made = _viewer(person, own_name(connection, person), held, wanted, session, "demo")
    return Viewer(made.person, made.name, offered, made.role, made.scope, session, "demo")


def demo_people(connection: Connection) -> dict[str, str]:
    """Role -> person shown for it: as the home's setting says, otherwise the first who holds the role."""
    named = _setting(connection, DEMO_PEOPLE) or {}
    missing = [role for role in EVERY_ROLE if role not in named]
    found = {role: _some_holder(connection, role) for role in missing}
    return {**{role: pid for role, pid in found.items() if pid}, **named}


def _some_holder(connection: Connection, role: str) -> str | None:
    tables = metadata.tables
    granted = tables["sec_grant"].c
    person = connection.execute(
        select(granted.person)
        .where(granted.role == role, granted.revoked_at.is_(None), granted.person != grants.LOCAL_OWNER)
        .order_by(granted.person)
        .limit(1)
    ).scalar_one_or_none()
    if person:
        return person
    if role in ("teacher", "student"):
        people = tables[f"dim_{role}"]
        pid = people.c[f"{role}_pid"]
        return connection.execute(
            select(pid).where(people.c.is_current).order_by(pid).limit(1)
        ).scalar_one_or_none()
    related = tables["bridge_teacher_role"].c
    return connection.execute(
        select(related.teacher_pid).where(related.role == role).order_by(related.teacher_pid).limit(1)
    ).scalar_one_or_none()


def _viewer(
    person: str, name: str | None, held: dict[str, Scope], role: str | None, session: str, mode: str
) -> Viewer:
    return Viewer(person, name, tuple(held), role, held.get(role) if role else None, session, mode)


def roles_held(connection: Connection, person: str, today: date, as_of: date) -> dict[str, Scope]:
    """Every role the person holds now with its scope, in the order of roles.yaml."""
    given = [one for one in grants.listed(connection, person) if one.holds_on(today)]
    related = relations.units(connection, person, as_of)
    is_teacher = relations.is_current(connection, "teacher", person)
    is_student = relations.is_current(connection, "student", person)
    held = {}
    for role in EVERY_ROLE:
        own = [one for one in given if one.role == role]
        codes = related.get(role, frozenset())
        by_self = (role == "teacher" and is_teacher) or (role == "student" and is_student)
        if own or codes or by_self:
            held[role] = _scope(connection, role, person, own, codes, is_teacher=is_teacher)
    return held


def _scope(
    connection: Connection,
    role: str,
    person: str,
    given: list[grants.Grant],
    related: frozenset[str],
    *,
    is_teacher: bool,
) -> Scope:
    """What a role reaches: codes of its grants and relations, the person itself, the offerings one teaches."""
    values: dict[str, set[str]] = {}
    own_kind = policy.roles()[role]["scope"]
    if related:
        values.setdefault(own_kind, set()).update(related)
    for one in given:
        if one.scope_code is not None:
            values.setdefault(one.scope_kind, set()).add(one.scope_code)
    if role == "student":
        values["student"] = {person}
    elif is_teacher:
        values["teacher"] = {person}
    if role == "teacher":
        values.setdefault("offering", set()).update(relations.taught(connection, person))
    values |= _reached_by_role(connection, role, person, values)
    reached = tuple((kind, frozenset(codes)) for kind, codes in sorted(values.items()) if codes)
    whole = any(one.scope_kind == "all" for one in given)
    return Scope(role=role, person=person, values=reached, everything=whole)


def _reached_by_role(connection: Connection, role: str, person: str, held: dict) -> dict[str, set[str]]:
    """People a role reaches beside its units: the leader's team, cases handed over, records opened on request."""
    found: dict[str, set[str]] = {}
    if role == "major_leader" and held.get("major"):
        found["team"] = relations.team(connection, frozenset(held["major"]))
        found["consent"] = relations.agreeing(connection, found["team"])
    if role == "student_affairs":
        found["case"] = relations.handed_over(connection)
    if any(cells[role].opens_on_request for cells in policy.categories().values()):
        opened = relations.opened_on_request(connection, person, role)
        found |= {f"glass_{kind}": pids for kind, pids in opened.items()}
    return found


def own_name(connection: Connection, person: str) -> str | None:
    """The reader's own name, shown to the reader alone."""
    columns = metadata.tables["dim_person"].c
    return connection.execute(
        select(columns.full_name).where(columns.person_pid == person)
    ).scalar_one_or_none()


def _setting(connection: Connection, key: str):
    columns = metadata.tables["meta_home"].c
    text = connection.execute(select(columns.value).where(columns.key == key)).scalar_one_or_none()
    return json.loads(text) if text is not None else None
