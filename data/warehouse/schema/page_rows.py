"""Page-ready lists of one published snapshot: headers of students, rosters, teaching classes, warnings, gaps of sources."""

from sqlalchemy import Boolean, Column, DateTime, Float, Index, Integer, String, Text

from access.tables import define
from data.warehouse.schema.entity import disclosure

mart_student = define(
    "mart_student",
    Column("snapshot_id", Integer, primary_key=True),
    Column("student_pid", String(24), primary_key=True),
    Column("class_code", String(40)),
    Column("major_code", String(20)),
    Column("org_code", String(20)),
    Column("entry_year", Integer),
    Column("terms_elapsed", Integer),
    Column("student_status", String(20), nullable=False),
    Column("counsellor_pid", String(24)),
    Column("credits_earned", Float),
    Column("credits_due", Float),
    Column("open_failed_credits", Float),
    Column("weighted_score", Float),
    Column("weighted_score_previous", Float),
    Column("attendance_rate", Float),
    Column("ontime_rate", Float),
    Index("ix_mart_student_class", "snapshot_id", "class_code"),
    Index("ix_mart_student_org", "snapshot_id", "org_code", "major_code"),
    grain="one row per current student x snapshot: the header of a profile",
    key=("snapshot_id", "student_pid"),
    sensitivity="C",
    category="student_academic_record",
    access={"org": "org_code", "major": "major_code", "class": "class_code", "student": "student_pid"},
    masks={"attendance_rate": "attendance_process", "ontime_rate": "attendance_process"},
)

mart_roster = define(
    "mart_roster",
    Column("snapshot_id", Integer, primary_key=True),
    Column("student_pid", String(24), primary_key=True),
    Column("offering_id", String(60), primary_key=True),
    Column("term_id", String(16), nullable=False),
    Column("course_code", String(30), nullable=False),
    Column("course_name", String(120)),
    Column("class_code", String(40)),
    Column("major_code", String(20)),
    Column("org_code", String(20)),
    Column("credits", Float),
    Column("is_required", Boolean),
    Column("result", String(12)),  # passed | failed | pending | recognised | excluded | null = running
    Column("score_text", String(40)),
    Column("score", Float),
    Column("attempts", Integer),
    Column("attendance_rate", Float),
    Column("ontime_rate", Float),
    Column("support_flag", Boolean),  # "needs support in this course"
    Index("ix_mart_roster_offering", "snapshot_id", "offering_id"),
    Index("ix_mart_roster_class", "snapshot_id", "class_code"),
    grain="one row per student x offering x snapshot, all terms of current students",
    key=("snapshot_id", "student_pid", "offering_id"),
    sensitivity="C",
    category="student_academic_record",
    access={
        "org": "org_code",
        "major": "major_code",
        "class": "class_code",
        "course": "course_code",
        "offering": "offering_id",
        "student": "student_pid",
    },
    masks={
        "attendance_rate": "attendance_process",
        "ontime_rate": "attendance_process",
        "support_flag": "course_support",
    },
)

mart_offering = define(
    "mart_offering",
    Column("snapshot_id", Integer, primary_key=True),
    Column("offering_id", String(60), primary_key=True),
    Column("term_id", String(16), nullable=False),
    Column("course_code", String(30), nullable=False),
    Column("org_code", String(20)),
    Column("name", String(120)),
    Column("teacher_pid", String(24)),  # first teacher
    Column("teacher_count", Integer),
    Column("enrolled", Integer),
    Column("sessions_planned", Integer),
    Column("sessions_due", Integer),
    Column("sessions_held", Integer),
    *disclosure(),
    Index("ix_mart_offering_course", "snapshot_id", "course_code", "term_id"),
    Index("ix_mart_offering_teacher", "snapshot_id", "teacher_pid", "term_id"),
    grain="one row per offering x snapshot",
    key=("snapshot_id", "offering_id"),
    sensitivity="I",
    category="unit_indicator",
    access={"course": "course_code", "org": "org_code", "offering": "offering_id", "teacher": "teacher_pid"},
    aggregate=True,
    guarded=("enrolled",),
)

