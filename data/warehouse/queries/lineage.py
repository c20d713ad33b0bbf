"""How many entities have a value of an indicator, by kind: what rests on a column of a source."""

from sqlalchemy import Select, func, select

from data.warehouse.schema.marts import ind_value


def valued(snapshot_id: int) -> Select:
    """Per indicator and kind of entity: entities with a value; counts alone."""
    columns = ind_value.c
    return (
        select(
            columns.indicator_id,
            columns.entity_kind,
            func.count(columns.entity_id.distinct()).label("entities"),
        )
        .where(columns.snapshot_id == snapshot_id, columns.value.is_not(None))
        .group_by(columns.indicator_id, columns.entity_kind)
    )
