"""Runs of the checks: made after each load, with each profile and when asked for; the last ones are kept.

check(engine, home)                     # runs every rule, keeps what it found, returns it
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from sqlalchemy import Engine, delete, insert, select

from data.warehouse.check_rules import rules
from data.warehouse.checks import Finding, table_findings
from data.warehouse.event_checks import event_findings
from data.warehouse.home import Home
from data.warehouse.log_checks import chain_finding
from data.warehouse.migrate import newest, revision
from data.warehouse.schema.meta import meta_check
from errors import ShownError

BATCH = 2_000


def check(engine: Engine, home: Home, *, with_log: bool = False) -> list[Finding]:
    """Every rule over warehouse and lake, kept as one run beside the runs before; `with_log` reads the access log as well.

    Raises ShownError where the warehouse is of another revision.
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
        findings = [*table_findings(connection), *event_findings(connection, home)]
        if with_log:
            findings.append(chain_finding(connection, home))
    _keep(engine, findings)
    return findings


def _keep(engine: Engine, findings: list[Finding]) -> None:
    """One run more; of the runs before, as many as checks.yaml says."""
    at = datetime.now(UTC).replace(tzinfo=None)
    rows = [{"checked_at": at, **vars(finding), **_told(finding)} for finding in findings]
    columns = meta_check.c
    with engine.begin() as connection:
        for start in range(0, len(rows), BATCH):
            connection.execute(insert(meta_check), rows[start : start + BATCH])
        runs = select(columns.checked_at).distinct().order_by(columns.checked_at.desc())
        oldest = connection.execute(runs.offset(rules().history.runs - 1).limit(1)).scalar()
        if oldest is not None:
            connection.execute(delete(meta_check).where(columns.checked_at < oldest))


def _told(finding: Finding) -> dict[str, str]:
    return {name: json.dumps(getattr(finding, name)) for name in ("found", "expected")}
