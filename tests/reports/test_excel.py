from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from reports.excel import Sheet, neutral, workbook


@pytest.mark.parametrize("text", ["=1+1", "+1", "-cmd", "@SUM(A1)", "\t=1"])
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
