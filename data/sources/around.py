"""Rows that stand around the records of a table: totals, legends, notes, lines to be signed; and tables that were cut off."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from data.sources.headers import normal_header

ROW_LIMIT = 1_048_576  # of a sheet: what a larger table held below it is gone
LOOKED_AT = (
    3  # columns in which such a row begins; more would cost every large file a pass over all its cells
)
MORE_LOOKED_AT, SMALL = (
    8,
    20_000,
)  # columns and rows of a table made by hand: 小计 often stands under the names
TOTAL = r"(?i)^\s*(?:(?:总|合|小|共)\s*计(?:\s*[:：(（].*)?|(?:班级|全班|年级)?平均(?:分|值|成绩)?|最高分|最低分|(?:及格|合格|优秀|不及格|良好|通过)率|(?:应考|实考|缺考|及格|不及格|参考)人数|标准差|汇总|(?:sub|grand )?total)\s*$"
NOTE = (
    r"^\s*(?:(?:制表|填表|审核|复核|打印|统计|负责|经办|任课教师|系主任|院长|教务|签字|签名|盖章)[^,，]{0,12}(?:[:：]|签字|签名|盖章|日期)"
    r"|[^,，:：]{0,10}(?:签字|签名|盖章|签章)\s*(?:[:：(（]|$)"
    r"|[^,，:：]{0,20}[(（]\s*(?:续|续表|续上页|接上页|上接)\s*\d{0,2}\s*[)）]\s*$"
    r"|(?:备注|注|说明|图例|填表说明)\s*\d?\s*[:：]"
    r"|(?:(?:本页|本班|全班|总|合计)?(?:共|总)\s*有?\s*\d+\s*(?:条|行|页|人次|人|名|门|项)|[^,，:：\d]{0,6}(?:记录总?数|总记录数|人次|人数|合计)\s*[:：]\s*\d+)[^,，]{0,12}$)"
)
RATE = r"^\s*(?:初次|年终|最终|毕业生?)?(?:就业|去向落实|毕业去向落实|升学|签约|对口|出勤|到课|完成|达标|优良)率\s*(?:[:：].*)?$"  # in a row with little else
BLOCK = r"^\s*(?:行政班级?|班级|教学班|专业|年级|学院|系部|院系|课程|科目)[^,，:：]{0,4}[:：]\s*\S"  # 班级：软件2301 above its rows
BLOCK_FILLED = 0.3
MOST_FILLED = 0.5  # of the cells of a note; a record that begins with such a word has more


def around(frame: pl.DataFrame) -> list[int]:
    """Places (from 0) of the rows that are no records."""
    names = frame.columns[: MORE_LOOKED_AT if frame.height <= SMALL else LOOKED_AT]
    looked = [frame[name].str.contains(f"{TOTAL}|{NOTE}|{RATE}|{BLOCK}") for name in names]
    if not looked:
        return []
    numbered = frame.with_row_index("_place")
    rows = numbered.filter(pl.any_horizontal(*looked).fill_null(False))
    again = numbered.filter(_says(frame.columns[:LOOKED_AT]))
    headers = [place for place, *cells in again.iter_rows() if is_header(cells, frame.columns)]
    return [*(place for place, *cells in rows.iter_rows() if is_around(cells)), *headers]


def _says(names: Sequence[str]) -> pl.Expr:
    """Rows with a column's own header in its cell, as far as that can be seen without a look at every letter."""
    return pl.any_horizontal(pl.col(name).str.to_lowercase() == name for name in names).fill_null(False)


def is_header(row: Sequence[str | None], names: Sequence[str]) -> bool:
    """Whether a row says the header once more, as at the top of every printed page."""
    pairs = [(normal_header(cell), name) for cell, name in zip(row, names, strict=True) if cell]
    return len(pairs) > 1 and all(cell == name for cell, name in pairs)


def is_around(row: Sequence[str | None]) -> bool:
    """Whether a row stands around the records; an identifier before the word makes it a record.

    >>> [is_around(row) for row in (["合计", None, "83"], ["制表人:", None, None, "日期:"], ["S1", "合计", "83"], ["机电系", "小计", "40"])]
    [True, True, False, True]
    """
    texts = [cell.strip() for cell in row if cell and cell.strip()]
    if not texts:
        return False
    if re.match(NOTE, texts[0]) and len(set(texts)) <= max(2, MOST_FILLED * len(row)):
        return True
    if re.match(RATE, texts[0]) and len(texts) <= BLOCK_FILLED * len(row):
        return True
    if re.match(BLOCK, texts[0]) and len(set(texts)) <= max(1, BLOCK_FILLED * len(row)):
        return True
    return bool(
        re.match(TOTAL, texts[0])
        or (len(texts) > 1 and re.match(TOTAL, texts[1]) and not any(letter.isdigit() for letter in texts[0]))
    )


def cut_at_the_limit(rows: int) -> str | None:
    """The notice of a table that is exactly as long as a sheet can be."""
    if rows != ROW_LIMIT:
        return None
    return (
        f"row {ROW_LIMIT}: the file ends exactly where a sheet must end; found: rows that were probably cut off; "
        "expected: all rows; to do: export it in parts, or as csv without opening it in a spreadsheet program"
    )
