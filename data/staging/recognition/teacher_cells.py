"""Cells in which one system puts number, name and title of each teacher of a class: 0099001/张○/讲师;0099002/李○/教授."""

from __future__ import annotations

import re

import polars as pl

MARK = ";"
ONE = re.compile(r"^\s*[A-Za-z0-9]*\d[A-Za-z0-9]*/[^/]+(/[^/]*)?\s*$")
NUMBER, NAME = r"^\s*([A-Za-z0-9]+)/", r"^[^/]+/([^/]+)"
MOSTLY = 0.9


def hold_teachers(texts: pl.Series) -> bool:
    """Whether nearly every cell is such a list, with a name that is no number behind the first stroke."""
    cells = texts.unique().to_list()
    fitting = sum(all(_is_teacher(one) for one in text.split(MARK) if one.strip()) for text in cells)
    return bool(cells) and fitting >= MOSTLY * len(cells)


def _is_teacher(text: str) -> bool:
    return bool(ONE.match(text)) and not text.split("/")[1].strip().isascii()
