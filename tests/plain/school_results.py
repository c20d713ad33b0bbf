"""School and major indicators once more: graduates, certificates, contests, satisfaction, service."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from tests.plain.calendar import last_day, version_on, year_over
from tests.plain.college import College
from tests.plain.rolling import SCHOOL, ratio
from tests.plain.school_conditions import full_time
from tests.plain.statistics import wilson
from tests.plain.student_life import CONTEST, PRIZES, in_year

AT_WORK = ("employed", "flexible", "self_employed")


def newest(years, count: int = 4) -> list[int]:
    """The newest years of some."""
    return sorted(set(years))[-count:]


def _units(row: dict, college: College) -> list[tuple[str, str]]:
    listed = [("school", SCHOOL), ("org", row["org_code"]), ("major", row["major_code"])]
    return [(kind, entity) for kind, entity in listed if entity is not None]


def _sums(found: dict, names: tuple, college: College, counted: list[tuple[dict, bool, int]]) -> None:
    """names: of school and department, and of major; counted: row with its unit, whether it fits, year."""
    sums = defaultdict(lambda: [0, 0])
    for row, fits, year in counted:
        for kind, entity in _units(row, college):
            sums[(kind, entity, str(year))][0] += bool(fits)
            sums[(kind, entity, str(year))][1] += 1
    for (kind, entity, year), pair in sums.items():
        name = names[kind == "major"]
        if name is not None:
            found[(name, kind, entity, year)] = ratio(*pair)


def _employment(college: College, found: dict) -> None:
    told = [
        row
        for row in college.rows("fact_employment")
        if row["counted_on"] is None or row["counted_on"] <= college.as_of
    ]
    years = newest(row["graduation_year"] for row in told)
    told = [row for row in told if row["graduation_year"] in years]
    at_work = [row for row in told if row["outcome"] in AT_WORK]
    placed = (*AT_WORK, "further_study")
    _sums(
        found,
        ("sch_placement_rate", "maj_placement"),
        college,
        [(row, row["outcome"] in placed, row["graduation_year"]) for row in told],
    )
    for names, column in (
        (("sch_match_rate", "maj_match"), "is_match"),
        (("sch_local_rate", None), "is_in_province"),
    ):
        known = [(row, row[column], row["graduation_year"]) for row in at_work if row[column] is not None]
        _sums(found, names, college, known)
    pay = defaultdict(list)
    for row in at_work:
        if row["start_pay"] is not None and row["major_code"] is not None:
            pay[(row["major_code"], str(row["graduation_year"]))].append(row["start_pay"])
    for (code, year), listed in pay.items():
        found[("maj_start_pay", "major", code, year)] = {"value": median(listed), "n": len(listed)}


def median(listed: list[float]) -> float:
    ordered, middle = sorted(listed), len(listed) // 2
    return ordered[middle] if len(listed) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _graduation(college: College, found: dict) -> None:
    due = [
        row
        for row in college.rows("fact_graduation")
        if row["due_year"] is not None and date(row["due_year"], 7, 31) <= college.as_of
    ]
    _sums(
        found,
        ("sch_ontime_grad_rate", "sch_ontime_grad_rate"),
        college,
        [(row, row["outcome"] == "graduated", row["due_year"]) for row in due],
    )
    issued = [row for row in college.rows("fact_certificate") if row["issued_on"] is not None]
    if not issued:
        return
    first = min(row["issued_on"] for row in issued).year
    holders = {row["student_pid"] for row in issued if row["issued_on"] <= college.as_of}
    done = [
        row
        for row in college.rows("fact_graduation")
        if row["outcome"] == "graduated"
        and row["graduated_on"] is not None
        and row["graduated_on"] <= college.as_of
        and row["graduated_on"].year >= first
    ]
    years = newest(row["graduated_on"].year for row in done)
    counted = [
        (row, row["student_pid"] in holders, row["graduated_on"].year)
        for row in done
        if row["graduated_on"].year in years
    ]
    _sums(found, ("sch_certificate_rate", "maj_certificate_rate"), college, counted)


def _contests(college: College, found: dict) -> None:
    rows, year = college.rows("fact_competition"), year_over(college)
    if not rows:
        return
    entries = {row["entry_no"]: row for row in rows if row["held_on"] and in_year(row["held_on"], year)}
    points = sum(
        CONTEST[row["level"]][PRIZES.index(row["award"])]
        for row in entries.values()
        if row["level"] in CONTEST and row["award"] in PRIZES
    )
    students = len(college.enrolled)
    key = ("school", SCHOOL, year)
    found[("sch_contest_points", *key)] = _per_thousand(points, students)
    there = [
        pid for pid, row in college.enrolled.items() if _entered(row, last_day(year))
    ]  # who had come by the end of that year
    took_part = {row["student_pid"] for row in entries_of(rows, year)}
    found[("sch_contest_participation", *key)] = ratio(sum(pid in took_part for pid in there), len(there))


def entries_of(rows: list[dict], year: str) -> list[dict]:
    return [row for row in rows if row["held_on"] and in_year(row["held_on"], year)]


def _entered(row: dict, last: date) -> bool:
    if row["entry_on"] is not None:
        return row["entry_on"] <= last
    return row["entry_year"] is not None and row["entry_year"] < last.year


def _per_thousand(top: float, students: int) -> dict:
    return {"value": top / students * 1000, "n": students}


def _projects(college: College, found: dict) -> None:
    year = year_over(college)
    projects = {
        row["activity_no"]
        for row in college.rows("fact_second_classroom")
        if row["is_project"] and row["is_recognised"] and in_year(row["held_on"], year)
    }
    if college.rows("fact_second_classroom"):
        key = ("sch_innovation_projects", "school", SCHOOL, year)
        found[key] = _per_thousand(len(projects), len(college.enrolled))


def responses(college: College, population: str) -> list[dict]:
    """Responses to closed surveys of a population: survey, unit, mean of items."""
    surveys = {
        row["survey_no"]: row
        for row in college.rows("dim_survey")
        if row["population"] == population and (row["closed_on"] is None or row["closed_on"] <= college.as_of)
    }
    items, first = defaultdict(list), {}
    for row in college.rows("fact_survey_response"):
        if row["survey_no"] in surveys and row["score"] is not None:
            key = (row["survey_no"], row["response_no"])
            items[key].append(row["score"])
            first.setdefault(key, row)
    return [
        first[key] | {"mean": sum(listed) / len(listed), "survey": surveys[key[0]]}
        for key, listed in items.items()
    ]


def _survey_row(top: float, n: int, listed: list[dict]) -> dict:
    """What a share says, with the response rate of the year's surveys."""
    surveys = {row["survey_no"]: row["survey"] for row in listed}.values()
    invited = sum(row["invited"] or 0 for row in surveys)
    rate = len(listed) / invited if invited else None
    row = {"value": top / n, "n": n, "response_rate": rate}
    row["low"], row["high"] = wilson(top, n)
    row["status"] = "provisional" if rate is None or rate < 0.3 else "observed"
    return row


