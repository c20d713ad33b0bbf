"""From cells to typed values. A cell that holds something but cannot be read becomes null; the caller sets its row aside."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

WORDS_TRUE = ("是", "有", "y", "yes", "true", "t", "1", "1.0", "√", "√是", "on")
WORDS_FALSE = ("否", "无", "n", "no", "false", "f", "0", "0.0", "×", "x", "off")
DATE_PARTS = r"^(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})日?(?:$|[T\s]+(?P<t>.*)$)"
DATE_DIGITS = r"^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:$|\s*(?P<t>[\d:.]+)$)"
FIRST_YEAR, LAST_YEAR = 1900, 9998  # outside lie typing errors, and moments that cannot be shifted to UTC
SERIAL = "excel"  # dates as the numbers that spreadsheets keep them as
ISSUE = "issue"  # of a journal: 2023年第5期 says the year alone
OF_ISSUE = r"^((?:19|20)\d{2})\s*年?\s*[,，(]?\s*第?\s*\d{1,2}\s*期\)?$"
SINCE, UNTIL = (
    "since",
    "until",
)  # the first and the last day of 2023.09-2024.01, 2023-09-01至2024-01-15, 2023年7月—8月
DAY_OF_SPAN = r"(?:\d{8}|\d{6}|\d{4}(?:\s*[-/.年]\s*\d{1,2}(?:\s*[-/.月]\s*\d{1,2})?)?\s*[年月日]?)"
SPAN = rf"^({DAY_OF_SPAN})\s*[~～至到—–-]+\s*(.*)$"
NO_SPAN = r"^\d{4}(?:-\d{1,2}(?:-\d{1,2})?|/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2})$"  # one day, or a month alone
MONTHS = ("%Y-%m", "%Y/%m", "%Y.%m", "%Y年%m月", "%Y%m", "%Y年", "%Y")
SERIALS, DAYS_TO_1970 = (1, 99_999), 25_569
SHARE_DIGITS = 12  # after the point; a double holds them exactly enough
NOON = "12:00:00"  # where a date without a time stands: the same calendar day in UTC for every zone near ours
NOISE = 9  # decimals; 59.99999999999999 is what a formula made of 60
UNTIDY = r"[^\x21-\x7E]|^['=]"  # what a cell must hold for anything in it to be tidied
CJK = r"\u3400-\u9fff"


def cleaned(cells: pl.Series, nulls: tuple[str, ...]) -> pl.Series:
    """Text cells without surrounding blanks, half width, with the source's words for "nothing" as null.

    Full-width letters, digits and brackets become half width; U+3000 inside a Chinese name goes, other runs of
    blanks become one. Columns that are typed already come back as they are.
    """
    if cells.dtype != pl.String:
        return cells
    if cells.str.contains(UNTIDY).any():
        cells = _tidied(cells)
    return cells.set(cells.is_in(list(nulls)), None)


def _tidied(cells: pl.Series) -> pl.Series:
    cells = cells.str.strip_chars()
    if (
        cells.str.starts_with("'") | cells.str.starts_with('="')
    ).any():  # how spreadsheets are told to keep digits
        cells = cells.str.replace(r'^="(.*)"$', "$1").str.replace(r"^'([0-9A-Za-z])", "$1").str.strip_chars()
    if cells.str.contains(r"[^\x01-\x7F]").any():
        cells = cells.str.replace_all("\x00", "", literal=True)  # no database text may hold it
        cells = cells.str.normalize("NFKC").str.replace_all(rf"([{CJK}])\s+([{CJK}])", "$1$2")
        cells = cells.str.replace_all(rf"([{CJK}])\s+([{CJK}])", "$1$2").str.strip_chars()
    return cells.str.replace_all(r"\s+", " ")


def text(cells: pl.Series, *, is_identifier: bool = False) -> pl.Series:
    """Text; an identifier that a spreadsheet turned into 2.015E+11 has lost digits and is null."""
    if cells.dtype.is_float():
        whole = cells.cast(pl.Int64, strict=False)
        is_whole = (whole == cells).fill_null(False).all() or cells.drop_nulls().is_empty()
        return (whole if is_whole else cells).cast(pl.String)
    cells = cells.cast(pl.String)
    if not is_identifier:
        return cells
    cells = cells.set(cells.str.contains(r"^\d+(\.\d+)?[eE]\+?\d+$").fill_null(False), None)
    return cells.str.replace(r"^(\d+)\.0$", "$1")


def with_zeros(cells: pl.Series, digits: int) -> pl.Series:
    """Numbers with the leading zeros that a spreadsheet took away; what holds anything but figures stays."""
    is_number = cells.str.contains(r"^\d+$").fill_null(False)
    return cells.str.zfill(digits).zip_with(is_number, cells)


def person_name(cells: pl.Series) -> pl.Series:
    """A name without the stars that lists put behind it; 张* is a name that somebody has masked."""
    return cells.str.replace(r"^(.{2,}?)\s*\*+$", "$1")


def number(cells: pl.Series) -> pl.Series:
    """A number without the noise of a spreadsheet's formula; thousands separators and a trailing % sign are dropped."""
    if cells.dtype == pl.String:
        cells = cells.str.replace_all(",", "", literal=True).str.strip_chars_end("%").str.strip_chars()
    values = cells.cast(pl.Float64, strict=False).round(NOISE)
    return values.set((values.is_nan() | values.is_infinite()).fill_null(False), None)


