"""School indicators once more: incidents, standards, goals, actions, alerts, requests, deliveries, culture."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import yaml

from tests.plain.calendar import (
    OWN_STAFF,
    college_day,
    last_day,
    month_of,
    months_over,
    school_year_of,
    term_of,
    year_over,
)  # fmt: skip
from tests.plain.college import College
from tests.plain.rolling import SCHOOL, ratio
from tests.plain.school_results import median, newest
from tests.plain.student_life import in_year

DEFINITIONS = Path(__file__).resolve().parents[2] / "profiling" / "definitions"


def _shared(found: dict, name: str, counted: list[tuple[str, bool]], *, interval: bool = False) -> None:
    """The school's share per period from (period, fits)."""
    sums = defaultdict(lambda: [0, 0])
    for period, fits in counted:
        sums[period][0] += bool(fits)
        sums[period][1] += 1
    for period, pair in sums.items():
        if period is not None:
            found[(name, "school", SCHOOL, period)] = ratio(*pair, interval=interval)


def _incidents(college: College, found: dict) -> None:
    rows = [
        row
        for row in college.rows("fact_quality_incident")
        if row["incident_class"] == "teaching"
        and row["confirmed_on"]
        and row["confirmed_on"] <= college.as_of
    ]
    if not college.rows("fact_quality_incident"):
        return
    reported, held = defaultdict(int), defaultdict(int)
    for row in rows:
        reported[term_of(college, row["reported_on"])] += 1
    for row in college.rows("fact_session"):
        offering = college.offerings.get(row["offering_id"])
        if offering and row["status"] in ("held", "moved") and row["held_on"] <= college.as_of:
            held[offering["term_id"]] += 1
    for term, sessions in held.items():
        found[("sch_incident_rate", "school", SCHOOL, term)] = {
            "value": reported[term] / sessions * 10000,
            "n": sessions,
        }
    due = [
        row
        for row in rows
        if row["due_on"] and (_by(college, row["closed_on"]) or row["due_on"] < college.as_of)
    ]
    _shared(
        found,
        "sch_incident_ontime",
        [
            (
                term_of(college, row["due_on"]),
                _by(college, row["closed_on"]) and row["closed_on"] <= row["due_on"],
            )
            for row in due
        ],
    )


def _by(college: College, day) -> bool:
    return day is not None and day <= college.as_of


def _standards(college: College, found: dict) -> None:
    ages = []
    for row in college.rows("qa_standard_document"):
        if row["is_in_force"]:
            limit = 730 if row["document_level"] == "school" else 365
            reviewed = row["reviewed_on"]
            ages.append(
                (college.term, reviewed is not None and 0 <= (college.as_of - reviewed).days <= limit)
            )
    _shared(found, "sch_standard_currency", ages)


def catalogue() -> set[str]:
    """Every indicator of the catalogue."""
    return {
        item["id"]
        for file in DEFINITIONS.glob("*.yaml")
        for item in yaml.safe_load(file.read_text(encoding="utf-8"))["indicators"]
    }


def leaf_goals(college: College) -> list[dict]:
    """Goals without parts, due in the calendar year of the as-of."""
    rows = college.rows("qa_goal")
    parents = {row["parent_no"] for row in rows}
    return [
        row
        for row in rows
        if row["goal_no"] not in parents and row["due_on"] and row["due_on"].year == college.as_of.year
    ]


def _linked(college: College, found: dict) -> None:
    known = {row["document_no"] for row in college.rows("qa_standard_document")}
    ids = catalogue()
    _shared(
        found,
        "sch_goal_standard_link",
        [
            (str(college.as_of.year), row["document_no"] in known and row["indicator_id"] in ids)
            for row in leaf_goals(college)
        ],
    )


def closed_actions(college: College) -> list[tuple[dict, str | None, bool]]:
    """Actions due by the as-of with the term of their limit and whether they were closed with verified evidence: loaded ones
    (where any evidence is on record) and those opened in the product."""
    verified = {row["action_no"] for row in college.rows("qa_evidence") if _by(college, row["verified_on"])}
    loaded = college.rows("qa_action") if college.rows("qa_evidence") else []
    listed = [(row, row["action_no"] in verified) for row in loaded]
    for row in college.rows("qa_improvement"):
        if row["opened_on"] <= college.as_of:
            listed.append((row | {"entity_code": row["entity_id"]}, _by(college, row["verified_on"])))
    return [
        (row, term_of(college, row["due_on"]), _by(college, row["closed_on"]) and proven)
        for row, proven in listed
        if row["due_on"] is not None and row["due_on"] <= college.as_of
    ]


