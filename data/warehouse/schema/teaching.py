"""What happened in teaching: sessions, tasks, enrolments, grades, evaluation, supervision, workload."""

from sqlalchemy import Boolean, Column, Date, DateTime, Float, Index, Integer, String

from access.tables import define


def _stamp():
    return (
        Column("load_id", Integer),
        Column("loaded_at", DateTime),
        Column("recorded_at", DateTime),
    )


fact_session = define(
    "fact_session",
    Column("session_id", String(80), primary_key=True),  # {offering_id}/{date}/{periods}
    Column("offering_id", String(60), nullable=False, index=True),
    Column("held_on", Date, nullable=False),
    Column("periods", String(12), nullable=False),
    Column("period_count", Integer),
    Column("week_no", Integer, nullable=False),
    Column("weekday", Integer, nullable=False),  # 1 Monday .. 7 Sunday
    Column("planned_topic", String(120)),
    Column("delivered_topic", String(120)),
    Column("status", String(12), nullable=False),  # held | moved | cancelled | planned
    Column("made_up_on", Date),
    Column("attendance_recorded_at", DateTime),
    Column("topic_recorded_at", DateTime),
    *_stamp(),
    grain="one row per class meeting",
    key=("offering_id", "held_on", "periods"),
    sensitivity="I",
    category="unit_indicator",
    access={"offering": "offering_id"},
)

dim_task = define(
    "dim_task",
    Column("task_id", String(80), primary_key=True),
    Column("offering_id", String(60), nullable=False, index=True),
    Column("task_kind", String(16), nullable=False),  # assignment | quiz | pre_task | exam
    Column("source_kind", String(20)),  # the source's own word, e.g. TMA
    Column("title", String(120)),
    Column("released_at", DateTime),
    Column("due_at", DateTime),  # null: not dated by the source
    Column("week_no", Integer),
    Column("weight", Float),
    Column("full_score", Float),
    Column("session_id", String(80)),
    Column("load_id", Integer),
    Column("loaded_at", DateTime),
    grain="one row per task set for an offering",
    key=("task_id",),
    sensitivity="I",
    category="unit_indicator",
    access={"offering": "offering_id"},
)

dim_resource = define(
    "dim_resource",
    Column("resource_id", String(80), primary_key=True),  # {offering_id}/{resource_no}
    Column("offering_id", String(60), nullable=False, index=True),
    Column("resource_no", String(40), nullable=False),
    Column("resource_kind", String(40)),  # the source's own word, e.g. forumng
    Column("stage", String(8)),  # pre | in | post | any
    Column("planned_week_from", Integer),
    Column("planned_week_to", Integer),
    Column("load_id", Integer),
    Column("loaded_at", DateTime),
    Column("created_on", Date),
    Column("updated_on", Date),
    Column("is_own", Boolean),
    grain="one row per teaching resource (page, file, video) of an offering",
    key=("resource_id",),
    sensitivity="I",
    category="unit_indicator",
    access={"offering": "offering_id"},
)

fact_enrolment = define(
    "fact_enrolment",
    Column("enrolment_id", Integer, primary_key=True),
    Column("student_sk", Integer, nullable=False),
    Column("student_pid", String(24), nullable=False),
    Column("offering_id", String(60), nullable=False),
    Column("study_type", String(12)),  # first | retake
    Column("is_required", Boolean),
    Column("credits", Float),
    Column("registered_on", Date),
    Column("unregistered_on", Date),
    Column("previous_attempts", Integer),
    Column("studied_credits", Float),
    Column("prior_education", String(40)),
    Column("final_result", String(30)),  # the source's word for the end state, e.g. Withdrawn
    Column("final_score", Float),
    Column("is_passed", Boolean),
    Column("credits_earned", Float),
    Column("result_recorded_at", DateTime),
    *_stamp(),
    Index("ix_fact_enrolment_offering", "offering_id"),
    grain="one row per student x offering",
    key=("student_pid", "offering_id"),
    sensitivity="C",
    category="student_academic_record",
    access={"student": "student_pid", "offering": "offering_id"},
)

