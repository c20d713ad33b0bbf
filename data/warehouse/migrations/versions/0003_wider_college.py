"""The rest of the college: students' activities, staff work, conditions, the loop."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bridge_advised_student",
        sa.Column("advised_student_id", sa.Integer(), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("advised_student_id", name=op.f("pk_bridge_advised_student")),
        sa.UniqueConstraint("teacher_pid", "student_pid", "valid_from", name="uq_bridge_advised_student_key"),
    )
    with op.batch_alter_table("bridge_advised_student", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bridge_advised_student_student_pid"), ["student_pid"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_bridge_advised_student_teacher_pid"), ["teacher_pid"], unique=False
        )

    op.create_table(
        "bridge_competition_adviser",
        sa.Column("competition_adviser_id", sa.Integer(), nullable=False),
        sa.Column("entry_no", sa.String(length=40), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("person_order", sa.Integer(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("competition_adviser_id", name=op.f("pk_bridge_competition_adviser")),
        sa.UniqueConstraint("entry_no", "teacher_pid", name="uq_bridge_competition_adviser_key"),
    )
    with op.batch_alter_table("bridge_competition_adviser", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bridge_competition_adviser_teacher_pid"), ["teacher_pid"], unique=False
        )

    op.create_table(
        "bridge_objective_assessment",
        sa.Column("objective_assessment_id", sa.Integer(), nullable=False),
        sa.Column("course_code", sa.String(length=30), nullable=False),
        sa.Column("objective_no", sa.String(length=20), nullable=False),
        sa.Column("component", sa.String(length=12), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("objective_assessment_id", name=op.f("pk_bridge_objective_assessment")),
        sa.UniqueConstraint(
            "course_code", "objective_no", "component", name="uq_bridge_objective_assessment_key"
        ),
    )
    with op.batch_alter_table("bridge_objective_assessment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bridge_objective_assessment_course_code"), ["course_code"], unique=False
        )

    op.create_table(
        "bridge_post_skill",
        sa.Column("post_skill_id", sa.Integer(), nullable=False),
        sa.Column("course_code", sa.String(length=30), nullable=False),
        sa.Column("skill_no", sa.String(length=20), nullable=False),
        sa.Column("unit_no", sa.String(length=20), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("post_skill_id", name=op.f("pk_bridge_post_skill")),
        sa.UniqueConstraint("course_code", "skill_no", name="uq_bridge_post_skill_key"),
    )
    with op.batch_alter_table("bridge_post_skill", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bridge_post_skill_course_code"), ["course_code"], unique=False)

    op.create_table(
        "bridge_room_major",
        sa.Column("room_major_id", sa.Integer(), nullable=False),
        sa.Column("room_no", sa.String(length=40), nullable=False),
        sa.Column("major_code", sa.String(length=20), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("room_major_id", name=op.f("pk_bridge_room_major")),
        sa.UniqueConstraint("room_no", "major_code", name="uq_bridge_room_major_key"),
    )
    with op.batch_alter_table("bridge_room_major", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bridge_room_major_major_code"), ["major_code"], unique=False)

    op.create_table(
        "dim_course_objective",
        sa.Column("course_objective_id", sa.Integer(), nullable=False),
        sa.Column("course_code", sa.String(length=30), nullable=False),
        sa.Column("objective_no", sa.String(length=20), nullable=False),
        sa.Column("weight", sa.Float(), nullable=True),
        sa.Column("description", sa.String(length=200), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("course_objective_id", name=op.f("pk_dim_course_objective")),
        sa.UniqueConstraint("course_code", "objective_no", name="uq_dim_course_objective_key"),
    )
    with op.batch_alter_table("dim_course_objective", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dim_course_objective_course_code"), ["course_code"], unique=False
        )

    op.create_table(
        "dim_course_unit",
        sa.Column("course_unit_id", sa.Integer(), nullable=False),
        sa.Column("course_code", sa.String(length=30), nullable=False),
        sa.Column("unit_no", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=True),
        sa.Column("revised_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("course_unit_id", name=op.f("pk_dim_course_unit")),
        sa.UniqueConstraint("course_code", "unit_no", name="uq_dim_course_unit_key"),
    )
    with op.batch_alter_table("dim_course_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dim_course_unit_course_code"), ["course_code"], unique=False)

    op.create_table(
        "dim_partner",
        sa.Column("partner_no", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("industry", sa.String(length=40), nullable=True),
        sa.Column("region", sa.String(length=40), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("partner_no", name=op.f("pk_dim_partner")),
    )
    op.create_table(
        "dim_survey",
        sa.Column("survey_no", sa.String(length=40), nullable=False),
        sa.Column("population", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("survey_no", name=op.f("pk_dim_survey")),
    )
    op.create_table(
        "dim_textbook",
        sa.Column("textbook_no", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("textbook_kind", sa.String(length=20), nullable=True),
        sa.Column("is_approved", sa.Boolean(), nullable=True),
        sa.Column("is_planned", sa.Boolean(), nullable=True),
        sa.Column("is_codeveloped", sa.Boolean(), nullable=True),
        sa.Column("published_year", sa.Integer(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("textbook_no", name=op.f("pk_dim_textbook")),
    )
    op.create_table(
        "dim_training_project",
        sa.Column("training_project_id", sa.Integer(), nullable=False),
        sa.Column("project_no", sa.String(length=40), nullable=False),
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("course_code", sa.String(length=30), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("is_opened", sa.Boolean(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("training_project_id", name=op.f("pk_dim_training_project")),
        sa.UniqueConstraint("project_no", "term_id", name="uq_dim_training_project_key"),
    )
    op.create_table(
        "dim_training_room",
        sa.Column("room_no", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("workstations", sa.Integer(), nullable=True),
        sa.Column("area", sa.Float(), nullable=True),
        sa.Column("equipment_value", sa.Float(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("room_no", name=op.f("pk_dim_training_room")),
    )
    op.create_table(
        "dq_delivery",
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_dq_delivery")),
        sa.UniqueConstraint("source_id", "due_on", name="uq_dq_delivery_key"),
    )
    op.create_table(
        "dq_sample_review",
        sa.Column("sample_review_id", sa.Integer(), nullable=False),
        sa.Column("review_no", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.String(length=40), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("sampled", sa.Integer(), nullable=True),
        sa.Column("confirmed", sa.Integer(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("sample_review_id", name=op.f("pk_dq_sample_review")),
        sa.UniqueConstraint("review_no", name="uq_dq_sample_review_key"),
    )
    op.create_table(
        "fact_admission",
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("major_code", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("intake_type", sa.String(length=20), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=True),
        sa.Column("admitted", sa.Integer(), nullable=True),
        sa.Column("first_choice", sa.Integer(), nullable=True),
        sa.Column("reported", sa.Integer(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("admission_id", name=op.f("pk_fact_admission")),
        sa.UniqueConstraint("major_code", "year", "intake_type", name="uq_fact_admission_key"),
    )
    with op.batch_alter_table("fact_admission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_admission_major_code"), ["major_code"], unique=False)

    op.create_table(
        "fact_asset_snapshot",
        sa.Column("asset_snapshot_id", sa.Integer(), nullable=False),
        sa.Column("asset_kind", sa.String(length=24), nullable=False),
        sa.Column("snapshot_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Float(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("added_value", sa.Float(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("asset_snapshot_id", name=op.f("pk_fact_asset_snapshot")),
        sa.UniqueConstraint("asset_kind", "snapshot_on", name="uq_fact_asset_snapshot_key"),
    )
    op.create_table(
        "fact_branch_activity",
        sa.Column("branch_activity_id", sa.Integer(), nullable=False),
        sa.Column("activity_no", sa.String(length=40), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("branch_activity_id", name=op.f("pk_fact_branch_activity")),
        sa.UniqueConstraint("activity_no", name="uq_fact_branch_activity_key"),
    )
    op.create_table(
        "fact_certificate",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("certificate_no", sa.String(length=60), nullable=False),
        sa.Column("certificate_kind", sa.String(length=20), nullable=True),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("course_code", sa.String(length=30), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_fact_certificate")),
        sa.UniqueConstraint("student_pid", "certificate_no", name="uq_fact_certificate_key"),
    )
    with op.batch_alter_table("fact_certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_certificate_student_pid"), ["student_pid"], unique=False)

    op.create_table(
        "fact_competition",
        sa.Column("competition_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("entry_no", sa.String(length=40), nullable=False),
        sa.Column("event_name", sa.String(length=120), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.Column("award", sa.String(length=12), nullable=True),
        sa.Column("team_size", sa.Integer(), nullable=True),
        sa.Column("is_leader", sa.Boolean(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("competition_id", name=op.f("pk_fact_competition")),
        sa.UniqueConstraint("student_pid", "entry_no", name="uq_fact_competition_key"),
    )
    with op.batch_alter_table("fact_competition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_competition_student_pid"), ["student_pid"], unique=False)

    op.create_table(
        "fact_contact",
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("contact_no", sa.String(length=40), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("contacted_at", sa.DateTime(), nullable=False),
        sa.Column("contact_kind", sa.String(length=12), nullable=True),
        sa.Column("alert_no", sa.String(length=40), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_fact_contact")),
        sa.UniqueConstraint("contact_no", name="uq_fact_contact_key"),
    )
    op.create_table(
        "fact_course_build",
        sa.Column("course_build_id", sa.Integer(), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("build_no", sa.String(length=40), nullable=False),
        sa.Column("build_kind", sa.String(length=12), nullable=True),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.Column("course_code", sa.String(length=30), nullable=True),
        sa.Column("person_order", sa.Integer(), nullable=True),
        sa.Column("person_count", sa.Integer(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("course_build_id", name=op.f("pk_fact_course_build")),
        sa.UniqueConstraint("teacher_pid", "build_no", name="uq_fact_course_build_key"),
    )
    with op.batch_alter_table("fact_course_build", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_course_build_teacher_pid"), ["teacher_pid"], unique=False)

    op.create_table(
        "fact_course_run",
        sa.Column("course_run_id", sa.Integer(), nullable=False),
        sa.Column("course_code", sa.String(length=30), nullable=False),
        sa.Column("run_no", sa.String(length=20), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("outside_learners", sa.Integer(), nullable=True),
        sa.Column("is_completed", sa.Boolean(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("course_run_id", name=op.f("pk_fact_course_run")),
        sa.UniqueConstraint("course_code", "run_no", name="uq_fact_course_run_key"),
    )
    with op.batch_alter_table("fact_course_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_course_run_course_code"), ["course_code"], unique=False)

    op.create_table(
        "fact_demand",
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("demand_no", sa.String(length=40), nullable=False),
        sa.Column("major_code", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("demand_source", sa.String(length=12), nullable=True),
        sa.Column("posts", sa.Integer(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("demand_id", name=op.f("pk_fact_demand")),
        sa.UniqueConstraint("demand_no", name="uq_fact_demand_key"),
    )
    op.create_table(
        "fact_employment",
        sa.Column("employment_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("graduation_year", sa.Integer(), nullable=False),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("is_match", sa.Boolean(), nullable=True),
        sa.Column("is_in_province", sa.Boolean(), nullable=True),
        sa.Column("industry", sa.String(length=40), nullable=True),
        sa.Column("start_pay", sa.Float(), nullable=True),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("employment_id", name=op.f("pk_fact_employment")),
        sa.UniqueConstraint("student_pid", "graduation_year", name="uq_fact_employment_key"),
    )
    with op.batch_alter_table("fact_employment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_employment_student_pid"), ["student_pid"], unique=False)

    op.create_table(
        "fact_fitness_test",
        sa.Column("fitness_test_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=20), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("is_exempt", sa.Boolean(), nullable=True),
        sa.Column("tested_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("fitness_test_id", name=op.f("pk_fact_fitness_test")),
        sa.UniqueConstraint("student_pid", "year", "item", name="uq_fact_fitness_test_key"),
    )
    with op.batch_alter_table("fact_fitness_test", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_fitness_test_student_pid"), ["student_pid"], unique=False)

    op.create_table(
        "fact_internship",
        sa.Column("internship_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("company", sa.String(length=80), nullable=True),
        sa.Column("arranged_by", sa.String(length=12), nullable=True),
        sa.Column("is_match", sa.Boolean(), nullable=True),
        sa.Column("has_agreement", sa.Boolean(), nullable=True),
        sa.Column("has_insurance", sa.Boolean(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("scored_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("internship_id", name=op.f("pk_fact_internship")),
        sa.UniqueConstraint("student_pid", "from_on", name="uq_fact_internship_key"),
    )
    with op.batch_alter_table("fact_internship", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_internship_student_pid"), ["student_pid"], unique=False)

    op.create_table(
        "fact_internship_report",
        sa.Column("internship_report_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("report_no", sa.String(length=40), nullable=False),
        sa.Column("report_kind", sa.String(length=12), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("internship_report_id", name=op.f("pk_fact_internship_report")),
        sa.UniqueConstraint("student_pid", "report_no", name="uq_fact_internship_report_key"),
    )
    with op.batch_alter_table("fact_internship_report", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fact_internship_report_student_pid"), ["student_pid"], unique=False
        )

    op.create_table(
        "fact_leave",
        sa.Column("leave_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("leave_no", sa.String(length=40), nullable=False),
        sa.Column("leave_kind", sa.String(length=12), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Float(), nullable=True),
        sa.Column("is_approved", sa.Boolean(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("leave_id", name=op.f("pk_fact_leave")),
        sa.UniqueConstraint("student_pid", "leave_no", name="uq_fact_leave_key"),
    )
    with op.batch_alter_table("fact_leave", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_leave_student_pid"), ["student_pid"], unique=False)

    op.create_table(
        "fact_library_loan",
        sa.Column("library_loan_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("loan_no", sa.String(length=40), nullable=False),
        sa.Column("borrowed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("library_loan_id", name=op.f("pk_fact_library_loan")),
        sa.UniqueConstraint("student_pid", "loan_no", name="uq_fact_library_loan_key"),
    )
    with op.batch_alter_table("fact_library_loan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_library_loan_student_pid"), ["student_pid"], unique=False)

    op.create_table(
        "fact_partner_agreement",
        sa.Column("partner_agreement_id", sa.Integer(), nullable=False),
        sa.Column("partner_no", sa.String(length=40), nullable=False),
        sa.Column("major_code", sa.String(length=20), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("has_order_class", sa.Boolean(), nullable=True),
        sa.Column("has_joint_course", sa.Boolean(), nullable=True),
        sa.Column("has_part_time", sa.Boolean(), nullable=True),
        sa.Column("has_joint_base", sa.Boolean(), nullable=True),
        sa.Column("recruits", sa.Integer(), nullable=True),
        sa.Column("income", sa.Float(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("partner_agreement_id", name=op.f("pk_fact_partner_agreement")),
        sa.UniqueConstraint("partner_no", "major_code", "from_on", name="uq_fact_partner_agreement_key"),
    )
    with op.batch_alter_table("fact_partner_agreement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fact_partner_agreement_major_code"), ["major_code"], unique=False
        )

    op.create_table(
        "fact_patrol",
        sa.Column("patrol_id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.String(length=60), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("periods", sa.String(length=12), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("is_teacher_present", sa.Boolean(), nullable=True),
        sa.Column("interaction", sa.Integer(), nullable=True),
        sa.Column("anomaly", sa.String(length=60), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("patrol_id", name=op.f("pk_fact_patrol")),
        sa.UniqueConstraint("offering_id", "held_on", "periods", name="uq_fact_patrol_key"),
    )
    with op.batch_alter_table("fact_patrol", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_patrol_offering_id"), ["offering_id"], unique=False)

    op.create_table(
        "fact_quality_incident",
        sa.Column("quality_incident_id", sa.Integer(), nullable=False),
        sa.Column("incident_no", sa.String(length=40), nullable=False),
        sa.Column("incident_class", sa.String(length=12), nullable=True),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("course_code", sa.String(length=30), nullable=True),
        sa.Column("teacher_pid", sa.String(length=24), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("quality_incident_id", name=op.f("pk_fact_quality_incident")),
        sa.UniqueConstraint("incident_no", name="uq_fact_quality_incident_key"),
    )
    op.create_table(
        "fact_request",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("request_no", sa.String(length=40), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=True),
        sa.Column("teacher_pid", sa.String(length=24), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=True),
        sa.Column("topic", sa.String(length=40), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("submitted_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("reopened_at", sa.DateTime(), nullable=True),
        sa.Column("rating", sa.Float(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_fact_request")),
        sa.UniqueConstraint("request_no", name="uq_fact_request_key"),
    )
    op.create_table(
        "fact_research_output",
        sa.Column("research_output_id", sa.Integer(), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("output_no", sa.String(length=40), nullable=False),
        sa.Column("output_kind", sa.String(length=20), nullable=True),
        sa.Column("person_order", sa.Integer(), nullable=True),
        sa.Column("person_count", sa.Integer(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("research_output_id", name=op.f("pk_fact_research_output")),
        sa.UniqueConstraint("teacher_pid", "output_no", name="uq_fact_research_output_key"),
    )
    with op.batch_alter_table("fact_research_output", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fact_research_output_teacher_pid"), ["teacher_pid"], unique=False
        )

    op.create_table(
        "fact_research_project",
        sa.Column("research_project_id", sa.Integer(), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("project_no", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.Column("is_education", sa.Boolean(), nullable=True),
        sa.Column("person_order", sa.Integer(), nullable=True),
        sa.Column("person_count", sa.Integer(), nullable=True),
        sa.Column("funds", sa.Float(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("research_project_id", name=op.f("pk_fact_research_project")),
        sa.UniqueConstraint("teacher_pid", "project_no", name="uq_fact_research_project_key"),
    )
    with op.batch_alter_table("fact_research_project", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fact_research_project_teacher_pid"), ["teacher_pid"], unique=False
        )

    op.create_table(
        "fact_reward_sanction",
        sa.Column("reward_sanction_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("record_no", sa.String(length=40), nullable=False),
        sa.Column("record_kind", sa.String(length=12), nullable=True),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.Column("reason_code", sa.String(length=30), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("reward_sanction_id", name=op.f("pk_fact_reward_sanction")),
        sa.UniqueConstraint("student_pid", "record_no", name="uq_fact_reward_sanction_key"),
    )
    with op.batch_alter_table("fact_reward_sanction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fact_reward_sanction_student_pid"), ["student_pid"], unique=False
        )

    op.create_table(
        "fact_room_use",
        sa.Column("room_use_id", sa.Integer(), nullable=False),
        sa.Column("room_no", sa.String(length=40), nullable=False),
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("available_periods", sa.Integer(), nullable=True),
        sa.Column("used_periods", sa.Integer(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("room_use_id", name=op.f("pk_fact_room_use")),
        sa.UniqueConstraint("room_no", "term_id", name="uq_fact_room_use_key"),
    )
    op.create_table(
        "fact_screening_invitation",
        sa.Column("screening_invitation_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("screening_invitation_id", name=op.f("pk_fact_screening_invitation")),
        sa.UniqueConstraint("student_pid", "year", name="uq_fact_screening_invitation_key"),
    )
    with op.batch_alter_table("fact_screening_invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fact_screening_invitation_student_pid"), ["student_pid"], unique=False
        )

    op.create_table(
        "fact_second_classroom",
        sa.Column("second_classroom_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("activity_no", sa.String(length=40), nullable=False),
        sa.Column("module", sa.String(length=20), nullable=True),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("credits", sa.Float(), nullable=True),
        sa.Column("role", sa.String(length=12), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("is_recognised", sa.Boolean(), nullable=True),
        sa.Column("is_project", sa.Boolean(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("second_classroom_id", name=op.f("pk_fact_second_classroom")),
        sa.UniqueConstraint("student_pid", "activity_no", name="uq_fact_second_classroom_key"),
    )
    with op.batch_alter_table("fact_second_classroom", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fact_second_classroom_student_pid"), ["student_pid"], unique=False
        )

    op.create_table(
        "fact_social_practice",
        sa.Column("social_practice_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("project_no", sa.String(length=40), nullable=False),
        sa.Column("practice_kind", sa.String(length=20), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("is_recognised", sa.Boolean(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("social_practice_id", name=op.f("pk_fact_social_practice")),
        sa.UniqueConstraint("student_pid", "project_no", name="uq_fact_social_practice_key"),
    )
    with op.batch_alter_table("fact_social_practice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fact_social_practice_student_pid"), ["student_pid"], unique=False
        )

    op.create_table(
        "fact_social_service",
        sa.Column("social_service_id", sa.Integer(), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("service_no", sa.String(length=40), nullable=False),
        sa.Column("service_kind", sa.String(length=20), nullable=True),
        sa.Column("share", sa.Float(), nullable=True),
        sa.Column("person_days", sa.Float(), nullable=True),
        sa.Column("income", sa.Float(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("social_service_id", name=op.f("pk_fact_social_service")),
        sa.UniqueConstraint("teacher_pid", "service_no", name="uq_fact_social_service_key"),
    )
    with op.batch_alter_table("fact_social_service", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_social_service_teacher_pid"), ["teacher_pid"], unique=False)

    op.create_table(
        "fact_survey_response",
        sa.Column("survey_response_id", sa.Integer(), nullable=False),
        sa.Column("survey_no", sa.String(length=40), nullable=False),
        sa.Column("response_no", sa.String(length=40), nullable=False),
        sa.Column("item_no", sa.Integer(), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("entry_year", sa.Integer(), nullable=True),
        sa.Column("teacher_pid", sa.String(length=24), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("survey_response_id", name=op.f("pk_fact_survey_response")),
        sa.UniqueConstraint("survey_no", "response_no", "item_no", name="uq_fact_survey_response_key"),
    )
    op.create_table(
        "fact_teacher_activity",
        sa.Column("teacher_activity_id", sa.Integer(), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("activity_no", sa.String(length=40), nullable=False),
        sa.Column("activity_kind", sa.String(length=24), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("is_accepted", sa.Boolean(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("teacher_activity_id", name=op.f("pk_fact_teacher_activity")),
        sa.UniqueConstraint("teacher_pid", "activity_no", name="uq_fact_teacher_activity_key"),
    )
    with op.batch_alter_table("fact_teacher_activity", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fact_teacher_activity_teacher_pid"), ["teacher_pid"], unique=False
        )

    op.create_table(
        "fact_teaching_award",
        sa.Column("teaching_award_id", sa.Integer(), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("award_no", sa.String(length=40), nullable=False),
        sa.Column("award_kind", sa.String(length=20), nullable=True),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.Column("award", sa.String(length=12), nullable=True),
        sa.Column("person_order", sa.Integer(), nullable=True),
        sa.Column("person_count", sa.Integer(), nullable=True),
        sa.Column("awarded_on", sa.Date(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("teaching_award_id", name=op.f("pk_fact_teaching_award")),
        sa.UniqueConstraint("teacher_pid", "award_no", name="uq_fact_teaching_award_key"),
    )
    with op.batch_alter_table("fact_teaching_award", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_teaching_award_teacher_pid"), ["teacher_pid"], unique=False)

    op.create_table(
        "fact_textbook_adoption",
        sa.Column("textbook_adoption_id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.String(length=60), nullable=False),
        sa.Column("textbook_no", sa.String(length=40), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("textbook_adoption_id", name=op.f("pk_fact_textbook_adoption")),
        sa.UniqueConstraint("offering_id", "textbook_no", name="uq_fact_textbook_adoption_key"),
    )
    with op.batch_alter_table("fact_textbook_adoption", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fact_textbook_adoption_offering_id"), ["offering_id"], unique=False
        )

    op.create_table(
        "qa_action",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("action_no", sa.String(length=40), nullable=False),
        sa.Column("entity_kind", sa.String(length=10), nullable=True),
        sa.Column("entity_code", sa.String(length=60), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("teacher_pid", sa.String(length=24), nullable=True),
        sa.Column("indicator_id", sa.String(length=50), nullable=True),
        sa.Column("cause", sa.String(length=200), nullable=True),
        sa.Column("measure", sa.String(length=200), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("action_id", name=op.f("pk_qa_action")),
        sa.UniqueConstraint("action_no", name="uq_qa_action_key"),
    )
    op.create_table(
        "qa_alert",
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("alert_no", sa.String(length=40), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("rule_id", sa.String(length=40), nullable=True),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("alert_id", name=op.f("pk_qa_alert")),
        sa.UniqueConstraint("alert_no", name="uq_qa_alert_key"),
    )
    op.create_table(
        "qa_evidence",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("evidence_no", sa.String(length=40), nullable=False),
        sa.Column("action_no", sa.String(length=40), nullable=False),
        sa.Column("evidence_kind", sa.String(length=20), nullable=True),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_qa_evidence")),
        sa.UniqueConstraint("evidence_no", name="uq_qa_evidence_key"),
    )
    op.create_table(
        "qa_goal",
        sa.Column("goal_no", sa.String(length=40), nullable=False),
        sa.Column("parent_no", sa.String(length=40), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("name_en", sa.String(length=160), nullable=True),
        sa.Column("weight", sa.Float(), nullable=True),
        sa.Column("entity_kind", sa.String(length=10), nullable=True),
        sa.Column("entity_code", sa.String(length=60), nullable=True),
        sa.Column("indicator_id", sa.String(length=50), nullable=True),
        sa.Column("document_no", sa.String(length=40), nullable=True),
        sa.Column("baseline", sa.Float(), nullable=True),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("goal_direction", sa.String(length=8), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("owner", sa.String(length=80), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("goal_no", name=op.f("pk_qa_goal")),
    )
    op.create_table(
        "qa_innovation",
        sa.Column("innovation_id", sa.Integer(), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("innovation_no", sa.String(length=40), nullable=False),
        sa.Column("person_order", sa.Integer(), nullable=True),
        sa.Column("person_count", sa.Integer(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("innovation_id", name=op.f("pk_qa_innovation")),
        sa.UniqueConstraint("teacher_pid", "innovation_no", name="uq_qa_innovation_key"),
    )
    with op.batch_alter_table("qa_innovation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_qa_innovation_teacher_pid"), ["teacher_pid"], unique=False)

    op.create_table(
        "qa_recovery_plan",
        sa.Column("recovery_plan_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("plan_no", sa.String(length=40), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("recovery_plan_id", name=op.f("pk_qa_recovery_plan")),
        sa.UniqueConstraint("student_pid", "plan_no", name="uq_qa_recovery_plan_key"),
    )
    with op.batch_alter_table("qa_recovery_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_qa_recovery_plan_student_pid"), ["student_pid"], unique=False)

    op.create_table(
        "qa_standard_document",
        sa.Column("document_no", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("document_level", sa.String(length=12), nullable=True),
        sa.Column("owner", sa.String(length=80), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("is_in_force", sa.Boolean(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("document_no", name=op.f("pk_qa_standard_document")),
    )
    op.create_table(
        "qa_student_milestone",
        sa.Column("student_milestone_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("milestone_no", sa.String(length=40), nullable=False),
        sa.Column("plan_year", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("student_milestone_id", name=op.f("pk_qa_student_milestone")),
        sa.UniqueConstraint("student_pid", "milestone_no", name="uq_qa_student_milestone_key"),
    )
    with op.batch_alter_table("qa_student_milestone", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_qa_student_milestone_student_pid"), ["student_pid"], unique=False
        )

    op.create_table(
        "qa_task",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("work_no", sa.String(length=40), nullable=False),
        sa.Column("work_kind", sa.String(length=12), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("goal_no", sa.String(length=40), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_qa_task")),
        sa.UniqueConstraint("work_no", name="uq_qa_task_key"),
    )
    op.create_table(
        "qa_teacher_milestone",
        sa.Column("teacher_milestone_id", sa.Integer(), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("milestone_no", sa.String(length=40), nullable=False),
        sa.Column("plan_year", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("teacher_milestone_id", name=op.f("pk_qa_teacher_milestone")),
        sa.UniqueConstraint("teacher_pid", "milestone_no", name="uq_qa_teacher_milestone_key"),
    )
    with op.batch_alter_table("qa_teacher_milestone", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_qa_teacher_milestone_teacher_pid"), ["teacher_pid"], unique=False
        )

    with op.batch_alter_table("dim_course", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_project_based", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("is_graduation_project", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("is_mental_health", sa.Boolean(), nullable=True))

    with op.batch_alter_table("dim_major", schema=None) as batch_op:
        batch_op.add_column(sa.Column("has_feature_evidence", sa.Boolean(), nullable=True))

    with op.batch_alter_table("dim_offering", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_common_exam", sa.Boolean(), nullable=True))

    with op.batch_alter_table("dim_resource", schema=None) as batch_op:
        batch_op.add_column(sa.Column("created_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("updated_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("is_own", sa.Boolean(), nullable=True))

    with op.batch_alter_table("dim_teacher", schema=None) as batch_op:
        batch_op.add_column(sa.Column("special_post", sa.String(length=20), nullable=True))

    with op.batch_alter_table("fact_teacher_training", schema=None) as batch_op:
        batch_op.add_column(sa.Column("training_kind", sa.String(length=20), nullable=True))

    with op.batch_alter_table("mart_index", schema=None) as batch_op:
        batch_op.add_column(sa.Column("level", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("quadrant", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("place_low", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("place_high", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("place_of", sa.Integer(), nullable=True))

    with op.batch_alter_table("mart_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gain_target", sa.Float(), nullable=True))

    with op.batch_alter_table("mart_source_gap", schema=None) as batch_op:
        batch_op.add_column(sa.Column("carried", sa.Integer(), nullable=True))

    with op.batch_alter_table("qa_standard", schema=None) as batch_op:
        batch_op.add_column(sa.Column("based_on", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("changed_by", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("approved_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("take the backup that the upgrade made: python -m jobs restore FILE")