mart_rule_warning = define(
    "mart_rule_warning",
    Column("snapshot_id", Integer, primary_key=True),
    Column("student_pid", String(24), primary_key=True),
    Column(
        "term_id", String(16), primary_key=True
    ),  # the closed term, or the current term for in-term alerts
    Column("layer", String(10), primary_key=True),  # term_close | in_term
    Column("level", String(8), nullable=False),  # yellow | orange | red
    Column("rules", Text, nullable=False),  # JSON list of {rule, value, limit, course_code?}
    Column("class_code", String(40)),
    Column("major_code", String(20)),
    Column("org_code", String(20)),
    Index("ix_mart_rule_warning_org", "snapshot_id", "org_code", "level"),
    Index("ix_mart_rule_warning_class", "snapshot_id", "class_code"),
    grain="one row per student x term x layer with at least one rule met",
    key=("snapshot_id", "student_pid", "term_id", "layer"),
    sensitivity="C",
    category="rule_warning",
    access={"org": "org_code", "major": "major_code", "class": "class_code", "student": "student_pid"},
)

mart_alert = define(
    "mart_alert",
    Column("snapshot_id", Integer, primary_key=True),
    Column("alert_no", String(60), primary_key=True),
    Column("student_pid", String(24), nullable=False),
    Column("source", String(8), nullable=False),  # register (qa_alert) | rules (the rule warnings of the day)
    Column("layer", String(10), nullable=False),  # term_close | in_term | other
    Column("level", String(8), nullable=False),  # yellow | orange | red
    Column("raised_at", DateTime, nullable=False),
    Column("due_at", DateTime, nullable=False),  # until when a first contact is owed
    Column("answered_at", DateTime),  # first contact, or first step of support
    Column("closed_at", DateTime),
    Column("class_code", String(40)),
    Column("major_code", String(20)),
    Column("org_code", String(20)),
    Index("ix_mart_alert_org", "snapshot_id", "org_code"),
    grain="one row per warning that is open or was raised in the running term x snapshot",
    key=("snapshot_id", "alert_no"),
    sensitivity="C",
    # when it was first answered is part of the warning and its clock; what was said is in qa_intervention
    category="rule_warning",
    access={"org": "org_code", "major": "major_code", "class": "class_code", "student": "student_pid"},
)

mart_source_gap = define(
    "mart_source_gap",
    Column("snapshot_id", Integer, primary_key=True),
    Column("source_id", String(40), primary_key=True),
    Column("entity_kind", String(10), primary_key=True),
    Column(
        "unlocked", Integer, nullable=False
    ),  # entities whose index this source alone would make publishable
    Column("dimensions", Integer),  # entities for which it alone would make one more dimension publishable
    Column("indicator_count", Integer, nullable=False),
    Column("carried", Integer),  # entities judged now that could no longer be judged without this source
    grain="one row per source of scored indicators x kind of entity x snapshot",
    key=("snapshot_id", "source_id", "entity_kind"),
    sensitivity="I",
    reach="open",
)

mart_tally = define(
    "mart_tally",
    Column("snapshot_id", Integer, primary_key=True),
    Column("topic", String(12), primary_key=True),  # flow | alert | request | action | goal | board | rule
    Column("entity_kind", String(10), primary_key=True),
    Column("entity_id", String(60), primary_key=True),
    Column("period", String(20), primary_key=True),
    Column("part", String(60), primary_key=True),  # warning level, topic, cell of the matrix, goal; "all"
    Column("step", String(24), primary_key=True),
    Column("org_code", String(20)),
    Column("major_code", String(20)),
    Column("n", Integer),
    Column("value", Float),
    Column(
        "side", String(6)
    ),  # under | over: of a count that is hidden, whether few are counted or few are left
    *disclosure(),
    grain="one row per topic x entity x period x part x step: what pages count, settled when published",
    key=("snapshot_id", "topic", "entity_kind", "entity_id", "period", "part", "step"),
    sensitivity="C",
    category="unit_indicator",
    access={"org": "org_code", "major": "major_code"},
    aggregate=True,
    guarded=("n", "value"),
)
