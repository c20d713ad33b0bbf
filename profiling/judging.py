"""Who is judged by which standard, and what the standards say of everybody, in the order in which judgements depend on each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from profiling.board import Board, board
from profiling.caseload import with_overload
from profiling.catalogue import functions, indicators
from profiling.elapsed import elapsed_share
from profiling.facts import Facts
from profiling.gates import gate_states
from profiling.indices.quadrant import quadrants
from profiling.judge import judge
from profiling.levels import with_levels
from profiling.reference import distribution_of, populations
from profiling.standard import Standard, next_standard, student_standard, teacher_standard
from profiling.verdict_rows import dimension_rows, index_rows, item_rows

LAST = "school"  # judged by what was said of its majors
WHOLE_TERM = ("tch_workload",)  # figures that need a whole term: the newest closed one is judged


@dataclass(frozen=True)
class Judgements:
    """mart_index, mart_dimension and mart_item rows."""

    indexes: pl.DataFrame
    dimensions: pl.DataFrame
    items: pl.DataFrame

    def with_(self, other: Judgements) -> Judgements:
        """Both together."""
        pairs = zip(self.frames, other.frames, strict=True)
        return Judgements(*(pl.concat([one, two]) for one, two in pairs))

    @property
    def frames(self) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        return self.indexes, self.dimensions, self.items


def of_stage(stage: str, *arguments) -> list[pl.DataFrame]:
    """Value rows of the indicators of one stage; empty ones left out."""
    found = [
        function(*arguments) for name, function in functions().items() if indicators()[name].stage == stage
    ]
    return [part for part in found if part.height]


def assignments(facts: Facts, register: dict[str, Standard]) -> list[tuple[Standard, str, list[str]]]:
    """Standard, relation (own or next) and the entities judged by it."""
    pairs: dict[tuple[str, str], list[str]] = {}

    def put(standard_id: str | None, entity: str, relation: str = "own") -> None:
        if standard_id in register:
            pairs.setdefault((standard_id, relation), []).append(entity)

    people = facts.teacher.select("teacher_pid", "staff_type", "title_rank", "entry_on")
    for pid, staff, title, entry in people.iter_rows():
        standard_id = teacher_standard(staff, title, entry, facts.as_of)
        put(standard_id, pid)
        put(next_standard(standard_id) if standard_id else None, pid, "next")
    courses = facts["course"].filter(pl.col("course_code").is_in(facts["offering"]["course_code"].implode()))
    for code, category, tier in courses.select("course_code", "course_category", "course_tier").iter_rows():
        if category and tier:
            put(f"course.{category}.{tier}", code)
            put(next_standard(f"course.{category}.{tier}"), code, "next")
    for code, declared in facts["major"].select("major_code", "major_class").iter_rows():
        put(f"major.{declared}", code)
    for pid, org, major in facts.enrolled.select("student_pid", "org_code", "major_code").iter_rows():
        put(student_standard(register, org, major), pid)
    put("school", "school")
    return [(register[name], relation, sorted(found)) for (name, relation), found in sorted(pairs.items())]


def judged(
    facts: Facts, values: pl.DataFrame, listed: list[tuple[Standard, str, list[str]]], *, seed: int
) -> Judgements:
    """What the standards say of the entities listed; values: newest and earlier value rows with is_latest."""
    parts: list[tuple[pl.DataFrame, ...]] = []
    for standard, relation, own, table in laid_out(facts, values, listed):
        verdict = judge(table, gate_states(facts, own, standard.entity), seed=seed)
        indexes = with_levels(facts, index_rows(verdict, relation), standard, own)
        indexes = quadrants(indexes, verdict)
        about = {"entity_kind": pl.lit(standard.entity), "standard_id": pl.lit(standard.standard)}
        dimensions = with_overload(standard.standard, dimension_rows(verdict), own)
        rows = (indexes, dimensions, item_rows(verdict))
        parts.append(tuple(frame.with_columns(**about) for frame in rows))
    return Judgements(*(pl.concat(frames) for frames in zip(*parts, strict=True)))


def laid_out(
    facts: Facts, values: pl.DataFrame, listed: list[tuple[Standard, str, list[str]]]
) -> Iterator[tuple[Standard, str, pl.DataFrame, Board]]:
    """The board of each standard, with its relation and the newest values of its kind of entity."""
    latest = values.filter(_judged_period(facts))
    known = populations(facts, {standard.entity for standard, *_ in listed})
    elapsed = elapsed_share(facts)
    for standard, relation, entities in listed:
        own = latest.filter(pl.col("entity_kind") == standard.entity)
        shares = _elapsed(elapsed, entities) if standard.entity == "student" else None
        yield (
            standard, relation, own,
            board(standard, entities, own, distribution_of(known, standard, entities), shares),
        )  # fmt: skip


def _elapsed(shares: pl.DataFrame, entities: list[str]) -> np.ndarray:
    own = pl.DataFrame({"student_pid": entities}).join(
        shares, on="student_pid", how="left", maintain_order="left"
    )
    return own["elapsed_share"].to_numpy()


def _judged_period(facts: Facts) -> pl.Expr:
    """The newest period; for figures that need a whole term, the newest closed one."""
    closed = pl.lit(facts.closed_terms[-1] if facts.closed_terms else None, dtype=pl.String)
    whole = pl.col("indicator_id").is_in(WHOLE_TERM)
    return pl.when(whole).then(pl.col("period") == closed).otherwise(pl.col("is_latest")).fill_null(False)
