"""Who may see what: sign-in, chained log, requests, choices, and who may see which cell."""

import json
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# What keeps the access log as it was written (access/append_only.py), as it stood when this was written.
APPEND_ONLY = {
    "sqlite": [
        """CREATE TRIGGER sec_access_log_no_update BEFORE UPDATE ON sec_access_log BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END""",
        """CREATE TRIGGER sec_access_log_no_delete BEFORE DELETE ON sec_access_log WHEN OLD.log_id > (SELECT coalesce(max(last_log_id), 0) FROM sec_log_anchor) BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END""",
        """CREATE TRIGGER sec_access_log_no_replace BEFORE INSERT ON sec_access_log WHEN EXISTS (SELECT 1 FROM sec_access_log WHERE log_id = NEW.log_id) BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END""",
        """CREATE TRIGGER sec_log_anchor_no_update BEFORE UPDATE ON sec_log_anchor BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END""",
        """CREATE TRIGGER sec_log_anchor_no_delete BEFORE DELETE ON sec_log_anchor BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END""",
        """CREATE TRIGGER sec_log_anchor_no_replace BEFORE INSERT ON sec_log_anchor WHEN EXISTS (SELECT 1 FROM sec_log_anchor WHERE anchor_id = NEW.anchor_id) BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION sec_access_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the access log is append-only'; END $$""",
        """CREATE OR REPLACE FUNCTION sec_access_log_refuse_unanchored() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.log_id > (SELECT coalesce(max(last_log_id), 0) FROM sec_log_anchor) THEN RAISE EXCEPTION 'the access log is append-only'; END IF; RETURN OLD; END $$""",
        """CREATE TRIGGER sec_access_log_no_update BEFORE UPDATE ON sec_access_log FOR EACH ROW EXECUTE FUNCTION sec_access_log_refuse()""",
        """CREATE TRIGGER sec_access_log_no_delete BEFORE DELETE ON sec_access_log FOR EACH ROW EXECUTE FUNCTION sec_access_log_refuse_unanchored()""",
        """CREATE TRIGGER sec_access_log_no_truncate BEFORE TRUNCATE ON sec_access_log FOR EACH STATEMENT EXECUTE FUNCTION sec_access_log_refuse()""",
        """CREATE TRIGGER sec_log_anchor_no_update BEFORE UPDATE ON sec_log_anchor FOR EACH ROW EXECUTE FUNCTION sec_access_log_refuse()""",
        """CREATE TRIGGER sec_log_anchor_no_delete BEFORE DELETE ON sec_log_anchor FOR EACH ROW EXECUTE FUNCTION sec_access_log_refuse()""",
        """CREATE TRIGGER sec_log_anchor_no_truncate BEFORE TRUNCATE ON sec_log_anchor FOR EACH STATEMENT EXECUTE FUNCTION sec_access_log_refuse()""",
    ],
}


