"""Course indicators once more: team, design, books, runs, resources."""

from __future__ import annotations

from collections import defaultdict

from tests.plain.college import College
from tests.plain.rolling import ratio, rolled, staying


def _team(college: College, found: dict) -> None:
    counts, members = defaultdict(lambda: [0.0, 0.0]), defaultdict(list)
    for row in college.rows("bridge_offering_teacher"):
        offering = college.offerings.get(row["offering_id"])
        if offering is None:
            continue
        members[(offering["course_code"], offering["term_id"])].append(row["teacher_pid"])
        teacher = college.teachers.get(row["teacher_pid"])
        if teacher is None:
            continue
        hours = college.courses.get(offering["course_code"], {}).get("hours")
        part = row["share"] * (1 if hours is None else hours)
        dual = teacher["dual_level"] not in (None, "none") or bool(teacher["is_enterprise"])
        counts[row["offering_id"]][0] += part * dual
        counts[row["offering_id"]][1] += part
    rolled(college, "crs_team_dual", counts, found)
    for (course, term), listed in members.items():
        found[("crs_team_size", "course", course, term)] = {"value": len(set(listed)), "n": len(listed)}


def _design(college: College, found: dict) -> None:
    now = college.term
    taught = set(college.courses)
    for code in taught:
        reviewed = college.courses[code]["standard_reviewed_on"]
        if reviewed is not None and reviewed <= college.as_of:
            found[("crs_standard_current", "course", code, now)] = {
                "value": float((college.as_of - reviewed).days <= 365)
            }
    mapped = {
        (row["course_code"], row["objective_no"]) for row in college.rows("bridge_objective_assessment")
    }
    for code, rows in college.grouped("dim_course_objective", "course_code").items():
        known = sum((code, row["objective_no"]) in mapped for row in rows)
        found[("crs_objective_mapping", "course", code, now)] = ratio(known, len(rows))
    listed = college.grouped("dim_course_unit", "course_code")
    for code, rows in listed.items():
        new = sum(
            row["revised_on"] is not None and 0 <= (college.as_of - row["revised_on"]).days <= 365
            for row in rows
        )
        found[("crs_units_revised", "course", code, now)] = ratio(new, len(rows))
    for code, rows in college.grouped("bridge_post_skill", "course_code").items():
        own = {row["unit_no"] for row in listed.get(code, [])}
        found[("crs_post_skill", "course", code, now)] = ratio(
            sum(row["unit_no"] in own for row in rows), len(rows)
        )


def _books(college: College, found: dict) -> None:
    books = {row["textbook_no"]: row for row in college.rows("dim_textbook")}
    counts, used = {}, defaultdict(set)
    for offering_id, rows in college.grouped("fact_textbook_adoption", "offering_id").items():
        if offering_id not in college.offerings:
            continue
        known = [books[row["textbook_no"]] for row in rows if row["textbook_no"] in books]
        states = [book["is_approved"] for book in known]
        if states and (False in states or None not in states):
            counts[offering_id] = (float(all(states)), 1.0)
        offering = college.offerings[offering_id]
        used[(offering["course_code"], offering["term_id"])] |= {book["textbook_no"] for book in known}
    rolled(college, "crs_textbook_compliance", counts, found)
    for (course, term), numbers in used.items():
        if numbers:
            total = sum(_book_points(books[number]) for number in numbers)
            found[("crs_textbook_points", "course", course, term)] = {"value": total, "n": len(numbers)}


def _book_points(book: dict) -> int:
    base = 3 if book["is_planned"] else 1 if book["is_approved"] else 0
    extra = book["is_codeveloped"] or book["textbook_kind"] == "loose_leaf"
    return base + 2 if base and extra else base


