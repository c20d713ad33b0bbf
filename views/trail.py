"""The way down to a unit: 学校 › 学院 › 专业 › 班级, only units whose page the active role may open."""

from __future__ import annotations

from access import policy
from access.scope import Scope
from views import choices, naming
from views.parts import Link, Name
from views.warehouse import Snapshot

OFFERED = {"department": choices.departments, "major": choices.majors, "course": choices.courses}


def to_department(scope: Scope, snapshot: Snapshot) -> tuple[Link, ...]:
    """The way to a department: the school."""
    return (
        (Link("school", "school", Name("学校", "School")),) if policy.may_open(scope.role, "school") else ()
    )


def to_part(scope: Scope, snapshot: Snapshot, org_code: str | None) -> tuple[Link, ...]:
    """The way to a major or a course of a department."""
    return (*to_department(scope, snapshot), *_step(scope, snapshot, "department", org_code))


def to_class(scope: Scope, snapshot: Snapshot, unit: naming.Unit) -> tuple[Link, ...]:
    """The way to an administrative class: its department and its major."""
    above = to_part(scope, snapshot, unit.org_code)
    return (*above, *_step(scope, snapshot, "major", unit.major_code))


def to_teaching_class(scope: Scope, snapshot: Snapshot, course: naming.Unit) -> tuple[Link, ...]:
    """The way to a teaching class: the department of its course, and the course."""
    above = to_part(scope, snapshot, course.org_code)
    return (*above, *_step(scope, snapshot, "course", course.code))


def _step(scope: Scope, snapshot: Snapshot, page: str, code: str | None) -> tuple[Link, ...]:
    if code is None or not policy.may_open(scope.role, page):
        return ()
    offered = {one.key: one.name for one in OFFERED[page](scope, snapshot)}
    return (Link(page, code, offered[code]),) if code in offered else ()
