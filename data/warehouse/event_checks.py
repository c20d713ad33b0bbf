"""Is the data sound, part two: rules that need the event lake, the calendar or the source register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import polars as pl
from sqlalchemy import Connection, case, func, select

from data.warehouse import lake
from data.warehouse.checks import Finding, rules
from data.warehouse.home import Home, as_of
from data.warehouse.schema import metadata

FACT = "fact_attendance"


def event_findings(connection: Connection, home: Home) -> Iterator[Finding]:
    """Findings about events, teaching load and sources; a rule without rows to judge yields none."""
    yield from _unique_events(home)
    yield from _attendance_rows(connection, home)
    yield from _teaching_load(connection)
    yield from _volume(connection, home)
    yield from _freshness(connection)


def _unique_events(home: Home) -> Iterator[Finding]:
    for table, declared in lake.TABLES.items():
        for term in lake.terms(home, table):
            keys = lake.scan(home, table, [term]).select(declared["key"])
            rows, distinct = pl.collect_all([keys.select(pl.len()), keys.unique().select(pl.len())])
            doubled = rows.item() - distinct.item()
            status = "fail" if doubled else "pass"
            found = {"bad": doubled, "total": rows.item()}
            yield Finding(f"unique.{table}", status, found, {}, term_id=term)


def _attendance_rows(connection: Connection, home: Home) -> Iterator[Finding]:
    """Attendance of an offering never exceeds its enrolments times its sessions that took place."""
    allowed = _allowed_attendance(connection)
    for term in lake.terms(home, FACT):
        counted = lake.scan(home, FACT, [term]).group_by("offering_id").agg(rows=pl.len()).collect()
        limits = counted.join(allowed, on="offering_id", how="left").with_columns(
            pl.col("allowed").fill_null(0)
        )
        over = limits.filter(pl.col("rows") > pl.col("allowed")).height
        found = {"bad": over, "total": counted.height}
        yield Finding("attendance_rows", "fail" if over else "pass", found, {}, term_id=term)


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


def _teaching_load(connection: Connection) -> Iterator[Finding]:
    """Periods of one teacher in one week, by declared share of the offering."""
    limit = rules()["teaching_load"]["weekly_periods"]
    sessions, shares = metadata.tables["fact_session"], metadata.tables["bridge_offering_teacher"]
    offerings = metadata.tables["dim_offering"]
    weekly = (
        select(offerings.c.term_id, func.sum(sessions.c.period_count * shares.c.share).label("periods"))
        .join_from(sessions, shares, shares.c.offering_id == sessions.c.offering_id)
        .join(offerings, offerings.c.offering_id == sessions.c.offering_id)
        .group_by(offerings.c.term_id, sessions.c.week_no, shares.c.teacher_pid)
        .subquery()
    )
    over = func.sum(case((weekly.c.periods > limit, 1), else_=0))
    query = select(weekly.c.term_id, func.count(), over).group_by(weekly.c.term_id).order_by(weekly.c.term_id)
    for term, total, bad in connection.execute(query):
        status = "warn" if bad else "pass"
        yield Finding("teaching_load", status, {"bad": bad, "total": total}, {"periods": limit}, term_id=term)


def _volume(connection: Connection, home: Home) -> Iterator[Finding]:
    """Attendance of the last full week of the running term against the same week of the term before."""
    tolerance, terms = rules()["volume"]["tolerance"], _terms_until(connection, as_of(connection))
    if len(terms) < 2:
        return
    (before, _), (now, first_monday) = terms[-2:]
    week = (as_of(connection) + timedelta(days=1) - first_monday).days // 7
    counts = [
        lake.scan(home, FACT, [term]).filter(pl.col("week_no") == week).select(pl.len()).collect().item()
        for term in (before, now)
    ]
    if not counts[0]:
        return
    share = counts[1] / counts[0]
    status = "warn" if abs(share - 1) > tolerance else "pass"
    found = {"week": week, "rows": counts[1], "share": share, "term": before}
    expected = {"low": 1 - tolerance, "high": 1 + tolerance}
    yield Finding("volume.fact_attendance", status, found, expected, term_id=now)


def _terms_until(connection: Connection, day) -> list[tuple]:
    terms = metadata.tables["dim_term"].c
    query = (
        select(terms.term_id, terms.first_monday)
        .where(terms.first_monday <= day)
        .order_by(terms.first_monday)
    )
    return [tuple(row) for row in connection.execute(query)]


def _freshness(connection: Connection) -> Iterator[Finding]:
    sources, limits = metadata.tables["meta_source"].c, rules()["freshness"]
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
        status = "fail" if late > limits["fail"] else "warn" if late > limits["warn"] else "pass"
        yield Finding("freshness", status, {"days": age}, expected, source_id)
