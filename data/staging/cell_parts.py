"""Parts of a cell: what a pattern catches of [010203]大学英语, as a column of its own or as one more header of a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import polars as pl
from pydantic import Field, field_validator

from data.sources.files import SourceFile
from data.sources.headers import normal_header, shown_header
from data.staging import parsing
from data.staging.strict import Strict


class Part(Strict):
    """One more header of a file: a part of the cells under another; a cell without it is empty or kept whole."""

    from_: str = Field(alias="from")
    part: str
    otherwise: Literal["keep", "empty"] = "empty"
    beside: str | None = None  # another header whose cells follow those under `from`: ENG 100
    between: str = " "  # what stands between the two

    @field_validator("part")
    @classmethod
    def _catches_one_part(cls, value):
        return one_group(value)


def one_group(pattern: str) -> str:
    """The pattern; raises ValueError where it has not exactly one group or cannot be used on columns."""
    try:
        pl.Series([""]).str.extract(pattern, 0)
    except pl.exceptions.PolarsError as error:
        raise ValueError(
            f"`part: {pattern}` is no regular expression without look-around: {str(error).splitlines()[0][:80]}"
        ) from None
    if re.compile(pattern).groups != 1:
        raise ValueError(f"`part: {pattern}` needs one group in brackets, e.g. ^\\[(.+?)\\]")
    return pattern


def extracted(texts: pl.Series, pattern: str) -> pl.Series:
    """What the group catches of each text, without blanks around it; null where it catches nothing."""
    parts = texts.str.extract(pattern, 1).str.strip_chars()
    return parts.set((parts == "").fill_null(False), None)


def with_parts(file: SourceFile, parts: Mapping[str, Part]) -> SourceFile:
    """The file with one more header for each part; a part of a header that is not there is not there either."""
    frame, shown = file.frame, dict(file.shown)
    for header, rule in parts.items():
        source, name = normal_header(rule.from_), normal_header(header)
        if source not in frame.columns:
            continue
        texts = parsing.text(parsing.cleaned(frame[source], ()))
        if rule.beside is not None and (second := normal_header(rule.beside)) in frame.columns:
            texts = texts + rule.between + parsing.text(parsing.cleaned(frame[second], ()))
        found = extracted(texts, rule.part)
        found = found.fill_null(texts) if rule.otherwise == "keep" else found
        frame = frame.with_columns(found.alias(name))
        shown[name] = shown_header(header)
    return replace(file, frame=frame, shown=shown)
