"""What the quality loop and the service of the college leave behind: incidents, requests, goals, tasks, actions, plans, reviews."""

from sqlalchemy import Boolean, Column, Date, DateTime, Float, Integer, String

from access.tables import define


def _stamp():
    return (
        Column("load_id", Integer),
        Column("loaded_at", DateTime),
        Column("recorded_at", DateTime),
    )


fact_quality_incident = define(
    "fact_quality_incident",
    Column("quality_incident_id", Integer, primary_key=True),
    Column("incident_no", String(40), nullable=False),
    Column("incident_class", String(12)),  # teaching | quality
    Column("level", String(20)),  # I | II | III
    Column("org_code", String(20)),
    Column("course_code", String(30)),
    Column("teacher_pid", String(24)),
    Column("reported_on", Date, nullable=False),
    Column("confirmed_on", Date),
    Column("due_on", Date),
    Column("closed_on", Date),
    *_stamp(),
    grain="one row per reported incident",
    key=("incident_no",),
    sensitivity="C",
    category="quality_incident",
    access={"org": "org_code", "course": "course_code", "teacher": "teacher_pid"},
)

fact_request = define(
    "fact_request",
    Column("request_id", Integer, primary_key=True),
    Column("request_no", String(40), nullable=False),
    Column("student_pid", String(24)),
    Column("teacher_pid", String(24)),
    Column("channel", String(20)),
    Column("topic", String(40)),
    Column("org_code", String(20)),
    Column("submitted_at", DateTime, nullable=False),
    Column("due_at", DateTime),
    Column("answered_at", DateTime),
    Column("closed_at", DateTime),
    Column("reopened_at", DateTime),
    Column("rating", Float),
    *_stamp(),
    grain="one row per request or complaint",
    key=("request_no",),
    sensitivity="C",
    category="request_appeal",
    access={"student": "student_pid", "teacher": "teacher_pid", "org": "org_code"},
)

qa_goal = define(
    "qa_goal",
    Column("goal_no", String(40), primary_key=True),
    Column("parent_no", String(40)),
    Column("name", String(120)),
    Column("name_en", String(160)),
    Column("weight", Float),
    Column("entity_kind", String(10)),  # school | org | major | course | teacher | student
    Column("entity_code", String(60)),
    Column("indicator_id", String(50)),
    Column("document_no", String(40)),
    Column("baseline", Float),
    Column("target", Float),
    Column("goal_direction", String(8)),  # up | down
    Column("due_on", Date),
    Column("owner", String(80)),
    *_stamp(),
    grain="one row per node of the goal tree",
    key=("goal_no",),
    sensitivity="I",
    reach="open",
)

qa_standard_document = define(
    "qa_standard_document",
    Column("document_no", String(40), primary_key=True),
    Column("name", String(120)),
    Column("document_level", String(12)),  # school | major | course | teacher | student | service
    Column("owner", String(80)),
    Column("issued_on", Date),
    Column("reviewed_on", Date),
    Column("is_in_force", Boolean),
    *_stamp(),
    grain="one row per standard of the college's register",
    key=("document_no",),
    sensitivity="I",
    reach="open",
)

qa_task = define(
    "qa_task",
    Column("task_id", Integer, primary_key=True),
    Column("work_no", String(40), nullable=False),
    Column("work_kind", String(12)),  # culture | plan
    Column("org_code", String(20)),
    Column("goal_no", String(40)),
    Column("title", String(120)),
    Column("due_on", Date, nullable=False),
    Column("done_on", Date),
    *_stamp(),
    grain="one row per task of a plan",
    key=("work_no",),
    sensitivity="I",
    reach="open",
)

qa_alert = define(
    "qa_alert",
    Column("alert_id", Integer, primary_key=True),
    Column("alert_no", String(40), nullable=False),
    Column("student_pid", String(24), nullable=False),
    Column("rule_id", String(40)),
    Column("level", String(20)),  # red | orange | yellow
    Column("raised_at", DateTime, nullable=False),
    Column("due_at", DateTime),
    Column("closed_at", DateTime),
    *_stamp(),
    grain="one row per warning raised for a student",
    key=("alert_no",),
    sensitivity="C",
    category="rule_warning",
    access={"student": "student_pid"},
)

