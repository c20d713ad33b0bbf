"""A mapping while people correct it: entries that may still lack something, what must be decided, what was seen of each file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

import yaml
from pydantic import ValidationError

from data.sources.headers import normal_header
from data.staging.counting import COLUMNS
from data.staging.file_rule import FileRule
from data.staging.mapping import Mapping, PlainYaml, TableRule
from data.staging.propose import Recognised
from data.staging.reading_mappings import parsed_mapping
from data.staging.recognition import text
from data.staging.recognition.drafts import Draft
from data.staging.recognition.people import NAMES_ALONE
from data.staging.seen import ColumnSeen, SheetSeen, seen
from data.staging.targets import target
from errors import ShownError

HEAD = ("owner", "note", "home", "nulls", "database")
STARTED = {"owner": "data_admin", "home": {"zone": "Asia/Shanghai", "pass_mark": 60}}


@dataclass(frozen=True)
class Entry:
    """One table that a file fills: the entry as it stands in the mapping, what must be decided, why a column is missing."""

    raw: dict[str, Any]
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    @property
    def table(self) -> str:
        return self.raw["to"]

    @property
    def file(self) -> str | None:
        return self.raw.get("file")

    @property
    def count(self) -> dict[str, Any] | None:
        """How a log is counted; None where rows are loaded."""
        return self.raw.get("count")

    @property
    def cards(self) -> dict[str, str] | None:
        """The file that says whose the cards of a log are, and its headers."""
        return (self.count or {}).get("cards")

    @property
    def files(self) -> list[str]:
        """Its own file and those whose columns it joins."""
        return [*filter(None, [self.file]), *(join["file"] for join in self.raw.get("with", ()))]


@dataclass(frozen=True)
class OpenMapping:
    """The whole mapping with everything a page shows of it. Never changed: corrections give another one."""

    name: str
    source: str
    reviewed_on: str
    head: dict[str, Any]
    terms: tuple[dict[str, Any], ...]
    files: dict[str, dict[str, Any]]  # name -> rule, always with `path`
    entries: tuple[Entry, ...]
    sheets: dict[str, SheetSeen] = field(default_factory=dict)  # of files that are there
    assumed_terms: tuple[str, ...] = ()  # their days are the usual ones
    unused: tuple[str, ...] = ()  # files that a person put aside
    unread: tuple[dict[str, str], ...] = ()  # shown and reason
    file_notes: dict[str, tuple[str, ...]] = field(default_factory=dict)  # file -> what must be decided of it
    told: dict[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # file -> what is said of it, nothing to decide
    kept: dict[str, Any] | None = None  # name and version of the kept mapping it began with, its files

    def shown(self, name: str) -> str:
        """A file of the mapping as people know it."""
        sheet = self.sheets.get(name)
        path = self.files[name].get("path", name) if name in self.files else name
        return sheet.shown if sheet else path if isinstance(path, str) else path[0]

    def entries_of(self, name: str) -> list[tuple[int, Entry]]:
        """The tables that a file fills, with their places."""
        return [(place, entry) for place, entry in enumerate(self.entries) if entry.file == name]


def opened(seen_of: Recognised, *, name: str, source: str, today: date) -> OpenMapping:
    """What was recognised, as a mapping to be corrected."""
    made = seen_of.made
    files = {one.name: _file(one) for one in seen_of.found}
    entries = [_entry(draft) for draft in (*made.drafts, *made.lacking)]
    sheets = {
        one.name: seen(one, told.confidence) for one, told in zip(seen_of.found, seen_of.told, strict=True)
    }
    terms = tuple(plain(row) for row in seen_of.days)
    return OpenMapping(
        name, source, today.isoformat(), STARTED, terms, files, tuple(entries), sheets,
        assumed_terms=tuple(row["term_id"] for row in terms if row["term_id"] not in seen_of.said),
        unread=tuple({"shown": one.shown, "reason": one.reason} for one in seen_of.unread),
        file_notes={one.name: notes for one in seen_of.found if (notes := text.file_notes(one))},
        told={one.name: tuple(dict.fromkeys(one.held)) for one in seen_of.found if one.held},
    )  # fmt: skip


def _file(found) -> dict[str, Any]:
    rule = text.file_rule(found)
    return {"path": rule} if isinstance(rule, str) else rule


def _entry(draft: Draft) -> Entry:
    notes = {column: tuple(listed) for column, listed in draft.notes.items()}
    return Entry(plain(draft.raw()), notes, dict(draft.missing))


def plain(value: Any) -> Any:
    """The value as JSON and YAML alike keep it: dates as text, tuples as lists."""
    if isinstance(value, dict):
        return {str(key) if not isinstance(key, str) else key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def lacks(mapping: OpenMapping, entry: Entry) -> tuple[str, ...]:
    """Why an entry cannot load yet: the required columns it lacks, or `rule` for anything else; nothing where it loads."""
    read = [*entry.files, *([entry.cards["file"]] if entry.cards else [])]
    if any(name in mapping.unused or name not in mapping.files for name in read):
        return ("file",)
    given = set(entry.raw.get("columns", {})) | {
        name for variant in entry.raw.get("variants", ()) for name in variant
    }
    given |= {"score_text", "score", "result", "result_reason"} if entry.raw.get("grade") else set()
    lacking = target(entry.table).lacking(given)
    if entry.count and entry.table in COLUMNS:
        lacking = [name for name in COLUMNS[entry.table] if name not in given]
    withheld = [name for name in names_alone(entry) if name in given]
    if (lacking or withheld) and not entry.raw.get("rows"):
        return (*lacking, *withheld)
    try:
        TableRule.model_validate(entry.raw)
    except ValidationError:
        return ("rule",)
    return ()


def names_alone(entry: Entry) -> tuple[str, ...]:
    """Numbers of people that only names could find: withheld until a person says that every name is one person."""
    return tuple(name for name, why in entry.missing.items() if why == NAMES_ALONE)


def mapping_text(mapping: OpenMapping) -> str:
    """The mapping as the file of `jobs ingest --propose`: what cannot load yet stands there as a comment."""
    lines = [f"mapping: {text.flow(mapping.name)}", f"source: {mapping.source}"]
    lines += [f"reviewed_on: {mapping.reviewed_on}"]
    lines += [f"{key}: {text.flow(plain(mapping.head[key]))}" for key in HEAD if mapping.head.get(key)]
    lines += text.terms(list(mapping.terms), _dated(mapping))
    lines += ["files:"]
    for name, rule in mapping.files.items():
        if name in mapping.unused:
            lines.append(text.comment(f"  # not used: {mapping.shown(name)}"))
            continue
        lines += [text.comment(f"  # {line}") for line in mapping.told.get(name, ())]
        lines += [f"  {text.DECIDE}{text.comment(note)}" for note in mapping.file_notes.get(name, ())]
        lines += [text.comment(f"  # {line}") for line in _left(mapping, name)]
        lines.append(f"  {text.flow(name)}: {text.flow(rule if len(rule) > 1 else rule['path'])}")
    loading = [entry for entry in mapping.entries if not lacks(mapping, entry)]
    lines += ["tables:"] if loading else ["tables: []"]
    lines += [line for entry in loading for line in text.entry_lines(entry.raw, entry.notes)]
    for entry in mapping.entries:
        if missing := lacks(mapping, entry):
            shown = mapping.shown(entry.file) if entry.file else entry.table
            told = {name: entry.missing.get(name, "nothing fills it") for name in missing}
            lines += text.lacking_lines(shown, entry.raw, told)
    lines += [text.comment(f"# not recognised: {one['shown']}: {one['reason']}") for one in mapping.unread]
    return "\n".join(lines) + "\n"


def _dated(mapping: OpenMapping) -> set[str]:
    return {row["term_id"] for row in mapping.terms} - set(mapping.assumed_terms)


def _left(mapping: OpenMapping, name: str) -> list[str]:
    sheet = mapping.sheets.get(name)
    if sheet is None:
        return []
    used, told = used_headers(mapping, name), []
    for column in sheet.columns:
        if column.header not in used and column.never is None:
            told.append(f"not used: {column.header} ({column.shape or 'empty'}, {column.filled:.0%} filled)")
    return told


def used_headers(mapping: OpenMapping, name: str) -> set[str]:
    """Headers of a file that any table reads, joins included."""
    headers: set[str] = set()
    for entry in mapping.entries:
        if lacks(mapping, entry):
            continue
        if entry.file == name:
            headers |= read_headers(entry.raw)
        if entry.cards and entry.cards["file"] == name:
            headers |= {entry.cards["card_no"], entry.cards["student_no"]}
        for join in entry.raw.get("with", ()):
            on = join["on"]
            pairs = list(on.items()) if isinstance(on, dict) else [(one, one) for one in on]
            if entry.file == name:
                headers |= {ours for ours, _ in pairs}
            if join["file"] == name:
                headers |= {theirs for _, theirs in pairs}
                headers |= read_headers(entry.raw)
    sheet, named = mapping.sheets.get(name), {normal_header(header) for header in headers}
    return {header for header in sheet.headers if normal_header(header) in named} if sheet else headers


def read_headers(raw: dict[str, Any]) -> set[str]:
    """Every header that an entry names."""
    rules = [
        *raw.get("columns", {}).values(),
        *(one for each in raw.get("variants", ()) for one in each.values()),
    ]
    found = {header for rule in rules for header in sources_of(rule)}
    found |= (
        set(raw.get("split", {}))
        | set(raw.get("only") or {})
        | set((raw.get("count") or {}).get("once_per", ()))
    )
    grade, known = raw.get("grade") or {}, raw.get("recorded_at")
    found |= {grade[key] for key in ("text", "mark") if grade.get(key)}
    if isinstance(known, dict) and known.get("column"):
        found |= set(sources_of(known["column"]))
    return found


def sources_of(rule: Any) -> list[str]:
    """The headers that a column's rule reads."""
    if isinstance(rule, str):
        return [rule]
    given = rule.get("from", []) if isinstance(rule, dict) else []
    return [given] if isinstance(given, str) else list(given)


