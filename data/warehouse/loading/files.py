"""The files a mapping names: found once, read once while in use, joined where a table needs columns of another file."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from data.sources import pieces
from data.sources.files import ROW, SourceFile, matching, read_file
from data.sources.headers import normal_header
from data.staging.cell_parts import with_parts
from data.staging.mapping import DECLARED, Join, Mapping, TableRule
from data.staging.parsing import cleaned, text
from data.staging.unpivot import unpivoted
from data.warehouse.loading import mended
from errors import ShownError

KEPT_FILES = 3  # a file often feeds several tables in a row; more than a few would hold the memory of all
CALENDAR_COLUMNS = ("term_id", "week_no", "monday", "is_teaching", "is_exam")


class FileShelf:
    """Reads each file when it is needed and keeps the last few."""

    def __init__(self, mapping: Mapping, folder: Path) -> None:
        self._mapping, self._folder = mapping, folder
        self._kept: dict[tuple[str, Path], SourceFile] = {}  # one workbook may be named once for each sheet
        self.notices: list[str] = []
        self.counted: dict[str, object] = {}  # of logs: what this load has counted (counting.Seen)

    def paths(self, rule: TableRule) -> list[Path | None]:
        """The files of one table rule; [None] for rows declared in the mapping, none for an optional file not there."""
        if rule.rows:
            return [None]
        wanted = self._mapping.files[rule.file]
        found = matching(self._folder, wanted.path)
        if not found and not wanted.optional and not self._folder.is_file():
            raise ShownError(
                f"looking for the files of `to: {rule.to}`",
                file=" or ".join(wanted.path),
                found="a folder of this name" if self._is_folder(wanted.path) else "no such file",
                expected="a file of this name below --path",
                remedy="export it, or mark it `optional: true` in the mapping",
            )
        return list(found)

    def _is_folder(self, patterns: Collection[str]) -> bool:
        return any(path.is_dir() for pattern in patterns for path in self._folder.glob(pattern))

    def read(self, name: str, path: Path) -> SourceFile:
        """One file, read with the headers that any table wants of it."""
        place = (name, path)
        if place not in self._kept:
            while len(self._kept) >= KEPT_FILES:
                self._kept.pop(next(iter(self._kept)))
            rule = self._mapping.files[name]
            layout = mended.layout_of(path, rule.layout())
            file = mended.as_read(read_file(path, wanted=self.wanted(name), layout=layout))
            file = with_parts(_without(file, rule.left_out), rule.parts)
            if rule.unpivot and not mended.is_given_back(file.frame):  # mended rows come back one to a lesson
                file = unpivoted(file, rule.unpivot)
            if file.notice:
                self.notices.append(f"{file.name}: {file.notice}")
            self._kept[place] = file
        self._kept[place] = self._kept.pop(place)  # most recently used last
        return self._kept[place]

    def is_large(self, rule: TableRule, path: Path | None) -> bool:
        """Whether the file is to be read in pieces: a large text of which each record makes one row by itself."""
        if path is None or rule.with_ or rule.variants or rule.split:
            return False
        wanted = self._mapping.files[rule.file]
        return not (wanted.parts or wanted.unpivot) and pieces.is_large_text(
            path, wanted.layout(), other=mended.NUMBER
        )

    def pieces(self, name: str, path: Path) -> Iterator[pieces.Piece]:
        """A large file, piece by piece, with the headers that any table wants of it."""
        rule = self._mapping.files[name]
        for piece in pieces.pieces(path, wanted=self.wanted(name), layout=rule.layout()):
            file = _without(piece.file, rule.left_out)
            told = f"{file.name}: {file.notice}"
            if file.notice and told not in self.notices:
                self.notices.append(told)
            yield replace(piece, file=file)

    def again(self, name: str, path: Path, numbers: Collection[int]) -> pl.DataFrame:
        """These records of a large file once more, as text."""
        rule = self._mapping.files[name]
        found = pieces.rows_of(path, numbers, wanted=self.wanted(name), layout=rule.layout())
        return found.drop([normal_header(header) for header in rule.left_out], strict=False)

    def partner(self, join: Join) -> SourceFile:
        """The file a table joins; several matches are laid under one another."""
        paths = matching(self._folder, self._mapping.files[join.file].path)
        if not paths:
            raise ShownError(
                "looking for a file to join",
                file=join.file,
                found="no such file",
                expected=" or ".join(self._mapping.files[join.file].path),
            )
        files = [self.read(join.file, path) for path in paths]
        for file in files:
            mended.refuse_as_partner(file)
        if len(files) == 1:
            return files[0]
        frame = pl.concat([file.frame for file in files], how="diagonal_relaxed")
        return SourceFile(join.file, files[0].sha256, frame)

    def wanted(self, name: str) -> set[str]:
        """Every header the mapping names for this file."""
        headers: set[str] = set()
        for rule in self._mapping.tables:
            if rule.file == name:
                headers |= rule.headers()
            for join in rule.with_:
                if join.file == name:
                    headers |= set(join.on.values() if isinstance(join.on, dict) else join.on)
            if rule.count and rule.count.cards and rule.count.cards.file == name:
                headers |= {rule.count.cards.card_no, rule.count.cards.student_no}
        parts = self._mapping.files[name].parts
        return (headers - set(parts)) | {part.from_ for part in parts.values()}


def _without(file: SourceFile, left_out: Collection[str]) -> SourceFile:
    """The file without columns that are never loaded; of a line that is no record nothing is kept, it may hold them."""
    if not left_out:
        return file
    names = [normal_header(header) for header in left_out]
    broken = [(number, reason, "") for number, reason, _ in file.broken]
    return replace(file, frame=file.frame.drop(names, strict=False), broken=broken)


def joined(
    base: pl.DataFrame, other: SourceFile, join: Join, nulls: tuple[str, ...], file: str
) -> pl.DataFrame:
    """The base with the other file's columns (its own win where both have a header) and `_joined`, its record number."""
    pairs = join.on.items() if isinstance(join.on, dict) else [(name, name) for name in join.on]
    pairs = [(normal_header(ours), normal_header(theirs)) for ours, theirs in pairs]
    for frame, name, headers in (
        (base, file, [a for a, _ in pairs]),
        (other.frame, other.name, [b for _, b in pairs]),
    ):
        if missing := [header for header in headers if header not in frame.columns]:
            raise ShownError(
                "joining two files",
                file=name,
                column=missing[0],
                found=f"the headers {', '.join(frame.columns[1:13])}",
                expected=f"a header {missing[0]}",
            )
    left = base.with_columns(
        text(cleaned(base[ours], nulls)).alias(f"_key{n}") for n, (ours, _) in enumerate(pairs)
    )
    fresh = [name for name in other.frame.columns if name not in base.columns]
    right = other.frame.select(
        *(text(cleaned(other.frame[theirs], nulls)).alias(f"_key{n}") for n, (_, theirs) in enumerate(pairs)),
        *fresh,
        pl.col(ROW).alias("_joined"),
    )
    keys = [f"_key{n}" for n in range(len(pairs))]
    single = right.filter(~pl.struct(keys).is_duplicated()) if join.once else right
    return left.join(
        single.unique(keys, keep="first", maintain_order=True), on=keys, how="left", maintain_order="left"
    ).drop(keys)


