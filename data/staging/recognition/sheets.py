"""The sheets of a folder as far as they can be read: where the header stands and which files are of one shape."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from pathlib import Path

import polars as pl

from data.sources.files import ENDINGS, Layout, SourceFile, Top, read_file, require_there, tops
from data.sources.headers import normal_header
from data.staging.cell_parts import with_parts
from data.staging.recognition.code_and_name import Both, codes_and_names
from data.staging.recognition.forms import header_forms
from data.staging.recognition.log_places import told_kind
from data.staging.recognition.log_words import log_words
from data.staging.recognition.no_header import guessed_columns, rows_above
from data.staging.recognition.spoken_terms import term_of_title
from data.staging.recognition.titles import said_in_titles
from data.staging.recognition.vocabulary import vocabulary
from errors import ShownError, shape

MOST_FILES = 400
FEWEST_KNOWN = 2  # headers that must be known before a row is taken for the header
LONGEST_HEADER = 30


@dataclass(frozen=True)
class Sheet:
    """One table of a file (or of several of one shape): what was read and how to name it in a mapping."""

    path: str  # below the folder, as a pattern
    shown: str  # the same for people
    sheet: str | None  # its name where the workbook holds several tables
    file: SourceFile
    header_row: int | None
    titles: tuple[str, ...] = ()
    files: int = 1

    columns: tuple[str, ...] = ()  # names given to a table without a header
    is_below: bool = False  # a table below another one on its sheet, read by `header_row`
    parts: tuple[Both, ...] = ()  # headers made of parts of the cells under others

    @property
    def headers(self) -> list[str]:
        return self.file.headers

    def has(self, header: str) -> bool:
        """Whether a column of this name stands here, whatever its capitals."""
        return normal_header(header) in self.file.frame.columns

    @property
    def is_pattern(self) -> bool:
        return bool(set(self.path) & set("*?["))


@dataclass(frozen=True)
class Unread:
    """A file or sheet that nothing is proposed for, and why."""

    shown: str
    reason: str


def read_folder(folder: Path) -> tuple[list[Sheet], list[Unread]]:
    """Every table found below a folder (or in one file), those of one shape together, and what could not be used."""
    require_there(folder)
    sheets, unread = [], []
    paths = _paths(folder)
    for path in paths[:MOST_FILES]:
        name = path.name if folder.is_file() else path.relative_to(folder).as_posix()
        try:
            _read_sheets(path, name, sheets, unread)
        except ShownError as error:
            unread.append(Unread(name, str(error)))
    unread += [
        Unread(path.name, f"not looked at: more than {MOST_FILES} files") for path in paths[MOST_FILES:]
    ]
    return _together(folder, sheets), unread


def _paths(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    found = (path for path in folder.rglob("*") if path.name.lower().endswith(ENDINGS) and path.is_file())
    return sorted(path for path in found if not path.name.startswith(("~$", ".")))


def _read_sheets(path: Path, name: str, sheets: list[Sheet], unread: list[Unread]) -> None:
    found = tops(path)
    for top in found:
        wanted, position = _wanted(top)
        shown = f"{name}, sheet {top.sheet}" if len(found) > 1 else name
        shown += f", table from row {top.header_row}" if top.header_row else ""
        is_told = len(wanted) >= FEWEST_KNOWN or any(map(_is_key, wanted))
        above = None if is_told else rows_above(top.rows)
        if not is_told and above is None:
            unread.append(Unread(shown, _why_unread(top, (top.sheet or name) if len(found) > 1 else name)))
            continue
        named = top.sheet if len(found) > 1 else None
        try:
            columns = _guessed(path, named, above)
            layout = Layout(sheet=named, columns=columns, header_row=top.header_row or above or None)
            file = _read(path, wanted if columns is None else set(columns), layout)
        except ShownError as error:
            unread.append(Unread(shown, str(error)))
            continue
        row = file.first_row - 1 or None
        parts = tuple(codes_and_names(file.headers, file.frame))
        file = with_parts(file, {one.header: one.part for one in parts})
        position = position if columns is None else above
        titles = tuple(
            " ".join(dict.fromkeys(filter(None, line))) for line in top.rows[:position] if any(line)
        )
        titles = (*titles, top.sheet or "", Path(name).stem)
        sheets.append(
            Sheet(
                glob.escape(name),
                shown,
                named,
                file,
                row,
                titles,
                columns=columns or (),
                parts=parts,
                is_below=bool(top.header_row),
            )
        )


def _why_unread(top: Top, name: str) -> str:
    """What is known of files with such headers, else the headers themselves."""
    cells = [cell for row in top.rows for cell in row if cell]
    why = vocabulary().why_nowhere(name, cells)
    return why or f"no header is known: {_headers_or_shapes(top)}"


def _guessed(path: Path, sheet: str | None, above: int | None) -> tuple[str, ...] | None:
    """Names for the columns of a table without a header; None where it has one."""
    if above is None:
        return None
    file = read_file(path, wanted=(), layout=Layout(sheet=sheet, columns=(), header_row=above or None))
    return guessed_columns(file.frame)


def _wanted(top: Top) -> tuple[set[str], int]:
    """Cells of the row (and its neighbours: a header may have two) that shows the most known headers."""
    known = [{cell for cell in row if cell and is_known(cell)} for row in top.rows]
    position = max(range(len(known)), key=lambda place: len(known[place]), default=0)
    return set().union(*known[max(0, position - 1) : position + 2]) if known else set(), position


@cache
def is_known(header: str) -> bool:
    """Whether a cell reads like a header that any list holds."""
    words = vocabulary()
    return len(header) <= 2 * LONGEST_HEADER and (
        any(
            form in words.fields or form in words.never or any(form in own for own in words.own.values())
            for form in header_forms(header)
        )
        or log_words().knows(header)
    )


def _is_key(header: str) -> bool:
    """Whether a header names the number of a person: one is enough beside a column for each course."""
    fields = vocabulary().fields
    return any(fields.get(form, ("", 0))[0] in ("student_no", "staff_no") for form in header_forms(header))


def _read(path: Path, wanted: set[str], layout: Layout) -> SourceFile:
    """The file; a header that stands there several times with other cells is read as 成绩_1, 成绩_2."""
    try:
        return read_file(path, wanted=wanted, layout=layout)
    except ShownError as error:
        apart = {f"{error.column}_1", f"{error.column}_2"}
        if error.doing != "finding a column" or error.column is None or apart <= wanted:
            raise
        return _read(path, wanted | apart, layout)


def _headers_or_shapes(top: Top) -> str:
    """The cells of the first full row where they can only be headers; else their shapes: data may hold names."""
    rows = [[cell or "" for cell in row] for row in top.rows if sum(bool(cell) for cell in row) > 1]
    if not rows:
        return "no row with cells"
    first, below = rows[0], rows[1:]
    is_header = not any(re.search(r"\d", cell) for cell in first) and any(
        below and all(re.search(r"\d", row[place]) for row in below if place < len(row))
        for place in range(len(first))
    )
    told = first if is_header else [shape(cell) for cell in first]
    return ("the headers " if is_header else "a first row of the shape ") + ", ".join(
        re.sub(r"\s+", " ", cell)[:LONGEST_HEADER] for cell in told[:30]
    )


def _together(folder: Path, sheets: list[Sheet]) -> list[Sheet]:
    """Files of one shape and a common name under one pattern, where it matches no other file."""
    shapes: dict[tuple, list[Sheet]] = {}
    for sheet in sheets:
        place, _, name = sheet.path.rpartition("/")
        key = (
            place,
            Path(name).suffix,
            sheet.sheet,
            tuple(sheet.headers),
            sheet.parts,
            sheet.header_row if sheet.is_below else None,
            _only_titles_say(sheet),
        )
        shapes.setdefault(key, []).append(sheet)
    return [one for group in shapes.values() for one in _as_one(folder, group) or _by_stem(folder, group)]


def _by_stem(folder: Path, group: list[Sheet]) -> list[Sheet]:
    """Those whose names differ in figures only are tried once more."""
    stems: dict[str, list[Sheet]] = {}
    for sheet in group:
        stems.setdefault(_stem(sheet.path.rpartition("/")[2]), []).append(sheet)
    return [one for part in stems.values() for one in _as_one(folder, part) or part]


def _stem(name: str) -> str:
    """The words of a file's name without its figures: 成绩_2024-2025-1 and 成绩_2024-2025-2 are of one kind."""
    return re.sub(r"[\d\W_一二三上下秋春]+", "", name.split(".")[0])


