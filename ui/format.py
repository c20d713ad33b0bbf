"""Numbers and dates as people read them, in the language of the run (docs: numbers and dates of the look)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ui.i18n import language, t

MISSING = "—"
# unit -> (factor, decimals): shares are stored 0-1 and told in percent; differences of shares in percentage points
UNITS = {
    "share": (100, 1),
    "share_points": (100, 1),
    "score": (1, 1),
    "points": (1, 1),
    "count": (1, 0),
    "ratio": (1, 1),
    "days": (1, 1),
    "hours": (1, 1),
    "months": (1, 1),
    "credits": (1, 1),
    "yuan": (1, 0),
    "k_yuan": (1, 1),
    "level": (1, 0),
    "gp": (1, 2),
    "volumes": (1, 1),
    "square_metres": (1, 1),
    "per_thousand": (1, 1),
    "per_ten_thousand": (1, 1),
    "person_days": (1, 1),
    "percentile": (1, 0),
    "correlation": (1, 2),
    "statistic": (1, 3),
    "flag": (1, 0),
}
ALWAYS_DECIMAL = {"share", "share_points", "gp", "correlation", "statistic"}  # others drop an idle ".0"


def number(value: float | None, unit: str) -> str:
    """The digits alone, with thousands separators: 0.583 share gives '58.3'; null gives a dash."""
    if value is None:
        return MISSING
    factor, decimals = UNITS[unit]
    scaled = value * factor
    if unit == "share" and decimals and abs(scaled) >= 99.95 and value < 1:
        return "99.9"  # never "100.0" for what is not all
    text = f"{scaled:,.{decimals}f}"
    if decimals and unit not in ALWAYS_DECIMAL and text.endswith("." + "0" * decimals):
        text = text[: -decimals - 1]
    return "0" if text in ("-0", "-0.0") else text


def unit_word(unit: str, digits: str = "") -> str:
    """The word or sign behind the digits, in the singular behind 1; empty for counts and scores."""
    if unit in ("count", "level", "gp", "score", "correlation", "statistic", "flag"):
        return ""
    word = t(f"ui.unit.{unit}")
    return word.removesuffix("s") if digits == "1" and language() == "en" else word


def amount(value: float | None, unit: str, side: str | None = None) -> str:
    """Number and unit in one piece: 58.3%, 1.7 个百分点, 17.4 : 1, 9,460 元; "<5%" where only the side is told."""
    if side is not None:
        return t(f"ui.side.{side}")
    if value is None:
        return MISSING
    digits = number(value, unit)
    word = unit_word(unit, digits)
    if unit in ("share", "ratio"):
        return digits + (word if unit == "share" else f" {word}")
    return f"{digits} {word}" if word else digits


def span_of(low: float | None, high: float | None, unit: str) -> str:
    """A likely range: 83.9–88.0%."""
    if low is None or high is None:
        return MISSING
    word = unit_word(unit)
    tail = word if unit == "share" else f" {word}" if word else ""
    return f"{number(low, unit)}–{number(high, unit)}{tail}"


def day(value: date | None) -> str:
    """A date in running text: 11月18日, 18 Nov."""
    if value is None:
        return MISSING
    if language() == "zh":
        return f"{value.month}月{value.day}日"
    return f"{value.day} {t(f'ui.month.m{value.month}')}"


def table_day(value: date | None, today: date | None = None) -> str:
    """A date in a table: 11-18 inside today's year (Chinese), otherwise 2026-06-30."""
    if value is None:
        return MISSING
    if language() == "zh" and today is not None and value.year == today.year:
        return f"{value:%m-%d}"
    return f"{value:%Y-%m-%d}"


def as_of(value: date | None) -> str:
    """The as-of with weekday and the last minute of the day: 2025-11-02（周日）23:59."""
    if value is None:
        return MISSING
    weekday = t(f"ui.weekday.d{value.isoweekday()}")
    if language() == "zh":
        return f"{value:%Y-%m-%d}（{weekday}）23:59"
    return f"{weekday} {value.day} {t(f'ui.month.m{value.month}')} {value.year}, 23:59"


def moment(value: datetime | None, zone: str) -> str:
    """A stored time (naive UTC) in the college's zone: 2025-11-02 23:59."""
    if value is None:
        return MISSING
    return f"{value.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def term(term_id: str | None, week: int | None = None, *, is_short: bool = False) -> str:
    """A term in words, with the teaching week while it runs; a source's own code (2013B) is shown as it is."""
    if term_id is None:
        return MISSING
    words = short_term(term_id) if is_short else _term_words(term_id)
    return t("ui.term.week", term=words, week=week) if week else words


def _term_words(term_id: str) -> str:
    parts = term_id.split("-")
    if len(parts) != 3 or parts[2] not in ("1", "2", "3"):
        return term_id
    start, end, order = parts
    return t(f"ui.term.order{order}", start=start, end=_end_year(end))


def _end_year(year: str) -> str:
    """The second year of an academic year, with as many digits as the language prints: 2026, or 26 after 2025–."""
    return year[-int(t("ui.term.end_year_digits")) :]


def short_term(term_id: str) -> str:
    """A term in two words, for axes: 2024秋, autumn 2024."""
    parts = term_id.split("-")
    if len(parts) != 3 or parts[2] not in ("1", "2"):
        return term_id
    return t(f"ui.term.short{parts[2]}", start=parts[0], end=parts[1])


def stated(value: float | None, unit: str) -> str:
    """A number as it stands in a row of numbers of one unit: with its percent sign, without other words."""
    return amount(value, unit) if unit == "share" else number(value, unit)


def period(value: str | None) -> str:
    """The period of a stored value: a term, a calendar or school year, a month, or some years up to one."""
    if value is None:
        return MISSING
    if value[1:3] == "y:":
        return t("ui.period.years", count=value[0], year=value[3:])
    parts = value.split("-")
    if len(parts) == 2 and all(len(part) == 4 and part.isdigit() for part in parts):
        return t("ui.period.school_year", start=parts[0], end=_end_year(parts[1]))
    if len(parts) == 2 and [len(part) for part in parts] == [4, 2] and value.replace("-", "").isdigit():
        return t("ui.period.month", year=parts[0], month=t(f"ui.month.m{int(parts[1])}"))
    if len(value) == 4 and value.isdigit():
        return t("ui.period.year", year=value)
    return term(value)
