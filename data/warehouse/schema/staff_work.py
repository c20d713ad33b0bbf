"""What teachers do beyond their classes: growth, awards, building of courses, research, service."""

from sqlalchemy import Boolean, Column, Date, DateTime, Float, Integer, String

from access.tables import define


def _stamp():
    return (
        Column("load_id", Integer),
        Column("loaded_at", DateTime),
        Column("recorded_at", DateTime),
    )


bridge_competition_adviser = define(
    "bridge_competition_adviser",
    Column("competition_adviser_id", Integer, primary_key=True),
    Column("entry_no", String(40), nullable=False),
    Column("teacher_pid", String(24), nullable=False, index=True),
    Column("person_order", Integer),
    *_stamp(),
    grain="one row per entry in a contest x adviser",
    key=("entry_no", "teacher_pid"),
    sensitivity="C",
    category="teacher_profile",
    facet="=D4",
    access={"teacher": "teacher_pid"},
)

fact_teacher_activity = define(
    "fact_teacher_activity",
    Column("teacher_activity_id", Integer, primary_key=True),
    Column("teacher_pid", String(24), nullable=False, index=True),
    Column("activity_no", String(40), nullable=False),
    Column(
        "activity_kind", String(24)
    ),  # peer_review | lesson_presentation | mentor_assigned | mentor_session | open_lesson | junior_mentored | enterprise_visit | briefing | case_written | joint_project
    Column("held_on", Date, nullable=False),
    Column("score", Float),
    Column("is_accepted", Boolean),
    *_stamp(),
    grain="one row per teacher x activity of professional growth",
    key=("teacher_pid", "activity_no"),
    sensitivity="C",
    category="teacher_profile",
    facet="=D2",
    access={"teacher": "teacher_pid"},
)

fact_teaching_award = define(
    "fact_teaching_award",
    Column("teaching_award_id", Integer, primary_key=True),
    Column("teacher_pid", String(24), nullable=False, index=True),
    Column("award_no", String(40), nullable=False),
    Column("award_kind", String(20)),  # achievement | contest
    Column("level", String(20)),  # national | provincial | city | college
    Column("award", String(12)),  # first | second | third
    Column("person_order", Integer),
    Column("person_count", Integer),
    Column("awarded_on", Date, nullable=False),
    *_stamp(),
    grain="one row per teacher x teaching award",
    key=("teacher_pid", "award_no"),
    sensitivity="C",
    category="teacher_profile",
    facet="=D3",
    access={"teacher": "teacher_pid"},
)

fact_course_build = define(
    "fact_course_build",
    Column("course_build_id", Integer, primary_key=True),
    Column("teacher_pid", String(24), nullable=False, index=True),
    Column("build_no", String(40), nullable=False),
    Column("build_kind", String(12)),  # course | textbook
    Column("level", String(20)),  # national | provincial | city | college
    Column("course_code", String(30)),
    Column("person_order", Integer),
    Column("person_count", Integer),
    Column("finished_on", Date, nullable=False),
    *_stamp(),
    grain="one row per teacher x course or textbook built",
    key=("teacher_pid", "build_no"),
    sensitivity="C",
    category="teacher_profile",
    facet="=D3",
    access={"teacher": "teacher_pid"},
)

fact_research_project = define(
    "fact_research_project",
    Column("research_project_id", Integer, primary_key=True),
    Column("teacher_pid", String(24), nullable=False, index=True),
    Column("project_no", String(40), nullable=False),
    Column("level", String(20)),  # national | provincial | city | college
    Column("is_education", Boolean),
    Column("person_order", Integer),
    Column("person_count", Integer),
    Column("funds", Float),
    Column("approved_on", Date, nullable=False),
    *_stamp(),
    grain="one row per teacher x research project",
    key=("teacher_pid", "project_no"),
    sensitivity="C",
    category="teacher_profile",
    facet="=D5",
    access={"teacher": "teacher_pid"},
)

fact_research_output = define(
    "fact_research_output",
    Column("research_output_id", Integer, primary_key=True),
    Column("teacher_pid", String(24), nullable=False, index=True),
    Column("output_no", String(40), nullable=False),
    Column(
        "output_kind", String(20)
    ),  # core_paper | paper | invention_patent | utility_patent | standard | monograph
    Column("person_order", Integer),
    Column("person_count", Integer),
    Column("published_on", Date, nullable=False),
    *_stamp(),
    grain="one row per teacher x research output",
    key=("teacher_pid", "output_no"),
    sensitivity="C",
    category="teacher_profile",
    facet="=D5",
    access={"teacher": "teacher_pid"},
)

fact_social_service = define(
    "fact_social_service",
    Column("social_service_id", Integer, primary_key=True),
    Column("teacher_pid", String(24), nullable=False, index=True),
    Column("service_no", String(40), nullable=False),
    Column("service_kind", String(20)),  # technical | training
    Column("share", Float),
    Column("person_days", Float),
    Column("income", Float),
    Column("received_on", Date, nullable=False),
    *_stamp(),
    grain="one row per teacher x contract or training",
    key=("teacher_pid", "service_no"),
    sensitivity="C",
    category="teacher_profile",
    facet="=D5",
    access={"teacher": "teacher_pid"},
)
