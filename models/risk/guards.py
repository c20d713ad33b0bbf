"""Has an assessment changed its meaning since earlier terms? From inputs alone; a changed score is read as rank or as unknown.

An item is a kind of assessment of a course at its place in the term: the first TMA, the third quiz, the midterm. It is compared
with the same item in earlier terms on the same day of the term.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict

from models.risk.item_change import Limits, changed, described, distances, read_again

FILE = Path(__file__).with_name("guards.yaml")
ITEM = ["course_code", "item"]
SET = [*ITEM, "group"]  # an offering, or the small offerings of a course together
MIDTERM = "midterm"


class Guards(BaseModel):
    """The limits in force, with their owner."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    owner: str
    reviewed_on: object
    fewest: int
    fewest_earlier: int
    distance: float
    chance: float
    constant: float
    constant_earlier: float
    coarse: float
    order: float
    order_least: float

    def limits(self) -> Limits:
        """What a comparison of two sets of scores needs."""
        return Limits(**{name: getattr(self, name) for name in Limits.__dataclass_fields__})


@cache
def guards() -> Guards:
    """The shipped limits."""
    return Guards.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@dataclass
class Watch:
    """What guards found while frames were made; `is_on` false: scores are taken as they are."""

    is_on: bool = True
    found: list[dict] = field(default_factory=list)

    def passed(self, frames):
        """The frames with every changed score read as rank or as unknown; findings are kept."""
        if not self.is_on:
            return frames
        treated, found = treat(frames)
        self.found += found
        return treated


def treat(frames) -> tuple[object, list[dict]]:
    """Frames of a term (a RiskFrames) with changed scores treated, and one finding per changed item and group of offerings.

    A finding: term_id, at, course_code, item, offerings, reason (weight_zero | constant | distribution | coarse | order), read_as (rank |
    reversed_rank | kept | unknown), n, mean, n_before, mean_before, distance. No person is named.
    """
    now = _present(frames)
    before = _reference(now, _earlier(frames))
    if before.is_empty():
        return frames, []
    table = described(now, SET).join(described(before, ITEM, "_before"), on=ITEM)
    table = table.join(distances(now, before, SET, ITEM), on=SET)
    table = table.filter(
        (pl.col("n") >= guards().fewest) | (pl.col("weight") == 0)
    )  # a weight is told, not estimated
    found = changed(table, guards().limits()).sort(SET)
    if found.is_empty():
        return frames, []
    return _replaced(frames, _read(now, before, found)), _findings(frames, now, found)


def _present(frames) -> pl.DataFrame:
    """Known scores of the term: one row per student x task with course, item, weight, evidence and the group judged together."""
    offerings = frames.enrolments.select("offering_id", "course_code").unique()
    tasks = _named(frames.tasks.join(offerings, on="offering_id"))
    handed = frames.assignments.filter(~pl.col("is_banked").fill_null(False)).select(_SCORE)
    answered = frames.quizzes.filter(pl.col("is_answered")).select(_SCORE)
    scores = pl.concat([handed, answered]).drop_nulls("score").join(tasks, on="task_id")
    marks = frames.midterms.join(offerings, on="offering_id").pipe(_marks)
    together = pl.concat([scores, marks], how="diagonal").pipe(_with_evidence)
    alone = pl.len().over("offering_id", "item") >= guards().fewest
    return together.with_columns(group=pl.when(alone).then("offering_id").otherwise(pl.lit("")))


_SCORE = ["student_pid", "offering_id", "task_id", "score"]


def _earlier(frames) -> pl.DataFrame:
    """The same of earlier terms."""
    earlier = frames.earlier
    scores = earlier.scores.join(_named(earlier.tasks), on="task_id")
    together = pl.concat([scores, earlier.midterms.pipe(_marks)], how="diagonal")
    return together.pipe(_with_evidence)


def _marks(midterms: pl.DataFrame) -> pl.DataFrame:
    return midterms.drop_nulls("midterm").select(
        "student_pid",
        "offering_id",
        "course_code",
        task_id=pl.format("{}/midterm", "offering_id"),
        item=pl.lit(MIDTERM),
        score="midterm",
    )


