"""Files handed in on the Data page: what was recognised, what must be decided, what a command on them is doing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.staging.as_last_time import not_delivered
from data.staging.open_mapping import OpenMapping, from_json, lacks, used_headers
from data.warehouse import inbox as inboxes
from data.warehouse.inbox import OPEN, Inbox
from views.administration import intake_logs as logs
from views.administration.intake_questions import Asked, questions
from views.administration.intake_words import file_name, table_name
from views.parts import Amount, Column, Sentence, Table
from views.warehouse import home


@dataclass(frozen=True)
class FileLine:
    """One file (or sheet) of an arrival."""

    name: str
    shown: str
    is_used: bool


@dataclass(frozen=True)
class TermLine:
    """The days of one term; assumed where no file says them."""

    term_id: str
    first_monday: date
    week_count: int
    end_on: date
    is_assumed: bool


@dataclass(frozen=True)
class Unread:
    """A file or sheet for which nothing is proposed."""

    path: str
    sheet: str | None
    shown: str
    reason: Sentence


@dataclass(frozen=True)
class Proposal:
    """What was recognised, as the page shows it."""

    findings: tuple[Sentence, ...]
    files: tuple[FileLine, ...]
    table: Table | None
    questions: tuple[Asked, ...]
    terms: tuple[TermLine, ...]
    unread: tuple[Unread, ...]
    home: dict
    name: str
    loads: bool  # whether any table can be filled
    lacking: tuple[Sentence, ...] = ()


def arrival() -> Inbox | None:
    """The arrival that is worked on; None where no files wait."""
    return next(iter(inboxes.arrivals(home())), None)


def mapping_of(inbox: Inbox) -> OpenMapping | None:
    """Its mapping as far as it is settled; None where the arrival holds none (a load was only taken back)."""
    held = inbox.read(OPEN)
    return from_json(held) if held else None


def proposal(mapping: OpenMapping, *, takes_logs: bool = True) -> Proposal:
    """Everything that was recognised and everything to be decided; `takes_logs`: the switch that logs need."""
    names = [name for name in mapping.files if name in mapping.sheets]
    asked = questions(mapping)
    rows = tuple(_row(mapping, name, asked) for name in names)
    heads = ("file", "fills", "rows", "columns", "confidence", "questions")
    columns = tuple(
        Column(Sentence(f"intake.file_{head}"), "right" if head in ("rows", "questions") else "wide" if head == "fills" else "left")
        for head in heads
    )  # fmt: skip
    loading = [entry for entry in mapping.entries if not lacks(mapping, entry)]
    return Proposal(
        (*_findings(mapping, names, asked), *logs.findings(mapping, takes_logs=takes_logs)),
        tuple(FileLine(name, file_name(mapping.shown(name)), name not in mapping.unused) for name in names),
        Table(columns, rows) if rows else None,
        asked, _terms(mapping), tuple(_unread(one) for one in mapping.unread),
        mapping.head.get("home", {}), mapping.name, bool(loading), _lacking(mapping),
    )  # fmt: skip


def _findings(mapping: OpenMapping, names: list[str], asked: tuple[Asked, ...]) -> tuple[Sentence, ...]:
    filling = {entry.file for entry in mapping.entries if not lacks(mapping, entry)}
    read = filling | logs.card_lists(mapping)
    known = [name for name in names if name in read and name not in mapping.unused]
    rows = sum(mapping.sheets[name].rows for name in known if name in filling)
    told = [
        Sentence("intake.recognised", {
            "known": Amount(len(known), "count"), "all": Amount(len(names) + len(mapping.unread), "count"),
            "rows": Amount(rows, "count"), "questions": Amount(len(asked), "count"),
        })
    ]  # fmt: skip
    if not known:
        told.append(Sentence("intake.nothing_yet_unread" if mapping.unread else "intake.nothing_yet"))
    if mapping.kept:
        told.append(Sentence("intake.as_last_time", {
            "name": mapping.kept["name"], "version": Amount(mapping.kept["version"], "count"),
            "files": Amount(len(mapping.kept["files"]), "count"),
        }))  # fmt: skip
    if missing := not_delivered(mapping):
        told.append(
            Sentence(
                "intake.not_delivered", {"files": tuple(file_name(mapping.shown(name)) for name in missing)}
            )
        )
    return tuple(told)


def _row(mapping: OpenMapping, name: str, asked: tuple[Asked, ...]) -> tuple:
    sheet = mapping.sheets[name]
    if name in mapping.unused:
        fills: object = Sentence("intake.put_aside")
    else:
        tables = dict.fromkeys(
            entry.table for _, entry in mapping.entries_of(name) if not lacks(mapping, entry)
        )
        fills = tuple(table_name(table) for table in tables) or Sentence("intake.fills_nothing")
        fills = (*fills, Sentence("intake.counted")) if tables and logs.is_log(mapping, name) else fills
        fills = Sentence("intake.says_cards") if not tables and name in logs.card_lists(mapping) else fills
    used = len(used_headers(mapping, name))
    shown = file_name(sheet.shown)
    counted = sum(one.file == shown for one in asked)
    is_kept = mapping.kept and name in mapping.kept["files"]
    return (
        shown, fills, Amount(sheet.rows, "count"),
        Sentence("intake.columns_used", {"used": Amount(used, "count"), "all": Amount(len(sheet.columns), "count")}),
        Sentence("intake.confidence_kept" if is_kept else f"intake.confidence_{sheet.confidence}"),
        Amount(counted, "count"),
    )  # fmt: skip


def _lacking(mapping: OpenMapping) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(
            "intake.lacking", {"table": table_name(entry.table), "file": mapping.shown(entry.file or "")}
        )
        for entry in mapping.entries
        if lacks(mapping, entry) and entry.file not in mapping.unused
    )


def _terms(mapping: OpenMapping) -> tuple[TermLine, ...]:
    return tuple(
        TermLine(
            row["term_id"], date.fromisoformat(str(row["first_monday"])), int(row.get("week_count") or 18),
            date.fromisoformat(str(row["end_on"])), row["term_id"] in mapping.assumed_terms,
        )
        for row in mapping.terms
    )  # fmt: skip


def _unread(one: dict[str, str]) -> Unread:
    path, _, sheet = one["shown"].partition(", sheet ")
    return Unread(path, sheet or None, file_name(one["shown"]), _reason(one["reason"]))


def _reason(words: str) -> Sentence:
    """Why nothing is proposed, in the reader's language as far as it is known."""
    head, _, rest = words.partition(": ")
    if rest == "no row with cells":
        return Sentence("intake.unread_no_rows")
    if head == "no header is known":
        shapes = rest.removeprefix("a first row of the shape ")
        if shapes != rest:
            return Sentence("intake.unread_shapes", {"listed": shapes})
        return Sentence("intake.unread_headers", {"listed": rest.removeprefix("the headers ")})
    return Sentence("intake.unread_other", {"reason": words})
