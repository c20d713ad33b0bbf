"""`jobs export`: all that is kept about one person, the national tables, the portrait rows; each in a folder of its own that names nobody."""

from __future__ import annotations

import re
from hashlib import sha256

from sqlalchemy import select

from access.log_chain import append
from data.warehouse.home import read_setting
from data.warehouse.pseudonym import has_key, person_pid, pseudonym_key
from data.warehouse.schema.people import dim_person
from errors import ShownError, WrongUsage
from jobs import export_national
from jobs.export_folder import written

HELP = "export person ID: all that is kept about one person; export national | portrait: files for the national platform"
WHAT = ("person", "national", "portrait")
DOING = "exporting what is kept about a person"
FOLDER = "person"  # inside the home's exports; removed after seven days by `jobs retention`
PID = re.compile(r"[st][0-9a-f]{20}")


def add_arguments(parser) -> None:
    """What to export, and for `person` of whom."""
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("who", nargs="?", metavar="ID", help="the person's number, or pid")
    export_national.add_arguments(parser)


def run(context, arguments) -> dict:
    """Write the folder, make it readable by its owner alone, and put the export into the access log with its hash."""
    if arguments.what != "person":
        return export_national.run(context, arguments)
    export_national.refuse_options(arguments)
    if not arguments.who:
        raise WrongUsage(DOING, found="no person", expected="export person ID, a number or a pid")
    context.require_data(DOING)
    pid, kind = _found(context, arguments.who)
    made, rows = _made(context, kind, pid)
    _log(context, kind, pid, made, rows)
    files = written(context.home, FOLDER, made)
    context.say(f"{rows} rows in {len(files)} files: {files[0].parent}")
    return {"files": [str(file) for file in files], "rows": rows}


def _found(context, who: str) -> tuple[str, str]:
    """Pid and kind of the person; by pid, or by a number that one person has."""
    columns = dim_person.c
    wanted = columns.person_pid == who
    if not PID.fullmatch(who):
        if not has_key(context.home):
            raise ShownError(DOING, found="no key of pseudonyms", expected="the home's keys/pseudonym.key")
        key = pseudonym_key(context.home)
        wanted = columns.person_pid.in_([person_pid(key, kind, who) for kind in ("student", "teacher")])
    with context.engine.connect() as connection:
        people = connection.execute(select(columns.person_pid, columns.kind).where(wanted)).all()
    if len(people) != 1:
        raise ShownError(
            DOING,
            found="nobody with this number or pid"
            if not people
            else "a student and a teacher with this number",
            expected="the number or pid of one person of this home",
            remedy="" if not people else "give the pid in place of the number",
        )
    return tuple(people[0])


def _made(context, kind: str, pid: str) -> tuple[dict[str, bytes], int]:
    from reports import own_copy  # with Streamlit: only this verb needs it
    from ui import run as runs
    from views import warehouse
    from views.administration import own_record

    warehouse.configure(context.home)
    try:
        with context.engine.connect() as connection:
            runs.use(runs.Run(zone=read_setting(connection, "zone", "UTC")))
        record = own_record.collect(own_record.own_scope(kind, pid))
        return own_copy.files(record), record.row_count
    finally:
        warehouse.engine().dispose()


def _log(context, kind: str, pid: str, made: dict[str, bytes], rows: int) -> None:
    """Before the files are there: what cannot be logged does not leave."""
    digest = sha256(b"".join(made[name] for name in sorted(made))).hexdigest()
    row = {
        "person": "command line", "act": "export", "object_kind": kind, "object_id": pid, "purpose": "own copy",
        "row_count": rows, "content_sha256": digest,
    }  # fmt: skip
    with context.engine.begin() as connection:
        append(connection, row)
