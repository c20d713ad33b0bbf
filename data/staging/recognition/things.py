"""Units, majors, classes and courses on a sheet: by their codes, by names that another sheet has codes for, or by names alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from data.staging.recognition.found import Found
from data.staging.targets import target

COVERED = 0.95  # of the names must have a code on the other sheet
OF = {"org": "org", "course_org": "org", "major": "major", "class": "class", "course": "course"}


@dataclass(frozen=True)
class Join:
    """Another sheet's columns by equal names, to look up a code."""

    other: Found
    on: tuple[tuple[str, str], ...]  # our header, theirs
    once: bool = False  # keys that several of its rows share find none

    def raw(self) -> dict[str, Any]:
        """As it stands in the mapping."""
        return {
            "file": self.other.name,
            "on": dict(self.on),
            "lookup": True,
            **({"once": True} if self.once else {}),
        }


@dataclass(frozen=True)
class Thing:
    """How a sheet tells one thing: the header of its code (or of its name, where no code is known) and of its name."""

    code: str
    name: str
    join: Join | None = None
    notes: tuple[str, ...] = field(default=())
    is_said: bool = False  # code and name are what a title says of all rows, not headers

    def raw(self, text: str) -> Any:
        """Code or name as a column's rule."""
        return {"const": text} if self.is_said else text


def thing(found: Found, kind: str, sheets: list[Found]) -> Thing | None:
    """The thing of this kind that the rows of a sheet speak of; None where they speak of none."""
    code, name = found.fields.get(f"{kind}_code"), found.fields.get(f"{kind}_name")
    if code:
        return Thing(code, name or code)
    if not name:
        return _said(found, kind, sheets)
    looked_up = _looked_up(found, kind, name, sheets)
    if looked_up:
        return looked_up
    if not _may_be_codes(found, OF[kind], name):
        return None
    return Thing(name, name, notes=(f"no code of the {OF[kind]}: its name under {name} stands for the code",))


def _may_be_codes(found: Found, of: str, name: str) -> bool:
    """Whether the warehouse has room for most of the names where a code stands."""
    longest = target(f"dim_{of}").columns[f"{of}_code"].length
    names = found.counts(name)
    return not longest or sum(len(text) <= longest for text in names) > len(names) / 2


def _said(found: Found, kind: str, sheets: list[Found]) -> Thing | None:
    name = found.said.get(f"{kind}_name")
    code = found.said.get(f"{kind}_code") or _code_of(name, OF[kind], sheets) or name
    if not code:
        return None
    return Thing(code, name or code, None, (f"{kind}: {name or code} is read from a title",), is_said=True)


def _code_of(name: str | None, kind: str, sheets: list[Found]) -> str | None:
    """The one code that lists have for a name."""
    codes: set[str] = set()
    for other in sheets if name else ():
        code, theirs = other.fields.get(f"{kind}_code"), other.fields.get(f"{kind}_name")
        if code and theirs:
            cells = other.cells()
            codes |= set(cells.get(code).filter((cells.get(theirs) == name).fill_null(False)).drop_nulls())
    return codes.pop() if len(codes) == 1 else None


def _looked_up(found: Found, kind: str, name: str, sheets: list[Found]) -> Thing | None:
    """The code from a sheet that has names and codes, where nearly every name here stands there once."""
    of = OF[kind]
    names = set(found.counts(name))
    for other in sheets:
        code, theirs = other.fields.get(f"{of}_code"), other.fields.get(f"{of}_name")
        if other is found or not code or not theirs or found.sheet.has(code):
            continue
        if names and len(names & single_names(other, theirs, code)) >= COVERED * len(names):
            return Thing(code, name, Join(other, ((name, theirs),)))
    return None


def single_names(other: Found, name: str, code: str) -> set[str]:
    """Names that stand for one code only."""
    cells = other.cells()
    pairs = (
        cells.frame.select(cells.get(name).alias("name"), cells.get(code).alias("code")).drop_nulls().unique()
    )
    return set(pairs.group_by("name").len().filter(pl.col("len") == 1)["name"])
