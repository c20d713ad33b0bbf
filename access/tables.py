"""How every warehouse table is declared: columns plus grain, key, sensitivity class and access columns.

Sensitivity classes: P public aggregate, I internal, C confidential personal, R restricted personal.
`category` names the row of the access matrix (access/matrix.yaml) that decides which role may read the table;
`category_column` is given instead where rows of one table fall under different rows of the matrix.
`access` maps a kind of scope (org, major, class, course, offering, teacher, student) to the column that carries it.
`reach` is "own" (rows inside the reader's scope), "open" (every signed-in reader) or "system" (jobs only).
`masks` maps a column to the category that decides alone whether the reader sees that column of a row.
`guarded` names columns of figures about groups: null for a reader without named rows behind them (`behind`, a category),
unless the row is open to others (`is_open`) or to managers inside the unit (`is_open_inside`), settled when published.
Of an `extreme` share such readers see the side alone. `exact_only`: columns that only holders of the rows behind read.
`facet` names the column that tells which part of a teacher's profile a row belongs to, or the part itself as "=D3";
`whole_only` names columns of that part, or made of all parts: whoever holds only other parts finds the row without them.
"""

from __future__ import annotations

from sqlalchemy import Column, MetaData, Table, UniqueConstraint

RESTRICTED_SCHEMA = "restricted"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

SCOPE_KINDS = (
    "org", "major", "class", "course", "offering", "teacher", "student",
    "actor",  # who acted: the reader's own rows of a log
    "visitor",  # who visited: a supervisor's own visits
    "addressed",  # the role a request is addressed to
)  # fmt: skip


def define(
    name: str,
    *columns,
    grain: str,
    key: tuple[str, ...],
    sensitivity: str,
    category: str | None = None,
    category_column: str | None = None,
    access: dict[str, str] | None = None,
    reach: str = "own",
    aggregate: bool = False,
    masks: dict[str, str] | None = None,
    guarded: tuple[str, ...] = (),
    exact_only: tuple[str, ...] = (),
    facet: str | None = None,
    whole_only: tuple[str, ...] = (),
    is_identity: bool = False,
) -> Table:
    """Declare one table; refuses a declaration that says less than a reader or a check needs."""
    info = {
        "grain": grain, "key": key, "sensitivity": sensitivity, "category": category, "category_column": category_column,
        "access": access or {}, "reach": reach, "aggregate": aggregate, "masks": masks or {}, "guarded": guarded,
        "exact_only": exact_only, "facet": facet, "whole_only": whole_only, "is_identity": is_identity,
    }  # fmt: skip
    _check_rule(name, info)
    _check_columns(name, info, {column.name for column in columns if isinstance(column, Column)})
    has_key = any(isinstance(column, Column) and column.primary_key for column in columns)
    constraints = (
        () if has_key and _primary(columns) == set(key) else (UniqueConstraint(*key, name=f"uq_{name}_key"),)
    )
    schema = RESTRICTED_SCHEMA if sensitivity == "R" else None
    return Table(name, metadata, *columns, *constraints, schema=schema, info=info)


def _check_rule(name: str, info: dict) -> None:
    if info["sensitivity"] not in "PICR" or info["reach"] not in ("own", "open", "system"):
        found = f"sensitivity {info['sensitivity']!r} or reach {info['reach']!r}"
        raise ValueError(f"table {name}: {found} is not known")
    if info["reach"] == "own" and not (info["category"] or info["category_column"]):
        raise ValueError(f"table {name}: a table with reach 'own' names its row of the access matrix")
    unknown = set(info["access"]) - set(SCOPE_KINDS)
    if unknown:
        raise ValueError(f"table {name}: access kinds {sorted(unknown)} are not scope kinds {SCOPE_KINDS}")


def _check_columns(name: str, info: dict, there: set[str]) -> None:
    facet = info["facet"]
    needed = {
        *info["masks"],
        *info["guarded"],
        *info["exact_only"],
        *info["whole_only"],
        *info["access"].values(),
    }
    needed |= {facet} if facet and not facet.startswith("=") else set()
    needed |= {"behind", "is_open", "is_open_inside"} if info["guarded"] else set()
    if needed - there:
        raise ValueError(f"table {name}: its access rule names columns it lacks: {sorted(needed - there)}")


def _primary(columns) -> set[str]:
    return {column.name for column in columns if isinstance(column, Column) and column.primary_key}
