"""Teacher indicators once more: advising, requests, incidents."""

from __future__ import annotations

from collections import defaultdict

from tests.plain.calendar import college_day, term_of, trailing
from tests.plain.college import College
from tests.plain.rolling import ratio
from tests.plain.school_results import median
from tests.plain.teacher_growth import of_staff


def term_over(college: College) -> dict | None:
    """The newest term whose last day has come."""
    over = [row for row in college.terms if row["end_on"] is not None and row["end_on"] <= college.as_of]
    return over[-1] if over else None


def _advising(college: College, found: dict) -> None:
    term = term_over(college)
    if term is None or not college.rows("bridge_advised_student") or not college.rows("fact_contact"):
        return
    contacts, assigned = defaultdict(int), defaultdict(set)
    for row in college.rows("fact_contact"):
        if term["day_zero"] <= college_day(row["contacted_at"]) <= term["end_on"]:
            contacts[(row["teacher_pid"], row["student_pid"])] += 1
    for row in college.rows("bridge_advised_student"):
        if row["valid_from"] <= term["end_on"] and (
            row["valid_to"] is None or row["valid_to"] >= term["end_on"]
        ):
            assigned[row["teacher_pid"]].add(row["student_pid"])
    for pid, row in college.teachers.items():
        if row["staff_type"] != "full_time":
            continue
        own = assigned[pid]
        told = {"value": None, "status": "not_applicable"}
        if own:
            told = ratio(sum(contacts[(pid, one)] >= 2 for one in own), len(own))
            told["status"] = "provisional" if len(own) < 5 else "observed"
        found[("tch_student_contact", "teacher", pid, term["term_id"])] = told


def two_terms(college: College) -> list[str]:
    """The running term and the one before."""
    return [row["term_id"] for row in college.terms][-2:]


def _requests(college: College, found: dict) -> None:
    rows = college.rows("fact_request")
    if not rows:
        return
    asked, hours = defaultdict(int), defaultdict(list)
    for row in rows:
        if row["teacher_pid"] is None or row["submitted_at"] > college.cut:
            continue
        key = (row["teacher_pid"], term_of(college, college_day(row["submitted_at"])))
        asked[key] += 1
        answered = row["answered_at"]
        if answered is not None and row["submitted_at"] <= answered <= college.cut:
            hours[key].append((answered - row["submitted_at"]).total_seconds() / 3600)
    for pid, row in college.teachers.items():
        if not of_staff(row):
            continue
        terms = [term for term in two_terms(college) if asked[(pid, term)]]
        for term in terms:
            listed = hours[(pid, term)]
            if listed:
                found[("tch_request_hours", "teacher", pid, term)] = {
                    "value": median(listed),
                    "n": len(listed),
                    "status": "provisional" if len(listed) < 3 else "observed",
                }
        if not terms:
            key = ("tch_request_hours", "teacher", pid, college.term)
            found[key] = {"value": None, "status": "not_applicable"}


def _incidents(college: College, found: dict) -> None:
    rows = college.rows("fact_quality_incident")
    if not rows:
        return
    first, every = defaultdict(int), defaultdict(int)
    for row in rows:
        if (
            row["teacher_pid"]
            and row["incident_class"] == "teaching"
            and trailing(college, row["confirmed_on"], 1)
        ):
            every[row["teacher_pid"]] += 1
            first[row["teacher_pid"]] += row["level"] == "I"
    for pid, row in college.teachers.items():
        if of_staff(row) or row["staff_type"] == "counsellor":
            found[("tch_incidents", "teacher", pid, f"1y:{college.as_of.year}")] = {
                "value": first[pid],
                "numerator": every[pid],
                "n": every[pid],
            }


PARTS = (_advising, _requests, _incidents)
