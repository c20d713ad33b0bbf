"""Own plans and improvement actions that are made in the product."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "qa_improvement",
        sa.Column("improvement_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("entity_kind", sa.String(length=10), nullable=False),
        sa.Column("entity_id", sa.String(length=60), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("course_code", sa.String(length=30), nullable=True),
        sa.Column("teacher_pid", sa.String(length=24), nullable=True),
        sa.Column("student_pid", sa.String(length=24), nullable=True),
        sa.Column("indicator_id", sa.String(length=50), nullable=False),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("target_far", sa.Float(), nullable=True),
        sa.Column("value_then", sa.Float(), nullable=True),
        sa.Column("low_then", sa.Float(), nullable=True),
        sa.Column("high_then", sa.Float(), nullable=True),
        sa.Column("n_then", sa.Integer(), nullable=True),
        sa.Column("status_then", sa.String(length=16), nullable=True),
        sa.Column("period_then", sa.String(length=20), nullable=True),
        sa.Column("snapshot_then", sa.Integer(), nullable=True),
        sa.Column("definition_then", sa.String(length=20), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("opened_by", sa.String(length=80), nullable=False),
        sa.Column("opened_role", sa.String(length=20), nullable=False),
        sa.Column("is_self_found", sa.Boolean(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(length=80), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("outcome_reason", sa.String(length=20), nullable=True),
        sa.Column("mdc", sa.Float(), nullable=True),
        sa.Column("value_after", sa.Float(), nullable=True),
        sa.Column("low_after", sa.Float(), nullable=True),
        sa.Column("high_after", sa.Float(), nullable=True),
        sa.Column("n_after", sa.Integer(), nullable=True),
        sa.Column("status_after", sa.String(length=16), nullable=True),
        sa.Column("period_after", sa.String(length=20), nullable=True),
        sa.Column("snapshot_after", sa.Integer(), nullable=True),
        sa.Column("definition_after", sa.String(length=20), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("improvement_id", name=op.f("pk_qa_improvement")),
    )
    with op.batch_alter_table("qa_improvement", schema=None) as batch_op:
        batch_op.create_index("ix_qa_improvement_entity", ["entity_kind", "entity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_qa_improvement_student_pid"), ["student_pid"], unique=False)
        batch_op.create_index(batch_op.f("ix_qa_improvement_teacher_pid"), ["teacher_pid"], unique=False)

    op.create_table(
        "qa_improvement_step",
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("improvement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("grade", sa.String(length=2), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("archive_no", sa.String(length=60), nullable=True),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("due_after", sa.Date(), nullable=True),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("added_by", sa.String(length=80), nullable=False),
        sa.Column("added_role", sa.String(length=20), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("course_code", sa.String(length=30), nullable=True),
        sa.Column("teacher_pid", sa.String(length=24), nullable=True),
        sa.Column("student_pid", sa.String(length=24), nullable=True),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_qa_improvement_step")),
    )
    with op.batch_alter_table("qa_improvement_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_qa_improvement_step_improvement_id"), ["improvement_id"], unique=False
        )

    op.create_table(
        "qa_plan_item",
        sa.Column("plan_item_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=True),
        sa.Column("student_pid", sa.String(length=24), nullable=True),
        sa.Column("plan_year", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.String(length=50), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("goal", sa.Float(), nullable=True),
        sa.Column("value_then", sa.Float(), nullable=True),
        sa.Column("low_then", sa.Float(), nullable=True),
        sa.Column("high_then", sa.Float(), nullable=True),
        sa.Column("n_then", sa.Integer(), nullable=True),
        sa.Column("status_then", sa.String(length=16), nullable=True),
        sa.Column("period_then", sa.String(length=20), nullable=True),
        sa.Column("snapshot_then", sa.Integer(), nullable=True),
        sa.Column("definition_then", sa.String(length=20), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("decided_by", sa.String(length=80), nullable=True),
        sa.Column("decided_role", sa.String(length=20), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("archive_no", sa.String(length=60), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("plan_item_id", name=op.f("pk_qa_plan_item")),
    )
    with op.batch_alter_table("qa_plan_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_qa_plan_item_student_pid"), ["student_pid"], unique=False)
        batch_op.create_index(batch_op.f("ix_qa_plan_item_teacher_pid"), ["teacher_pid"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("take the backup that the upgrade made: python -m jobs restore FILE")
