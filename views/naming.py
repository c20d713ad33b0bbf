"""Names of units and terms, and the names of persons for those who may read them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from access import policy
from access.scope import Scope
from data.warehouse.queries import persons, units
from views import warehouse
from views.parts import Link, Name, Sentence
from views.warehouse import Snapshot, anyone


@dataclass(frozen=True)
class Unit:
    """A unit with its name and where it belongs."""

    code: str
    name: Name
    org_code: str | None = None
    major_code: str | None = None
    kind: str | None = None  # major_class | course_tier | org_kind
    detail: str | None = None  # course_category | major_group
    grade_year: int | None = None


@dataclass(frozen=True)
class Term:
    """A term with its calendar."""

    term_id: str
    first_monday: date
    week_count: int
    grades_due_on: date | None


@dataclass(frozen=True)
class Person:
    """Name and number of a person whom the reader may see by name."""

    pid: str
    number: str
    name: str | None


@warehouse.cached
def _settings(scope: Scope, snapshot: Snapshot) -> dict:
    frame = warehouse.read(units.settings(), scope)
    return {row["key"]: json.loads(row["value"]) for row in frame.iter_rows(named=True) if row["value"]}


def setting(scope: Scope, snapshot: Snapshot, key: str, default=None):
    """One setting of the home."""
    return _settings(anyone(scope), snapshot).get(key, default)


def college(scope: Scope, snapshot: Snapshot) -> Name:
    """The college's name."""
    name = setting(scope, snapshot, "college_name")
    return Name(
        name or setting(scope, snapshot, "college_name_en", "—"), setting(scope, snapshot, "college_name_en")
    )


@warehouse.cached
def _terms(scope: Scope, snapshot: Snapshot) -> tuple[Term, ...]:
    frame = warehouse.read(units.terms(), scope)
    return tuple(
        Term(row["term_id"], _day(row["first_monday"]), row["week_count"], row["grades_due_on"])
        for row in frame.iter_rows(named=True)
    )


def _day(value) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def terms(scope: Scope, snapshot: Snapshot) -> tuple[Term, ...]:
    """Terms that have begun, newest first."""
    return tuple(term for term in _terms(anyone(scope), snapshot) if term.first_monday <= snapshot.as_of)


def term_ids(scope: Scope, snapshot: Snapshot) -> tuple[str, ...]:
    """Ids of the terms that have begun, newest first: what the term selector offers."""
    return tuple(known.term_id for known in terms(scope, snapshot))


def term(scope: Scope, snapshot: Snapshot, term_id: str | None) -> Term | None:
    """One term by its id; the snapshot's own without an id."""
    wanted = term_id or snapshot.term_id
    return next((known for known in terms(scope, snapshot) if known.term_id == wanted), None)


def last_closed_term(scope: Scope, snapshot: Snapshot) -> str | None:
    """The newest term whose grades were due on or before the as-of."""
    closed = [
        known
        for known in terms(scope, snapshot)
        if known.grades_due_on and known.grades_due_on <= snapshot.as_of
    ]
    return closed[0].term_id if closed else None


def period_words(scope: Scope, snapshot: Snapshot, period: str | None) -> Sentence:
    """A period as people say it: this term with its week, last term, else the period itself."""
    if period is not None and period == snapshot.term_id:
        return Sentence("figures.period_now", {"week": str(snapshot.week_no or "")})
    if period is not None and period == last_closed_term(scope, snapshot):
        return Sentence("figures.period_last")
    return Sentence("figures.period", {"period": period})


def year_before(scope: Scope, snapshot: Snapshot, term_id: str) -> str | None:
    """The same term one year earlier: '2025-2026-1' gives '2024-2025-1'; None where it is not stored."""
    known = {one.term_id: one for one in terms(scope, snapshot)}
    this = known.get(term_id)
    if this is None:
        return None
    for other in known.values():
        if 330 <= (this.first_monday - other.first_monday).days <= 400:
            return other.term_id
    return None