def checked(mapping: OpenMapping) -> Mapping:
    """The mapping as the loader takes it; raises ShownError with the place that does not fit."""
    return parsed_mapping(mapping_text(mapping).encode(), f"{mapping.name}.yaml")


def with_text(mapping: OpenMapping, body: str) -> OpenMapping:
    """The mapping as somebody wrote it by hand; notes stay with the entries they belong to. Raises ShownError."""
    parsed_mapping(body.encode(), "mapping.yaml")
    raw = plain(yaml.load(body, Loader=PlainYaml))
    entries, held = [], {}
    for entry in mapping.entries:
        held.setdefault((entry.table, entry.file), []).append(entry)
    for one in raw.get("tables") or ():
        same = held.get((one["to"], one.get("file")), [])
        old = same.pop(0) if same else Entry({})
        entries.append(Entry(one, old.notes, {}))
    left = [entry for entries in held.values() for entry in entries if lacks(mapping, entry)]
    files = {name: rule_of(rule) for name, rule in raw["files"].items()}
    unused = {name: mapping.files[name] for name in mapping.unused if name not in files}
    terms = tuple(raw.get("terms") or ())
    return replace(
        mapping, name=raw["mapping"], source=raw["source"], reviewed_on=raw["reviewed_on"],
        head={key: raw[key] for key in HEAD if key in raw}, terms=terms, files={**files, **unused},
        entries=(*entries, *left), unused=tuple(unused),
        assumed_terms=tuple(name for name in mapping.assumed_terms if _days(mapping.terms, name) == _days(terms, name)),
    )  # fmt: skip


