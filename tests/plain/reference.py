"""Reference populations of C.4 once more, as they stood when the academic year began."""

from __future__ import annotations

from collections import Counter, defaultdict

from tests.plain.college import College
from tests.plain.course_results import ratings
from tests.plain.teacher_counsellor import satisfaction, survey_years
from tests.plain.teacher_teaching import evaluations, teams, type_of

TERMS, SURVEYS = 4, 2  # one survey a year: those of the four terms


def reference(college: College, name: str) -> tuple[list[tuple], dict]:
    """(group, entity, value) of everybody in the reference terms, and the group of everybody who is judged now."""
    if name not in college.references:
        made = {"crs_set_eb": _courses, "tch_set_eb": _teachers, "cou_satisfaction": _counsellors}
        college.references[name] = made[name](college, _then(college))
    return college.references[name]


def _then(college: College) -> College:
    """The college when the academic year began; it reads nothing again."""
    start = max(row["start_year"] for row in college.terms)
    began = min(row["first_monday"] for row in college.terms if row["start_year"] == start)
    return college.on(began)


def _observed(rows: dict) -> list[tuple]:
    return [(entity, row["value"]) for entity, row in rows.items() if row["status"] == "observed"]


def _courses(college: College, then: College) -> tuple[list[tuple], dict]:
    groups = {code: row["course_type"] for code, row in college.courses.items() if row["course_type"]}
    found = [
        (groups.get(code), code, row["value"])
        for (code, term), row in ratings(then).items()
        if row["status"] == "observed" and term in then.closed[-TERMS:]
    ]
    return found, groups


def _teachers(college: College, then: College) -> tuple[list[tuple], dict]:
    """The value of each teacher at the end of each reference term: of the responses of it and the term before."""
    terms, found = [row["term_id"] for row in then.terms], []
    groups = _staff_and_type(then, then.closed[-TERMS:])
    for term in then.closed[-TERMS:]:
        window = [*terms[: terms.index(term)], term][-2:]
        found += [(groups.get(pid), pid, value) for pid, value in _observed(evaluations(then, window))]
    return found, _staff_and_type(college, college.closed[-2:])


def _staff_and_type(college: College, terms: list[str]) -> dict[str, tuple]:
    """Teacher -> staff type and the course type of most teaching classes in the terms (the first by letter of equals)."""
    counts = defaultdict(Counter)
    for one, people in teams(college).items():
        kind = type_of(college, one)
        if kind is not None and college.offerings[one]["term_id"] in terms:
            for pid in people:
                counts[pid][kind] += 1
    return {
        pid: (
            row["staff_type"],
            min(counts[pid], key=lambda kind: (-counts[pid][kind], kind)) if counts[pid] else None,
        )
        for pid, row in college.teachers.items()
    }


def _counsellors(college: College, then: College) -> tuple[list[tuple], dict]:
    found = []
    for year in survey_years(then)[-SURVEYS:]:
        found += [(None, pid, value) for pid, value in _observed(satisfaction(then, year))]
    return found, {}
