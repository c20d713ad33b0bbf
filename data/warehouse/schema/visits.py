"""When a reader last opened a page of a unit: the baseline of "since your last visit"."""

from sqlalchemy import Column, DateTime, Integer, String

from access.tables import define

meta_visit = define(
    "meta_visit",
    Column("person", String(80), primary_key=True),
    Column("entity_kind", String(20), primary_key=True),
    Column("entity_id", String(80), primary_key=True),
    Column("snapshot_id", Integer, primary_key=True),
    Column("seen_at", DateTime, nullable=False),
    grain="one row per reader, unit or person looked at, and snapshot; the newest time of looking",
    key=("person", "entity_kind", "entity_id", "snapshot_id"),
    sensitivity="C",
    category="own_visit",
    access={"actor": "person"},
)
