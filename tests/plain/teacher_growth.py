"""Teacher indicators once more: ethics, training, enterprises, activities, plan, loop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta

from tests.plain.calendar import TEACHING, last_day, trailing, year_over, years_ago
from tests.plain.college import College
from tests.plain.plans import milestones
from tests.plain.rolling import ratio
from tests.plain.school_loop import closed_actions
from tests.plain.student_life import in_year

LEVELS = {"excellent": 3, "pass": 2, "basic_pass": 1, "fail": 0}
DUAL = {"none": 0, "junior": 1, "intermediate": 2, "senior": 3}
TITLES = {
    None: None,
    "none": "T1",
    "assistant": "T1",
    "lecturer": "T2",
    "associate_professor": "T3",
    "professor": "T4",
}
EXCHANGE = {"T0": "mentor_session", "T1": "open_lesson"}
PART_TIME = ("internal_part", "external_part")
MONTH = 30.44


def tier(college: College, row: dict) -> str | None:
    """The tier of full-time staff at the as-of."""
    if row["staff_type"] != "full_time":
        return None
    if row["entry_on"] is not None and (college.as_of - row["entry_on"]).days / MONTH < 24:
        return "T0"
    return TITLES[row["title_rank"]]


def of_year(college: College, found: dict, name: str, scope: Callable, values: dict) -> None:
    """A number of the newest school year over of everybody in scope; who entered later has none."""
    year = year_over(college)
    for pid, row in college.teachers.items():
        if scope(row):
            late = row["entry_on"] is not None and row["entry_on"] > last_day(year)
            told = (
                {"value": None, "status": "not_applicable"} if late else {"value": float(values.get(pid, 0))}
            )
            found[(name, "teacher", pid, year)] = {"status": "observed"} | told


def of_staff(row: dict) -> bool:
    return row["staff_type"] in TEACHING


def _ethics(college: College, found: dict) -> None:
    newest: dict[str, dict] = {}
    for row in college.rows("fact_teacher_appraisal"):
        over = row["year"] < college.as_of.year and row["ethics_result"] is not None
        if over and (row["teacher_pid"] not in newest or newest[row["teacher_pid"]]["year"] < row["year"]):
            newest[row["teacher_pid"]] = row
    for pid, row in newest.items():
        found[("tch_ethics_result", "teacher", pid, str(row["year"]))] = {
            "value": LEVELS[row["ethics_result"]]
        }


def _trainings(college: College, found: dict) -> None:
    rows, hours, year = college.rows("fact_teacher_training"), defaultdict(float), year_over(college)
    if not rows:
        return
    for row in rows:
        if row["is_accepted"] and row["to_on"] is not None and in_year(row["to_on"], year):
            hours[row["teacher_pid"]] += row["hours"] or 0
    of_year(college, found, "tch_training_hours", lambda row: True, hours)
    known = [row for row in rows if row["training_kind"] == "preservice"]
    passed = {
        row["teacher_pid"]
        for row in known
        if row["is_accepted"] and row["to_on"] is not None and row["to_on"] <= college.as_of
    }
    if known:
        _new_teachers(college, found, "tch_preservice", passed)


def _new_teachers(college: College, found: dict, name: str, done: set[str]) -> None:
    for pid, row in college.teachers.items():
        if tier(college, row) == "T0":
            found[(name, "teacher", pid, college.term)] = {"value": float(pid in done)}


def _enterprises(college: College, found: dict) -> None:
    rows = college.rows("fact_enterprise_practice")
    if not rows:
        return
    start, days = years_ago(college, 5), defaultdict(set)
    for row in rows:
        day = max(row["from_on"], start)
        end = min(row["to_on"] or college.as_of, college.as_of)
        while row["practice_kind"] in ("practice", "part_time") and day <= end:
            days[row["teacher_pid"]].add(day)
            day += timedelta(days=1)
    period = f"5y:{college.as_of.year}"
    for pid, row in college.teachers.items():
        if of_staff(row):
            told = (
                {"value": len(days[pid]) / 30, "status": "observed"}
                if row["is_professional"]
                else {"value": None, "status": "not_applicable"}
            )
            found[("tch_enterprise_months", "teacher", pid, period)] = told


def _dual(college: College, found: dict) -> None:
    for pid, row in college.teachers.items():
        if row["dual_level"] is not None:
            found[("tch_dual_level", "teacher", pid, str(college.as_of.year))] = {
                "value": DUAL[row["dual_level"]]
            }


def _activities(college: College, found: dict) -> None:
    rows = [row for row in college.rows("fact_teacher_activity") if row["is_accepted"] is not False]
    if not college.rows("fact_teacher_activity"):
        return
    year, counts, joint = year_over(college), defaultdict(lambda: defaultdict(int)), defaultdict(int)
    for row in rows:
        if in_year(row["held_on"], year):
            counts[row["activity_kind"]][row["teacher_pid"]] += 1
        if row["activity_kind"] == "joint_project" and trailing(college, row["held_on"], 3):
            joint[row["teacher_pid"]] += 1
    exchange = {
        pid: counts[EXCHANGE.get(tier(college, row), "junior_mentored")][pid]
        for pid, row in college.teachers.items()
        if tier(college, row) is not None
    }
    of_year(college, found, "tch_growth_exchange", lambda row: row["staff_type"] == "full_time", exchange)
    _visits(college, found, counts["enterprise_visit"])
    part_time = lambda row: row["staff_type"] in PART_TIME  # noqa: E731
    of_year(college, found, "tch_briefings", part_time, counts["briefing"])
    of_year(
        college, found, "cou_cases", lambda row: row["staff_type"] == "counsellor", counts["case_written"]
    )
    for pid, row in college.teachers.items():
        if part_time(row):
            key = ("tch_joint_projects", "teacher", pid, f"3y:{college.as_of.year}")
            found[key] = {"value": float(joint[pid])}
    mentored = {
        row["teacher_pid"]
        for row in rows
        if row["activity_kind"] == "mentor_assigned" and row["held_on"] <= college.as_of
    }
    _new_teachers(college, found, "tch_mentor_assigned", mentored)
    _reviews(college, found, rows)


def _visits(college: College, found: dict, counts: dict) -> None:
    of_year(college, found, "tch_enterprise_visits", of_staff, counts)
    for pid, row in college.teachers.items():
        if of_staff(row) and row["is_professional"]:
            key = ("tch_enterprise_visits", "teacher", pid, year_over(college))
            found[key] = {"value": None, "status": "not_applicable"}


def _reviews(college: College, found: dict, rows: list[dict]) -> None:
    year, scores = year_over(college), defaultdict(list)
    for row in rows:
        kind = row["activity_kind"] in ("peer_review", "lesson_presentation")
        if kind and row["score"] is not None and in_year(row["held_on"], year):
            scores[row["teacher_pid"]].append(row["score"])
    for pid, listed in scores.items():
        if of_staff(college.teachers.get(pid, {"staff_type": None})):
            found[("tch_peer_review", "teacher", pid, year)] = ratio(sum(listed), len(listed)) | {
                "status": "provisional" if len(listed) < 3 else "observed"
            }


def _plans(college: College, found: dict) -> None:
    rows = milestones(college, "teacher")
    if not rows:
        return
    sums = defaultdict(lambda: [0, 0])
    for row in rows:
        if trailing(college, row["due_on"], 1):
            sums[row["teacher_pid"]][0] += row["done_on"] is not None and row["done_on"] <= college.as_of
            sums[row["teacher_pid"]][1] += 1
    for pid, row in college.teachers.items():
        if row["staff_type"] in ("full_time", "counsellor"):
            told = ratio(*sums[pid]) if pid in sums else {"value": None, "status": "missing"}
            found[("tch_plan_progress", "teacher", pid, college.term)] = told


def _loop(college: College, found: dict) -> None:
    sums = defaultdict(lambda: [0, 0])
    for row, term, done in closed_actions(college):
        if row["teacher_pid"] is not None and term is not None and not row.get("is_self_found"):
            sums[(row["teacher_pid"], term)][0] += done
            sums[(row["teacher_pid"], term)][1] += 1
    for (pid, term), pair in sums.items():
        found[("tch_loop_closure", "teacher", pid, term)] = ratio(*pair)


PARTS = (_ethics, _trainings, _enterprises, _dual, _activities, _plans, _loop)
