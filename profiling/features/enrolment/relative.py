"""Where an enrolment stands: against others of the same offering, and in the student's other courses."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT


def offering_percentile(frame: IntoFrameT, columns: Sequence[str]) -> IntoFrameT:
    """Where does the student stand in the offering? Adds `<column>_rank` (0-1, mean ranks; null where the value is).

    An offering with fewer than five known values gives null: a rank of few says nothing.
    """
    offering = "offering_id"
    ranks = []
    for column in columns:
        known = nw.col(column).count().over(offering)
        rank = (nw.col(column).rank("average").over(offering) - 0.5) / known
        ranks.append(nw.when(known >= 5).then(rank).alias(f"{column}_rank"))
    return nw.from_native(frame).with_columns(*ranks).to_native()


def offering_level(frame: IntoFrameT, columns: Sequence[str]) -> IntoFrameT:
    """How does the whole offering do so far? Adds `<column>_offering`: the mean over its students, null when unknown."""
    means = [nw.col(column).mean().over("offering_id").alias(f"{column}_offering") for column in columns]
    return nw.from_native(frame).with_columns(*means).to_native()


def student_level(frame: IntoFrameT, columns: Sequence[str]) -> IntoFrameT:
    """How does the student do in all courses of the term? Adds `<column>_all`: the mean over the student's offerings."""
    means = [nw.col(column).mean().over("student_pid").alias(f"{column}_all") for column in columns]
    return nw.from_native(frame).with_columns(*means).to_native()


def sources_share(frame: IntoFrameT, columns: Sequence[str]) -> IntoFrameT:
    """How many of the sources speak? Adds sources_share (0-1): known columns, one named per source, over all named."""
    known = [nw.when(nw.col(column).is_null()).then(0.0).otherwise(1.0) for column in columns]
    total = known[0]
    for part in known[1:]:
        total = total + part
    return nw.from_native(frame).with_columns(sources_share=total / len(columns)).to_native()
