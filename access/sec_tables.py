"""Who may do what, and who did: grants, sign-in bindings, the append-only access log, requests about one's own data."""

from sqlalchemy import BigInteger, Column, Date, DateTime, Index, Integer, String, Text, text

from access.tables import define


def _one_in_force(name: str, *columns: str) -> Index:
    """At most one row that is not released for these columns, however many sign in at the same moment."""
    in_force = text("released_at IS NULL")
    return Index(name, *columns, unique=True, sqlite_where=in_force, postgresql_where=in_force)


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

sec_binding = define(
    "sec_binding",
    Column("binding_id", Integer, primary_key=True),
    Column("issuer", String(255), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("person", String(80), nullable=False),  # person_pid
    Column(
        "claim", String(60), nullable=False
    ),  # name of the claim that named the person at the first sign-in
    Column("bound_at", DateTime, nullable=False),
    Column("released_at", DateTime),  # an administrator ended it; the next sign-in binds anew
    Column("released_by", String(80)),
    _one_in_force("ux_sec_binding_subject", "issuer", "subject"),
    _one_in_force("ux_sec_binding_person", "person"),
    grain="one row per account of an identity provider pinned to a person",
    key=("binding_id",),
    sensitivity="C",
    category="access_administration",
)

sec_session_end = define(
    "sec_session_end",
    Column("token_sha256", String(64), primary_key=True),  # of what identifies the signed-in session
    Column("ended_at", DateTime, nullable=False),
    grain="one row per sign-in that was ended before it expired: its cookie is worth nothing any more",
    key=("token_sha256",),
    sensitivity="C",
    reach="system",
)

sec_access_log = define(
    "sec_access_log",
    Column("log_id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("session", String(40)),
    Column("person", String(80)),  # who acted
    Column("role", String(20)),  # in which role
    # view | list | export | refuse | grant | revoke | sign_in | sign_out | bind | unmask | break_glass | write
    Column("act", String(20), nullable=False),
    Column("object_kind", String(12), nullable=False),
    Column("object_id", String(60)),
    Column("page", String(40)),
    Column("purpose", String(120)),
    Column("fields", Text),
    Column("row_count", Integer),
    Column("content_sha256", String(64)),
    Column("seen_as", String(80)),  # view as: through whose eyes (pid), else null
    Column("chain_sha256", String(64)),  # of the row before and of this row: a changed or missing row shows
    Index("ix_sec_access_log_object", "object_kind", "object_id", "at"),
    Index("ix_sec_access_log_session", "session", "object_kind", "object_id"),
    Index("ix_sec_access_log_person", "person", "at"),
    grain="one row per view, list, export or refusal; once per viewer, object and session",
    key=("log_id",),
    sensitivity="C",
    category="access_log",
    access={"student": "object_id", "teacher": "object_id", "actor": "person"},
    masks={"person": "access_log_actor", "session": "access_log_actor", "seen_as": "access_log_actor"},
)

sec_log_anchor = define(
    "sec_log_anchor",
    Column("anchor_id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column(
        "last_log_id", BigInteger, nullable=False
    ),  # rows up to this one were removed when their time was over
    Column("last_chain_sha256", String(64), nullable=False),  # where the chain goes on
    Column("row_count", Integer, nullable=False),
    grain="one row per removal of access-log rows whose time of keeping was over",
    key=("anchor_id",),
    sensitivity="I",
    reach="open",
)

sec_log_head = define(
    "sec_log_head",
    Column("head_id", Integer, primary_key=True),  # always 1
    Column("last_log_id", BigInteger, nullable=False),  # a row that was taken off the end shows
    Column("last_chain_sha256", String(64), nullable=False),
    grain="one row per access log: where its chain ends",
    key=("head_id",),
    sensitivity="I",
    reach="system",
)

sec_break_glass = define(
    "sec_break_glass",
    Column("glass_id", Integer, primary_key=True),
    Column("person", String(80), nullable=False),  # who asked
    Column("role", String(20), nullable=False),
    Column("subject_kind", String(10), nullable=False),  # student | teacher
    Column("subject", String(80), nullable=False),  # pid of the person looked at
    Column("purpose", String(300), nullable=False),
    Column("opened_at", DateTime, nullable=False),
    Column("expires_at", DateTime, nullable=False),
    Column("closed_at", DateTime),
    Column("notice_seen_at", DateTime),  # when the person looked at has seen the notice
    Index("ix_sec_break_glass_person", "person", "role", "expires_at"),
    Index("ix_sec_break_glass_subject", "subject"),
    grain="one row per opening of one person's record for a stated purpose and a limited time",
    key=("glass_id",),
    sensitivity="C",
    category="break_glass",
    access={"student": "subject", "teacher": "subject", "actor": "person"},
    masks={"person": "access_log_actor"},
)

sec_consent = define(
    "sec_consent",
    Column("consent_id", Integer, primary_key=True),
    Column("person", String(80), nullable=False),
    Column(
        "topic", String(30), nullable=False
    ),  # named_profile (to the major leader) | model_layer (opted out)
    Column("since", DateTime, nullable=False),
    Column("until", DateTime),  # withdrawn
    Index("ix_sec_consent_person", "person", "topic"),
    grain="one row per consent or objection of a person, with its time",
    key=("consent_id",),
    sensitivity="C",
    category="own_choice",
    access={"student": "person", "teacher": "person"},
)
