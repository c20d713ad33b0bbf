"""How one target column is read from one header: plain, parsed, translated; or left out, with the reason."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from data.staging import parsing
from data.staging.cell_parts import extracted
from data.staging.columns import make_column
from data.staging.mapping import Rule
from data.staging.recognition.forms import header_forms, plain, word_forms
from data.staging.recognition.found import Found
from data.staging.recognition.vocabulary import vocabulary
from data.staging.stage import problems
from data.staging.targets import TargetColumn, target
from errors import shape

MOST_WORDS = 40  # distinct texts that a coded column may have; more are no code list
LONGEST_WORD = 16
LISTED = 8
RANGES = {  # how a cell says both days: by a sign that stands in no date, or by the one hyphen
    "from_on": (r"^(.+?)\s*[~～至到—–]+\s*\S.*$", r"^([^-]+)-+[^-]+$"),
    "to_on": (r"^.+?\s*[~～至到—–]+\s*(\S.*)$", r"^[^-]+-+([^-]+)$"),
}
LEADING = r"^(\d+(?:\.\d+)?)"
TAIL = re.compile(LEADING + r"(?P<tail>\s*[^\d\s.,%].*)$")
SHARE = re.compile(r"^[/(]\s*\d+(?:\.\d+)?\s*%?\)?$")
MOSTLY = 0.8
FEW_ROWS = 3  # with so few a column of zeros says nothing
MOST_WRONG = 0.05  # of the cells under a header; with more the column is left out where it may be
LEAST_KNOWN = (
    0.5  # of the cells of a column that every row must have; with less the header means something else
)
YEARS = ("entry_year", "grade_year", "first_intake_year", "published_year", "entry_grade", "year", "due_year", "graduation_year", "plan_year")  # fmt: skip
NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
LENGTH = re.compile(r"^(?P<number>[一二两三四五六]|\d)(?:\.0)?\s*(?:年制?|years?)?$")
YEAR = re.compile(r"^(?P<year>20\d{2}|19\d{2})(?:\D.*)?$")
SHORT_YEAR = re.compile(r"^(?P<year>\d{2})级?$")
PARTS_OF_DATE = (
    (r"^\d{4}-\d{1,2}$", "%Y-%m"), (r"^\d{4}/\d{1,2}$", "%Y/%m"), (r"^\d{4}\.\d{1,2}$", "%Y.%m"),
    (r"^\d{4}年\d{1,2}月$", "%Y年%m月"), (r"^(?:19|20)\d{2}(?:0[1-9]|1[0-2])$", "%Y%m"), (r"^(?:19|20)\d{2}$", "%Y"),
    (r"^\d{1,2}-[A-Za-z]{3}-\d{4}$", "%d-%b-%Y"),
    (r"^(?:1[3-9]|2\d|3[01])/\d{1,2}/\d{4}$", "%d/%m/%Y"), (r"^\d{1,2}/(?:1[3-9]|2\d|3[01])/\d{4}$", "%m/%d/%Y"),
    (r"^(?:1[5-9]|[2-6]\d)\d{3}(?:\.\d+)?$", parsing.SERIAL),
)  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """A column's rule as it stands in the mapping, and what a person must decide; without a rule it is left out."""

    rule: Any = None
    notes: tuple[str, ...] = ()


def reading(found: Found, table: str, column: str, header: str) -> Reading:
    """How the cells under a header fill a column of a table."""
    wanted = target(table).columns[column]
    if wanted.codes or (vocabulary().words(table, column) and _needs_words(found, wanted, header)):
        return checked(found, table, column, _translated(found, table, column, header))
    if column in YEARS:
        return checked(found, table, column, _year(found, header))
    if column == "schooling_years":
        return checked(found, table, column, _length(found, header))
    if wanted.type in ("date", "datetime"):
        return checked(found, table, column, _dated(found, column, header))
    if wanted.type in ("integer", "number"):
        return checked(found, table, column, _numbers(found, column, header))
    return checked(found, table, column, Reading(header))