def _only_titles_say(sheet: Sheet) -> tuple:
    """Term and course of the titles where no column says them: files that differ in them are of two kinds."""
    words = vocabulary().fields
    fields = {words[form][0] for header in sheet.headers for form in header_forms(header) if form in words}
    is_dated = fields & {"term", "term_or_no", "academic_year"}
    term = None if is_dated else next(filter(None, map(term_of_title, sheet.titles)), None)
    told = {name for name in ("course", "class") if fields & {name, f"{name}_code", f"{name}_name"}}
    said = {
        name: text for name, text in said_in_titles(sheet.titles).items() if name.split("_")[0] not in told
    }
    return (term, *sorted(said.items()), _only_titles_say_where(sheet))


def _only_titles_say_where(sheet: Sheet) -> str | None:
    """The kind of place of a log whose columns name none: 图书馆闸机 and 宿舍门禁 are two logs."""
    words = log_words()
    is_log = words.headers_of("moment", sheet.headers) and not words.headers_of("place", sheet.headers)
    told = (told_kind(title) for title in reversed(sheet.titles)) if is_log else iter(())
    return next((one[0] for one in told if one), None)


def _as_one(folder: Path, group: list[Sheet]) -> list[Sheet]:
    """The sheets as one under a pattern; none where the pattern would match other files too."""
    if len(group) == 1 or not folder.is_dir():
        return group
    paths = [sheet.path for sheet in group]
    head, tail = _common_start(paths), _common_start([path[::-1] for path in paths])[::-1]
    pattern = f"{head}*{tail}"
    matched = {path.relative_to(folder).as_posix() for path in folder.glob(pattern) if path.is_file()}
    shortest = min(map(len, paths))
    if len(head) + len(tail) > shortest or matched != {glob_free(path) for path in paths}:
        return []
    frame = pl.concat([sheet.file.frame for sheet in group], how="vertical_relaxed")
    broken = [line for sheet in group for line in sheet.file.broken]
    file = replace(group[0].file, frame=frame, broken=broken)
    titles = tuple(dict.fromkeys(title for sheet in group for title in sheet.titles))
    shown = f"{glob_free(pattern)} ({len(group)} files)"
    return [replace(group[0], path=pattern, shown=shown, file=file, titles=titles, files=len(group))]


def _common_start(texts: list[str]) -> str:
    """The letters with which all texts begin."""
    same = (len(set(letters)) == 1 for letters in zip(*texts, strict=False))
    return texts[0][: sum(1 for _ in takewhile(bool, same))]


def glob_free(path: str) -> str:
    """A pattern that was escaped, as people write the name."""
    return re.sub(r"\[([*?\[])\]", r"\1", path)


def by_name(sheets: Iterable[Sheet]) -> dict[str, Sheet]:
    """A short name for every sheet, by which the mapping's tables call it."""
    named: dict[str, Sheet] = {}
    for sheet in sheets:
        stem = Path(glob_free(sheet.path)).name.split(".")[0].strip("*_- ") or "file"
        name = f"{stem}_{sheet.sheet}" if sheet.sheet else stem
        number = 1
        while (name if number == 1 else f"{name}_{number}") in named:
            number += 1
        named[name if number == 1 else f"{name}_{number}"] = sheet
    return named
