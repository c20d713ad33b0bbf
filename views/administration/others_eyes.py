"""How others see me: the own page with the scope of another role, limited to rows about the person itself."""

from __future__ import annotations

from access import policy, relations
from access.scope import Scope
from data.warehouse.queries import own_rights as queries
from data.warehouse.queries import student as student_queries
from views import clock, warehouse
from views.parts import Refusal, Sentence, Table
from views.students import student, study
from views.teachers import teacher
from views.warehouse import Snapshot

UNITS = ("class", "major", "org")


def roles(kind: str) -> tuple[str, ...]:
    """The roles whose eyes a student or teacher may borrow: all that open such a page, and the student's own teachers."""
    able = set(policy.pages()[kind]) | ({"teacher"} if kind == "student" else set())
    return tuple(role for role in policy.roles() if role in able - {kind})


def scope_of(scope: Scope, snapshot: Snapshot, role: str) -> Scope:
    """What a holder of the role for the person's own unit reads, and of that only what the person may read of itself.

    Raises KeyError for a role whose eyes are not offered.
    """
    if role not in roles(scope.role):
        raise KeyError(role)
    values = _values(scope, snapshot, role)
    found = tuple((kind, frozenset(codes)) for kind, codes in sorted(values.items()) if codes)
    return Scope(role, "", found, everything=policy.roles()[role]["scope"] == "all", limit=scope)


def _values(scope: Scope, snapshot: Snapshot, role: str) -> dict[str, set[str]]:
    person, kind = scope.person, policy.roles()[role]["scope"]
    rows = warehouse.read(queries.own_units(scope.role, person), scope).to_dicts()
    units = {unit: rows[0].get(f"{unit}_code") for unit in UNITS} if rows else {}
    if kind == "offering":
        courses = warehouse.read(student_queries.roster(snapshot.snapshot_id, person), scope)
        return {"offering": set(courses["offering_id"].to_list())}
    values = {kind: {units[kind]}} if units.get(kind) else {}
    if role == "major_leader" and scope.role == "teacher":
        with warehouse.engine().connect() as connection:
            values |= {"team": {person}, "consent": relations.agreeing(connection, {person})}
    if role == "student_affairs":
        with warehouse.engine().connect() as connection:
            values["case"] = relations.handed_over(connection) & {person}
    return values


def page(scope: Scope, snapshot: Snapshot, role: str):
    """The own page as a holder of the role sees it, or the state such a holder meets; for the student's teachers the
    courses alone (they open no page of a student)."""
    seen = scope_of(scope, snapshot, role)
    if role == "teacher":
        return courses(seen, snapshot, scope.person)
    module = {"student": student, "teacher": teacher}[scope.role]
    return module.profile(seen, snapshot, scope.person, clock.now())


def courses(seen: Scope, snapshot: Snapshot, person: str) -> Table | Refusal:
    """What the teachers of the own courses read: each the rows of the own course."""
    found = study.course_table(study.of_student(seen, snapshot, person))
    return found if found.rows else student.out_of_reach()


def not_read(kind: str, role: str) -> Sentence:
    """Which data about such a person the role does not read by name, from the matrix."""
    names = tuple(
        Sentence(f"rights.category_{name}")
        for name, cells in policy.categories().items()
        if policy.document(name)
        and any(kind in grant.kinds for grant in cells[kind].grants)
        and not any(grant.letter in "NS" for grant in policy.cell(role, name).grants)
    )
    return Sentence("my_data.not_read", {"names": names}) if names else Sentence("my_data.reads_all")
