"""Pseudonyms: a keyed hash of a person's number, whose key lies in the home's keys folder, outside the warehouse."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

import polars as pl

from data.warehouse.home import Home
from errors import ShownError

KEY_FILE = "pseudonym.key"
KEY_BYTES = 32


def pseudonym_key(home: Home, *, keep: bool = True) -> bytes:
    """The home's key; made on first use, readable by its owner alone. Losing it severs the names from the facts.

    `keep=False`: where there is none yet, a key for this run alone is given and nothing is written.
    """
    path = home.directory / "keys" / KEY_FILE
    if not path.exists():
        if not keep:
            return secrets.token_bytes(KEY_BYTES)
        _write_key(home.folder("keys") / KEY_FILE)
    return _read_key(path)


def has_key(home: Home) -> bool:
    """Whether the home has a key already."""
    return (home.directory / "keys" / KEY_FILE).exists()


def _write_key(path: Path) -> None:
    """Whole or not at all: an empty key left by a killed process would tie every home's pseudonyms to nothing."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(secrets.token_hex(KEY_BYTES))
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)


def _read_key(path: Path) -> bytes:
    text = path.read_text(encoding="ascii", errors="replace").strip()
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ShownError(
            "reading the pseudonym key",
            file=f"keys/{path.name}",
            found=f"{len(text)} characters that are no key",
            expected=f"{2 * KEY_BYTES} hex digits",
            remedy="put back the file of the last backup",
        )
    return key


def person_pid(key: bytes, kind: str, number: str) -> str:
    """`s` or `t` plus 20 hex digits: the same person, the same pid, in this home only."""
    digest = hmac.new(key, f"{kind}:{number}".encode(), hashlib.sha256).hexdigest()
    return kind[0] + digest[:20]


def pids(key: bytes, kind: str, numbers: pl.Series, *, met: dict[str, pl.DataFrame] | None = None) -> pl.Series:  # fmt: skip
    """Pseudonyms of a column of numbers; null stays null. Hashes each distinct number once, and none that was `met` before."""
    met = {} if met is None else met
    known = met.get(kind, pl.DataFrame(schema={"number": pl.String, "pid": pl.String}))
    rows = pl.DataFrame({"number": numbers.cast(pl.String)})
    new = rows.unique().drop_nulls().join(known, on="number", how="anti")["number"]
    made = [person_pid(key, kind, number) for number in new]
    met[kind] = pl.concat([known, pl.DataFrame({"number": new, "pid": pl.Series(made, dtype=pl.String)})])
    return rows.join(met[kind], on="number", how="left", maintain_order="left")["pid"].alias(numbers.name)