def declared_terms(mapping: Mapping) -> list[TableRule]:
    """The mapping's `terms:` as rows of dim_term and dim_calendar_week."""
    if not mapping.terms:
        return []
    terms = [{name: value for name, value in term.items() if name != "exam_weeks"} for term in mapping.terms]
    weeks = [week for term in mapping.terms for week in _weeks(term)]
    return [TableRule(to="dim_term", rows=tuple(terms)), TableRule(to="dim_calendar_week", rows=tuple(weeks))]


def _weeks(term: dict) -> list[dict]:
    exams = set(term.get("exam_weeks", ()))
    count = term.get("week_count") or math.ceil(((term["end_on"] - term["first_monday"]).days + 1) / 7)
    return [
        {
            "term_id": term["term_id"],
            "week_no": number,
            "monday": _day(term["first_monday"]) + timedelta(weeks=number - 1),
            "is_teaching": number not in exams,
            "is_exam": number in exams,
        }
        for number in range(1, count + 1)
    ]


def _day(value) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def declared_file(rule: TableRule) -> SourceFile:
    """Rows written in the mapping itself, in the shape of a file."""
    rows = [{name: _cell(value) for name, value in row.items()} for row in rule.rows]
    names = list(dict.fromkeys(name for row in rows for name in row))
    frame = pl.DataFrame(
        {name: pl.Series([row.get(name) for row in rows], dtype=pl.String) for name in names}
    )
    return SourceFile(
        DECLARED, "", frame.with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.Int64))
    )


def _cell(value) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)
