"""Students beyond each line of the warning rules on an earlier day, counted from the plain rows of the home."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from tests.plain.college import College

SETTLED = ("passed", "failed", "recognised")


def _known(college: College) -> list[dict]:
    """Attempts recorded by the end of the day, with credits, whether required, and how the course was taken."""
    taken = {(row["student_pid"], row["offering_id"]): row for row in college.rows("fact_enrolment")}
    found = []
    for row in college.rows("fact_grade_attempt"):
        key = (row["student_pid"], row["offering_id"])
        if (
            row["is_void"]
            or row["recorded_at"] > college.cut
            or key not in taken
            or key[1] not in college.offerings
        ):
            continue
        offering = college.offerings[key[1]]
        course = college.courses[offering["course_code"]]
        credits = taken[key]["credits"] if taken[key]["credits"] is not None else course["credits"]
        required = taken[key]["is_required"] is None or taken[key]["is_required"]
        about = {
            "course": offering["course_code"],
            "term": offering["term_id"],
            "credits": credits,
            "required": required,
        }
        found.append(row | about | {"study_type": taken[key]["study_type"]})
    return found


def _courses(known: list[dict]) -> dict[tuple, dict]:
    """(student, course) -> credits, passed at least once, required anywhere."""
    found: dict[tuple, dict] = {}
    for row in known:
        if row["result"] in SETTLED and row["credits"] is not None:
            one = found.setdefault(
                (row["student_pid"], row["course"]), {"credits": 0, "passed": False, "required": False}
            )
            one["credits"] = max(one["credits"], row["credits"])
            one["passed"] |= row["result"] != "failed"
            one["required"] |= row["required"]
    return found


def failed_in(college: College, term: str) -> dict[str, float]:
    """Required credits failed at the first attempt in a term and not passed since, by student."""
    first: dict[tuple, dict] = {}
    passed = set()
    for row in sorted(_known(college), key=lambda row: row["attempt_no"]):
        key = (row["student_pid"], row["offering_id"])
        passed |= {key} if row["result"] == "passed" else set()
        counts = row["attempt_kind"] in ("first", "deferred") and (row["study_type"] or "first") != "retake"
        if counts and row["result"] in ("passed", "failed"):
            first.setdefault(key, row)
    found: dict[str, float] = defaultdict(float)
    for key, row in first.items():
        if (
            row["term"] == term
            and row["required"]
            and row["credits"] is not None
            and row["result"] == "failed"
        ):
            found[key[0]] += 0 if key in passed else row["credits"]
    return found


def credits(college: College) -> dict[str, dict]:
    """Credits earned, and those of required courses without a pass, by student."""
    found: dict[str, dict] = {}
    for (student, _), one in _courses(_known(college)).items():
        own = found.setdefault(student, {"earned": 0.0, "open": 0.0})
        own["earned"] += one["credits"] if one["passed"] else 0
        own["open"] += one["credits"] if one["required"] and not one["passed"] else 0
    return found


def progress(college: College) -> dict[str, float]:
    """Credits earned over those due; only students whose first term lies in what is held."""
    terms = {row["term_id"]: row for row in college.rows("dim_term")}
    held = min((terms[row["term"]]["start_year"], terms[row["term"]]["term_no"]) for row in _known(college))
    newest = terms[college.closed[-1]]
    found = {}
    for student, own in credits(college).items():
        register = college.enrolled.get(student)
        if register is None or (register["entry_year"], 1) < held:
            continue
        reached = 2 * (newest["start_year"] - register["entry_year"]) + min(newest["term_no"], 2)
        due = _due(college, register["major_code"], register["entry_year"], reached)
        if due:
            found[student] = own["earned"] / due
    return found


def _due(college: College, major: str, entry: int, reached: int) -> float:
    programmes = [
        row
        for row in college.rows("dim_programme")
        if (row["major_code"], row["entry_grade"]) == (major, entry)
        and (row["approved_on"] is None or row["approved_on"] <= college.as_of)
    ]
    newest = max(programmes, key=lambda row: row["version"], default=None)
    if newest is None:
        return 0.0
    plan = college.grouped("bridge_programme_course", "programme_id")[newest["programme_id"]]
    return sum(
        college.courses[row["course_code"]]["credits"] for row in plan if row["planned_term"] <= reached
    )


def absences(college: College, term: str) -> dict[str, float]:
    """The largest share of a course's sessions missed without excuse, by student; courses of six sessions or more."""
    planned = defaultdict(int)
    for row in college.rows("fact_session"):
        planned[row["offering_id"]] += 1
    events = college.events("fact_attendance")
    events = events[
        (events.term_id == term) & (events.event_time <= college.cut) & (events.recorded_at <= college.cut)
    ]
    missed = events[events.status == "absent"].groupby(["student_pid", "offering_id"]).size()
    found: dict[str, float] = dict.fromkeys(events.student_pid, 0.0)
    for (student, offering), count in missed.items():
        if planned[offering] >= 6:
            found[student] = max(found[student], count / planned[offering])
    return found


def idle(college: College, term: str) -> dict[str, int]:
    """The most courses in which nothing due in two weeks was handed in by their end, over the fortnights of the term."""
    calendar = next(row for row in college.rows("dim_term") if row["term_id"] == term)
    work = college.events("fact_assignment")
    work = work[(work.event_time <= college.cut) & (work.recorded_at <= college.cut)]
    done = {
        (row.student_pid, row.task_id): row.event_time
        for row in work[["student_pid", "task_id", "event_time"]].itertuples()
    }
    own = [row for row in college.rows("fact_enrolment") if _takes(college, row, term)]
    most: dict[str, int] = defaultdict(int)
    for week in range(2, calendar["week_count"] + 1, 2):
        most |= _idle_at(college, own, done, calendar["first_monday"] + timedelta(weeks=week, days=-1), most)
    return most


def _takes(college: College, row: dict, term: str) -> bool:
    offering = college.offerings.get(row["offering_id"])
    came = row["registered_on"] is None or row["registered_on"] <= college.as_of
    stayed = row["unregistered_on"] is None or row["unregistered_on"] > college.as_of
    return offering is not None and offering["term_id"] == term and came and stayed


def _idle_at(
    college: College, own: list[dict], done: dict, sunday: date, most: dict[str, int]
) -> dict[str, int]:
    end = college.on(sunday).cut
    due = defaultdict(list)
    for row in college.rows("dim_task"):
        released = row["released_at"] is None or row["released_at"] <= college.cut
        asked = released and row["task_kind"] in ("assignment", "pre_task") and row["due_at"] is not None
        if asked and end - timedelta(weeks=2) < row["due_at"] <= end:
            due[row["offering_id"]].append(row["task_id"])
    found = defaultdict(set)
    for row in own:
        tasks = due.get(row["offering_id"], ())
        handed = any(done.get((row["student_pid"], task), end + timedelta(1)) <= end for task in tasks)
        if tasks and not handed:
            found[row["student_pid"]].add(college.offerings[row["offering_id"]]["course_code"])
    return {student: max(len(courses), most.get(student, 0)) for student, courses in found.items()}


def counted(college: College, values: dict[str, float], limit: float, *, below: bool = False) -> int:
    """Students in school whose value has crossed a line."""
    over = (lambda value: value < limit - 1e-9) if below else (lambda value: value >= limit)
    return sum(over(value) for student, value in values.items() if student in college.enrolled)
