"""Student indicators once more: what students do beyond courses."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from tests.plain.college import College
from tests.plain.plans import milestones

CERTIFICATES = {"junior": 1, "intermediate": 2, "senior": 3}
ROLES = {"leader": 2, "core": 1}
CONTEST = {  # student skill contests: level -> first, second, third
    "national": (15, 10, 7), "provincial": (7, 5, 3), "city": (3, 2, 1), "college": (1, 0.7, 0.5),
}  # fmt: skip
PRIZES = ("first", "second", "third")


def elapsed(college: College, student: dict) -> tuple[int, int]:
    """Autumn and spring terms closed since entry (at most those planned), and terms planned."""
    planned = 2 * (student["schooling_years"] or 3)
    closed = [row for row in college.terms if row["term_id"] in college.closed and row["term_no"] <= 2]
    if not closed or student["entry_year"] is None:
        return 0, planned
    return max(
        0, min(2 * (closed[-1]["start_year"] - student["entry_year"]) + closed[-1]["term_no"], planned)
    ), planned


def year_over(college: College) -> str:
    """The newest school year that is over."""
    start = college.as_of.year - (1 if college.as_of >= date(college.as_of.year, 9, 1) else 2)
    return f"{start}-{start + 1}"


def in_year(day: date, year: str) -> bool:
    return date(int(year[:4]), 9, 1) <= day <= date(int(year[5:]), 8, 31)


def to_date(college: College, found: dict, name: str, values: dict[str, float]) -> None:
    """Everybody has a value, 0 where the register has nothing."""
    for pid in college.enrolled:
        found[(name, "student", pid, college.term)] = {
            "value": float(values.get(pid, 0)),
            "status": "observed",
        }


def of_year(college: College, found: dict, name: str, values: dict[str, float]) -> None:
    """A number of the newest year over; who entered later has none."""
    year = year_over(college)
    last = date(int(year[5:]), 8, 31)
    for pid, row in college.enrolled.items():
        later = (
            row["entry_on"] > last
            if row["entry_on"] is not None
            else (row["entry_year"] or 0) > last.year - 1
        )
        told = (
            {"value": None, "status": "not_applicable"}
            if later
            else {"value": float(values.get(pid, 0)), "status": "observed"}
        )
        found[(name, "student", pid, year)] = told


def _classroom(college: College, found: dict) -> None:
    rows = [
        row
        for row in college.rows("fact_second_classroom")
        if row["is_recognised"] and row["held_on"] <= college.as_of
    ]
    if not college.rows("fact_second_classroom"):
        return
    sums = defaultdict(lambda: defaultdict(float))
    year = year_over(college)
    for row in rows:
        own, module = sums[row["student_pid"]], row["module"]
        own["stu_second_classroom"] += row["credits"] or 0
        own["stu_innovation"] += (row["credits"] or 0) if module == "innovation" else 0
        own["stu_literacy_credits"] += (row["credits"] or 0) if module == "literacy" else 0
        own["stu_labour"] += (row["hours"] or 0) if module == "labour" else 0
        own["stu_leadership"] += ROLES.get(row["role"], 0.5) if module == "club" or row["is_project"] else 0
        if in_year(row["held_on"], year):
            own["stu_civic_hours"] += (row["hours"] or 0) if module in ("ideology", "civic") else 0
            own["stu_sport_hours"] += (row["hours"] or 0) if module == "sport" else 0
    for name in (
        "stu_second_classroom",
        "stu_innovation",
        "stu_literacy_credits",
        "stu_labour",
        "stu_leadership",
    ):
        to_date(college, found, name, {pid: own[name] for pid, own in sums.items()})
    for name in ("stu_civic_hours", "stu_sport_hours"):
        of_year(college, found, name, {pid: own[name] for pid, own in sums.items()})


def _practice(college: College, found: dict) -> None:
    if not college.rows("fact_social_practice"):
        return
    hours, number, year = defaultdict(float), defaultdict(int), year_over(college)
    for row in college.rows("fact_social_practice"):
        day = row["to_on"] or row["from_on"]
        if row["is_recognised"] and day <= college.as_of and in_year(day, year):
            hours[row["student_pid"]] += row["hours"] or 0
            number[row["student_pid"]] += 1
    of_year(college, found, "stu_social_practice", hours)
    of_year(college, found, "stu_practice_projects", number)


def asks_certificate(college: College) -> set[str]:
    """Students whose newest programme of major and entry year asks for a certificate."""
    newest = {}
    for row in sorted(college.rows("dim_programme"), key=lambda row: row["version"]):
        if row["approved_on"] is None or row["approved_on"] <= college.as_of:
            newest[(row["major_code"], row["entry_grade"])] = bool(row["is_certificate_required"])
    return {
        pid for pid, row in college.enrolled.items() if newest.get((row["major_code"], row["entry_year"]))
    }


def _certificates(college: College, found: dict) -> None:
    if not college.rows("fact_certificate"):
        return
    points, offered = defaultdict(float), set()
    for row in college.rows("fact_certificate"):
        if row["issued_on"] <= college.as_of:
            points[row["student_pid"]] += CERTIFICATES.get(row["level"], 1)
            if row["student_pid"] in college.students:
                offered.add(college.students[row["student_pid"]]["major_code"])
    asked = asks_certificate(college)
    for pid, row in college.enrolled.items():
        applies = row["major_code"] in offered or pid in asked
        told = (
            {"value": points.get(pid, 0.0), "status": "observed"}
            if applies
            else {"value": None, "status": "not_applicable"}
        )
        found[("stu_certificates", "student", pid, college.term)] = told
        reached, planned = elapsed(college, row)
        due = pid in asked and reached >= planned - 1
        told = (
            {"value": float(pid in points), "status": "observed"}
            if due
            else {"value": None, "status": "not_applicable"}
        )
        found[("stu_certificate_met", "student", pid, college.term)] = told


def _contests(college: College, found: dict) -> None:
    if not college.rows("fact_competition"):
        return
    points = defaultdict(float)
    for row in college.rows("fact_competition"):
        if row["held_on"] <= college.as_of and row["award"] in PRIZES and row["level"] in CONTEST:
            size = row["team_size"] or 1
            part = 1.0 if size < 2 else (1.2 if row["is_leader"] else 1.0) / size
            points[row["student_pid"]] += CONTEST[row["level"]][PRIZES.index(row["award"])] * part
    to_date(college, found, "stu_contest_points", points)


def _fitness(college: College, found: dict) -> None:
    if not college.rows("fact_fitness_test"):
        return
    newest = {}
    for row in sorted(college.rows("fact_fitness_test"), key=lambda row: row["year"]):
        if row["item"] == "total" and (row["tested_on"] is None or row["tested_on"] <= college.as_of):
            newest[row["student_pid"]] = row
    for pid, student in college.enrolled.items():
        row = newest.get(pid)
        if row is None:
            status = "not_applicable" if elapsed(college, student)[0] < 2 else "missing"
            found[("stu_fitness", "student", pid, str(college.as_of.year))] = {
                "value": None,
                "status": status,
            }
        elif row["is_exempt"]:
            found[("stu_fitness", "student", pid, str(row["year"]))] = {
                "value": None,
                "status": "not_applicable",
            }
        else:
            status = "missing" if row["score"] is None else "observed"
            found[("stu_fitness", "student", pid, str(row["year"]))] = {
                "value": row["score"],
                "status": status,
            }


def _internship(college: College, found: dict) -> None:
    if not college.rows("fact_internship"):
        return
    own = defaultdict(list)
    for row in sorted(college.rows("fact_internship"), key=lambda row: row["from_on"]):
        if row["from_on"] <= college.as_of:
            own[row["student_pid"]].append(row)
    for pid, student in college.enrolled.items():
        marked = [
            row
            for row in own[pid]
            if row["score"] is not None and (row["scored_on"] is None or row["scored_on"] <= college.as_of)
        ]
        key = ("stu_internship", "student", pid, college.term)
        if marked:
            found[key] = {"value": marked[-1]["score"], "status": "observed"}
            continue
        reached, planned = elapsed(college, student)
        runs = bool(own[pid]) and (own[pid][-1]["to_on"] is None or own[pid][-1]["to_on"] > college.as_of)
        before = not own[pid] and reached < planned - 1
        found[key] = {"value": None, "status": "not_applicable" if runs or before else "missing"}


def _plan(college: College, found: dict) -> None:
    start = college.terms[-2]["day_zero"] if len(college.terms) > 1 else college.terms[-1]["day_zero"]
    counts = defaultdict(lambda: [0, 0])
    for row in milestones(college, "student"):
        if start <= row["due_on"] <= college.as_of:
            counts[row["student_pid"]][0] += row["done_on"] is not None and row["done_on"] <= college.as_of
            counts[row["student_pid"]][1] += 1
    for pid, (top, bottom) in counts.items():
        found[("stu_plan_progress", "student", pid, college.term)] = {
            "numerator": top,
            "denominator": bottom,
            "value": top / bottom,
            "n": bottom,
        }


def _context(college: College, found: dict) -> None:
    start = next(row["day_zero"] for row in college.terms if row["term_id"] == college.term)
    if college.rows("fact_library_loan"):
        loans = defaultdict(int)
        for row in college.rows("fact_library_loan"):
            loans[row["student_pid"]] += start <= row["borrowed_on"] <= college.as_of
        to_date(college, found, "stu_library", loans)
    if college.rows("fact_request"):
        waiting = defaultdict(int)
        for row in college.rows("fact_request"):
            again = (
                row["closed_at"] is not None
                and row["reopened_at"] is not None
                and row["reopened_at"] > row["closed_at"]
            )
            if row["student_pid"] is not None and (row["closed_at"] is None or again):
                waiting[row["student_pid"]] += 1
        to_date(college, found, "stu_request_open", waiting)


PARTS = (_classroom, _practice, _certificates, _contests, _fitness, _internship, _plan, _context)
