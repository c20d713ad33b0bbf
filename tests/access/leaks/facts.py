"""A college made by hand, small enough to know by heart: two departments of two majors of two classes of two students.

Its rows stand in small_rows.py, the database in small_college.py. D1 holds M1 (C1, C2) and
M2 (C3, C4), D2 holds M3 (C5, C6) and M4 (C7, C8); s01, s02 are of C1, s03, s04 of C2 and so on.
"""

from __future__ import annotations

from datetime import date, datetime

TERM = "2025-2026-1"
DAY, NOON = date(2025, 9, 1), datetime(2025, 9, 1, 12)
AS_OF, TODAY = date(2025, 11, 2), date(2025, 11, 10)
OLD, CURRENT = 1, 2  # snapshots

UNITS = {"M1": "D1", "M2": "D1", "M3": "D2", "M4": "D2"}
CLASSES = {f"C{n}": f"M{(n + 1) // 2}" for n in range(1, 9)}
STUDENTS = {f"s{n:02d}": f"C{(n + 1) // 2}" for n in range(1, 17)}
COURSES = {"K1": "D1", "K2": "D1", "K3": "D2", "K4": "D2"}
OFFERINGS = {"O1": "K1", "O2": "K1", "O3": "K2", "O4": "K3", "O5": "K4"}
TEACHING = {"O1": ("t1",), "O2": ("t1", "t2"), "O3": ("t2",), "O4": ("t3",), "O5": ("t4",)}
STAFF = {
    **dict.fromkeys(("t_dean", "t_exdean", "t_leader", "t_course", "t_class", "t1", "t2"), "D1"),
    **dict.fromkeys(("t3", "t4", "t_dean2", "t_class2"), "D2"),
}
ATTENDING = {
    **dict.fromkeys(("s01", "s02", "s03", "s04"), ("O1", "O4")), **dict.fromkeys(("s05", "s06", "s07", "s08"), ("O2", "O3")),
    **dict.fromkeys(("s09", "s10", "s11", "s12"), ("O4", "O5")), "s13": ("O1", "O5"),
    **dict.fromkeys(("s14", "s15", "s16"), ("O5",)),
}  # fmt: skip
PLAN = {"P1": ("M1", ("K1", "K3")), "P3": ("M3", ("K4",))}  # programme: major and its courses
OFFICES = {
    "o_lead": "leadership", "o_quality": "quality_office", "o_admin": "data_admin", "o_visit": "supervisor",
    "o_centre": "teacher_centre", "o_students": "student_affairs", "o_hr": "hr", "o_teaching": "academic_affairs",
    "o_service": "service_office", "o_audit": "auditor",
}  # fmt: skip
# role, kind and code of the unit, until when (None: still)
POSTS = (
    ("t_dean", "dean", "org", "D1", None), ("t_exdean", "dean", "org", "D2", date(2025, 10, 1)),
    ("t_leader", "major_leader", "major", "M1", None), ("t_course", "course_leader", "course", "K1", None),
    ("t_class", "counsellor", "class", "C1", None), ("t_class", "counsellor", "class", "C2", None),
    ("t_class2", "counsellor", "class", "C5", None), ("t_class", "dean", "class", "C7", None),
)  # fmt: skip
WARNED = {"s01": CURRENT, "s03": CURRENT, "s09": CURRENT, "s05": OLD}  # student: snapshot of the warning
OBJECTS = "s02"  # to the model layer
OBJECTING = {OBJECTS}
HANDED_OVER = {"s03", "s10"}  # referred, and transferred (STEPS)
AGREES, AGREED_ONCE = "t1", "t3"  # that the leader of the own major reads the profile by name
OPENED = {("o_lead", "leadership", "s05"), ("o_lead", "leadership", "t1"), ("t_class", "counsellor", "s16")}
MOVED = "s01"  # was of C5 before
# student, actor, role, kind, outcome, class when it was written
STEPS = (
    ("s01", "t_class", "counsellor", "talk", None, "C1"), ("s03", "t_class", "counsellor", "referral", None, "C2"),
    ("s10", "t4", "teacher", "talk", "transferred", "C5"), ("s09", "t3", "teacher", "talk", None, "C5"),
    ("s01", "t_class2", "counsellor", "phone", "not_needed", "C5"), ("s16", "t4", "teacher", "phone", "resolved", "C8"),
)  # fmt: skip
GROUPS = (
    None,
    "student_academic_record",
    "attendance_process",
    "teacher_profile",
    "supervision_record",
    "rule_warning",
)
OPENNESS = ((True, True), (False, True), (False, False))
PERSONAL = (
    "unit_indicator", "teacher_profile", "evaluation_comment", "supervision_record", "teacher_appraisal",
    "student_academic_record", "attendance_process", "rule_warning", "model_priority", "course_support",
    "intervention_note", "intervention_text", "student_activity", "internship_employment", "financial_aid",
    "mental_health", "card_door", "sensitive_attribute", "request_appeal", "quality_incident", "access_log",
    "access_log_actor", "break_glass", "own_choice", "student_identity", "teacher_identity", "set_aside_row",
    "access_administration", "teaching_value_added", "no_such_category",
)  # fmt: skip
ELSEWHERE = PERSONAL[10:]  # of these categories figures stand in one table alone
LOG = (
    # actor, role, kind and id of the object
    ("t_class", "counsellor", "student", "s01"), ("t_dean", "dean", "student", "s01"), ("s01", "student", "student", "s01"),
    ("t_dean", "dean", "teacher", "t1"), ("o_quality", "quality_office", "teacher", "t3"), ("t_class2", "counsellor", "class", "C5"),
    ("o_admin", "data_admin", "grant", "1"), ("o_admin", "data_admin", "setting", "zone"), ("t1", "teacher", "page", "grants"),
    ("jobs", None, "retention", "sec_access_log"), ("o_audit", "auditor", "student", "s09"), ("o_admin", "data_admin", "student", "s01"), ("t3", "teacher", "session", "x"),
    ("t4", "teacher", "binding", "2"), ("o_admin", "data_admin", "load", "3"),
)  # fmt: skip
FIGURES = {
    "ind_value": ("value", "n", "numerator", "low"), "mart_index": ("score", "low"), "mart_dimension": ("score",),
    "mart_item": ("value", "score", "gain"), "mart_week": ("value", "numerator", "denominator"),
}  # fmt: skip


def place(student):
    """class_code, major_code, org_code of a student."""
    code = STUDENTS[student]
    return {"class_code": code, "major_code": CLASSES[code], "org_code": UNITS[CLASSES[code]]}


def owner(offering):
    """The department that an offering belongs to."""
    return COURSES[OFFERINGS[offering]]
