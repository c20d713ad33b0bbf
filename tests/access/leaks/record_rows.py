"""Rows of what persons of the small college have done, of the days of a student's term, and of warnings raised."""

from tests.access.leaks import model_rows
from tests.access.leaks.facts import CURRENT, STAFF, STUDENTS, TERM, place


def rows():
    """What persons have done, each kind in its category or part; the days of a student's term."""
    kinds = {
        "certificate": "student_activity",
        "reward": "student_academic_record",
        "internship": "internship_employment",
    }
    yield from model_rows.rows()
    yield "mart_student_record", [
        {"snapshot_id": CURRENT, "student_pid": pid, "record_id": f"{kind}:1", "kind": kind, "category": category, "n": 1, **place(pid)}
        for pid in STUDENTS for kind, category in kinds.items()
    ]  # fmt: skip
    yield (
        "mart_student_days",
        [
            {"snapshot_id": CURRENT, "student_pid": pid, "term_id": TERM, "days": "[[1,1,1,1]]", **place(pid)}
            for pid in STUDENTS
        ],
    )
    yield "mart_teacher_record", [
        {"snapshot_id": CURRENT, "teacher_pid": pid, "record_id": part, "kind": "training", "dimension_id": part, "org_code": org}
        for pid, org in STAFF.items() for part in ("D2", "D3", "D4", "D5")
    ]  # fmt: skip
    yield "mart_alert", [
        {"snapshot_id": CURRENT, "alert_no": f"A{pid}", "student_pid": pid, "layer": "in_term", "level": "red", **place(pid)}
        for pid in STUDENTS
    ]  # fmt: skip
