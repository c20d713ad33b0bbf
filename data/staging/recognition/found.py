"""A sheet with its headers understood: which field each column is, judged by its header and, where that is not enough, by its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from data.sources.files import NO_VALUES
from data.sources.headers import normal_header
from data.staging import parsing
from data.staging.columns import Calendar, Cells
from data.staging.mapping import Join, Mapping
from data.staging.recognition.forms import header_forms, named_forms, plain
from data.staging.recognition.log_words import LogSeen
from data.staging.recognition.sheets import Sheet, glob_free
from data.staging.recognition.vocabulary import vocabulary
from data.warehouse.loading.files import joined

if TYPE_CHECKING:
    from data.staging.recognition.things import Join as Lookup

NULLS = Mapping.model_fields["nulls"].default
ZONE = "Asia/Shanghai"
CODE = re.compile(r"^(?=.*\d)[A-Za-z0-9][A-Za-z0-9_\-./()#+]*$")
MOSTLY = 0.8
FEWEST_SYNONYMS = 3  # headers whose synonyms alone tell a table
SEPARATORS = (";", ",", "、", "/", "|", " ")


@dataclass
class Found:
    """One sheet, the fields its columns are, and what is left."""

    name: str  # by which the mapping's tables call it
    sheet: Sheet
    fields: dict[str, str] = field(default_factory=dict)  # field -> header
    never: dict[str, str] = field(default_factory=dict)  # header -> why it is left out
    left: list[str] = field(default_factory=list)  # headers of no field
    empty: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    read: dict[str, pl.Series] = field(default_factory=dict)
    counted: dict[str, dict[str, int]] = field(default_factory=dict)
    source: str = "academic_affairs"
    people: frozenset[str] = frozenset()  # names and numbers of people anywhere in the folder: never told
    held: list[str] = field(default_factory=list)  # tables that the warehouse has already, in words
    digits: dict[str, int] = field(
        default_factory=dict
    )  # header of numbers that lost their leading zeros -> how many digits they have
    said: dict[str, str] = field(default_factory=dict)  # what titles say of all rows: course and class
    by_name: dict[str, Lookup] = field(default_factory=dict)  # number of people -> where names find it
    unnamed: dict[str, int] = field(default_factory=dict)  # the same -> rows that find nobody, or several
    is_grid: bool = False  # a column for each day or task: who stands there is told better elsewhere
    first_day: date | None = None  # of the one term that the rows are of: the year of 9月12日
    log: LogSeen | None = None  # of a log of cards or doors: nothing else is read off it

    @property
    def frame(self) -> pl.DataFrame:
        return self.sheet.file.frame

    def cells(self, joins: tuple[tuple[Join, Found], ...] = ()) -> Cells:
        """What the reader makes of the sheet, with the columns of other sheets where it joins some."""
        frame = self.frame
        for number, (join, other) in enumerate(joins):
            frame = joined(frame, other.sheet.file, join, NULLS, self.name).rename(
                {"_joined": f"_joined{number}"}
            )
        first = self.sheet.file.first_row
        return Cells(frame, self.sheet.shown, max(first - 1, 1), NULLS, ZONE, Calendar(), first_row=first)

    def texts(self, header: str) -> pl.Series:
        """The texts that stand under a header, without what means nothing."""
        name = normal_header(header)
        if name not in self.read:
            cells = self.frame[name]
            is_text = not cells.dtype.is_nested() and cells.dtype not in NO_VALUES
            cells = cells if is_text else pl.Series(name, [], dtype=pl.String)
            self.read[name] = parsing.text(parsing.cleaned(cells, NULLS)).drop_nulls()
        return self.read[name]

    def counts(self, header: str) -> dict[str, int]:
        """Every text under a header and how often it stands there, the most frequent first."""
        name = normal_header(header)
        if name not in self.counted:
            frame = pl.DataFrame({"text": self.texts(header)}).group_by("text", maintain_order=True).len()
            self.counted[name] = dict(frame.sort("len", descending=True, maintain_order=True).iter_rows())
        return self.counted[name]

    def has(self, *fields: str) -> bool:
        return any(name in self.fields for name in fields)

    def speaks_of(self, *fields: str) -> bool:
        """Whether a column or a title says any of these."""
        return self.has(*fields) or any(name in self.said for name in fields)

    def are_codes(self, header: str) -> bool:
        """Whether nearly every cell is a number or a code, not a name."""
        texts = self.texts(header)
        several = re.compile("[;,、/| ]")
        parts = [part for text in texts.unique().to_list() for part in several.split(text) if part]
        return bool(parts) and sum(bool(CODE.match(part)) for part in parts) >= MOSTLY * len(parts)

    def separator(self, header: str) -> str | None:
        """What stands between several codes in one cell; None where every cell holds one."""
        texts = self.texts(header).unique().to_list()
        for mark in SEPARATORS:
            several = [text.split(mark) for text in texts if mark in text.strip(mark + " ")]
            if several and all(
                CODE.match(part.strip()) for parts in several for part in parts if part.strip()
            ):
                return mark
        return None


def is_told(found: Found, table: str) -> bool:
    """Whether a header that only this table has, or the name of the file or sheet, speaks of the table."""
    words = vocabulary()
    name = plain(Path(glob_free(found.sheet.path)).name + (found.sheet.sheet or ""))
    if any(plain(sign) in name for sign in words.tables[table].names):
        return True
    telling = words.telling[table]
    if any(form in telling for header in found.sheet.headers for form in named_forms(header)):
        return True
    synonyms = [header for header in found.sheet.headers if telling & set(header_forms(header))]
    return len(synonyms) >= FEWEST_SYNONYMS


def people_of(sheets: Iterable[Found]) -> frozenset[str]:
    """Names and numbers of people on any sheet."""
    told = ("student_no", "staff_no", "student_name", "teacher_name")
    sheets = list(sheets)
    texts = [one.texts(one.fields[name]).unique() for one in sheets for name in told if name in one.fields]
    texts += [one.texts(one.log.holder).unique() for one in sheets if one.log and one.log.holder]
    return frozenset(text for column in texts for text in column)
