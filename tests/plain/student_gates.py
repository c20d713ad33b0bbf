"""Student indicators once more: what the qualified standard asks for as yes or no."""

from __future__ import annotations

from tests.plain.college import College
from tests.plain.student_life import elapsed, to_date
from tests.plain.student_results import courses_of, newest_plan


def due_courses(college: College) -> dict[str, list[dict]]:
    """Student -> required courses of the plan whose planned term is at most the terms elapsed."""
    plan = newest_plan(college)
    found = {}
    for pid, row in college.enrolled.items():
        reached, _ = elapsed(college, row)
        found[pid] = [
            one for one in plan.get((row["major_code"], row["entry_year"]), [])
            if one["planned_term"] is not None and one["planned_term"] <= reached and one["is_required"] in (True, None)
        ]  # fmt: skip
    return found


def _passed(college: College, found: dict) -> None:
    known, due = courses_of(college), due_courses(college)
    kinds = {
        "stu_ideology_passed": lambda one, course: bool(course.get("is_ideology")),
        "stu_pe_passed": lambda one, course: bool(course.get("is_physical")),
        "stu_mental_course_passed": lambda one, course: bool(course.get("is_mental_health")),
        "stu_core_passed": lambda one, course: bool(one["is_core"]),
    }
    for name, fits in kinds.items():
        for pid in college.enrolled:
            own = [
                one["course_code"]
                for one in due[pid]
                if fits(one, college.courses.get(one["course_code"], {}))
            ]
            results = [known.get(pid, {}).get(code) for code in own]
            found[(name, "student", pid, college.term)] = _told(results)


def _told(results: list[dict | None]) -> dict:
    if not results:
        return {"value": None, "status": "not_applicable"}
    if any(one is not None and not one["passed"] for one in results):
        return {"value": 0.0, "status": "observed"}
    return {"value": None, "status": "missing"} if None in results else {"value": 1.0, "status": "observed"}


def _core_not_due(college: College, found: dict) -> None:
    due, scored = due_courses(college), courses_of(college)
    for pid in college.enrolled:
        of_nature = lambda code: college.courses.get(code, {}).get("course_nature") == "professional_core"  # noqa: E731
        has_score = any(
            of_nature(code) and one["score"] is not None for code, one in scored.get(pid, {}).items()
        )
        if not has_score and not any(of_nature(one["course_code"]) for one in due[pid]):
            found[("stu_core_score", "student", pid, college.closed[-1])] = {
                "value": None,
                "status": "not_applicable",
            }


def _projects(college: College, found: dict) -> None:
    codes = {code for code, row in college.courses.items() if row["is_graduation_project"]}
    if not codes:
        return
    known, due = courses_of(college), due_courses(college)
    for pid in college.enrolled:
        scores = [known.get(pid, {})[code]["score"] for code in codes if code in known.get(pid, {})]
        scores = [score for score in scores if score is not None]
        is_due = any(one["course_code"] in codes for one in due[pid])
        status = "observed" if scores else "missing" if is_due else "not_applicable"
        found[("stu_graduation_project", "student", pid, college.term)] = {
            "value": max(scores, default=None),
            "status": status,
        }


def _records(college: College, found: dict) -> None:
    day = college.as_of
    running = [
        row for row in college.rows("fact_reward_sanction")
        if row["record_kind"] == "sanction" and row["decided_on"] <= day and (row["lifted_on"] is None or row["lifted_on"] > day)
    ]  # fmt: skip
    if college.rows("fact_reward_sanction"):
        to_date(college, found, "stu_sanction", {row["student_pid"]: 1 for row in running})
        to_date(
            college,
            found,
            "stu_misconduct",
            {row["student_pid"]: 1 for row in running if row["reason_code"] == "academic_misconduct"},
        )
    invited = {
        row["student_pid"]: 1
        for row in college.rows("fact_screening_invitation")
        if 0 <= (day - row["invited_on"]).days <= 365
    }
    if college.rows("fact_screening_invitation"):
        to_date(college, found, "stu_screening_invited", invited)
    plans = {
        row["student_pid"]: 1 for row in college.rows("qa_recovery_plan")
        if row["approved_on"] <= day and (row["until_on"] is None or row["until_on"] >= day)
    }  # fmt: skip
    if college.rows("qa_recovery_plan"):
        to_date(college, found, "stu_recovery_plan", plans)


PARTS = (_passed, _core_not_due, _projects, _records)
