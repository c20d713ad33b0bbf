"""Which teaching classes a reader may choose: the own ones, else those of the course in view inside the own scope."""

from __future__ import annotations

from access import policy
from access.scope import Scope
from data.warehouse.queries import teaching_class as queries
from views import choices, naming, warehouse
from views.choices import Choice
from views.naming import Unit
from views.parts import Name
from views.warehouse import Snapshot

PAGE = "teaching_class"


def offered(scope: Scope, snapshot: Snapshot, asked: str | None) -> tuple[Choice, ...]:
    """Teaching classes to choose from, newest term first: a teacher's own, else those of one course of the scope."""
    rows = _own(scope) if scope.codes("offering") else _beside(scope, snapshot, asked)
    known = naming.courses(scope, snapshot)
    many = len({row["course_code"] for row in rows}) > 1
    return tuple(_choice(row, known, snapshot, with_course=many) for row in rows)


def _own(scope: Scope) -> list[dict]:
    return warehouse.read(queries.listed(tuple(sorted(scope.codes("offering")))), scope).to_dicts()


def _beside(scope: Scope, snapshot: Snapshot, asked: str | None) -> list[dict]:
    """Classes of the course of the one asked for, where the course lies in scope; of the first course that runs, else."""
    codes = tuple(one.key for one in choices.courses(scope, snapshot))
    if asked:
        found = warehouse.read(queries.listed((asked,)), scope).to_dicts()
        codes = tuple(row["course_code"] for row in found if row["course_code"] in codes)
    if not codes:
        return []
    rows = warehouse.read(queries.listed(course_codes=codes), scope).to_dicts()
    running = [row for row in rows if row["term_id"] == snapshot.term_id] or rows
    first = (asked and codes[0]) or min(
        (row["course_code"] for row in running), key=codes.index, default=None
    )
    return [row for row in rows if row["course_code"] == first]


def openable(scope: Scope, snapshot: Snapshot) -> tuple[frozenset[str], frozenset[str]]:
    """Offerings and courses whose teaching classes the reader may open; both empty for a role without the page."""
    if not policy.may_open(scope.role, PAGE):
        return frozenset(), frozenset()
    own = scope.codes("offering")
    return own, frozenset() if own else frozenset(one.key for one in choices.courses(scope, snapshot))


def _choice(row: dict, known: dict[str, Unit], snapshot: Snapshot, *, with_course: bool) -> Choice:
    name = class_name(row, known)
    if row["term_id"] != snapshot.term_id:
        name = Name(f"{name.zh}（{row['term_id']}）", f"{name.en or name.zh} ({row['term_id']})")
    return Choice(
        row["offering_id"], name, naming.unit_name(known, row["course_code"]) if with_course else None
    )


def class_name(row: dict, known: dict[str, Unit]) -> Name:
    """The teaching class without the name of its course; its number where the source gives no name."""
    course = known[row["course_code"]].name.zh if row["course_code"] in known else ""
    own = (row["name"] or "").removeprefix(course).strip()
    return Name(own or row["offering_id"].partition("/")[2])
