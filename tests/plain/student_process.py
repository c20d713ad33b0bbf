"""Student indicators once more: the process of the running term."""

from __future__ import annotations

from collections import defaultdict

from tests.plain.college import College
from tests.plain.course_sessions import LEAVE, PRESENT
from tests.plain.rolling import ratio


def _now(college: College, table: str):
    events = college.events(table)
    return events if events.empty else events[events["term_id"] == college.term]


def _attendance(college: College, found: dict) -> None:
    events = _now(college, "fact_attendance")
    if events.empty:
        return
    practice = {
        one
        for one, row in college.offerings.items()
        if college.courses.get(row["course_code"], {}).get("course_type") == "C"
    }
    counts = defaultdict(lambda: defaultdict(int))
    columns = (events[name] for name in ("student_pid", "offering_id", "status", "period_count"))
    for pid, offering_id, status, periods in zip(*columns, strict=True):
        own, hours = counts[pid], 1 if periods is None or periods != periods else periods
        own["all"] += 1
        own["present"] += status in PRESENT
        own["leave"] += status in LEAVE
        own["absent"] += status == "absent"
        if offering_id in practice:
            own["practice"] += hours
            own["away"] += hours * (status in LEAVE)
            own["practised"] += hours * (status in PRESENT)
    for pid, own in counts.items():
        key = ("student", pid, college.term)
        if own["all"] >= 5:
            found[("stu_attendance", *key)] = ratio(own["present"], own["all"] - own["leave"], interval=True)
            found[("stu_unexcused", *key)] = ratio(own["absent"], own["all"], interval=True)
        if own["practice"]:
            found[("stu_practice_hours", *key)] = ratio(
                own["practised"], own["practice"] - own["away"], interval=True
            )


def _tasks(college: College, found: dict) -> None:
    handed = _now(college, "fact_assignment")
    if handed.empty:
        return
    tasks = {
        row["task_id"]: row for row in college.rows("dim_task")
        if row["due_at"] is not None and row["due_at"] <= college.cut and row["task_kind"] in ("assignment", "pre_task")
    }  # fmt: skip
    number, ontime = defaultdict(int), defaultdict(int)
    for row in tasks.values():
        number[row["offering_id"]] += 1
    for pid, task, moment in zip(
        handed["student_pid"], handed["task_id"], handed["submitted_at"], strict=True
    ):
        if task in tasks and moment <= tasks[task]["due_at"]:
            ontime[(pid, tasks[task]["offering_id"])] += 1
    sums = defaultdict(lambda: [0, 0])
    for row in college.rows("fact_enrolment"):
        offering = college.offerings.get(row["offering_id"])
        if (
            offering
            and offering["term_id"] == college.term
            and row["unregistered_on"] is None
            and number[row["offering_id"]]
        ):
            due = number[row["offering_id"]]
            sums[row["student_pid"]][0] += min(ontime[(row["student_pid"], row["offering_id"])], due)
            sums[row["student_pid"]][1] += due
    for pid, (top, bottom) in sums.items():
        if bottom >= 5:
            found[("stu_task_ontime", "student", pid, college.term)] = ratio(top, bottom, interval=True)


def _online(college: College, found: dict) -> None:
    events = _now(college, "fact_lms_daily")
    if events.empty:
        return
    weeks = int(events["week_no"].max())
    days = defaultdict(set)
    for pid, week, day in zip(events["student_pid"], events["week_no"], events["day"], strict=True):
        days[(pid, week)].add(day)
    active = defaultdict(int)
    for (pid, _), listed in days.items():
        active[pid] += len(listed) >= 2
    for pid, count in active.items():
        if weeks >= 3:
            found[("stu_engagement_regularity", "student", pid, college.term)] = ratio(
                count, weeks, interval=True
            )


def _quizzes(college: College, found: dict) -> None:
    events = _now(college, "fact_quiz")
    if events.empty:
        return
    own, answered = defaultdict(list), defaultdict(int)
    for pid, offering_id, score in zip(
        events["student_pid"], events["offering_id"], events["score"], strict=True
    ):
        own[pid].append(score)
        answered[(pid, offering_id)] += 1
    given = _quizzes_given(college)
    for pid, scores in own.items():
        if len(scores) >= 3:
            rate = min(len(scores) / given[pid], 1.0) if given.get(pid) else None
            found[("stu_quiz_score", "student", pid, college.term)] = ratio(sum(scores), len(scores)) | {
                "response_rate": rate
            }
    _participation(college, found, answered)


def _quizzes_given(college: College) -> dict[str, int]:
    """Student -> quizzes due by the as-of in the teaching classes of the term that the student has not left."""
    number, found = defaultdict(int), defaultdict(int)
    for row in college.rows("dim_task"):
        if row["task_kind"] == "quiz" and row["due_at"] is not None and row["due_at"] <= college.cut:
            number[row["offering_id"]] += 1
    for row in college.rows("fact_enrolment"):
        offering = college.offerings.get(row["offering_id"])
        if offering and offering["term_id"] == college.term and row["unregistered_on"] is None:
            found[row["student_pid"]] += number[row["offering_id"]]
    return found


def _participation(college: College, found: dict, answered: dict) -> None:
    asked = {offering_id for _, offering_id in answered}
    classes = defaultdict(list)
    for row in college.rows("fact_enrolment"):
        offering = college.offerings.get(row["offering_id"])
        if (
            offering
            and offering["term_id"] == college.term
            and row["unregistered_on"] is None
            and row["offering_id"] in asked
        ):
            classes[row["offering_id"]].append(row["student_pid"])
    places = defaultdict(list)
    for offering_id, people in classes.items():
        counts = {pid: answered.get((pid, offering_id), 0) for pid in people}
        if len(people) >= 10:
            for pid, count in counts.items():
                below = sum(other < count for other in counts.values())
                same = sum(other == count for other in counts.values())
                places[pid].append((below + same / 2) / len(people) * 100)
    for pid, listed in places.items():
        if len(listed) >= 3:
            found[("stu_participation", "student", pid, college.term)] = {
                "value": sum(listed) / len(listed),
                "n": len(listed),
            }


def _risk(college: College, found: dict) -> None:
    rows = defaultdict(list)
    for row in college.rows("ml_course_risk"):
        if row["is_latest"] and row["term_id"] == college.term and row["credits"] is not None:
            rows[row["student_pid"]].append(row["credits"] * row["probability"])
    for pid, listed in rows.items():
        found[("stu_risk_priority", "student", pid, college.term)] = {"value": sum(listed), "n": len(listed)}


PARTS = (_attendance, _tasks, _online, _quizzes, _risk)
