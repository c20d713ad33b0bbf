"""Which queries can be restricted at all: plain selects over declared tables. Everything else is refused, not guessed at.

A condition binds a table by its own name. An alias, a subquery or a CTE reads the table a second time, and words written
by hand name columns that no mask can find; both would pass every condition by.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import CTE, Alias, ColumnClause, Join, Select, Subquery, Table, TextClause
from sqlalchemy.sql import functions, visitors
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.selectable import AliasedReturnsRows, SelectBase

from errors import NotAllowed

NESTED = (Alias, Subquery, CTE)
WORDS = (
    "words of SQL in place of a column",
    "columns of declared tables",
)  # what was found, what is expected


def tables(query: Any) -> list[Table]:
    """The tables a select reads, each once; raises NotAllowed for what is no select and for a table without a rule."""
    if not isinstance(query, Select):
        raise NotAllowed("reading", found=type(query).__name__, expected="one select")
    found: dict[str, Table] = {}
    for source in query.get_final_froms():
        for element in visitors.iterate(source):
            if isinstance(element, Table):
                check_rule(element)
                found[element.fullname] = element
    return list(found.values())


def check(query: Select) -> None:
    """Raises NotAllowed where a part of the query would escape the conditions or the masks.

    A query inside the query, an alias or a CTE may read only tables that are open to every reader.
    """
    for source in query.get_final_froms():
        for leaf in _leaves(source):
            if type(leaf) not in (Table, *NESTED):
                raise _refused(f"rows from a {type(leaf).__name__}", "declared tables")
    stars = _stars(query)
    for element in visitors.iterate(query):
        if isinstance(element, SelectBase | AliasedReturnsRows) and element is not query:
            _check_open(element)
        if id(element) not in stars:
            _check_words(element)
    if query._prefixes or query._suffixes:
        raise _refused(*WORDS)


def check_rule(table: Table) -> None:
    """Raises NotAllowed for a table that does not declare who reads it."""
    if "reach" not in table.info:
        raise NotAllowed(
            "reading a table", found=table.name, expected="a table that declares its access rule"
        )


def spelled_out(query: Select) -> Select:
    """The query with its columns named one by one, so that a mask finds each: `select(table)` names none of them."""
    return query.with_only_columns(*query.selected_columns, maintain_column_froms=True)


def _leaves(source: Any) -> Iterator[Any]:
    if isinstance(source, Join):
        yield from _leaves(source.left)
        yield from _leaves(source.right)
    else:
        yield source


def _stars(query: Select) -> set[int]:
    """The * of count(*), which tells no column; anywhere else it would name them all."""
    counts = [element for element in visitors.iterate(query) if isinstance(element, functions.count)]
    return {id(one) for count in counts for one in visitors.iterate(count) if getattr(one, "name", "") == "*"}


def _check_open(element: ClauseElement) -> None:
    if isinstance(element, AliasedReturnsRows) and type(element) not in NESTED:
        raise _refused(f"rows from a {type(element).__name__}", "declared tables")
    for inner in visitors.iterate(element):
        if isinstance(inner, Table):
            check_rule(inner)
            if inner.info["reach"] != "open":
                raise _refused(f"{inner.name} inside a query", "a table open to every reader")


def _check_words(element: Any) -> None:
    is_loose = isinstance(element, ColumnClause) and element.table is None
    if isinstance(element, TextClause) or is_loose or element.__visit_name__ == "textual_label_reference":
        raise _refused(*WORDS)


def _refused(found: str, expected: str) -> NotAllowed:
    return NotAllowed("reading", found=found, expected=expected)
