"""How cells that tell days are read: months and years alone, numbers of days, remarks behind them, two days in one cell."""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from data.staging import parsing
from data.staging.cell_parts import extracted
from data.staging.recognition.forms import plain, spelling
from data.staging.recognition.found import Found
from data.staging.recognition.readings import Reading
from data.staging.recognition.short_days import told_year, whole_days, whole_spans

HALVES = {"from_on": parsing.SINCE, "to_on": parsing.UNTIL}
ENDED = r"^(.*\d\s*[年月日]?)$"  # 2023.07至今 has not ended
MOSTLY = 0.8
LEAST_KNOWN = (
    0.5  # of the cells of a column that every row must have; with less the header means something else
)
PARTS_OF_DATE = (
    (r"^\d{4}-\d{1,2}$", "%Y-%m"), (r"^\d{4}/\d{1,2}$", "%Y/%m"), (r"^\d{4}\.\d{1,2}$", "%Y.%m"),
    (r"^\d{4}年\d{1,2}月$", "%Y年%m月"), (r"^(?:19|20)\d{2}(?:0[1-9]|1[0-2])$", "%Y%m"), (r"^(?:19|20)\d{2}$", "%Y"),
    (r"^(?:19|20)\d{2}年$", "%Y年"),
    (r"^\d{1,2}-[A-Za-z]{3}-\d{4}$", "%d-%b-%Y"),
    (r"^(?:1[5-9]|[2-6]\d)\d{3}(?:\.\d+)?$", parsing.SERIAL), (parsing.OF_ISSUE, parsing.ISSUE),
)  # fmt: skip
MOST_UNREAD = 0.2  # of the last days; with more the header is not read for them
SEASON, SEASONS = (
    re.compile(r"^((?:19|20)\d{2})年?([春秋])季?(?:学期|入学)?$"),
    {"春": "03-01", "秋": "09-01"},
)
YEAR_LAST = (
    r"^\d{1,2}([/.-])\d{1,2}[/.-]\d{4}$",
    ("%d{0}%m{0}%Y", "%m{0}%d{0}%Y"),
)  # which comes first, day or month
REMARKED = r"^([^()]*\d[^()]*?)\s*\([^()]*\)$"  # 2024-03-17 20:00(补交)
NEVER = re.compile(
    r"^(?:9999\D?\d{2}\D?\d{2}|0000\D?00\D?00)(?:\D.*)?$"
)  # a day still to come, as systems write it


def dated(found: Found, column: str, header: str) -> Reading:
    """The header; with what its cells need: words for no day yet, a remark behind the day, a month, the number of a day."""
    texts = found.texts(header)
    left = texts.filter(parsing.date(texts).is_null())
    open_ = sorted({text for text in left.unique() if _is_open(text)})
    seasons = {
        text: f"{match[1]}-{SEASONS[match[2]]}"
        for text in left.unique().sort()
        if (match := SEASON.match(text))
    }
    rule: dict[str, Any] = {"from": header}
    left = left.filter(~left.is_in([*open_, *seasons]))
    days = extracted(left, REMARKED)
    if days.len() and parsing.date(days).is_not_null().any():
        rule |= {"part": REMARKED, "otherwise": "keep"}
        left = left.filter(parsing.date(days).is_null())
    if open_ or seasons:
        rule |= {"map": {**dict.fromkeys(open_), **seasons}, "otherwise": "keep"}
    notes = ()
    if short := whole_days(found, left.unique().to_list()):
        rule |= {"map": {**rule.get("map", {}), **dict(sorted(short.items()))}, "otherwise": "keep"}
        left, notes = left.filter(~left.is_in(list(short))), (told_year(found, column, header),)
    notes += _add_format(rule, left, texts, column, header)
    if seasons:
        notes += (f"{column}: spring and autumn under {header} stand for 1 March and 1 September",)
    return Reading(rule if len(rule) > 1 else header, notes)


def _is_open(text: str) -> bool:
    return plain(text) in spelling().no_day_yet or bool(NEVER.match(text))


def _add_format(
    rule: dict[str, Any], left: pl.Series, texts: pl.Series, column: str, header: str
) -> tuple[str, ...]:
    """The forms of what is left, where they are known for half of it."""
    fitting = {form: left.str.contains(pattern) for pattern, form in PARTS_OF_DATE} | _year_last(left)
    forms = [form for form, fits in fitting.items() if fits.any()]
    if not forms or sum(fits.sum() for fits in fitting.values()) < LEAST_KNOWN * len(left):
        return ()
    is_one = len(forms) == 1 and len(left) == len(texts)
    rule["format"] = forms[0] if is_one else forms
    told = {
        parsing.SERIAL: f"{column}: figures under {header} are read as the numbers of days in a spreadsheet",
        parsing.ISSUE: f"{column}: where {header} names the issue of a year alone, the first of January stands for it",
    }
    return tuple(note for form, note in told.items() if form in forms)


def _year_last(left: pl.Series) -> dict[str, pl.Series]:
    """The form of 05/10/2023 where one way alone makes a day of every cell; where both do, nobody can tell."""
    pattern, forms = YEAR_LAST
    marks = left.str.extract(pattern, 1)
    signs = marks.drop_nulls().unique().to_list()
    if len(signs) != 1:
        return {}
    cells = left.filter(marks.is_not_null())
    whole = [form.format(signs[0]) for form in forms]
    whole = [form for form in whole if not parsing.date(cells, form).null_count()]
    return {whole[0]: marks.is_not_null()} if len(whole) == 1 else {}


def _short_half(found: Found, column: str, header: str, texts: pl.Series) -> Reading | None:
    """The same of 3月5日-3月7日, whose year the term says; None where few cells are so."""
    spans = whole_spans(found, texts.unique().to_list())
    if not spans or texts.is_in(list(spans)).mean() < MOSTLY:
        return None
    days = {text: span[column == "to_on"] for text, span in sorted(spans.items())}
    return Reading({"from": header, "map": days}, (told_year(found, column, header),))


def half_of_range(found: Found, column: str, header: str) -> Reading:
    """The first or the last day of cells such as 2023.09-2024.01, 2023年7月—8月 or 2023.07至今, which has no last one."""
    texts = found.texts(header)
    if made := _short_half(found, column, header, texts):
        return made
    if parsing.date(texts, parsing.SINCE).null_count() > (1 - MOSTLY) * max(1, len(texts)):
        return Reading()
    if column == "from_on":
        return Reading({"from": header, "format": parsing.SINCE})
    ended = extracted(texts, ENDED)
    unread = ended.filter(parsing.date(ended, parsing.UNTIL).is_null()).drop_nulls()
    if len(unread) > MOST_UNREAD * len(texts):
        return Reading(None, (f"{column} is left out: {len(unread)} of {len(texts)} cells under {header} are not a date",))  # fmt: skip
    going_on = texts.filter(ended.is_null() | ended.is_in(unread.implode()))
    open_ = {"map": dict.fromkeys(sorted(set(going_on))), "otherwise": "keep"} if len(unread) else {}
    ended_only = {"part": ENDED, "otherwise": "empty"} if len(going_on) and not open_ else {}
    rule = {"from": header, **ended_only, **open_, "format": parsing.UNTIL}
    unsaid = sum(not any(text.endswith(word) for word in spelling().no_day_yet) for text in going_on)
    told = f"{column}: {unsaid} cells under {header} name no last day that can be read; it is empty there"
    return Reading(rule, (told,) if unsaid else ())
