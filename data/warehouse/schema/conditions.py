"""What the college has and agrees on: assets, rooms, partners, admission, textbooks, course design, surveys."""

from sqlalchemy import Boolean, Column, Date, DateTime, Float, Integer, String

from access.tables import define


def _stamp():
    return (
        Column("load_id", Integer),
        Column("loaded_at", DateTime),
        Column("recorded_at", DateTime),
    )


fact_asset_snapshot = define(
    "fact_asset_snapshot",
    Column("asset_snapshot_id", Integer, primary_key=True),
    Column(
        "asset_kind", String(24), nullable=False
    ),  # teaching_equipment | books | teaching_area | dormitory_area
    Column("snapshot_on", Date, nullable=False),
    Column("quantity", Float),
    Column("value", Float),
    Column("added_value", Float),
    *_stamp(),
    grain="one row per kind of asset x day of the count",
    key=("asset_kind", "snapshot_on"),
    sensitivity="I",
    reach="open",
)

fact_admission = define(
    "fact_admission",
    Column("admission_id", Integer, primary_key=True),
    Column("major_code", String(20), nullable=False, index=True),
    Column("year", Integer, nullable=False),
    Column("intake_type", String(20), nullable=False),
    Column("planned", Integer),
    Column("admitted", Integer),
    Column("first_choice", Integer),
    Column("reported", Integer),
    *_stamp(),
    grain="one row per major x year x kind of admission",
    key=("major_code", "year", "intake_type"),
    sensitivity="I",
    reach="open",
)

dim_training_room = define(
    "dim_training_room",
    Column("room_no", String(40), primary_key=True),
    Column("name", String(120)),
    Column("org_code", String(20)),
    Column("workstations", Integer),
    Column("area", Float),
    Column("equipment_value", Float),
    *_stamp(),
    grain="one row per training room",
    key=("room_no",),
    sensitivity="I",
    reach="open",
)

bridge_room_major = define(
    "bridge_room_major",
    Column("room_major_id", Integer, primary_key=True),
    Column("room_no", String(40), nullable=False),
    Column("major_code", String(20), nullable=False, index=True),
    *_stamp(),
    grain="one row per training room x major that may use it",
    key=("room_no", "major_code"),
    sensitivity="I",
    reach="open",
)

fact_room_use = define(
    "fact_room_use",
    Column("room_use_id", Integer, primary_key=True),
    Column("room_no", String(40), nullable=False),
    Column("term_id", String(16), nullable=False),
    Column("available_periods", Integer),
    Column("used_periods", Integer),
    *_stamp(),
    grain="one row per training room x term",
    key=("room_no", "term_id"),
    sensitivity="I",
    reach="open",
)

dim_training_project = define(
    "dim_training_project",
    Column("training_project_id", Integer, primary_key=True),
    Column("project_no", String(40), nullable=False),
    Column("term_id", String(16), nullable=False),
    Column("major_code", String(20)),
    Column("course_code", String(30)),
    Column("name", String(120)),
    Column("hours", Float),
    Column("is_opened", Boolean),
    *_stamp(),
    grain="one row per training project x term",
    key=("project_no", "term_id"),
    sensitivity="I",
    reach="open",
)

dim_partner = define(
    "dim_partner",
    Column("partner_no", String(40), primary_key=True),
    Column("name", String(120)),
    Column("industry", String(40)),
    Column("region", String(40)),
    *_stamp(),
    grain="one row per partner company",
    key=("partner_no",),
    sensitivity="I",
    reach="open",
)

fact_partner_agreement = define(
    "fact_partner_agreement",
    Column("partner_agreement_id", Integer, primary_key=True),
    Column("partner_no", String(40), nullable=False),
    Column("major_code", String(20), nullable=False, index=True),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date),
    Column("has_order_class", Boolean),
    Column("has_joint_course", Boolean),
    Column("has_part_time", Boolean),
    Column("has_joint_base", Boolean),
    Column("recruits", Integer),
    Column("income", Float),
    *_stamp(),
    grain="one row per partner x major x start of the agreement",
    key=("partner_no", "major_code", "from_on"),
    sensitivity="I",
    reach="open",
)

fact_demand = define(
    "fact_demand",
    Column("demand_id", Integer, primary_key=True),
    Column("demand_no", String(40), nullable=False),
    Column("major_code", String(20), nullable=False),
    Column("year", Integer, nullable=False),
    Column("demand_source", String(12)),  # visit | job_fair
    Column("posts", Integer),
    *_stamp(),
    grain="one row per record of posts that employers offer to a major",
    key=("demand_no",),
    sensitivity="I",
    reach="open",
)

dim_textbook = define(
    "dim_textbook",
    Column("textbook_no", String(40), primary_key=True),
    Column("name", String(120)),
    Column("textbook_kind", String(20)),  # bound | loose_leaf
    Column("is_approved", Boolean),
    Column("is_planned", Boolean),
    Column("is_codeveloped", Boolean),
    Column("published_year", Integer),
    *_stamp(),
    grain="one row per textbook edition",
    key=("textbook_no",),
    sensitivity="I",
    reach="open",
)

