"""Card and door events as counts per week: agg_card_week; which days of a log were counted: meta_counted_day; how national tables fit: meta_national_table."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agg_card_week",
        sa.Column("card_week_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("week_no", sa.Integer(), nullable=False),
        sa.Column("place_type", sa.String(length=12), nullable=False),
        sa.Column("event_count", sa.Integer(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("card_week_id", name=op.f("pk_agg_card_week")),
        sa.UniqueConstraint("student_pid", "week_on", "place_type", "load_id", name="uq_agg_card_week_key"),
        schema="restricted",
    )
    for column in ("student_pid", "week_on"):
        op.create_index(
            op.f(f"ix_agg_card_week_{column}"), "agg_card_week", [column], unique=False, schema="restricted"
        )
    op.create_table(
        "meta_counted_day",
        sa.Column("counted_day_id", sa.Integer(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("mapping", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("counted_day_id", name=op.f("pk_meta_counted_day")),
        sa.UniqueConstraint("mapping", "name", "day", "load_id", name="uq_meta_counted_day_key"),
    )
    with op.batch_alter_table("meta_counted_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meta_counted_day_load_id"), ["load_id"], unique=False)
    op.create_table(
        "meta_national_table",
        sa.Column("national_table", sa.String(length=40), nullable=False),
        sa.Column("looked_at", sa.DateTime(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("valid_count", sa.Integer(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("national_table", name=op.f("pk_meta_national_table")),
    )


def downgrade() -> None:
    raise NotImplementedError("take the backup that the upgrade made: python -m jobs restore FILE")
