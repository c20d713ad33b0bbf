"""Labelled feature frames of several terms, read from the home: what train, score and backtest work on."""

from __future__ import annotations

import polars as pl
from sqlalchemy import Connection

from access import relations
from data.warehouse.home import Home
from data.warehouse.queries import risk_frames as frames
from models.risk.dataset import KEY, feature_frame
from models.risk.declaration import declaration
from models.risk.guards import Watch

LABELS = {"home": frames.failed_first, "oulad": frames.failed_or_withdrawn}


def cut_of(connection: Connection, term: dict, at: str) -> frames.Cut:
    """The moment of a point (W4) or of a day (14) in a term."""
    if at.isdigit():
        return frames.cut_at_day(connection, term, int(at))
    return frames.cut_at_week(connection, term, at, declaration().week(at))


def features_of(
    connection: Connection, home: Home, term: dict, at: str, watch: Watch | None = None
) -> pl.DataFrame:
    """Features of everyone enrolled in the term at the cut; nothing later is read, changed assessments as the guards read them."""
    known = frames.risk_frames(connection, home, cut_of(connection, term, at))
    return feature_frame((watch or Watch()).passed(known))


def labelled(
    connection: Connection, home: Home, term: dict, at: str, label: str = "home", watch: Watch | None = None
) -> pl.DataFrame:
    """Features with `y` (null where the label is not known or the enrolment is left out)."""
    rows = features_of(connection, home, term, at, watch)
    known = LABELS[label](connection, term["term_id"])
    return rows.join(known, on=KEY, how="left", maintain_order="left")


def without_objecting(connection: Connection, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows without students who have objected to the model layer: nothing is learnt from them or said about them."""
    objecting = set(connection.execute(relations.choosing(relations.MODEL_LAYER)).scalars())
    return rows.filter(~pl.col("student_pid").is_in(objecting)) if objecting and rows.height else rows
