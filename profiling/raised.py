"""Which warnings have been raised, when was each first answered, and which are still open?

The college's register of warnings (qa_alert) where it is connected. Otherwise every rule warning of the day counts as
raised on the first published day with its level, as the clock of the Worklist has it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import polars as pl

from profiling.facts import Facts
from profiling.indicators.loop import first_answers
from profiling.rules import layers, rule_table

REGISTER, RULES = "register", "rules"
HOURS = rule_table().response
OTHER = "other"  # a rule of the register that is none of ours
COLUMNS = {
    "alert_no": pl.String, "student_pid": pl.String, "source": pl.String, "layer": pl.String, "level": pl.String,
    "raised_at": pl.Datetime("us"), "due_at": pl.Datetime("us"), "answered_at": pl.Datetime("us"),
    "closed_at": pl.Datetime("us"), "class_code": pl.String, "major_code": pl.String, "org_code": pl.String,
}  # fmt: skip


def raised(facts: Facts, warned: pl.DataFrame) -> pl.DataFrame:
    """mart_alert rows: one per warning that is open at the cut or was raised since the running term began.

    warned: the rule warnings of the day (student_pid, term_id, layer, level). Times are UTC. answered_at: the first
    contact that names the warning or first step of support for its student; null where there is none by the cut.
    """
    known = _registered(facts) if facts["alert"].height else _by_rule(facts, warned)
    known = known.join(first_answers(facts, known), on="alert_no", how="left")
    limit = pl.col("level").replace_strict(HOURS, default=None, return_dtype=pl.Int64)
    known = known.with_columns(
        due_at=pl.coalesce("due_at", pl.col("raised_at") + pl.duration(hours=limit)),
        answered_at=pl.when(pl.col("answered") <= facts.cut).then("answered"),
        closed_at=pl.when(pl.col("closed_at") <= facts.cut).then("closed_at"),
    )
    shown = pl.col("closed_at").is_null() | (pl.col("raised_at") >= _term_began(facts))
    known = known.filter(shown & pl.col("level").is_in(list(HOURS)))
    units = facts.student.select("student_pid", "class_code", "major_code", "org_code")
    return known.join(units, on="student_pid", how="left").select(
        pl.col(name).cast(kind) for name, kind in COLUMNS.items()
    )


def _registered(facts: Facts) -> pl.DataFrame:
    layer = pl.col("rule_id").replace_strict(layers(), default=OTHER, return_dtype=pl.String)
    return facts["alert"].filter(pl.col("raised_at") <= facts.cut).select(
        "alert_no", "student_pid", "level", "raised_at", "due_at", "closed_at",
        layer=layer.fill_null(OTHER), source=pl.lit(REGISTER),
    )  # fmt: skip


def _by_rule(facts: Facts, warned: pl.DataFrame) -> pl.DataFrame:
    """The rule warnings of the day as raised ones; closed where the newest step of support closed the case."""
    keys = ["student_pid", "term_id", "layer", "level"]
    first = facts.frames.get(
        "first_warned", pl.DataFrame(schema={**dict.fromkeys(keys, pl.String), "since": pl.Date})
    )
    found = (
        warned.select(keys)
        .join(first, on=keys, how="left")
        .join(_closing(facts), on="student_pid", how="left")
    )
    since = pl.col("since").map_elements(lambda day: _begin(facts, day), return_dtype=pl.Datetime("us"))
    return found.select(
        "student_pid", "level", "layer",
        alert_no=pl.concat_str("layer", "student_pid", separator=":"),
        raised_at=pl.coalesce(since, pl.lit(_begin(facts, facts.as_of), dtype=pl.Datetime("us"))),
        due_at=pl.lit(None, dtype=pl.Datetime("us")), closed_at="closing", source=pl.lit(RULES),
    ).with_columns(closed_at=pl.when(pl.col("closed_at") >= pl.col("raised_at")).then("closed_at"))  # fmt: skip


def _closing(facts: Facts) -> pl.DataFrame:
    """student_pid, closing: when the newest step of support closed the case; null while it is open."""
    steps = (
        facts["intervention"]
        .filter(pl.col("recorded_at") <= facts.cut)
        .sort("recorded_at", "intervention_id")
    )
    newest = steps.unique("student_pid", keep="last", maintain_order=True)
    return newest.select("student_pid", closing=pl.when(pl.col("state") == "closed").then("recorded_at"))


def _begin(facts: Facts, day: date) -> datetime:
    """The first second of a college day, as naive UTC: the cut is its last."""
    return facts.cut - (facts.as_of - day) - timedelta(days=1) + timedelta(seconds=1)


def _term_began(facts: Facts) -> datetime:
    term = facts["term"].filter(pl.col("term_id") == facts.current_term)
    if term.is_empty():
        return datetime.combine(date.min, time(), tzinfo=UTC).replace(tzinfo=None)
    return _begin(facts, term["first_monday"][0])
