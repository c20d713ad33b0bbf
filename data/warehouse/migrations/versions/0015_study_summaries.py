"""What sources say of studies in sum: fact_student_entry, fact_study_summary."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fact_student_entry",
        sa.Column("student_entry_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("application_mode", sa.String(length=40), nullable=True),
        sa.Column("application_order", sa.Integer(), nullable=True),
        sa.Column("is_daytime", sa.Boolean(), nullable=True),
        sa.Column("prior_education", sa.String(length=60), nullable=True),
        sa.Column("prior_score", sa.Float(), nullable=True),
        sa.Column("prior_full_score", sa.Float(), nullable=True),
        sa.Column("admission_score", sa.Float(), nullable=True),
        sa.Column("admission_full_score", sa.Float(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("student_entry_id", name=op.f("pk_fact_student_entry")),
        sa.UniqueConstraint("student_pid", name="uq_fact_student_entry_key"),
    )
    op.create_table(
        "fact_study_summary",
        sa.Column("study_summary_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("period_no", sa.Integer(), nullable=False),
        sa.Column("credited_count", sa.Integer(), nullable=True),
        sa.Column("enrolled_count", sa.Integer(), nullable=True),
        sa.Column("evaluation_count", sa.Integer(), nullable=True),
        sa.Column("approved_count", sa.Integer(), nullable=True),
        sa.Column("unevaluated_count", sa.Integer(), nullable=True),
        sa.Column("mean_score", sa.Float(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("study_summary_id", name=op.f("pk_fact_study_summary")),
        sa.UniqueConstraint("student_pid", "period_no", name="uq_fact_study_summary_key"),
    )
    for name in ("fact_student_entry", "fact_study_summary"):
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.create_index(batch_op.f(f"ix_{name}_student_pid"), ["student_pid"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("take the backup that the upgrade made: python -m jobs restore FILE")
