"""Milestones of own plans, wherever the plan was made: delivered by a source, or in the product and confirmed."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts


def of_plans(facts: Facts, kind: str) -> pl.DataFrame:
    """Milestones of teachers or students: whose, school year, due day, day done. Steps made in the product count from the
    day the dean or counsellor has confirmed them; their numbers are their own, so that no load meets them."""
    person = f"{kind}_pid"
    columns = [person, "plan_year", "due_on", "done_on"]
    made = facts["plan_item"].filter(
        pl.col(person).is_not_null()
        & (pl.col("state") == "confirmed")
        & (pl.col("confirmed_on") <= facts.as_of)
    )
    return pl.concat([facts[f"{kind}_milestone"].select(columns), made.select(columns)])