fact_grade_attempt = define(
    "fact_grade_attempt",
    Column("grade_id", Integer, primary_key=True),
    Column("student_sk", Integer, nullable=False),
    Column("student_pid", String(24), nullable=False),
    Column("offering_id", String(60), nullable=False),
    Column("attempt_no", Integer, nullable=False),
    Column("attempt_kind", String(12), nullable=False),  # first | makeup | retake | deferred | exempt
    Column("score_text", String(40)),  # as the source wrote it
    Column("score", Float),  # 0-100, null where the text is no measured score
    Column("result", String(12), nullable=False),  # passed | failed | pending | recognised | excluded
    Column(
        "result_reason", String(20)
    ),  # absent | misconduct | disqualified | deferred | exempt | left | scale
    Column("grade_point", Float),
    Column("process_score", Float),
    Column("midterm_score", Float),
    Column("midterm_recorded_at", DateTime),
    Column("exam_score", Float),
    Column("is_void", Boolean, nullable=False),
    Column("is_late", Boolean),
    Column("examined_on", Date),
    *_stamp(),
    Index("ix_fact_grade_attempt_offering", "offering_id"),
    grain="one row per student x offering x attempt",
    key=("student_pid", "offering_id", "attempt_no"),
    sensitivity="C",
    category="student_academic_record",
    access={"student": "student_pid", "offering": "offering_id"},
)

fact_set_response = define(
    "fact_set_response",
    Column("response_row_id", Integer, primary_key=True),
    Column("response_id", String(60), nullable=False),
    Column("item_no", Integer, nullable=False),
    Column("offering_id", String(60), nullable=False, index=True),
    Column("teacher_pid", String(24), nullable=False),
    Column("term_id", String(16), nullable=False),
    Column("score", Float),  # 0-100
    Column("submitted_at", DateTime),
    *_stamp(),
    grain="one row per evaluation response x item; holds no student key",
    key=("response_id", "item_no"),
    sensitivity="C",
    category="teacher_profile",
    facet="=D3",
    access={"teacher": "teacher_pid", "offering": "offering_id"},
)

fact_supervision = define(
    "fact_supervision",
    Column("visit_row_id", Integer, primary_key=True),
    Column("visit_id", String(60), nullable=False),
    Column("item_no", Integer, nullable=False),
    Column("offering_id", String(60), nullable=False, index=True),
    Column("teacher_pid", String(24), nullable=False),
    Column("supervisor_pid", String(24)),
    Column("visited_on", Date, nullable=False),
    Column("visit_kind", String(16)),  # random | requested | special
    Column("score", Float),
    *_stamp(),
    grain="one row per supervision visit x item",
    key=("visit_id", "item_no"),
    sensitivity="C",
    category="supervision_record",
    access={"teacher": "teacher_pid", "offering": "offering_id", "visitor": "supervisor_pid"},
)

fact_teacher_workload = define(
    "fact_teacher_workload",
    Column("workload_id", Integer, primary_key=True),
    Column("teacher_pid", String(24), nullable=False, index=True),
    Column("offering_id", String(60), nullable=False),
    Column("workload_kind", String(20), nullable=False),
    Column("standard_hours", Float),
    *_stamp(),
    grain="one row per teacher x offering x kind of work",
    key=("teacher_pid", "offering_id", "workload_kind"),
    sensitivity="C",
    category="teacher_profile",
    facet="=D3",
    access={"teacher": "teacher_pid"},
)

# Yearly results of graduates, one row each; the profile of the school and of a major reads them.
fact_graduation = define(
    "fact_graduation",
    Column("graduation_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False),
    Column("major_code", String(20), index=True),
    Column("org_code", String(20)),
    Column("entry_year", Integer, nullable=False),
    Column("due_year", Integer, nullable=False),
    Column("graduated_on", Date),
    Column("outcome", String(20), nullable=False),  # graduated | left | delayed
    *_stamp(),
    grain="one row per entrant of a cohort whose standard years are over",
    key=("student_pid",),
    sensitivity="C",
    category="student_academic_record",
    access={"student": "student_pid", "org": "org_code", "major": "major_code"},
)
