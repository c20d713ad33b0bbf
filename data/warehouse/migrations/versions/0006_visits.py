"""When a reader last looked at a unit: what changed since the last visit."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meta_visit",
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("entity_kind", sa.String(length=20), nullable=False),
        sa.Column("entity_id", sa.String(length=80), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint(
            "person", "entity_kind", "entity_id", "snapshot_id", name=op.f("pk_meta_visit")
        ),
    )


def downgrade() -> None:
    raise NotImplementedError("take the backup that the upgrade made: python -m jobs restore FILE")
