"""How cells that tell numbers are read: a unit or a share behind them, money in the unit of the column, words of a scale."""

from __future__ import annotations

import re
from typing import Any

from data.staging import parsing
from data.staging.cell_parts import extracted
from data.staging.grades import grade_words
from data.staging.recognition.found import Found
from data.staging.recognition.readings import Reading

LEADING = r"^(\d+(?:\.\d+)?)"
TAIL = re.compile(LEADING + r"(?P<tail>\s*[^\d\s.,%].*)$")
SHARE = re.compile(r"^[/(]\s*\d+(?:\.\d+)?\s*%?\)?$")
MOSTLY = 0.8
FEW_ROWS = 3  # with so few a column of zeros says nothing
UNITS = {  # what may stand behind a number of this column; other units are other amounts
    "hours": "学时|课时|小时|h|hours?", "days": "天|日|days?", "credits": "学分|分|credits?",
    "start_pay": r"元(?:/月|每月|一月)?", "minutes": "分钟|分|min",
}  # fmt: skip
THOUSANDS = {("fact_research_project", "funds"), ("fact_social_service", "income"), ("fact_partner_agreement", "income")}  # fmt: skip
IN_YUAN = {("fact_employment", "start_pay"), ("dim_training_room", "equipment_value"), ("fact_asset_snapshot", "value"), ("fact_asset_snapshot", "added_value")}  # fmt: skip
YUAN = {"亿元": 10**8, "百万元": 10**6, "万元": 10**4, "千元": 10**3, "万": 10**4, "元": 1}
MONEY = re.compile(r"(亿元|百万元|万元|千元|万|元)")
OF_TITLE = re.compile(r"(?:金额)?单位\s*[:：]\s*(?:人民币)?\s*(亿元|百万元|万元|千元|元)")
NOT_YET = re.compile(
    r"^(?:未|待|暂未|尚未)(?:评定?|评分|考核|录入|提交|给分|打分|鉴定)$|^暂?无(?:成绩|分数)?$"
)
HIGHEST_POINT = 5.0  # of a grade point; what is higher is multiplied with the credits


def numbers(found: Found, table: str, column: str, header: str) -> Reading:
    """The header; with the part of its cells that is the number, and what turns it into the column's unit."""
    if column == "grade_point" and _is_weighted(found, header):
        return Reading(None, (f"{column} is left out: {header} holds points times credits",))
    if (table, column) in THOUSANDS | IN_YUAN:
        return _money(found, table, column, header)
    return _amount(found, column, header)


def _amount(found: Found, column: str, header: str) -> Reading:
    counts = found.counts(header)
    if _has_tails(list(counts)):
        return Reading({"from": header, "part": LEADING})
    if of_unit := _of_unit(found, column, header):
        return of_unit
    if of_scale := _of_scale(found, column, header):
        return of_scale
    if len(counts) == 1 and found.frame.height > FEW_ROWS and parsing.number(found.texts(header))[0] == 0:
        told = f"{column}: every cell under {header} is 0; where that means nothing, say so: map: {{'0': null}}, otherwise: keep"
        return Reading(header, (told,))
    return Reading(header)


def _is_weighted(found: Found, header: str) -> bool:
    values = parsing.number(found.texts(header)).drop_nulls()
    return bool(len(values)) and bool((values > HIGHEST_POINT).any())


def _has_tails(texts: list[str]) -> bool:
    """Whether nearly every cell is a number with its share or one and the same unit behind it: 88.4/60%, 64学时."""
    tails = [match["tail"].strip() for text in texts if (match := TAIL.match(text))]
    is_one_kind = all(SHARE.match(tail) for tail in tails) or len(set(tails)) == 1
    return len(tails) >= MOSTLY * len(texts) > 0 and is_one_kind


def _of_unit(found: Found, column: str, header: str) -> Reading | None:
    """Numbers of which some have the column's unit behind them; cells in another unit are empty, and told."""
    texts, unit = found.texts(header), UNITS.get(column)
    if not unit or not len(texts) or not parsing.number(texts).null_count():
        return None
    pattern = rf"^(\d+(?:\.\d+)?)\s*(?:{unit})?$"
    other = extracted(texts, pattern).null_count()
    if other == len(texts):
        return None
    rule = {"from": header, "part": pattern}
    if not other:
        return Reading(rule)
    told = f"{column}: {other} of {len(texts)} cells under {header} are in another unit or no number; they are left empty"
    return Reading({**rule, "otherwise": "empty"}, (told,))


def _of_scale(found: Found, column: str, header: str) -> Reading | None:
    """Scores of which some are words of the five grades, which stand for their usual marks; 合格 alone stands for none."""
    texts, words = found.texts(header), grade_words().five_grade
    left = set(texts.filter(parsing.number(texts).is_null()))
    bare = {word for word in left if word in grade_words().two_grade}
    unsaid = {word for word in left if NOT_YET.match(word)} | bare
    told = left - unsaid
    is_scale = column == "score" and left and told <= set(words) and len(unsaid) < len(found.counts(header))
    if not is_scale or not (told or bare):
        return None
    marks = {word: words.get(word) for word in sorted(left)}
    notes = [f"{column}: words under {header} stand for the marks of the five grades"] if told else []
    if bare:
        listed = ", ".join(f"{word}: {found.counts(header)[word]}" for word in sorted(bare))
        notes.append(f"{column}: no translation known for words under {header}: {listed} (times)")
    return Reading({"from": header, "map": marks, "otherwise": "keep"}, tuple(notes))


def _money(found: Found, table: str, column: str, header: str) -> Reading:
    """Money in the unit of the column, by the unit that header, cells or title name."""
    made = _amount(found, column, header)
    rule: dict[str, Any] = {"from": header} if isinstance(made.rule, str) else dict(made.rule)
    if column == "start_pay":
        rule = {
            "from": header,
            "part": r"^([1-9]\d*(?:\.\d+)?)\s*(?:元(?:/月|每月)?)?$",
            "otherwise": "empty",
        }
    unit = _unit(found, header)
    wanted = 1000 if (table, column) in THOUSANDS else 1
    if unit and YUAN[unit] != wanted:
        rule["scale"] = YUAN[unit] / wanted
    if unit or wanted == 1:
        return Reading(rule if len(rule) > 1 else header, made.notes)
    told = f"{column}: nothing says the unit of the money under {header}; thousand yuan is assumed, else give scale: 10 for 万元, scale: 0.001 for 元"
    return Reading(rule if len(rule) > 1 else header, (*made.notes, told))


def _unit(found: Found, header: str) -> str | None:
    tails = {
        match[1]
        for text in found.counts(header)
        if (match := re.search(r"\d\s*(亿元|百万元|万元|千元|万|元)", text))
    }
    told = [*tails] if len(tails) == 1 else MONEY.findall(header)[:1]
    told = told or [match[1] for title in found.sheet.titles if (match := OF_TITLE.search(title))][:1]
    return told[0] if told else None
