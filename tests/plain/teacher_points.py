"""Teacher indicators once more: points of the table of C.11 (typed here again), their parts and caps; service, innovation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from tests.plain import standards
from tests.plain.calendar import trailing, year_over
from tests.plain.college import College
from tests.plain.student_life import CONTEST, PRIZES, in_year
from tests.plain.teacher_growth import of_staff, of_year

AWARDS = {
    "national": (20, 15, 10), "provincial": (10, 7, 5), "city": (4, 3, 2), "college": (2, 1.5, 1),
}  # fmt: skip
COURSES = {"national": 20, "provincial": 10, "college": 4}
TEXTBOOKS = {"national": 15, "provincial": 8, "city": 4, "college": 2}
PROJECTS = {"national": 20, "provincial": 10, "city": 5, "college": 2}
OUTPUTS = {
    "core_paper": 5, "paper": 2, "invention_patent": 6, "utility_patent": 2, "standard": 8, "monograph": 8,
}  # fmt: skip


def part(order, count) -> float:
    """The part of one person: alone 1, the first 0.6, the others 0.4 in equal shares."""
    if count is None or count < 2:
        return 1.0
    return 0.6 if order == 1 else 0.4 / (count - 1)


def _counted(
    college: College, found: dict, name: str, listed: Iterable[tuple], scope: Callable = of_staff
) -> None:
    """listed: (person, kind of item, points of the person); capped per kind at half the stretch value."""
    kinds: dict[str, dict] = defaultdict(lambda: defaultdict(float))
    for pid, kind, points in listed:
        kinds[pid][kind] += points
    for pid, row in college.teachers.items():
        if not scope(row):
            continue
        top = standards.stretch(standards.of_teacher(college, row), name)
        sums = kinds[pid].values()
        raw = sum(sums)
        value = raw if top is None else sum(min(one, top / 2) for one in sums)
        found[(name, "teacher", pid, f"3y:{college.as_of.year}")] = {"value": value, "raw_value": raw}


def _prize(table: dict, row: dict) -> float:
    known = row["level"] in table and row["award"] in PRIZES
    return table[row["level"]][PRIZES.index(row["award"])] if known else 0.0


def _awards(college: College, found: dict) -> None:
    rows = college.rows("fact_teaching_award")
    listed = [
        (
            row["teacher_pid"],
            (row["award_kind"], row["level"]),
            _prize(AWARDS, row) * part(row["person_order"], row["person_count"]),
        )
        for row in rows
        if trailing(college, row["awarded_on"], 3)
    ]
    if rows:
        _counted(college, found, "tch_teaching_awards", listed)


def _guided(college: College, found: dict) -> None:
    entries: dict[str, dict] = {}
    for row in sorted(college.rows("fact_competition"), key=lambda row: row["student_pid"]):
        entries.setdefault(row["entry_no"], row)
    advisers = college.grouped("bridge_competition_adviser", "entry_no")
    listed = []
    for entry_no, people in advisers.items():
        row = entries.get(entry_no)
        if row is not None and trailing(college, row["held_on"], 3):
            listed += [
                (
                    one["teacher_pid"],
                    row["level"],
                    _prize(CONTEST, row) * part(one["person_order"], len(people)),
                )
                for one in people
            ]
    if entries and advisers:
        _counted(college, found, "tch_guided_awards", listed)


def _building(college: College, found: dict) -> None:
    rows = college.rows("fact_course_build")
    listed = []
    for row in rows:
        if trailing(college, row["finished_on"], 3):
            table = COURSES if row["build_kind"] == "course" else TEXTBOOKS
            points = table.get(row["level"], 0) * part(row["person_order"], row["person_count"])
            listed.append((row["teacher_pid"], (row["build_kind"], row["level"]), points))
    if rows:
        _counted(college, found, "tch_course_building", listed)


def _research(college: College, found: dict) -> None:
    projects, outputs = college.rows("fact_research_project"), college.rows("fact_research_output")
    if not projects or not outputs:
        return
    listed = [
        (
            row["teacher_pid"],
            ("project", row["level"]),
            PROJECTS.get(row["level"], 0) * part(row["person_order"], row["person_count"]),
        )
        for row in projects
        if trailing(college, row["approved_on"], 3)
    ] + [
        (
            row["teacher_pid"],
            row["output_kind"],
            OUTPUTS.get(row["output_kind"], 0) * part(row["person_order"], row["person_count"]),
        )
        for row in outputs
        if trailing(college, row["published_on"], 3)
    ]
    _counted(college, found, "tch_research_points", listed)
    _counted(college, found, "cou_research_points", listed, lambda row: row["staff_type"] == "counsellor")


def _service(college: College, found: dict) -> None:
    rows = college.rows("fact_social_service")
    if not rows:
        return
    income, days = defaultdict(float), defaultdict(float)
    for row in rows:
        share = 1.0 if row["share"] is None else row["share"]
        if row["income"] is not None and trailing(college, row["received_on"], 3):
            income[row["teacher_pid"]] += row["income"] * share
        dated = row["received_on"] is not None and in_year(row["received_on"], year_over(college))
        if row["person_days"] is not None and dated:
            days[row["teacher_pid"]] += row["person_days"] * share
    _plain(college, found, "tch_service_income", f"3y:{college.as_of.year}", income)
    of_year(college, found, "tch_social_training", of_staff, days)


def _plain(college: College, found: dict, name: str, period: str, values: dict) -> None:
    for pid, row in college.teachers.items():
        if of_staff(row):
            found[(name, "teacher", pid, period)] = {"value": values.get(pid, 0.0)}


def _innovation(college: College, found: dict) -> None:
    rows, sums = college.rows("qa_innovation"), defaultdict(float)
    for row in rows:
        if trailing(college, row["accepted_on"], 2):
            sums[row["teacher_pid"]] += part(row["person_order"], row["person_count"])
    if rows:
        _plain(college, found, "tch_innovation", f"2y:{college.as_of.year}", sums)


PARTS = (_awards, _guided, _building, _research, _service, _innovation)
