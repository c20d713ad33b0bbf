"""Acting on a flag: referrals of teachers, notes on a case, and what was known when a step of support was recorded."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("qa_intervention", schema=None) as batch_op:
        batch_op.add_column(sa.Column("service", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("recorded_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("known_level", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("known_rules", sa.Text(), nullable=True))
    op.create_table(
        "qa_case_note",
        sa.Column("case_note_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        *_who(),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("class_code", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("case_note_id", name=op.f("pk_qa_case_note")),
    )
    op.create_index("ix_qa_case_note_student", "qa_case_note", ["student_pid", "term_id"], unique=False)
    op.create_table(
        "qa_referral",
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("student_pid", sa.String(length=24), nullable=False),
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("offering_id", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        *_who(),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("class_code", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("referral_id", name=op.f("pk_qa_referral")),
    )
    op.create_index("ix_qa_referral_student", "qa_referral", ["student_pid", "answered_on"], unique=False)
    op.create_index("ix_qa_referral_actor", "qa_referral", ["actor_pid", "offering_id"], unique=False)


def _who() -> tuple[sa.Column, ...]:
    return (
        sa.Column("actor_pid", sa.String(length=24), nullable=False),
        sa.Column("actor_role", sa.String(length=20), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
    )


def downgrade() -> None:
    raise NotImplementedError("take the backup that the upgrade made: python -m jobs restore FILE")
