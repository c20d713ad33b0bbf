"""Files handed in on the Data page: what was recognised, what must be decided, what a command on them is doing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from data.staging.as_last_time import not_delivered, unknown_words
from data.staging.correction import GRADE, GRADED
from data.staging.open_mapping import Entry, OpenMapping, from_json, lacks, used_headers
from data.staging.questions import OTHER, question
from data.warehouse import inbox as inboxes
from data.warehouse.inbox import OPEN, Inbox
from views.administration import intake_logs as logs
from views.administration.intake_words import code_name, column_name, file_name, kind_of_place, table_name
from views.parts import Amount, Column, Sentence, Table
from views.warehouse import home

TIMES = {  # what stands among the words of a note and is none itself
    "shape": re.compile(r"\(shape\) (?P<shape>.*): (?P<count>\d+)$"),
    "more": re.compile(r"and (?P<count>\d+) more$"),
}


@dataclass(frozen=True)
class Asked:
    """One thing to be decided: where it stands, what is assumed, and the words of the mapping where no catalogue has them."""

    file: str
    where: tuple[Sentence, ...]
    words: Sentence
    place: int | None = None  # of the entry; None for terms, files and the head
    column: str = ""


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


def questions(mapping: OpenMapping) -> tuple[Asked, ...]:
    """Every `# decide` of the proposal that is not answered yet, each with what is assumed."""
    asked = [
        Asked("", (Sentence("intake.where_terms"),), Sentence("intake.ask_term_days", {"term": term_id}))
        for term_id in mapping.assumed_terms
    ]
    if not mapping.head.get("home", {}).get("college_name"):
        asked.append(Asked("", (Sentence("intake.where_home"),), Sentence("intake.ask_college")))
    for name in (one for one in mapping.sheets if one not in mapping.unused):
        notes = mapping.file_notes.get(name, ())
        asked += [
            Asked(file_name(mapping.shown(name)), (Sentence("intake.where_file"),), _words("", note))
            for note in notes
        ]
    for place, entry in enumerate(mapping.entries):
        if entry.file not in mapping.unused:
            asked += _of_entry(mapping, place)
    return tuple(asked)


def _of_entry(mapping: OpenMapping, place: int) -> list[Asked]:
    entry = mapping.entries[place]
    shown = file_name(mapping.shown(entry.file)) if entry.file else entry.table
    where = (table_name(entry.table),)
    missing = lacks(mapping, entry)
    if missing and entry.count:
        return [
            Asked(
                shown, where, logs.lacks_of_log(missing) or _lacks(entry.table, missing), place, missing[0]
            ),
            *_notes(entry, shown, where, place),
        ]
    if missing:
        return [
            Asked(shown, where, _lacks(entry.table, missing), place, missing[0])
        ] if entry.missing or entry.raw.get("columns") or not entry.notes else []  # fmt: skip
    found = _notes(entry, shown, where, place)
    for column in entry.raw.get("columns", {}):
        if words := unknown_words(mapping, place, column):
            found.append(Asked(shown, (*where, column_name(column)), _untranslated(words), place, column))
    held = {one.column for one in found}
    found += [
        Asked(shown, (*where, column_name(column)), _words(entry.table, note), place, column)
        for column, notes in entry.notes.items()
        for note in notes
        if question(note).code == "words" and (column not in held)
    ]
    return found


def _notes(entry: Entry, shown: str, where: tuple[Sentence, ...], place: int) -> list[Asked]:
    """What a proposal noted of an entry, besides words without a translation."""
    return [
        Asked(
            shown,
            (*where, *([column_name(column)] if column else [])),
            _words(entry.table, note),
            place,
            column,
        )
        for column, notes in entry.notes.items()
        for note in notes
        if question(note).code != "words"
    ]


def _untranslated(words: dict[str, int]) -> Sentence:
    listed = sorted(words.items(), key=lambda item: -item[1])
    params = {"words": tuple(word for word, _ in listed[:8]), "rows": Amount(sum(words.values()), "count")}
    return Sentence("intake.ask_untranslated", params)


def _words(table: str, note: str) -> Sentence:
    asked = question(note)
    if asked.code == OTHER:
        return Sentence("intake.ask_other", {"text": note})
    params: dict = dict(asked.parts)
    if "file" in params:
        params["file"] = file_name(params["file"])
    if "column" in params:
        params["column"] = column_name(params["column"])
        params["value"] = _value(table, asked.parts["column"], asked.parts.get("value"))
    if asked.code == "words":
        params["listed"] = tuple(_times(item) for item in asked.parts["listed"].split(", "))
    if "kind" in params:
        params["kind"] = kind_of_place(params["kind"])
    if "thing" in params:
        params["thing"] = Sentence(f"intake.thing_{params['thing']}")
    if "why" in params:
        params["why"] = Sentence(
            f"set_aside.reason_{params['why'].replace(' ', '_')}", otherwise=params["why"]
        )
    return Sentence(f"intake.ask_{asked.code}", params)


def _times(item: str) -> Sentence | str:
    """A word without a translation and how often it is there, or the shape of one that may be somebody's own."""
    for kind, pattern in TIMES.items():
        if told := pattern.match(item):
            return Sentence(f"intake.ask_words_{kind}", told.groupdict())
    return item


def _value(table: str, column: str, value: str | None) -> object:
    return code_name(table, column, value) if value else None


def _lacks(table: str, missing: tuple[str, ...]) -> Sentence:
    if missing in (("file",), ("rule",)):
        return Sentence(f"intake.ask_lacks_{missing[0]}")
    told = (GRADE if table == GRADED and name == "result" else name for name in missing)
    return Sentence("intake.ask_lacks", {"columns": tuple(column_name(name) for name in told)})


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
