"""Scope: the frozen answer to 'whose rows may this reader see', and `restrict`, the only code that applies it."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, Table, and_, false, or_, select, true
from sqlalchemy.sql import visitors

from access import policy
from access.tables import metadata
from errors import NotAllowed

EMPTY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Scope:
    """Rows one active role of one person may read. Made once per run by `access.viewer`; never from the browser."""

    role: str
    person: str
    values: tuple[tuple[str, frozenset[str]], ...] = field(default=())
    everything: bool = False  # the grant names no unit but the whole college; own records stay own

    @property
    def is_system(self) -> bool:
        return self.role == "system"

    def codes(self, kind: str) -> frozenset[str]:
        """Codes of one kind (org, major, class, course, offering, teacher, student) inside the scope."""
        return dict(self.values).get(kind, EMPTY)


def system_scope(job: str) -> Scope:
    """The scope of batch work, which reads everything; pages never hold it."""
    return Scope(role="system", person=f"job:{job}")


def restrict(query: Select, scope: Scope) -> Select:
    """The query limited to rows the scope may read; raises NotAllowed for a table without a rule."""
    conditions = [row_condition(table, scope) for table in _tables(query)]
    wanted = [condition for condition in conditions if condition is not None]
    return query.where(and_(*wanted)) if wanted else query


def _tables(query: Select) -> list[Table]:
    found: dict[str, Table] = {}
    for source in query.get_final_froms():
        for element in visitors.iterate(source):
            if isinstance(element, Table):
                found[element.fullname] = element
    return list(found.values())


def row_condition(table: Table, scope: Scope) -> ColumnElement[bool] | None:
    """The condition for one table; None where nothing needs to be added."""
    rule = table.info
    if "reach" not in rule:
        raise NotAllowed(
            "reading a table", found=table.name, expected="a table that declares its access rule"
        )
    if scope.is_system:
        return None
    if rule["reach"] == "system":
        return false()
    if rule["reach"] == "open":
        return None if scope.role in policy.roles() else false()
    if rule["category_column"]:
        return _by_category(table, scope, table.c[rule["category_column"]])
    return _in_scope(table, policy.cell(scope.role, rule["category"]), scope)


def _by_category(table: Table, scope: Scope, column) -> ColumnElement[bool]:
    choices = []
    for name in policy.categories():
        given = policy.cell(scope.role, name)
        if given.gives_rows:
            choices.append(and_(column == name, _in_scope(table, given, scope)))
    return or_(*choices) if choices else false()


def _in_scope(table: Table, cell: policy.Cell, scope: Scope) -> ColumnElement[bool]:
    if not cell.gives_rows:
        return false()
    if not cell.individual or "all" in cell.kinds:
        return true()
    if scope.everything and cell.letter == "N":
        return true()
    parts = [_reached(table, kind, scope.codes(kind)) for kind in cell.kinds]
    return or_(*parts) if parts else false()


def _reached(table: Table, kind: str, codes: frozenset[str]) -> ColumnElement[bool]:
    """Rows of `table` that belong to the codes of one kind, directly or through one relation."""
    access = table.info["access"]
    if not codes:
        return false()
    if kind in access:
        return table.c[access[kind]].in_(sorted(codes))
    parts = [
        table.c[access[through]].in_(_members(through, kind, codes))
        for through in ("student", "teacher", "offering")
        if through in access and _related(through, kind)
    ]
    return or_(*parts) if parts else false()


_STUDENT_COLUMNS = {"org": "org_code", "major": "major_code", "class": "class_code"}
_OFFERING_COLUMNS = {"org": "org_code", "course": "course_code"}


def _related(through: str, kind: str) -> bool:
    known = {
        "student": {*_STUDENT_COLUMNS, "offering", "course"},
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


def holds_named(scope: Scope, category: str) -> bool:
    """Whether the reader holds named rows of this category somewhere (exact counts inside that scope)."""
    return scope.is_system or policy.cell(scope.role, category).letter in "NS"


def check_can_open(scope: Scope, page: str) -> None:
    """Raises with the reason when the active role may not open the page."""
    if not policy.may_open(scope.role, page):
        allowed = ", ".join(policy.pages().get(page, ())) or "no role"
        raise NotAllowed(f"opening {page}", found=f"role {scope.role}", expected=f"one of: {allowed}")


def can_open(scope: Scope, page: str) -> bool:
    """Whether the active role may open the page, for menus and links."""
    return policy.may_open(scope.role, page)
