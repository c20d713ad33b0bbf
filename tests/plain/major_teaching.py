"""Major indicators once more: teachers and their weights in a major, results, sessions, stages, resources."""

from __future__ import annotations

from collections import defaultdict

from tests.plain.college import College
from tests.plain.course_design import resource_counts
from tests.plain.course_results import first_attempts
from tests.plain.course_sessions import as_planned, due_sessions, stage_sessions
from tests.plain.major_programme import PROFESSIONAL
from tests.plain.rolling import ratio


def major_of(college: College) -> dict[str, str]:
    """Teaching class -> major of its administrative class."""
    classes = college._newest("dim_class", "class_code")
    found = {
        offering_id: classes.get(row["class_code"], {}).get("major_code")
        for offering_id, row in college.offerings.items()
    }
    return {offering_id: code for offering_id, code in found.items() if code is not None}


def weights(college: College) -> dict[tuple[str, str], float]:
    """(teacher, major) -> hours of the two newest terms given to classes of the major over all hours of these terms."""
    recent = {row["term_id"] for row in college.terms[-2:]}
    majors, own, whole = major_of(college), defaultdict(float), defaultdict(float)
    for row in college.rows("bridge_offering_teacher"):
        offering = college.offerings.get(row["offering_id"])
        if offering is None or offering["term_id"] not in recent:
            continue
        hours = college.courses.get(offering["course_code"], {}).get("hours")
        part = row["share"] * (1 if hours is None else hours)
        whole[row["teacher_pid"]] += part
        if row["offering_id"] in majors:
            own[(row["teacher_pid"], majors[row["offering_id"]])] += part
    return {key: part / whole[key[0]] for key, part in own.items() if whole[key[0]] > 0}


def in_school(college: College) -> dict[str, int]:
    """Major -> students in school."""
    counts = defaultdict(int)
    for row in college.enrolled.values():
        if row["major_code"]:
            counts[row["major_code"]] += 1
    return counts


def _staff(college: College, found: dict) -> None:
    full, dual, senior = defaultdict(float), defaultdict(lambda: [0.0, 0.0]), defaultdict(lambda: [0.0, 0.0])
    counted, people = defaultdict(int), defaultdict(int)
    for (pid, code), weight in weights(college).items():
        teacher = college.teachers.get(pid)
        if teacher is None or teacher["staff_type"] != "full_time":
            continue
        full[code] += weight
        people[code] += 1
        senior[code][0] += weight * (teacher["title_rank"] in ("associate_professor", "professor"))
        senior[code][1] += weight
        if teacher["is_professional"]:
            counted[code] += 1
            dual[code][0] += weight * (teacher["dual_level"] not in (None, "none"))
            dual[code][1] += weight
    students = in_school(college)
    for code in full:
        if students.get(code):
            found[("maj_student_teacher_ratio", "major", code, college.term)] = _without_n(
                ratio(students[code], full[code])
            )
        found[("maj_senior_share", "major", code, college.term)] = _without_n(ratio(*senior[code]))
    for code, pair in dual.items():
        found[("maj_dual_share", "major", code, college.term)] = _without_n(ratio(*pair))


def _without_n(row: dict) -> dict:
    return {name: value for name, value in row.items() if name != "n"}


def _sessions(college: College, found: dict) -> None:
    majors = major_of(college)
    held, hours = defaultdict(lambda: [0.0, 0.0]), defaultdict(lambda: [0.0, 0.0])
    team = college.grouped("bridge_offering_teacher", "offering_id")
    for row in due_sessions(college):
        code = majors.get(row["offering_id"])
        if code is None:
            continue
        offering = college.offerings[row["offering_id"]]
        held[(code, offering["term_id"])][0] += as_planned(college, row)
        held[(code, offering["term_id"])][1] += 1
        nature = college.courses.get(offering["course_code"], {}).get("course_nature")
        if row["status"] in ("held", "moved") and nature in PROFESSIONAL:
            periods = 1 if row["period_count"] is None else row["period_count"]
            for one in team.get(row["offering_id"], []):
                teacher = college.teachers.get(one["teacher_pid"])
                if teacher is not None:
                    outside = teacher["staff_type"] == "external_part" and bool(teacher["is_enterprise"])
                    hours[(code, offering["term_id"])][0] += periods * one["share"] * outside
                    hours[(code, offering["term_id"])][1] += periods * one["share"]
    for (code, term), pair in held.items():
        found[("maj_session_held", "major", code, term)] = ratio(*pair)
    for (code, term), pair in hours.items():
        found[("maj_parttime_hours", "major", code, term)] = _without_n(ratio(*pair))


def _rolled(college: College, name: str, counts: dict, found: dict) -> None:
    sums, majors = defaultdict(lambda: [0.0, 0.0]), major_of(college)
    for offering_id, (top, bottom) in counts.items():
        if offering_id in majors:
            key = (majors[offering_id], college.offerings[offering_id]["term_id"])
            sums[key][0] += top
            sums[key][1] += bottom
    for (code, term), pair in sums.items():
        found[(name, "major", code, term)] = ratio(*pair)


def _stages_and_resources(college: College, found: dict) -> None:
    _rolled(college, "maj_stage_coverage", stage_sessions(college), found)
    _rolled(college, "maj_resource_active", resource_counts(college), found)


def _core(college: College, found: dict) -> None:
    counts = defaultdict(lambda: [0.0, 0.0])
    for row in first_attempts(college):
        offering = college.offerings[row["offering_id"]]
        code = college.students.get(row["student_pid"], {}).get("major_code")
        if (
            code
            and college.courses.get(offering["course_code"], {}).get("course_nature") == "professional_core"
        ):
            counts[(code, offering["term_id"])][0] += row["result"] == "passed"
            counts[(code, offering["term_id"])][1] += 1
    for (code, term), pair in counts.items():
        found[("maj_core_first_pass", "major", code, term)] = ratio(*pair, interval=True)


PARTS = (_staff, _sessions, _stages_and_resources, _core)
