"""Cells in which one system puts number, name and title of each teacher of a class: 0099001/张○/讲师;0099002/李○/教授."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

MARKS = (";", ",", "、", " ")
CODE, WORD = r"[A-Za-z0-9]*\d[A-Za-z0-9]*", r"[^\s\d\[\]()【】,;、/]+"
FORMS = (  # the number, then the name; each catches one of them
    (rf"^\s*({CODE})/[^/]+", rf"^\s*{CODE}/([^/]*[^/\x00-\x7f][^/]*)(?:/[^/]*)?$"),
    (rf"^\s*[\[【(]\s*({CODE})\s*[\]】)]\s*{WORD}$", rf"^\s*[\[【(]\s*{CODE}\s*[\]】)]\s*({WORD})$"),
    (rf"^\s*{WORD}\s*[\[【(]\s*({CODE})\s*[\]】)]$", rf"^\s*({WORD})\s*[\[【(]\s*{CODE}\s*[\]】)]$"),
    (rf"^\s*({CODE})\s*[-—_]\s*{WORD}$", rf"^\s*{CODE}\s*[-—_]\s*({WORD})$"),
)
MOSTLY = 0.9


@dataclass(frozen=True)
class Teachers:
    """What stands between the teachers of a cell, one mark or several, and the patterns of the number and the name of each."""

    mark: str | list[str]
    number: str
    name: str


def teachers_of(texts: pl.Series) -> Teachers | None:
    """How the cells name several teachers with their numbers; the form with strokes also where each cell holds one."""
    cells = texts.unique()
    there = [mark for mark in MARKS[:-1] if cells.str.contains(mark, literal=True).any()]
    for marks in ([mark] for mark in MARKS) if len(cells) else ():
        if told := _parted(cells, marks):
            return told
    return _parted(cells, there) if len(there) > 1 else None


def _parted(cells: pl.Series, marks: list[str]) -> Teachers | None:
    first, *others = marks
    bare = cells
    for mark in others:
        bare = bare.str.replace_all(mark, first, literal=True)
    several = bare.str.strip_chars(first + " ").str.contains(first, literal=True)
    each = bare.str.split(first).list.eval(pl.element().filter(pl.element().str.strip_chars() != ""))
    for place, (number, name) in enumerate(FORMS):
        if place and not several.any():
            continue
        fits = each.list.eval(pl.element().str.contains(number) & pl.element().str.contains(name)).list.all()
        if fits.sum() >= MOSTLY * len(cells):
            return Teachers(marks if others else first, number, name)
    return None
