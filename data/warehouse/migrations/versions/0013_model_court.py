"""The model court and the watch on drift: ml_group_audit, ml_monitor, and the hash of a model's manifest."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("ml_model", schema=None) as batch_op:
        batch_op.add_column(sa.Column("manifest_sha256", sa.String(length=64), nullable=True))
    op.create_table(
        "ml_group_audit",
        sa.Column("model_id", sa.String(length=40), nullable=False),
        sa.Column("attribute", sa.String(length=20), nullable=False),
        sa.Column("group_value", sa.String(length=60), nullable=False),
        sa.Column("measure", sa.String(length=16), nullable=False),
        sa.Column("point", sa.String(length=8), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("positives", sa.Integer(), nullable=False),
        sa.Column("found", sa.Float(), nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("gap", sa.Float(), nullable=True),
        sa.Column("gap_low", sa.Float(), nullable=True),
        sa.Column("gap_high", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint(
            "model_id", "attribute", "group_value", "measure", name=op.f("pk_ml_group_audit")
        ),
    )
    op.create_table(
        "ml_monitor",
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("point", sa.String(length=8), nullable=False),
        sa.Column("measure", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("model_id", sa.String(length=40), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("measured_at", sa.DateTime(), nullable=False),
        sa.Column("found", sa.Float(), nullable=True),
        sa.Column("compared", sa.Float(), nullable=True),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("limit_value", sa.Float(), nullable=True),
        sa.Column("is_alert", sa.Boolean(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("detail", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("term_id", "point", "measure", "subject", name=op.f("pk_ml_monitor")),
    )


def downgrade() -> None:
    raise NotImplementedError("take the backup that the upgrade made: python -m jobs restore FILE")
