"""That a reader looked at a unit, so that the next visit can say what has changed since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, and_, insert, select, update
from sqlalchemy.exc import IntegrityError

from access.scope import can_write
from access.viewer import Viewer
from data.warehouse.schema.visits import meta_visit

FRESH = timedelta(hours=1)  # a visit told so recently is not written again


def noted(engine: Engine, viewer: Viewer, entity_kind: str, entity_id: str, snapshot_id: int) -> bool:
    """Write the visit of now; returns whether a row changed. Through another person's eyes nothing is written."""
    if not can_write(viewer.scope):
        return False
    now, columns = datetime.now(UTC).replace(tzinfo=None), meta_visit.c
    key = {
        "person": viewer.scope.person, "entity_kind": entity_kind, "entity_id": entity_id, "snapshot_id": snapshot_id,
    }  # fmt: skip
    mine = and_(*(columns[name] == value for name, value in key.items()))
    with engine.connect() as connection:
        seen = connection.execute(select(columns.seen_at).where(mine)).scalar()
    if seen is not None and now - seen < FRESH:
        return False
    query = insert(meta_visit).values(**key, seen_at=now)
    if seen is not None:
        query = update(meta_visit).where(mine).values(seen_at=now)
    return _written(engine, query)


def _written(engine: Engine, query) -> bool:
    """A second window of the same reader may have been faster."""
    try:
        with engine.begin() as connection:
            connection.execute(query)
    except IntegrityError:
        return False
    return True
