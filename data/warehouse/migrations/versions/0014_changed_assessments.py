"""Assessments that changed their meaning, as the guards of the risk model found them: ml_guard."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ml_guard",
        sa.Column("guard_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("point", sa.String(length=8), nullable=False),
        sa.Column("course_code", sa.String(length=40), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("offerings", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("read_as", sa.String(length=16), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("n_before", sa.Integer(), nullable=False),
        sa.Column("mean", sa.Float(), nullable=False),
        sa.Column("mean_before", sa.Float(), nullable=False),
        sa.Column("distance", sa.Float(), nullable=False),
        sa.Column("found_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("guard_id", name=op.f("pk_ml_guard")),
    )
    with op.batch_alter_table("ml_guard", schema=None) as batch_op:
        batch_op.create_index("ix_ml_guard_term", ["term_id", "point"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("take the backup that the upgrade made: python -m jobs restore FILE")
