"""Is the data sound, part two: rules that need the event lake, the calendar or the source register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import polars as pl
from sqlalchemy import Connection, case, func, select

from data.warehouse import lake
from data.warehouse.check_rules import rules
from data.warehouse.checks import Asked, Finding, everything
from data.warehouse.home import Home, as_of
from data.warehouse.schema import metadata
from data.warehouse.schema.meta import meta_load, meta_load_file

FACT, SESSIONS = "fact_attendance", "fact_session"


@dataclass(frozen=True)
class Sources:
    """Which source brought a table in a load: that of the file that filled it, else that of the load."""

    of_file: dict[tuple[int, str], str]
    of_load: dict[int, str]

    def get(self, load: int | None, table: str) -> str | None:
        return self.of_file.get((load, table)) or self.of_load.get(load)


def event_findings(connection: Connection, home: Home, asked: Asked = everything) -> Iterator[Finding]:
    """Findings about events, teaching load and sources that are asked for; a rule without rows to judge yields none."""
    sources = _sources(connection)
    yield from _unique_events(home, sources, asked)
    if asked("attendance_rows"):
        yield from _attendance_rows(connection, home, sources)
    if asked("teaching_load"):
        yield from _teaching_load(connection, sources)
    yield from _volume(connection, home, sources)
    yield from _freshness(connection)


def _unique_events(home: Home, sources: Sources, asked: Asked) -> Iterator[Finding]:
    for table, declared in lake.TABLES.items():
        for term in lake.terms(home, table) if asked(f"unique.{table}") else ():
            counted = (
                lake.scan(home, table, [term])
                .group_by(declared["key"])
                .agg(rows=pl.len(), load_id=pl.col("load_id").max())
                .group_by("load_id")
                .agg(total=pl.col("rows").sum(), bad=pl.col("rows").sum() - pl.len())
            )
            for source, bad, total in _by_source(counted.collect(), sources, table):
                status = "fail" if bad else "pass"
                yield Finding(f"unique.{table}", status, {"bad": bad, "total": total}, {}, source, term)


def _by_source(counted: pl.DataFrame, sources: Sources, table: str) -> Iterator[tuple]:
    """source, bad, total: counts per load summed by the source that brought the load's rows of the table."""
    named = counted.with_columns(
        source=pl.Series([sources.get(load, table) for load in counted["load_id"]], dtype=pl.String)
    )
    yield from named.group_by("source").agg(pl.col("bad", "total").sum()).sort("source").iter_rows()


def _sources(connection: Connection) -> Sources:
    part = meta_load_file.c
    query = (
        select(part.load_id, part.table_name, func.min(part.source_id))
        .where(part.is_joined.is_not(True), part.source_id.is_not(None))
        .group_by(part.load_id, part.table_name)
    )
    files = {(number, table): source for number, table, source in connection.execute(query)}
    loads = connection.execute(select(meta_load.c.load_id, meta_load.c.source_id))
    return Sources(files, dict(tuple(row) for row in loads))


def _attendance_rows(connection: Connection, home: Home, sources: Sources) -> Iterator[Finding]:
    """Attendance of an offering never exceeds its enrolments times its sessions that took place."""
    allowed = _allowed_attendance(connection)
    for term in lake.terms(home, FACT):
        per_offering = lake.scan(home, FACT, [term]).group_by("offering_id")
        counted = per_offering.agg(rows=pl.len(), load_id=pl.col("load_id").max()).collect()
        limits = counted.join(allowed, on="offering_id", how="left").with_columns(
            pl.col("allowed").fill_null(0)
        )
        over = limits.group_by("load_id").agg(
            total=pl.len().cast(pl.Int64), bad=(pl.col("rows") > pl.col("allowed")).sum().cast(pl.Int64)
        )
        for source, bad, total in _by_source(over, sources, FACT):
            found = {"bad": bad, "total": total}
            yield Finding("attendance_rows", "fail" if bad else "pass", found, {}, source, term)


