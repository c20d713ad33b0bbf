"""Scores of quizzes in lessons, one row per student and one column per lesson with its day: 2024-04-01 绪论 得分/10."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from data.staging import parsing
from data.staging.recognition.compose import draft_of
from data.staging.recognition.day_headers import day_of
from data.staging.recognition.drafts import Draft
from data.staging.recognition.folder import Folder
from data.staging.recognition.found import Found

SCORE = re.compile(
    r"^(?P<task>.*?)\s*[-—_ ]?\s*(?:(?:答题|测验|测试|习题|课堂)?(?:得分|分数)|测验|测试)\s*"
    r"(?:[(（]?\s*(?:/|满分|总分)?\s*[:：]?\s*(?P<full>\d+(?:\.\d+)?)\s*分?\s*[)）]?)?$"
)
LONGEST = 40  # letters of a task's number
ONE_MEETING = "periods: the headers name days alone; all count as one meeting, 1"


@dataclass(frozen=True)
class Quiz:
    """One quiz: the header of its scores, what stands for its number, its day, its periods and its full mark."""

    header: str
    task: str
    day: date
    periods: str | None
    full: float


def quiz_drafts(found: Found, folder: Folder) -> list[Draft]:
    """The quizzes and their scores; nothing where no header says day and full mark, or term and class are no constants."""
    quizzes = [quiz for header in found.left if (quiz := _quiz(found, header))]
    names = [quiz.task for quiz in quizzes]
    if not quizzes or not found.has("student_no") or len(set(names)) < len(names):
        return []
    draft = draft_of("fact_quiz", found, folder)
    fixed = {name: draft.columns.get(name) for name in ("term_id", "offering_no")}
    if not all(isinstance(raw, dict) and "const" in raw for raw in fixed.values()):
        return []
    key = {name: raw["const"] for name, raw in fixed.items()}
    declared = Draft("dim_task", found, rows=[{**key, **_task(quiz)} for quiz in quizzes])
    return [declared, _scores(draft, quizzes)]


def _quiz(found: Found, header: str) -> Quiz | None:
    """What a header says of its quiz; None where it is no column of scores of one day."""
    match, told = SCORE.match(header), day_of(header, found.first_day)
    if not match or not told or not match["full"] or not match["task"].strip():
        return None
    scores, full = parsing.number(found.texts(header)), float(match["full"])
    if scores.is_empty() or scores.null_count() or not scores.is_between(0, full).all() or not full:
        return None
    return Quiz(header, match["task"].strip()[:LONGEST], *told, full)


def _task(quiz: Quiz) -> dict:
    day, periods = quiz.day.isoformat(), quiz.periods or "1"
    said = {"title": quiz.task, "full_score": quiz.full, "held_on": day, "periods": periods}
    return {"task_no": quiz.task, "task_kind": "quiz", **said}


def _scores(draft: Draft, quizzes: list[Quiz]) -> Draft:
    """The scores as shares of the full marks; an empty cell is no answer and makes no row."""
    kept = ("student_no", "term_id", "offering_no")
    draft.columns = {name: raw for name, raw in draft.columns.items() if name in kept}
    draft.variants = [
        {
            "task_no": {"const": quiz.task},
            "held_on": {"const": quiz.day.isoformat()},
            "periods": {"const": quiz.periods or "1"},
            "score": {"from": quiz.header, "scale": 1 / quiz.full},
        }
        for quiz in quizzes
    ]
    if any(quiz.periods is None for quiz in quizzes):
        draft.note("periods", ONE_MEETING)
    draft.note("task_no", "task_no: the name of each task in the headers stands for its number")
    draft.missing = {name: why for name, why in draft.missing.items() if name in kept}
    draft.direct = {"student_no", "score"}
    draft.forget()
    return draft
