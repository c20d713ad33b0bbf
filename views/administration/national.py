"""The national tables: rows as the standard writes them, what does not fit, and who may take which table away."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import polars as pl

from access import policy
from access.scope import Scope, system_scope
from data.national.register import NationalTable, table, tables
from data.national.values import Made, Stamps, made
from data.warehouse import home_settings
from data.warehouse.home import read_setting
from data.warehouse.pseudonym import has_key, pseudonym_key
from data.warehouse.queries import national as queries
from errors import ShownError
from views import warehouse
from views.administration import national_rows

DOING = "filling the national tables"
DIGITS = 10
PORTRAITS = {"student_portraits": "student", "teacher_portraits": "teacher"}
DIMENSIONS = {"student_dimensions": "student", "teacher_dimensions": "teacher"}


def stamps() -> Stamps:
    """What every row carries; raises ShownError without the ten digits of the school or without the home's key."""
    scope = system_scope("national tables")
    with warehouse.engine().connect() as connection:
        zone = ZoneInfo(read_setting(connection, "zone", "UTC"))
        said = home_settings.value(connection, "school_code")
    loaded = warehouse.read(queries.school_code(), scope)["school_code"].to_list()
    code = said or (loaded[0] if len(loaded) == 1 else None)
    if not (code and len(code) == DIGITS and code.isascii() and code.isdigit()):
        raise ShownError(
            DOING,
            found="no code of the school" if not code else f"a code of {len(code)} characters",
            expected="the ten digits of the school (XXDM)",
            remedy="python -m jobs settings set school_code 0000000000",
        )
    if not has_key(warehouse.home()):
        raise ShownError(DOING, found="no key of pseudonyms", expected="the home's keys/pseudonym.key")
    now = datetime.now(UTC).astimezone(zone).replace(tzinfo=None, microsecond=0)
    return Stamps(pseudonym_key(warehouse.home()), code, now)


def fillable() -> tuple[NationalTable, ...]:
    """The tables that have a reading, in the order of the definitions."""
    return tuple(one for one in tables().values() if one.reading)


def written_unasked() -> tuple[NationalTable, ...]:
    """What `export national` writes when no table is named: not the portraits, which are a verb of their own, nothing restricted."""
    apart = {*PORTRAITS, *DIMENSIONS}
    return tuple(one for one in fillable() if one.reading not in apart and not one.on_request)


def filled(one: NationalTable, marks: Stamps) -> Made:
    """A table filled from the warehouse; portraits are made by reports.national_portraits and go through `as_table`."""
    rows = national_rows.READINGS[one.reading](system_scope("national tables"))
    return made(one, rows, marks)


def as_table(name: str, rows: list[dict], marks: Stamps) -> Made:
    """Rows with the columns that a table's fields are held by, as that table."""
    one = table(name)
    columns = {field.held: pl.String for field in one.fields if field.held}
    columns |= dict.fromkeys(one.key, pl.String)
    columns |= {field.held: pl.Int64 for field in one.fields if field.held and field.type == "whole"}
    columns |= {field.held: pl.Datetime for field in one.fields if field.held and field.type == "date"}
    return made(one, pl.DataFrame(rows, schema=columns, orient="row"), marks)


def may_take(scope: Scope, one: NationalTable) -> bool:
    """Whether the reader's role reads in whole, by name and of the whole college, every row the table is made of.

    A table names nobody's rows: open to whoever may take the page away. Nothing is taken through another person's eyes, and
    restricted tables leave by the command line alone.
    """
    if scope.limit is not None or scope.hides_names or one.on_request:
        return False
    return all(_reads_whole(scope.role, category) for category in one.categories)


def _reads_whole(role: str, category: str) -> bool:
    """Of rows about units an aggregate is the row; of rows about persons only N of everybody without a condition."""
    cell = policy.cell(role, category)
    if not cell.individual and cell.gives_aggregates:
        return True
    return any(
        grant.letter == "N" and "all" in grant.kinds and grant.condition is None for grant in cell.grants
    )