def _allowed_attendance(connection: Connection) -> pl.DataFrame:
    """offering_id, allowed: how many attendance rows an offering can have."""
    enrolments, sessions = metadata.tables["fact_enrolment"].c, metadata.tables["fact_session"].c
    enrolled = (
        select(enrolments.offering_id, func.count().label("people"))
        .group_by(enrolments.offering_id)
        .subquery()
    )
    held = (
        select(sessions.offering_id, func.count().label("meetings"))
        .where(sessions.status.in_(("held", "moved")))
        .group_by(sessions.offering_id)
        .subquery()
    )
    query = select(held.c.offering_id, held.c.meetings * enrolled.c.people).join_from(
        held, enrolled, enrolled.c.offering_id == held.c.offering_id
    )
    rows = [tuple(row) for row in connection.execute(query)]
    return pl.DataFrame(rows, schema={"offering_id": pl.String, "allowed": pl.Int64}, orient="row")


def _teaching_load(connection: Connection, sources: Sources) -> Iterator[Finding]:
    """Periods of one teacher in one week, by declared share of the offering."""
    limit = rules().teaching_load.weekly_periods
    sessions, shares = metadata.tables["fact_session"], metadata.tables["bridge_offering_teacher"]
    offerings = metadata.tables["dim_offering"]
    weekly = (
        select(
            offerings.c.term_id,
            func.sum(sessions.c.period_count * shares.c.share).label("periods"),
            func.max(sessions.c.load_id).label("load_id"),
        )
        .join_from(sessions, shares, shares.c.offering_id == sessions.c.offering_id)
        .join(offerings, offerings.c.offering_id == sessions.c.offering_id)
        .group_by(offerings.c.term_id, sessions.c.week_no, shares.c.teacher_pid)
        .subquery()
    )
    over = func.sum(case((weekly.c.periods > limit, 1), else_=0))
    query = select(weekly.c.term_id, func.count(), over, func.max(weekly.c.load_id)).group_by(
        weekly.c.term_id
    )
    for term, total, bad, load in connection.execute(query.order_by(weekly.c.term_id)):
        status, found = "warn" if bad else "pass", {"bad": bad, "total": total}
        yield Finding("teaching_load", status, found, {"periods": limit}, sources.get(load, SESSIONS), term)


def _volume(connection: Connection, home: Home, sources: Sources) -> Iterator[Finding]:
    """Events of the last full week of the running term against the same week of the term before, by table."""
    tolerance, terms = rules().volume.tolerance, _terms_until(connection, as_of(connection))
    if len(terms) < 2:
        return
    (before, _), (now, first_monday) = terms[-2:]
    week = (as_of(connection) + timedelta(days=1) - first_monday).days // 7
    for table in rules().volume.tables:
        then, here = (
            lake.scan(home, table, [term])
            .filter(pl.col("week_no") == week)
            .group_by("load_id")
            .len()
            .collect()
            for term in (before, now)
        )
        if then.is_empty():
            continue
        rows = int(here["len"].sum())
        share = rows / int(then["len"].sum())
        status = "warn" if abs(share - 1) > tolerance else "pass"
        found = {"week": week, "rows": rows, "share": share, "term": before}
        newest = (here if here.height else then)["load_id"].max()
        expected = {"low": 1 - tolerance, "high": 1 + tolerance}
        yield Finding(f"volume.{table}", status, found, expected, sources.get(newest, table), now)


def _terms_until(connection: Connection, day) -> list[tuple]:
    terms = metadata.tables["dim_term"].c
    query = (
        select(terms.term_id, terms.first_monday)
        .where(terms.first_monday <= day)
        .order_by(terms.first_monday)
    )
    return [tuple(row) for row in connection.execute(query)]


def _freshness(connection: Connection) -> Iterator[Finding]:
    sources, limits = metadata.tables["meta_source"].c, rules().freshness
    today = as_of(connection)
    query = select(sources.source_id, sources.schedule_days, sources.last_success_at).where(
        sources.schedule_days.is_not(None), sources.mode != "none"
    )
    for source_id, schedule, last in connection.execute(query.order_by(sources.source_id)):
        expected = {"days": schedule}
        if last is None:
            yield Finding("freshness", "fail", {}, expected, source_id)
            continue
        age = max((today - last.date()).days, 0)
        late = age / schedule
        status = "fail" if late > limits.fail else "warn" if late > limits.warn else "pass"
        yield Finding("freshness", status, {"days": age}, expected, source_id)
