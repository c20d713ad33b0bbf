"""What pages count: mart_tally."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mart_tally",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=12), nullable=False),
        sa.Column("entity_kind", sa.String(length=10), nullable=False),
        sa.Column("entity_id", sa.String(length=60), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("step", sa.String(length=24), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("side", sa.String(length=6), nullable=True),
        sa.Column("behind", sa.String(length=40), nullable=True),
        sa.Column("is_open", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_open_inside", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint(
            "snapshot_id",
            "topic",
            "entity_kind",
            "entity_id",
            "period",
            "part",
            "step",
            name=op.f("pk_mart_tally"),
        ),
    )


def downgrade() -> None:
    raise NotImplementedError("take the backup that the upgrade made: python -m jobs restore FILE")
