"""The SWOT of a major, edited by its leader: qa_swot_line."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "qa_swot_line",
        sa.Column("swot_line_id", sa.Integer(), nullable=False),
        sa.Column("major_code", sa.String(length=20), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("quadrant", sa.String(length=16), nullable=False),
        sa.Column("drafted", sa.String(length=50), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("written_by", sa.String(length=80), nullable=False),
        sa.Column("written_role", sa.String(length=20), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("swot_line_id", name=op.f("pk_qa_swot_line")),
    )
    with op.batch_alter_table("qa_swot_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_qa_swot_line_major_code"), ["major_code"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("take the backup that the upgrade made: python -m jobs restore FILE")
