"""Which units and persons the active role may choose on a page, in the order in which it looks for them."""

from __future__ import annotations

from dataclasses import dataclass

from access import policy
from access.scope import Scope
from data.warehouse.queries import course as course_queries
from data.warehouse.queries import student as student_queries
from data.warehouse.queries import teacher as teacher_queries
from data.warehouse.queries import units
from errors import NotAllowed
from views import naming, warehouse
from views.naming import Unit
from views.parts import Name, Refusal, Sentence
from views.warehouse import Snapshot


@dataclass(frozen=True)
class Choice:
    """One entry of a chooser: a code or an opaque pid, and the name shown for it."""

    key: str
    name: Name
    group: Name | None = None


def _listed(known: dict[str, Unit], codes, groups: dict[str, Unit] | None = None) -> tuple[Choice, ...]:
    chosen = [known[code] for code in codes if code in known]
    if len({unit.org_code for unit in chosen}) <= 1:
        groups = None  # the same department on every line says nothing
    return tuple(
        Choice(
            unit.code, unit.name, groups[unit.org_code].name if groups and unit.org_code in groups else None
        )
        for unit in chosen
    )


RECORDS = {"student": "student_academic_record", "teacher": "teacher_profile"}  # kind of person -> category
PERSON_FIELDS = "number, name"  # what a list of persons shows, for the access log


def held(offered: tuple[Choice, ...], asked: str | None) -> str:
    """The unit in view: the one asked for, else the first. Raises NotAllowed for one that is not offered to the role."""
    keys = {choice.key for choice in offered}
    if asked is None:
        return offered[0].key
    if asked not in keys:
        raise NotAllowed("opening a unit", found="a unit outside the scope", expected="a unit of the chooser")
    return asked


def with_blank(offered: tuple[Choice, ...], blank: Name) -> tuple[Choice, ...]:
    """The choices with an empty one first, so that nobody's page opens before a person was chosen."""
    return (Choice("", blank), *offered)


def departments(scope: Scope, snapshot: Snapshot) -> tuple[Choice, ...]:
    """Departments of the scope; all of them for roles whose scope is not a department."""
    known = naming.departments(scope, snapshot)
    own = scope.codes("org")
    return _listed(known, [code for code in known if not own or code in own])


def majors(scope: Scope, snapshot: Snapshot) -> tuple[Choice, ...]:
    """Own majors, else those of the own department, else all."""
    known = naming.majors(scope, snapshot)
    own, orgs = scope.codes("major"), scope.codes("org")
    codes = [
        code
        for code, unit in known.items()
        if (code in own if own else unit.org_code in orgs if orgs else True)
    ]
    return _listed(known, codes, naming.departments(scope, snapshot))


def courses(scope: Scope, snapshot: Snapshot) -> tuple[Choice, ...]:
    """Own courses first: by course, by offerings taught, by department; all where the scope names none."""
    known = naming.courses(scope, snapshot)
    own = course_codes(scope, snapshot)
    orgs = scope.codes("org")
    codes = [
        code
        for code, unit in known.items()
        if (code in own if own else unit.org_code in orgs if orgs else True)
    ]
    return _listed(known, codes, naming.departments(scope, snapshot))


def course_codes(scope: Scope, snapshot: Snapshot) -> frozenset[str]:
    """Courses that the scope names directly or through offerings taught; empty where it names none."""
    if scope.codes("course"):
        return scope.codes("course")
    taught = scope.codes("offering")
    if not taught:
        return frozenset()
    frame = warehouse.read(units.offerings(tuple(sorted(taught))), scope)
    return frozenset(row["course_code"] for row in frame.iter_rows(named=True))


def classes(scope: Scope, snapshot: Snapshot) -> tuple[Choice, ...]:
    """Own classes, else those of the own majors or department, else all."""
    known = naming.classes(scope, snapshot)
    own, majors_, orgs = scope.codes("class"), scope.codes("major"), scope.codes("org")
    codes = [
        code
        for code, unit in known.items()
        if (
            code in own
            if own
            else unit.major_code in majors_
            if majors_
            else unit.org_code in orgs
            if orgs
            else True
        )
    ]
    return _listed(known, codes, naming.departments(scope, snapshot))


def opens(scope: Scope, page: str) -> bool:
    """Whether the role may open a page at all: no link is drawn to one it may not."""
    return policy.may_open(scope.role, page)


def groups(scope: Scope, snapshot: Snapshot) -> tuple[Choice, ...]:
    """Classes of the scope; the teaching classes of the running term where the source has no classes."""
    found = classes(scope, snapshot)
    if found or naming.classes(scope, snapshot) or snapshot.term_id is None:
        return found
    rows = warehouse.read(course_queries.running(snapshot.snapshot_id, snapshot.term_id), scope)
    known = naming.courses(scope, snapshot)
    return tuple(
        Choice(
            row["offering_id"],
            Name(row["name"] or row["offering_id"]),
            naming.unit_name(known, row["course_code"]),
        )
        for row in rows.iter_rows(named=True)
    )


def students(scope: Scope, snapshot: Snapshot, group: str) -> tuple[Choice, ...]:
    """Students of a class or teaching class by number; whoever may not read names gets none."""
    number = snapshot.snapshot_id
    is_class = group in naming.classes(scope, snapshot)
    query = (
        student_queries.students_of(number, group) if is_class else student_queries.students_in(number, group)
    )
    frame = warehouse.read(query, scope)
    return tuple(Choice(row["student_pid"], Name(_person(row))) for row in frame.iter_rows(named=True))


def teachers(scope: Scope, snapshot: Snapshot, org_code: str) -> tuple[Choice, ...]:
    """Teachers of a department, sorted by name."""
    frame = warehouse.read(teacher_queries.teachers_of(org_code), scope)
    return tuple(Choice(row["teacher_pid"], Name(_person(row))) for row in frame.iter_rows(named=True))


def _person(row: dict) -> str:
    return " ".join(part for part in (row["person_no"], row["full_name"]) if part)


def sees_itself_only(scope: Scope, kind: str) -> bool:
    """Whether the role reads only its own record of this kind (student or teacher)."""
    return policy.cell(scope.role, RECORDS[kind]).letters == {"S"}


def may_choose(role: str, kind: str) -> bool:
    """Whether the role reads records of this kind by name, other people's included."""
    return "N" in policy.cell(role, RECORDS[kind]).letters


def no_own_record(scope: Scope, kind: str) -> Refusal:
    """The state for an account that opens its own page and is no person of this kind; through another person's eyes the
    page is there, and the reader may not read what is on it."""
    if scope.limit is not None:
        return Refusal(
            "not_allowed", Sentence("access.look_hidden_title"), Sentence("access.look_hidden_body")
        )
    return Refusal("not_one", *(Sentence(f"{kind}.not_one_{part}") for part in ("title", "body", "remedy")))