def integer(cells: pl.Series) -> pl.Series:
    """A whole number; 3.0 is one, 3.5 is not."""
    if cells.dtype.is_integer():
        return cells.cast(pl.Int64, strict=False)
    values = number(cells)
    return values.set((values != values.round()).fill_null(False), None).cast(pl.Int64, strict=False)


def percent(cells: pl.Series) -> pl.Series:
    """A share from 88.4, 88.4% or the like: the number 0.884 itself, not the neighbour that a division may give."""
    return (number(cells) / 100).round(SHARE_DIGITS)


def boolean(cells: pl.Series) -> pl.Series:
    """True and false from the words and signs that exports use."""
    if cells.dtype == pl.Boolean:
        return cells
    words = cells.cast(pl.String).str.to_lowercase()
    pairs = {**dict.fromkeys(WORDS_TRUE, True), **dict.fromkeys(WORDS_FALSE, False)}
    return words.replace_strict(pairs, default=None, return_dtype=pl.Boolean)


def date(cells: pl.Series, form: str | tuple[str, ...] | None = None) -> pl.Series:
    """A calendar date from 2025-09-01, 2019/4/1 0:00, 20250901, 2025年9月1日 or the format given.

    Of several formats each reads what is none of these and what those before it have left; `excel` is the day's number.
    """
    if cells.dtype == pl.Date:
        return _possible(cells)
    if isinstance(cells.dtype, pl.Datetime):
        return _possible(cells.dt.date())
    cells = cells.cast(pl.String)
    if isinstance(form, tuple):
        read = date(cells)
        for one in form:
            read = read.fill_null(_formed(cells, one))
        return _possible(read)
    if form:
        return _possible(_formed(cells, form))
    plain = cells.str.to_date("%Y-%m-%d", strict=False)
    left = cells.is_not_null() & plain.is_null()
    return _possible(plain if not left.any() else plain.zip_with(~left, _parts(cells)["day"]))


def _formed(cells: pl.Series, form: str) -> pl.Series:
    """Dates of one format; one without a day means the first of the month, one without a month the first of January."""
    if form == SERIAL:
        days = cells.cast(pl.Float64, strict=False)
        days = days.set(~days.is_between(*SERIALS).fill_null(False), None).floor()
        return days.cast(pl.Int32).cast(pl.Date).dt.offset_by(f"-{DAYS_TO_1970}d")
    if form in (SINCE, UNTIL):
        return _of_span(cells, form)
    if form == ISSUE:
        return (cells.str.extract(OF_ISSUE, 1) + "-01-01").str.to_date("%Y-%m-%d", strict=False)
    for part, names in (
        ("%m", ("m", "-m", "b", "B", "h", "j", "F", "D")),
        ("%d", ("d", "-d", "e", "j", "F", "D")),
    ):
        if not any(f"%{name}" in form for name in names):
            form, cells = f"{form} {part}", cells + " 01"
    return cells.str.to_date(form, strict=False)


def _of_span(cells: pl.Series, form: str) -> pl.Series:
    """One end of a span of days; a day alone is both its ends."""
    is_one = cells.str.contains(NO_SPAN).fill_null(False)
    start = cells.set(is_one, None).str.extract(SPAN, 1).str.strip_chars()
    first, alone = date(start, MONTHS), date(cells.set(start.is_not_null(), None))
    if form == SINCE:
        return first.fill_null(alone)
    return _end_of_span(cells.str.extract(SPAN, 2).str.strip_chars(), start, first).fill_null(alone)


