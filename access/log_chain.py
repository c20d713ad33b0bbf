"""The chain of the access log: each row carries a digest of itself and of the row before it.

Every row is written by `append`, one writer at a time, so that no two rows follow the same one. A row that is changed,
removed, inserted or taken off the end makes `verify` name the first row whose digest does not follow.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import Connection, Engine, delete, func, insert, select, text, update

from access.sec_tables import sec_access_log, sec_log_anchor, sec_log_head

BEGIN = ""  # what the first row of a home follows
CHAIN = "chain_sha256"
BATCH = 5_000
_NEW_HEAD = text(
    "INSERT INTO sec_log_head (head_id, last_log_id, last_chain_sha256) VALUES (1, 0, '') ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True)
class Verdict:
    """What a check of the chain found: the first row that does not follow (None where all do) and how many were read."""

    broken: int | None
    checked: int
    last_log_id: int
    last_chain: str

    @property
    def is_whole(self) -> bool:
        return self.broken is None


def link(before: str, row: Mapping) -> str:
    """The digest of a row behind the one before it: columns that hold a value, by name, its number included."""
    held = {
        name: value.isoformat(timespec="microseconds") if isinstance(value, datetime) else value
        for name, value in row.items()
        if value is not None and name != CHAIN
    }
    told = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(f"{before}\n{told}".encode()).hexdigest()


def append(connection: Connection, row: Mapping) -> int:
    """Write one row of the access log inside the caller's transaction; returns its number.

    `at` is now unless the row says when. Until the transaction ends nobody else appends: keep it short.
    """
    hold(connection)
    head = connection.execute(select(sec_log_head.c.last_log_id, sec_log_head.c.last_chain_sha256)).one()
    newest = connection.execute(select(func.max(sec_access_log.c.log_id))).scalar_one() or 0
    number = max(head.last_log_id, newest) + 1
    full = {"at": datetime.now(UTC).replace(tzinfo=None), **row, "log_id": number}
    chain = link(head.last_chain_sha256, full)
    connection.execute(insert(sec_access_log).values(**full, **{CHAIN: chain}))
    connection.execute(update(sec_log_head).values(last_log_id=number, last_chain_sha256=chain))
    return number


def hold(connection: Connection) -> None:
    """Keep every other writer of the log waiting until this transaction ends.

    The statement changes nothing; as a write it takes SQLite's write lock before anything is read, and on PostgreSQL the
    lock of the row, behind which the next writer reads what this one has committed.
    """
    held = update(sec_log_head).values(last_log_id=sec_log_head.c.last_log_id)
    if connection.execute(held).rowcount == 0:
        connection.execute(_NEW_HEAD)
        connection.execute(held)


def verify(connection: Connection, *, newest: int | None = None) -> Verdict:
    """Whether the rows follow each other from the last anchor to the end; with `newest` only the last so many rows."""
    head = connection.execute(select(sec_log_head.c.last_log_id, sec_log_head.c.last_chain_sha256)).first()
    before, last = _start(connection, newest)
    reached, broken, checked = head is None or head == (last, before), None, 0
    for row in _rows(connection, last):
        if broken is None and link(before, row) != row[CHAIN]:
            broken = row["log_id"]
        before, last, checked = row[CHAIN] or BEGIN, row["log_id"], checked + 1
        reached = reached or head == (last, before)  # rows behind it were written meanwhile
    if broken is None and (not reached or (head is None and checked)):
        broken = last + 1 if head is not None else last
    return Verdict(broken, checked, last, before)


def holds(connection: Connection, log_id: int, chain: str) -> bool:
    """Whether the log still has the row that was noted elsewhere, or had it when its time of keeping ended."""
    kept = select(sec_access_log.c.chain_sha256).where(sec_access_log.c.log_id == log_id)
    found = connection.execute(kept).scalar_one_or_none()
    if found is not None:
        return found == chain
    return log_id <= _anchored(connection)


@dataclass(frozen=True)
class Over:
    """Rows at the beginning of the log whose time is over: how many, where they end, and how many lack an anchor yet."""

    rows: int
    last_log_id: int
    fresh: int


def over(connection: Connection, before: datetime) -> Over:
    """The rows of the log from its beginning up to the first one of `before` (naive UTC) or later."""
    columns = sec_access_log.c
    hold(connection)
    kept = connection.execute(select(func.min(columns.log_id)).where(columns.at >= before)).scalar_one()
    newest = connection.execute(select(func.max(columns.log_id))).scalar_one() or 0
    anchored = _anchored(connection)
    last = max(newest if kept is None else kept - 1, anchored)
    counted = select(func.count()).select_from(sec_access_log)
    rows = connection.execute(counted.where(columns.log_id <= last)).scalar_one()
    fresh = connection.execute(counted.where(columns.log_id <= last, columns.log_id > anchored)).scalar_one()
    return Over(rows, last, fresh)


def anchor(connection: Connection, found: Over) -> None:
    """Write down where the chain goes on when these rows are gone; from here on the database lets them go."""
    columns = sec_access_log.c
    newest = select(columns.log_id, columns.chain_sha256).where(columns.log_id <= found.last_log_id)
    row = connection.execute(newest.order_by(columns.log_id.desc()).limit(1)).one()
    connection.execute(
        insert(sec_log_anchor).values(
            at=datetime.now(UTC).replace(tzinfo=None),
            last_log_id=row.log_id,
            last_chain_sha256=row.chain_sha256 or BEGIN,
            row_count=found.fresh,
        )
    )


def forget(engine: Engine, most: int) -> int:
    """Remove some of the rows that an anchor covers, in a transaction of its own; returns how many, 0 at the end."""
    columns = sec_access_log.c
    with engine.begin() as connection:
        oldest = select(columns.log_id).where(columns.log_id <= _anchored(connection))
        part = oldest.order_by(columns.log_id).limit(most)
        return connection.execute(delete(sec_access_log).where(columns.log_id.in_(part))).rowcount


def _anchored(connection: Connection) -> int:
    """The newest row that may go; 0 where none may."""
    return connection.execute(select(func.max(sec_log_anchor.c.last_log_id))).scalar_one() or 0


def _start(connection: Connection, newest: int | None) -> tuple[str, int]:
    """The digest that the first row to be read follows, and the number after which it comes."""
    columns = sec_access_log.c
    if newest is not None:
        query = select(columns.chain_sha256, columns.log_id).order_by(columns.log_id.desc())
        row = connection.execute(query.offset(newest).limit(1)).first()
        if row is not None:
            return row.chain_sha256 or BEGIN, row.log_id
    anchor = sec_log_anchor.c
    query = select(anchor.last_chain_sha256, anchor.last_log_id).order_by(anchor.anchor_id.desc()).limit(1)
    row = connection.execute(query).first()
    return (row.last_chain_sha256, row.last_log_id) if row else (BEGIN, 0)


def _rows(connection: Connection, after: int) -> Iterator[Mapping]:
    """The rows behind a number, in their order, a part at a time."""
    columns = sec_access_log.c
    while True:
        query = select(sec_access_log).where(columns.log_id > after).order_by(columns.log_id).limit(BATCH)
        part = connection.execute(query).mappings().all()
        yield from part
        if len(part) < BATCH:
            return
        after = part[-1]["log_id"]
