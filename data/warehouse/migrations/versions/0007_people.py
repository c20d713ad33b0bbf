"""What a person has done and a student's days, as page-ready rows."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mart_student_record",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("record_id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.Column("result", sa.String(length=20), nullable=True),
        sa.Column("began_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("quantity", sa.Float(), nullable=True),
        sa.Column("unit", sa.String(length=12), nullable=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("is_recognised", sa.Boolean(), nullable=True),
        sa.Column("class_code", sa.String(length=40), nullable=True),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint(
            "snapshot_id", "student_pid", "record_id", name=op.f("pk_mart_student_record")
        ),
    )
    op.create_table(
        "mart_student_days",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("class_code", sa.String(length=40), nullable=True),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("snapshot_id", "student_pid", "term_id", name=op.f("pk_mart_student_days")),
    )
    op.create_table(
        "mart_teacher_record",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("teacher_pid", sa.String(length=24), nullable=False),
        sa.Column("record_id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("dimension_id", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.Column("result", sa.String(length=24), nullable=True),
        sa.Column("began_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("quantity", sa.Float(), nullable=True),
        sa.Column("unit", sa.String(length=12), nullable=True),
        sa.Column("person_order", sa.Integer(), nullable=True),
        sa.Column("person_count", sa.Integer(), nullable=True),
        sa.Column("is_recognised", sa.Boolean(), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint(
            "snapshot_id", "teacher_pid", "record_id", name=op.f("pk_mart_teacher_record")
        ),
    )
    with op.batch_alter_table("mart_teacher_record", schema=None) as batch_op:
        batch_op.create_index("ix_mart_teacher_record_org", ["snapshot_id", "org_code"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("take the backup that the upgrade made: python -m jobs restore FILE")
