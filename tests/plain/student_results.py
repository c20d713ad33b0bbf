"""Student indicators once more: results to date."""

from __future__ import annotations

from collections import defaultdict

from tests.plain.college import College
from tests.plain.course_results import enrolled_credits, first_attempts

SETTLED = ("passed", "failed", "recognised")


def courses_of(college: College) -> dict[str, dict[str, dict]]:
    """Student -> course -> passed, best score, credits, required, as known from settled valid results."""
    credits = enrolled_credits(college)
    required = {
        (row["student_pid"], row["offering_id"]): row["is_required"] for row in college.rows("fact_enrolment")
    }
    found: dict[str, dict[str, dict]] = defaultdict(dict)
    ordered = sorted(
        college.rows("fact_grade_attempt"),
        key=lambda row: (row["offering_id"].split("/")[0], row["attempt_no"]),
    )
    for row in ordered:
        key = (row["student_pid"], row["offering_id"])
        if row["is_void"] or row["result"] not in SETTLED or key not in credits:
            continue
        code = college.offerings[row["offering_id"]]["course_code"]
        one = found[row["student_pid"]].setdefault(
            code,
            {
                "passed": False,
                "score": None,
                "latest": None,
                "point": None,
                "credits": None,
                "required": False,
            },
        )
        one["passed"] = one["passed"] or row["result"] in ("passed", "recognised")
        one["score"] = _larger(one["score"], row["score"])
        one["latest"] = one["latest"] if row["score"] is None else row["score"]
        one["point"] = one["point"] if row["grade_point"] is None else row["grade_point"]
        one["credits"] = _larger(one["credits"], credits[key])
        one["required"] = one["required"] or required[key] in (True, None)
    return found


def _larger(one, other):
    return other if one is None else one if other is None else max(one, other)


def reached_term(college: College, entry_year: int) -> int:
    """The number of the newest closed term within the studies of an entry year."""
    row = next(row for row in college.terms if row["term_id"] == college.closed[-1])
    return 2 * (row["start_year"] - entry_year) + min(row["term_no"], 2)


def newest_plan(college: College) -> dict[tuple[str, int], list[dict]]:
    """(major, entry year) -> courses of the newest programme version."""
    newest: dict[tuple, dict] = {}
    for row in sorted(college.rows("dim_programme"), key=lambda row: row["version"]):
        if row["approved_on"] is None or row["approved_on"] <= college.as_of:
            newest[(row["major_code"], row["entry_grade"])] = row
    listed = college.grouped("bridge_programme_course", "programme_id")
    return {key: listed.get(row["programme_id"], []) for key, row in newest.items()}


def _results(college: College, found: dict) -> None:
    term, plan = college.closed[-1], newest_plan(college)
    for pid, courses in courses_of(college).items():
        student = college.enrolled.get(pid)
        if student is None:
            continue
        key = ("student", pid, term)
        known = [one for one in courses.values() if one["credits"] is not None]
        if known:
            earned = sum(one["credits"] for one in known if one["passed"])
            found[("stu_open_failed_credits", *key)] = {
                "value": sum(one["credits"] for one in known if not one["passed"] and one["required"])
            }
            due = _due(college, student, plan)
            if due > 0:
                found[("stu_credit_progress", *key)] = {
                    "numerator": earned,
                    "denominator": due,
                    "value": earned / due,
                }
        _scores(college, found, key, courses)


def _due(college: College, student: dict, plan: dict) -> float:
    rows = plan.get((student["major_code"], student["entry_year"]), [])
    reached = reached_term(college, student["entry_year"])
    codes = [
        row["course_code"]
        for row in rows
        if row["planned_term"] is not None and row["planned_term"] <= reached
    ]
    return sum(college.courses[code]["credits"] or 0 for code in codes if code in college.courses)


KINDS = {
    "stu_weighted_score": lambda course: True,
    "stu_core_score": lambda course: course.get("course_nature") == "professional_core",
    "stu_public_score": lambda course: course.get("course_nature") == "public_basic",
    "stu_ideology_score": lambda course: bool(course.get("is_ideology")),
    "stu_pe_score": lambda course: bool(course.get("is_physical")),
}


def _scores(college: College, found: dict, key: tuple, courses: dict[str, dict]) -> None:
    scored = {code: one for code, one in courses.items() if one["latest"] is not None}
    for name, fits in KINDS.items():
        own = [one for code, one in scored.items() if fits(college.courses.get(code, {}))]
        if own:
            found[(name, *key)] = _weighted([(one["latest"], one["credits"]) for one in own])
    graded = [one for one in courses.values() if one["latest"] is not None or one["point"] is not None]
    if graded:
        found[("stu_gpa", *key)] = _weighted([(_point(one), one["credits"]) for one in graded])


def _point(one: dict) -> float:
    if one["point"] is not None:
        return one["point"]
    return (one["latest"] - 50) / 10 if one["latest"] >= 60 else 0.0


def _weighted(pairs: list[tuple[float, float | None]]) -> dict:
    top = sum(points * (1.0 if weight is None else weight) for points, weight in pairs)
    bottom = sum(1.0 if weight is None else weight for _, weight in pairs)
    return {"numerator": top, "denominator": bottom, "value": top / bottom, "n": len(pairs)}


def _failed(college: College, found: dict) -> None:
    term, credits, failed = college.closed[-1], enrolled_credits(college), defaultdict(float)
    required = {
        (row["student_pid"], row["offering_id"]): row["is_required"] for row in college.rows("fact_enrolment")
    }
    for row in first_attempts(college):
        key = (row["student_pid"], row["offering_id"])
        own = college.offerings[row["offering_id"]]["term_id"] == term
        if own and required[key] in (True, None) and credits[key] is not None:
            failed[row["student_pid"]] += credits[key] if row["result"] == "failed" else 0.0
    for pid, value in failed.items():
        found[("stu_term_failed_credits", "student", pid, term)] = {"value": value}


PARTS = (_results, _failed)
