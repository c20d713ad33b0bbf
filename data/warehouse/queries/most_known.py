"""Of which student, teacher or course does a snapshot know the most?"""

from __future__ import annotations

from sqlalchemy import Select, func, select

from data.warehouse.schema.marts import ind_value


def most_known(snapshot_id: int, kind: str) -> Select:
    """The one entity of a kind with the most indicators known in the snapshot, and how many; no row where none is known."""
    columns = ind_value.c
    known = func.count(columns.indicator_id.distinct()).label("known")
    return (
        select(columns.entity_id, known)
        .where(columns.snapshot_id == snapshot_id, columns.entity_kind == kind, columns.value.is_not(None))
        .group_by(columns.entity_id)
        .order_by(
            known.desc(), func.sum(columns.n).desc(), columns.entity_id
        )  # of equals, whom most records tell of
        .limit(1)
    )
