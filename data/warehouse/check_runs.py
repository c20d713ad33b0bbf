"""Runs of the checks: made after each load, with each profile and when asked for; the last ones are kept.

check(engine, home)                          # runs every rule, keeps what it found, returns it
check(engine, home, after_load=number)       # only what that load can have changed; the rest as it was found before
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, delete, func, insert, not_, select

from data.warehouse.check_rules import BY_THE_DAY, rules, tables_of
from data.warehouse.checks import Finding, everything, table_findings
from data.warehouse.event_checks import event_findings
from data.warehouse.home import Home
from data.warehouse.log_checks import CHECK as CHAIN
from data.warehouse.log_checks import chain_finding
from data.warehouse.migrate import newest, revision
from data.warehouse.schema.meta import meta_check, meta_load, meta_load_file
from errors import ShownError

BATCH = 2_000


def check(
    engine: Engine, home: Home, *, with_log: bool = False, after_load: int | None = None
) -> list[Finding]:
    """Every rule over warehouse and lake, kept as one run beside the runs before; `with_log` reads the access log as well.

    after_load: the load just made. Checks of tables it did not touch are taken over from the run before, where no other
    load came or went since. Raises ShownError where the warehouse is of another revision.
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
        touched = _touched(connection, after_load) if after_load is not None else None
        asked = everything if touched is None else lambda name: _is_concerned(name, touched)
        findings = [*table_findings(connection, asked), *event_findings(connection, home, asked)]
        findings += [one for one in _newest(connection) if not asked(one.check_id)]
        if with_log:
            findings.append(chain_finding(connection, home))
    _keep(engine, findings)
    return findings


def _is_concerned(check_id: str, touched: frozenset[str]) -> bool:
    return check_id.partition(".")[0] in BY_THE_DAY or bool(tables_of(check_id) & touched)


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