def checked(found: Found, table: str, column: str, made: Reading) -> Reading:
    """The reading, or none where the column may be empty and too many cells could not be read."""
    wanted = target(table).columns[column]
    if made.rule is None or not _headers(made.rule):
        return made
    wrong, filled, why = _wrong(found, column, made.rule, wanted)
    if not wrong or wrong <= MOST_WRONG * filled or (wanted.required and wanted.default is None):
        return made
    told = (
        f"{column} is left out: {wrong} of {filled} cells under {' + '.join(_headers(made.rule))} are {why}"
    )
    return Reading(None, (*made.notes, told))


def _wrong(found: Found, column: str, raw: Any, wanted: TargetColumn) -> tuple[int, int, str]:
    """Cells that would set their row aside, cells that hold something, and the most frequent reason."""
    made = make_column(column, Rule.model_validate(raw), wanted, found.cells(), None)
    reasons = {
        why: int(mask.fill_null(False).sum())
        for why, _, mask in problems(column, made, wanted)
        if why != "missing_required"
    }
    worst = max(reasons, key=lambda why: reasons[why], default="")
    source = made.source if made.source is not None else made.values
    return sum(reasons.values()), source.len() - source.null_count(), worst.replace("_", " ")


def _headers(raw: Any) -> list[str]:
    if isinstance(raw, str):
        return [raw]
    given = raw.get("from", [])
    return [given] if isinstance(given, str) else list(given)


def _needs_words(found: Found, wanted: TargetColumn, header: str) -> bool:
    """Whether a column without a code list still has to be translated: 必修 for a truth value, 正考 for a number."""
    if wanted.type == "boolean":
        return parsing.boolean(found.texts(header)).null_count() > 0
    if wanted.type in ("integer", "number"):
        return parsing.number(found.texts(header)).null_count() > 0
    return False


def _translated(found: Found, table: str, column: str, header: str) -> Reading:
    """A `map:` of the words that really stand there; words we do not know are told with their number, never guessed."""
    words, wanted = vocabulary().words(table, column), target(table).columns[column]
    known, unknown = {}, {}
    for word, count in found.counts(header).items():
        code = next((words[form] for form in word_forms(word) if form in words), None)
        (known if code is not None else unknown)[word] = count if code is None else _typed(code, wanted)
    notes = unknown_words(found, column, header, unknown)
    if not known:
        return Reading(
            None, (*notes, f"{column} is left out: no word under {header} is known") if unknown else ()
        )
    rule: dict[str, Any] = {"from": header, "map": known}
    if unknown and not wanted.required:
        rule["otherwise"] = "empty"
    if column == "title_rank":
        rule["default"] = "none"
    return Reading(rule, notes)


def _typed(code: str, wanted: TargetColumn) -> Any:
    if wanted.type == "boolean":
        return code == "true"
    return int(code) if wanted.type in ("integer", "number") else code


def unknown_words(found: Found, column: str, header: str, unknown: dict[str, int]) -> tuple[str, ...]:
    """Lines that list words without a translation; shapes where they may be no words of a list but somebody's own."""
    if not unknown:
        return ()
    rows = max(1, found.frame.height)
    is_list = (
        len(unknown) <= MOST_WORDS and (len(unknown) <= rows / 2 or rows <= 3) and not _is_personal(header)
    )
    told: Counter = Counter()
    for word, count in unknown.items():
        told[
            word
            if is_list and len(word) <= LONGEST_WORD and word not in found.people
            else f"(shape) {shape(word)}"
        ] += count
    listed = ", ".join(f"{word}: {count}" for word, count in told.most_common(LISTED))
    more = f", and {len(told) - LISTED} more" if len(told) > LISTED else ""
    return (f"{column}: no translation known for words under {header}: {listed}{more} (times)",)


def _is_personal(header: str) -> bool:
    name = plain(header)
    return any(word in name for word in ("姓名", "name", "人员", "学生", "教师"))


