"""Looking at files that came: a proposal of all of them, one of them read in another form, one more table of one of them."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from data.sources.delimited import top_cells
from data.sources.encoding import decode
from data.sources.files import Layout, read_file, tops
from data.sources.register import source
from data.sources.workbook import is_workbook
from data.staging.as_last_time import as_last_time, fitting
from data.staging.cell_parts import with_parts
from data.staging.correction import add_table
from data.staging.counting import COLUMNS, PRACTICE, WEEKS
from data.staging.fitting import with_terms
from data.staging.known_sheets import BETWEEN, known_sheets
from data.staging.mapping import Mapping
from data.staging.open_mapping import Entry, OpenMapping, file_rule, opened, plain, read_headers, sources_of
from data.staging.places import with_places_asked
from data.staging.propose import Recognised, recognised
from data.staging.recognition.code_and_name import codes_and_names
from data.staging.recognition.compose import draft_of
from data.staging.recognition.drafts import Draft
from data.staging.recognition.found import Found
from data.staging.recognition.held import Held
from data.staging.recognition.log_drafts import practice_draft, weeks_draft
from data.staging.recognition.logs import log_by_hand
from data.staging.recognition.sheets import Sheet, glob_free, read_folder
from data.staging.seen import SheetSeen, seen
from errors import ShownError

LONGEST_NAME = 40
TAKEN = ("files", "database")  # what `jobs ingest` is called with besides names
MOST_BESIDE = 5_000_000  # bytes of a folder that is read as a whole for a change of one file
SAMPLE = 1_000_000  # bytes at the beginning of a text file, to show its header
FIRST_COLUMN = "列1"  # of a table without a header


def look(
    folder: Path,
    *,
    belongs_to: str,
    held: Held | None = None,
    kept: Iterable[tuple[str, int, str, Mapping]] = (),
    today: date | None = None,
) -> OpenMapping:
    """A mapping for every file of a folder; where a kept one fits, it stands for what it knows."""
    day = today or date.today()
    kept = list(kept)
    sheets, unread = read_folder(folder)
    known, unread = known_sheets(folder, unread, [mapping for *_, mapping in kept])
    made = recognised([*sheets, *known], unread, today=day, held=held)
    proposal = opened(made, name=named_after(folder, made), source=belongs_to, today=day)
    fit = fitting(proposal, kept)
    return with_places_asked(as_last_time(proposal, fit)) if fit else proposal


def named_after(folder: Path, made: Recognised) -> str:
    """A name for the mapping from those of its first files, without dates and numbers; never one of a source."""
    names = [Path(glob_free(one.sheet.path)).name for one in made.found]
    names = names or sorted(path.name for path in folder.rglob("*") if path.is_file())
    stems = [re.sub(r"[\d\W_]+", "", name.split(".")[0]) for name in names]
    listed = "_".join(list(dict.fromkeys(filter(None, stems)))[:2])[:LONGEST_NAME]
    return f"{listed}_files" if not listed or listed in TAKEN or source(listed) else listed


def read_as(mapping: OpenMapping, folder: Path, name: str, layout: Layout) -> OpenMapping:
    """The mapping with one file read in another form (sheet, header row, encoding): its tables are proposed anew.

    Raises ShownError where the file cannot be read so.
    """
    shown = mapping.sheets[name]
    read = _sheet(folder, glob_free(shown.path), layout)
    fresh, new, _ = _beside_others(mapping, folder, read, shown)
    rule = {**fresh.files[new], "path": mapping.files[name]["path"], **_said(layout)}
    kept = replace(mapping, entries=tuple(entry for entry in mapping.entries if entry.file != name))
    return _taken_in(kept, name, rule, fresh, new)


def take_up(mapping: OpenMapping, folder: Path, path: str, layout: Layout) -> OpenMapping:
    """The mapping with a file that was not recognised, to be filled in by hand. Raises ShownError as `read_as`."""
    read = _sheet(folder, path, layout)
    fresh, new, _ = _beside_others(mapping, folder, read, None)
    name = next(one for one in (new, *(f"{new}_{n}" for n in range(2, 1000))) if one not in mapping.files)
    unread = tuple(one for one in mapping.unread if not _is_of(one["shown"], path, layout.sheet))
    left = replace(mapping, unread=unread)
    return _taken_in(left, name, {**fresh.files[new], **_said(layout)}, fresh, new)


def drafted(mapping: OpenMapping, folder: Path, name: str, table: str) -> OpenMapping:
    """The mapping with one more table of a file, as far as its headers are known."""
    shown = mapping.sheets[name]
    read = _sheet(folder, glob_free(shown.path), file_rule(mapping, name).layout(), shown.header_row)
    _, _, made = _beside_others(mapping, folder, read, shown)
    draft = _draft(table, made)
    if draft.found.log:
        mapping = _without_cells(mapping, name, draft.found)
    raw = {key: value for key, value in plain(draft.raw()).items() if key != "with"}
    columns = {
        column: rule for column, rule in raw.get("columns", {}).items()
        if all(shown.column(header) for header in sources_of(rule))
    }  # fmt: skip
    notes = {key: tuple(listed) for key, listed in draft.notes.items() if key in columns}
    return add_table(mapping, name, table, Entry({**raw, "file": name, "columns": columns}, notes))


def _without_cells(mapping: OpenMapping, name: str, log: Found) -> OpenMapping:
    """The mapping that keeps no cell of a log; words of any column may turn out to be its places."""
    shown = mapping.sheets[name]
    words = {one.header: one.words for one in shown.columns}
    columns = tuple(
        replace(one, words=one.words or words.get(one.header)) for one in seen(log, shown.confidence).columns
    )
    return replace(mapping, sheets={**mapping.sheets, name: replace(shown, columns=columns, is_log=True)})


def _draft(table: str, made: Recognised) -> Draft:
    """A table of the first sheet; one that counts a log as far as the sheet can be read as one."""
    found, others = made.found[0], made.found[1:]
    if table not in COLUMNS:
        return draft_of(table, found, made.known)
    log = found.log or log_by_hand(found, others)
    if table == PRACTICE and not log.moment:
        return draft_of(table, found, made.known)
    found.log = log
    return (weeks_draft if table == WEEKS else practice_draft)(found, others)


def _beside_others(
    mapping: OpenMapping, folder: Path, read: Sheet, instead_of: SheetSeen | None
) -> tuple[OpenMapping, str, Recognised]:
    """The sheet understood beside the others of the folder; as an open mapping, with its name there."""
    day, there = (
        date.fromisoformat(mapping.reviewed_on),
        (instead_of.path, instead_of.sheet) if instead_of else None,
    )
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    beside = read_folder(folder)[0] if size <= MOST_BESIDE else []
    others = [one for one in beside if (one.path, one.sheet) != there]
    made = recognised([read, *others], [], today=day)
    return opened(made, name=mapping.name, source=mapping.source, today=day), made.found[0].name, made


def _taken_in(mapping: OpenMapping, name: str, rule: dict, fresh: OpenMapping, new: str) -> OpenMapping:
    """The mapping with a file as it was understood anew, and the tables that it fills alone, from headers of its own."""
    changed = replace(
        mapping, files={**mapping.files, name: rule}, sheets={**mapping.sheets, name: fresh.sheets[new]},
        file_notes={**mapping.file_notes, name: fresh.file_notes.get(new, ())}, told={**mapping.told, name: fresh.told.get(new, ())},
    )  # fmt: skip
    for _, entry in fresh.entries_of(new):
        if len(entry.files) == 1 and read_headers(entry.raw):
            changed = add_table(changed, name, entry.table, replace(entry, raw={**entry.raw, "file": name}))
    return with_terms(changed, {row["term_id"] for row in fresh.terms})


def _said(layout: Layout) -> dict:
    """The form of a file as its rule says it."""
    said = {"sheet": layout.sheet, "header_row": layout.header_row, "encoding": layout.encoding}
    without = {"header": "none"} if layout.columns is not None else {}
    return {key: value for key, value in said.items() if value} | without


def forms(folder: Path, path: str) -> list[tuple[str | None, list[list[str | None]]]]:
    """Every sheet of a file with its first rows; raises ShownError where it cannot be read."""
    return [(top.sheet, top.rows) for top in tops(folder / path)]


def _sheet(folder: Path, path: str, layout: Layout, row: int | None = None) -> Sheet:
    """One sheet of one file in the form said; its header is whatever stands in the header row, where it has one."""
    place = folder / path
    wanted = {FIRST_COLUMN} if layout.columns is not None else set(filter(None, _header(place, layout, row)))
    if not wanted:
        raise ShownError(
            "reading a file", file=place.name, row=layout.header_row, found="a row without cells",
            expected="the row that names the columns", remedy="name another header row",
        )  # fmt: skip
    file = read_file(place, wanted=wanted, layout=layout)
    parts = tuple(codes_and_names(file.headers, file.frame))
    file = with_parts(file, {one.header: one.part for one in parts})
    titles = tuple(filter(None, (layout.sheet, place.stem)))
    shown = f"{path}{BETWEEN}{layout.sheet}" if layout.sheet else path
    header_row = None if layout.columns is not None else layout.header_row or row
    named = tuple(layout.columns or ())
    return Sheet(glob.escape(path), shown, layout.sheet, file, header_row, titles, columns=named, parts=parts)


def _header(place: Path, layout: Layout, row: int | None) -> list[str | None]:
    at = (layout.header_row or row or 1) - 1
    with place.open("rb") as handle:
        start = handle.read(SAMPLE)
    if layout.encoding and not is_workbook(start):
        lines = start.rsplit(b"\n", 1)[0] if len(start) == SAMPLE else start
        rows = top_cells(decode(lines, file=place.name, declared=layout.encoding).text)
    else:
        named = [top for top in tops(place) if layout.sheet is None or top.sheet == layout.sheet]
        rows = named[0].rows if named else []
    return rows[at] if at < len(rows) else []


def _is_of(shown: str, path: str, sheet: str | None) -> bool:
    return shown == (f"{path}{BETWEEN}{sheet}" if sheet else path)
