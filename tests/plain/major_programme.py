"""Major indicators once more: programmes, courses of the programme, requirements and their attainment."""

from __future__ import annotations

from collections import defaultdict

from tests.plain.college import College
from tests.plain.course_results import PARTS as _COURSE  # the attainment of courses, computed there
from tests.plain.course_results import school_years
from tests.plain.rolling import ratio

PROFESSIONAL = ("professional_basic", "professional_core", "professional_extension")
SUPPORT = {"H": 3, "M": 2, "L": 1}


def newest_programmes(college: College) -> dict[str, dict]:
    """Major -> its newest programme approved by the as-of or undated."""
    found: dict[str, dict] = {}
    for row in sorted(college.rows("dim_programme"), key=lambda row: (row["entry_grade"], row["version"])):
        if row["approved_on"] is None or row["approved_on"] <= college.as_of:
            found[row["major_code"]] = row
    return found


def _programmes(college: College, found: dict) -> None:
    courses = college.grouped("bridge_programme_course", "programme_id")
    for code, row in newest_programmes(college).items():
        key, total = ("major", code, str(row["entry_grade"])), row["total_hours"]
        for name, column in (
            ("maj_practice_share", "practice_hours"),
            ("maj_public_share", "public_hours"),
            ("maj_elective_share", "elective_hours"),
        ):
            if total is not None and row[column] is not None:
                found[(name, *key)] = ratio(row[column], total)
        if total is not None:
            found[("maj_total_hours", *key)] = {"value": total}
        marks = [one["is_core"] for one in courses.get(row["programme_id"], [])]
        if any(mark is not None for mark in marks):
            found[("maj_core_courses", *key)] = {"value": sum(bool(mark) for mark in marks)}


def _current(college: College, found: dict) -> None:
    newest = max((row["entry_year"] for row in college.students.values() if row["entry_year"]), default=None)
    with_students = {
        row["major_code"]
        for row in college.students.values()
        if row["entry_year"] == newest and row["major_code"]
    }
    for code in with_students:
        fresh = any(
            row["major_code"] == code and row["entry_grade"] == newest and row["approved_on"] is not None
            and row["approved_on"] <= college.as_of and row["approved_on"].year in (newest, newest - 1)
            for row in college.rows("dim_programme")
        )  # fmt: skip
        found[("maj_programme_current", "major", code, str(newest))] = {"value": float(fresh)}


def _coverage(college: College, found: dict) -> None:
    points = college.grouped("dim_grad_requirement", "programme_id")
    links = college.grouped("bridge_requirement_course", "programme_id")
    for code, row in newest_programmes(college).items():
        listed = points.get(row["programme_id"], [])
        if not listed:
            continue
        covered = 0
        for point in listed:
            own = [
                link
                for link in links.get(row["programme_id"], [])
                if link["requirement_code"] == point["requirement_code"]
            ]
            covered += len({link["course_code"] for link in own}) >= 2 and any(
                link["support"] == "H" for link in own
            )
        found[("maj_requirement_coverage", "major", code, str(row["entry_grade"]))] = ratio(
            covered, len(listed)
        )


def _attained(college: College, found: dict) -> None:
    known: dict[tuple, dict] = {}
    for part in _COURSE:
        part(college, known)
    by_year = defaultdict(list)  # (course, year) -> (n, value)
    for (name, kind, entity, term), row in known.items():
        if name == "crs_attainment" and kind == "course":
            by_year[(entity, term[:9])].append((row["n"], row["value"]))
    points = college.grouped("dim_grad_requirement", "programme_id")
    links = college.grouped("bridge_requirement_course", "programme_id")
    for code, programme in newest_programmes(college).items():
        for year in school_years(college):
            row = _attainment_of(
                points.get(programme["programme_id"], []),
                links.get(programme["programme_id"], []),
                by_year,
                year,
            )
            if row is not None:
                found[("maj_requirement_attainment", "major", code, year)] = row


def _attainment_of(points: list[dict], links: list[dict], by_year: dict, year: str) -> dict | None:
    top = bottom = 0.0
    used = {}
    for point in points:
        own = []
        for link in links:
            listed = by_year.get((link["course_code"], year), [])
            n = sum(number for number, _ in listed)
            if link["requirement_code"] == point["requirement_code"] and n > 0:
                own.append((SUPPORT[link["support"]], sum(number * value for number, value in listed) / n))
                used[link["course_code"]] = n
        if own:
            weight = 1 if point["weight"] is None else point["weight"]
            top += weight * sum(w * value for w, value in own) / sum(w for w, _ in own)
            bottom += weight
    if bottom <= 0:
        return None
    return {"numerator": top, "denominator": bottom, "value": top / bottom, "n": sum(used.values())}


def professional_courses(college: College) -> dict[str, list[dict]]:
    """Major -> courses of professional nature of its newest programme."""
    listed = college.grouped("bridge_programme_course", "programme_id")
    return {
        code: [
            college.courses[one["course_code"]] for one in listed.get(row["programme_id"], [])
            if college.courses.get(one["course_code"], {}).get("course_nature") in PROFESSIONAL
        ]
        for code, row in newest_programmes(college).items()
    }  # fmt: skip


def _courses(college: College, found: dict) -> None:
    majors = college._newest("dim_major", "major_code")
    listed = professional_courses(college)
    for code, major in majors.items():
        key, courses = ("major", code, college.term), listed.get(code, [])
        tiers = [row["course_tier"] for row in courses if row["course_tier"] is not None]
        if tiers:
            found[("maj_college_courses", *key)] = ratio(
                sum(tier in ("college", "provincial", "national") for tier in tiers), len(tiers)
            )
        modes = [row["is_project_based"] for row in courses if row["is_project_based"] is not None]
        if modes:
            found[("maj_project_courses", *key)] = ratio(sum(modes), len(modes))
        if major["has_feature_evidence"] is not None:
            found[("maj_feature_evidence", *key)] = {"value": float(major["has_feature_evidence"])}
        itself = major["key_level"] in ("provincial", "national")
        if itself or tiers:
            asset = itself or any(tier in ("provincial", "national") for tier in tiers)
            found[("maj_recognised_asset", *key)] = {"value": float(asset)}


PARTS = (_programmes, _current, _coverage, _attained, _courses)
