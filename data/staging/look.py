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
from data.staging.correction import add_table
from data.staging.known_sheets import known_sheets
from data.staging.mapping import Mapping
from data.staging.open_mapping import Entry, OpenMapping, opened, plain
from data.staging.propose import Recognised, recognised
from data.staging.recognition.compose import draft_of
from data.staging.recognition.sheets import Sheet, glob_free, read_folder
from errors import ShownError

LONGEST_NAME = 40
TAKEN = ("files", "database")  # what `jobs ingest` is called with besides names
SAMPLE = 1_000_000  # bytes at the beginning of a text file, to show its header
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5")


def look(
    folder: Path,
    *,
    belongs_to: str,
    kept: Iterable[tuple[str, int, str, Mapping]] = (),
    today: date | None = None,
) -> OpenMapping:
    """A mapping for every file of a folder; where a kept one fits, it stands for what it knows."""
    day = today or date.today()
    kept = list(kept)
    sheets, unread = read_folder(folder)
    known, unread = known_sheets(folder, unread, [mapping for *_, mapping in kept])
    made = recognised([*sheets, *known], unread, today=day)
    proposal = opened(made, name=named_after(folder, made), source=belongs_to, today=day)
    fit = fitting(proposal, kept)
    return as_last_time(proposal, fit) if fit else proposal


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
    others, _ = read_folder(folder)
    others = [one for one in others if (one.path, one.sheet) != (shown.path, shown.sheet)]
    made = recognised([read, *others], [], today=date.fromisoformat(mapping.reviewed_on))
    fresh = opened(
        made, name=mapping.name, source=mapping.source, today=date.fromisoformat(mapping.reviewed_on)
    )
    new = made.found[0].name
    said = {"sheet": layout.sheet, "header_row": layout.header_row, "encoding": layout.encoding}
    rule = {
        **fresh.files[new],
        "path": mapping.files[name]["path"],
        **{key: value for key, value in said.items() if value},
    }
    entries = [entry for entry in mapping.entries if entry.file != name]
    changed = replace(
        mapping, files={**mapping.files, name: rule}, sheets={**mapping.sheets, name: fresh.sheets[new]}, entries=tuple(entries)
    )  # fmt: skip
    for _, entry in fresh.entries_of(new):
        if len(entry.files) == 1:
            changed = add_table(changed, name, entry.table, replace(entry, raw={**entry.raw, "file": name}))
    return _with_terms(changed, fresh)


def take_up(mapping: OpenMapping, folder: Path, path: str, layout: Layout) -> OpenMapping:
    """The mapping with a file that was not recognised, to be filled in by hand."""
    read = _sheet(folder, path, layout)
    made = recognised([read], [], today=date.fromisoformat(mapping.reviewed_on))
    fresh = opened(
        made, name=mapping.name, source=mapping.source, today=date.fromisoformat(mapping.reviewed_on)
    )
    new = made.found[0].name
    name = next(one for one in (new, *(f"{new}_{n}" for n in range(2, 1000))) if one not in mapping.files)
    said = {"sheet": layout.sheet, "header_row": layout.header_row, "encoding": layout.encoding}
    rule = {**fresh.files[new], **{key: value for key, value in said.items() if value}}
    unread = tuple(one for one in mapping.unread if not _is_of(one["shown"], path, layout.sheet))
    changed = replace(
        mapping, files={**mapping.files, name: rule}, sheets={**mapping.sheets, name: fresh.sheets[new]}, unread=unread
    )  # fmt: skip
    for _, entry in fresh.entries_of(new):
        changed = add_table(changed, name, entry.table, replace(entry, raw={**entry.raw, "file": name}))
    return _with_terms(changed, fresh)


def drafted(mapping: OpenMapping, folder: Path, name: str, table: str) -> OpenMapping:
    """The mapping with one more table of a file, as far as its headers are known."""
    shown = mapping.sheets[name]
    rule = mapping.files[name]
    layout = Layout(rule.get("encoding"), rule.get("separator"), rule.get("header_row"), rule.get("sheet"))
    others, _ = read_folder(folder)
    others = [one for one in others if (one.path, one.sheet) != (shown.path, shown.sheet)]
    own = [one for one in read_folder(folder)[0] if (one.path, one.sheet) == (shown.path, shown.sheet)]
    read = (
        own[0] if own and own[0].headers == shown.headers else _sheet(folder, glob_free(shown.path), layout)
    )
    made = recognised([read, *others], [], today=date.fromisoformat(mapping.reviewed_on))
    draft = draft_of(table, made.found[0], made.known)
    raw = {**plain(draft.raw()), "file": name}
    raw.pop("with", None)
    there = set(shown.headers)
    columns = {
        column: given for column, given in raw.get("columns", {}).items()
        if not isinstance(given, str) or given in there
    }  # fmt: skip
    entry = Entry(
        {**raw, "columns": columns},
        {key: tuple(notes) for key, notes in draft.notes.items()},
        dict(draft.missing),
    )
    return add_table(mapping, name, table, entry)


def forms(folder: Path, path: str) -> list[tuple[str | None, list[list[str | None]]]]:
    """Every sheet of a file with its first rows; raises ShownError where it cannot be read."""
    return [(top.sheet, top.rows) for top in tops(folder / path)]


def _sheet(folder: Path, path: str, layout: Layout) -> Sheet:
    """One sheet of one file in the form said; its header is whatever stands in the header row."""
    place = folder / path
    wanted = set(filter(None, _header(place, layout)))
    if not wanted:
        raise ShownError(
            "reading a file", file=place.name, row=layout.header_row, found="a row without cells",
            expected="the row that names the columns", remedy="name another header row",
        )  # fmt: skip
    file = read_file(place, wanted=wanted, layout=layout)
    titles = tuple(filter(None, (layout.sheet, place.stem)))
    shown = f"{path}, sheet {layout.sheet}" if layout.sheet else path
    return Sheet(glob.escape(path), shown, layout.sheet, file, layout.header_row, titles)


def _header(place: Path, layout: Layout) -> list[str | None]:
    row = (layout.header_row or 1) - 1
    with place.open("rb") as handle:
        start = handle.read(SAMPLE)
    if layout.encoding and not is_workbook(start):
        lines = start.rsplit(b"\n", 1)[0] if len(start) == SAMPLE else start
        rows = top_cells(decode(lines, file=place.name, declared=layout.encoding).text)
    else:
        found = tops(place)
        named = [top for top in found if layout.sheet is None or top.sheet == layout.sheet]
        rows = named[0].rows if named else []
    return rows[row] if row < len(rows) else []


def _is_of(shown: str, path: str, sheet: str | None) -> bool:
    return shown == (f"{path}, sheet {sheet}" if sheet else path)


def _with_terms(mapping: OpenMapping, fresh: OpenMapping) -> OpenMapping:
    """Terms that are spoken of for the first time."""
    known = {row["term_id"] for row in mapping.terms}
    new = [row for row in fresh.terms if row["term_id"] not in known]
    return replace(
        mapping, terms=tuple(sorted([*mapping.terms, *new], key=lambda row: row["term_id"])),
        assumed_terms=(*mapping.assumed_terms, *(row["term_id"] for row in new if row["term_id"] in fresh.assumed_terms)),
    )  # fmt: skip
