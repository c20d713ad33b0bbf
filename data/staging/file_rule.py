"""Where the rows of one file come from: a file of a folder or a query of a database, and how it is laid out."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, model_validator

from data.sources.files import Layout


class Strict(BaseModel):
    """A part of a mapping: no key that is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class FileRule(Strict):
    """Where the rows of one file come from; the first pattern that matches any file wins."""

    path: tuple[str, ...] = ()
    query: str | None = None  # in place of a path: rows of the mapping's `database`
    watermark: str | None = (
        None  # column of the query that grows with every change: only newer rows are read next time
    )
    source: str | None = None  # source of the register, where one mapping serves files of several
    optional: bool = False
    encoding: str | None = None
    separator: str | None = None
    header_row: int | None = None  # counted from 1; found by itself when not given
    sheet: str | None = None  # of a workbook; without it the one whose header fits best
    fill_down: tuple[str, ...] = ()  # headers whose cells stand only in the first row of a block
    left_out: dict[str, str] = {}  # headers that are never loaded, not even with rows set aside, and why

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, value):
        if isinstance(value, (str, list)):
            value = {"path": value}
        if isinstance(value, dict) and isinstance(value.get("path"), str):
            value = {**value, "path": [value["path"]]}
        return value

    @model_validator(mode="after")
    def _has_one_origin(self):
        if bool(self.path) == bool(self.query):
            raise ValueError("a file needs either `path` or `query`")
        if self.watermark and not self.query:
            raise ValueError("`watermark` belongs to a `query`")
        return self

    def layout(self) -> Layout:
        """The form of the file as far as the mapping says it."""
        return Layout(self.encoding, self.separator, self.header_row, self.sheet, self.fill_down)
