"""A command's error in the reader's language: what was being done and where, what was found and expected, what to do."""

from __future__ import annotations

import re

from views.parts import Sentence

PARTS = re.compile(
    r"^(?P<doing>.+?)(?: \((?P<place>(?:file|row|column) .+?)\))?"
    r"(?:; found: (?P<found>.+?))?(?:; expected: (?P<expected>.+?))?(?:; to do: (?P<remedy>.+))?$",
    re.DOTALL,
)
PLACE = re.compile(
    r"^(?:file (?P<file>.+?))?(?:(?:, |^)row (?P<row>\d+))?(?:(?:, |^)column (?P<column>.+))?$"
)
KNOWN = {  # key of the catalogue -> how a command says it
    "reading_file": "reading a file",
    "decoding": "decoding a file",
    "finding_column": "finding a column",
    "reading_parquet": "reading a Parquet file",
    "unpacking": "unpacking a file",
    "checking_mapping": "checking a mapping",
    "reading_mapping": "reading a mapping",
    "taking_back": "taking back a load",
    "joining": "joining two files",
    "reading_web_page": "reading a web page",
    "reading_workbook": "reading a workbook",
    "choosing_sheet": "choosing a sheet",
    "finding_header": "finding the header row",
    "looking_for_files": "looking for files",
    "proposing": "proposing a mapping",
    "counting_events": "counting card and door events",
    "switched_off": "card and door data switched off",
    "assessed_and_on": "an impact assessment on record, and the switch on",
    "switch_on": "python -m jobs settings set card_data_assessment_id ID, then card_data on",
    "damaged_gzip": "a gzip file that ends too early or is damaged",
    "no_file": "no such file",
    "empty_file": r"an empty file(?: \(0 bytes\))?",
    "no_table_in_page": "an HTML or XML page without a table",
    "no_cell": "no cell in any sheet",
    "no_cells": "no cells|a row without cells",
    "row_of_shape": "a row of the shape (?P<shape>.+)",
    "same_headers": r"(?P<count>\d+) columns with this header and different cells",
    "no_text": "bytes that are no text",
    "bad_bytes": "bytes that are neither UTF-8 nor GB18030.*",
    "headers_there": "the headers (?P<listed>.+)",
    "no_header": "no such header",
    "no_row": "no row in any file",
    "later_load": r"load (?P<later>\d+) came after load (?P<load>\d+) and builds on its rows",
    "header_and_rows": "a header and rows|a table with a header and rows",
    "one_only": "one",
    "readable": "a file that this account may read",
    "whole_gzip": "a whole gzip file",
    "whole_workbook": "a whole xlsx or xls workbook",
    "row_with_headers": "a row with headers such as (?P<listed>.+)",
    "one_of": "one of (?P<listed>.+)",
    "a_header": "a header (?P<header>.+)",
    "utf8_or_gb": "UTF-8 or GB18030",
    "naming_row": "the row that names the columns",
    "known_encoding": "a known encoding",
    "newest_first": "the newest load first",
    "row_at_least": "at least one row under the header",
    "export_again": "export (?:it|the files) again(?:; .+)?",
    "copy_again": "copy it again",
    "another_row": "name another header row",
    "mend_sheet": "mend `sheet` in the mapping",
    "name_headers": "name the file's own headers in the mapping.*",
    "mend_header": "mend the header, or name .+ in the mapping",
    "save_utf8": "save the file as UTF-8, or state its `encoding` in the mapping",
    "export_csv": "export the table as csv in UTF-8",
    "mend_place": "mend this place; .+",
    "take_later_back": r"take back load (?P<later>\d+) first: .+",
    "check_rights": "check its rights and the disk it lies on",
    "making_profiles": "profiling",
    "no_offerings": "a home without offerings",
    "offerings_wanted": "courses taught in terms; a source without them has nothing to profile",
    "load_teaching": "load a source that brings them: .+",
    "known_files": "csv, xlsx, xls or Parquet with headers such as (?P<listed>.+)",
}


def worded(message: str) -> tuple[Sentence, ...]:
    """The parts of an error as sentences, one per line; words that no catalogue knows stay as the command said them."""
    parts = PARTS.match(message)
    if parts is None:
        return (Sentence("load_errors.other", {"words": message}),)
    lines = [Sentence("load_errors.doing", {"place": _place(parts["place"]), "words": _said(parts["doing"])})]
    lines += [
        Sentence(f"load_errors.{name}", {"words": _said(parts[name])})
        for name in ("found", "expected", "remedy")
        if parts[name]
    ]
    return tuple(lines)


def _place(words: str | None) -> tuple[Sentence, ...] | Sentence:
    found = PLACE.match(words) if words else None
    if found is None:
        return Sentence("load_errors.nowhere")
    named = {name: value for name, value in found.groupdict().items() if value}
    return tuple(Sentence(f"load_errors.place_{name}", {name: value}) for name, value in named.items())


def _said(words: str) -> Sentence:
    for key, pattern in KNOWN.items():
        if match := re.fullmatch(pattern, words, re.DOTALL):
            return Sentence(f"load_errors.{key}", match.groupdict())
    return Sentence("load_errors.as_said", {"words": words})
