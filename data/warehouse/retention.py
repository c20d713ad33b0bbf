"""What is over its time of keeping: counted, and removed in short transactions that a kill leaves resumable.

The rules are data (retention.yaml). Everything here asks and answers in terms of one rule; jobs/retention.py wires them.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import polars as pl
import yaml
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Engine,
    Select,
    Table,
    delete,
    func,
    literal_column,
    select,
    update,
)

from access import log_chain
from data.warehouse import inbox, lake
from data.warehouse.home import Home
from data.warehouse.schema import metadata
from data.warehouse.schema.meta import meta_row_history
from data.warehouse.schema.people import dim_student
from data.warehouse.schema.structure import dim_term

FILE = Path(__file__).with_suffix(".yaml")
BATCH = 5_000
LEFT = ("graduated", "withdrawn")
# Columns that would lead back to the student once the pseudonym is gone: emptied, or replaced where they must hold something.
EMPTIED = (
    "note", "class_code", "features_sha256", "next_on", "text", "reason", "evidence", "archive_no", "cause", "measure",
    "known_rules",
)  # fmt: skip
REPLACED = ("actor_pid", "entity_id", "opened_by", "closed_by", "decided_by", "added_by")


@dataclass(frozen=True)
class Rule:
    """One rule of retention.yaml: what goes, and before which day."""

    rule_id: str
    kind: str
    years: int | None = None
    days: int | None = None
    tables: dict[str, str | None] | None = None
    folders: tuple[str, ...] = ()
    source: str = ""

    def cutoff(self, today: date) -> date:
        """The last day whose data are over their time on a day."""
        if self.days is not None:
            return today - timedelta(days=self.days)
        year = today.year - (self.years or 0)
        is_leap_day = (today.month, today.day) == (2, 29)
        return date(year, 2, 28) if is_leap_day else today.replace(year=year)


@dataclass(frozen=True)
class Place:
    """What a rule works on: the home, its engine, and the college's today."""

    home: Home
    engine: Engine
    today: date


@cache
def rules() -> tuple[Rule, ...]:
    """The rules as written in retention.yaml."""
    body = yaml.safe_load(FILE.read_text(encoding="utf-8"))["rules"]
    return tuple(_rule(name, entry) for name, entry in body.items())


def _rule(name: str, entry: dict) -> Rule:
    tables = entry.pop("tables", {})
    named = tables if isinstance(tables, dict) else dict.fromkeys(tables)
    return Rule(name, tables=named, folders=tuple(entry.pop("folders", ())), **entry)


def due(place: Place, rule: Rule) -> int:
    """How many rows (of folders: files) the rule would remove or unlink now."""
    return _KINDS[rule.kind](place, rule, remove=False)


def remove(place: Place, rule: Rule) -> int:
    """Remove or unlink what the rule names; returns how many rows (of folders: files). Again at once it finds none."""
    return _KINDS[rule.kind](place, rule, remove=True)


def _log(place: Place, rule: Rule, *, remove: bool) -> int:
    """Rows of the access log by the clock of the machine, as they were written; the college's today may be frozen."""
    now = datetime.now(UTC)
    before = datetime.combine(rule.cutoff(now.date()), time.min)
    with place.engine.begin() as connection:
        found = log_chain.over(connection, before)
        if remove and found.fresh:
            log_chain.anchor(connection, found)
    while remove and log_chain.forget(place.engine, BATCH):
        pass
    return found.rows


def _lake_terms(place: Place, rule: Rule, *, remove: bool) -> int:
    over = _terms_over(place, rule)
    total = 0
    for name in [name for name in rule.tables if name in lake.TABLES]:
        for term in [term for term in lake.terms(place.home, name) if term in over]:
            total += lake.scan(place.home, name, [term]).select(pl.len()).collect().item()
            if remove:
                shutil.rmtree(lake.partition(place.home, name, term))
    return total


def _terms(place: Place, rule: Rule, *, remove: bool) -> int:
    over = sorted(_terms_over(place, rule))
    total = 0
    for table, column in _tables(rule):
        total += _delete(place.engine, table, column.in_(over), remove=remove)
        total += _history(place, rule, table, remove=remove)
    return total


def _days(place: Place, rule: Rule, *, remove: bool) -> int:
    total = 0
    for table, column in _tables(rule):
        total += _delete(place.engine, table, column < _edge(rule.cutoff(place.today), column), remove=remove)
        total += _history(place, rule, table, remove=remove)
    return total


def _edge(day: date, column: Column) -> date | datetime:
    """The day as what the column holds."""
    return datetime.combine(day, time.min) if isinstance(column.type, DateTime) else day


def _history(place: Place, rule: Rule, table: Table, *, remove: bool) -> int:
    """Versions that later loads replaced, when they were replaced so long ago."""
    columns = meta_row_history.c
    before = datetime.combine(rule.cutoff(place.today), time.min)
    old = (columns.table_name == table.name) & (columns.replaced_at < before)
    return _delete(place.engine, meta_row_history, old, remove=remove)


