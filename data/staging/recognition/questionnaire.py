"""Evaluations with one row for each answer sheet and one column for each question: of questionnaire tools, and with the marks of each item."""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from data.staging import parsing
from data.staging.recognition.drafts import Draft
from data.staging.recognition.forms import plain, word_forms
from data.staging.recognition.found import Found
from data.staging.recognition.offerings import OfferingRule
from data.staging.recognition.vocabulary import vocabulary

TABLE = "fact_set_response"
SERIALS = ("序号", "答卷序号", "答卷编号", "编号", "no", "id")
NO_ANSWER = (
    "-3",
    "-2",
    "(跳过)",
    "(空)",
    "跳过",
    "空",
    "未答",
    "未选择",
)  # what the tool writes where nobody answered
FEWEST_ITEMS, FIVE, TEN, FULL = 3, 5, 10, 100
REVERSED = "反向"
MARKED = re.compile(r"^.+?\s*[(\[]\s*(?:满分|共)?\s*(?P<full>\d{1,3})\s*分?\s*[)\]]$")  # 教学方法(20分)
TOLD_BY = (
    "submitted_at",
    "offering_no",
)  # with the marks these tell one answer sheet from another; never who answered
MOSTLY, LONGEST = 0.95, 60  # of the answer sheets; letters of a response_id


def fill_questionnaire(draft: Draft, offering: OfferingRule | None) -> None:
    """A variant for each question, where course and teacher of the sheet name one teaching class of a list."""
    found, submitted = draft.found, draft.columns.get("submitted_at")
    if draft.table != TABLE:
        return
    _fill_marks(draft)
    serial = next((header for header in found.sheet.headers if plain(header) in SERIALS), None)
    if draft.variants or serial is None or not isinstance(submitted, str):
        return
    if draft.columns.get("item_no") not in (None, serial):  # one row for each question already
        return
    items = _items(found, serial)
    teacher = offering.joins[0].other.fields.get("staff_no") if offering and offering.joins else None
    if len(items) < FEWEST_ITEMS or teacher is None or not draft.told:
        return
    for name in ("score", "item_no"):
        draft.columns.pop(name, None)
    draft.columns |= {"response_id": {"from": [serial, submitted], "join": "-"}, "staff_no": teacher}
    draft.variants = [
        {"item_no": {"const": number}, "score": {"from": header, "map": scores}}
        for number, (header, scores) in enumerate(items.items(), 1)
    ]
    draft.direct |= {"response_id", "item_no", "staff_no", "score"}
    listed = "; ".join(f"{number} {header}" for number, header in enumerate(items, 1))
    draft.note(
        "",
        f"each question is an item, its answers are turned into 0-100 by the length of the scale: {listed}",
    )


def _fill_marks(draft: Draft) -> None:
    """A variant for each item whose header says its full marks, where time, teaching class and marks tell the sheets apart."""
    found = draft.found
    full = {header: int(match["full"]) for header in found.left if (match := MARKED.match(header))}
    full = {header: most for header, most in full.items() if most and _are_marks(found, header, most)}
    told = [header for name in TOLD_BY if isinstance(header := draft.columns.get(name), str)]
    if len(full) < FEWEST_ITEMS or len(told) < len(TOLD_BY) or not draft.told or "item_no" in draft.columns:
        return
    told += full
    sheets = found.frame.select(pl.concat_str(told, separator="-")).to_series().drop_nulls()
    if (
        sheets.is_empty()
        or sheets.n_unique() < MOSTLY * len(sheets)
        or sheets.str.len_chars().max() > LONGEST
    ):
        return
    draft.columns.pop("score", None)
    draft.columns["response_id"] = {"from": told, "join": "-"}
    draft.variants = [
        {"item_no": {"const": number}, "score": {"from": header, "scale": FULL / most}}
        for number, (header, most) in enumerate(full.items(), 1)
    ]
    draft.direct |= {"response_id", "item_no", "score"}
    listed = "; ".join(f"{number} {header}" for number, header in enumerate(full, 1))
    draft.note(
        "", f"each item is told with its full marks, its marks are turned into 0-100 by these: {listed}"
    )


def _are_marks(found: Found, header: str, most: int) -> bool:
    marks = parsing.number(found.texts(header))
    return len(marks) > 0 and marks.is_between(0, most).sum() >= MOSTLY * len(marks)


def _items(found: Found, serial: str) -> dict[str, dict[str, Any]]:
    """Headers over answers of a scale -> each answer's score of 100; answers of one scale stand under all of them."""
    read = {
        header: set(found.counts(header))
        for header in found.left
        if header != serial and REVERSED not in header
    }
    numbers = {word for words in read.values() for word in words if word.isdigit() and int(word) <= TEN}
    scale = FIVE if all(int(word) <= FIVE for word in numbers) else TEN
    scored = {header: _scores(words, scale) for header, words in read.items()}
    return {header: scores for header, scores in scored.items() if scores}


def _scores(words: set[str], scale: int) -> dict[str, Any]:
    """Every answer's score; {} where one of them is no answer of a scale."""
    known = vocabulary().words(TABLE, "score")
    scores: dict[str, Any] = {}
    for word in sorted(words):
        said = next((known[form] for form in word_forms(word) if form in known), None)
        if word in NO_ANSWER:
            scores[word] = None
        elif word.isdigit() and 0 < int(word) <= scale:
            scores[word] = int(word) * FULL // scale
        elif said is not None:
            scores[word] = int(said)
        else:
            return {}
    return scores if any(score is not None for score in scores.values()) else {}
