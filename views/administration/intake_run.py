"""What a command on an arrival is doing, and what came of it: rows accounted, reasons, differences to the last load."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from data.staging.mapping import DECLARED
from data.warehouse.inbox import ENDED, RUN, Inbox, is_running
from views.administration import intake_logs as logs
from views.administration import set_aside
from views.administration.intake_errors import worded
from views.administration.intake_words import column_name, table_name
from views.parts import Amount, Column, Sentence, Table

LINE = re.compile(
    r"^\[ *[\d.]+ s\] (?P<file>.+) -> (?P<table>\w+): (?P<loaded>\d+) loaded, (?P<already>\d+) already there, (?P<aside>\d+) set aside$"
)
COUNTS = ("read", "loaded", "replaced", "already", "set_aside")
REASONS_SHOWN = 100


@dataclass(frozen=True)
class Running:
    """A command at work: which, its steps with their state (done, current, ahead), how far, since when."""

    kind: str
    steps: tuple[tuple[Sentence, str], ...]
    share: float
    last: Sentence | None
    seconds: int
    can_stop: bool


@dataclass(frozen=True)
class Outcome:
    """What came of the last command: trial, load, undo or profile."""

    kind: str
    state: str  # done | refused | stopped | failed
    findings: tuple[Sentence, ...]
    errors: tuple[tuple[Sentence, ...], ...] = ()  # each in parts; shapes, never a value
    accounts: Table | None = None
    differences: Table | None = None
    reasons: Table | None = None
    load_id: int | None = None
    is_unprofiled: bool = False  # loaded, and then the profiles were not made


def is_busy(inbox: Inbox | None) -> bool:
    """Whether a command is at work on the arrival."""
    return inbox is not None and is_running(inbox)


def running_kind(inbox: Inbox) -> str:
    """Which command is at work: trial, load, undo or profile."""
    plan = inbox.read(f"run/{RUN}")
    return plan["kind"] if plan else "load"


def running(inbox: Inbox) -> Running | None:
    """How far the command is that works on an arrival; None where none does."""
    plan = inbox.read(f"run/{RUN}")
    if plan is None or not is_running(inbox):
        return None
    names = [step["name"] for step in plan["steps"]]
    begun = [name for name in names if (inbox.run / f"{name}.err").exists()]
    current = begun[-1] if begun else names[0]
    lines = _lines(inbox.run / f"{current}.err")
    states = {
        name: "done" if name in begun and name != current else "current" if name == current else "ahead"
        for name in names
    }
    steps = tuple((Sentence(f"intake.step_{name}"), states[name]) for name in names)
    part = min(0.95, _part(inbox, lines, current))
    share = (names.index(current) + part) / len(names)
    since = datetime.now(UTC) - datetime.fromisoformat(plan["at"])
    return Running(
        plan["kind"], steps, share, _said(lines), int(since.total_seconds()), plan["kind"] != "undo"
    )


def _part(inbox: Inbox, lines: list[str], step: str) -> float:
    """How much of a step is done, by the lines it has said."""
    if step in ("check", "ingest"):
        body = inbox.mapping_file.read_text(encoding="utf-8") if inbox.mapping_file.exists() else ""
        return len(lines) / max(1, body.count("\n  - to: ") + 3)
    return len(lines) / 25


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []


def _said(lines: list[str]) -> Sentence | None:
    """The last line of a load that told what became of a file."""
    told = [match for line in lines if (match := LINE.match(line)) and match["file"] != DECLARED]
    if not told:
        return None
    last = told[-1]
    counts = {name: Amount(int(last[name]), "count") for name in ("loaded", "already", "aside")}
    return Sentence("intake.last_line", {"file": last["file"], "table": table_name(last["table"]), **counts})


def outcome(inbox: Inbox) -> Outcome | None:
    """What came of the last command on an arrival; None where none ran or one still does."""
    plan = inbox.read(f"run/{RUN}")
    if plan is None or is_running(inbox):
        return None
    ended = inbox.read(f"run/{ENDED}") or {"codes": {}, "stopped": False}
    kind = plan["kind"]
    if kind == "look" and ended["codes"].get("look") == 0:
        return None  # the proposal itself is shown
    answer = (
        inbox.read(f"run/{'check' if kind == 'trial' else 'ingest'}.json")
        if kind in ("trial", "load")
        else None
    )
    state = _state(plan, ended, answer)
    if answer is None:
        return Outcome(
            kind,
            state,
            (_headline(kind, state, plan, {}),),
            _errors(_error(inbox, plan, ended)),
            load_id=plan.get("load_id"),
        )
    findings = [_headline(kind, state, plan, answer), _balance(answer)]
    if count := len(answer["refused"]):
        findings.append(Sentence("intake.refused_files", {"count": Amount(count, "count")}))
    refused = answer["refused"] or ([_error(inbox, plan, ended)] if state != "done" else [])
    if kind == "load" and state in ("done", "failed", "stopped"):
        findings += logs.gone(inbox, answer)
    return Outcome(
        kind, state, tuple(findings), _errors(*refused), _accounts(answer),
        _differences(answer) if kind == "trial" else None, _reasons(answer), answer.get("load_id"),
        is_unprofiled=kind == "load" and state in ("failed", "stopped"),
    )  # fmt: skip


def _state(plan: dict, ended: dict, answer: dict | None) -> str:
    if ended["stopped"]:
        return "stopped"
    codes, last = ended["codes"], plan["steps"][-1]["name"]
    if plan["kind"] in ("trial", "load") and answer is None:
        return "refused" if codes else "failed"
    return "done" if codes.get(last) == 0 or (answer is not None and last in ("check",)) else "failed"


def _headline(kind: str, state: str, plan: dict, answer: dict) -> Sentence:
    number = Amount(answer.get("load_id") or plan.get("load_id"), "count")
    if kind == "load" and state in ("failed", "stopped") and answer:
        return Sentence("intake.done_load_no_profile", {"load": number})
    return Sentence(f"intake.{state}_{kind}", {"load": number})


def _balance(answer: dict) -> Sentence:
    total = {name: sum(one[name] for one in answer["tables"].values()) for name in COUNTS}
    return Sentence("intake.balance", {name: Amount(count, "count") for name, count in total.items()})


def _errors(*messages: str | None) -> tuple[tuple[Sentence, ...], ...]:
    return tuple(worded(message) for message in messages if message)


def _error(inbox: Inbox, plan: dict, ended: dict) -> str | None:
    """The last error that a step told; shapes only, as everything it says."""
    for step in reversed(plan["steps"]):
        for line in reversed(_lines(inbox.run / f"{step['name']}.err")):
            if line.startswith("error: "):
                return line.removeprefix("error: ")
    return None


def _accounts(answer: dict) -> Table:
    """read = loaded + already + set aside, per file and table."""
    heads = ("file", "table", *COUNTS)
    columns = tuple(
        Column(Sentence(f"intake.account_{head}"), "right" if head in COUNTS else "left") for head in heads
    )
    rows = [
        (Sentence("intake.declared") if file == DECLARED else file, table_name(table), *(Amount(counts[name], "count") for name in COUNTS))
        for file, tables in answer["files"].items()
        for table, counts in tables.items()
    ]  # fmt: skip
    return Table(columns, tuple(rows))


def _differences(answer: dict) -> Table | None:
    heads = ("table", "new", "changed", "changes", "missing", "volume")
    right = {"new", "changed", "missing"}
    columns = tuple(
        Column(Sentence(f"intake.difference_{head}"), "right" if head in right else "wide" if head == "changes" else "left")
        for head in heads
    )  # fmt: skip
    rows = tuple(
        _difference(table, found, answer["tables"].get(table, {}).get("read", 0))
        for table, found in answer["differences"].items()
    )
    return Table(columns, rows, Sentence("intake.differences_note")) if rows else None


def _difference(table: str, found: dict, read: int) -> tuple:
    by_column = tuple(
        Sentence(
            "intake.changed_column", {"column": column_name(_told(column)), "rows": Amount(count, "count")}
        )
        for column, count in sorted(found["columns"].items(), key=lambda item: -item[1])
    )
    last = found["last_read"]
    volume = (
        Sentence("intake.volume", {"now": Amount(read, "count"), "last": Amount(last, "count")})
        if last is not None
        else Sentence("intake.volume_first", {"now": Amount(read, "count")})
    )
    missing = Amount(found["missing"], "count") if found["missing"] is not None else None
    return (
        table_name(table),
        Amount(found["new"], "count"),
        Amount(found["changed"], "count"),
        by_column or None,
        missing,
        volume,
    )


def _told(column: str) -> str:
    """A stored key by the column that people know."""
    return {"student_pid": "student_no", "teacher_pid": "staff_no", "offering_id": "offering_no"}.get(
        column, column
    )


def _reasons(answer: dict) -> Table | None:
    """Rows set aside: where, why, what shape was found, what was expected, how many."""
    rows = sorted(answer["details"], key=lambda row: -row["row_count"])[:REASONS_SHOWN]
    heads = ("file", "table", "reason", "column", "shape", "expected", "row", "rows")
    columns = tuple(
        Column(Sentence(f"data.reason_{head}"), "right" if head in ("row", "rows") else "wide" if head in ("reason", "expected") else "left")
        for head in heads
    )  # fmt: skip
    return Table(columns, tuple(_reason(row) for row in rows)) if rows else None


def _reason(row: dict) -> tuple:
    return (
        row["file_name"], table_name(row["table_name"]), set_aside.reason(row), set_aside.column(row), row["value_shape"],
        set_aside.expected(row), Amount(row["first_row_no"], "count") if row["first_row_no"] is not None else None,
        Amount(row["row_count"], "count"),
    )  # fmt: skip
