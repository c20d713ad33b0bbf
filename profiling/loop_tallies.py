"""Counts of the loop: warnings from opened to closed, requests with the time to their answer, improvement actions by cell."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl

from profiling.disclose import Least
from profiling.facts import Facts
from profiling.indicators.loop import answers
from profiling.moments import local_day
from profiling.periods import school_year
from profiling.responsibility import responsibility

ALL = "all"


def last_sunday(facts: Facts) -> datetime:
    """The last second of the last week that has closed: counts of sensitive rows change only then (indicators.md F.3)."""
    day = facts.as_of - timedelta(days=facts.as_of.isoweekday() % 7)
    return facts.cut - (facts.as_of - day)


def alert_rows(facts: Facts, least: Least) -> list[dict]:
    """Warnings of each school year by level: opened, answered, answered in time, closed, open past their limit."""
    cut = last_sunday(facts)
    alerts = facts["alert"].filter(pl.col("raised_at") <= cut)
    if alerts.is_empty():
        return []
    known = alerts.join(answers(facts), on="alert_no", how="left").with_columns(
        period=school_year(local_day(facts, "raised_at")),
        answered=pl.when(pl.col("answered") <= cut).then("answered"),
    )
    in_time = (pl.col("answered") <= pl.col("due_at")).fill_null(False)
    late = (
        pl.col("answered").is_null()
        & (pl.col("due_at") < cut)
        & ~(pl.col("closed_at") <= cut).fill_null(False)
    )
    sums = known.group_by("period", part="level").agg(
        opened=pl.len(), answered=pl.col("answered").is_not_null().sum(), in_time=in_time.sum(),
        closed=(pl.col("closed_at") <= cut).fill_null(False).sum(), late=late.sum(),
    )  # fmt: skip
    return _steps(sums.drop_nulls(["period", "part"]), "alert", "opened", "rule_warning", least)


def request_rows(facts: Facts, least: Least) -> list[dict]:
    """Requests of each school year by topic: received, answered on time, still open past the limit; median hours to the answer."""
    cut = last_sunday(facts)
    asked = facts["request"].filter(pl.col("submitted_at") <= cut)
    if asked.is_empty():
        return []
    answered = (pl.col("answered_at") <= cut).fill_null(False)
    hours = (pl.col("answered_at") - pl.col("submitted_at")).dt.total_seconds() / 3600
    on_time = (pl.col("answered_at") <= pl.col("due_at")).fill_null(False)
    sums = asked.with_columns(period=school_year(local_day(facts, "submitted_at"))).group_by("period", part="topic").agg(
        received=pl.len(), on_time=on_time.sum(), late=(~answered & (pl.col("due_at") < cut)).fill_null(False).sum(),
        hours=hours.filter(answered).median(),
    )  # fmt: skip
    sums = sums.drop_nulls(["period", "part"])
    found = _steps(sums.drop("hours"), "request", "received", "request_appeal", least)
    size = {(row[0], row[1]): row[2] for row in sums.select("period", "part", "received").iter_rows()}
    found += [
        {"topic": "request", "period": period, "part": part, "step": "hours", "value": value, "n": size[period, part],
         "behind": "request_appeal", "is_open": size[period, part] >= least.cross_unit,
         "is_open_inside": size[period, part] >= least.own_unit}
        for period, part, value in sums.select("period", "part", "hours").sort("period", "part").iter_rows()
        if value is not None
    ]  # fmt: skip
    return found


def _steps(sums: pl.DataFrame, topic: str, whole: str, behind: str, least: Least) -> list[dict]:
    """Counts of parts of sensitive rows, and of all parts together: a count is open where it and the rest of its part are
    none or large enough; of one that is not, the side alone is told: under (few), over (few are left)."""
    steps = [name for name in sums.columns if name not in ("period", "part")]
    total = sums.group_by("period").agg(pl.col(step).sum() for step in steps).with_columns(part=pl.lit(ALL))
    rows = pl.concat([sums, total.select(sums.columns)]).sort("period", "part").to_dicts()
    found = []
    for row in rows:
        for step in steps:
            inner = [one for one in rows if one["period"] == row["period"] and one["part"] != ALL]
            flags = {
                name: _is_large(row, step, whole, k)
                and not (row["part"] == ALL and _tells(inner, step, whole, k))
                for name, k in (("is_open", least.cross_unit), ("is_open_inside", least.own_unit))
            }
            found.append(
                flags
                | {"topic": topic, "period": row["period"], "part": row["part"], "step": step, "n": row[step],
                   "behind": behind, "side": _side(row, step, whole, least.cross_unit)}
            )  # fmt: skip
    return found


def _rest(row: dict, step: str, whole: str) -> int:
    return 0 if step == whole else row[whole] - row[step]


def _is_large(row: dict, step: str, whole: str, k: int) -> bool:
    return row[whole] >= k and not (0 < row[step] < k or 0 < _rest(row, step, whole) < k)


def _tells(parts: list[dict], step: str, whole: str, k: int) -> bool:
    """Whether the sum over all parts would tell a hidden one: exactly one is hidden, or all hidden ones hold few."""
    hidden = [row for row in parts if not _is_large(row, step, whole, k)]
    few = (sum(row[step] for row in hidden), sum(_rest(row, step, whole) for row in hidden))
    return len(hidden) == 1 or any(0 < one < k for one in few)


def _side(row: dict, step: str, whole: str, k: int) -> str | None:
    if 0 < row[step] < k:
        return "under"
    return "over" if 0 < _rest(row, step, whole) < k else None


ACTION = ("indicator_id", "opened_on", "due_on", "closed_on")


def action_rows(facts: Facts, least: Least) -> list[dict]:
    """Improvement actions of each cell of the 5 x 5 matrix: open, and open past their day; what no cell names under 'other'."""
    actions = pl.concat(
        [facts[kind].select(ACTION) for kind in ("action", "improvement")]
    )  # delivered, made here
    actions = actions.filter(pl.col("opened_on") <= facts.as_of)
    if actions.is_empty():
        return []
    cells = responsibility().cell_of_action()
    known = actions.with_columns(
        part=pl.col("indicator_id").replace_strict(cells, default="other", return_dtype=pl.String)
    )
    is_open = ~(pl.col("closed_on") <= facts.as_of).fill_null(False)
    sums = known.group_by("part").agg(
        all=pl.len(), open=is_open.sum(), overdue=(is_open & (pl.col("due_on") < facts.as_of)).sum()
    )
    return [
        {"topic": "action", "period": str(facts.as_of.year), "part": row["part"], "step": step, "n": row[step],
         "behind": "teacher_profile", "is_open": row["all"] >= least.cross_unit,
         "is_open_inside": row["all"] >= least.own_unit}
        for row in sums.sort("part").iter_rows(named=True)
        for step in ("open", "overdue")
    ]  # fmt: skip
