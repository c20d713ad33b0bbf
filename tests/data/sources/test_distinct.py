"""Columns of few different texts: their codes, and what is read of each text once."""

from __future__ import annotations

import gc

import polars as pl

from data.sources.distinct import Codes, by_distinct, distinct


def coded(codes: Codes, *texts: str | None) -> pl.Series:
    return pl.Series("课程", texts, dtype=pl.String).cast(codes.of("课程"))


def test_a_code_stands_for_its_text_when_no_column_holds_it_any_more():
    codes = Codes()
    first = coded(codes, "甲", "乙").to_physical()
    gc.collect()
    second = coded(codes, "丙", "甲")
    assert first.to_list() == [0, 1]
    assert second.to_physical().to_list() == [2, 0]
    assert distinct(second).to_list() == ["甲", "乙", "丙", None]


def test_texts_that_come_later_are_known_too():
    codes = Codes()
    early = coded(codes, "甲")
    assert distinct(early).to_list() == ["甲", None]
    late = coded(codes, "乙", "丙")
    assert distinct(late).to_list() == ["甲", "乙", "丙", None]


def test_a_column_without_any_text_has_none():
    assert distinct(coded(Codes(), None, None)).to_list() == [None]


def test_what_is_read_of_each_text_stands_in_its_rows():
    asked = []

    def read(texts: pl.Series) -> pl.Series:
        asked.extend(texts)
        return texts.str.len_chars()

    cells = coded(Codes(), "甲", "乙丙", None, "甲")
    assert by_distinct(cells, read).to_list() == [1, 2, None, 1]
    assert sorted(filter(None, asked)) == ["乙丙", "甲"]
