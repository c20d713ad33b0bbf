"""Major indicators once more: admission, leaving, demand, rooms, projects, placements, partners."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from tests.plain.college import College
from tests.plain.course_results import school_years
from tests.plain.major_teaching import in_school
from tests.plain.rolling import ratio

DAYS_OF_SIX_MONTHS = 180


def _years(year: str) -> tuple[date, date]:
    return date(int(year[:4]), 9, 1), date(int(year[5:]), 8, 31)


def _plain(row: dict) -> dict:
    return {name: value for name, value in row.items() if name != "n"}


def _admission(college: College, found: dict) -> None:
    told = [row for row in college.rows("fact_admission") if date(row["year"], 10, 1) <= college.as_of]
    years = sorted({row["year"] for row in told})[-4:]
    for name, top, bottom in (
        ("maj_plan_fulfilment", "reported", "planned"), ("maj_report_in", "reported", "admitted"), ("maj_first_choice", "first_choice", "admitted"),
    ):  # fmt: skip
        sums = defaultdict(lambda: [0, 0])
        for row in told:
            if row["year"] in years and row[top] is not None and row[bottom] is not None:
                sums[(row["major_code"], row["year"])][0] += row[top]
                sums[(row["major_code"], row["year"])][1] += row[bottom]
        for (code, year), pair in sums.items():
            found[(name, "major", code, str(year))] = ratio(*pair)


def _leaving(college: College, found: dict) -> None:
    versions = college.grouped("dim_student", "student_pid")
    for year in school_years(college):
        start, end = _years(year)
        counts = defaultdict(lambda: [0, 0])
        for rows in versions.values():
            ordered = sorted(
                (row for row in rows if row["valid_from"] <= college.as_of), key=lambda row: row["valid_from"]
            )
            before = [row for row in ordered if row["valid_from"] <= start]
            if not before or before[-1]["student_status"] != "enrolled" or not before[-1]["major_code"]:
                continue
            code = before[-1]["major_code"]
            later = [row for row in ordered if start < row["valid_from"] <= end]
            left = any(
                row["student_status"] == "withdrawn" or (row["major_code"] or code) != code for row in later
            )
            counts[code][0] += left
            counts[code][1] += 1
        for code, pair in counts.items():
            found[("maj_attrition", "major", code, year)] = ratio(*pair)


def _demand(college: College, found: dict) -> None:
    posts, graduates = defaultdict(int), defaultdict(int)
    for row in college.rows("fact_demand"):
        posts[(row["major_code"], row["year"])] += row["posts"] or 0
    years = sorted({year for _, year in posts if year <= college.as_of.year})[-4:]
    for row in college.rows("fact_graduation"):
        day = row["graduated_on"]
        if row["outcome"] == "graduated" and day is not None and day <= college.as_of and row["major_code"]:
            graduates[(row["major_code"], day.year)] += 1
    for (code, year), number in graduates.items():
        if year in years:
            found[("maj_demand_ratio", "major", code, str(year))] = _plain(ratio(posts[(code, year)], number))


def _rooms(college: College, found: dict) -> None:
    rooms = {row["room_no"]: row for row in college.rows("dim_training_room")}
    use = college.grouped("bridge_room_major", "major_code")
    if rooms:
        for code, students in in_school(college).items():
            stations = sum(
                rooms[row["room_no"]]["workstations"] or 0
                for row in use.get(code, [])
                if row["room_no"] in rooms
            )
            found[("maj_workstation_pp", "major", code, college.term)] = _plain(ratio(stations, students))
    used = college.grouped("fact_room_use", "room_no")
    for code, rows in use.items():
        sums = defaultdict(lambda: [0, 0])
        for row in rows:
            for one in used.get(row["room_no"], []):
                if (
                    one["term_id"] in college.closed
                    and one["used_periods"] is not None
                    and one["available_periods"] is not None
                ):
                    sums[one["term_id"]][0] += one["used_periods"]
                    sums[one["term_id"]][1] += one["available_periods"]
        for term, pair in sums.items():
            found[("maj_room_use", "major", code, term)] = _plain(ratio(*pair))


def _projects(college: College, found: dict) -> None:
    sums = defaultdict(lambda: [0, 0])
    for row in college.rows("dim_training_project"):
        if row["term_id"] in college.closed and row["major_code"] and row["is_opened"] is not None:
            sums[(row["major_code"], row["term_id"])][0] += row["is_opened"]
            sums[(row["major_code"], row["term_id"])][1] += 1
    for (code, term), pair in sums.items():
        found[("maj_training_open_rate", "major", code, term)] = _plain(ratio(*pair))


def _placements(college: College, found: dict) -> None:
    own = college.grouped("fact_internship", "student_pid")
    for year in school_years(college):
        start, end = _years(year)
        match, complete, recorded = defaultdict(lambda: [0, 0]), defaultdict(lambda: [0, 0]), False
        for pid, student in college.students.items():
            code, rows = student["major_code"], own.get(pid, [])
            for row in rows:
                if code and start <= row["from_on"] <= end and row["is_match"] is not None:
                    match[code][0] += row["is_match"]
                    match[code][1] += 1
            due = student["entry_year"] is not None and student["schooling_years"] is not None
            due = due and student["entry_year"] + student["schooling_years"] == end.year
            if code and due and student["student_status"] in ("enrolled", "graduated"):
                recorded = recorded or bool(rows)
                complete[code][0] += _days(college, rows) >= DAYS_OF_SIX_MONTHS
                complete[code][1] += 1
        for code, pair in match.items():
            found[("maj_intern_match", "major", code, year)] = ratio(*pair)
        for code, pair in complete.items() if recorded else ():
            found[("maj_intern_complete", "major", code, year)] = ratio(*pair)


def _days(college: College, rows: list[dict]) -> int:
    total = 0
    for row in rows:
        good = (
            row["has_agreement"] and row["has_insurance"] and row["score"] is not None and row["score"] >= 60
        )
        end = min(row["to_on"] or college.as_of, college.as_of)
        total += max((end - row["from_on"]).days + 1, 0) if good else 0
    return total


def _partners(college: College, found: dict) -> None:
    rows = college.rows("fact_partner_agreement")
    if not rows:
        return
    first = min(row["from_on"] for row in rows)
    for year in school_years(college):
        start, end = _years(year)
        if end < first:
            continue
        by_partner = defaultdict(list)
        for row in rows:
            if row["from_on"] <= end and (row["to_on"] is None or row["to_on"] >= start):
                by_partner[(row["major_code"], row["partner_no"])].append(row)
        points, count = defaultdict(float), defaultdict(int)
        for (code, _), listed in by_partner.items():
            points[code] += min(_depth(listed), 10)
            count[code] += 1
        for code in college._newest("dim_major", "major_code"):
            found[("maj_partner_depth", "major", code, year)] = {"value": points[code] / 10}


def _depth(rows: list[dict]) -> int:
    worth = (("has_order_class", 3), ("has_joint_course", 2), ("has_part_time", 2), ("has_joint_base", 2))
    total = sum(points for name, points in worth if any(row[name] for row in rows))
    return total + (sum(row["recruits"] or 0 for row in rows) >= 5)


PARTS = (_admission, _leaving, _demand, _rooms, _projects, _placements, _partners)