def _graduated(place: Place, rule: Rule, *, remove: bool) -> int:
    total = 0
    for table, _ in _tables(rule):
        gone = _left_before(rule.cutoff(place.today))
        with place.engine.connect() as connection:
            counted = select(table.c.student_pid, func.count()).where(table.c.student_pid.in_(gone))
            people = connection.execute(counted.group_by(table.c.student_pid)).all()
        total += sum(count for _, count in people)
        for pid, _ in people if remove else ():
            with place.engine.begin() as connection:
                _unlink(connection, table, pid)
    return total


def _left_before(day: date) -> Select:
    """Students who graduated, or left otherwise, on or before a day."""
    columns = dim_student.c
    left_on = func.coalesce(columns.graduated_on, columns.valid_from)
    return select(columns.student_pid).where(
        columns.is_current, columns.student_status.in_(LEFT), left_on <= day
    )


def _unlink(connection: Connection, table: Table, pid: str) -> None:
    """Rows of one student lose the pseudonym, each row on its own, so that no two can be put together again."""
    (key,) = table.primary_key.columns
    empty: dict[str, str | None] = {name: None for name in EMPTIED if name in table.c}
    for number in connection.execute(select(key).where(table.c.student_pid == pid)).scalars().all():
        made = {name: _nobody() for name in ("student_pid", *REPLACED) if name in table.c}
        connection.execute(update(table).where(key == number).values(**empty, **made))


def _nobody() -> str:
    """A pseudonym that no key and no person leads to."""
    return "x" + secrets.token_hex(10)


def _folders(place: Place, rule: Rule, *, remove: bool) -> int:
    """Folders of exports by the clock of the machine, as their files are dated."""
    before = datetime.now(UTC).timestamp() - (rule.days or 0) * 86_400
    total = 0
    for name in rule.folders:
        for folder in sorted((place.home.folder("exports") / name).glob("*")):
            if folder.stat().st_mtime < before:
                total += sum(path.is_file() for path in folder.rglob("*")) if folder.is_dir() else 1
                _drop(folder) if remove else None
    return total


def _arrivals(place: Place, rule: Rule, *, remove: bool) -> int:
    """Files handed in and left, by the clock of the machine."""
    before = datetime.now(UTC).timestamp() - (rule.days or 0) * 86_400
    over = [one for one in inbox.arrivals(place.home) if one.folder.stat().st_mtime < before]
    total = sum(path.is_file() for one in over for path in one.folder.rglob("*"))
    for one in over if remove else ():
        inbox.discard(one)
    return total


def _waiting_logs(place: Place, rule: Rule, *, remove: bool) -> int:
    """Arrivals with a log of cards or doors, since its files were laid there: correcting the mapping makes them no younger."""
    before = datetime.now(UTC).timestamp() - (rule.days or 0) * 86_400
    logs = [one for one in inbox.arrivals(place.home) if inbox.holds_log(one) and not inbox.is_running(one)]
    over = [one for one in logs if (since := inbox.lies_since(one)) is not None and since < before]
    total = sum(path.is_file() for one in over for path in one.files.rglob("*"))
    for one in over if remove else ():
        inbox.discard(one)
    return total


def waiting_logs() -> Rule:
    """How long a log that was handed in may wait to be loaded."""
    return next(rule for rule in rules() if rule.kind == "waiting_logs")


def _drop(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def _terms_over(place: Place, rule: Rule) -> set[str]:
    query = select(dim_term.c.term_id).where(dim_term.c.end_on <= rule.cutoff(place.today))
    with place.engine.connect() as connection:
        return set(connection.execute(query).scalars())


def _tables(rule: Rule) -> list[tuple[Table, Column]]:
    """Tables of the rule that this version has, with the column that holds the term or the day."""
    known = {table.name: table for table in metadata.tables.values()}
    return [
        (known[name], known[name].c[column or "student_pid"])
        for name, column in rule.tables.items()
        if name in known
    ]


def _delete(engine: Engine, table: Table, condition: ColumnElement[bool], *, remove: bool) -> int:
    """Rows that meet the condition, removed in parts so that a viewer's row of the log never waits long."""
    with engine.connect() as connection:
        total = connection.execute(select(func.count()).select_from(table).where(condition)).scalar_one()
    if not remove:
        return total
    row = literal_column("rowid" if engine.dialect.name == "sqlite" else "ctid")
    part = row.in_(select(row).select_from(table).where(condition).limit(BATCH))
    while True:
        with engine.begin() as connection:
            if connection.execute(delete(table).where(part)).rowcount == 0:
                return total


_KINDS: dict[str, Callable[..., int]] = {
    "log": _log,
    "lake_terms": _lake_terms,
    "terms": _terms,
    "days": _days,
    "graduated": _graduated,
    "folders": _folders,
    "arrivals": _arrivals,
    "waiting_logs": _waiting_logs,
}
