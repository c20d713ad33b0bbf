"""The model layer as a whole: off until an impact assessment is recorded, and then no prediction reaches anybody."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, and_, exists, or_

from access.tables import metadata

CATEGORIES = ("model_priority", "course_support")


def condition(table: Table) -> ColumnElement[bool] | None:
    """What must hold for any row of a table of predictions, and for rows of predictions among others; None for other tables.

    The setting model_layer of the home says so; a demo college without the setting keeps its predictions.
    """
    by_row = table.info.get("category_column")
    if by_row:
        return or_(table.c[by_row].not_in(CATEGORIES), _is_on())
    return _is_on() if table.info.get("category") in CATEGORIES else None


def of_column(category: str) -> ColumnElement[bool] | None:
    """What must hold for a column that alone is a prediction (the mark of support in a roster); None for other columns."""
    return _is_on() if category in CATEGORIES else None


def _is_on() -> ColumnElement[bool]:
    home = metadata.tables["meta_home"].c
    said = exists().where(home.key == "model_layer")
    is_on = exists().where(home.key == "model_layer", home.value == "true")
    is_demo = exists().where(home.key == "kind", home.value == '"demo"')
    return or_(is_on, and_(is_demo, ~said))
