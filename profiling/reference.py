"""Reference populations of distribution anchors (C.4): the only norm-referenced part of the index, frozen for the academic year."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from profiling.facts import Facts
from profiling.indicators.counsellor import cou_satisfaction
from profiling.indicators.course_ratings import crs_set_eb
from profiling.indicators.teacher import teacher_ratings
from profiling.indices.normalise import distribution_anchors
from profiling.standard import Standard

TERMS = 4
SURVEYS = 2  # one a year: those of the four terms
FEWEST = 30
DIGITS = 6


@dataclass(frozen=True)
class Population:
    """Values of a reference population (entity_id, value, group; several per entity), and the group of who is judged now."""

    values: pl.DataFrame
    groups: dict[str, str]


def year_began(facts: Facts) -> date | None:
    """First Monday of the academic year of the as-of; None before the first."""
    begun = facts["term"].filter(pl.col("first_monday") <= facts.as_of)
    return begun.filter(pl.col("start_year") == pl.col("start_year").max())["first_monday"].min()


def reference_terms(facts: Facts) -> list[str]:
    """The last four terms closed when the academic year of the as-of began: anchors do not move within a year."""
    closed = facts["term"].filter(pl.col("grades_due_on") <= year_began(facts)).sort("start_year", "term_no")
    return closed["term_id"].to_list()[-TERMS:]


def populations(facts: Facts, entities: Collection[str] = ("teacher", "course")) -> dict[str, Population]:
    """Reference populations of the indicators about the kinds of entity named, as they stood when the academic year began.

    Teachers: same staff type and (main) course type; courses: same course type; counsellors: all.
    """
    if year_began(facts) is None:
        return {}
    then = replace(facts, as_of=year_began(facts))
    return {name: made(facts, then) for name, (kind, made) in _MADE.items() if kind in entities}


def distribution_of(
    known: dict[str, Population], standard: Standard, entities: list[str]
) -> dict[str, np.ndarray]:
    """Anchors of every indicator of the standard marked `distribution`: entities x 4, NaN without usable information.

    Widened to the school below thirty entities; no usable information where even that is fewer, or a3 - a0 is below two.
    """
    items = [item for part in standard.dimensions for item in part.indicators]
    wanted = sorted(item.id for item in items if item.anchors == "distribution")
    return {name: _by_group(known[name], entities) for name in wanted if name in known}


def _by_group(population: Population, entities: list[str]) -> np.ndarray:
    values = population.values
    everybody = _anchors(values)
    own = {
        name: _anchors(part)
        for (name,), part in values.group_by("group")
        if name is not None and part["entity_id"].n_unique() >= FEWEST
    }
    marks = [own.get(population.groups.get(entity), everybody) for entity in entities]
    return np.array([(np.nan,) * 4 if found is None else found for found in marks]).reshape(-1, 4)


def _anchors(values: pl.DataFrame) -> tuple[float, ...] | None:
    marks = distribution_anchors(
        values["value"].to_numpy(), entities=values["entity_id"].n_unique(), fewest=FEWEST
    )
    return None if marks is None else tuple(round(mark, DIGITS) for mark in marks)


def _teachers(facts: Facts, then: Facts) -> Population:
    """Shrunken evaluation of each teacher at the end of each reference term."""
    terms = reference_terms(facts)
    parts = [teacher_ratings(then, [*then.terms[: then.terms.index(term)], term][-2:]) for term in terms]
    return Population(
        _observed(parts, _staff_and_type(then, terms)), _staff_and_type(facts, facts.closed_terms[-2:])
    )


def _staff_and_type(facts: Facts, terms: list[str]) -> dict[str, str]:
    """Teacher -> staff type and the course type of most of the teaching classes in the terms."""
    taught = facts["offering_teacher"].join(
        facts.offering.filter(pl.col("term_id").is_in(terms)).select("offering_id", "course_type"),
        on="offering_id",
    )
    counts = taught.drop_nulls("course_type").group_by("teacher_pid", "course_type").len()
    main = counts.sort("teacher_pid", "len", "course_type", descending=[False, True, False]).unique(
        "teacher_pid", keep="first", maintain_order=True
    )
    rows = facts.teacher.select("teacher_pid", "staff_type").join(main, on="teacher_pid", how="left")
    group = pl.concat_str(pl.col("staff_type"), pl.col("course_type").fill_null("-"), separator="/")
    return dict(rows.select("teacher_pid", group).iter_rows())


def _courses(facts: Facts, then: Facts) -> Population:
    """Shrunken evaluation of each course in each reference term."""
    values = crs_set_eb(then).filter(pl.col("period").is_in(reference_terms(facts)))
    typed = facts["course"].filter(pl.col("course_type").is_not_null())
    groups = dict(typed.select("course_code", "course_type").iter_rows())
    return Population(_observed([values], groups), groups)


def _counsellors(facts: Facts, then: Facts) -> Population:
    """Shrunken satisfaction with each counsellor in each survey of the four terms."""
    surveys = then["survey"].filter(
        (pl.col("population") == "counselled") & (pl.col("opened_on") <= then.as_of)
    )
    years = surveys["year"].unique().sort().to_list()[-SURVEYS:]
    parts = [
        cou_satisfaction(
            replace(then, frames=then.frames | {"survey": surveys.filter(pl.col("year") == year)})
        )
        for year in years
    ]
    return Population(_observed(parts, {}), {})


def _observed(parts: list[pl.DataFrame], groups: dict[str, str]) -> pl.DataFrame:
    frames = [part.filter(pl.col("status") == "observed").select("entity_id", "value") for part in parts]
    values = pl.concat(frames or [pl.DataFrame(schema={"entity_id": pl.String, "value": pl.Float64})])
    group = pl.col("entity_id").replace_strict(groups, default=None, return_dtype=pl.String)
    return values.with_columns(group=group if groups else pl.lit(None, dtype=pl.String))


_MADE: dict[str, tuple[str, Callable[[Facts, Facts], Population]]] = {
    "tch_set_eb": ("teacher", _teachers),
    "crs_set_eb": ("course", _courses),
    "cou_satisfaction": ("teacher", _counsellors),
}
