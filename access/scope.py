"""Scope: the frozen answer to 'whose rows may this reader see', and `restrict`, the only code that applies it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, Select, Table, and_

from access import column_masks, model_layer, policy, query_shape, row_rules
from errors import NotAllowed

EMPTY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Scope:
    """Rows one active role of one person may read. Made once per run by `access.viewer`; never from the browser."""

    role: str
    person: str
    values: tuple[tuple[str, frozenset[str]], ...] = field(default=())
    everything: bool = False  # the grant names no unit but the whole college; own records stay own
    limit: Scope | None = None  # view as: only what this scope may see as well
    hides_names: bool = (
        False  # before an audience: nobody's name or number, and nothing that people have typed
    )

    @property
    def is_system(self) -> bool:
        return self.role == "system"

    def codes(self, kind: str) -> frozenset[str]:
        """Codes of one kind (org, major, class, course, offering, teacher, student, team ...) inside the scope."""
        return dict(self.values).get(kind, EMPTY)


def system_scope(job: str) -> Scope:
    """The scope of batch work, which reads everything; pages never hold it."""
    return Scope(role="system", person=f"job:{job}")


def before_an_audience(scope: Scope) -> Scope:
    """The same rows without anybody's name, number or typed words: for a projector and for files that are shown around."""
    return replace(scope, hides_names=True)


def restrict(query: Select, scope: Scope, *, unnamed: bool = False) -> Select:
    """The query limited to rows and columns the scope may read; raises NotAllowed for a table without a rule and for
    a query whose parts would escape (access/query_shape.py).

    Columns are masked wherever they stand, so that neither a sum nor a filter tells what the column may not.
    `unnamed` reads the rows of letter M instead: those the scope may read without knowing whom they are about.
    """
    tables = query_shape.tables(query)
    if not scope.is_system:
        query_shape.check(query)
        query = query_shape.spelled_out(query)
    conditions = [row_condition(table, scope, unnamed=unnamed) for table in tables]
    masked = column_masks.masked(query, tables, scope, unnamed=unnamed)
    wanted = [condition for condition in conditions if condition is not None]
    return masked.where(and_(*wanted)) if wanted else masked


def row_condition(table: Table, scope: Scope, *, unnamed: bool = False) -> ColumnElement[bool] | None:
    """The condition for one table; None where nothing needs to be added."""
    query_shape.check_rule(table)
    own = row_rules.condition(table, scope, unnamed=unnamed)
    other = row_condition(table, scope.limit, unnamed=unnamed) if scope.limit else None
    switched = None if scope.is_system else model_layer.condition(table)
    both = [part for part in (own, other, switched) if part is not None]
    return and_(*both) if both else None


def holds_named(scope: Scope, category: str) -> bool:
    """Whether the reader holds named rows of this category in whole somewhere: counts inside that scope are exact."""
    if scope.is_system:
        return True
    if scope.limit is not None and not holds_named(scope.limit, category):
        return False
    given = policy.cell(scope.role, category).grants
    return any(grant.letter in "NS" and grant.condition is None for grant in given)


def knows_aggregates(scope: Scope, category: str) -> bool:
    """Whether the reader may know figures about groups made of rows of this category."""
    if scope.limit is not None and not knows_aggregates(scope.limit, category):
        return False
    return scope.is_system or policy.cell(scope.role, category).gives_aggregates


def check_can_write(scope: Scope) -> None:
    """Raises while the product is seen through another person's eyes; every action asks before it writes."""
    if scope.limit is not None:
        raise NotAllowed(
            "writing", found="a view through another person's eyes", expected="the reader's own role",
            remedy="end the view first",
        )  # fmt: skip


def can_write(scope: Scope) -> bool:
    """Whether forms are offered at all."""
    return scope.limit is None


def check_can_open(scope: Scope, page: str) -> None:
    """Raises with the reason when the active role may not open the page."""
    if not policy.may_open(scope.role, page):
        allowed = ", ".join(policy.pages().get(page, ())) or "no role"
        raise NotAllowed(f"opening {page}", found=f"role {scope.role}", expected=f"one of: {allowed}")


def can_open(scope: Scope, page: str) -> bool:
    """Whether the active role may open the page, for menus and links."""
    return policy.may_open(scope.role, page)
