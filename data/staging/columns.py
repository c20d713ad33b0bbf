"""One target column from the cells of a file: headers found, words translated, values parsed, the unreadable marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from data.sources.distinct import Codes, plain, spread
from data.sources.files import ROW
from data.sources.headers import normal_header
from data.staging import parsing
from data.staging.cell_parts import extracted
from data.staging.grades import Scale
from data.staging.mapping import Rule
from data.staging.targets import TargetColumn
from data.staging.terms import term_ids
from errors import ShownError

TYPES = {
    "text": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "date": pl.Date,
    "datetime": pl.Datetime("us"),
    "boolean": pl.Boolean,
}
EXPECTED = {
    "integer": "a whole number",
    "number": "a number",
    "date": "a date such as 2025-09-01",
    "datetime": "a time such as 2025-09-01 08:30",
    "boolean": "是/否, Y/N, true/false or 1/0",
    "text": "all its digits as text (a spreadsheet shortened the number)",
}
MOST_DAYS = 36_600  # a day further than a century from day zero is a typing error
IDENTIFIERS = ("_no", "_code", "_id")


@dataclass(frozen=True)
class Calendar:
    """Terms as a mapping needs them: the source's codes and the day from which days are counted."""

    codes: Mapping[str, str] = field(default_factory=dict)  # source code -> term_id
    day_zero: Mapping[str, date] = field(default_factory=dict)  # term_id -> day zero


@dataclass(frozen=True)
class Cells:
    """The cells of one file (joined files included) and what is needed to read them."""

    frame: pl.DataFrame
    file: str
    header_row: int
    nulls: tuple[str, ...]
    zone: str
    calendar: Calendar
    scale: Scale = field(default_factory=Scale)
    first_row: int = 2  # `_row` of the file's first record
    codes: Codes | None = None  # of texts in the columns made; None where they are made as plain text

    def has(self, header: str) -> bool:
        return normal_header(header) in self.frame.columns

    def get(self, header: str) -> pl.Series:
        """The cleaned cells under a header; raises ShownError that names the headers there are."""
        name = normal_header(header)
        if name not in self.frame.columns:
            there = [column for column in self.frame.columns if not column.startswith("_")]
            raise ShownError(
                "finding a column",
                file=self.file,
                row=self.header_row,
                column=header,
                found=f"the headers {', '.join(there[:12])}" + (" …" if len(there) > 12 else ""),
                expected=f"a header {header}",
                remedy="mend the header, or name the file's own one in the mapping",
            )
        return parsing.cleaned(plain(self.frame[name]), self.nulls)


@dataclass(frozen=True)
class Made:
    """A finished column and what is wrong in it: masks of rows with the reason and what was expected."""

    values: pl.Series
    source: pl.Series | None = None  # the cells it came from, for the shape in messages
    header: str | None = None
    problems: tuple[tuple[str, str, pl.Series], ...] = ()  # reason, expected, mask
    small: Made | None = None  # the same of each distinct cell, where the column was made of these
    cells: pl.Series | None = None  # the coded cells that say which row holds which of them

    def shown(self, mask: pl.Series) -> pl.Series:
        """The cells of some rows, for messages; the values where the column was not read from any."""
        if self.cells is not None:
            return spread(self.small.source, self.cells.filter(mask))
        return (self.values if self.source is None else self.source).filter(mask)

    def is_given(self) -> pl.Series:
        """Which rows' cells hold anything."""
        if self.cells is not None:
            return spread(self.small.is_given(), self.cells)
        given = self.values.is_not_null()
        return given if self.source is None else given | self.source.is_not_null()

    def in_full(self) -> Made:
        """The same with its cells and problems told of every row."""
        if self.small is None:
            return self
        source = None if self.cells is None else spread(self.small.source, self.cells)
        problems = tuple(
            (reason, expected, self.of_rows(mask)) for reason, expected, mask in self.small.problems
        )
        return Made(self.values, source, self.header, problems)

    def may_hold(self, mask: pl.Series) -> bool:
        """Whether any row can be one of these distinct cells; null, the last of them, only where a row has none."""
        return bool((mask if self.cells is None or self.cells.null_count() else mask[:-1]).any())

    def of_rows(self, mask: pl.Series) -> pl.Series:
        """What holds for distinct cells, for every row."""
        if self.cells is not None:
            return spread(mask, self.cells)
        return mask if self.small is None else mask.new_from_index(0, len(self.values))


def make_column(name: str, rule: Rule, column: TargetColumn, cells: Cells, terms: pl.Series | None) -> Made:
    """The column as the target wants it. `terms` are the rows' term ids, needed where days count from day zero."""
    if rule.row_number:
        places = cells.frame[ROW] - cells.first_row + 1
        return Made(places.cast(TYPES[column.type]).alias(name))
    cell, header = _source_cells(rule, cells)
    if cell is None:
        value = rule.const if rule.const is not None else rule.default
        return Made(constant(value, column, cells.frame.height), header=header)
    if rule.map is None and header:
        cell = _without_header(cell, header)
    problems, parsed_from = [], cell
    if rule.part is not None:
        cell, without = _part(cell, rule)
        problems.append(("no_such_part", f"a text with the part {rule.part}", without))
    if rule.map is not None:
        cell, unknown = _translated(cell, rule)
        problems.append(("unknown_word", f"one of {', '.join(list(rule.map)[:12])}", unknown))
        nothing = [word for word, meant in rule.map.items() if meant is None]
        if (
            nothing and column.required
        ):  # a word that says that there is no such row: no value, not an unread one
            parsed_from = parsed_from.set(parsing.text(parsed_from).is_in(nothing).fill_null(False), None)
    values = _parsed(name, rule, column, cell, cells, terms)
    unread = cell.is_not_null() & values.is_null()
    problems.append(
        (_unread_reason(rule, column, name), EXPECTED.get(_kind(rule, column), "a known term"), unread)
    )
    if rule.scale is not None:
        values = values * rule.scale
    if rule.default is not None:
        values = values.fill_null(constant(rule.default, column, 1)[0])
    return Made(values, parsed_from, header, tuple(problems))


