"""How one target column is read from one header: plain, parsed, translated; or left out, with the reason."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from data.staging import parsing
from data.staging.cell_parts import extracted
from data.staging.columns import make_column
from data.staging.mapping import Rule
from data.staging.recognition.dates import dated
from data.staging.recognition.forms import header_forms, plain, word_forms
from data.staging.recognition.found import Found
from data.staging.recognition.numbers import numbers
from data.staging.recognition.readings import Reading
from data.staging.recognition.vocabulary import vocabulary
from data.staging.stage import problems
from data.staging.targets import TargetColumn, target
from errors import shape

MOST_WORDS = 40  # distinct texts that a coded column may have; more are no code list
LONGEST_WORD = 16
LISTED = 8
MOST_WRONG = 0.05  # of the cells under a header; with more the column is left out where it may be
INSIDE = (("fact_certificate", "level"),)  # words that stand within a longer text
LEAST_KNOWN = 0.5  # of the cells must hold one
YEARS = ("entry_year", "grade_year", "first_intake_year", "published_year", "entry_grade", "year", "due_year", "graduation_year", "plan_year")  # fmt: skip
OF_LEGEND = re.compile(
    r"(?<![\dA-Za-z.])(\d{1,2}|[A-Z])\s*[-—:：=.、]?\s*([\u3400-\u9fff]{1,8})"
)  # 1在读 2休学
IN_BRACKETS = re.compile(r"[(\[（【](.*?)[)\]）】]")
FEWEST_IN_LEGEND = 2
NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
LENGTH = re.compile(r"^(?P<number>[一二两三四五六]|\d)(?:\.0)?\s*(?:年制?|years?)?$")
YEAR = re.compile(r"^(?P<year>20\d{2}|19\d{2})(?:\D.*)?$")
SHORT_YEAR = re.compile(r"^(?P<year>\d{2})级?$")


def reading(found: Found, table: str, column: str, header: str) -> Reading:
    """How the cells under a header fill a column of a table."""
    wanted = target(table).columns[column]
    words = set(vocabulary().words(table, column))
    if wanted.codes or (words and _needs_words(found, wanted, header, words)):
        return checked(found, table, column, _translated(found, table, column, header))
    if column in YEARS:
        return checked(found, table, column, _year(found, header))
    if column == "schooling_years":
        return checked(found, table, column, _length(found, header))
    if wanted.type in ("date", "datetime"):
        return checked(found, table, column, dated(found, column, header))
    if wanted.type in ("integer", "number"):
        return checked(found, table, column, numbers(found, table, column, header))
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


def _needs_words(found: Found, wanted: TargetColumn, header: str, words: set[str]) -> bool:
    """Whether a column without a code list still has to be translated: 必修 for a truth value, 正考 for a number."""
    if wanted.type in ("integer", "number") and not any(
        words & set(word_forms(text)) for text in found.counts(header)
    ):
        return False
    if wanted.type == "boolean":
        return parsing.boolean(found.texts(header)).null_count() > 0
    if wanted.type in ("integer", "number"):
        return parsing.number(found.texts(header)).null_count() > 0
    return False


def _translated(found: Found, table: str, column: str, header: str) -> Reading:
    """A `map:` of the words that really stand there; words we do not know are told with their number, never guessed."""
    words, wanted = vocabulary().words(table, column), target(table).columns[column]
    known, unknown = {}, {}
    meant = legend(header)
    for word, count in found.counts(header).items():
        said = meant.get(word, word)
        code = next((words[form] for form in _forms(said, column) if form in words), None)
        code = _plain_truth(word) if code is None and wanted.type == "boolean" else code
        if code is None and not re.search(r"\w", word):  # a dash says nothing
            continue
        (known if code is not None else unknown)[word] = count if code is None else _typed(code, wanted)
    if unknown and (table, column) in INSIDE and (inside := _inside(found, header, words)):
        return Reading(inside)
    notes = unknown_words(found, column, header, unknown)
    if not known:
        return Reading(
            None, (*notes, f"{column} is left out: no word under {header} is known") if unknown else ()
        )
    rule: dict[str, Any] = {"from": header, "map": known}
    if len(known) < len(found.counts(header)) and not wanted.required:
        rule["otherwise"] = "empty"
    if column == "title_rank":
        rule["default"] = "none"
    return Reading(rule, notes)


def _forms(word: str, column: str) -> tuple[str, ...]:
    """The forms of a word; of education and degree in one cell, 研究生/硕士, those of the degree behind the education too."""
    last = re.split(r"[/、,]", word)[-1].strip() if column == "degree" else ""
    return (*word_forms(word), *(word_forms(last) if last else ()))


def legend(header: str) -> dict[str, str]:
    """What a header says of its codes; a code that it names is never read by another list.

    >>> legend("当前状态码(1在读 2休学 3退学)"), legend("开课学期码(1,2,3)")
    ({'1': '在读', '2': '休学', '3': '退学'}, {})
    """
    told = dict(pair for text in IN_BRACKETS.findall(header) for pair in OF_LEGEND.findall(text))
    return told if len(told) >= FEWEST_IN_LEGEND else {}


def _inside(found: Found, header: str, words: dict[str, str]) -> dict[str, Any] | None:
    """The word within a longer text: 电工四级, 钳工(中级工), 数控车铣加工(中级)."""
    listed = sorted((word for word in words if re.search(r"[\u3400-\u9fff]{2}", word)), key=len, reverse=True)
    pattern = f"({'|'.join(map(re.escape, listed))})"
    told = extracted(found.texts(header), pattern)
    if told.null_count() > (1 - LEAST_KNOWN) * len(told):
        return None
    return {
        "from": header,
        "part": pattern,
        "map": {word: words[word] for word in listed},
        "otherwise": "empty",
    }


def _typed(code: str, wanted: TargetColumn) -> Any:
    if wanted.type == "boolean":
        return code if isinstance(code, bool) else code == "true"
    return int(code) if wanted.type in ("integer", "number") else code


def _plain_truth(word: str) -> bool | None:
    """是 and 否 beside words of their own."""
    return (
        True if word.lower() in parsing.WORDS_TRUE else False if word.lower() in parsing.WORDS_FALSE else None
    )


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
