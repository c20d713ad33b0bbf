"""What is told where the disk or the database fails under a verb; anything else is a bug and keeps its traceback."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from data.warehouse.home import Home
from errors import ShownError, WrongUsage

# PostgreSQL's classes of states that lie outside the product: connection, rights, resources, operator, system
OUTSIDE = ("08", "28", "3D", "42501", "53", "57", "58")
SQLITE_OUTSIDE = {
    sqlite3.SQLITE_BUSY: "another program holds it",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
    sqlite3.SQLITE_CORRUPT: "a damaged file",
    sqlite3.SQLITE_FULL: "a full disk",
    sqlite3.SQLITE_IOERR: "a failing disk",
    sqlite3.SQLITE_NOTADB: "a file that is no database",
    sqlite3.SQLITE_PERM: "no right to open it",
    sqlite3.SQLITE_READONLY: "no right to write it",
}
ADDRESS = "sqlite:///FILE or postgresql+psycopg://USER@HOST/DATABASE"


def as_shown(error: Exception, home: Home) -> ShownError | None:
    """The error as people are told it, None for a bug."""
    if isinstance(error, ArgumentError | NoSuchModuleError | ModuleNotFoundError):
        return _address(home)
    if isinstance(error, DBAPIError):
        return _database(error, home)
    if isinstance(error, OSError) and error.filename is not None:
        return ShownError(
            "reading or writing the disk",
            file=str(error.filename),
            found=error.strerror,
            expected="a place that this account may use",
            remedy="check the path, its rights and the space left",
        )
    return None


def _address(home: Home) -> ShownError | None:
    """An address that names no database we speak to; it is not repeated, for it may hold a password."""
    if not home.warehouse_url or home.warehouse_url.startswith(("sqlite:", "postgresql+psycopg:")):
        return None
    return WrongUsage(
        "opening the warehouse",
        found="an address of another kind",
        expected=ADDRESS,
        remedy="check --warehouse and HUAXIANG_WAREHOUSE",
    )


def _database(error: DBAPIError, home: Home) -> ShownError | None:
    found = _sqlite(error.orig) if home.is_sqlite else _postgres(error.orig)
    return found and ShownError(
        f"opening the warehouse {home.shown_url}",
        found=found,
        expected="a database of this product that this account may use",
        remedy="check the address, the server and the rights, then run the same command again",
    )


def _sqlite(error: BaseException) -> str | None:
    return SQLITE_OUTSIDE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)


def _postgres(error: BaseException) -> str | None:
    """Nobody answers, or the sign-in is refused: psycopg then has no answer of the server, hence no state."""
    if not hasattr(error, "sqlstate"):
        return None
    outside = error.sqlstate is None or error.sqlstate.startswith(OUTSIDE)
    return " ".join(str(error).split()) if outside else None
