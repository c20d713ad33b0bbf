import re
import zipfile
from datetime import date, datetime
from html import unescape
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from reports.excel import Mark, Sheet, neutral, workbook


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize("before", ["", " ", "  ", "\u3000", "\u00a0", "\u200b", "\ufeff", "\n", "'"])
def test_sign_that_begins_a_formula_is_neutralised_wherever_it_begins(sign, before):
    text = f"{before}{sign}cmd|' /C calc'!A0"
    assert neutral(text) == "'" + text


@pytest.mark.parametrize("text", ["甲=乙", "3-1", "a@b", "", "  ", "—"])
def test_other_text_stays_as_it_is(text):
    assert neutral(text) == text


def test_sheet_name_begins_with_no_sign():
    sheets = [Sheet(title, ("x",), ()) for title in ("=1+1", "＝合计", " @甲", "-", "+-")]
    names = CalamineWorkbook.from_filelike(BytesIO(workbook(sheets))).sheet_names
    assert names == ["1+1", "合计", "甲", "1", "1 2"]


def test_heads_are_neutralised_too():
    book = CalamineWorkbook.from_filelike(BytesIO(workbook([Sheet("a", ("=HYPERLINK(1)",), ())])))
    assert book.get_sheet_by_name("a").to_python() == [["'=HYPERLINK(1)"]]


def test_long_watermark_keeps_to_the_limit_of_a_header():
    mark = Mark("&甲" * 300, "t", "a", "p", datetime(2025, 11, 2))
    sheet = (
        zipfile.ZipFile(BytesIO(workbook([Sheet("a", ("x",), ())], mark)))
        .read("xl/worksheets/sheet1.xml")
        .decode()
    )
    head = unescape(re.search("<oddHeader>(.*?)</oddHeader>", sheet).group(1))
    assert len(head) <= 255 and head.startswith("&L&8 &&甲") and head.endswith("甲…")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-cmd", "@SUM(A1)", "\t=1", "\rx"])
def test_text_that_a_spreadsheet_would_run_is_neutralised(text):
    assert neutral(text) == "'" + text


def test_numbers_below_zero_stay_numbers():
    assert neutral(-3.5) == -3.5


def test_workbook_holds_exactly_the_rows_given():
    sheets = [Sheet("一览", ("名称", "值"), (("甲", 1.5), ("=HYPERLINK()", None), ("乙", date(2025, 11, 2))))]
    book = CalamineWorkbook.from_filelike(BytesIO(workbook(sheets)))
    assert book.sheet_names == ["一览"]
    rows = book.get_sheet_by_name("一览").to_python()
    assert rows[1] == ["甲", 1.5]
    assert rows[2][0] == "'=HYPERLINK()"
    assert rows[3][1] == date(2025, 11, 2)


def test_long_and_repeated_titles_get_distinct_sheet_names():
    sheets = [Sheet(title, ("x",), ()) for title in ("a" * 40, "A" * 40, "a" * 40, "a/b", "''")]
    names = CalamineWorkbook.from_filelike(BytesIO(workbook(sheets))).sheet_names
    assert len({name.lower() for name in names}) == 5
    assert all(len(name) <= 31 for name in names)
