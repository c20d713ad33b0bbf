"""A calendar with a row for each week: its term begins with the Monday of week 1 and ends with the last week of teaching or examinations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

import polars as pl

from data.staging import parsing
from data.staging.recognition.forms import named_forms
from data.staging.recognition.found import Found
from data.staging.recognition.spoken_terms import dated_term, spoken_term
from data.staging.recognition.terms_found import rule_of_columns
from data.staging.terms import term_id

MONDAY = frozenset(("周一日期", "周一", "星期一", "本周一", "周起始日期", "周开始日期", "起始日期", "开始日期", "monday", "weekstart", "weekbegins"))  # fmt: skip
RANGE = re.compile(r"起止|起迄|起讫|日期|时间")  # 2023-09-04~2023-09-10: the first of both days
KIND = frozenset(
    ("类型", "周类型", "周性质", "性质", "周别", "周类别", "kind", "weektype")
)  # 教学周, 考试周, 假期
TEACHING = frozenset(("是否教学周", "教学周", "教学周标志", "teachingweek", "isteaching"))
EXAM = frozenset(("是否考试周", "考试周", "考试周标志", "examweek", "isexam"))
FLAGS = {"teaching": TEACHING, "exam": EXAM}
CALENDAR = re.compile(r"校历|周历|行事历|calendar", re.IGNORECASE)
OTHERS = ("student_no", "staff_no", "course_code", "course_name", "offering_no")
FEWEST_WEEKS = 4
YES = (*parsing.WORDS_TRUE, "√", "✓", "✔", "●", "v")


def terms_of_weeks(sheets: Iterable[Found]) -> dict[str, dict]:
    """Terms whose weeks a sheet of the folder lists: term_id -> a row of `terms:` with its weeks of examinations."""
    return {term: row for found in sheets for term, row in _of_sheet(found).items()}


def _of_sheet(found: Found) -> dict[str, dict]:
    week, rule = found.fields.get("week_no"), rule_of_columns(found)
    monday = _header(found, MONDAY) or next((one for one in found.left if RANGE.search(one)), None)
    if not week or not monday or rule.raw is None or found.has(*OTHERS):
        return {}
    flags = {name: _header(found, forms, but=week) for name, forms in FLAGS.items()}
    flags = {name: header for name, header in flags.items() if header}
    kind = None if flags else _header(found, KIND)
    if not (flags or kind or any(CALENDAR.search(title) for title in found.sheet.titles)):
        return {}  # the weeks of a course's plan end before those of the term
    rows = _weeks(found, (week, monday, kind), flags, _terms(found, rule.raw))
    read = {term: _term(term, part) for (term,), part in rows.partition_by("term", as_dict=True).items()}
    said = {term: row for term, row in read.items() if row is not None}
    if said:
        given = rule.raw.get("from", [])
        given = [given] if isinstance(given, str) else given
        found.used |= {monday, week, *flags.values(), *filter(None, [kind]), *given}
    return said


def _header(found: Found, forms: frozenset[str], but: str | None = None) -> str | None:
    headers = (one for one in found.sheet.headers if one not in found.empty and one != but)
    return next((one for one in headers if forms & set(named_forms(one))), None)


def _terms(found: Found, raw: dict) -> pl.Series | str:
    """The term of every row; one text where a title says it of all."""
    if "const" in raw:
        return raw["const"]
    headers = [raw["from"]] if isinstance(raw["from"], str) else raw["from"]
    parts = [
        parsing.text(found.cells().get(header)).alias(str(place)) for place, header in enumerate(headers)
    ]
    words = pl.DataFrame(parts).select(pl.concat_str(pl.all(), separator="-")).to_series()
    known = raw.get("map", {})
    read = [known.get(word) or term_id(word or "") or spoken_term(word or "") for word in words]
    return pl.Series(read, dtype=pl.String)


def _weeks(
    found: Found, headers: tuple[str, str, str | None], flags: dict[str, str], terms: pl.Series | str
) -> pl.DataFrame:
    cells, (week, monday, kind) = found.cells(), headers
    number = parsing.text(cells.get(week)).str.extract(r"(\d{1,2})", 1).cast(pl.Int64, strict=False)
    days = parsing.date(cells.get(monday))
    days = days.fill_null(parsing.date(cells.get(monday), parsing.SINCE))
    columns = {"week": number, "monday": days} | {
        name: parsing.text(cells.get(header)).str.to_lowercase().is_in(YES).fill_null(False)
        for name, header in flags.items()
    }
    if kind:
        words = parsing.text(cells.get(kind)).fill_null("")
        columns |= {
            "teaching": words.str.contains("教学|上课|teach"),
            "exam": words.str.contains("考试|exam"),
        }
    term = terms if isinstance(terms, pl.Series) else pl.lit(terms)
    return pl.DataFrame(columns).with_columns(term.alias("term")).drop_nulls()


def _term(term: str, rows: pl.DataFrame) -> dict | None:
    """The term, where every week lies seven days behind the one before; weeks of holidays at its end are none of it."""
    flags = [name for name in ("teaching", "exam") if name in rows.columns]
    if flags:
        rows = rows.filter(pl.col("week") <= rows.filter(pl.any_horizontal(flags))["week"].max())
    firsts = {_first(day, week) for week, day in rows.select("week", "monday").iter_rows()}
    if rows.height < FEWEST_WEEKS or len(firsts) != 1:
        return None
    row = dated_term(term, firsts.pop(), rows["monday"].max() + timedelta(days=6))
    exams = rows.filter("exam")["week"].sort().to_list() if "exam" in rows.columns else []
    return {**row, "exam_weeks": exams} if exams else row


def _first(monday: date, week: int) -> date:
    return monday - timedelta(weeks=week - 1)