def _named(tasks: pl.DataFrame) -> pl.DataFrame:
    """task_id, course_code, item, weight: kind, the source's own word and the place among its like, by the day it was due."""
    kind = pl.concat_str("task_kind", pl.col("source_kind").fill_null(""), separator="/")
    ordered = tasks.with_columns(_kind=kind).sort("offering_id", "_kind", "due_at", "task_id")
    place = pl.int_range(1, pl.len() + 1).over("offering_id", "_kind")
    return ordered.select(
        "task_id", "course_code", "weight", item=pl.concat_str("_kind", place.cast(pl.String), separator="/")
    )


def _with_evidence(scores: pl.DataFrame) -> pl.DataFrame:
    """What else is known of the student in the term: the mean standing in all other items; null where there is none."""
    if scores.is_empty():
        return scores.with_columns(evidence=pl.lit(None, pl.Float64))
    term = [name for name in ("student_pid", "term_id") if name in scores.columns]
    known = pl.len().over("offering_id", "item")
    standing = (pl.col("score").rank("average").over("offering_id", "item") - 0.5) / known
    sums = pl.col("_standing").sum().over(term) - pl.col("_standing")
    others = pl.len().over(term) - 1
    return (
        scores.with_columns(_standing=standing)
        .with_columns(evidence=pl.when(others > 0).then(sums / others))
        .drop("_standing")
    )


def _reference(now: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Earlier scores of each item of now; where an item has too few, those of the course's items of the same kind, if enough."""
    if now.is_empty() or before.is_empty():
        return before.clear()
    kind = pl.col("item").str.replace(r"/\d+$", "").alias("_kind")
    wanted = now.select(*ITEM, kind).unique()
    enough = before.group_by(ITEM).len().filter(pl.col("len") >= guards().fewest_earlier)
    own = before.join(enough, on=ITEM, how="semi").join(wanted, on=ITEM, how="semi")
    short = wanted.join(enough, on=ITEM, how="anti")
    like = (
        before.with_columns(kind).drop("item").join(short, on=["course_code", "_kind"]).select(before.columns)
    )
    like = like.filter(pl.len().over(ITEM) >= guards().fewest_earlier)
    return pl.concat([own, like])


def _read(now: pl.DataFrame, before: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """student_pid, task_id and the score as it is read (_new) for every score of a changed item."""
    sets = dict(now.join(found, on=SET, how="semi").group_by(SET))
    items = dict(before.join(found, on=ITEM, how="semi").group_by(ITEM))
    parts = []
    for course, item, group, read_as in found.select(*SET, "read_as").iter_rows():
        rows = sets[course, item, group]
        scores = read_again(rows["score"], items[course, item]["score"], read_as)
        parts.append(rows.select("student_pid", "task_id", _new=scores))
    return pl.concat(parts)


def _findings(frames, now: pl.DataFrame, found: pl.DataFrame) -> list[dict]:
    offerings = now.group_by(SET).agg(offerings=pl.col("offering_id").unique().sort())
    numbers = [pl.col(name).round(4) for name in ("mean", "mean_before", "distance")]
    told = found.join(offerings, on=SET, maintain_order="left").select(
        pl.lit(frames.cut.term["term_id"]).alias("term_id"),
        pl.lit(frames.cut.at).alias("at"),
        *ITEM, "offerings", "reason", "read_as", "n", "n_before", *numbers,
    )  # fmt: skip
    return told.to_dicts()


def _replaced(frames, read: pl.DataFrame):
    """The frames with scores as they are read; unknown ones are null."""

    def scores(table: pl.DataFrame) -> pl.DataFrame:
        return _exchanged(table, read, "score")

    marks = frames.midterms.with_columns(task_id=pl.format("{}/midterm", "offering_id"))
    return replace(
        frames,
        assignments=scores(frames.assignments),
        quizzes=scores(frames.quizzes),
        midterms=_exchanged(marks, read, "midterm").drop("task_id"),
    )


def _exchanged(table: pl.DataFrame, read: pl.DataFrame, column: str) -> pl.DataFrame:
    """The column with what was read anew in its place; results of an earlier sitting stay as they are."""
    joined = table.join(
        read.with_columns(_is_read=pl.lit(True)),
        on=["student_pid", "task_id"],
        how="left",
        maintain_order="left",
    )
    is_read = pl.col("_is_read").fill_null(False)
    if "is_banked" in table.columns:
        is_read &= ~pl.col("is_banked").fill_null(False)
    return joined.with_columns(pl.when(is_read).then("_new").otherwise(column).alias(column)).drop(
        "_new", "_is_read"
    )
