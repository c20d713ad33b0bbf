"""Which rows of one table a scope reaches: the matrix, the table's declaration and the relations, as one condition."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, false, or_, select, true

from access import policy, relations
from access.tables import metadata

UNIT_KINDS = ("org", "major", "class", "course", "offering")
# what the access log holds about the running of the product, not about a person looked at
TECHNICAL = ("grant", "setting", "load", "page", "binding", "session", "retention")
ON_COLUMN = {
    "team": "teacher",
    "consent": "teacher",
    "case": "student",
}  # kinds found by another kind's column
OWN_KINDS = {"actor", "visitor"}  # found by who the reader is


NAMED = "NSB"
UNNAMED = "M"


def condition(table: Table, scope: Any, *, unnamed: bool = False) -> ColumnElement[bool] | None:
    """The rows of `table` that the scope reaches; None where that is every row."""
    rule = table.info
    letters = UNNAMED if unnamed else NAMED
    if scope.is_system:
        return None
    if rule["reach"] == "system":
        return false()
    if rule["reach"] == "open":
        return None if scope.role in policy.roles() else false()
    if not rule["category_column"]:
        return rows_of(table, rule["category"], scope, letters)
    column = table.c[rule["category_column"]]
    choices = [
        and_(column == name, rows_of(table, name, scope, letters))
        for name in policy.categories()
        if policy.cell(scope.role, name).gives_rows
    ]
    return or_(*choices) if choices else false()


def rows_of(table: Table, category: str, scope: Any, letters: str = NAMED) -> ColumnElement[bool]:
    """Rows of one category that the role's cell gives, without persons who object to what the category holds."""
    rows = in_scope(table, policy.cell(scope.role, category), scope, letters)
    topic, student = policy.objection(category), table.info["access"].get("student")
    if topic is None or student is None:
        return rows
    person = table.c[student]
    return and_(rows, or_(person.is_(None), person.not_in(relations.choosing(topic))))


def in_scope(table: Table, cell: policy.Cell, scope: Any, letters: str = NAMED) -> ColumnElement[bool]:
    """Rows that the grants of a cell give, of the letters named; of aggregates every row (their figures are guarded)."""
    if not cell.individual and cell.gives_rows:
        return true()
    parts = [_granted(table, grant, scope) for grant in cell.rows if grant.letter in letters]
    return or_(*parts) if parts else false()


def whole(cell: policy.Cell, facet: str | None) -> policy.Cell:
    """The cell without grants of other parts of a profile than `facet`; without any of parts where there is none."""
    kept = tuple(
        grant
        for grant in cell.grants
        if not (grant.condition or "").startswith("D") or (facet or "")[1:] in grant.condition.split("+")
    )
    return policy.Cell(kept, cell.individual)


def held(table: Table, cell: policy.Cell, scope: Any) -> ColumnElement[bool]:
    """Rows of units that a cell gives by name, whether or not everyone may see their aggregates."""
    parts = [_granted(table, grant, scope) for grant in cell.rows]
    return or_(*parts) if parts else false()


def _granted(table: Table, grant: policy.Grant, scope: Any) -> ColumnElement[bool]:
    whole = scope.everything and grant.letter in "NM" and set(grant.kinds) & {*UNIT_KINDS, "team"}
    if "all" in grant.kinds or whole:
        reached: ColumnElement[bool] = true()
    else:
        reached = or_(*(_reached(table, kind, grant.letter, scope) for kind in grant.kinds))
    return and_(reached, _holds(table, grant.condition, scope)) if grant.condition else reached


def _reached(table: Table, kind: str, letter: str, scope: Any) -> ColumnElement[bool]:
    """Rows that belong to what the reader is or holds of one kind."""
    access = table.info["access"]
    if kind in OWN_KINDS:
        return _in(table, access.get(kind), {scope.person} if scope.person else set())
    if kind == "addressed":
        return _in(table, access.get(kind), {scope.role})
    if kind == "technical":
        return table.c.object_kind.in_(TECHNICAL) if "object_kind" in table.c else false()
    if letter == "B":
        return _in(table, access.get(kind), scope.codes(f"glass_{kind}"))
    codes = scope.codes(kind)
    return _belongs(table, ON_COLUMN.get(kind, kind), codes) if codes else false()


