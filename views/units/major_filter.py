"""One major of a department chosen: which courses, and whose teaching, belong to it."""

from __future__ import annotations

from access.scope import Scope
from data.warehouse.queries import department as queries
from views import naming, warehouse
from views.choices import Choice
from views.parts import Name
from views.warehouse import Snapshot

EVERY = ""
ALL = Name("全部专业", "All majors")
NEWEST_TERMS = 2  # the running term and the one before


def offered(scope: Scope, snapshot: Snapshot, org_code: str) -> tuple[Choice, ...]:
    """All majors first, then each; nothing to choose where the department has fewer than two."""
    own = [unit for unit in naming.majors(scope, snapshot).values() if unit.org_code == org_code]
    listed = tuple(Choice(unit.code, unit.name) for unit in own)
    return (Choice(EVERY, ALL), *listed) if len(own) > 1 else ()


def courses(scope: Scope, major: str) -> tuple[str, ...]:
    """Courses of the major's programmes."""
    rows = warehouse.read(queries.courses_of_major(major), scope)
    return tuple(sorted(rows["course_code"].to_list()))


def teachers(scope: Scope, snapshot: Snapshot, major: str) -> tuple[str, ...]:
    """Teachers of the major's courses in the newest two terms."""
    terms = naming.term_ids(scope, snapshot)[:NEWEST_TERMS]
    query = queries.teachers_of_courses(courses(scope, major), terms)
    return tuple(sorted(warehouse.read(query, scope)["teacher_pid"].to_list()))
