"""Who may do what, and who did: grants, sign-in bindings, the append-only access log, data categories seen."""

from sqlalchemy import Column, Date, DateTime, Index, Integer, String, Text

from access.tables import define

sec_grant = define(
    "sec_grant",
    Column("grant_id", Integer, primary_key=True),
    Column("person", String(80), nullable=False),  # person_pid, or a local account such as local-owner
    Column("role", String(20), nullable=False),
    Column("scope_kind", String(10), nullable=False),  # all | org | major | class | course | offering | self
    Column("scope_code", String(60)),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("granted_by", String(80), nullable=False),
    Column("granted_at", DateTime, nullable=False),
    Column("revoked_at", DateTime),
    Column("revoked_by", String(80)),
    Index("ix_sec_grant_person", "person", "role"),
    grain="one row per grant of a role with one scope to one person",
    key=("grant_id",),
    sensitivity="C",
    category="access_administration",
)

sec_access_log = define(
    "sec_access_log",
    Column("log_id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("session", String(40)),
    Column("person", String(80)),
    Column("role", String(20)),
    Column(
        "act", String(20), nullable=False
    ),  # view | list | export | refuse | grant | revoke | sign_in | write
    Column("object_kind", String(12), nullable=False),
    Column("object_id", String(60)),
    Column("page", String(40)),
    Column("purpose", String(120)),
    Column("fields", Text),
    Column("row_count", Integer),
    Column("content_sha256", String(64)),
    Index("ix_sec_access_log_object", "object_kind", "object_id", "at"),
    Index("ix_sec_access_log_session", "session", "object_kind", "object_id"),
    grain="one row per view, list, export or refusal; once per viewer, object and session",
    key=("log_id",),
    sensitivity="C",
    category="access_log",
    access={"student": "object_id", "teacher": "object_id"},
)
