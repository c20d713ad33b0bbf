"""What profiling reads: the warehouse's facts and the lake's events as known at a moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import polars as pl
from sqlalchemy import Connection, Engine, func, select

from data.warehouse import lake
from data.warehouse.bulk import read_table
from data.warehouse.home import Home, as_of, read_setting
from data.warehouse.queries.freshness import late_tables
from data.warehouse.queries.history_tables import (
    BEGUN_BY,
    FOR_RULES,
    KNOWN_BY,
    KNOWN_LATER,
    ONLY_TO_CUT,
    TABLES,
    UNASKED,
    VERSIONED,
)
from data.warehouse.schema.marts import mart_rule_warning
from data.warehouse.schema.meta import meta_snapshot


@dataclass
class History:
    """Frames by name, lazy lake scans by table, and the moment they are cut at."""

    as_of: date
    cut: datetime  # UTC, naive
    current_term: str | None
    in_school_by: str = "register"
    frames: dict[str, pl.DataFrame] = field(default_factory=dict)
    events: dict[str, pl.LazyFrame] = field(default_factory=dict)
    rows: int = 0
    warned: pl.DataFrame = field(default_factory=pl.DataFrame)
    late: dict[str, date] = field(default_factory=dict)  # see queries/freshness.py

    @cached_property
    def connected(self) -> frozenset[str]:
        """Tables of warehouse and lake that hold anything known at the cut."""
        stored = {TABLES[name].name for name, frame in self.frames.items() if frame.height}
        return frozenset(
            stored | {name for name, events in self.events.items() if events.head(1).collect().height}
        )


def end_of_day(day: date, zone: str) -> datetime:
    """The last second of a college day, as naive UTC."""
    local = datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(zone))
    return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


def read_history(home: Home, engine: Engine, day: date | None = None) -> History:
    """What was known at the home's as-of (or at `day`)? Everything profiling needs, cut before it is joined.

    Facts are cut by when they were recorded; registers (versions, programmes, enrolments) by their own dates, because
    subsystems export them whole, without saying when a row was written. Events: happened and recorded by the cut.
    """
    with engine.connect() as connection:
        moment = day or as_of(connection)
        zone = read_setting(connection, "zone", "Asia/Shanghai")
        history = History(
            moment, end_of_day(moment, zone), None, read_setting(connection, "in_school_by", "register")
        )
        for name, table in TABLES.items():
            history.frames[name] = _cut(name, read_table(connection, table, without=UNASKED), history)
        _begun_terms(history)
        history.current_term = _term(connection, history, day is None)
        history.warned = _first_warned(connection, moment)
        history.late = late_tables(connection, moment)
    history.rows = sum(frame.height for frame in history.frames.values())
    for table in lake.TABLES:
        events = lake.scan(home, table)
        history.events[table] = events.filter(
            (pl.col("event_time") <= history.cut) & (pl.col("recorded_at") <= history.cut)
        )
    return history


def earlier(engine: Engine, history: History, day: date, term_id: str) -> History:
    """What the warning rules ask, as it was known on an earlier day of the home: cut again from what was read.

    Registers kept by version are read anew, for the version of that day.
    """
    with engine.connect() as connection:
        zone = read_setting(connection, "zone", "Asia/Shanghai")
        past = History(day, end_of_day(day, zone), term_id, history.in_school_by)
        for name in FOR_RULES:
            known = (
                read_table(connection, TABLES[name], without=UNASKED)
                if name in VERSIONED
                else history.frames[name]
            )
            past.frames[name] = _cut(name, known, past)
    _begun_terms(past)
    past.events = {
        table: events.filter((pl.col("event_time") <= past.cut) & (pl.col("recorded_at") <= past.cut))
        for table, events in history.events.items()
    }
    return past


def _first_warned(connection: Connection, day: date) -> pl.DataFrame:
    """student_pid, term_id, layer, level, since: the first published day, up to this one, with each rule warning."""
    warning, snapshot = mart_rule_warning.c, meta_snapshot.c
    keys = (warning.student_pid, warning.term_id, warning.layer, warning.level)
    query = (
        select(*keys, func.min(snapshot.as_of).label("since"))
        .join_from(meta_snapshot, mart_rule_warning, snapshot.snapshot_id == warning.snapshot_id)
        .where(snapshot.status == "published", snapshot.as_of <= day)
        .group_by(*keys)
    )
    schema = {**dict.fromkeys(("student_pid", "term_id", "layer", "level"), pl.String), "since": pl.Date}
    return pl.DataFrame([tuple(row) for row in connection.execute(query)], schema=schema, orient="row")


def _cut(name: str, frame: pl.DataFrame, history: History) -> pl.DataFrame:
    """Rows known at the cut, versions valid on the day, and nothing in a row that lies after it."""
    if name in KNOWN_BY:
        frame = frame.filter(pl.col("recorded_at") <= history.cut)
    if name in ONLY_TO_CUT:
        frame = frame.drop("recorded_at", strict=False)
    if name in BEGUN_BY:
        begun = pl.col(BEGUN_BY[name])
        frame = frame.filter(begun.is_null() | (begun <= _limit(frame, BEGUN_BY[name], history)))
    if name in VERSIONED:
        frame = frame.filter(_valid_on(history.as_of)).sort(f"{name}_code", "valid_from")
        frame = frame.unique(f"{name}_code", keep="last", maintain_order=True)
    for dated, hidden in KNOWN_LATER.get(name, {}).items():
        later = pl.col(dated) > _limit(frame, dated, history)
        frame = frame.with_columns(
            pl.when(later.fill_null(False)).then(None).otherwise(pl.col(column)).alias(column)
            for column in hidden
        )
    return frame


def _limit(frame: pl.DataFrame, column: str, history: History) -> date | datetime:
    """The cut in the column's own type: days compare with the day, times with its last second."""
    return history.as_of if frame.schema[column] == pl.Date else history.cut


def _begun_terms(history: History) -> None:
    """Teaching of terms that begin after the day is not there yet; a later session is only planned."""
    begun = history.frames["term"].filter(pl.col("day_zero") <= history.as_of)["term_id"]
    offerings = history.frames["offering"].filter(pl.col("term_id").is_in(begun.implode()))
    history.frames["offering"] = offerings
    for name in {"offering_teacher", "session", "task", "enrolment", "workload"} & set(history.frames):
        frame = history.frames[name]
        history.frames[name] = frame.filter(pl.col("offering_id").is_in(offerings["offering_id"].implode()))
    ahead = pl.col("held_on") > history.as_of
    history.frames["session"] = history.frames["session"].with_columns(
        status=pl.when(ahead).then(pl.lit("planned")).otherwise("status"),
        delivered_topic=pl.when(ahead).then(None).otherwise("delivered_topic"),
    )


def _valid_on(day: date) -> pl.Expr:
    """valid_to is the last day of a version."""
    return (pl.col("valid_from") <= day) & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= day))


def _term(connection: Connection, history: History, is_now: bool) -> str | None:
    """The term the day lies in (the newest begun); the home's setting wins for today."""
    named = read_setting(connection, "current_term") if is_now else None
    begun = (
        history.frames["term"].filter(pl.col("first_monday") <= history.as_of).sort("start_year", "term_no")
    )
    return named or (begun["term_id"][-1] if begun.height else None)


def week_of(history: History) -> int | None:
    """Teaching week of the as-of in the current term."""
    term = history.frames["term"].filter(pl.col("term_id") == history.current_term)
    if term.is_empty():
        return None
    monday = term["first_monday"][0]
    return min((history.as_of - monday) // timedelta(days=7) + 1, int(term["week_count"][0]))
