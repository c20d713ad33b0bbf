"""What a source says of a student's studies in sum: how the student was admitted, and one summary for each period of study.

For sources without single courses, terms or dates; a college's own export of summaries (学期学业汇总) fits as well.
"""

from sqlalchemy import Boolean, Column, DateTime, Float, Integer, String

from access.tables import define


def _stamp():
    return (
        Column("load_id", Integer),
        Column("loaded_at", DateTime),
        Column("recorded_at", DateTime),
    )


fact_student_entry = define(
    "fact_student_entry",
    Column("student_entry_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False, index=True),
    Column("application_mode", String(40)),
    Column("application_order", Integer),
    Column("is_daytime", Boolean),
    Column("prior_education", String(60)),
    Column("prior_score", Float),
    Column("prior_full_score", Float),
    Column("admission_score", Float),
    Column("admission_full_score", Float),
    *_stamp(),
    grain="one row per student: what was known at enrolment",
    key=("student_pid",),
    sensitivity="C",
    category="student_academic_record",
    access={"student": "student_pid"},
)

fact_study_summary = define(
    "fact_study_summary",
    Column("study_summary_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False, index=True),
    Column("period_no", Integer, nullable=False),  # 1: the first period of study, not a term of the calendar
    Column("credited_count", Integer),
    Column("enrolled_count", Integer),
    Column("evaluation_count", Integer),
    Column("approved_count", Integer),
    Column("unevaluated_count", Integer),
    Column("mean_score", Float),
    *_stamp(),
    grain="one row per student x period of study, as its source summarised it",
    key=("student_pid", "period_no"),
    sensitivity="C",
    category="student_academic_record",
    access={"student": "student_pid"},
)