qa_action = define(
    "qa_action",
    Column("action_id", Integer, primary_key=True),
    Column("action_no", String(40), nullable=False),
    Column("entity_kind", String(10)),  # school | org | major | course | teacher | student
    Column("entity_code", String(60)),
    Column("org_code", String(20)),
    Column("major_code", String(20)),
    Column("teacher_pid", String(24)),
    Column("indicator_id", String(50)),
    Column("cause", String(200)),
    Column("measure", String(200)),
    Column("opened_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("closed_on", Date),
    *_stamp(),
    grain="one row per improvement action",
    key=("action_no",),
    sensitivity="C",
    category="teacher_profile",
    facet="=D6",
    access={"teacher": "teacher_pid", "org": "org_code"},
)

qa_evidence = define(
    "qa_evidence",
    Column("evidence_id", Integer, primary_key=True),
    Column("evidence_no", String(40), nullable=False),
    Column("action_no", String(40), nullable=False),
    Column("evidence_kind", String(20)),  # document | data | visit
    Column("added_on", Date, nullable=False),
    Column("verified_on", Date),
    *_stamp(),
    grain="one row per piece of evidence of an action",
    key=("evidence_no",),
    sensitivity="I",
    reach="system",
)

qa_teacher_milestone = define(
    "qa_teacher_milestone",
    Column("teacher_milestone_id", Integer, primary_key=True),
    Column("teacher_pid", String(24), nullable=False, index=True),
    Column("milestone_no", String(40), nullable=False),
    Column("plan_year", Integer),
    Column("title", String(120)),
    Column("due_on", Date, nullable=False),
    Column("done_on", Date),
    Column("confirmed_on", Date),
    *_stamp(),
    grain="one row per milestone of a teacher's own plan",
    key=("teacher_pid", "milestone_no"),
    sensitivity="C",
    category="teacher_profile",
    facet="=D6",
    access={"teacher": "teacher_pid"},
)

qa_student_milestone = define(
    "qa_student_milestone",
    Column("student_milestone_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False, index=True),
    Column("milestone_no", String(40), nullable=False),
    Column("plan_year", Integer),
    Column("title", String(120)),
    Column("due_on", Date, nullable=False),
    Column("done_on", Date),
    Column("confirmed_on", Date),
    *_stamp(),
    grain="one row per milestone of a student's own plan",
    key=("student_pid", "milestone_no"),
    sensitivity="C",
    category="student_academic_record",
    access={"student": "student_pid"},
)

qa_recovery_plan = define(
    "qa_recovery_plan",
    Column("recovery_plan_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False, index=True),
    Column("plan_no", String(40), nullable=False),
    Column("approved_on", Date, nullable=False),
    Column("until_on", Date),
    *_stamp(),
    grain="one row per approved plan to make up for missing credits",
    key=("student_pid", "plan_no"),
    sensitivity="C",
    category="student_academic_record",
    access={"student": "student_pid"},
)

qa_innovation = define(
    "qa_innovation",
    Column("innovation_id", Integer, primary_key=True),
    Column("teacher_pid", String(24), nullable=False, index=True),
    Column("innovation_no", String(40), nullable=False),
    Column("person_order", Integer),
    Column("person_count", Integer),
    Column("accepted_on", Date, nullable=False),
    *_stamp(),
    grain="one row per teacher x accepted item of quality innovation",
    key=("teacher_pid", "innovation_no"),
    sensitivity="C",
    category="teacher_profile",
    facet="=D5",
    access={"teacher": "teacher_pid"},
)

dq_sample_review = define(
    "dq_sample_review",
    Column("sample_review_id", Integer, primary_key=True),
    Column("review_no", String(40), nullable=False),
    Column("source_id", String(40)),
    Column("reviewed_on", Date, nullable=False),
    Column("sampled", Integer),
    Column("confirmed", Integer),
    *_stamp(),
    grain="one row per sample of records that was checked at its source",
    key=("review_no",),
    sensitivity="I",
    reach="open",
)

dq_delivery = define(
    "dq_delivery",
    Column("delivery_id", Integer, primary_key=True),
    Column("source_id", String(40), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("delivered_on", Date),
    *_stamp(),
    grain="one row per delivery that a source owed",
    key=("source_id", "due_on"),
    sensitivity="I",
    reach="open",
)
