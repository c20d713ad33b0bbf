"""Course indicators once more: sessions, attendance, stages, tasks, marking."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from tests.plain.college import College
from tests.plain.rolling import rolled, staying, units

PRESENT, LEAVE = ("present", "late", "early_leave"), ("sick", "personal", "official")


def due_sessions(college: College) -> list[dict]:
    """Sessions dated up to the as-of whose status is not planned."""
    return [
        row for row in college.rows("fact_session")
        if row["held_on"] <= college.as_of and row["status"] != "planned" and row["offering_id"] in college.offerings
    ]  # fmt: skip


def as_planned(college: College, row: dict) -> bool:
    """Held, or moved or cancelled and made up within two weeks by the as-of."""
    if row["status"] == "held":
        return True
    made_up = row["made_up_on"]
    if made_up is None or made_up > college.as_of:
        return False
    return row["status"] in ("moved", "cancelled") and (made_up - row["held_on"]).days <= 14


def _sessions(college: College, found: dict) -> None:
    executed, held = defaultdict(lambda: [0.0, 0.0]), defaultdict(lambda: [0.0, 0.0])
    for row in due_sessions(college):
        held[row["offering_id"]][0] += as_planned(college, row)
        held[row["offering_id"]][1] += 1
        took_place = row["status"] in ("held", "moved")
        told = row["planned_topic"] is not None and (not took_place or row["delivered_topic"] is not None)
        if told:
            periods = row["period_count"] if row["period_count"] is not None else 1
            executed[row["offering_id"]][1] += periods
            if took_place and row["planned_topic"] == row["delivered_topic"]:
                executed[row["offering_id"]][0] += periods
        else:
            executed[row["offering_id"]]  # a class without a plan is there, and cannot be told
    rolled(college, "crs_content_execution", executed, found)
    rolled(college, "crs_session_held", held, found)


def _attendance(college: College, found: dict) -> None:
    counts = defaultdict(lambda: [0.0, 0.0])
    events = college.events("fact_attendance")
    if events.empty:
        return
    for (offering_id, status), number in events.groupby(["offering_id", "status"]).size().items():
        if status in PRESENT:
            counts[offering_id][0] += number
        if status not in LEAVE:
            counts[offering_id][1] += number
        else:
            counts[offering_id][1] += 0
    rolled(college, "crs_attendance", counts, found, interval=True)


def _participation(college: College, found: dict) -> None:
    counts = defaultdict(lambda: [0.0, 0.0])
    for row in college.events("fact_interaction").to_dict("records"):
        if row["present"] and row["present"] > 0:
            counts[row["offering_id"]][0] += row["participants"] / row["present"]
            counts[row["offering_id"]][1] += 1
    rolled(college, "crs_participation", counts, found)


def stage_sessions(college: College) -> dict[str, tuple[int, int]]:
    """Teaching class -> sessions held with activity in two stages or more, sessions held."""
    meetings = defaultdict(lambda: defaultdict(int))  # teaching class -> day -> sessions
    for row in due_sessions(college):
        if row["status"] in ("held", "moved"):
            day = row["made_up_on"] if row["status"] == "moved" and row["made_up_on"] else row["held_on"]
            meetings[row["offering_id"]][day] += 1
    active = defaultdict(lambda: defaultdict(set))  # teaching class -> stage -> days
    events = college.events("fact_lms_daily")
    if events.empty:
        return {}
    told = events[["offering_id", "stage", "day"]].drop_duplicates()
    for offering_id, stage, day in zip(told["offering_id"], told["stage"], told["day"], strict=True):
        active[offering_id][stage].add(
            day if isinstance(day, date) and not hasattr(day, "hour") else day.date()
        )
    return {offering_id: _covered(days, active[offering_id]) for offering_id, days in meetings.items()}


def _covered(days: dict[date, int], active: dict[str, set]) -> tuple[int, int]:
    ordered = sorted(days)
    stages = {day: set() for day in ordered}
    for stage, listed in active.items():
        for day in listed:
            meeting = _meeting_of(stage, day, ordered)
            if meeting is not None:
                stages[meeting].add(stage)
    held = sum(days.values())
    return sum(days[day] for day in ordered if len(stages[day] & {"pre", "in", "post"}) >= 2), held


def _meeting_of(stage: str, day: date, ordered: list[date]) -> date | None:
    if stage == "in":
        return day if day in ordered else None
    if stage == "pre":
        later = [one for one in ordered if day <= one <= day + timedelta(days=7)]
        return later[0] if later else None
    earlier = [one for one in ordered if day - timedelta(days=7) <= one <= day]
    return earlier[-1] if stage == "post" and earlier else None


def _stages(college: College, found: dict) -> None:
    rolled(college, "crs_stage_coverage", stage_sessions(college), found)


def _tasks(college: College, found: dict) -> None:
    stay, moment = staying(college), college.cut
    due = [row for row in college.rows("dim_task") if row["due_at"] is not None and row["due_at"] <= moment]
    handed = college.events("fact_assignment")
    if handed.empty:
        return
    for name, kind in (("crs_pre_completion", "pre_task"), ("crs_assignment_ontime", "assignment")):
        tasks = {
            row["task_id"]: row
            for row in due
            if row["task_kind"] == kind and row["offering_id"] in college.offerings
        }
        limits = handed["task_id"].map({task: row["due_at"] for task, row in tasks.items()})
        ontime = (
            handed[limits.notna() & (handed["submitted_at"] <= limits)]
            .groupby("offering_id")
            .size()
            .to_dict()
        )
        number = defaultdict(int)
        for row in tasks.values():
            number[row["offering_id"]] += 1
        wanted = {
            offering_id: count * len(stay[offering_id])
            for offering_id, count in number.items()
            if stay[offering_id]
        }
        counts = {
            offering_id: (min(ontime.get(offering_id, 0), most), most) for offering_id, most in wanted.items()
        }
        rolled(college, name, counts, found, interval=True)


def _quiz(college: College, found: dict) -> None:
    answers, events = college.events("fact_quiz"), college.events("fact_attendance")
    if answers.empty:
        return
    there = events[events["status"].isin(PRESENT)].groupby("session_id").size().to_dict()
    recorded = set(events["session_id"])
    stay = staying(college)
    most = defaultdict(int)
    for (session, _), people in answers.groupby(["session_id", "task_id"])["student_pid"].nunique().items():
        most[session] = max(most[session], people)
    counts = defaultdict(lambda: [0.0, 0.0])
    for row in due_sessions(college):
        if row["status"] not in ("held", "moved"):
            continue
        session = row["session_id"]
        present = there.get(session, 0) if session in recorded else len(stay[row["offering_id"]])
        counts[row["offering_id"]][1] += 1
        counts[row["offering_id"]][0] += session in most and most[session] * 2 >= present
    rolled(college, "crs_quiz_coverage", counts, found)


def _feedback(college: College, found: dict) -> None:
    handed = college.events("fact_assignment")
    if handed.empty:
        return
    marked = handed["marked_at"]
    known = marked.notna() & (handed["submitted_at"] < marked) & (marked <= college.cut)
    known &= (handed["task_kind"] == "assignment") & ~handed["is_returned"].eq(False).fillna(False).astype(
        bool
    )
    days, of_class = defaultdict(list), handed[known]
    waited = (of_class["marked_at"] - of_class["submitted_at"]).dt.total_seconds() // 60 / 1440
    for offering_id, listed in waited.groupby(of_class["offering_id"]):
        for unit in units(college, offering_id):
            days[unit] += listed.tolist()
    for unit, listed in days.items():
        found[("crs_feedback_days", *unit)] = {"value": _median(listed), "n": len(listed)}


def _median(listed: list[float]) -> float:
    ordered, middle = sorted(listed), len(listed) // 2
    return ordered[middle] if len(listed) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


PARTS = (_sessions, _attendance, _participation, _stages, _tasks, _quiz, _feedback)
