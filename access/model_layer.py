"""The model layer as a whole: off until an impact assessment is recorded, and then no prediction reaches anybody."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, and_, exists, or_

from access.tables import metadata

CATEGORIES = ("model_priority", "course_support")


def condition(table: Table) -> ColumnElement[bool] | None:
    """What must hold for any row of a table of predictions; None for every other table.

    The setting model_layer of the home says so; a demo college without the setting keeps its predictions.
    """
    if table.info.get("category") not in CATEGORIES:
        return None
    home = metadata.tables["meta_home"].c
    said = exists().where(home.key == "model_layer")
    is_on = exists().where(home.key == "model_layer", home.value == "true")
    is_demo = exists().where(home.key == "kind", home.value == '"demo"')
    return or_(is_on, and_(is_demo, ~said))
