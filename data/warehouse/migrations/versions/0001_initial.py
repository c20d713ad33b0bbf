"""The warehouse as first released; written by scripts/write_initial_migration.py."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SCHEMA IF NOT EXISTS restricted")
        # Restricted personal data: nobody but the product's own account reads it until a grant names them.
        op.execute("REVOKE ALL ON SCHEMA restricted FROM PUBLIC")
    op.create_table(
        "bridge_offering_teacher",
        sa.Column("offering_id", sa.String(length=60), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("teacher_sk", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("is_share_declared", sa.Boolean(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("offering_id", "teacher_pid", name=op.f("pk_bridge_offering_teacher")),
    )
    op.create_index(
        op.f("ix_bridge_offering_teacher_teacher_pid"),
        "bridge_offering_teacher",
        ["teacher_pid"],
        unique=False,
    )
    op.create_table(
        "bridge_programme_course",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("course_code", sa.String(length=30), nullable=False),
        sa.Column("planned_term", sa.Integer(), nullable=True),
        sa.Column("is_core", sa.Boolean(), nullable=True),
        sa.Column("is_required", sa.Boolean(), nullable=True),
        sa.Column("exam_form", sa.String(length=20), nullable=True),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("practice_hours", sa.Float(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("programme_id", "course_code", name=op.f("pk_bridge_programme_course")),
    )
    op.create_table(
        "bridge_requirement_course",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("requirement_code", sa.String(length=20), nullable=False),
        sa.Column("course_code", sa.String(length=30), nullable=False),
        sa.Column("support", sa.String(length=2), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint(
            "programme_id", "requirement_code", "course_code", name=op.f("pk_bridge_requirement_course")
        ),
    )
    op.create_table(
        "bridge_teacher_role",
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("target_kind", sa.String(length=12), nullable=False),
        sa.Column("target_code", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("role_id", name=op.f("pk_bridge_teacher_role")),
        sa.UniqueConstraint(
            "teacher_pid",
            "role",
            "target_kind",
            "target_code",
            "valid_from",
            name="uq_bridge_teacher_role_key",
        ),
    )
    op.create_index(
        op.f("ix_bridge_teacher_role_target_code"), "bridge_teacher_role", ["target_code"], unique=False
    )
    op.create_index(
        op.f("ix_bridge_teacher_role_teacher_pid"), "bridge_teacher_role", ["teacher_pid"], unique=False
    )
    op.create_table(
        "dim_calendar_week",
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("week_no", sa.Integer(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("is_teaching", sa.Boolean(), nullable=False),
        sa.Column("is_exam", sa.Boolean(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("term_id", "week_no", name=op.f("pk_dim_calendar_week")),
    )
    op.create_table(
        "dim_class",
        sa.Column("class_sk", sa.Integer(), nullable=False),
        sa.Column("class_code", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("grade_year", sa.Integer(), nullable=True),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("class_sk", name=op.f("pk_dim_class")),
        sa.UniqueConstraint("class_code", "valid_from", name="uq_dim_class_key"),
    )
    op.create_index(op.f("ix_dim_class_major_code"), "dim_class", ["major_code"], unique=False)
    op.create_index(op.f("ix_dim_class_org_code"), "dim_class", ["org_code"], unique=False)
    op.create_table(
        "dim_course",
        sa.Column("course_sk", sa.Integer(), nullable=False),
        sa.Column("course_code", sa.String(length=30), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=160), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("course_type", sa.String(length=4), nullable=True),
        sa.Column("course_nature", sa.String(length=30), nullable=True),
        sa.Column("course_attribute", sa.String(length=30), nullable=True),
        sa.Column("course_category", sa.String(length=30), nullable=True),
        sa.Column("course_tier", sa.String(length=12), nullable=True),
        sa.Column("credits", sa.Float(), nullable=True),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("practice_hours", sa.Float(), nullable=True),
        sa.Column("is_ideology", sa.Boolean(), nullable=True),
        sa.Column("is_physical", sa.Boolean(), nullable=True),
        sa.Column("is_certificate_integrated", sa.Boolean(), nullable=True),
        sa.Column("standard_reviewed_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("course_sk", name=op.f("pk_dim_course")),
        sa.UniqueConstraint("course_code", "valid_from", name="uq_dim_course_key"),
    )
    op.create_index(op.f("ix_dim_course_org_code"), "dim_course", ["org_code"], unique=False)
    op.create_table(
        "dim_grad_requirement",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("requirement_code", sa.String(length=20), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("weight", sa.Float(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("programme_id", "requirement_code", name=op.f("pk_dim_grad_requirement")),
    )
    op.create_table(
        "dim_major",
        sa.Column("major_sk", sa.Integer(), nullable=False),
        sa.Column("major_code", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=160), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("major_group", sa.String(length=60), nullable=True),
        sa.Column("schooling_years", sa.Integer(), nullable=True),
        sa.Column("first_intake_year", sa.Integer(), nullable=True),
        sa.Column("major_class", sa.String(length=12), nullable=True),
        sa.Column("key_level", sa.String(length=20), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("major_sk", name=op.f("pk_dim_major")),
        sa.UniqueConstraint("major_code", "valid_from", name="uq_dim_major_key"),
    )
    op.create_index(op.f("ix_dim_major_org_code"), "dim_major", ["org_code"], unique=False)
    op.create_table(
        "dim_offering",
        sa.Column("offering_id", sa.String(length=60), nullable=False),
        sa.Column("offering_no", sa.String(length=40), nullable=False),
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("course_code", sa.String(length=30), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("class_code", sa.String(length=40), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("enrolled", sa.Integer(), nullable=True),
        sa.Column("mode", sa.String(length=20), nullable=True),
        sa.Column("pass_mark", sa.Float(), nullable=False),
        sa.Column("length_days", sa.Integer(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("offering_id", name=op.f("pk_dim_offering")),
        sa.UniqueConstraint("term_id", "offering_no", name="uq_dim_offering_key"),
    )
    op.create_index("ix_dim_offering_term", "dim_offering", ["term_id", "course_code"], unique=False)
    op.create_table(
        "dim_org",
        sa.Column("org_sk", sa.Integer(), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=160), nullable=True),
        sa.Column("parent_code", sa.String(length=20), nullable=True),
        sa.Column("org_kind", sa.String(length=20), nullable=False),
        sa.Column("vertical_system", sa.String(length=30), nullable=True),
        sa.Column("is_declared", sa.Boolean(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("org_sk", name=op.f("pk_dim_org")),
        sa.UniqueConstraint("org_code", "valid_from", name="uq_dim_org_key"),
    )
    op.create_table(
        "dim_person",
        sa.Column("person_pid", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("person_no", sa.String(length=40), nullable=False),
        sa.Column("full_name", sa.String(length=80), nullable=True),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("person_pid", name=op.f("pk_dim_person")),
    )
    op.create_index("ix_dim_person_no", "dim_person", ["kind", "person_no"], unique=False)
    op.create_table(
        "dim_programme",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("major_code", sa.String(length=20), nullable=False),
        sa.Column("entry_grade", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("total_credits", sa.Float(), nullable=True),
        sa.Column("total_hours", sa.Float(), nullable=True),
        sa.Column("practice_hours", sa.Float(), nullable=True),
        sa.Column("public_hours", sa.Float(), nullable=True),
        sa.Column("elective_hours", sa.Float(), nullable=True),
        sa.Column("is_certificate_required", sa.Boolean(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("programme_id", name=op.f("pk_dim_programme")),
        sa.UniqueConstraint("major_code", "entry_grade", "version", name="uq_dim_programme_key"),
    )
    op.create_index(op.f("ix_dim_programme_major_code"), "dim_programme", ["major_code"], unique=False)
    op.create_table(
        "dim_resource",
        sa.Column("resource_id", sa.String(length=80), nullable=False),
        sa.Column("offering_id", sa.String(length=60), nullable=False),
        sa.Column("resource_no", sa.String(length=40), nullable=False),
        sa.Column("resource_kind", sa.String(length=40), nullable=True),
        sa.Column("stage", sa.String(length=8), nullable=True),
        sa.Column("planned_week_from", sa.Integer(), nullable=True),
        sa.Column("planned_week_to", sa.Integer(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("resource_id", name=op.f("pk_dim_resource")),
    )
    op.create_index(op.f("ix_dim_resource_offering_id"), "dim_resource", ["offering_id"], unique=False)
    op.create_table(
        "dim_school",
        sa.Column("school_code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=160), nullable=True),
        sa.Column("school_type", sa.String(length=40), nullable=True),
        sa.Column("region", sa.String(length=40), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("school_code", name=op.f("pk_dim_school")),
    )
    op.create_table(
        "dim_student",
        sa.Column("student_sk", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("class_code", sa.String(length=40), nullable=True),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("entry_year", sa.Integer(), nullable=True),
        sa.Column("entry_on", sa.Date(), nullable=True),
        sa.Column("schooling_years", sa.Integer(), nullable=True),
        sa.Column("student_status", sa.String(length=20), nullable=False),
        sa.Column("intake_type", sa.String(length=20), nullable=True),
        sa.Column("graduated_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("student_sk", name=op.f("pk_dim_student")),
        sa.UniqueConstraint("student_pid", "valid_from", name="uq_dim_student_key"),
    )
    op.create_index("ix_dim_student_current", "dim_student", ["is_current", "class_code"], unique=False)
    op.create_index("ix_dim_student_org", "dim_student", ["org_code", "major_code"], unique=False)
    op.create_table(
        "dim_task",
        sa.Column("task_id", sa.String(length=80), nullable=False),
        sa.Column("offering_id", sa.String(length=60), nullable=False),
        sa.Column("task_kind", sa.String(length=16), nullable=False),
        sa.Column("source_kind", sa.String(length=20), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=True),
        sa.Column("released_at", sa.DateTime(), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("week_no", sa.Integer(), nullable=True),
        sa.Column("weight", sa.Float(), nullable=True),
        sa.Column("full_score", sa.Float(), nullable=True),
        sa.Column("session_id", sa.String(length=80), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_dim_task")),
    )
    op.create_index(op.f("ix_dim_task_offering_id"), "dim_task", ["offering_id"], unique=False)
    op.create_table(
        "dim_teacher",
        sa.Column("teacher_sk", sa.Integer(), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("staff_type", sa.String(length=20), nullable=False),
        sa.Column("title_rank", sa.String(length=20), nullable=True),
        sa.Column("degree", sa.String(length=20), nullable=True),
        sa.Column("dual_level", sa.String(length=20), nullable=True),
        sa.Column("is_professional", sa.Boolean(), nullable=True),
        sa.Column("is_enterprise", sa.Boolean(), nullable=True),
        sa.Column("entry_on", sa.Date(), nullable=True),
        sa.Column("is_teaching_qualified", sa.Boolean(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("teacher_sk", name=op.f("pk_dim_teacher")),
        sa.UniqueConstraint("teacher_pid", "valid_from", name="uq_dim_teacher_key"),
    )
    op.create_index(op.f("ix_dim_teacher_org_code"), "dim_teacher", ["org_code"], unique=False)
    op.create_table(
        "dim_term",
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("source_code", sa.String(length=30), nullable=True),
        sa.Column("start_year", sa.Integer(), nullable=False),
        sa.Column("term_no", sa.Integer(), nullable=False),
        sa.Column("first_monday", sa.Date(), nullable=False),
        sa.Column("day_zero", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("week_count", sa.Integer(), nullable=False),
        sa.Column("grades_due_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("term_id", name=op.f("pk_dim_term")),
    )
    op.create_table(
        "fact_enrolment",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("student_sk", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("offering_id", sa.String(length=60), nullable=False),
        sa.Column("study_type", sa.String(length=12), nullable=True),
        sa.Column("is_required", sa.Boolean(), nullable=True),
        sa.Column("credits", sa.Float(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("unregistered_on", sa.Date(), nullable=True),
        sa.Column("previous_attempts", sa.Integer(), nullable=True),
        sa.Column("studied_credits", sa.Float(), nullable=True),
        sa.Column("prior_education", sa.String(length=40), nullable=True),
        sa.Column("final_result", sa.String(length=30), nullable=True),
        sa.Column("final_score", sa.Float(), nullable=True),
        sa.Column("is_passed", sa.Boolean(), nullable=True),
        sa.Column("credits_earned", sa.Float(), nullable=True),
        sa.Column("result_recorded_at", sa.DateTime(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_fact_enrolment")),
        sa.UniqueConstraint("student_pid", "offering_id", name="uq_fact_enrolment_key"),
    )
    op.create_index("ix_fact_enrolment_offering", "fact_enrolment", ["offering_id"], unique=False)
    op.create_table(
        "fact_enterprise_practice",
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("practice_kind", sa.String(length=20), nullable=True),
        sa.Column("company", sa.String(length=120), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("is_report_accepted", sa.Boolean(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("practice_id", name=op.f("pk_fact_enterprise_practice")),
        sa.UniqueConstraint("teacher_pid", "from_on", name="uq_fact_enterprise_practice_key"),
    )
    op.create_index(
        op.f("ix_fact_enterprise_practice_teacher_pid"),
        "fact_enterprise_practice",
        ["teacher_pid"],
        unique=False,
    )
    op.create_table(
        "fact_grade_attempt",
        sa.Column("grade_id", sa.Integer(), nullable=False),
        sa.Column("student_sk", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("offering_id", sa.String(length=60), nullable=False),
        sa.Column("attempt_no", sa.Integer(), nullable=False),
        sa.Column("attempt_kind", sa.String(length=12), nullable=False),
        sa.Column("score_text", sa.String(length=40), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("result", sa.String(length=12), nullable=False),
        sa.Column("result_reason", sa.String(length=20), nullable=True),
        sa.Column("grade_point", sa.Float(), nullable=True),
        sa.Column("process_score", sa.Float(), nullable=True),
        sa.Column("midterm_score", sa.Float(), nullable=True),
        sa.Column("midterm_recorded_at", sa.DateTime(), nullable=True),
        sa.Column("exam_score", sa.Float(), nullable=True),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=True),
        sa.Column("examined_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("grade_id", name=op.f("pk_fact_grade_attempt")),
        sa.UniqueConstraint("student_pid", "offering_id", "attempt_no", name="uq_fact_grade_attempt_key"),
    )
    op.create_index("ix_fact_grade_attempt_offering", "fact_grade_attempt", ["offering_id"], unique=False)
    op.create_table(
        "fact_graduation",
        sa.Column("graduation_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("entry_year", sa.Integer(), nullable=False),
        sa.Column("due_year", sa.Integer(), nullable=False),
        sa.Column("graduated_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("graduation_id", name=op.f("pk_fact_graduation")),
        sa.UniqueConstraint("student_pid", name="uq_fact_graduation_key"),
    )
    op.create_index(op.f("ix_fact_graduation_major_code"), "fact_graduation", ["major_code"], unique=False)
    op.create_table(
        "fact_session",
        sa.Column("session_id", sa.String(length=80), nullable=False),
        sa.Column("offering_id", sa.String(length=60), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("periods", sa.String(length=12), nullable=False),
        sa.Column("period_count", sa.Integer(), nullable=True),
        sa.Column("week_no", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("planned_topic", sa.String(length=120), nullable=True),
        sa.Column("delivered_topic", sa.String(length=120), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("made_up_on", sa.Date(), nullable=True),
        sa.Column("attendance_recorded_at", sa.DateTime(), nullable=True),
        sa.Column("topic_recorded_at", sa.DateTime(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_fact_session")),
        sa.UniqueConstraint("offering_id", "held_on", "periods", name="uq_fact_session_key"),
    )
    op.create_index(op.f("ix_fact_session_offering_id"), "fact_session", ["offering_id"], unique=False)
    op.create_table(
        "fact_set_response",
        sa.Column("response_row_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.String(length=60), nullable=False),
        sa.Column("item_no", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.String(length=60), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("response_row_id", name=op.f("pk_fact_set_response")),
        sa.UniqueConstraint("response_id", "item_no", name="uq_fact_set_response_key"),
    )
    op.create_index(
        op.f("ix_fact_set_response_offering_id"), "fact_set_response", ["offering_id"], unique=False
    )
    op.create_table(
        "fact_student_status",
        sa.Column("status_id", sa.Integer(), nullable=False),
        sa.Column("student_sk", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("change_kind", sa.String(length=30), nullable=False),
        sa.Column("from_value", sa.String(length=40), nullable=True),
        sa.Column("to_value", sa.String(length=40), nullable=True),
        sa.Column("reason_code", sa.String(length=30), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("status_id", name=op.f("pk_fact_student_status")),
        sa.UniqueConstraint("student_pid", "changed_on", "change_kind", name="uq_fact_student_status_key"),
    )
    op.create_index(
        op.f("ix_fact_student_status_student_pid"), "fact_student_status", ["student_pid"], unique=False
    )
    op.create_table(
        "fact_supervision",
        sa.Column("visit_row_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.String(length=60), nullable=False),
        sa.Column("item_no", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.String(length=60), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("supervisor_pid", sa.String(length=24), nullable=True),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("visit_kind", sa.String(length=16), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("visit_row_id", name=op.f("pk_fact_supervision")),
        sa.UniqueConstraint("visit_id", "item_no", name="uq_fact_supervision_key"),
    )
    op.create_index(
        op.f("ix_fact_supervision_offering_id"), "fact_supervision", ["offering_id"], unique=False
    )
    op.create_table(
        "fact_teacher_training",
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("training_no", sa.String(length=40), nullable=False),
        sa.Column("topic", sa.String(length=120), nullable=True),
        sa.Column("training_level", sa.String(length=20), nullable=True),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("is_accepted", sa.Boolean(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("training_id", name=op.f("pk_fact_teacher_training")),
        sa.UniqueConstraint("teacher_pid", "training_no", name="uq_fact_teacher_training_key"),
    )
    op.create_index(
        op.f("ix_fact_teacher_training_teacher_pid"), "fact_teacher_training", ["teacher_pid"], unique=False
    )
    op.create_table(
        "fact_teacher_workload",
        sa.Column("workload_id", sa.Integer(), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("offering_id", sa.String(length=60), nullable=False),
        sa.Column("workload_kind", sa.String(length=20), nullable=False),
        sa.Column("standard_hours", sa.Float(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("workload_id", name=op.f("pk_fact_teacher_workload")),
        sa.UniqueConstraint(
            "teacher_pid", "offering_id", "workload_kind", name="uq_fact_teacher_workload_key"
        ),
    )
    op.create_index(
        op.f("ix_fact_teacher_workload_teacher_pid"), "fact_teacher_workload", ["teacher_pid"], unique=False
    )
    op.create_table(
        "ind_value",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("entity_kind", sa.String(length=10), nullable=False),
        sa.Column("entity_id", sa.String(length=60), nullable=False),
        sa.Column("indicator_id", sa.String(length=50), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("class_code", sa.String(length=40), nullable=True),
        sa.Column("course_code", sa.String(length=30), nullable=True),
        sa.Column("offering_id", sa.String(length=60), nullable=True),
        sa.Column("teacher_pid", sa.String(length=24), nullable=True),
        sa.Column("student_pid", sa.String(length=24), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("is_latest", sa.Boolean(), nullable=False),
        sa.Column("numerator", sa.Float(), nullable=True),
        sa.Column("denominator", sa.Float(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("raw_value", sa.Float(), nullable=True),
        sa.Column("response_rate", sa.Float(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("status_reason", sa.String(length=60), nullable=True),
        sa.Column("percentile", sa.Float(), nullable=True),
        sa.Column("percentile_low", sa.Float(), nullable=True),
        sa.Column("percentile_high", sa.Float(), nullable=True),
        sa.Column("peer_group", sa.String(length=8), nullable=True),
        sa.Column("peer_count", sa.Integer(), nullable=True),
        sa.Column("peer_median", sa.Float(), nullable=True),
        sa.Column("difference", sa.String(length=12), nullable=True),
        sa.Column("definition_version", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint(
            "snapshot_id", "entity_kind", "entity_id", "indicator_id", "period", name=op.f("pk_ind_value")
        ),
    )
    op.create_index(
        "ix_ind_value_indicator",
        "ind_value",
        ["snapshot_id", "indicator_id", "entity_kind", "period"],
        unique=False,
    )
    op.create_index(
        "ix_ind_value_org",
        "ind_value",
        ["snapshot_id", "org_code", "entity_kind", "indicator_id"],
        unique=False,
    )
    op.create_table(
        "mart_dimension",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("entity_kind", sa.String(length=10), nullable=False),
        sa.Column("entity_id", sa.String(length=60), nullable=False),
        sa.Column("standard_id", sa.String(length=40), nullable=False),
        sa.Column("dimension_id", sa.String(length=10), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("class_code", sa.String(length=40), nullable=True),
        sa.Column("course_code", sa.String(length=30), nullable=True),
        sa.Column("offering_id", sa.String(length=60), nullable=True),
        sa.Column("teacher_pid", sa.String(length=24), nullable=True),
        sa.Column("student_pid", sa.String(length=24), nullable=True),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("coverage", sa.Float(), nullable=False),
        sa.Column("is_published", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint(
            "snapshot_id",
            "entity_kind",
            "entity_id",
            "standard_id",
            "dimension_id",
            name=op.f("pk_mart_dimension"),
        ),
    )
    op.create_index(
        "ix_mart_dimension_org", "mart_dimension", ["snapshot_id", "org_code", "entity_kind"], unique=False
    )
    op.create_table(
        "mart_index",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("entity_kind", sa.String(length=10), nullable=False),
        sa.Column("entity_id", sa.String(length=60), nullable=False),
        sa.Column("standard_id", sa.String(length=40), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("class_code", sa.String(length=40), nullable=True),
        sa.Column("course_code", sa.String(length=30), nullable=True),
        sa.Column("offering_id", sa.String(length=60), nullable=True),
        sa.Column("teacher_pid", sa.String(length=24), nullable=True),
        sa.Column("student_pid", sa.String(length=24), nullable=True),
        sa.Column("relation", sa.String(length=8), nullable=False),
        sa.Column("standard_version", sa.String(length=20), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("arithmetic", sa.Float(), nullable=True),
        sa.Column("imbalance", sa.Float(), nullable=True),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("worst", sa.Float(), nullable=True),
        sa.Column("best", sa.Float(), nullable=True),
        sa.Column("plausible_low", sa.Float(), nullable=True),
        sa.Column("plausible_high", sa.Float(), nullable=True),
        sa.Column("coverage", sa.Float(), nullable=False),
        sa.Column("confidence", sa.String(length=1), nullable=True),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("probability_met", sa.Float(), nullable=True),
        sa.Column("probability_strong", sa.Float(), nullable=True),
        sa.Column("influences", sa.Text(), nullable=True),
        sa.Column("withheld_reason", sa.String(length=60), nullable=True),
        sa.Column("gates", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint(
            "snapshot_id", "entity_kind", "entity_id", "standard_id", name=op.f("pk_mart_index")
        ),
    )
    op.create_index(
        "ix_mart_index_org", "mart_index", ["snapshot_id", "org_code", "entity_kind"], unique=False
    )
    op.create_table(
        "mart_item",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("entity_kind", sa.String(length=10), nullable=False),
        sa.Column("entity_id", sa.String(length=60), nullable=False),
        sa.Column("standard_id", sa.String(length=40), nullable=False),
        sa.Column("indicator_id", sa.String(length=50), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("class_code", sa.String(length=40), nullable=True),
        sa.Column("course_code", sa.String(length=30), nullable=True),
        sa.Column("offering_id", sa.String(length=60), nullable=True),
        sa.Column("teacher_pid", sa.String(length=24), nullable=True),
        sa.Column("student_pid", sa.String(length=24), nullable=True),
        sa.Column("dimension_id", sa.String(length=10), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("anchors", sa.Text(), nullable=True),
        sa.Column("is_must_have", sa.Boolean(), nullable=False),
        sa.Column("need_qualified", sa.Float(), nullable=True),
        sa.Column("need_target", sa.Float(), nullable=True),
        sa.Column("gain", sa.Float(), nullable=True),
        sa.Column("effort", sa.String(length=1), nullable=True),
        sa.PrimaryKeyConstraint(
            "snapshot_id",
            "entity_kind",
            "entity_id",
            "standard_id",
            "indicator_id",
            name=op.f("pk_mart_item"),
        ),
    )
    op.create_table(
        "mart_offering",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.String(length=60), nullable=False),
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("course_code", sa.String(length=30), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("teacher_pid", sa.String(length=24), nullable=True),
        sa.Column("teacher_count", sa.Integer(), nullable=True),
        sa.Column("enrolled", sa.Integer(), nullable=True),
        sa.Column("sessions_planned", sa.Integer(), nullable=True),
        sa.Column("sessions_due", sa.Integer(), nullable=True),
        sa.Column("sessions_held", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("snapshot_id", "offering_id", name=op.f("pk_mart_offering")),
    )
    op.create_index(
        "ix_mart_offering_course", "mart_offering", ["snapshot_id", "course_code", "term_id"], unique=False
    )
    op.create_index(
        "ix_mart_offering_teacher", "mart_offering", ["snapshot_id", "teacher_pid", "term_id"], unique=False
    )
    op.create_table(
        "mart_roster",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("offering_id", sa.String(length=60), nullable=False),
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("course_code", sa.String(length=30), nullable=False),
        sa.Column("course_name", sa.String(length=120), nullable=True),
        sa.Column("class_code", sa.String(length=40), nullable=True),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("credits", sa.Float(), nullable=True),
        sa.Column("is_required", sa.Boolean(), nullable=True),
        sa.Column("result", sa.String(length=12), nullable=True),
        sa.Column("score_text", sa.String(length=40), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=True),
        sa.Column("attendance_rate", sa.Float(), nullable=True),
        sa.Column("ontime_rate", sa.Float(), nullable=True),
        sa.Column("support_flag", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("snapshot_id", "student_pid", "offering_id", name=op.f("pk_mart_roster")),
    )
    op.create_index("ix_mart_roster_class", "mart_roster", ["snapshot_id", "class_code"], unique=False)
    op.create_index("ix_mart_roster_offering", "mart_roster", ["snapshot_id", "offering_id"], unique=False)
    op.create_table(
        "mart_rule_warning",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("layer", sa.String(length=10), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("class_code", sa.String(length=40), nullable=True),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint(
            "snapshot_id", "student_pid", "term_id", "layer", name=op.f("pk_mart_rule_warning")
        ),
    )
    op.create_index(
        "ix_mart_rule_warning_class", "mart_rule_warning", ["snapshot_id", "class_code"], unique=False
    )
    op.create_index(
        "ix_mart_rule_warning_org", "mart_rule_warning", ["snapshot_id", "org_code", "level"], unique=False
    )
    op.create_table(
        "mart_score_bin",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("course_code", sa.String(length=30), nullable=False),
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("bin_from", sa.Integer(), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "snapshot_id", "course_code", "term_id", "bin_from", name=op.f("pk_mart_score_bin")
        ),
    )
    op.create_table(
        "mart_source_gap",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(length=40), nullable=False),
        sa.Column("entity_kind", sa.String(length=10), nullable=False),
        sa.Column("unlocked", sa.Integer(), nullable=False),
        sa.Column("dimensions", sa.Integer(), nullable=True),
        sa.Column("indicator_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("snapshot_id", "source_id", "entity_kind", name=op.f("pk_mart_source_gap")),
    )
    op.create_table(
        "mart_student",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("class_code", sa.String(length=40), nullable=True),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("entry_year", sa.Integer(), nullable=True),
        sa.Column("terms_elapsed", sa.Integer(), nullable=True),
        sa.Column("student_status", sa.String(length=20), nullable=False),
        sa.Column("counsellor_pid", sa.String(length=24), nullable=True),
        sa.Column("credits_earned", sa.Float(), nullable=True),
        sa.Column("credits_due", sa.Float(), nullable=True),
        sa.Column("open_failed_credits", sa.Float(), nullable=True),
        sa.Column("weighted_score", sa.Float(), nullable=True),
        sa.Column("weighted_score_previous", sa.Float(), nullable=True),
        sa.Column("attendance_rate", sa.Float(), nullable=True),
        sa.Column("ontime_rate", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("snapshot_id", "student_pid", name=op.f("pk_mart_student")),
    )
    op.create_index("ix_mart_student_class", "mart_student", ["snapshot_id", "class_code"], unique=False)
    op.create_index(
        "ix_mart_student_org", "mart_student", ["snapshot_id", "org_code", "major_code"], unique=False
    )
    op.create_table(
        "mart_week",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("entity_kind", sa.String(length=10), nullable=False),
        sa.Column("entity_id", sa.String(length=60), nullable=False),
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("week_no", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=24), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("class_code", sa.String(length=40), nullable=True),
        sa.Column("course_code", sa.String(length=30), nullable=True),
        sa.Column("offering_id", sa.String(length=60), nullable=True),
        sa.Column("teacher_pid", sa.String(length=24), nullable=True),
        sa.Column("student_pid", sa.String(length=24), nullable=True),
        sa.Column("numerator", sa.Float(), nullable=True),
        sa.Column("denominator", sa.Float(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint(
            "snapshot_id",
            "entity_kind",
            "entity_id",
            "term_id",
            "week_no",
            "measure",
            name=op.f("pk_mart_week"),
        ),
    )
    op.create_index(
        "ix_mart_week_class",
        "mart_week",
        ["snapshot_id", "class_code", "entity_kind", "measure"],
        unique=False,
    )
    op.create_index(
        "ix_mart_week_org", "mart_week", ["snapshot_id", "org_code", "entity_kind", "measure"], unique=False
    )
    op.create_table(
        "meta_check",
        sa.Column("check_row_id", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=False),
        sa.Column("check_id", sa.String(length=60), nullable=False),
        sa.Column("source_id", sa.String(length=40), nullable=True),
        sa.Column("term_id", sa.String(length=16), nullable=True),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("found", sa.String(length=200), nullable=True),
        sa.Column("expected", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("check_row_id", name=op.f("pk_meta_check")),
    )
    op.create_table(
        "meta_home",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta_home")),
    )
    op.create_table(
        "meta_load",
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(length=40), nullable=False),
        sa.Column("mapping", sa.String(length=120), nullable=True),
        sa.Column("mapping_sha256", sa.String(length=64), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("declared_lag_days", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("load_id", name=op.f("pk_meta_load")),
    )
    op.create_table(
        "meta_load_file",
        sa.Column("load_file_id", sa.Integer(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(length=40), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("read_count", sa.Integer(), nullable=False),
        sa.Column("loaded_count", sa.Integer(), nullable=False),
        sa.Column("replaced_count", sa.Integer(), nullable=False),
        sa.Column("already_count", sa.Integer(), nullable=False),
        sa.Column("set_aside_count", sa.Integer(), nullable=False),
        sa.Column("recorded_at_policy", sa.String(length=40), nullable=True),
        sa.Column("is_joined", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("load_file_id", name=op.f("pk_meta_load_file")),
        sa.UniqueConstraint("load_id", "file_name", "table_name", name="uq_meta_load_file_key"),
    )
    op.create_index(op.f("ix_meta_load_file_load_id"), "meta_load_file", ["load_id"], unique=False)
    op.create_table(
        "meta_set_aside_reason",
        sa.Column("reason_row_id", sa.Integer(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("reason_code", sa.String(length=40), nullable=False),
        sa.Column("column_name", sa.String(length=80), nullable=True),
        sa.Column("value_shape", sa.String(length=80), nullable=True),
        sa.Column("expected", sa.String(length=200), nullable=True),
        sa.Column("first_row_no", sa.Integer(), nullable=True),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("reason_row_id", name=op.f("pk_meta_set_aside_reason")),
        sa.UniqueConstraint(
            "load_id",
            "file_name",
            "table_name",
            "reason_code",
            "column_name",
            "value_shape",
            name="uq_meta_set_aside_reason_key",
        ),
    )
    op.create_index(
        op.f("ix_meta_set_aside_reason_load_id"), "meta_set_aside_reason", ["load_id"], unique=False
    )
    op.create_table(
        "meta_snapshot",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("term_id", sa.String(length=16), nullable=True),
        sa.Column("week_no", sa.Integer(), nullable=True),
        sa.Column("engine", sa.String(length=12), nullable=False),
        sa.Column("definitions_sha256", sa.String(length=64), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("value_count", sa.Integer(), nullable=True),
        sa.Column("index_count", sa.Integer(), nullable=True),
        sa.Column("rows_scanned", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("snapshot_id", name=op.f("pk_meta_snapshot")),
    )
    op.create_table(
        "meta_source",
        sa.Column("source_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("name_en", sa.String(length=120), nullable=True),
        sa.Column("producer", sa.String(length=80), nullable=True),
        sa.Column("producer_en", sa.String(length=80), nullable=True),
        sa.Column("owner", sa.String(length=80), nullable=True),
        sa.Column("mode", sa.String(length=16), nullable=True),
        sa.Column("schedule_days", sa.Float(), nullable=True),
        sa.Column("last_success_at", sa.DateTime(), nullable=True),
        sa.Column("last_row_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_meta_source")),
    )
    op.create_table(
        "ml_course_risk",
        sa.Column("course_risk_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("offering_id", sa.String(length=60), nullable=False),
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("point", sa.String(length=8), nullable=False),
        sa.Column("model_id", sa.String(length=40), nullable=False),
        sa.Column("is_latest", sa.Boolean(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("credits", sa.Float(), nullable=True),
        sa.Column("class_code", sa.String(length=40), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("course_risk_id", name=op.f("pk_ml_course_risk")),
        sa.UniqueConstraint("student_pid", "offering_id", "point", "model_id", name="uq_ml_course_risk_key"),
    )
    op.create_index(
        "ix_ml_course_risk_offering", "ml_course_risk", ["offering_id", "is_latest"], unique=False
    )
    op.create_index("ix_ml_course_risk_student", "ml_course_risk", ["student_pid", "is_latest"], unique=False)
    op.create_table(
        "ml_model",
        sa.Column("model_id", sa.String(length=40), nullable=False),
        sa.Column("point", sa.String(length=8), nullable=False),
        sa.Column("trained_at", sa.DateTime(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=True),
        sa.Column("train_terms", sa.Text(), nullable=False),
        sa.Column("test_term", sa.String(length=16), nullable=True),
        sa.Column("best", sa.String(length=30), nullable=True),
        sa.Column("chosen", sa.String(length=30), nullable=True),
        sa.Column("is_switched_on", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("metrics", sa.Text(), nullable=False),
        sa.Column("artifact", sa.String(length=200), nullable=True),
        sa.Column("artifact_sha256", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("model_id", name=op.f("pk_ml_model")),
    )
    op.create_table(
        "ml_prediction",
        sa.Column("prediction_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("point", sa.String(length=8), nullable=False),
        sa.Column("model_id", sa.String(length=40), nullable=False),
        sa.Column("cutoff", sa.DateTime(), nullable=False),
        sa.Column("scored_at", sa.DateTime(), nullable=False),
        sa.Column("is_latest", sa.Boolean(), nullable=False),
        sa.Column("expected_failed_credits", sa.Float(), nullable=False),
        sa.Column("efc_low", sa.Float(), nullable=True),
        sa.Column("efc_high", sa.Float(), nullable=True),
        sa.Column("p_any", sa.Float(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("sources_share", sa.Float(), nullable=True),
        sa.Column("features_sha256", sa.String(length=64), nullable=True),
        sa.Column("class_code", sa.String(length=40), nullable=True),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("prediction_id", name=op.f("pk_ml_prediction")),
        sa.UniqueConstraint("student_pid", "term_id", "point", "model_id", name="uq_ml_prediction_key"),
    )
    op.create_index("ix_ml_prediction_class", "ml_prediction", ["is_latest", "class_code"], unique=False)
    op.create_index("ix_ml_prediction_org", "ml_prediction", ["is_latest", "org_code"], unique=False)
    op.create_index(
        "ix_ml_prediction_student", "ml_prediction", ["student_pid", "term_id", "point"], unique=False
    )
    op.create_table(
        "qa_intervention",
        sa.Column("intervention_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("actor_pid", sa.String(length=24), nullable=False),
        sa.Column("actor_role", sa.String(length=20), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("class_code", sa.String(length=40), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("intervention_id", name=op.f("pk_qa_intervention")),
    )
    op.create_index("ix_qa_intervention_class", "qa_intervention", ["class_code", "term_id"], unique=False)
    op.create_index("ix_qa_intervention_student", "qa_intervention", ["student_pid", "term_id"], unique=False)
    op.create_table(
        "qa_standard",
        sa.Column("standard_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.String(length=80), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("standard_id", "version", name=op.f("pk_qa_standard")),
    )
    op.create_table(
        "fact_student_sensitive",
        sa.Column("sensitive_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("attribute", sa.String(length=30), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=True),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("sensitive_id", name=op.f("pk_fact_student_sensitive")),
        sa.UniqueConstraint("student_pid", "attribute", "period", name="uq_fact_student_sensitive_key"),
        schema="restricted",
    )
    op.create_table(
        "fact_teacher_appraisal",
        sa.Column("appraisal_id", sa.Integer(), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("appraisal_result", sa.String(length=20), nullable=True),
        sa.Column("ethics_result", sa.String(length=20), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("appraisal_id", name=op.f("pk_fact_teacher_appraisal")),
        sa.UniqueConstraint("teacher_pid", "year", name="uq_fact_teacher_appraisal_key"),
        schema="restricted",
    )
    op.create_index(
        op.f("ix_fact_teacher_appraisal_teacher_pid"),
        "fact_teacher_appraisal",
        ["teacher_pid"],
        unique=False,
        schema="restricted",
    )
    op.create_table(
        "meta_row_history",
        sa.Column("history_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("row_key", sa.String(length=200), nullable=False),
        sa.Column("old_row", sa.Text(), nullable=False),
        sa.Column("replaced_by_load", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("history_id", name=op.f("pk_meta_row_history")),
        schema="restricted",
    )
    op.create_index(
        "ix_meta_row_history_key",
        "meta_row_history",
        ["table_name", "row_key"],
        unique=False,
        schema="restricted",
    )
    op.create_index(
        op.f("ix_meta_row_history_replaced_by_load"),
        "meta_row_history",
        ["replaced_by_load"],
        unique=False,
        schema="restricted",
    )
    op.create_table(
        "meta_set_aside_row",
        sa.Column("set_aside_id", sa.Integer(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=True),
        sa.Column("reason_code", sa.String(length=40), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("set_aside_id", name=op.f("pk_meta_set_aside_row")),
        schema="restricted",
    )
    op.create_index(
        op.f("ix_meta_set_aside_row_load_id"),
        "meta_set_aside_row",
        ["load_id"],
        unique=False,
        schema="restricted",
    )
    op.create_table(
        "sec_access_log",
        sa.Column("log_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("session", sa.String(length=40), nullable=True),
        sa.Column("person", sa.String(length=80), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("object_kind", sa.String(length=12), nullable=False),
        sa.Column("object_id", sa.String(length=60), nullable=True),
        sa.Column("page", sa.String(length=40), nullable=True),
        sa.Column("purpose", sa.String(length=120), nullable=True),
        sa.Column("fields", sa.Text(), nullable=True),
        sa.Column("row_count", sa.Integer(), nullable=True),
        sa.Column("content_sha256", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("log_id", name=op.f("pk_sec_access_log")),
    )
    op.create_index(
        "ix_sec_access_log_object", "sec_access_log", ["object_kind", "object_id", "at"], unique=False
    )
    op.create_index(
        "ix_sec_access_log_session", "sec_access_log", ["session", "object_kind", "object_id"], unique=False
    )
    op.create_table(
        "sec_grant",
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("scope_kind", sa.String(length=10), nullable=False),
        sa.Column("scope_code", sa.String(length=60), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("granted_by", sa.String(length=80), nullable=False),
        sa.Column("granted_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_by", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("grant_id", name=op.f("pk_sec_grant")),
    )
    op.create_index("ix_sec_grant_person", "sec_grant", ["person", "role"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("take the backup that the upgrade made: python -m jobs restore FILE")
