"""Evaluations as questionnaire tools export them: one row for each answer sheet, one column for each question."""

from __future__ import annotations

from typing import Any

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


def fill_questionnaire(draft: Draft, offering: OfferingRule | None) -> None:
    """A variant for each question, where course and teacher of the sheet name one teaching class of a list."""
    found, submitted = draft.found, draft.columns.get("submitted_at")
    serial = next((header for header in found.sheet.headers if plain(header) in SERIALS), None)
    if draft.table != TABLE or serial is None or not isinstance(submitted, str):
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
