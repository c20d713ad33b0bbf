"""Counsellor indicators once more."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from tests.plain.calendar import college_day, term_of, version_on
from tests.plain.college import College
from tests.plain.plans import milestones
from tests.plain.rolling import ratio
from tests.plain.statistics import shrunken_means
from tests.plain.teacher_service import term_over, two_terms


def counsellors(college: College, day: date) -> dict[str, str]:
    """Class -> counsellor on a day: of the roles valid then the one begun last, then the smallest pid."""
    found: dict[str, tuple] = {}
    for row in college.rows("bridge_teacher_role"):
        fits = row["role"] == "counsellor" and row["target_kind"] == "class" and row["valid_from"] <= day
        if not fits or (row["valid_to"] is not None and row["valid_to"] < day):
            continue
        rank = (-row["valid_from"].toordinal(), row["teacher_pid"])
        if row["target_code"] not in found or rank < found[row["target_code"]]:
            found[row["target_code"]] = rank
    return {code: rank[1] for code, rank in found.items()}


def own_students(college: College, day: date) -> dict[str, str]:
    """Student enrolled on a day -> counsellor on that day."""
    of_class = counsellors(college, day)
    return {
        pid: of_class[row["class_code"]]
        for pid, row in version_on(college, "dim_student", "student_pid", day).items()
        if row["student_status"] == "enrolled" and row["class_code"] in of_class
    }


def _shares(college: College, found: dict, name: str, counted: list[tuple]) -> None:
    """counted: (counsellor, term, fits)."""
    sums = defaultdict(lambda: [0, 0])
    for pid, term, fits in counted:
        if term in two_terms(college):
            sums[(pid, term)][0] += bool(fits)
            sums[(pid, term)][1] += 1
    for (pid, term), pair in sums.items():
        status = "provisional" if pair[1] < 5 else "observed"
        found[(name, "teacher", pid, term)] = ratio(*pair) | {"status": status}


def _warnings(college: College, found: dict) -> None:
    first: dict[str, object] = {}
    for row in college.rows("fact_contact"):
        alert = row["alert_no"]
        if alert is not None and (alert not in first or row["contacted_at"] < first[alert]):
            first[alert] = row["contacted_at"]
    counted, by_day = [], {}
    for row in college.rows("qa_alert"):
        if row["due_at"] is None or row["due_at"] > college.cut:
            continue
        day = college_day(row["raised_at"])
        if day not in by_day:
            versions = version_on(college, "dim_student", "student_pid", day)
            by_day[day] = (versions, counsellors(college, day))
        versions, of_class = by_day[day]
        pid = of_class.get(versions.get(row["student_pid"], {}).get("class_code"))
        if pid is not None:
            moment = first.get(row["alert_no"])
            ontime = moment is not None and moment <= row["due_at"]
            counted.append((pid, term_of(college, college_day(row["due_at"])), ontime))
    _shares(college, found, "cou_contact_ontime", counted)


def _talks(college: College, found: dict) -> None:
    term = term_over(college)
    if term is None or not college.rows("fact_contact"):
        return
    talked = {
        (row["teacher_pid"], row["student_pid"])
        for row in college.rows("fact_contact")
        if row["contact_kind"] == "talk"
        and term["day_zero"] <= college_day(row["contacted_at"]) <= term["end_on"]
    }
    sums = defaultdict(lambda: [0, 0])
    for student, pid in own_students(college, term["end_on"]).items():
        sums[pid][0] += (pid, student) in talked
        sums[pid][1] += 1
    for pid, pair in sums.items():
        found[("cou_talk_coverage", "teacher", pid, term["term_id"])] = ratio(*pair)


def _requests(college: College, found: dict) -> None:
    counted = [
        (
            row["teacher_pid"],
            term_of(college, college_day(row["due_at"])),
            row["answered_at"] is not None and row["answered_at"] <= row["due_at"],
        )
        for row in college.rows("fact_request")
        if row["due_at"] is not None
        and row["due_at"] <= college.cut
        and college.teachers.get(row["teacher_pid"], {}).get("staff_type") == "counsellor"
    ]
    _shares(college, found, "cou_request_ontime", counted)


def _plans(college: College, found: dict) -> None:
    year = int(college.term[:4])
    planned = {row["student_pid"] for row in milestones(college, "student") if row["plan_year"] == year}
    sums = defaultdict(lambda: [0, 0])
    for student, pid in own_students(college, college.as_of).items():
        sums[pid][0] += student in planned
        sums[pid][1] += 1
    for pid, pair in sums.items():
        found[("cou_caseload", "teacher", pid, college.term)] = {"value": pair[1], "n": pair[1]}
        if planned:
            found[("cou_plan_coverage", "teacher", pid, college.term)] = ratio(*pair)


def _satisfaction(college: College, found: dict) -> None:
    years = survey_years(college)
    for pid, row in satisfaction(college, years[-1]).items() if years else ():
        found[("cou_satisfaction", "teacher", pid, str(years[-1]))] = row


def _surveys(college: College) -> dict[str, dict]:
    return {
        row["survey_no"]: row
        for row in college.rows("dim_survey")
        if row["population"] == "counselled" and row["closed_on"] and row["closed_on"] <= college.as_of
    }


def survey_years(college: College) -> list[int]:
    """Years of closed surveys about counsellors that have responses."""
    surveys = _surveys(college)
    answered = {row["survey_no"] for row in college.rows("fact_survey_response") if row["score"] is not None}
    return sorted({row["year"] for name, row in surveys.items() if name in answered})


def satisfaction(college: College, year: int) -> dict[str, dict]:
    """Counsellor -> the shrunken mean of the responses of a year."""
    surveys = {name: row for name, row in _surveys(college).items() if row["year"] == year}
    items, samples, sizes = defaultdict(list), defaultdict(list), defaultdict(int)
    for row in college.rows("fact_survey_response"):
        if row["survey_no"] in surveys and row["teacher_pid"] is not None and row["score"] is not None:
            items[(row["survey_no"], row["response_no"], row["teacher_pid"])].append(row["score"])
    for (*_, pid), listed in items.items():
        samples[pid].append((sum(listed) / len(listed) - 1) / 4 * 100)
    opened = min(row["opened_on"] for row in surveys.values())
    for pid in own_students(college, opened).values():
        sizes[pid] += 1
    found = {}
    for pid, row in shrunken_means(samples, dict.fromkeys(samples), wide=lambda group: None).items():
        rate = min(row["n"] / sizes[pid], 1.0) if sizes[pid] else None
        status = "provisional" if row["n"] < 8 or rate is None or rate < 0.4 else "observed"
        found[pid] = row | {"response_rate": rate, "status": status}
    return found


PARTS = (_warnings, _talks, _requests, _plans, _satisfaction)
