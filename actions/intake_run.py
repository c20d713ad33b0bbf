"""Trying, loading and taking back, each as commands of the product in processes of their own that outlive the page."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, select

from access import audit
from access.log_chain import append, hold
from access.viewer import Viewer
from actions.intake import PAGE, check_can_load, opened_in
from data.staging.open_mapping import checked, mapping_text
from data.warehouse import inbox as inboxes
from data.warehouse.home import Home
from data.warehouse.inbox import ENDED, OPEN, RUN, Inbox, is_running
from data.warehouse.kept_mappings import keep
from data.warehouse.schema.meta import meta_load
from errors import ShownError

PROJECT = Path(__file__).resolve().parent.parent
MODULE = "actions.intake_runner"
REFUSED_FILES = 1  # exit code of a load in which single files were refused: the others are loaded


def hand_in(engine: Engine, home: Home, viewer: Viewer, files: Iterable[tuple[str, bytes]]) -> Inbox:
    """Lay files into a new arrival and start to recognise them; an arrival before it goes. Raises NotAllowed, ShownError."""
    check_can_load(engine, viewer)
    _refuse_running(home)
    inbox = inboxes.begin(home)
    try:
        count = inboxes.put(inbox, files)
        place = str(inbox.folder / OPEN)
        _start(
            home,
            inbox,
            "look",
            [_step(home, inbox, "look", "ingest", "files", "--path", str(inbox.files), "--open", place)],
        )
    except BaseException:
        inboxes.discard(inbox)
        raise
    audit.wrote(engine, viewer, "intake", inbox.name, page=PAGE, purpose=f"{count} files handed in")
    return inbox


def try_out(engine: Engine, home: Home, viewer: Viewer, inbox: Inbox) -> None:
    """Start a trial: everything is read and checked, nothing changes. Raises NotAllowed, ShownError."""
    check_can_load(engine, viewer)
    _settle(inbox)
    _start(home, inbox, "trial", [_ingest(home, inbox, "check", "--check")])


def load(engine: Engine, home: Home, viewer: Viewer, inbox: Inbox) -> None:
    """Keep the mapping, then start the load and, behind it, the profiles. Raises NotAllowed, ShownError."""
    check_can_load(engine, viewer)
    _refuse_running(home)
    mapping = _settle(inbox)
    with engine.begin() as connection:
        hold(connection)
        body = inbox.mapping_file.read_text(encoding="utf-8")
        version = keep(connection, mapping, body, by=viewer.person, role=viewer.own_role)
        _log(connection, viewer, "load", f"{mapping.mapping[:60]}, version {version}")
    ingest = _ingest(home, inbox, "ingest") | {"removes": str(inbox.files)}
    _start(home, inbox, "load", [ingest, _profile(home, inbox)])


def undo(engine: Engine, home: Home, viewer: Viewer, load_id: int) -> None:
    """Take one load back and make the profiles anew where other loads stand. Raises NotAllowed, ShownError."""
    check_can_load(engine, viewer)
    _refuse_running(home)
    columns = meta_load.c
    with engine.begin() as connection:
        hold(connection)
        standing = set(connection.execute(select(columns.load_id).where(columns.status == "done")).scalars())
        if load_id not in standing:
            raise ShownError("taking back a load", found=f"no load {load_id} that stands", code="no_load")
        _log(connection, viewer, "load_undo", str(load_id))
    inbox = next(iter(inboxes.arrivals(home)), None) or inboxes.begin(home)
    steps = [_step(home, inbox, "undo", "loads", "undo", str(load_id))]
    steps += [_profile(home, inbox)] if len(standing) > 1 else []
    _start(home, inbox, "undo", steps, load_id=load_id)


def profile(engine: Engine, home: Home, viewer: Viewer) -> None:
    """Make the profiles of what is loaded. Raises NotAllowed, ShownError."""
    check_can_load(engine, viewer)
    _refuse_running(home)
    with engine.begin() as connection:
        hold(connection)
        _log(connection, viewer, "profile", "made anew")
    inbox = next(iter(inboxes.arrivals(home)), None) or inboxes.begin(home)
    _start(home, inbox, "profile", [_profile(home, inbox)])


def cancel(engine: Engine, viewer: Viewer, inbox: Inbox) -> bool:
    """Stop what runs on an arrival: a load takes itself back. Returns whether anything was running."""
    check_can_load(engine, viewer)
    started = inbox.read(f"run/{RUN}")
    if not is_running(inbox) or not started:
        return False
    with suppress(ProcessLookupError):
        os.kill(started["pid"], signal.SIGINT)
    return True


def _settle(inbox: Inbox):
    """The open mapping as the file that is loaded by; raises ShownError where it does not fit or fills nothing."""
    mapping = opened_in(inbox)
    made = checked(mapping)
    if not made.tables:
        raise ShownError(
            "loading", found="no table that can be filled", expected="at least one", code="no_table",
            remedy="name for a file the table it fills and the columns it needs",
        )  # fmt: skip
    inbox.write_text(inbox.mapping_file.name, mapping_text(mapping))
    return made


def _ingest(home: Home, inbox: Inbox, name: str, *more: str) -> dict:
    words = ("ingest", "files", "--path", str(inbox.files), "--mapping", str(inbox.mapping_file), *more)
    return _step(home, inbox, name, *words) | {"goes_on": [REFUSED_FILES]}


def _profile(home: Home, inbox: Inbox) -> dict:
    return _step(home, inbox, "profile", "profile")


def _step(home: Home, inbox: Inbox, name: str, *words: str) -> dict:
    answer = ("--json", str(inbox.run / f"{name}.json"))
    return {
        "name": name,
        "command": [sys.executable, "-m", "jobs", *words, "--home", str(home.directory), *answer],
    }


def _start(home: Home, inbox: Inbox, kind: str, steps: Sequence[dict], **told) -> None:
    """Hand the steps to a runner in a session of its own: neither a reload nor the end of the server stops it."""
    _refuse_running(home)
    shutil.rmtree(inbox.run, ignore_errors=True)
    inbox.run.mkdir(mode=0o700)
    plan = {
        "kind": kind, "steps": list(steps), "project": str(PROJECT),
        "at": datetime.now(UTC).isoformat(timespec="seconds"), **told,
    }  # fmt: skip
    (inbox.run / RUN).write_text(json.dumps(plan), encoding="utf-8")
    with (inbox.run / "runner.err").open("w") as told_to:
        child = subprocess.Popen(
            [sys.executable, "-m", MODULE, str(inbox.run)], cwd=PROJECT, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=told_to,
        )  # fmt: skip
    inbox.write(f"run/{RUN}", {**plan, "pid": child.pid})
    _wait_for_lock(inbox, child)
    threading.Thread(target=child.wait, daemon=True).start()  # no zombie stays when it has ended


def _wait_for_lock(inbox: Inbox, child: subprocess.Popen) -> None:
    """Until the runner holds its lock or has ended: before, the arrival would look idle."""
    while child.poll() is None and not is_running(inbox) and not (inbox.run / ENDED).exists():
        with suppress(subprocess.TimeoutExpired):
            child.wait(0.02)


def _refuse_running(home: Home) -> None:
    if any(is_running(one) for one in inboxes.arrivals(home)):
        raise ShownError("loading", found="another command at work", expected="one at a time", code="busy")


def _log(connection, viewer: Viewer, kind: str, purpose: str) -> None:
    row = {
        "session": viewer.session, "person": viewer.person, "role": viewer.own_role, "act": "write",
        "object_kind": kind, "object_id": kind, "page": PAGE, "purpose": purpose,
    }  # fmt: skip
    append(connection, row)