def constant(value, column: TargetColumn, height: int) -> pl.Series:
    """The same value for all rows, of the target's type; times are given as naive UTC."""
    kind = TYPES[column.type]
    if kind == pl.String and value is not None:
        value = str(value)
    if isinstance(value, str) and kind == pl.Date:
        value = date.fromisoformat(value)
    return pl.Series([value], dtype=kind, strict=False).new_from_index(0, height)


def _source_cells(rule: Rule, cells: Cells) -> tuple[pl.Series | None, str | None]:
    if not rule.from_:
        return None, None
    if rule.join is not None:
        parts = [parsing.text(cells.get(header)) for header in rule.from_]
        joined = pl.DataFrame([part.alias(str(place)) for place, part in enumerate(parts)])
        return joined.select(pl.concat_str(pl.all(), separator=rule.join)).to_series(), " + ".join(rule.from_)
    there = [header for header in rule.from_ if cells.has(header)]
    if rule.first_filled and there:
        filled = pl.DataFrame([cells.get(header).alias(header) for header in there])
        return filled.select(pl.coalesce(pl.all())).to_series(), " or ".join(there)
    header = there[0] if there else None
    if header is None and rule.default is not None:
        return None, rule.from_[0]
    header = header or rule.from_[0]
    return cells.get(header), header


def _without_header(cell: pl.Series, header: str) -> pl.Series:
    """A template filled down has the header itself in its cells: that is no value."""
    name = normal_header(header)
    if cell.dtype != pl.String or name.replace(".", "", 1).isdigit():
        return cell
    return cell.set((cell.str.to_lowercase() == name).fill_null(False), None)


def _part(cell: pl.Series, rule: Rule) -> tuple[pl.Series, pl.Series]:
    """What the pattern catches of each cell; cells that it does not fit are marked, kept whole or emptied."""
    texts = parsing.text(cell)
    parts = extracted(texts, rule.part)
    without = texts.is_not_null() & parts.is_null()
    if rule.otherwise == "keep":
        parts = parts.fill_null(texts)
    return parts, without & (rule.otherwise == "reject")


def _translated(cell: pl.Series, rule: Rule) -> tuple[pl.Series, pl.Series]:
    """The words of the source in ours; those the list does not know are marked, kept or emptied."""
    words = parsing.text(cell)
    target = {key: None if value is None else _plain(value) for key, value in rule.map.items()}
    known = words.is_in(list(target))
    fallback = words if rule.otherwise == "keep" else None
    done = words.replace_strict(target, default=fallback, return_dtype=pl.String)
    reject = rule.otherwise == "reject"
    return done, (words.is_not_null() & ~known) if reject else known.is_null() & words.is_not_null()


def _plain(value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _kind(rule: Rule, column: TargetColumn) -> str:
    return rule.parse or column.type


def _unread_reason(rule: Rule, column: TargetColumn, name: str) -> str:
    if _kind(rule, column) == "text":
        return "number_shown_as_float"
    return f"not_a_{_kind(rule, column)}"


def _parsed(name: str, rule: Rule, column: TargetColumn, cell: pl.Series, cells: Cells, terms) -> pl.Series:
    """The cells by the rule's `parse`, or by the type of the target column."""
    kind = _kind(rule, column)
    if kind == "term":
        return term_ids(cell, cells.calendar.codes)
    if kind in ("term_start", "day"):
        return _counted_days(kind, column, cell, cells, terms)
    if kind == "date" and column.type == "integer":  # a year wanted of a date
        return parsing.date(cell, rule.format).dt.year().cast(pl.Int64)
    if kind == "date":
        return _as_type(parsing.date(cell, rule.format), column, cells.zone)
    if kind == "datetime":
        return _as_type(parsing.datetime(cell, cells.zone, rule.format), column, cells.zone)
    if kind == "text":
        texts = parsing.text(cell, is_identifier=name.endswith(IDENTIFIERS))
        texts = texts if rule.digits is None else parsing.with_zeros(texts, rule.digits)
        return parsing.person_name(texts) if name == "full_name" else texts
    values = {
        "integer": parsing.integer,
        "number": parsing.number,
        "percent": parsing.percent,
        "boolean": parsing.boolean,
    }[kind](cell)
    return values.cast(TYPES[column.type], strict=False)


def _as_type(values: pl.Series, column: TargetColumn, zone: str) -> pl.Series:
    if column.type == "datetime" and values.dtype == pl.Date:
        return parsing.at_noon(values, zone)
    if column.type == "date" and values.dtype != pl.Date:
        return values.dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.date()
    return values.cast(TYPES[column.type])


def _counted_days(kind: str, column: TargetColumn, cell: pl.Series, cells: Cells, terms) -> pl.Series:
    """Days from a term's day zero; `term_start` reads the term from the cell itself."""
    if kind == "term_start":
        terms, offset = term_ids(cell, cells.calendar.codes), pl.Series([0]).new_from_index(0, len(cell))
    else:
        offset = parsing.integer(cell)
        offset = offset.set((offset.abs() > MOST_DAYS).fill_null(False), None)
    start = terms.replace_strict(dict(cells.calendar.day_zero), default=None, return_dtype=pl.Date)
    days = (start.cast(pl.Int32) + offset.cast(pl.Int32)).cast(pl.Date)
    if column.type == "integer":
        return days.dt.year().cast(pl.Int64)
    return _as_type(days, column, cells.zone)