fact_textbook_adoption = define(
    "fact_textbook_adoption",
    Column("textbook_adoption_id", Integer, primary_key=True),
    Column("offering_id", String(60), nullable=False, index=True),
    Column("textbook_no", String(40), nullable=False),
    *_stamp(),
    grain="one row per offering x textbook",
    key=("offering_id", "textbook_no"),
    sensitivity="I",
    reach="open",
)

dim_course_unit = define(
    "dim_course_unit",
    Column("course_unit_id", Integer, primary_key=True),
    Column("course_code", String(30), nullable=False, index=True),
    Column("unit_no", String(20), nullable=False),
    Column("title", String(120)),
    Column("revised_on", Date),
    *_stamp(),
    grain="one row per unit of a course",
    key=("course_code", "unit_no"),
    sensitivity="I",
    reach="open",
)

bridge_post_skill = define(
    "bridge_post_skill",
    Column("post_skill_id", Integer, primary_key=True),
    Column("course_code", String(30), nullable=False, index=True),
    Column("skill_no", String(20), nullable=False),
    Column("unit_no", String(20)),
    *_stamp(),
    grain="one row per course x skill of the post it prepares for",
    key=("course_code", "skill_no"),
    sensitivity="I",
    reach="open",
)

dim_course_objective = define(
    "dim_course_objective",
    Column("course_objective_id", Integer, primary_key=True),
    Column("course_code", String(30), nullable=False, index=True),
    Column("objective_no", String(20), nullable=False),
    Column("weight", Float),
    Column("description", String(200)),
    *_stamp(),
    grain="one row per objective of a course",
    key=("course_code", "objective_no"),
    sensitivity="I",
    reach="open",
)

bridge_objective_assessment = define(
    "bridge_objective_assessment",
    Column("objective_assessment_id", Integer, primary_key=True),
    Column("course_code", String(30), nullable=False, index=True),
    Column("objective_no", String(20), nullable=False),
    Column("component", String(12), nullable=False),  # process | midterm | exam
    *_stamp(),
    grain="one row per objective x part of the assessment that measures it",
    key=("course_code", "objective_no", "component"),
    sensitivity="I",
    reach="open",
)

fact_course_run = define(
    "fact_course_run",
    Column("course_run_id", Integer, primary_key=True),
    Column("course_code", String(30), nullable=False, index=True),
    Column("run_no", String(20), nullable=False),
    Column("from_on", Date),
    Column("to_on", Date),
    Column("outside_learners", Integer),
    Column("is_completed", Boolean),
    *_stamp(),
    grain="one row per course x run on a platform",
    key=("course_code", "run_no"),
    sensitivity="I",
    reach="open",
)

fact_branch_activity = define(
    "fact_branch_activity",
    Column("branch_activity_id", Integer, primary_key=True),
    Column("activity_no", String(40), nullable=False),
    Column("org_code", String(20)),
    Column("planned_on", Date, nullable=False),
    Column("held_on", Date),
    *_stamp(),
    grain="one row per planned activity of a branch; counts only, nobody's name",
    key=("activity_no",),
    sensitivity="I",
    reach="open",
)

fact_patrol = define(
    "fact_patrol",
    Column("patrol_id", Integer, primary_key=True),
    Column("offering_id", String(60), nullable=False, index=True),
    Column("held_on", Date, nullable=False),
    Column("periods", String(12), nullable=False),
    Column("expected", Integer),
    Column("present", Integer),
    Column("is_teacher_present", Boolean),
    Column("interaction", Integer),
    Column("anomaly", String(60)),
    *_stamp(),
    grain="one row per patrol of a class meeting",
    key=("offering_id", "held_on", "periods"),
    sensitivity="I",
    category="unit_indicator",
    access={"offering": "offering_id"},
)

dim_survey = define(
    "dim_survey",
    Column("survey_no", String(40), primary_key=True),
    Column("population", String(20), nullable=False),  # student | employer | counselled
    Column("year", Integer, nullable=False),
    Column("invited", Integer),
    Column("opened_on", Date),
    Column("closed_on", Date),
    *_stamp(),
    grain="one row per survey",
    key=("survey_no",),
    sensitivity="I",
    reach="open",
)

fact_survey_response = define(
    "fact_survey_response",
    Column("survey_response_id", Integer, primary_key=True),
    Column("survey_no", String(40), nullable=False),
    Column("response_no", String(40), nullable=False),
    Column("item_no", Integer, nullable=False),
    Column("org_code", String(20)),
    Column("major_code", String(20)),
    Column("entry_year", Integer),
    Column("teacher_pid", String(24)),
    Column("score", Float),
    Column("submitted_on", Date),
    *_stamp(),
    grain="one row per response x item; holds no key of who answered",
    key=("survey_no", "response_no", "item_no"),
    sensitivity="I",
    reach="system",
)