def _year(found: Found, header: str) -> Reading:
    """A year from 2024, from a date, or from words such as 2024级."""
    texts = found.texts(header)
    numbers = parsing.integer(texts)
    if not numbers.null_count() and numbers.is_between(1900, 2200).all():
        return Reading(header)
    if not parsing.date(texts).null_count():
        return Reading({"from": header, "parse": "date"})
    if len(texts) and texts.str.contains(r"^(?:19|20)\d{2}(?:0[1-9]|1[0-2])$").all():  # 202209
        return Reading({"from": header, "part": r"^(\d{4})"})
    known, unknown = {}, {}
    for word, count in found.counts(header).items():
        year = YEAR.match(word) or SHORT_YEAR.match(word)
        if year:
            known[word] = int(year["year"]) + (2000 if len(year["year"]) == 2 else 0)
        else:
            unknown[word] = count
    if not known or len(known) > MOST_WORDS:
        return Reading(None, (f"no year is recognised under {header}",))
    rule: dict[str, Any] = {"from": header, "map": known}
    return Reading(
        {**rule, "otherwise": "empty"} if unknown else rule, unknown_words(found, "year", header, unknown)
    )


def _length(found: Found, header: str) -> Reading:
    """Years of schooling from 3, 三年 or 三年制."""
    if "xzm" in header_forms(header):  # a national code: 1 is two years
        codes = {word: 2 if word == "1" else int(word) for word in found.counts(header) if word in "1345"}
        return Reading({"from": header, "map": codes, "otherwise": "empty"} if codes else None)
    if not parsing.integer(found.texts(header)).null_count():
        return Reading(header)
    found_words = {word: LENGTH.match(word) for word in found.counts(header)}
    known = {
        word: NUMERALS.get(match["number"]) or int(match["number"])
        for word, match in found_words.items()
        if match
    }
    if not known:
        return Reading(None, (f"no number of years is recognised under {header}",))
    return Reading({"from": header, "map": known, "otherwise": "empty"})


def _dated(found: Found, column: str, header: str) -> Reading:
    """The header; with a `format` for cells that name a month or a year only, or the number of a day."""
    texts = found.texts(header)
    left = texts.filter(parsing.date(texts).is_null())
    if left.is_empty():
        return Reading(header)
    fitting = {form: left.str.contains(pattern) for pattern, form in PARTS_OF_DATE}
    forms = [form for form, fits in fitting.items() if fits.any()]
    if not forms or sum(fits.sum() for fits in fitting.values()) < LEAST_KNOWN * len(left):
        return Reading(header)
    notes = (f"{column}: figures under {header} are read as the numbers of days in a spreadsheet",)
    is_one = len(forms) == 1 and len(left) == len(texts)
    rule = {"from": header, "format": forms[0] if is_one else forms}
    return Reading(rule, notes if parsing.SERIAL in forms else ())


def half_of_range(found: Found, column: str, header: str) -> Reading:
    """The first or the last day of cells such as 2023.09-2024.01 or 2023-09-01至2024-01-15."""
    texts = found.texts(header)
    for pattern in RANGES[column]:
        days = extracted(texts, pattern).drop_nulls()
        if len(days) < MOSTLY * max(1, len(texts)):
            continue
        forms = [form for shape_of, form in PARTS_OF_DATE if days.str.contains(shape_of).all()]
        if forms or parsing.date(days).null_count() == 0:
            return Reading({"from": header, "part": pattern, **({"format": forms[0]} if forms else {})})
    return Reading()


def _has_tails(texts: list[str]) -> bool:
    """Whether nearly every cell is a number with its share or one and the same unit behind it: 88.4/60%, 64学时."""
    tails = [match["tail"].strip() for text in texts if (match := TAIL.match(text))]
    is_one_kind = all(SHARE.match(tail) for tail in tails) or len(set(tails)) == 1
    return len(tails) >= MOSTLY * len(texts) > 0 and is_one_kind


def _numbers(found: Found, column: str, header: str) -> Reading:
    """The header; a column in which every cell is 0 may say that nobody was asked."""
    counts = found.counts(header)
    if _has_tails(list(counts)):
        return Reading({"from": header, "part": LEADING})
    if len(counts) == 1 and found.frame.height > FEW_ROWS and parsing.number(found.texts(header))[0] == 0:
        told = f"{column}: every cell under {header} is 0; where that means nothing, say so: map: {{'0': null}}, otherwise: keep"
        return Reading(header, (told,))
    return Reading(header)