@warehouse.cached
def _departments(scope: Scope, snapshot: Snapshot) -> dict[str, Unit]:
    frame = warehouse.read(units.departments(), scope)
    return {
        row["org_code"]: Unit(row["org_code"], Name(row["name"], row["name_en"]), kind=row["org_kind"])
        for row in frame.iter_rows(named=True)
    }


@warehouse.cached
def _majors(scope: Scope, snapshot: Snapshot) -> dict[str, Unit]:
    frame = warehouse.read(units.majors(), scope)
    return {
        row["major_code"]: Unit(
            row["major_code"],
            Name(row["name"], row["name_en"]),
            org_code=row["org_code"],
            kind=row["major_class"],
            detail=row["major_group"],
        )
        for row in frame.iter_rows(named=True)
    }


@warehouse.cached
def _classes(scope: Scope, snapshot: Snapshot) -> dict[str, Unit]:
    frame = warehouse.read(units.classes(), scope)
    return {
        row["class_code"]: Unit(
            row["class_code"],
            Name(row["name"]),
            org_code=row["org_code"],
            major_code=row["major_code"],
            grade_year=row["grade_year"],
        )
        for row in frame.iter_rows(named=True)
    }


@warehouse.cached
def _courses(scope: Scope, snapshot: Snapshot) -> dict[str, Unit]:
    frame = warehouse.read(units.courses(), scope)
    return {
        row["course_code"]: Unit(
            row["course_code"],
            Name(row["name"], row["name_en"]),
            org_code=row["org_code"],
            kind=row["course_tier"],
            detail=row["course_category"],
        )
        for row in frame.iter_rows(named=True)
    }


def departments(scope: Scope, snapshot: Snapshot) -> dict[str, Unit]:
    """Departments by code."""
    return _departments(anyone(scope), snapshot)


def offices(scope: Scope, snapshot: Snapshot, codes: tuple[str, ...]) -> dict[str, Unit]:
    """Units of any kind by code: offices beside departments."""
    frame = warehouse.read(units.departments(codes), anyone(scope)) if codes else None
    return {
        row["org_code"]: Unit(row["org_code"], Name(row["name"], row["name_en"]), kind=row["org_kind"])
        for row in (frame.iter_rows(named=True) if frame is not None else ())
    }


def majors(scope: Scope, snapshot: Snapshot) -> dict[str, Unit]:
    """Majors by code."""
    return _majors(anyone(scope), snapshot)


def classes(scope: Scope, snapshot: Snapshot) -> dict[str, Unit]:
    """Administrative classes by code."""
    return _classes(anyone(scope), snapshot)


def courses(scope: Scope, snapshot: Snapshot) -> dict[str, Unit]:
    """Courses by code."""
    return _courses(anyone(scope), snapshot)


def unit_name(known: dict[str, Unit], code: str | None) -> Name:
    """The name of a unit; its code where the source gives no name, a dash where there is no unit."""
    unit = known.get(code or "")
    return unit.name if unit else Name(code or "—")


def link(page: str, known: dict[str, Unit], code: str) -> Link:
    """A unit as a link to its page."""
    return Link(page, code, unit_name(known, code))


def role_name(role: str | None) -> Name:
    """A role of access/roles.yaml in words; a dash for none."""
    known = policy.roles().get(role or "")
    return Name(known["name_zh"], known["name_en"]) if known else Name(role or "—")


def role_in_text(role: str | None) -> Name:
    """A role inside a sentence: English names of roles begin small there."""
    named = role_name(role)
    return Name(named.zh, named.en and named.en[:1].lower() + named.en[1:])


def people(scope: Scope, pids: tuple[str, ...]) -> dict[str, Person]:
    """Names of the persons the scope may read; never cached, so that a right taken away ends at the next run."""
    if not pids:
        return {}
    frame = warehouse.read(persons.names(tuple(sorted(set(pids)))), scope)
    return {
        row["person_pid"]: Person(row["person_pid"], row["person_no"], row["full_name"])
        for row in frame.iter_rows(named=True)
    }


def person_name(known: dict[str, Person], pid: str | None) -> str | None:
    """A person's name, or number where the source has no name; None where the reader may not see it."""
    person = known.get(pid or "")
    return (person.name or person.number) if person else None