def _runs(college: College, found: dict) -> None:
    rows = college.grouped("fact_course_run", "course_code")
    if not rows:
        return
    for code in college.courses:
        done = [
            row for row in rows.get(code, [])
            if row["is_completed"] and (row["to_on"] is None or row["to_on"] <= college.as_of)
        ]  # fmt: skip
        found[("crs_completed_runs", "course", code, college.term)] = {"value": len(done)}
        known = [row["outside_learners"] for row in done if row["outside_learners"] is not None]
        if known:
            found[("crs_outside_learners", "course", code, college.term)] = ratio(sum(known), len(known))


def published(college: College) -> dict[str, list[dict]]:
    """Teaching class -> resources created by the as-of whose first planned week has begun."""
    mondays = {row["term_id"]: row["first_monday"] for row in college.terms}
    found = defaultdict(list)
    for row in college.rows("dim_resource"):
        offering = college.offerings.get(row["offering_id"])
        if offering is None or (row["created_on"] is not None and row["created_on"] > college.as_of):
            continue
        week = (college.as_of - mondays[offering["term_id"]]).days // 7 + 1
        if row["planned_week_from"] is None or row["planned_week_from"] <= week:
            found[row["offering_id"]].append(row)
    return found


def resource_counts(college: College) -> dict[str, tuple[int, int]]:
    """Teaching class -> active resources (visited by 30 % of the students), published resources."""
    stay, listed = staying(college), published(college)
    visitors = defaultdict(set)
    events = college.events("fact_resource_use")
    if events.empty:
        return {}
    for offering_id, resource, student in set(
        zip(events["offering_id"], events["resource_id"], events["student_pid"], strict=True)
    ):
        if student in stay[offering_id]:
            visitors[resource].add(student)
    return {
        offering_id: (
            sum(len(visitors[row["resource_id"]]) / len(stay[offering_id]) >= 0.3 for row in rows),
            len(rows),
        )
        for offering_id, rows in listed.items()
        if stay[offering_id]
    }


def _resources(college: College, found: dict) -> None:
    stay, listed, events = staying(college), published(college), college.events("fact_resource_use")
    if not events.empty:
        visits = defaultdict(float)
        for offering_id, student, number in zip(
            events["offering_id"], events["student_pid"], events["visits"], strict=True
        ):
            if student in stay[offering_id]:
                visits[offering_id] += number
        counts = {
            offering_id: (visits[offering_id], len(stay[offering_id]))
            for offering_id in listed
            if stay[offering_id]
        }
        rolled(college, "crs_resource_visits", counts, found)
        rolled(college, "crs_resource_active", resource_counts(college), found)
    _fresh(college, found)
    _per_credit(college, found)


def _fresh(college: College, found: dict) -> None:
    ends = {row["term_id"]: row["end_on"] for row in college.terms}
    counts = defaultdict(lambda: [0.0, 0.0])
    for row in college.rows("dim_resource"):
        if row["offering_id"] not in college.offerings:
            continue
        days = [
            day for day in (row["created_on"], row["updated_on"]) if day is not None and day <= college.as_of
        ]
        if days:
            reference = min(ends[college.offerings[row["offering_id"]]["term_id"]], college.as_of)
            counts[row["offering_id"]][0] += (reference - max(days)).days <= 365
            counts[row["offering_id"]][1] += 1
    rolled(college, "crs_resource_fresh", counts, found)


def _per_credit(college: College, found: dict) -> None:
    own, known = defaultdict(set), set()
    for row in college.rows("dim_resource"):
        offering = college.offerings.get(row["offering_id"])
        if offering is not None and row["is_own"] is not None:
            key = (offering["course_code"], offering["term_id"])
            known.add(key)
            if row["is_own"]:
                own[key].add(row["resource_no"])
    for code, term in known:
        credits = college.courses.get(code, {}).get("credits")
        if credits:
            found[("crs_resources_per_credit", "course", code, term)] = ratio(
                len(own[(code, term)]), credits
            ) | {"n": None}


PARTS = (_team, _design, _books, _runs, _resources)