def _employers(college: College, found: dict) -> None:
    told = responses(college, "employer")
    for year in newest(row["survey"]["year"] for row in told):
        own = [row for row in told if row["survey"]["year"] == year]
        top = sum(row["mean"] >= 4 for row in own)
        found[("sch_employer_satisfaction", "school", SCHOOL, str(year))] = _survey_row(top, len(own), own)
        by_major = defaultdict(list)
        for row in own:
            if row["major_code"] is not None:
                by_major[row["major_code"]].append(row["mean"] >= 4)
        for code, listed in by_major.items():
            key = ("maj_employer_satisfaction", "major", code, str(year))
            found[key] = _survey_row(sum(listed), len(listed), own)


def _students(college: College, found: dict) -> None:
    told = responses(college, "student")
    for year in newest(row["survey"]["year"] for row in told):
        own = [row for row in told if row["survey"]["year"] == year]
        closed = max(row["survey"]["closed_on"] for row in own)
        sizes, cells = defaultdict(int), defaultdict(list)
        for row in version_on(college, "dim_student", "student_pid", closed).values():
            if row["student_status"] == "enrolled":
                sizes[(row["org_code"], row["entry_year"])] += 1
        for row in own:
            cells[(row["org_code"], row["entry_year"])].append(row["mean"] >= 4)
        top = sum(sizes[cell] * sum(listed) / len(listed) for cell, listed in cells.items())
        share = top / sum(sizes[cell] for cell in cells)
        key = ("sch_student_satisfaction", "school", SCHOOL, str(year))
        found[key] = _survey_row(share * len(own), len(own), own)


def _service(college: College, found: dict) -> None:
    for name, kind, column, below in (
        ("sch_service_income_pt", "technical", "income", full_time(college)),
        ("sch_training_volume", "training", "person_days", len(college.enrolled)),
    ):
        own = {}
        for row in college.rows("fact_social_service"):
            over = row["received_on"] is not None and row["received_on"].year < college.as_of.year
            if over and row["service_kind"] == kind and row[column] is not None:
                own.setdefault(row["service_no"], row)
        for year in newest(row["received_on"].year for row in own.values()):
            listed = [row[column] for row in own.values() if row["received_on"].year == year]
            key = (name, "school", SCHOOL, str(year))
            found[key] = ratio(sum(listed), below) | {"n": len(listed)}


PARTS = (_employment, _graduation, _contests, _projects, _employers, _students, _service)
