"""The whole warehouse schema; importing this package declares every table on one MetaData."""

from access import sec_tables
from access.tables import RESTRICTED_SCHEMA, metadata
from data.warehouse.schema import (
    card_use,
    conditions,
    improvement,
    loop,
    marts,
    meeting,
    meta,
    people,
    quality,
    risk,
    staff_work,
    structure,
    student_life,
    study,
    teaching,
    visits,
)

__all__ = [
    "RESTRICTED_SCHEMA",
    "card_use",
    "conditions",
    "improvement",
    "loop",
    "marts",
    "meeting",
    "meta",
    "metadata",
    "people",
    "quality",
    "risk",
    "sec_tables",
    "staff_work",
    "structure",
    "student_life",
    "study",
    "teaching",
    "visits",
]
