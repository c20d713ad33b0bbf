"""What a person has to decide about files handed in: every note of a proposal as a sentence, at the place where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.staging.as_last_time import unknown_words
from data.staging.correction import GRADE, GRADED
from data.staging.open_mapping import Entry, OpenMapping, lacks, names_alone
from data.staging.questions import OTHER, question
from views.administration import intake_logs as logs
from views.administration.intake_words import code_name, column_name, file_name, kind_of_place, table_name
from views.parts import Amount, Sentence

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


def questions(mapping: OpenMapping) -> tuple[Asked, ...]:
    """Every `# decide` of the proposal that is not answered yet, each with what is assumed."""
    asked = [
        Asked("", (Sentence("intake.where_terms"),), Sentence("intake.ask_term_days", {"term": term_id}))
        for term_id in mapping.assumed_terms
    ]
    if not mapping.head.get("home", {}).get("college_name"):
        asked.append(Asked("", (Sentence("intake.where_home"),), Sentence("intake.ask_college")))
    for name in (one for one in mapping.sheets if one not in mapping.unused):
        kept_out = (
            note for note in mapping.told.get(name, ()) if question(note).code in ("no_grades", "of_teachers")
        )
        notes = (*mapping.file_notes.get(name, ()), *kept_out)
        asked += [
            Asked(file_name(mapping.shown(name)), (Sentence("intake.where_file"),), asked_words("", note))
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
    if missing and missing == names_alone(entry):
        told = Sentence("intake.ask_names_alone", {"columns": tuple(map(column_name, missing))})
        return [Asked(shown, where, told, place, missing[0])]
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
        Asked(shown, (*where, column_name(column)), asked_words(entry.table, note), place, column)
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
            asked_words(entry.table, note),
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


def asked_words(table: str, note: str) -> Sentence:
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
