"""Digital resources of a course (B.3, C.13): how many, how fresh, and whether students use them."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.indicators.course_units import MAJOR, about, rates, recorded_terms
from profiling.values import empty, rate, shaped

REACH = 0.3  # share of the class that makes a resource an active one
YEAR = 365  # days


def _published(facts: Facts) -> pl.DataFrame:
    """Resources that students could have used by the as-of: planned for a teaching week that has begun, or for none."""
    begun = (pl.lit(facts.as_of) - pl.col("first_monday")).dt.total_days() // 7 + 1
    terms = facts["term"].select("term_id", "first_monday")
    resources = (
        facts["resource"]
        .join(facts.offering.select("offering_id", "term_id"), on="offering_id")
        .join(terms, on="term_id")
    )
    return resources.filter((pl.col("planned_week_from") <= begun).fill_null(True))


def _visits(facts: Facts) -> pl.DataFrame:
    """Visits of students who have not left the teaching class: offering_id, resource_id, visitors, visits."""
    there = facts.enrolment.filter(pl.col("unregistered_on").is_null()).select("offering_id", "student_pid")
    key = ["offering_id", "resource_id"]
    visits = facts.events["fact_resource_use"].filter(pl.col("visits") > 0)
    visits = visits.group_by(*key, "student_pid").agg(pl.col("visits").sum()).collect()
    visits = visits.join(there.unique(), on=["offering_id", "student_pid"], how="semi")
    return visits.group_by(key).agg(pl.col("visits").sum(), visitors=pl.len())


def crs_resource_visits(facts: Facts) -> pl.DataFrame:
    """Visits of resources per enrolled student, teaching classes with published resources."""
    if not facts.has_events("fact_resource_use"):
        return empty()
    visits = facts.once(_visits).group_by("offering_id").agg(pl.col("visits").sum())
    classes = recorded_terms(facts, _published(facts), visits).select("offering_id").unique()
    counts = classes.join(facts.active_size, on="offering_id").join(visits, on="offering_id", how="left")
    counts = counts.with_columns(pl.col("visits").fill_null(0))
    return rates(facts, "crs_resource_visits", counts, "visits", "size", sampled=False)


def active_resources(facts: Facts) -> pl.DataFrame:
    """Per teaching class: `active` (resources visited by at least 30 % of its students) and `published`."""
    visitors = facts.once(_visits)
    resources = recorded_terms(facts, _published(facts), visitors).join(facts.active_size, on="offering_id")
    resources = resources.join(visitors, on=["offering_id", "resource_id"], how="left")
    active = pl.col("visitors").fill_null(0) / pl.col("size") >= REACH
    return resources.group_by("offering_id").agg(active=active.sum().cast(pl.Int64), published=pl.len())


def crs_resource_active(facts: Facts) -> pl.DataFrame:
    """Resources visited by at least 30 % of the enrolled students over published resources."""
    if not facts.has_events("fact_resource_use"):
        return empty()
    return rates(
        facts, "crs_resource_active", facts.once(active_resources), "active", "published", sampled=False
    )


def maj_resource_active(facts: Facts) -> pl.DataFrame:
    """The same over the teaching classes of the major's classes."""
    if not facts.has_events("fact_resource_use"):
        return empty()
    counts = facts.once(active_resources)
    return rates(facts, "maj_resource_active", counts, "active", "published", sampled=False, kinds=MAJOR)


def crs_resource_fresh(facts: Facts) -> pl.DataFrame:
    """Resources created or revised in the twelve months before the end of the term (or the as-of) over dated resources."""
    resources = facts["resource"].join(facts.offering.select("offering_id", "term_id"), on="offering_id")
    if resources.is_empty():
        return empty()
    known = [pl.when(pl.col(name) <= facts.as_of).then(name) for name in ("created_on", "updated_on")]
    resources = resources.join(facts["term"].select("term_id", "end_on"), on="term_id").with_columns(
        changed=pl.max_horizontal(known), until=pl.min_horizontal("end_on", pl.lit(facts.as_of))
    )
    dated = resources.drop_nulls("changed")
    fresh = (pl.col("until") - pl.col("changed")).dt.total_days() <= YEAR
    counts = dated.select("offering_id", fresh=fresh.cast(pl.Int64), one=pl.lit(1))
    return rates(facts, "crs_resource_fresh", counts, "fresh", "one", sampled=False)


def crs_resources_per_credit(facts: Facts) -> pl.DataFrame:
    """Own digital resources of the course in the term over its credits; one number counts once over parallel classes."""
    resources = facts["resource"].drop_nulls("is_own")
    if resources.is_empty():
        return empty()
    own = pl.when(pl.col("is_own")).then("resource_no")
    counts = about(facts, resources).group_by("course_code", "period").agg(own=own.drop_nulls().n_unique())
    credits = facts["course"].select("course_code", "credits")
    counts = counts.join(credits, on="course_code", how="left")
    values = rate(counts, ["course_code", "period"], "own", "credits", sampled=False)
    return shaped(values.drop("n"), "crs_resources_per_credit", "course", "course_code")
