"""Which term of a programme each header of a plan names: 大二上, 第5学期, 一 二 三 under 各学期周学时, 1-1 1-2, two under each 学年."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from data.staging.recognition.forms import REMARK

OF_STUDY = re.compile(
    r"^(?:大|第)?\s*([一二三四五1-5])\s*(?:学年|年级)?\s*第?\s*(?:([上一1])|([下二2]))\s*(?:半?学期|学年)?$"
)
IN_ORDER = re.compile(r"^第?\s*(?:([一二三四五六七八九十])|(\d{1,2}))\s*学期$")
BARE = re.compile(
    r"^第?\s*(?:([一二三四五六七八九十])|(VIII|VII|VI|IV|V|III|II|I)|(\d{1,2}))$", re.IGNORECASE
)
YEAR_AND_TERM = re.compile(r"^([1-5一二三四五])\s*[-—–.·]\s*([12一二])$")
OF_YEAR = re.compile(r"^第?\s*([一二三四五1-5])\s*学年(?:_(2))?$")
OF_GROUP = re.compile(r"^[^_]*学期[^_]*(?:学时|课时|周数|分配|安排)[^_]*?(?:_(\d{1,2}))?$")
NUMERALS = "一二三四五六七八九十"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
FEWEST = 4  # of headers that say a term only together, from the first on


def planned_term(header: str) -> int | None:
    """Which term of the programme a header names alone, from 1.

    >>> planned_term("大二上"), planned_term("第5学期"), planned_term("第三学期(18周)"), planned_term("学期"), planned_term("一二")
    (3, 5, 3, None, None)
    """
    header = REMARK.sub("", header).strip()
    if match := IN_ORDER.match(header):
        return _number(match[1] or match[2])
    match = OF_STUDY.match(header)
    is_said = match and re.search(r"大|学年|年级|上|下", header)
    return 2 * _number(match[1]) - (1 if match[2] else 0) if is_said else None


def columns_of_terms(headers: Sequence[str]) -> dict[str, int]:
    """Every header that names a term of the programme, with its place; what says it together only where it counts on from one.

    >>> columns_of_terms(["学分", "一", "二", "三", "四"]), columns_of_terms(["一", "三"])
    ({'一': 1, '二': 2, '三': 3, '四': 4}, {})
    >>> columns_of_terms(["1-1", "1-2", "2-1", "2-2"]), columns_of_terms(["第一学年", "第一学年_2", "第二学年", "第二学年_2"])
    ({'1-1': 1, '1-2': 2, '2-1': 3, '2-2': 4}, {'第一学年': 1, '第一学年_2': 2, '第二学年': 3, '第二学年_2': 4})
    """
    told = {header: place for header in headers if (place := planned_term(header))}
    if told:
        return told
    return next(filter(None, (_together(headers, read) for read in TOGETHER)), {})


def _together(headers: Sequence[str], read: Callable[[str], int | None]) -> dict[str, int]:
    found = {header: place for header in headers if (place := read(REMARK.sub("", header).strip()))}
    counts_on = sorted(found.values()) == list(range(1, len(found) + 1))
    return found if counts_on and len(found) >= FEWEST else {}


def _number(text: str) -> int:
    return NUMERALS.index(text) + 1 if text in NUMERALS else int(text)


def _bare(header: str) -> int | None:
    match = BARE.match(header)
    if not match:
        return None
    return ROMAN.index(match[2].upper()) + 1 if match[2] else _number(match[1] or match[3])


def _of_year_and_term(header: str) -> int | None:
    match = YEAR_AND_TERM.match(header)
    return 2 * _number(match[1]) - 2 + _number(match[2]) if match else None


def _of_year(header: str) -> int | None:
    match = OF_YEAR.match(header)
    return 2 * _number(match[1]) - (0 if match[2] else 1) if match else None


def _of_group(header: str) -> int | None:
    match = OF_GROUP.match(header)
    return int(match[1] or 1) if match else None


TOGETHER = (_bare, _of_year_and_term, _of_year, _of_group)
