"""Gates: requirements that nothing buys off. Each answers True, False or None (cannot tell) per entity."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts

# gate -> (indicator, lowest value that passes, highest value that passes)
BY_VALUE = {
    "ethics_ok": ("tch_ethics_result", 1, None),
    "credits_on_schedule": ("stu_credit_progress", 1.0, None),
    "score_at_least_60": ("stu_weighted_score", 60, None),
    "standard_in_date": ("crs_standard_current", 1, None),
    "practice_half": ("maj_practice_share", 0.5, None),
    "public_quarter": ("maj_public_share", 0.25, None),
    "elective_tenth": ("maj_elective_share", 0.10, None),
    "hours_2500": ("maj_total_hours", 2500, None),
    "core_6_8": ("maj_core_courses", 6, 8),
    "postgrad_15": ("sch_postgrad_share", 0.15, None),
    "ratio_18": ("sch_student_teacher_ratio", None, 18),
}
# Gates whose source is not connected: nobody can tell, and the page says so.
UNKNOWN = ("no_level1_incident", "no_sanction")


def gate_states(facts: Facts, latest: pl.DataFrame, kind: str) -> dict[str, dict[str, bool]]:
    """Gate -> entity -> met; an entity that is not there cannot be told."""
    states: dict[str, dict[str, bool]] = {name: {} for name in UNKNOWN}
    observed = latest.filter((pl.col("entity_kind") == kind) & (pl.col("status") == "observed"))
    for gate, (indicator, lowest, highest) in BY_VALUE.items():
        met = pl.lit(True)
        met = met if lowest is None else met & (pl.col("value") >= lowest - 1e-9)
        met = met if highest is None else met & (pl.col("value") <= highest + 1e-9)
        found = observed.filter(pl.col("indicator_id") == indicator).select("entity_id", met=met)
        states[gate] = dict(found.iter_rows())
    if kind == "teacher":
        states["teaching_qualified"] = dict(
            facts.teacher.filter(pl.col("is_teaching_qualified").is_not_null())
            .select("teacher_pid", "is_teaching_qualified")
            .iter_rows()
        )
        recent = facts["offering"].filter(pl.col("term_id").is_in(facts.terms[-3:]))["offering_id"].to_list()
        taught = (
            facts["offering_teacher"]
            .filter(pl.col("offering_id").is_in(recent))["teacher_pid"]
            .unique()
            .to_list()
        )
        states["taught_in_year"] = {pid: pid in set(taught) for pid in facts.teacher["teacher_pid"]}
    return states