def _end_of_span(end: pl.Series, start: pl.Series, first: pl.Series) -> pl.Series:
    """The last day; without a year it lies in that of the first one, or in the one after, without a month in the same."""
    year, number = first.dt.strftime("%Y年"), end.str.contains(r"^\d{1,2}日?$").fill_null(False)
    is_month, has_day = end.str.contains(r"^\d{1,2}\s*[-/.月]").fill_null(False), date(start).is_not_null()
    told = end.str.replace(r"^(\d{1,2})\s*[-/.]\s*(\d{1,2})$", "$1月$2日")
    told = (year + told).zip_with(is_month, told)
    told = (first.dt.strftime("%Y年%m月") + end).zip_with(number & has_day, told)
    told = (year + end + "月").zip_with(number & ~has_day & ~end.str.ends_with("日"), told)
    last = date(told, MONTHS)
    is_before = (last < first).fill_null(False)
    return last.dt.offset_by("1y").zip_with(is_before & is_month, last.set(is_before & number, None))


def datetime(cells: pl.Series, zone: str, form: str | None = None) -> pl.Series:
    """A moment, given in the college's time, as naive UTC; a date without a time stands at noon."""
    if isinstance(cells.dtype, pl.Datetime):
        return to_utc(_possible(cells), zone)
    if cells.dtype == pl.Date:
        return at_noon(_possible(cells), zone)
    cells = cells.cast(pl.String)
    if form:
        return to_utc(_possible(cells.str.to_datetime(form, strict=False, time_unit="us")), zone)
    plain = cells.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")
    left = cells.is_not_null() & plain.is_null()
    if left.any():
        plain = plain.zip_with(~left, _moments(_parts(cells)))
    return to_utc(_possible(plain), zone)


def _possible(moments: pl.Series) -> pl.Series:
    """Null outside the years in which a college can mean something."""
    return moments.set(~moments.dt.year().is_between(FIRST_YEAR, LAST_YEAR).fill_null(True), None)


def at_noon(days: pl.Series, zone: str) -> pl.Series:
    """Noon of each day in the college's zone, as naive UTC."""
    return to_utc(days.cast(pl.Datetime("us")) + timedelta(hours=12), zone)


def to_utc(moments: pl.Series, zone: str) -> pl.Series:
    """Naive UTC; naive input is the college's time, a time that a change of clocks left out is null."""
    if moments.dtype.time_zone is None:
        moments = moments.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    return moments.dt.convert_time_zone("UTC").dt.replace_time_zone(None).cast(pl.Datetime("us"))


def _parts(cells: pl.Series) -> pl.DataFrame:
    """Day and time of cells in any of the shapes seen."""
    frame = pl.DataFrame({"cell": cells})
    parts = [
        frame.select(pl.col("cell").str.extract_groups(pattern).struct.unnest())
        for pattern in (DATE_PARTS, DATE_DIGITS)
    ]
    first, second = parts
    joined = first.select(pl.coalesce(pl.col(name), second[name]).alias(name) for name in first.columns)
    composed = pl.concat_str(
        ["y", pl.lit("-"), pl.col("m").str.zfill(2), pl.lit("-"), pl.col("d").str.zfill(2)]
    )
    return joined.select(
        composed.str.to_date("%Y-%m-%d", strict=False).alias("day"), pl.col("t").alias("time")
    )


def _moments(parts: pl.DataFrame) -> pl.Series:
    """Day and time together; no time means noon, a time that cannot be read means null."""
    digits = (
        pl.col("time").str.replace(r"^(\d{2})(\d{2})(\d{2})$", "$1:$2:$3").str.replace(r"(\.\d+)?Z?$", "")
    )
    clock = pl.when(digits.str.contains(r"^\d{1,2}:\d{2}$")).then(digits + ":00").otherwise(digits)
    clock = pl.when(pl.col("time").is_null() | (pl.col("time") == "")).then(pl.lit(NOON)).otherwise(clock)
    whole = pl.col("day").dt.strftime("%Y-%m-%d") + " " + clock.str.zfill(8)
    return parts.select(whole.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")).to_series()