def _in(table: Table, column: str | None, codes: Any) -> ColumnElement[bool]:
    return table.c[column].in_(sorted(codes)) if column and codes else false()


def _holds(table: Table, wanted: str, scope: Any) -> ColumnElement[bool]:
    """A condition of the matrix on one table; one that the table cannot answer is never met."""
    access = table.info["access"]
    if wanted == "alert":
        return table.c[access["student"]].in_(_warned()) if "student" in access else false()
    if wanted == "addressed":
        return _in(table, access.get("addressed"), {scope.role})
    facet = table.info["facet"]
    if wanted.startswith("D") and table.info["whole_only"]:
        return true()  # the row is there, what is made of all parts is not
    if wanted.startswith("D") and facet:
        parts = wanted.split("+")
        return (true() if facet[1:] in parts else false()) if facet[0] == "=" else table.c[facet].in_(parts)
    return false()


def _warned() -> Select:
    """Students with a rule warning in the current snapshot."""
    warning, snapshot = metadata.tables["mart_rule_warning"].c, metadata.tables["meta_snapshot"].c
    return select(warning.student_pid).where(
        warning.snapshot_id == select(snapshot.snapshot_id).where(snapshot.is_current).scalar_subquery()
    )


def _belongs(table: Table, kind: str, codes: frozenset[str]) -> ColumnElement[bool]:
    """Rows of `table` that belong to the codes of one kind, directly or through one relation."""
    access = table.info["access"]
    if kind in access:
        return table.c[access[kind]].in_(sorted(codes))
    parts = [
        table.c[access[through]].in_(_members(through, kind, codes))
        for through in ("student", "teacher", "offering")
        if through in access and _related(table, through, kind)
    ]
    return or_(*parts) if parts else false()


_STUDENT_COLUMNS = {"org": "org_code", "major": "major_code", "class": "class_code"}
_OFFERING_COLUMNS = {"org": "org_code", "course": "course_code"}


def _related(table: Table, through: str, kind: str) -> bool:
    """Whether a kind reaches rows through a person or an offering. Who teaches a student reads the name and the rows
    of the own course, never the student's record as a whole."""
    taught = {"offering", "course"} if table.info["is_identity"] else set()
    known = {
        "student": {*_STUDENT_COLUMNS, *taught},
        "teacher": {"org"},
        "offering": {*_OFFERING_COLUMNS, "teacher"},
    }
    return kind in known[through]


def _members(through: str, kind: str, codes: frozenset[str]) -> Select:
    """Keys of students, teachers or offerings that belong to the codes."""
    tables, wanted = metadata.tables, sorted(codes)
    if through == "student" and kind in _STUDENT_COLUMNS:
        people = tables["dim_student"]
        return select(people.c.student_pid).where(
            people.c.is_current, people.c[_STUDENT_COLUMNS[kind]].in_(wanted)
        )
    if through == "student":
        enrolment = tables["fact_enrolment"]
        chosen = wanted if kind == "offering" else _members("offering", kind, codes)
        return select(enrolment.c.student_pid).where(enrolment.c.offering_id.in_(chosen))
    if through == "teacher":
        people = tables["dim_teacher"]
        return select(people.c.teacher_pid).where(people.c.is_current, people.c.org_code.in_(wanted))
    if kind == "teacher":
        bridge = tables["bridge_offering_teacher"]
        return select(bridge.c.offering_id).where(bridge.c.teacher_pid.in_(wanted))
    offering = tables["dim_offering"]
    return select(offering.c.offering_id).where(offering.c[_OFFERING_COLUMNS[kind]].in_(wanted))