def _actions(college: College, found: dict) -> None:
    listed = closed_actions(college)
    _shared(found, "sch_loop_closure", [(term, done) for _, term, done in listed])
    sums = defaultdict(lambda: [0, 0])
    for row, term, done in listed:
        code = row["entity_code"] if row["entity_kind"] == "major" else row["major_code"]
        if code is not None and term is not None:
            sums[(code, term)][0] += done
            sums[(code, term)][1] += 1
    for (code, term), pair in sums.items():
        found[("maj_loop_closure", "major", code, term)] = ratio(*pair)


def answered(college: College) -> dict:
    """Warning -> the first contact that names it or step of support for its student, not before it."""
    contacts = defaultdict(list)
    for row in college.rows("fact_contact"):
        if row["alert_no"] is not None and row["contacted_at"] <= college.cut:
            contacts[row["alert_no"]].append(row["contacted_at"])
    steps = defaultdict(list)
    for row in college.rows("qa_intervention"):
        if row["recorded_at"] <= college.cut:
            steps[row["student_pid"]].append(row["recorded_at"])
    found = {}
    for row in college.rows("qa_alert"):
        moments = contacts[row["alert_no"]] + steps[row["student_pid"]]
        later = [moment for moment in moments if moment >= row["raised_at"]]
        if later:
            found[row["alert_no"]] = min(later)
    return found


def _alerts(college: College, found: dict) -> None:
    first = answered(college)
    hours = defaultdict(list)
    for row in college.rows("qa_alert"):
        if row["alert_no"] in first:
            passed = first[row["alert_no"]] - row["raised_at"]
            hours[month_of(college_day(row["raised_at"]))].append(passed.total_seconds() / 3600)
    for month, listed in hours.items():
        if months_over(college, month):
            key = ("sch_alert_response", "school", SCHOOL, month)
            found[key] = {"value": median(listed), "n": len(listed)}


def _requests(college: College, found: dict) -> None:
    sums = defaultdict(lambda: [0, 0])
    for row in college.rows("fact_request"):
        if row["due_at"] is None or row["due_at"] > college.cut:
            continue
        month = month_of(college_day(row["due_at"]))
        ontime = row["answered_at"] is not None and row["answered_at"] <= row["due_at"]
        for unit in (("school", SCHOOL), ("org", row["org_code"])):
            if unit[1] is not None and months_over(college, month):
                sums[(*unit, month)][0] += ontime
                sums[(*unit, month)][1] += 1
    for key, pair in sums.items():
        found[("sch_request_ontime", *key)] = ratio(*pair)


def _data(college: College, found: dict) -> None:
    _shared(
        found,
        "sch_data_timeliness",
        [
            (
                month_of(row["due_on"]),
                row["delivered_on"] is not None and row["delivered_on"] <= row["due_on"],
            )
            for row in college.rows("dq_delivery")
            if months_over(college, month_of(row["due_on"]))
        ],
    )
    sums = defaultdict(lambda: [0, 0])
    for row in college.rows("dq_sample_review"):
        if (
            row["reviewed_on"] <= college.as_of
            and row["sampled"] is not None
            and row["confirmed"] is not None
        ):
            sums[term_of(college, row["reviewed_on"])][0] += row["confirmed"]
            sums[term_of(college, row["reviewed_on"])][1] += row["sampled"]
    for term, pair in sums.items():
        if term is not None:
            found[("sch_data_sample_accuracy", "school", SCHOOL, term)] = ratio(*pair, interval=True)


def _culture(college: College, found: dict) -> None:
    _shared(
        found,
        "sch_branch_activities",
        [
            (term_of(college, row["planned_on"]), _by(college, row["held_on"]))
            for row in college.rows("fact_branch_activity")
            if row["planned_on"] is not None and row["planned_on"] <= college.as_of
        ],
    )
    tasks = [
        (school_year_of(row["due_on"]), _by(college, row["done_on"]))
        for row in college.rows("qa_task")
        if row["work_kind"] == "culture"
        and row["due_on"]
        and school_year_of(row["due_on"]) <= year_over(college)
    ]
    kept = newest((year for year, _ in tasks))
    _shared(found, "sch_culture_tasks", [task for task in tasks if task[0] in kept])


def _integrity(college: College, found: dict) -> None:
    year = year_over(college)
    trainings = [row for row in college.rows("fact_teacher_training") if row["training_kind"] == "integrity"]
    done = {
        row["teacher_pid"]
        for row in trainings
        if row["is_accepted"] and row["to_on"] is not None and in_year(row["to_on"], year)
    }
    staff = [
        pid
        for pid, row in college.teachers.items()
        if row["staff_type"] in OWN_STAFF and (row["entry_on"] is None or row["entry_on"] <= last_day(year))
    ]
    if trainings:
        key = ("sch_integrity_training", "school", SCHOOL, year)
        found[key] = ratio(sum(pid in done for pid in staff), len(staff))


PARTS = (
    _incidents, _standards, _linked, _actions, _alerts, _requests, _data, _culture, _integrity,
)  # fmt: skip
