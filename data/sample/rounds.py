"""What is noted of teaching classes: the textbooks they use, and what a patrol found in passing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from data.sample.calendar import TERMS
from data.sample.design import textbooks
from data.sample.lived import Lived
from data.sample.membership import picked
from data.sample.world import World, generator

PATROLLED = TERMS[-3:]  # patrols are kept since then
SHARE = 0.045  # of the meetings held
ANOMALIES, ODDS = (None, "学生迟到较多", "设备故障", "教室调换未登记"), [0.93, 0.04, 0.02, 0.01]


def registers(world: World, been: Lived) -> Iterator[tuple[str, pl.DataFrame]]:
    """Textbooks adopted by teaching classes, patrols."""
    yield "fact_textbook_adoption", adoptions(world, been)
    yield "fact_patrol", patrols(world, been)


def adoptions(world: World, been: Lived) -> pl.DataFrame:
    """Each teaching class uses the textbooks of its course; one class in thirty leaves one of several out."""
    draw = generator(world.seed, "adoptions")
    books = textbooks(world).select("course_code", "textbook_no")
    offered = pl.concat(
        offerings.select("term_id", "offering_no", "course_code") for offerings, _ in been.taught.values()
    )
    frame = offered.join(books, on="course_code", maintain_order="left").sort(
        "term_id", "offering_no", "textbook_no"
    )
    first = pl.int_range(pl.len()).over("term_id", "offering_no") == 0
    kept = pl.Series(draw.random(frame.height) > 0.03)
    return frame.filter(first | kept).select("term_id", "offering_no", "textbook_no")


def patrols(world: World, been: Lived) -> pl.DataFrame:
    """A walk past some of the meetings held: who is there, whether the class takes part."""
    parts = [
        _of_term(world, term.index, *been.taught[term.index])
        for term in PATROLLED
        if term.index in been.taught
    ]
    return pl.concat(parts)


def _of_term(world: World, index: int, offerings: pl.DataFrame, sessions: pl.DataFrame) -> pl.DataFrame:
    draw = generator(world.seed, f"patrols{index}")
    held = sessions.filter(pl.col("status") == "held").join(offerings, on="offering", maintain_order="left")
    frame = held.filter(pl.Series(draw.random(held.height) < SHARE) & (pl.col("enrolled") > 0))
    count, expected = frame.height, frame["enrolled"].to_numpy()
    liveliness = 0.55 + 0.15 * frame["diligence"].to_numpy() + draw.normal(0, 0.25, count)
    return frame.select(
        "term_id", "offering_no", "periods", held_on=pl.col("starts").dt.date(), expected="enrolled",
        present=pl.Series(draw.binomial(expected, draw.beta(40, 2.4, count))), is_teacher_present=pl.Series(draw.random(count) < 0.997),
        interaction=pl.Series(np.digitize(liveliness, [0.3, 0.75])), anomaly=picked(draw, ANOMALIES, ODDS, count).cast(pl.String),
    )  # fmt: skip
