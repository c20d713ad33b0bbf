"""Distribution anchors (C.4): what the reference population of a compressed scale looks like, frozen for the academic year."""

from __future__ import annotations

import numpy as np
import polars as pl

from profiling.facts import Facts
from profiling.indicators.course_ratings import crs_set_eb
from profiling.indicators.teacher import teacher_ratings
from profiling.indices.normalise import distribution_anchors
from profiling.standard import Standard

TERMS = 4
FEWEST = 30
DIGITS = 6


def reference_terms(facts: Facts) -> list[str]:
    """The last four terms closed when the academic year of the as-of began: anchors do not move within a year."""
    begun = facts["term"].filter(pl.col("first_monday") <= facts.as_of).sort("start_year", "term_no")
    if begun.is_empty():
        return []
    first = begun.filter(pl.col("start_year") == begun["start_year"][-1])["first_monday"][0]
    closed = begun.filter(pl.col("grades_due_on") <= first)
    return closed["term_id"].to_list()[-TERMS:]


Population = tuple[pl.DataFrame, dict[str, str]]


def populations(facts: Facts) -> dict[str, Population]:
    """Per indicator the values of its reference population (entity_id, value) and the peer group of each entity."""
    return {"tch_set_eb": _teachers(facts), "crs_set_eb": _courses(facts)}


def distribution_of(
    known: dict[str, Population], standard: Standard, entities: list[str]
) -> dict[str, np.ndarray]:
    """Anchors of every indicator of the standard marked `distribution`: entities x 4, NaN without usable information.

    Peers: teachers of the same staff type, courses of the same type; widened to the school below thirty entities.
    """
    items = [item for part in standard.dimensions for item in part.indicators]
    wanted = sorted(item.id for item in items if item.anchors == "distribution")
    return {name: _by_group(*known[name], entities) for name in wanted if name in known}


def _by_group(population: pl.DataFrame, groups: dict[str, str], entities: list[str]) -> np.ndarray:
    """population: entity_id, value of several terms; groups: entity -> peer group."""
    population = population.with_columns(group=pl.col("entity_id").replace_strict(groups, default=None))
    everybody = _anchors(population)
    own = {name: _anchors(part) for (name,), part in population.group_by("group") if name is not None}
    small = {name for (name,), part in population.group_by("group") if part["entity_id"].n_unique() < FEWEST}
    out = np.full((len(entities), 4), np.nan)
    for row, entity in enumerate(entities):
        group = groups.get(entity)
        marks = everybody if group in small or group not in own else own[group]
        if marks is not None:
            out[row] = marks
    return out


def _anchors(population: pl.DataFrame) -> tuple[float, ...] | None:
    marks = distribution_anchors(
        population["value"].to_numpy(), entities=population["entity_id"].n_unique(), fewest=FEWEST
    )
    return None if marks is None else tuple(round(mark, DIGITS) for mark in marks)


def _teachers(facts: Facts) -> Population:
    """Shrunken evaluation of each teacher at the end of each reference term."""
    parts = [
        teacher_ratings(facts, [*facts.terms[: facts.terms.index(term)], term][-2:])
        for term in reference_terms(facts)
    ]
    return _observed(parts), dict(facts.teacher.select("teacher_pid", "staff_type").iter_rows())


def _courses(facts: Facts) -> Population:
    """Shrunken evaluation of each course in each reference term."""
    values = crs_set_eb(facts)
    groups = facts["course"].filter(pl.col("course_type").is_not_null())
    values = values.filter(pl.col("period").is_in(reference_terms(facts)))
    return _observed([values]), dict(groups.select("course_code", "course_type").iter_rows())


def _observed(parts: list[pl.DataFrame]) -> pl.DataFrame:
    frames = [part.filter(pl.col("status") == "observed").select("entity_id", "value") for part in parts]
    return pl.concat(frames or [pl.DataFrame(schema={"entity_id": pl.String, "value": pl.Float64})])
