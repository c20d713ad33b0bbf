"""Corrections of a mapping, each a pure function: an open mapping in, another one out.

Places count the entries of the mapping from 0; columns are those of the entry's table, besides GRADE and MARK, the text and the
mark of a grade.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from data.staging.open_mapping import Entry, OpenMapping, sources_of
from data.staging.recognition.choose import ORDER
from data.staging.recognition.forms import word_forms
from data.staging.recognition.vocabulary import vocabulary
from data.staging.targets import read_targets, target

GRADE, MARK = "grade.text", "grade.mark"  # not columns of the table: what makes score, result and reason
GRADED = "fact_grade_attempt"
GRADE_WORDS = {GRADE: "words", MARK: "mark_words"}  # where a mapping keeps what the source's own words mean
TERM, ATTEMPT = "term_id", "attempt_no"
MEANT_BY_GRADES = {  # words of grade_words.yaml, one of each meaning, and how the pages call it
    "优秀": "excellent", "良好": "good", "中等": "fair", "及格": "pass", "不及格": "fail", "合格": "passed", "不合格": "failed",
    "缓考": "deferred", "缺考": "absent", "作弊": "misconduct", "取消资格": "disqualified", "免修": "exempt", "学分认定": "recognised",
    "顶岗实习": "internship", "休学": "suspended", "退课": "dropped", "旁听": "audited", "成绩尚未录入": "not_entered", "正常": "normal",
}  # fmt: skip
ATTEMPTS, YEARS_BACK = (1, 2, 3), 10  # what a word for an attempt or a term may mean


def use_file(mapping: OpenMapping, name: str, *, is_used: bool) -> OpenMapping:
    """Put a file aside, or take it up again; what was said of it stays."""
    others = tuple(one for one in mapping.unused if one != name)
    return replace(mapping, unused=others if is_used else (*others, name))


def set_source(mapping: OpenMapping, name: str, source: str) -> OpenMapping:
    """Which source of the register a file belongs to."""
    return _with_file(mapping, name, {**mapping.files[name], "source": source})


def set_term(
    mapping: OpenMapping, term_id: str, *, first_monday: str, week_count: int, end_on: str
) -> OpenMapping:
    """The days of one term, as a person says them."""
    days = {"first_monday": first_monday, "week_count": week_count, "end_on": end_on}
    terms = tuple({**row, **days} if row["term_id"] == term_id else row for row in mapping.terms)
    left = tuple(one for one in mapping.assumed_terms if one != term_id)
    return replace(mapping, terms=terms, assumed_terms=left)


def set_home(mapping: OpenMapping, **settings: Any) -> OpenMapping:
    """Settings that the first load writes where the home has none: college_name, pass_mark, …; None takes one out."""
    home = {**mapping.head.get("home", {}), **settings}
    return replace(mapping, head={**mapping.head, "home": {k: v for k, v in home.items() if v is not None}})


def set_name(mapping: OpenMapping, name: str) -> OpenMapping:
    """What the mapping is called, under which it is kept."""
    return replace(mapping, name=name)


def add_table(mapping: OpenMapping, file: str, table: str, entry: Entry | None = None) -> OpenMapping:
    """A table that the file fills as well, in the order in which tables refer to each other."""
    made = entry or Entry({"to": table, "file": file, "columns": {}})
    place = next(
        (at for at, other in enumerate(mapping.entries) if _rank(other.table) > _rank(table)),
        len(mapping.entries),
    )
    return replace(mapping, entries=(*mapping.entries[:place], made, *mapping.entries[place:]))


def tables_in_order() -> tuple[str, ...]:
    """Every table that a file may fill: those of people and teaching first, in the order in which they refer to each other."""
    return (*ORDER, *(name for name in read_targets().targets if name not in ORDER))


def remove_table(mapping: OpenMapping, place: int) -> OpenMapping:
    """One entry less."""
    return replace(mapping, entries=(*mapping.entries[:place], *mapping.entries[place + 1 :]))


def set_column(mapping: OpenMapping, place: int, column: str, rule: Any) -> OpenMapping:
    """How one column is filled: a rule as it stands in a mapping, or None for nothing. Its questions are answered by that."""
    entry = mapping.entries[place]
    if column in (GRADE, MARK):
        return _with_entry(mapping, place, _graded(entry, column.removeprefix("grade."), rule))
    columns = {name: held for name, held in entry.raw.get("columns", {}).items() if name != column}
    if rule is not None:
        columns[column] = rule
    order = {name: at for at, name in enumerate(target(entry.table).columns)}
    raw = {**entry.raw, "columns": dict(sorted(columns.items(), key=lambda item: order.get(item[0], 0)))}
    return _with_entry(mapping, place, _answered(replace(entry, raw=raw), column))


def _graded(entry: Entry, part: str, rule: Any) -> Entry:
    grade = {name: held for name, held in (entry.raw.get("grade") or {}).items() if name != part}
    headers = sources_of(rule) if rule is not None else []
    if headers:
        grade[part] = headers[0]
    raw = {name: held for name, held in entry.raw.items() if name != "grade"}
    if grade.get("text") or entry.raw.get("variants"):
        raw["grade"] = grade
    return _answered(replace(entry, raw=raw), "result")


def set_word(mapping: OpenMapping, place: int, column: str, word: str, code: Any) -> OpenMapping:
    """What a word of the source means; None takes the translation out."""
    entry = mapping.entries[place]
    if column in GRADE_WORDS:
        return _with_entry(mapping, place, _grade_word(entry, GRADE_WORDS[column], word, code))
    held = entry.raw["columns"][column]
    rule = {"from": held} if isinstance(held, str) else dict(held)
    words = {one: to for one, to in (rule.get("map") or {}).items() if one != word}
    rule["map"] = {**words, word: code} if code is not None else words
    raw = {**entry.raw, "columns": {**entry.raw["columns"], column: rule}}
    return _with_entry(mapping, place, replace(entry, raw=raw))


def _grade_word(entry: Entry, part: str, word: str, meaning: str | None) -> Entry:
    """A word of a grade, or of the mark beside it, in one of the words that are known."""
    grade = dict(entry.raw["grade"])
    words = {one: known for one, known in grade.pop(part, {}).items() if one != word}
    if meaning is not None:
        words[word] = meaning
    return replace(entry, raw={**entry.raw, "grade": {**grade, **({part: words} if words else {})}})


def translated(table: str, column: str, words: dict[str, int]) -> dict[str, Any]:
    """Those of the words that are known, with their codes."""
    known, wanted = vocabulary().words(table, column), target(table).columns[column]
    found = {word: next((known[form] for form in word_forms(word) if form in known), None) for word in words}
    codes = set(wanted.codes or ())
    found = {word: code or (word if word in codes else None) for word, code in found.items()}
    return {word: _typed(code, wanted.type) for word, code in found.items() if code is not None}


def from_header(mapping: OpenMapping, place: int, column: str, header: str) -> Any:
    """The rule that reads a column from a header: plain, or with the words of a coded column that are known."""
    entry = mapping.entries[place]
    if column in (GRADE, MARK):
        return header
    wanted = target(entry.table).columns[column]
    seen = next(
        (one for name in entry.files for one in [mapping.sheets[name].column(header)] if one and one.words)
        if all(name in mapping.sheets for name in entry.files)
        else (),
        None,
    )
    needs_words = bool(wanted.codes) or bool(vocabulary().words(entry.table, column))
    has_words = seen is not None and column == ATTEMPT and not all(map(str.isdigit, seen.words))
    if seen is None or not (needs_words or has_words):
        return header
    known = translated(entry.table, column, seen.words)
    if not wanted.codes and not known and not has_words:
        return header
    rule: dict[str, Any] = {"from": header, "map": known}
    if not wanted.required and len(known) < len(seen.words):
        rule["otherwise"] = "empty"
    return rule


def codes_of(table: str, column: str) -> tuple[Any, ...]:
    """The codes that a word of this column may mean; empty where any value may stand."""
    if column in GRADE_WORDS:
        return tuple(MEANT_BY_GRADES)
    wanted = target(table).columns.get(column)
    if wanted is None:
        return ()
    if column == ATTEMPT:
        return ATTEMPTS
    if column == TERM:
        return _terms()
    return (True, False) if wanted.type == "boolean" else tuple(wanted.codes or ())


def _terms() -> tuple[str, ...]:
    """Terms that a word may mean, the newest first."""
    last = date.today().year
    return tuple(f"{year}-{year + 1}-{no}" for year in range(last, last - YEARS_BACK, -1) for no in (2, 1))


def spoken(table: str, column: str) -> dict[Any, str]:
    """The code of a column -> how colleges usually write it; empty where no word is known."""
    found: dict[Any, str] = {}
    for form, code in vocabulary().words(table, column).items():
        found.setdefault(_typed(code, target(table).columns[column].type), form)
    return found


def _typed(code: Any, kind: str | None) -> Any:
    if kind == "boolean":
        return code in (True, "true")
    return int(code) if kind in ("integer", "number") and str(code).lstrip("-").isdigit() else code


def _answered(entry: Entry, column: str) -> Entry:
    return replace(
        entry,
        notes={name: notes for name, notes in entry.notes.items() if name != column},
        missing={name: why for name, why in entry.missing.items() if name != column},
    )


def _with_entry(mapping: OpenMapping, place: int, entry: Entry) -> OpenMapping:
    return replace(mapping, entries=(*mapping.entries[:place], entry, *mapping.entries[place + 1 :]))


def _with_file(mapping: OpenMapping, name: str, rule: dict[str, Any]) -> OpenMapping:
    return replace(mapping, files={**mapping.files, name: rule})


def _rank(table: str) -> int:
    return tables_in_order().index(table)
