"""Which columns of a reachable row a scope may read: what it may not is null wherever the column stands in a query."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, and_, case, false, literal, null, or_, true
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import False_, True_

from access import policy, row_rules

SUPPRESSED = "suppressed"  # what stands for a state that may not be told
STATES = ("status", "state", "decision", "level")


def masked(query: Select, tables: list[Table], scope: Any, *, unnamed: bool = False) -> Select:
    """The query with every column that the scope may not read replaced, in its filters and its order as well.

    `unnamed`: columns that say whom a row is about are replaced too.
    """
    if scope.is_system:
        return query
    swaps: dict[Column, ColumnElement] = {}
    for table in tables:
        swaps |= _swaps(table, scope)
        if unnamed:
            swaps |= {table.c[name]: _shown(table.c[name], false()).label(name) for name in _who(table)}
    if not swaps:
        return query

    def swap(element, **_):
        return swaps.get(element) if isinstance(element, Column) else None

    return visitors.replacement_traverse(query, {}, swap)


def _swaps(table: Table, scope: Any) -> dict[Column, ColumnElement]:
    found = {}
    for name, condition in _conditions(table, scope).items():
        if not isinstance(condition, True_):
            found[table.c[name]] = _shown(table.c[name], condition).label(name)
    return found


def _shown(column: Column, condition: ColumnElement[bool]) -> ColumnElement:
    hidden = literal(SUPPRESSED) if column.name in STATES else null()
    if isinstance(condition, False_):
        return hidden if column.name in STATES else case((false(), column), else_=null())
    return case((condition, column), else_=hidden)


def _conditions(table: Table, scope: Any) -> dict[str, ColumnElement[bool]]:
    """Column -> when it may be read, for columns that are not always readable."""
    rule = table.info
    found: dict[str, ColumnElement[bool]] = {}
    for name, category in rule.get("masks", {}).items():
        found[name] = row_rules.rows_of(table, category, scope)
    if rule.get("guarded"):
        visible = _figure_visible(table, scope)
        found |= dict.fromkeys(rule["guarded"], visible)
    if scope.limit is None:
        return found
    other = _conditions(table, scope.limit)
    return {name: and_(found.get(name, true()), other.get(name, true())) for name in {*found, *other}}


def _figure_visible(table: Table, scope: Any) -> ColumnElement[bool]:
    """A figure is read by whoever holds the rows behind it, by everyone where it is open, inside its unit where it is open there."""
    columns = table.c
    exact = [
        and_(columns.behind == name, row_rules.in_scope(table, policy.cell(scope.role, name), scope))
        for name, cells in policy.categories().items()
        if cells.get(scope.role, policy.NOTHING).individual and policy.cell(scope.role, name).rows
    ]
    inside = _inside(table, scope)
    parts = [columns.behind.is_(None), columns.is_open, *exact]
    return or_(*parts, and_(columns.is_open_inside, inside)) if inside is not None else or_(*parts)


def _inside(table: Table, scope: Any) -> ColumnElement[bool] | None:
    """Rows of units that the scope holds."""
    access = table.info["access"]
    held = [
        table.c[access[kind]].in_(sorted(scope.codes(kind)))
        for kind in row_rules.UNIT_KINDS
        if kind in access and scope.codes(kind)
    ]
    return or_(*held) if held else None


def _who(table: Table) -> set[str]:
    """Columns that say whom a row is about."""
    access = table.info["access"]
    kept = {access[kind] for kind in ("teacher", "student") if kind in access}
    return kept | ({"entity_id"} if "entity_id" in table.c else set())
