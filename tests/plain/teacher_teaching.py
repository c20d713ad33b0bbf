"""Teacher indicators once more: workload, evaluation, supervision, sessions, marking, results."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta

from tests.plain.calendar import last_day, trailing
from tests.plain.college import College
from tests.plain.course_results import enrolled_credits, first_attempts, response_means, visit_means
from tests.plain.course_sessions import due_sessions, stage_sessions
from tests.plain.rolling import ratio, staying
from tests.plain.school_results import newest
from tests.plain.statistics import least_squares, shrunken_means

WEEK = timedelta(hours=168)


def teams(college: College) -> dict[str, set[str]]:
    """Teaching class -> teachers its team names."""
    found = defaultdict(set)
    for row in college.rows("bridge_offering_teacher"):
        if row["offering_id"] in college.offerings:
            found[row["offering_id"]].add(row["teacher_pid"])
    return found


def _own(
    college: College, name: str, counts: dict, found: dict, *, interval: bool = False, least: int = 0
) -> None:
    """The whole class for every teacher of it, per term."""
    team, sums = teams(college), defaultdict(lambda: [0.0, 0.0])
    for offering_id, (top, bottom) in counts.items():
        for pid in team[offering_id]:
            sums[(pid, college.offerings[offering_id]["term_id"])][0] += top
            sums[(pid, college.offerings[offering_id]["term_id"])][1] += bottom
    for (pid, term), pair in sums.items():
        row = ratio(*pair, interval=interval)
        if least and pair[1]:
            row["status"] = "provisional" if pair[1] < least else "observed"
        found[(name, "teacher", pid, term)] = row


def _workload(college: College, found: dict) -> None:
    shares = {
        (row["offering_id"], row["teacher_pid"]): row["share"]
        for row in college.rows("bridge_offering_teacher")
    }
    sums, number = defaultdict(float), defaultdict(int)
    for row in college.rows("fact_teacher_workload"):
        offering = college.offerings.get(row["offering_id"])
        if offering is not None and row["standard_hours"] is not None:
            key = (row["teacher_pid"], offering["term_id"])
            share = shares.get((row["offering_id"], row["teacher_pid"]))
            sums[key] += row["standard_hours"] * (1.0 if share is None else share)
            number[key] += 1
    for (pid, term), hours in sums.items():
        found[("tch_workload", "teacher", pid, term)] = {"value": hours, "n": number[(pid, term)]}


def _evaluation(college: College, found: dict) -> None:
    recent = college.closed[-2:]
    for pid, row in evaluations(college, recent).items():
        found[("tch_set_eb", "teacher", pid, recent[-1])] = row
    if recent:
        _without_classes(college, found, "tch_set_eb", recent[-1])


def evaluations(college: College, recent: list[str]) -> dict[str, dict]:
    """Teacher -> the shrunken mean of the responses of some terms, less the effects of course types."""
    told = [
        row | {"type": type_of(college, row["offering_id"])}
        for row in response_means(college)
        if row["term_id"] in recent and row["offering_id"] in college.offerings
    ]
    if not told:
        return {}
    grand = sum(row["score"] for row in told) / len(told)
    by_type = defaultdict(list)
    for row in told:
        by_type[row["type"]].append(row["score"])
    effects = {kind: sum(listed) / len(listed) - grand for kind, listed in by_type.items()}
    samples, classes, groups = defaultdict(list), defaultdict(set), {}
    for row in told:
        samples[row["teacher_pid"]].append(row["score"] - effects[row["type"]])
        classes[row["teacher_pid"]].add(row["offering_id"])
    for pid in samples:
        teacher = college.teachers.get(pid, {})
        groups[pid] = (teacher.get("staff_type"), teacher.get("org_code"))
    stay, found = staying(college), {}
    for pid, row in shrunken_means(samples, groups, wide=lambda group: None).items():
        size = sum(len(stay[offering_id]) for offering_id in classes[pid])
        rate = min(row["n"] / size, 1.0) if size else None
        status = "provisional" if row["n"] < 8 or rate is None or rate < 0.4 else "observed"
        found[pid] = row | {"response_rate": rate, "status": status}
    return found


def type_of(college: College, offering_id: str) -> str | None:
    """The type of the course of a teaching class."""
    return college.courses.get(college.offerings[offering_id]["course_code"], {}).get("course_type")


def _without_classes(college: College, found: dict, name: str, period: str) -> None:
    """Not applicable to counsellors without a value whom no teaching class of the newest three terms names."""
    recent = {row["term_id"] for row in college.terms[-3:]}
    teach = {
        pid
        for one, people in teams(college).items()
        if college.offerings[one]["term_id"] in recent
        for pid in people
    }
    teach |= {entity for indicator, _, entity, _ in found if indicator == name}
    for pid, row in college.teachers.items():
        if row["staff_type"] == "counsellor" and pid not in teach:
            found[(name, "teacher", pid, period)] = {"value": None, "status": "not_applicable"}


def _supervision(college: College, found: dict) -> None:
    samples = defaultdict(list)
    for row in visit_means(college):
        if trailing(college, row["visited_on"], 2):
            samples[row["teacher_pid"]].append(row["score"])
    period = f"2y:{college.as_of.year}"
    for pid, row in shrunken_means(samples, dict.fromkeys(samples), wide=lambda group: None).items():
        status = "provisional" if row["n"] < 2 else "observed"
        found[("tch_supervision", "teacher", pid, period)] = row | {"status": status}


def _sessions(college: College, found: dict) -> None:
    executed, records = defaultdict(lambda: [0.0, 0.0]), defaultdict(lambda: [0.0, 0.0])
    for row in due_sessions(college):
        took_place = row["status"] in ("held", "moved")
        periods = row["period_count"] if row["period_count"] is not None else 1
        known = row["planned_topic"] is not None and (not took_place or row["delivered_topic"] is not None)
        executed[row["offering_id"]][1] += periods * known
        executed[row["offering_id"]][0] += periods * (
            known and took_place and row["planned_topic"] == row["delivered_topic"]
        )
        if took_place:
            day = row["made_up_on"] if row["status"] == "moved" and row["made_up_on"] else row["held_on"]
            limit = datetime.combine(day + timedelta(days=3), time(15, 59, 59))  # in UTC
            if limit <= college.cut:
                moments = (row["attendance_recorded_at"], row["topic_recorded_at"])
                records[row["offering_id"]][1] += 1
                records[row["offering_id"]][0] += all(one is not None and one <= limit for one in moments)
    _own(college, "tch_content_execution", executed, found)
    _without_classes(college, found, "tch_content_execution", college.term)
    _own(college, "tch_class_records", records, found)
    _own(college, "tch_stage_coverage", stage_sessions(college), found)


def _marking(college: College, found: dict) -> None:
    events = college.events("fact_assignment")
    if events.empty:
        return
    limit = events["submitted_at"] + WEEK
    due = (events["task_kind"] == "assignment") & (limit <= college.cut)
    ontime = due & events["marked_at"].notna() & (events["marked_at"] <= limit)
    below = events[due].groupby("offering_id").size().to_dict()
    above = events[ontime].groupby("offering_id").size().to_dict()
    counts = {one: (above.get(one, 0), number) for one, number in below.items() if one in college.offerings}
    _own(college, "tch_feedback_ontime", counts, found, interval=True, least=30)


def _results(college: College, found: dict) -> None:
    first, passes = first_attempts(college), defaultdict(lambda: [0.0, 0.0])
    for row in first:
        passes[row["offering_id"]][0] += row["result"] == "passed"
        passes[row["offering_id"]][1] += 1
    _own(college, "tch_first_pass", passes, found, interval=True)
    _value_added(college, found, [row for row in first if row["score"] is not None])


def _means_before(college: College, scored: list[dict]) -> dict[tuple[str, str], float]:
    """(student, term) -> mean of earlier first attempts by credits, those not known counting 1."""
    order = {row["term_id"]: place for place, row in enumerate(college.terms)}
    credits, own = enrolled_credits(college), defaultdict(list)
    for row in scored:
        weight = credits.get((row["student_pid"], row["offering_id"]))
        place = order[college.offerings[row["offering_id"]]["term_id"]]
        own[row["student_pid"]].append((place, 1.0 if weight is None else weight, row["score"]))
    found = {}
    for pid, listed in own.items():
        for term, place in order.items():
            before = [(weight, points) for when, weight, points in listed if when < place]
            if before and sum(weight for weight, _ in before) > 0:
                found[(pid, term)] = sum(w * s for w, s in before) / sum(w for w, _ in before)
    return found


def _value_added(college: College, found: dict, scored: list[dict]) -> None:
    before, team = _means_before(college, scored), teams(college)
    year = newest(
        {college.offerings[one]["term_id"][:9] for one in college.offerings if _over(college, one)}, 1
    )
    if not year:
        return
    groups = defaultdict(list)  # course and term -> (earlier mean, score, teaching class, student)
    for row in scored:
        offering = college.offerings[row["offering_id"]]
        key = (row["student_pid"], offering["term_id"])
        if offering["is_common_exam"] and offering["term_id"][:9] == year[0] and key in before:
            groups[(offering["course_code"], offering["term_id"])].append(
                (before[key], row["score"], row["offering_id"], row["student_pid"])
            )
    samples, classes, people = defaultdict(list), defaultdict(set), defaultdict(set)
    for listed in groups.values():
        if len({pid for *_, one, _ in listed for pid in team[one]}) < 2:
            continue
        base, slope = least_squares([(x, y) for x, y, *_ in listed])
        for x, y, one, student in listed:
            for pid in team[one]:
                samples[pid].append(y - base - slope * x)
                classes[pid].add(one)
                people[pid].add(student)
    for pid, row in shrunken_means(samples, dict.fromkeys(samples), wide=lambda group: None).items():
        status = "provisional" if len(classes[pid]) < 2 or len(people[pid]) < 40 else "observed"
        found[("tch_value_added", "teacher", pid, year[0])] = row | {"status": status}


def _over(college: College, offering_id: str) -> bool:
    return last_day(college.offerings[offering_id]["term_id"][:9]) <= college.as_of


PARTS = (_workload, _evaluation, _supervision, _sessions, _marking, _results)
