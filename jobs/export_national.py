"""`jobs export national` and `jobs export portrait`: valid files for the national platform, and an account of what is not in them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import delete, insert

from access.log_chain import append
from data.national.portrait import read_configuration
from data.national.register import NationalTable, table
from data.warehouse.home import read_setting
from data.warehouse.schema.meta import meta_national_table
from errors import ShownError, WrongUsage
from jobs.export_folder import written

FORMATS = ("csv", "xlsx")
FOLDER = "national"  # inside the home's exports; removed after seven days by `jobs retention`
DOING = "exporting for the national platform"
KINDS = ("student", "teacher")


def add_arguments(parser) -> None:
    """Which table in which form; what the portraits hold."""
    parser.add_argument(
        "--table", action="append", default=[], help="national: only this table, such as ODS_KCJBSJ"
    )
    parser.add_argument("--format", choices=FORMATS, help="national, portrait: csv (default) or xlsx")
    parser.add_argument(
        "--config", type=Path, help="portrait: a file in place of data/national/portrait.yaml"
    )
    parser.add_argument("--check", action="store_true", help="national, portrait: the account alone, no file")


def refuse_options(arguments) -> None:
    """Raises WrongUsage where an export of a person is given options of the other exports."""
    if arguments.table or arguments.format or arguments.config or arguments.check:
        raise WrongUsage(
            "exporting what is kept about a person",
            found="--table, --format, --config or --check",
            expected="export person ID",
        )


def run(context, arguments) -> dict:
    """Write the files; exit 1 where not one row fits, since then there is nothing to hand on."""
    _refuse_misuse(arguments)
    context.require_data(DOING)
    made = _in_the_home(
        context, _portraits(arguments) if arguments.what == "portrait" else _tables(arguments)
    )
    from reports import national_files

    account = national_files.account(made)
    rows = sum(one["valid"] for one in account)
    _keep(context, account)
    if arguments.check:
        _tell(context, account)
        return {"files": [], "rows": rows, "tables": account, "exit_code": 0 if rows else 1}
    contents = national_files.files(made, arguments.format or "csv")
    _log(context, arguments.what, contents, rows, [one["table"] for one in account if one["valid"]])
    files = written(context.home, FOLDER, contents)
    _tell(context, account)
    context.say(f"{len(files)} files: {files[0].parent}")
    return {
        "files": [str(file) for file in files],
        "rows": rows,
        "tables": account,
        "exit_code": 0 if rows else 1,
    }


def _refuse_misuse(arguments) -> None:
    if arguments.who:
        raise WrongUsage(DOING, found="an ID", expected=f"export {arguments.what}, of everybody it is about")
    if arguments.what == "portrait" and arguments.table:
        raise WrongUsage(
            DOING, found="--table", expected="export portrait [--config FILE] [--format csv|xlsx]"
        )
    if arguments.what == "national" and arguments.config:
        raise WrongUsage(DOING, found="--config", expected="export national [--table T] [--format csv|xlsx]")


def _in_the_home(context, make: Callable[[], list]) -> list:
    from ui import run as runs  # with Streamlit: only this verb needs it
    from views import warehouse

    warehouse.configure(context.home)
    try:
        with context.engine.connect() as connection:
            runs.use(runs.Run(zone=read_setting(connection, "zone", "UTC")))
        return make()
    finally:
        warehouse.engine().dispose()


def _tables(arguments) -> Callable[[], list]:
    from views.administration import national

    wanted = [_fillable(table(name)) for name in dict.fromkeys(arguments.table)] or national.written_unasked()

    def make() -> list:
        marks = national.stamps()
        return [national.filled(one, marks) for one in wanted]

    return make


def _fillable(one: NationalTable) -> NationalTable:
    if one.reading and one.reading.endswith(("_portraits", "_dimensions")):
        raise ShownError(
            DOING, found=f"{one.id}, a table of portraits", expected="python -m jobs export portrait"
        )
    if not one.reading:
        raise ShownError(
            DOING,
            found=f"{one.id}, which cannot be filled ({one.not_held})",
            expected="a table with fields that the warehouse holds",
            remedy="data/national/tables/ says of each table what is known and held",
        )
    return one


def _portraits(arguments) -> Callable[[], list]:
    from reports import national_portraits
    from views import warehouse
    from views.administration import national

    configuration = read_configuration(arguments.config) if arguments.config else read_configuration()

    def make() -> list:
        snapshot = warehouse.current_snapshot()
        if snapshot is None:
            raise ShownError(
                DOING,
                found="no profile yet",
                expected="a published snapshot",
                remedy="python -m jobs profile",
            )
        marks = national.stamps()
        both = [
            national_portraits.made(snapshot, kind, configuration, marks)
            for kind in KINDS
            if kind in configuration.portraits
        ]
        return [one for written in both for one in written.tables]

    return make


def _log(context, what: str, contents: dict[str, bytes], rows: int, tables: list[str]) -> None:
    """Before the files are there: what cannot be logged does not leave."""
    digest = sha256(b"".join(contents[name] for name in sorted(contents))).hexdigest()
    row = {
        "person": "command line", "act": "export", "object_kind": "national", "object_id": what, "purpose": "national platform",
        "fields": ",".join(tables), "row_count": rows, "content_sha256": digest,
    }  # fmt: skip
    with context.engine.begin() as connection:
        append(connection, row)


def _tell(context, account: list[dict]) -> None:
    for one in account:
        left = "; ".join(f"{item['rows']} {item['field']} {item['reason']}" for item in one["left_out"])
        lacking = f"; not held: {', '.join(one['not_held'])}" if one["not_held"] else ""
        told = f"{one['table']} {one['name']}: {one['valid']} of {one['rows']} rows valid"
        context.say(f"{told}{f' ({left})' if left else ''}{lacking}")


def _keep(context, account: list[dict]) -> None:
    """How the tables fit, for the Data page: counts and reasons alone."""
    at = datetime.now(UTC).replace(tzinfo=None)
    rows = [
        {
            "national_table": one["table"], "looked_at": at, "row_count": one["rows"], "valid_count": one["valid"],
            "problems": json.dumps(one["left_out"]),
        }
        for one in account
    ]  # fmt: skip
    names = [row["national_table"] for row in rows]
    with context.engine.begin() as connection:
        connection.execute(delete(meta_national_table).where(meta_national_table.c.national_table.in_(names)))
        connection.execute(insert(meta_national_table), rows)