def _days(terms: tuple[dict, ...], name: str) -> dict | None:
    return next((row for row in terms if row["term_id"] == name), None)


def rule_of(rule: Any) -> dict[str, Any]:
    """A file's rule in its long form."""
    return dict(rule) if isinstance(rule, dict) else {"path": rule}


def as_json(mapping: OpenMapping) -> dict[str, Any]:
    """The mapping as JSON."""
    return plain(asdict(mapping))


def from_json(raw: dict[str, Any]) -> OpenMapping:
    """The mapping that `as_json` wrote."""
    sheets = {name: _sheet(one) for name, one in raw["sheets"].items()}
    entries = tuple(
        Entry(one["raw"], {key: tuple(listed) for key, listed in one["notes"].items()}, one["missing"])
        for one in raw["entries"]
    )
    lists = {name: tuple(raw[name]) for name in ("terms", "assumed_terms", "unused", "unread")}
    told = {name: {key: tuple(notes) for key, notes in raw[name].items()} for name in ("file_notes", "told")}
    return OpenMapping(**{**raw, **lists, **told, "sheets": sheets, "entries": entries})


def _sheet(raw: dict[str, Any]) -> SheetSeen:
    columns = tuple(ColumnSeen(**{**one, "cells": tuple(one["cells"])}) for one in raw["columns"])
    return SheetSeen(**{**raw, "columns": columns})


def file_rule(mapping: OpenMapping, name: str) -> FileRule:
    """The rule of one file, checked; raises ShownError where it does not fit."""
    try:
        return FileRule.model_validate(mapping.files[name])
    except ValidationError as error:
        raise ShownError(
            "checking a mapping", file=name, found=error.errors()[0]["msg"], expected="a file's path and form"
        ) from None
