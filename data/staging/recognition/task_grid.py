"""A platform's list of tasks, one row per student and for each task its score and when it was handed in: a variant per task."""

from __future__ import annotations

import re
from typing import Any

from data.staging import parsing
from data.staging.recognition.compose import draft_of
from data.staging.recognition.drafts import Draft
from data.staging.recognition.folder import Folder
from data.staging.recognition.found import Found

PART = re.compile(
    r"^(?P<task>.{2,80}?)(?:\s+|\s*[-—–_:：]\s*)(?P<part>分数|得分|成绩|score|提交时间|上交时间|submitted(?: at| on)?|状态|批阅状态|status)$",
    re.I,
)
SCORES, TIMES = (
    ("分数", "得分", "成绩", "score"),
    ("提交时间", "上交时间", "submitted", "submitted at", "submitted on"),
)
FULL = re.compile(r"满分\s*[:：]?\s*(\d+(?:\.\d+)?)|(?:out of|/)\s*(\d+(?:\.\d+)?)\s*\)?$", re.I)
RETURNED = ("打回", "已打回", "退回", "已退回")
USUAL, LEAST = 100, 50  # the full mark of most tasks; a best score above half of it is out of no less
LONGEST = 40  # letters of a task's number
MOSTLY = 0.9


def task_drafts(found: Found, folder: Folder) -> list[Draft]:
    """The tasks and who handed them in when; nothing where the headers are no such groups or term and class are no constants."""
    tasks = {task: parts for task, parts in _groups(found).items() if _time(found, parts)}
    if not tasks or not found.has("student_no"):
        return []
    whole = draft_of("fact_assignment", found, folder)
    fixed = {name: whole.columns.get(name) for name in ("term_id", "offering_no")}
    if not all(isinstance(raw, dict) and "const" in raw for raw in fixed.values()):
        return []
    rows = [_task({name: raw["const"] for name, raw in fixed.items()}, task) for task in tasks]
    declared = Draft("dim_task", found, rows=rows)
    return [declared, _handed_in(whole, tasks, fixed)]


def _groups(found: Found) -> dict[str, dict[str, str]]:
    """Task -> part of its group -> header."""
    groups: dict[str, dict[str, str]] = {}
    for header in found.left:
        if match := PART.match(header):
            groups.setdefault(match["task"].strip(), {})[match["part"].lower()] = header
    return groups


def _of(parts: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((parts[name] for name in names if name in parts), None)


def _time(found: Found, parts: dict[str, str]) -> str | None:
    """The header of the times, where nearly every cell is one."""
    header = _of(parts, TIMES)
    texts = found.texts(header) if header else None
    if texts is None or texts.is_empty():
        return None
    return header if parsing.date(texts).null_count() <= (1 - MOSTLY) * len(texts) else None


def _task(key: dict[str, str], task: str) -> dict[str, Any]:
    full = _full(task)
    more = {"full_score": full} if full else {}
    return {**key, "task_no": task[:LONGEST], "task_kind": "assignment", "title": task[:LONGEST], **more}


def _full(task: str) -> float | None:
    match = FULL.search(task)
    return float(match[match.lastindex]) if match else None


def _handed_in(draft: Draft, tasks: dict[str, dict[str, str]], fixed: dict[str, Any]) -> Draft:
    """What was handed in; who handed nothing in has no row, a score that is not given yet is none."""
    found = draft.found
    draft.columns = {"student_no": found.fields["student_no"], **fixed, "task_kind": {"const": "assignment"}}
    draft.missing, draft.direct = {}, {"student_no", "task_no", "submitted_at"}
    usual = _usual(found, tasks)
    draft.variants = [_variant(found, task, parts, usual) for task, parts in tasks.items()]
    unknown = [task for task in tasks if not _full(task)]
    if unknown and usual:
        draft.note("score", f"score: {len(unknown)} tasks do not say their full mark; {usual} is assumed")
    elif unknown:
        draft.note(
            "score", f"score: {len(unknown)} tasks do not say their full mark; their scores are left out"
        )
    draft.note("task_no", "task_no: the name of each task in the headers stands for its number")
    draft.forget()
    return draft


def _usual(found: Found, tasks: dict[str, dict[str, str]]) -> int | None:
    """A hundred, where scores of the tasks that do not say their full mark can be out of nothing less."""
    headers = [_of(parts, SCORES) for task, parts in tasks.items() if not _full(task)]
    best = [parsing.number(found.texts(header)).max() for header in headers if header]
    return USUAL if best and all(one is not None and LEAST < one <= USUAL for one in best) else None


def _variant(found: Found, task: str, parts: dict[str, str], usual: int | None) -> dict[str, Any]:
    variant: dict[str, Any] = {"task_no": {"const": task[:LONGEST]}, "submitted_at": _of(parts, TIMES)}
    score, full = _of(parts, SCORES), _full(task) or usual
    if score and full and parsing.number(found.texts(score)).null_count() == 0:
        variant["score"] = {"from": score, "scale": 1 / full}
    state = _of(parts, ("状态", "批阅状态", "status"))
    if state and set(found.counts(state)) & set(RETURNED):
        variant["is_returned"] = {
            "from": state,
            "map": {word: word in RETURNED for word in found.counts(state)},
        }
    return variant
