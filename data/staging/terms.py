"""Term codes of all sources in the national form 2025-2026-1, and the days that count from a term's day zero."""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

TERM_WORDS = {"一": 1, "二": 2, "三": 3, "1": 1, "2": 2, "3": 3, "秋": 1, "春": 2, "夏": 3}
# One vendor writes the term as 3, 12, 16; its 3 is a first term only beside a bare start year.
VENDOR_TERMS = {"3": 1, "12": 2, "16": 3}
NATIONAL = re.compile(r"^(\d{4})-(\d{4})-([123])$")
SPOKEN = re.compile(r"^(\d{4})-(\d{4})\s*(?:学年)?\s*-?\s*(?:第)?\s*([一二三123秋春夏])\s*(?:学期|季)?$")
VENDOR = re.compile(r"^((?:19|20)\d{2})-(3|12|16)$")
SHORT = re.compile(r"^((?:19|20)\d{2})-([12])$")  # 2324-1 is a term of 2023-2024


def term_id(text: str, known: Mapping[str, str] | None = None) -> str | None:
    """The national form of a term code, None for a text that is none; `known` holds the source's own codes.

    >>> term_id("2023-2024学年第一学期"), term_id("2023-12"), term_id("2013B", {"2013B": "2012-2013-2"})
    ('2023-2024-1', '2023-2024-2', '2012-2013-2')
    """
    text = text.strip()
    if known and text in known:
        return known[text]
    if match := NATIONAL.match(text) or SPOKEN.match(text):
        start, end, number = int(match[1]), int(match[2]), TERM_WORDS[match[3]]
        return f"{start}-{end}-{number}" if end == start + 1 else None
    if match := VENDOR.match(text):
        return f"{match[1]}-{int(match[1]) + 1}-{VENDOR_TERMS[match[2]]}"
    if match := SHORT.match(text):
        return f"{match[1]}-{int(match[1]) + 1}-{match[2]}"
    return None


def term_ids(cells: pl.Series, known: Mapping[str, str]) -> pl.Series:
    """A column of term codes in the national form; reads each distinct code once."""
    cells = cells.cast(pl.String)
    lookup = {code: term_id(code, known) for code in cells.drop_nulls().unique()}
    return cells.replace_strict(lookup, default=None, return_dtype=pl.String)
