"""Cells as exports write them, and the values they become."""

from datetime import date, datetime

import polars as pl
import pytest

from data.staging import parsing
from data.staging.terms import term_id


def test_cleaning_blanks_width_and_nulls():
    cells = pl.Series([" 张\u3000三 ", "（一）", "无", "Ａ１", "a  b", "", None])
    assert parsing.cleaned(cells, ("", "无")).to_list() == ["张三", "(一)", None, "A1", "a b", None, None]


@pytest.mark.parametrize(
    "text",
    ["2025-09-01", "2025/9/1", "2025/9/1 0:00", "20250901", "2025年9月1日", "2025.9.1", "20250901 083000"],
)
def test_dates_in_every_shape_seen(text):
    assert parsing.date(pl.Series([text])).to_list() == [date(2025, 9, 1)]


@pytest.mark.parametrize("text", ["2025-02-30", "2025-9", "x", "45000", "0001-01-01", "9999-12-31"])
def test_no_date_is_null(text):
    assert parsing.date(pl.Series([text])).to_list() == [None]


def test_moments_are_utc_and_dates_stand_at_noon():
    cells = pl.Series(
        ["2025-09-01 08:30:00", "2025-09-01", "2025/9/1 8:30", "20250901 083000", "2025-09-01 25:00"]
    )
    half_past = datetime(2025, 9, 1, 0, 30)
    assert parsing.datetime(cells, "Asia/Shanghai").to_list() == [
        half_past,
        datetime(2025, 9, 1, 4),
        half_past,
        half_past,
        None,
    ]


def test_hour_left_out_by_summer_time_is_null():
    cells = pl.Series(["2014-03-30 01:30:00"])
    assert parsing.datetime(cells, "Europe/London").to_list() == [None]


def test_numbers_shares_and_truth():
    assert parsing.number(pl.Series(["1,234.5", "88%", "x", "nan"])).to_list() == [1234.5, 88.0, None, None]
    assert parsing.integer(pl.Series(["3", "3.0", "3.5"])).to_list() == [3, 3, None]
    assert parsing.integer(pl.Series(["9" * 30, "1e400"])).to_list() == [None, None]
    assert parsing.percent(pl.Series(["50", "50%"])).to_list() == [0.5, 0.5]
    assert parsing.boolean(pl.Series(["是", "否", "Y", "0", "也许"])).to_list() == [
        True,
        False,
        True,
        False,
        None,
    ]


def test_identifier_spoilt_by_a_spreadsheet_is_null():
    cells = pl.Series(["2.015E+11", "00123", "20150001.0", "130509T02"])
    assert parsing.text(cells, is_identifier=True).to_list() == [None, "00123", "20150001", "130509T02"]
    assert parsing.text(pl.Series([201500001.0, 2.0])).to_list() == ["201500001", "2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-2024-1", "2023-2024-1"),
        ("2023-2024学年第一学期", "2023-2024-1"),
        ("2023-2024学年第2学期", "2023-2024-2"),
        ("2023-2024-春", "2023-2024-2"),
        ("2023-3", "2023-2024-1"),
        ("2023-12", "2023-2024-2"),
        ("2023-16", "2023-2024-3"),
        ("2013B", "2012-2013-2"),
        ("2023-2025-1", None),
        ("第一学期", None),
    ],
)
def test_term_codes(text, expected):
    assert term_id(text, {"2013B": "2012-2013-2"}) == expected
