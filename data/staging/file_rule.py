"""Where the rows of one file come from: a file of a folder or a query of a database, and how it is laid out."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from data.sources.files import Layout
from data.sources.headers import normal_header
from data.staging.cell_parts import Part
from data.staging.strict import Strict
from data.staging.unpivot import check_pattern


class FileRule(Strict):
    """Where the rows of one file come from; the first pattern that matches any file wins."""

    path: tuple[str, ...] = ()
    query: str | None = None  # in place of a path: rows of the mapping's `database`
    watermark: str | None = (
        None  # column of the query that grows with every change: only newer rows are read next time
    )
    source: str | None = Field(
        default=None, max_length=40
    )  # source of the register, where one mapping serves files of several
    optional: bool = False
    encoding: str | None = None
    separator: str | None = None
    header: Literal["none"] | None = (
        None  # the file has none: its first line is data, `columns` name what stands there
    )
    columns: tuple[str, ...] = ()  # from left to right; what is not named is called 列1, 列2 …
    header_row: int | None = (
        None  # counted from 1; found by itself when not given; without a header the row above the first record
    )
    sheet: str | None = None  # of a workbook; without it the one whose header fits best
    fill_down: tuple[str, ...] = ()  # headers whose cells stand only in the first row of a block
    parts: dict[
        str, Part
    ] = {}  # header -> a part of the cells under another: [010203]大学英语 gives code and name
    unpivot: str | None = None  # form of headers that hold values themselves, see unpivot.py
    left_out: dict[str, str] = {}  # headers that are never loaded, not even with rows set aside, and why

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, value):
        if isinstance(value, (str, list)):
            value = {"path": value}
        if isinstance(value, dict) and isinstance(value.get("path"), str):
            value = {**value, "path": [value["path"]]}
        return value

    @field_validator("unpivot")
    @classmethod
    def _names_its_parts(cls, value):
        return value if value is None else check_pattern(value)

    @model_validator(mode="after")
    def _has_one_origin(self):
        if bool(self.path) == bool(self.query):
            raise ValueError("a file needs either `path` or `query`")
        if self.watermark and not self.query:
            raise ValueError("`watermark` belongs to a `query`")
        if self.columns and self.header != "none":
            raise ValueError("`columns` name the columns of a file with `header: none`")
        named = [normal_header(name) for name in self.columns if name]
        if len(named) != len(set(named)):
            raise ValueError("`columns` hold a name twice")
        return self

    def layout(self) -> Layout:
        """The form of the file as far as the mapping says it."""
        columns = self.columns if self.header == "none" else None
        return Layout(self.encoding, self.separator, self.header_row, self.sheet, columns, self.fill_down)
