"""Tables that grow to the right: what stands in the headers (a day, a lesson) becomes columns, each group of headers a row."""

from __future__ import annotations

import re
from dataclasses import replace

import polars as pl

from data.sources.files import ROW, SourceFile
from errors import ShownError

HEADER = "header"  # the group of the pattern that names the column of the value
NOTHING = "no_value"


def check_pattern(pattern: str) -> str:
    """The pattern itself; raises ValueError where it does not say which part of a header names the column."""
    try:
        groups = re.compile(pattern).groupindex
    except re.error as error:
        raise ValueError(f"`unpivot` is no regular expression: {error}") from None
    if HEADER not in groups or len(groups) < 2:
        raise ValueError(
            f"`unpivot` needs (?P<{HEADER}>…) for what remains the header and at least one more named part"
        )
    return pattern


def unpivoted(file: SourceFile, pattern: str) -> SourceFile:
    """The file with one row per record and group of headers that holds a value; `_row` stays that of the record.

    A record without any value under such headers is told as one that holds none. Raises ShownError where no header
    has the form of the pattern.
    """
    found = {name: re.fullmatch(pattern, name) for name in file.frame.columns if name != ROW}
    found = {name: match.groupdict() for name, match in found.items() if match}
    if not found:
        raise ShownError(
            "reading headers that hold values",
            file=file.name,
            row=max(file.first_row - 1, 1),
            found=f"the headers {', '.join(file.frame.columns[1:9])} …",
            expected=f"headers of the form {pattern}",
            remedy="mend `unpivot` in the mapping, or leave it out for this file",
        )
    groups: dict[tuple, dict[str, str]] = {}
    for name, parts in found.items():
        column = parts.pop(HEADER)
        groups.setdefault(tuple(parts.items()), {})[column] = name
    kept = [name for name in file.frame.columns if name not in found]
    frame = pl.concat([_group(file.frame, kept, dict(parts), columns) for parts, columns in groups.items()], how="diagonal")  # fmt: skip
    empty = file.frame.filter(~pl.col(ROW).is_in(frame[ROW].implode()))
    lines = empty.select(ROW, pl.concat_str(pl.col(*kept[1:]).fill_null(""), separator=","))
    broken = [*file.broken, *((number, NOTHING, line) for number, line in lines.iter_rows())]
    return replace(file, frame=frame.sort(ROW, maintain_order=True), broken=broken)


def _group(
    frame: pl.DataFrame, kept: list[str], parts: dict[str, str], columns: dict[str, str]
) -> pl.DataFrame:
    """The records that hold anything under one group of headers."""
    values = [pl.col(name).cast(pl.String).alias(column) for column, name in columns.items()]
    there = pl.any_horizontal(pl.col(name).is_not_null() for name in columns.values())
    said = [pl.lit(value, dtype=pl.String).alias(part) for part, value in parts.items()]
    return frame.filter(there).select(*kept, *said, *values)
