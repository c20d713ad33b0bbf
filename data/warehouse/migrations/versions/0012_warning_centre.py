"""Warnings raised, for the Warning centre: mart_alert."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mart_alert",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("alert_no", sa.String(length=60), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("layer", sa.String(length=10), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("class_code", sa.String(length=40), nullable=True),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("snapshot_id", "alert_no", name=op.f("pk_mart_alert")),
    )
    with op.batch_alter_table("mart_alert", schema=None) as batch_op:
        batch_op.create_index("ix_mart_alert_org", ["snapshot_id", "org_code"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("take the backup that the upgrade made: python -m jobs restore FILE")
