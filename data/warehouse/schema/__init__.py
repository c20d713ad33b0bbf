"""The whole warehouse schema; importing this package declares every table on one MetaData."""

from access import sec_tables
from access.tables import RESTRICTED_SCHEMA, metadata
from data.warehouse.schema import marts, meta, people, quality, risk, structure, teaching

__all__ = [
    "RESTRICTED_SCHEMA",
    "marts",
    "meta",
    "metadata",
    "people",
    "quality",
    "risk",
    "sec_tables",
    "structure",
    "teaching",
]
