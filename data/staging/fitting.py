"""How a column is read from the header that a person named: by the cells that stand under it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from data.sources.files import read_file
from data.staging.cell_parts import with_parts
from data.staging.correction import GRADE, MARK, TERM, from_header, set_column, set_word
from data.staging.open_mapping import OpenMapping, file_rule, plain, sources_of
from data.staging.places import PLACE, is_counted_by_place, set_place
from data.staging.recognition.columns import reading
from data.staging.recognition.found import Found
from data.staging.recognition.sheets import Sheet, glob_free
from data.staging.recognition.spoken_terms import proposed_term, spoken_term
from data.staging.recognition.terms_found import rule_of_columns
from data.staging.recognition.understanding import understood
from errors import ShownError


def fill_from_header(mapping: OpenMapping, folder: Path, place: int, column: str, header: str) -> OpenMapping:
    """The mapping with a column read from a header: years out of 2024级, known words translated, terms out of 2024秋.

    Terms that are spoken of for the first time get the usual days, to be looked at.
    """
    if told := _told_before(mapping, place, column, header):
        return set_column(mapping, place, column, told)
    simple = from_header(mapping, place, column, header)
    found = None if column in (GRADE, MARK) else _found(mapping, folder, place, header)
    if found is None:
        return set_column(mapping, place, column, simple)
    if column == TERM:
        rule, terms = _of_term(found, header, has_words=_has_words(mapping, place, header))
        return with_terms(set_column(mapping, place, column, rule), terms)
    made = reading(found, mapping.entries[place].table, column, header).rule
    loses_words = isinstance(simple, dict) and not isinstance(made, dict)
    return set_column(mapping, place, column, simple if made is None or loses_words else made)


def fill_always(mapping: OpenMapping, place: int, column: str, value: Any) -> OpenMapping:
    """The mapping with one value for every row; a term in whatever spelling becomes ours."""
    term = spoken_term(value) if column == TERM and isinstance(value, str) else None
    changed = set_column(mapping, place, column, {"const": term or value})
    return with_terms(changed, {term} if term else set())


def with_terms(mapping: OpenMapping, terms: set[str]) -> OpenMapping:
    """The mapping with the usual days for terms that it does not know yet."""
    new = sorted(terms - {row[TERM] for row in mapping.terms})
    rows = [plain(proposed_term(term)) for term in new]
    every = sorted([*mapping.terms, *rows], key=lambda row: row[TERM])
    return replace(mapping, terms=tuple(every), assumed_terms=(*mapping.assumed_terms, *new))


def translate(mapping: OpenMapping, place: int, column: str, word: str, code: Any) -> OpenMapping:
    """The mapping in which a word of the source means a code, in every table that reads the column from the same header.

    None takes the translation out. A term that is told for the first time gets its usual days.
    """
    if column == PLACE and is_counted_by_place(mapping.entries[place]):
        return set_place(mapping, place, word, code)
    changed = set_word(mapping, place, column, word, code)
    if column in (GRADE, MARK):
        return changed
    for other in _alike(mapping, place, column):
        changed = set_word(changed, other, column, word, code)
    return with_terms(changed, {code}) if column == TERM and code else changed


def _alike(mapping: OpenMapping, place: int, column: str) -> list[int]:
    """Other entries of the same file that translate the column from the same header."""
    entry = mapping.entries[place]
    headers = sources_of(entry.raw["columns"][column])
    return [
        at for at, other in mapping.entries_of(entry.file or "")
        if at != place and _translates(other.raw.get("columns", {}).get(column), headers)
    ]  # fmt: skip


def _told_before(mapping: OpenMapping, place: int, column: str, header: str) -> dict[str, Any] | None:
    """The translation of a header that another table of the same file holds already."""
    others = (
        other.raw.get("columns", {}).get(column)
        for at, other in mapping.entries_of(mapping.entries[place].file or "")
        if at != place
    )
    return next((dict(rule) for rule in others if _translates(rule, [header]) and rule["map"]), None)


def _translates(rule: Any, headers: list[str]) -> bool:
    return isinstance(rule, dict) and "map" in rule and sources_of(rule) == headers


def _of_term(found: Found, header: str, *, has_words: bool) -> tuple[Any, set[str]]:
    """The rule for a column of terms, and the terms that stand there; words of no known spelling are to be translated."""
    found.fields = {"term": header}
    made = rule_of_columns(found)
    if made.terms:
        return made.raw, set(made.terms)
    return ({"from": header, "map": {}} if has_words else header), set()


def _has_words(mapping: OpenMapping, place: int, header: str) -> bool:
    """Whether the words under a header are few enough to be told one by one."""
    seen = mapping.sheets[mapping.entries[place].file or ""].column(header)
    return bool(seen and seen.words)


def _found(mapping: OpenMapping, folder: Path, place: int, header: str) -> Found | None:
    """The sheet that an entry reads, understood anew; None where several files or another one hold the header."""
    name = mapping.entries[place].file or ""
    sheet = mapping.sheets.get(name)
    if sheet is None or sheet.files > 1 or sheet.column(header) is None:
        return None
    rule, path = file_rule(mapping, name), glob_free(sheet.path)
    try:
        file = read_file(folder / path, wanted={header}, layout=rule.layout())
    except ShownError:
        return None
    file = with_parts(file, rule.parts)
    return understood(name, Sheet(sheet.path, path, sheet.sheet, file, sheet.header_row))
