"""What one person has done, page-ready: records of students and teachers as lists, the days of a student's running term."""

from sqlalchemy import Boolean, Column, Date, Float, Index, Integer, String, Text

from access.tables import define

mart_student_record = define(
    "mart_student_record",
    Column("snapshot_id", Integer, primary_key=True),
    Column("student_pid", String(24), primary_key=True),
    Column(
        "record_id", String(80), primary_key=True
    ),  # kind and the source's number; of a sum kind and group
    Column(
        "kind", String(20), nullable=False
    ),  # certificate | contest | second_classroom | practice | internship | fitness | reward | sanction
    Column("category", String(40), nullable=False),
    Column("name", String(120)),
    Column(
        "level", String(20)
    ),  # of a certificate, contest, reward or sanction; module of the second classroom
    Column(
        "result", String(20)
    ),  # award of a contest, ground of a reward or sanction, who arranged a placement
    Column("began_on", Date),
    Column("ended_on", Date),
    Column("quantity", Float),
    Column("unit", String(12)),  # hours | credits | score
    Column("n", Integer, nullable=False),  # rows of the source behind this one
    Column("is_recognised", Boolean),
    Column("class_code", String(40)),
    Column("major_code", String(20)),
    Column("org_code", String(20)),
    grain="one row per record of a student (activities of the second classroom summed by module) x snapshot",
    key=("snapshot_id", "student_pid", "record_id"),
    sensitivity="C",
    category_column="category",
    access={"org": "org_code", "major": "major_code", "class": "class_code", "student": "student_pid"},
)

mart_student_days = define(
    "mart_student_days",
    Column("snapshot_id", Integer, primary_key=True),
    Column("student_pid", String(24), primary_key=True),
    Column("term_id", String(16), primary_key=True),
    Column("days", Text, nullable=False),  # JSON list of [week, weekday, present, expected]
    Column("class_code", String(40)),
    Column("major_code", String(20)),
    Column("org_code", String(20)),
    grain="one row per student x running term x snapshot: attendance day by day",
    key=("snapshot_id", "student_pid", "term_id"),
    sensitivity="C",
    category="attendance_process",
    access={"org": "org_code", "major": "major_code", "class": "class_code", "student": "student_pid"},
)

mart_teacher_record = define(
    "mart_teacher_record",
    Column("snapshot_id", Integer, primary_key=True),
    Column("teacher_pid", String(24), primary_key=True),
    Column("record_id", String(80), primary_key=True),
    Column(
        "kind", String(20), nullable=False
    ),  # training | enterprise | activity | award | course_build | guided | project | output | service
    Column("dimension_id", String(10), nullable=False),  # of the standards: D2 | D3 | D4 | D5
    Column("name", String(120)),
    Column("level", String(20)),
    Column("result", String(24)),  # award, or what kind of activity, output or service
    Column("began_on", Date),
    Column("ended_on", Date),
    Column("quantity", Float),
    Column("unit", String(12)),  # hours | k_yuan | person_days | score
    Column("person_order", Integer),
    Column("person_count", Integer),
    Column("is_recognised", Boolean),
    Column("org_code", String(20)),
    Index("ix_mart_teacher_record_org", "snapshot_id", "org_code"),
    grain="one row per record of a teacher's growth, teaching, research or service x snapshot",
    key=("snapshot_id", "teacher_pid", "record_id"),
    sensitivity="C",
    category="teacher_profile",
    facet="dimension_id",
    access={"org": "org_code", "teacher": "teacher_pid"},
)
