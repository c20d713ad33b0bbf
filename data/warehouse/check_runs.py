"""Runs of the checks: made after each load, with each profile and when asked for; the last ones are kept.

check(engine, home)                          # runs every rule, keeps what it found, returns it
check(engine, home, after_load=number)       # only what that load can have changed; the rest as it was found before, large tables too
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import polars as pl
from sqlalchemy import Connection, Engine, delete, func, insert, literal, not_, select

from data.warehouse import lake
from data.warehouse.check_rules import BY_THE_DAY, check_ids, looked_through, rules, tables_of
from data.warehouse.checks import NOT_MADE, Asked, Finding, everything, table_findings
from data.warehouse.event_checks import event_findings
from data.warehouse.home import Home
from data.warehouse.log_checks import CHECK as CHAIN
from data.warehouse.log_checks import chain_finding
from data.warehouse.migrate import newest, revision
from data.warehouse.schema import metadata
from data.warehouse.schema.meta import meta_check, meta_load, meta_load_file
from errors import ShownError

BATCH = 2_000
EARLIER, WAITS = (
    "earlier",
    "waits",
)  # found by an earlier run; by none yet, as the table has more rows than this


def check(
    engine: Engine, home: Home, *, with_log: bool = False, after_load: int | None = None
) -> list[Finding]:
    """Every rule over warehouse and lake, kept as one run beside the runs before; `with_log` reads the access log as well.

    after_load: the load just made. Checks of tables it did not touch are taken over from the run before, where no other
    load came or went since; those of tables too large to look through after every load stay as an earlier run found them,
    marked so, or wait for the first one. Raises ShownError where the warehouse is of another revision.
    """
    at = revision(engine)
    if at != newest():
        raise ShownError(
            "checking the data",
            found=f"a warehouse at revision {at}",
            expected=f"revision {newest()}",
            remedy="python -m jobs migrate",
        )
    with engine.connect() as connection:
        concerned, waits = _of_load(connection, home, after_load)
        findings = list(_found(connection, home, lambda name: concerned(name) and not waits(name)))
        if after_load is not None:
            findings += _as_before(connection, concerned, waits)
        if with_log:
            findings.append(chain_finding(connection, home))
    _keep(engine, findings)
    return findings


def is_left(finding: Finding) -> bool:
    """Whether the finding is older than its table's rows, or not there yet, because the table waits for a full run."""
    return isinstance(finding.found, dict) and not {EARLIER, WAITS}.isdisjoint(finding.found)


def _found(connection: Connection, home: Home, asked: Asked) -> Iterator[Finding]:
    yield from table_findings(connection, asked)
    yield from event_findings(connection, home, asked)


def _of_load(connection: Connection, home: Home, load_id: int | None) -> tuple[Asked, Asked]:
    """Which checks a load concerns, and which wait although it may."""
    if load_id is None:
        return everything, lambda name: False
    touched, is_large = _touched(connection, load_id), _largeness(connection, home)
    concerned = everything if touched is None else lambda name: _is_concerned(name, touched)
    return concerned, lambda name: is_large(looked_through(name))


def _is_concerned(check_id: str, touched: frozenset[str]) -> bool:
    return check_id.partition(".")[0] in BY_THE_DAY or bool(tables_of(check_id) & touched)


def _largeness(connection: Connection, home: Home) -> Callable[[str], bool]:
    """Tells of a table whether it has too many rows to be looked through after every load."""
    limit = rules().after_load.rows

    @cache
    def is_large(table: str) -> bool:
        if table in lake.TABLES:
            terms = lake.terms(home, table)
            return bool(terms) and lake.scan(home, table, terms).select(pl.len()).collect().item() > limit
        if table not in metadata.tables:
            return False
        one_beyond = select(literal(1)).select_from(metadata.tables[table]).offset(limit).limit(1)
        return connection.execute(one_beyond).first() is not None

    return is_large


def _as_before(connection: Connection, concerned: Asked, waits: Asked) -> Iterator[Finding]:
    """What is not asked now: as the newest run has it, marked where the load may have changed it; what no run has found yet."""
    left = {name for name in check_ids() if concerned(name) and waits(name)}
    before = [one for one in _newest(connection) if one.check_id in left or not concerned(one.check_id)]
    for finding in before:
        is_aged = finding.check_id in left and not is_left(finding)
        yield replace(finding, found={**finding.found, EARLIER: True}) if is_aged else finding
    waiting = {WAITS: rules().after_load.rows}
    for name in sorted(left - {one.check_id for one in before}):
        yield Finding(name, NOT_MADE, waiting, waiting)


def _touched(connection: Connection, load_id: int) -> frozenset[str] | None:
    """The tables of a load; None where there is no run before it, or where another load came or went since."""
    before = connection.execute(select(func.max(meta_check.c.checked_at))).scalar()
    if before is None:
        return None
    others = select(func.count()).where(meta_load.c.load_id != load_id, meta_load.c.ended_at >= before)
    if connection.execute(others).scalar_one():
        return None
    part = meta_load_file.c
    return frozenset(connection.execute(select(part.table_name).where(part.load_id == load_id)).scalars())


def _newest(connection: Connection) -> Iterator[Finding]:
    """What the newest run found, but for the access log."""
    columns = meta_check.c
    newest_run = select(func.max(columns.checked_at)).scalar_subquery()
    query = select(meta_check).where(columns.checked_at == newest_run, columns.check_id != CHAIN)
    for row in connection.execute(query.order_by(columns.check_row_id)).mappings():
        told = {name: json.loads(row[name]) for name in ("found", "expected")}
        yield Finding(
            row["check_id"], row["status"], **told, source_id=row["source_id"], term_id=row["term_id"]
        )


def _keep(engine: Engine, findings: list[Finding]) -> None:
    """One run more; of the runs before, as many as checks.yaml says, and the last look at the access log."""
    at = datetime.now(UTC).replace(tzinfo=None)
    rows = [{"checked_at": at, **vars(finding), **_told(finding)} for finding in findings]
    columns = meta_check.c
    with engine.begin() as connection:
        for start in range(0, len(rows), BATCH):
            connection.execute(insert(meta_check), rows[start : start + BATCH])
        runs = select(columns.checked_at).distinct().order_by(columns.checked_at.desc())
        oldest = connection.execute(runs.offset(rules().history.runs - 1).limit(1)).scalar()
        if oldest is not None:
            followed = select(func.max(columns.checked_at)).where(columns.check_id == CHAIN).scalar_subquery()
            is_last_look = (columns.check_id == CHAIN) & (columns.checked_at == followed)
            connection.execute(delete(meta_check).where(columns.checked_at < oldest, not_(is_last_look)))


def _told(finding: Finding) -> dict[str, str]:
    return {name: json.dumps(getattr(finding, name)) for name in ("found", "expected")}
