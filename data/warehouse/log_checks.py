"""Is the access log as it was written: the chain of its rows, and what earlier checks noted outside the database.

A chain can be written anew by whoever owns the database. So each check that finds it whole notes where it ended in a file of
the home, and the next one looks whether the log still holds what was noted. Keep copies of the file elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from access import log_chain
from data.warehouse.checks import Finding
from data.warehouse.home import Home

CHECK = "access_log_chain"
NOTES = "access_log_heads.jsonl"


def chain_finding(connection: Connection, home: Home) -> Finding:
    """Whether every row follows the one before and what was noted still stands; the end of a whole chain is noted."""
    verdict = log_chain.verify(connection)
    first = verdict.broken or next(
        (number for number, chain in noted(home) if not log_chain.holds(connection, number, chain)), None
    )
    if first is not None:
        return Finding(CHECK, "fail", {"total": verdict.checked, "first": first}, {})
    if verdict.checked:
        _note(home, verdict.last_log_id, verdict.last_chain)
    return Finding(CHECK, "pass", {"total": verdict.checked}, {})


def noted(home: Home) -> Iterator[tuple[int, str]]:
    """Numbers and digests of rows that ended the log when it was checked, oldest first; unreadable lines are passed over."""
    path = _file(home)
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            entry = json.loads(line)
            yield int(entry["log_id"]), str(entry["chain_sha256"])
        except (ValueError, KeyError, TypeError):
            continue


def _note(home: Home, log_id: int, chain: str) -> None:
    if (log_id, chain) in noted(home):
        return
    entry = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "log_id": log_id, "chain_sha256": chain}
    with _file(home).open("a", encoding="utf-8") as out:
        out.write(json.dumps(entry) + "\n")


def _file(home: Home) -> Path:
    return home.folder("logs") / NOTES
