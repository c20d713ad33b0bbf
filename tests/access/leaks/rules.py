"""Who reads which row and which figure of the small college, worked out from the document in plain Python.

It imports nothing of the product: the words of F.2 (tests/access/f2.py), the scopes of F.1 and the rules of F.3 over dicts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tests.access import f2
from tests.access.leaks import facts as college
from tests.access.leaks import wider_college

# Category of rows -> row of F.2; categories without one are parts (f2.PARTS).
DOCUMENT = {
    "unit_indicator": "School, unit, major, course indicators", "teacher_profile": "Teacher profile and index",
    "evaluation_comment": "Evaluation raw comments", "supervision_record": "Supervision records",
    "teacher_appraisal": "Ethics finding, appraisal result", "student_academic_record": "Student academic record",
    "attendance_process": "Attendance and LMS process data", "rule_warning": "Rule warning level",
    "model_priority": "Model priority and reasons", "intervention_note": "Intervention notes",
    "student_activity": "Second classroom, practice, certificates", "internship_employment": "Internship, employment",
    "financial_aid": "Financial aid, aid recognition", "mental_health": "Mental-health referral",
    "card_door": "Card, door, dormitory", "sensitive_attribute": "Ethnic group, religion, political status, health",
    "request_appeal": "Requests and appeals", "quality_incident": "Quality incidents", "access_log": "Access log",
}  # fmt: skip
OPEN, SYSTEM, BY_ROW = "open to whoever signs in", "jobs alone", "category of the row"

ENTITY = {
    "org": "org_code", "major": "major_code", "class": "class_code", "course": "course_code", "offering": "offering_id",
    "teacher": "teacher_pid", "student": "student_pid",
}  # fmt: skip
PLACED = {key: ENTITY[key] for key in ("org", "major", "class", "student")}
STUDENT, TEACHER, OFFERING = (
    {"student": "student_pid"},
    {"teacher": "teacher_pid"},
    {"offering": "offering_id"},
)
# Table -> its category and what tells about whom a row is.
TABLES = {
    **wider_college.TABLES,
    **dict.fromkeys((
        "bridge_offering_teacher", "bridge_programme_course", "bridge_requirement_course", "bridge_teacher_role",
        "dim_calendar_week", "dim_course", "dim_grad_requirement", "dim_major", "dim_offering", "dim_org",
        "dim_programme", "dim_school", "dim_term", "mart_source_gap", "meta_check", "meta_home", "meta_load",
        "meta_counted_day", "meta_load_file", "meta_mapping", "meta_national_table", "meta_set_aside_reason", "meta_snapshot", "meta_source", "meta_watermark", "ml_guard", "ml_model", "qa_standard",
        "sec_log_anchor"), (OPEN, {})),
    **dict.fromkeys(("sec_log_head", "sec_session_end"), (SYSTEM, {})),
    **dict.fromkeys(("fact_session", "dim_task", "dim_resource"), ("unit_indicator", OFFERING)),
    **dict.fromkeys(("ind_value", "mart_index", "mart_dimension", "mart_item", "mart_week"), (BY_ROW, ENTITY)),
    **dict.fromkeys(("dim_student", "mart_student"), ("student_academic_record", PLACED)),
    **dict.fromkeys(("fact_enrolment", "fact_grade_attempt"), ("student_academic_record", STUDENT | OFFERING)),
    **dict.fromkeys(("fact_teacher_training", "fact_enterprise_practice", "fact_teacher_workload"), ("teacher_profile", TEACHER)),
    "restricted.meta_set_aside_row": ("set_aside_row", {"addressed": "owner_role"}),
    "restricted.meta_row_history": ("set_aside_row", {}),
    **dict.fromkeys(("sec_grant", "sec_binding"), ("access_administration", {})),
    "dim_person": (BY_ROW, {"student": "person_pid", "teacher": "person_pid"}),
    "dim_class": (OPEN, {key: ENTITY[key] for key in ("org", "major", "class")}),
    "dim_offering": (OPEN, {key: ENTITY[key] for key in ("org", "course", "class", "offering")}),
    "dim_teacher": ("teacher_profile", TEACHER | {"org": "org_code"}),
    "fact_student_status": ("student_academic_record", STUDENT),
    "fact_graduation": ("student_academic_record", STUDENT | {"org": "org_code", "major": "major_code"}),
    "fact_set_response": ("teacher_profile", TEACHER | OFFERING),
    "fact_supervision": ("supervision_record", TEACHER | OFFERING | {"visitor": "supervisor_pid"}),
    "restricted.agg_card_week": ("card_door", STUDENT),
    "restricted.fact_student_sensitive": ("sensitive_attribute", STUDENT),
    "restricted.fact_teacher_appraisal": ("teacher_appraisal", TEACHER),
    "mart_roster": ("student_academic_record", {key: ENTITY[key] for key in ENTITY if key != "teacher"}),
    "mart_offering": ("unit_indicator", {key: ENTITY[key] for key in ("org", "course", "offering", "teacher")}),
    "mart_score_bin": ("unit_indicator", {"org": "org_code", "course": "course_code"}),
    "mart_tally": ("unit_indicator", {"org": "org_code", "major": "major_code"}),
    "mart_rule_warning": ("rule_warning", PLACED),
    "mart_alert": ("rule_warning", PLACED),
    "mart_student_record": (BY_ROW, PLACED),
    "mart_student_days": ("attendance_process", PLACED),
    "mart_teacher_record": ("teacher_profile", TEACHER | {"org": "org_code"}),
    # what was written of a student belongs to whoever cares for the student now, whatever class it was written in
    "ml_prediction": ("model_priority", STUDENT),
    "ml_course_risk": ("model_priority", STUDENT),
    # about groups: those by sensitive attributes are the quality office's alone, whatever unit they lie in
    **dict.fromkeys(("ml_group_audit", "ml_monitor"), (BY_ROW, {})),
    "qa_intervention": ("intervention_note", STUDENT | {"actor": "actor_pid"}),
    "qa_case_note": ("intervention_note", STUDENT | {"actor": "actor_pid"}),
    "qa_referral": ("support_referral", STUDENT | {"actor": "actor_pid"}),
    "qa_plan_item": (BY_ROW, STUDENT | TEACHER),
    **dict.fromkeys(
        ("qa_improvement", "qa_improvement_step"),
        (BY_ROW, {key: ENTITY[key] for key in ("org", "major", "course", "teacher", "student")}),
    ),
    "qa_swot_line": ("unit_action", {key: ENTITY[key] for key in ("org", "major")}),
    "qa_correction": ("request_appeal", {"student": "person", "teacher": "person", "addressed": "addressed_to"}),
    "sec_access_log": ("access_log", {"student": "object_id", "teacher": "object_id", "actor": "person"}),
    "qa_meeting_page": ("meeting_pack", {"actor": "person"}),
    "meta_visit": ("own_visit", {"actor": "person"}),
    "sec_break_glass": ("break_glass", {"student": "subject", "teacher": "subject", "actor": "person"}),
    "sec_consent": ("own_choice", {"student": "person", "teacher": "person"}),
}  # fmt: skip
# The part of a teacher's profile that a table, or a column of it, holds.
PARTS_OF_PROFILE = {
    **wider_college.PARTS_OF_PROFILE,
    "dim_teacher": "D2", "fact_teacher_training": "D2", "fact_enterprise_practice": "D2", "fact_set_response": "D3",
    "fact_teacher_workload": "D3", **dict.fromkeys(("qa_plan_item", "qa_improvement", "qa_improvement_step"), "D6"),
}  # fmt: skip
FACET_COLUMN = {
    "ind_value": "facet", **dict.fromkeys(("mart_dimension", "mart_item", "mart_teacher_record"), "dimension_id"),
}  # fmt: skip
# Columns that hold something of another category than the row.
MASKED = {
    "dim_class": {"size": "student_academic_record"},
    "dim_offering": {"enrolled": "student_academic_record"},
    "mart_student": {"attendance_rate": "attendance_process", "ontime_rate": "attendance_process"},
    "mart_roster": {
        "attendance_rate": "attendance_process", "ontime_rate": "attendance_process", "support_flag": "course_support"},
    "mart_index": {"appraisal_gates": "teacher_appraisal"},
    "qa_intervention": {
        "note": "intervention_text", "service": "mental_health", "known_level": "rule_warning", "known_rules": "rule_warning"},
    **{key: {"note": "intervention_text"} for key in ("qa_case_note", "qa_referral")},
    "sec_access_log": dict.fromkeys(("person", "session", "seen_as"), "access_log_actor"),
    "sec_break_glass": {"person": "access_log_actor"},
}  # fmt: skip
# Figures about groups, and those of them that only holders of the rows behind read.
FIGURES = {
    **college.FIGURES, "mart_offering": ("enrolled",), "mart_score_bin": ("n",), "mart_tally": ("n", "value"),
}  # fmt: skip
HOLDERS_ALONE = {"mart_week": ("numerator", "denominator")}
WHOLE = {  # made of all parts of a profile, or of the one part that the table holds
    "mart_index": ("score", "low", "decision"), "dim_teacher": ("title_rank", "degree", "dual_level", "entry_on"),
}  # fmt: skip
TECHNICAL = {"grant", "setting", "load", "page", "binding", "session", "retention"}
OBJECTED = {"model_priority", "course_support"}
ABOUT_GROUPS = ("unit_indicator", "fairness_audit")


@dataclass(frozen=True)
class Reader:
    """One person in one role, and what F.1 gives it."""

    role: str
    person: str
    units: dict = field(default_factory=dict, hash=False)  # kind -> codes
    whole: bool = False  # the role was given over the whole college
    world: Any = field(
        default=college, hash=False, compare=False, repr=False
    )  # the college the reader belongs to

    def __str__(self):
        return f"{self.role}-{self.person}"


TEAM_OF_M1 = {"t1", "t2", "t3"}  # who teaches K1 and K3, the courses of M1's programme
READERS = (
    Reader("dean", "t_dean", {"unit": {"D1"}}), Reader("dean", "t_dean2", {"unit": {"D2"}}),
    Reader("major_leader", "t_leader", {"major": {"M1"}, "team": TEAM_OF_M1, "consenting": {"t1"}}),
    Reader("course_leader", "t_course", {"course": {"K1"}}),
    Reader("teacher", "t1", {"classes": {"O1", "O2"}}), Reader("teacher", "t3", {"classes": {"O4"}}),
    Reader("counsellor", "t_class", {"students": {"C1", "C2"}}), Reader("counsellor", "t_class2", {"students": {"C5"}}),
    *(Reader("student", pid) for pid in ("s01", "s02", "s09")),
    *(Reader(role, pid, whole=True) for pid, role in college.OFFICES.items()),
    *(Reader(role, "local-owner", whole=True) for role in ("dean", "major_leader", "course_leader", "counsellor")),
)  # fmt: skip


def about(table, row):
    """Kind -> code or pid of whom a row is."""
    return {kind: row[column] for kind, column in TABLES[table][1].items()}


@cache
def given(role, category):
    """(letter, whose, condition) of a cell, from the words of the document."""
    if category in f2.PARTS:
        return f2.PARTS[category].get(role, set())
    if category not in DOCUMENT:
        return set()
    key = (DOCUMENT[category], role)
    return f2.DIFFERENT[key][0] if key in f2.DIFFERENT else f2.reading(*key, f2.cells()[key])


def category_of(table, row):
    found = TABLES[table][0]
    return row["category"] if found == BY_ROW else found


def reads(reader, table, row):
    """Whether the reader finds the row at all."""
    if TABLES[table][0] in (OPEN, SYSTEM):
        return TABLES[table][0] == OPEN
    return _reads_of(reader, table, row, category_of(table, row), letters="NSB")


def reads_unnamed(reader, table, row):
    """Whether the reader finds the row without knowing whom it is about."""
    if TABLES[table][0] in (OPEN, SYSTEM):
        return TABLES[table][0] == OPEN
    return _reads_of(reader, table, row, category_of(table, row), letters="M")


def _reads_of(reader, table, row, category, letters):
    cell = given(reader.role, category)
    if category in ABOUT_GROUPS:
        return bool(cell)  # figures about groups: whoever may know any sees that the row is there
    if category in OBJECTED and row.get("student_pid") in reader.world.OBJECTING:
        return False
    return any(
        letter in letters and _belongs(reader, table, row, letter, whose, more)
        for letter, whose, more in cell
    )


def _belongs(reader, table, row, letter, whose, more):
    return _is_theirs(reader, table, row, letter, whose) and _fulfils(reader, table, row, more)


def _is_theirs(reader, table, row, letter, whose):
    told = about(table, row)
    if whose == "all" or (reader.whole and letter in "NM" and whose in UNIT_OF):
        return True
    if whose in UNIT_OF:
        return _of_unit(reader, table, told, whose)
    return {
        "self": lambda: told.get("student" if reader.role == "student" else "teacher") == reader.person,
        "acts": lambda: "actor" in told and told["actor"] == reader.person,
        "visits": lambda: "visitor" in told and told["visitor"] == reader.person,
        "addressed": lambda: told.get("addressed") == reader.role,
        "case": lambda: told.get("student") in reader.world.HANDED_OVER,
        "consenting": lambda: told.get("teacher") in reader.units.get("consenting", set()),
        "technical": lambda: row.get("object_kind") in TECHNICAL,
        "a student": lambda: (reader.person, reader.role, told.get("student")) in reader.world.OPENED,
        "a teacher": lambda: (reader.person, reader.role, told.get("teacher")) in reader.world.OPENED,
    }[whose]()


# whose -> what a row says of it itself
UNIT_OF = {
    "unit": "org", "major": "major", "students": "class", "course": "course", "classes": "offering", "team": "teacher",
}  # fmt: skip
HOLDS = ("unit", "major", "students", "course", "classes")


def _of_unit(reader, table, told, whose):
    """A row that says where it belongs belongs there; another belongs where its student, teacher or class is now."""
    kind, codes = UNIT_OF[whose], reader.units.get(whose, set())
    if kind in told:
        return told[kind] in codes
    return any(place in codes for place in _places(reader.world, table, told, whose))


def _places(world, table, told, whose):
    pid, teacher, offering = told.get("student"), told.get("teacher"), told.get("offering")
    column = {"unit": "org_code", "major": "major_code", "students": "class_code"}.get(whose)
    if column and pid in world.STUDENTS:
        yield world.place(pid)[column]
    if whose == "unit" and teacher in world.STAFF:
        yield world.STAFF[teacher]
    if offering and whose in ("unit", "course"):
        yield world.OFFERINGS[offering] if whose == "course" else world.owner(offering)
    if table == "dim_person":  # whoever teaches a student knows the name
        for one in world.ATTENDING.get(pid, ()) if whose in ("course", "classes") else ():
            yield one if whose == "classes" else world.OFFERINGS[one]


def _fulfils(reader, table, row, more):
    if more is None:
        return True
    told = about(table, row)
    if more == "alert":
        return reader.world.WARNED.get(told.get("student")) == reader.world.CURRENT
    if more == "addressed":
        return told.get("addressed") == reader.role
    if more.startswith("D"):
        part = row[FACET_COLUMN[table]] if table in FACET_COLUMN else PARTS_OF_PROFILE.get(table)
        return table in WHOLE or part in more.split("+")
    return False  # n8, level1, duty: no table says it yet, so nobody is given anything by it


def figures(table, row):
    """Columns of the row that this module has an opinion of."""
    return {
        *MASKED.get(table, ()),
        *FIGURES.get(table, ()),
        *WHOLE.get(table, ()),
        *(("status",) if "extreme" in row else ()),
    }


def reads_column(reader, table, row, column):
    """Whether the reader reads one column of a row that the reader finds."""
    if column in MASKED.get(table, ()):
        return _reads_of(reader, table, row, MASKED[table][column], "NSB")
    if column in WHOLE.get(table, ()) and not _holds_whole(reader, table, row):
        return False
    if "behind" not in row or _is_exact(reader, table, row) or column == "status":
        return True
    if column in HOLDERS_ALONE.get(table, ()) or not _is_told(reader, table, row):
        return False
    return column == "n" or not row.get(
        "extreme"
    )  # of an extreme share its side and how many persons, never the value


def status(reader, table, row):
    """What stands in place of the state of a figure."""
    if _is_exact(reader, table, row):
        return row["status"]
    return (row["extreme"] or row["status"]) if _is_told(reader, table, row) else "suppressed"


def _holds_whole(reader, table, row):
    """Whether the reader holds the row other than by some parts of it."""
    category = TABLES[table][0]
    cell = given(reader.role, row["category"] if category is BY_ROW else category)
    if not any((more or "").startswith("D") for _, _, more in cell):
        return True
    part = PARTS_OF_PROFILE.get(table)
    whole = [one for one in cell if not (one[2] or "").startswith("D") or part in one[2].split("+")]
    return any(_belongs(reader, table, row, *one) for one in whole if one[0] in "NSB")


def _is_exact(reader, table, row):
    """Figures of nobody, of units held by name, and those of persons whose rows the reader holds."""
    if row["behind"] is None:
        return True
    held = [one for one in given(reader.role, "unit_indicator") if one[0] in "NS"]
    behind = [one for one in given(reader.role, row["behind"]) if one[0] in "NSB"]
    return any(_belongs(reader, table, row, *one) for one in (*held, *behind))


def _is_told(reader, table, row):
    """Figures that are open to everyone, and inside a unit to whoever holds the unit."""
    told = about(table, row)
    inside = any(told.get(UNIT_OF[whose]) in codes for whose, codes in reader.units.items() if whose in HOLDS)
    return row["is_open_inside"] if inside else row["is_open"]
