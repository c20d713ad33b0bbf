"""With whom is a value compared, and where does it stand? (C.8) Context beside the index, never a ranking of persons by name."""

from __future__ import annotations

import numpy as np
import polars as pl

from profiling.facts import Facts
from profiling.indices.peers import Standing, standing
from profiling.standard import teacher_standard

KEYS = ["entity_kind", "entity_id"]
UNIT, SCHOOL = "unit", "school"


def peer_sets(facts: Facts) -> pl.DataFrame:
    """Who are an entity's peers? entity_kind, entity_id, peer_set, peer_unit: the department that comes first.

    Teachers: same tier and staff type; courses: same category and tier; majors: same class; students: same major and entry
    year; other units: all of their kind. Null: nobody to compare with (a course without a category).
    """
    frames = [_teachers(facts), *_units(facts)]
    return pl.concat([frame.select(*KEYS, "peer_set", "peer_unit") for frame in frames]).unique(
        KEYS, keep="first", maintain_order=True
    )


def _teachers(facts: Facts) -> pl.DataFrame:
    people = facts.teacher.select("teacher_pid", "staff_type", "title_rank", "entry_on", "org_code")
    rows = [
        (pid, f"{staff}/{teacher_standard(staff, title, entry, facts.as_of)}", org)
        for pid, staff, title, entry, org in people.iter_rows()
    ]
    named = {"entity_id": pl.String, "peer_set": pl.String, "peer_unit": pl.String}
    return pl.DataFrame(rows, schema=named, orient="row").with_columns(entity_kind=pl.lit("teacher"))


def _units(facts: Facts) -> list[pl.DataFrame]:
    """Kind by kind: what peers have in common, and the department."""
    own = {
        "course": (facts["course"], "course_code", ("course_category", "course_tier")),
        "major": (facts["major"], "major_code", ("major_class",)),
        "student": (facts.student, "student_pid", ("major_code", "entry_year")),
        "org": (facts["org"], "org_code", ()),
        "class": (facts["class"], "class_code", ()),
        "offering": (facts.offering, "offering_id", ()),
    }
    return [_set(*given, kind) for kind, given in own.items()]


def _set(frame: pl.DataFrame, key: str, common: tuple[str, ...], kind: str) -> pl.DataFrame:
    alike = (
        pl.concat_str([pl.col(name).cast(pl.String) for name in common], separator="/")
        if common
        else pl.lit("*")
    )
    # departments are compared with each other: there is nothing inside a department to compare them with
    unit = pl.lit(None, dtype=pl.String) if kind == "org" else pl.col("org_code")
    return frame.select(entity_id=key, peer_set=alike, peer_unit=unit, entity_kind=pl.lit(kind))


def with_context(values: pl.DataFrame, sets: pl.DataFrame) -> pl.DataFrame:
    """Value rows with where each observed value stands among its peers, and how it differs from the school's.

    sets: as peer_sets. Adds percentile (0-100) with percentile_low and percentile_high where the interval is known,
    peer_group (unit, or school where the department has fewer than ten peers), peer_count, peer_median: all of the same
    indicator and period; null below ten. `difference` says whether the interval holds the school's value.
    """
    values = values.join(sets, on=KEYS, how="left", maintain_order="left")
    is_observed = (pl.col("status") == "observed") & pl.col("value").is_not_null()
    floats = values.select(
        pl.when(is_observed).then(name).cast(pl.Float64).fill_null(float("nan")).alias(name)
        for name in ("value", "low", "high")
    )
    limits = floats.select("low", "high").to_numpy()
    common = ["entity_kind", "indicator_id", "period", "peer_set"]
    inside, wide = (
        standing(floats["value"].to_numpy(), limits, _numbered(values, by))
        for by in ([*common, "peer_unit"], common)
    )
    found, own = inside.widened(wide)
    return _with_difference(_with_standing(values.drop("peer_set", "peer_unit"), found, own))


def _numbered(values: pl.DataFrame, by: list[str]) -> np.ndarray:
    """Number of the group of each row; -1 where a part of its name is null."""
    known = pl.all_horizontal(pl.col(name).is_not_null() for name in by)
    numbers = pl.struct(by).rank("dense").cast(pl.Int64)
    return values.select(pl.when(known).then(numbers).otherwise(-1)).to_series().to_numpy()


def _with_standing(values: pl.DataFrame, found: Standing, own: np.ndarray) -> pl.DataFrame:
    enough = ~np.isnan(found.median)
    floats = {"percentile": found.percentile, "percentile_low": found.low, "percentile_high": found.high}
    group = pl.Series(np.where(own, UNIT, SCHOOL).tolist(), dtype=pl.String)
    values = values.with_columns(
        **{name: pl.Series(numbers, dtype=pl.Float64).fill_nan(None) for name, numbers in floats.items()},
        peer_group=group,
        peer_count=pl.Series(found.count, dtype=pl.Int64),
        peer_median=pl.Series(found.median, dtype=pl.Float64).fill_nan(None),
        _enough=pl.Series(enough),
    )
    return values.with_columns(
        pl.when("_enough").then(name).alias(name) for name in ("peer_group", "peer_count")
    ).drop("_enough")


def _with_difference(values: pl.DataFrame) -> pl.DataFrame:
    school = values.filter(pl.col("entity_kind") == "school").select(
        "indicator_id", "period", school_value="value"
    )
    values = values.join(school, on=["indicator_id", "period"], how="left", maintain_order="left")
    unknown = pl.col("low").is_null() | pl.col("school_value").is_null() | (pl.col("entity_kind") == "school")
    difference = (
        pl.when(unknown)
        .then(None)
        .when(pl.col("low") > pl.col("school_value"))
        .then(pl.lit("above"))
        .when(pl.col("high") < pl.col("school_value"))
        .then(pl.lit("below"))
        .otherwise(pl.lit("chance"))
    )
    return values.with_columns(difference=difference).drop("school_value")
