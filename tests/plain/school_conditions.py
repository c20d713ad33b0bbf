"""School indicators once more: headcounts, staff, areas, equipment, high-level majors."""

from __future__ import annotations

from collections import defaultdict

from tests.plain.calendar import OWN_STAFF, school_year_of
from tests.plain.college import College
from tests.plain.rolling import SCHOOL, ratio


def _headcounts(college: College, found: dict) -> None:
    students, majors, classes = defaultdict(int), defaultdict(set), defaultdict(set)
    for row in college.enrolled.values():
        units = [("school", SCHOOL), ("org", row["org_code"]), ("major", row["major_code"])]
        for unit in [*units, ("class", row["class_code"])]:
            students[unit] += 1
        for unit in units:
            if row["class_code"]:
                classes[unit].add(row["class_code"])
            if unit[0] != "major" and row["major_code"]:
                majors[unit].add(row["major_code"])
    teachers = defaultdict(int)
    for row in college.teachers.values():
        if row["staff_type"] == "full_time":
            teachers[("school", SCHOOL)] += 1
            teachers[("org", row["org_code"])] += 1
    for name, counts in (
        ("sch_students", students),
        ("sch_teachers", teachers),
        ("sch_majors", {unit: len(listed) for unit, listed in majors.items()}),
        ("sch_classes", {unit: len(listed) for unit, listed in classes.items()}),
    ):
        for (kind, entity), number in counts.items():
            if entity is not None:
                found[(name, kind, entity, college.term)] = {"value": number}


def full_time(college: College) -> int:
    """Full-time teachers at the as-of."""
    return sum(row["staff_type"] == "full_time" for row in college.teachers.values())


def _ratio(college: College, found: dict) -> None:
    own = full_time(college)
    outside = sum(row["staff_type"] == "external_part" for row in college.teachers.values())
    teachers = own + min(outside * 0.5, own / 4)
    year = school_year_of(college.as_of)
    if teachers:
        row = ratio(len(college.enrolled), teachers)
        found[("sch_student_teacher_ratio", "school", SCHOOL, year)] = _without_n(row)


def _without_n(row: dict) -> dict:
    return {name: value for name, value in row.items() if name != "n"}


def _shares(college: College, found: dict) -> None:
    year = school_year_of(college.as_of)
    sums = defaultdict(lambda: [0, 0])
    for row in college.teachers.values():
        if row["staff_type"] != "full_time":
            continue
        told = {}
        if row["is_professional"] and row["dual_level"] is not None:
            told["sch_dual_qualified_share"] = row["dual_level"] != "none"
        if row["degree"] is not None:
            told["sch_postgrad_share"] = row["degree"] in ("master", "doctor")
        if row["title_rank"] is not None:
            told["sch_senior_title_share"] = row["title_rank"] in ("associate_professor", "professor")
        for name, fits in told.items():
            for unit in (("school", SCHOOL), ("org", row["org_code"])):
                sums[(name, *unit)][0] += fits
                sums[(name, *unit)][1] += 1
    for key, pair in sums.items():
        if key[2] is not None:
            found[(*key, year)] = ratio(*pair)


def _counsellors(college: College, found: dict) -> None:
    students, staff = defaultdict(int), defaultdict(int)
    for row in college.enrolled.values():
        students[("school", SCHOOL)] += 1
        students[("org", row["org_code"])] += 1
    for row in college.teachers.values():
        if row["staff_type"] == "counsellor":
            staff[("school", SCHOOL)] += 1
            staff[("org", row["org_code"])] += 1
    for unit, number in staff.items():
        if unit[1] is not None and students.get(unit):
            key = ("sch_counsellor_ratio", *unit, college.term)
            found[key] = _without_n(ratio(students[unit], number))
    helpers = sum(
        row["staff_type"] in OWN_STAFF and row["special_post"] == "psychology"
        for row in college.teachers.values()
    )
    if helpers:
        found[("sch_psych_staff_ratio", "school", SCHOOL, college.term)] = _without_n(
            ratio(len(college.enrolled), helpers)
        )


ASSETS = {
    "sch_equipment_value_pp": ("teaching_equipment", "value"),
    "sch_books_pp": ("books", "quantity"),
    "sch_teaching_area_pp": ("teaching_area", "quantity"),
    "sch_dorm_area_pp": ("dormitory_area", "quantity"),
}


def _assets(college: College, found: dict) -> None:
    counted = [row for row in college.rows("fact_asset_snapshot") if row["snapshot_on"] <= college.as_of]
    counted.sort(key=lambda row: row["snapshot_on"])
    for name, (kind, column) in ASSETS.items():
        own = [row for row in counted if row["asset_kind"] == kind and row[column] is not None]
        if own:
            key = (name, "school", SCHOOL, str(own[-1]["snapshot_on"].year))
            found[key] = _without_n(ratio(own[-1][column], len(college.enrolled)))
    by_year = {}
    for row in counted:
        both = row["value"] is not None and row["added_value"] is not None
        if row["asset_kind"] == "teaching_equipment" and both:
            by_year[row["snapshot_on"].year] = row
    for year in sorted(by_year)[-4:]:
        row = by_year[year]
        found[("sch_new_equipment_share", "school", SCHOOL, str(year))] = _without_n(
            ratio(row["added_value"], row["value"] - row["added_value"])
        )


def _high_majors(college: College, found: dict) -> None:
    known = [
        row["key_level"]
        for row in college._newest("dim_major", "major_code").values()
        if row["key_level"] is not None
    ]
    if known:
        points = sum({"national": 2, "provincial": 1}.get(level, 0) for level in known)
        found[("sch_high_majors", "school", SCHOOL, college.term)] = {"value": points, "n": len(known)}


PARTS = (_headcounts, _ratio, _shares, _counsellors, _assets, _high_majors)