def upgrade() -> None:
    op.create_table(
        "qa_correction",
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("person_kind", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("addressed_to", sa.String(length=20), nullable=False),
        sa.Column("class_code", sa.String(length=40), nullable=True),
        sa.Column("major_code", sa.String(length=20), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.String(length=80), nullable=True),
        sa.Column("answered_role", sa.String(length=20), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("correction_id", name=op.f("pk_qa_correction")),
    )
    with op.batch_alter_table("qa_correction", schema=None) as batch_op:
        batch_op.create_index("ix_qa_correction_open", ["addressed_to", "answered_at"], unique=False)
        batch_op.create_index("ix_qa_correction_person", ["person"], unique=False)

    op.create_table(
        "sec_binding",
        sa.Column("binding_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("claim", sa.String(length=60), nullable=False),
        sa.Column("bound_at", sa.DateTime(), nullable=False),
        sa.Column("released_at", sa.DateTime(), nullable=True),
        sa.Column("released_by", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("binding_id", name=op.f("pk_sec_binding")),
    )
    with op.batch_alter_table("sec_binding", schema=None) as batch_op:
        batch_op.create_index(
            "ux_sec_binding_person",
            ["person"],
            unique=True,
            sqlite_where=sa.text("released_at IS NULL"),
            postgresql_where=sa.text("released_at IS NULL"),
        )
        batch_op.create_index(
            "ux_sec_binding_subject",
            ["issuer", "subject"],
            unique=True,
            sqlite_where=sa.text("released_at IS NULL"),
            postgresql_where=sa.text("released_at IS NULL"),
        )

    op.create_table(
        "sec_break_glass",
        sa.Column("glass_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("subject_kind", sa.String(length=10), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.String(length=300), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("notice_seen_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("glass_id", name=op.f("pk_sec_break_glass")),
    )
    with op.batch_alter_table("sec_break_glass", schema=None) as batch_op:
        batch_op.create_index("ix_sec_break_glass_person", ["person", "role", "expires_at"], unique=False)
        batch_op.create_index("ix_sec_break_glass_subject", ["subject"], unique=False)

    op.create_table(
        "sec_consent",
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("topic", sa.String(length=30), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("consent_id", name=op.f("pk_sec_consent")),
    )
    with op.batch_alter_table("sec_consent", schema=None) as batch_op:
        batch_op.create_index("ix_sec_consent_person", ["person", "topic"], unique=False)

    op.create_table(
        "sec_log_anchor",
        sa.Column("anchor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("last_log_id", sa.BigInteger(), nullable=False),
        sa.Column("last_chain_sha256", sa.String(length=64), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("anchor_id", name=op.f("pk_sec_log_anchor")),
    )
    op.create_table(
        "sec_log_head",
        sa.Column("head_id", sa.Integer(), nullable=False),
        sa.Column("last_log_id", sa.BigInteger(), nullable=False),
        sa.Column("last_chain_sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("head_id", name=op.f("pk_sec_log_head")),
    )
    op.create_table(
        "sec_session_end",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_sec_session_end")),
    )
    with op.batch_alter_table("ind_value", schema=None) as batch_op:
        batch_op.add_column(sa.Column("facet", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("extreme", sa.String(length=6), nullable=True))
        batch_op.add_column(sa.Column("behind", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("is_open", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(
            sa.Column("is_open_inside", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("mart_dimension", schema=None) as batch_op:
        batch_op.add_column(sa.Column("behind", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("is_open", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(
            sa.Column("is_open_inside", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("mart_index", schema=None) as batch_op:
        batch_op.add_column(sa.Column("appraisal_gates", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("behind", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("is_open", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(
            sa.Column("is_open_inside", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("mart_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("behind", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("is_open", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(
            sa.Column("is_open_inside", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("mart_offering", schema=None) as batch_op:
        batch_op.add_column(sa.Column("behind", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("is_open", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(
            sa.Column("is_open_inside", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    # bins of scores are derived and have another key now: the next profile writes them
    op.drop_table("mart_score_bin")
    op.create_table(
        "mart_score_bin",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("course_code", sa.String(length=30), nullable=False),
        sa.Column("term_id", sa.String(length=16), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("bin_from", sa.Integer(), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("behind", sa.String(length=40), nullable=True),
        sa.Column("is_open", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_open_inside", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint(
            "snapshot_id", "course_code", "term_id", "width", "bin_from", name=op.f("pk_mart_score_bin")
        ),
    )

    with op.batch_alter_table("mart_week", schema=None) as batch_op:
        batch_op.add_column(sa.Column("behind", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("is_open", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(
            sa.Column("is_open_inside", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("sec_access_log", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen_as", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("chain_sha256", sa.String(length=64), nullable=True))
        batch_op.create_index("ix_sec_access_log_person", ["person", "at"], unique=False)

    _chain_log()
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)
    # Published states do not say yet who may see which cell: pages wait for the next profile.
    op.execute(sa.text("UPDATE meta_snapshot SET is_current = :no").bindparams(sa.bindparam("no", False, sa.Boolean())))


def _chain_log() -> None:
    """Chain the rows of the access log that are there already (as access/log_chain.py does)."""
    connection = op.get_bind()
    log = sa.Table("sec_access_log", sa.MetaData(), autoload_with=connection)
    last, before = 0, ""
    for row in connection.execute(sa.select(log).order_by(log.c.log_id)).mappings().all():
        before = _link(before, row)
        last = row["log_id"]
        connection.execute(log.update().where(log.c.log_id == last).values(chain_sha256=before))
    if last == 0:
        return  # the first row makes its own beginning
    head = sa.table("sec_log_head", sa.column("head_id"), sa.column("last_log_id"), sa.column("last_chain_sha256"))
    connection.execute(head.insert().values(head_id=1, last_log_id=last, last_chain_sha256=before))


def _link(before: str, row) -> str:
    held = {
        name: value.isoformat(timespec="microseconds") if isinstance(value, datetime) else value
        for name, value in row.items()
        if value is not None and name != "chain_sha256"
    }
    told = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(f"{before}\n{told}".encode()).hexdigest()


def downgrade() -> None:
    raise NotImplementedError("take the backup that the upgrade made: python -m jobs restore FILE")
