"""Pseudonyms: a keyed hash of a person's number, whose key lies in the home's keys folder, outside the warehouse."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets

import polars as pl

from data.warehouse.home import Home

KEY_FILE = "pseudonym.key"


def pseudonym_key(home: Home) -> bytes:
    """The home's key; made on first use, readable by its owner alone. Losing it severs the names from the facts."""
    path = home.folder("keys") / KEY_FILE
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_hex(32))
    return bytes.fromhex(path.read_text().strip())


def person_pid(key: bytes, kind: str, number: str) -> str:
    """`s` or `t` plus 20 hex digits: the same person, the same pid, in this home only."""
    digest = hmac.new(key, f"{kind}:{number}".encode(), hashlib.sha256).hexdigest()
    return kind[0] + digest[:20]


def pids(key: bytes, kind: str, numbers: pl.Series) -> pl.Series:
    """Pseudonyms of a column of numbers; null stays null. Hashes each distinct number once."""
    distinct = numbers.drop_nulls().unique()
    lookup = {number: person_pid(key, kind, str(number)) for number in distinct}
    return numbers.replace_strict(lookup, default=None, return_dtype=pl.String)
