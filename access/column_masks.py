"""Which columns of a reachable row a scope may read: what it may not is null wherever the column stands in a query."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, and_, case, false, func, literal, null, or_, true
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import False_, True_

from access import audience, model_layer, policy, row_rules

SUPPRESSED = "suppressed"  # what stands for a state that may not be told
STATES = ("status", "state", "decision", "level")
LEADS_TO = (
    "entity_id",
    "course_code",
    "offering_id",
)  # columns that lead to a person by way of an open register


def masked(query: Select, tables: list[Table], scope: Any, *, unnamed: bool = False) -> Select:
    """The query with every column that the scope may not read replaced, in its filters and its order as well.

    `unnamed`: columns that say whom a row is about are replaced too.
    """
    if scope.is_system:
        return query
    swaps: dict[Column, ColumnElement] = {}
    for table in tables:
        swaps |= _swaps(table, scope)
        if scope.hides_names:
            hidden = audience.hidden(table)
            swaps |= {table.c[name]: _shown(table.c[name], false()).label(name) for name in hidden}
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
    sides = _sides(table, scope)
    return found | {table.c[name]: side.label(name) for name, side in sides.items()}


def _shown(column: Column, condition: ColumnElement[bool]) -> ColumnElement:
    hidden = literal(SUPPRESSED) if column.name in STATES else null()
    if isinstance(condition, False_):
        return hidden if column.name in STATES else case((false(), column), else_=null())
    return case((condition, column), else_=hidden)


def _sides(table: Table, scope: Any) -> dict[str, ColumnElement]:
    """Status and n of figures of which only the side of an extreme is told: the value itself is null."""
    if "extreme" not in table.c:
        return {}
    columns = table.c
    exact, told = _exact_everywhere(table, scope), _told_everywhere(table, scope)
    status = case(
        (exact, columns.status),
        (told, func.coalesce(columns.extreme, columns.status)),
        else_=literal(SUPPRESSED),
    )
    return {"status": status, "n": case((or_(exact, told), columns.n))}


def _exact_everywhere(table: Table, scope: Any) -> ColumnElement[bool]:
    own = _exact(table, scope)
    return and_(own, _exact_everywhere(table, scope.limit)) if scope.limit else own


def _told_everywhere(table: Table, scope: Any) -> ColumnElement[bool]:
    own = or_(_exact(table, scope), _open(table, scope))
    return and_(own, _told_everywhere(table, scope.limit)) if scope.limit else own


def _conditions(table: Table, scope: Any) -> dict[str, ColumnElement[bool]]:
    """Column -> when it may be read, for columns that are not always readable."""
    rule = table.info
    found: dict[str, ColumnElement[bool]] = {}
    for name, category in rule.get("masks", {}).items():
        switched = model_layer.of_column(category)
        rows = row_rules.rows_of(table, category, scope)
        found[name] = rows if switched is None else and_(rows, switched)
    for name in rule.get("whole_only", ()):
        found[name] = _whole(table, scope)
    if rule.get("guarded"):
        exact, told = _exact(table, scope), _open(table, scope)
        if "extreme" in table.c:
            told = and_(told, table.c.extreme.is_(None))
        guarded = dict.fromkeys(rule["guarded"], or_(exact, told)) | dict.fromkeys(rule["exact_only"], exact)
        found |= {name: and_(found.get(name, true()), shown) for name, shown in guarded.items()}
    if scope.limit is None:
        return found
    other = _conditions(table, scope.limit)
    return {name: and_(found.get(name, true()), other.get(name, true())) for name in {*found, *other}}


def _whole(table: Table, scope: Any) -> ColumnElement[bool]:
    """Rows of which the reader holds the part the columns are of, or every part; and rows of categories without parts."""
    by_category, facet = table.info["category_column"], table.info["facet"]
    partial = {
        name: whole
        for name in (policy.categories() if by_category else (table.info["category"],))
        if (whole := row_rules.whole(cell := policy.cell(scope.role, name), facet)) != cell
    }
    if not partial:
        return true()
    if not by_category:
        return row_rules.in_scope(table, partial[table.info["category"]], scope)
    column = table.c[by_category]
    kept = [and_(column == name, row_rules.in_scope(table, cell, scope)) for name, cell in partial.items()]
    return or_(column.not_in(sorted(partial)), *kept)


def _exact(table: Table, scope: Any) -> ColumnElement[bool]:
    """Figures of nobody, of units the reader holds by name, and those whose rows behind the reader holds."""
    columns = table.c
    behind = [
        and_(columns.behind == name, row_rules.in_scope(table, cell, scope))
        for name in policy.categories()
        if (cell := policy.cell(scope.role, name)).individual and cell.rows
    ]
    named = row_rules.held(table, policy.cell(scope.role, "unit_indicator"), scope)
    return or_(columns.behind.is_(None), named, *behind)


def _open(table: Table, scope: Any) -> ColumnElement[bool]:
    """Figures that are open to everyone, or to managers of the unit who read this row."""
    inside = _inside(table, scope)
    return (
        table.c.is_open if inside is None else case((inside, table.c.is_open_inside), else_=table.c.is_open)
    )


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
    """Columns that say whom a row is about, or whose course it is: timetables are open to everyone."""
    access = table.info["access"]
    kept = {access[kind] for kind in ("teacher", "student") if kind in access}
    names = (column.name for column in table.columns)
    return kept | {name for name in names if name in LEADS_TO or name.endswith(("_pid", "_sk"))}
