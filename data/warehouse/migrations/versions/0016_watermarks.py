"""Up to where the databases of other systems were read: meta_watermark."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meta_watermark",
        sa.Column("watermark_id", sa.Integer(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("mapping", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("watermark_id", name=op.f("pk_meta_watermark")),
        sa.UniqueConstraint("load_id", "name", name="uq_meta_watermark_key"),
    )
    with op.batch_alter_table("meta_watermark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meta_watermark_load_id"), ["load_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("take the backup that the upgrade made: python -m jobs restore FILE")
