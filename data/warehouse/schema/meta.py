"""What the warehouse knows about itself: home, sources, loads, rows set aside, replaced versions, snapshots, checks."""

from sqlalchemy import Boolean, Column, Date, DateTime, Float, Index, Integer, String, Text

from access.tables import define

meta_home = define(
    "meta_home",
    Column("key", String(60), primary_key=True),
    Column("value", Text),
    grain="one row per setting of the home (JSON value); keys kind, as_of, current_term, college_name, ...",
    key=("key",),
    sensitivity="I",
    reach="open",
)

meta_source = define(
    "meta_source",
    Column("source_id", String(40), primary_key=True),
    Column("name", String(120)),
    Column("name_en", String(120)),
    Column("producer", String(80)),
    Column("producer_en", String(80)),
    Column("owner", String(80)),
    Column("mode", String(16)),  # connected | file | none
    Column("schedule_days", Float),
    Column("last_success_at", DateTime),
    Column("last_row_at", DateTime),
    grain="one row per source of the register",
    key=("source_id",),
    sensitivity="I",
    reach="open",
)

meta_load = define(
    "meta_load",
    Column("load_id", Integer, primary_key=True),
    Column("source_id", String(40), nullable=False),
    Column("mapping", String(120)),
    Column("mapping_sha256", String(64)),
    Column("started_at", DateTime, nullable=False),
    Column("ended_at", DateTime),
    Column("status", String(12), nullable=False),  # running | done | failed | undone
    Column("declared_lag_days", Float),
    grain="one row per load of one source",
    key=("load_id",),
    sensitivity="I",
    reach="open",
)

meta_load_file = define(
    "meta_load_file",
    Column("load_file_id", Integer, primary_key=True),
    Column("load_id", Integer, nullable=False, index=True),
    Column("source_id", String(40)),  # the source of the register this file came from
    Column("file_name", String(200), nullable=False),
    Column("file_sha256", String(64)),
    Column("table_name", String(60), nullable=False),
    Column("read_count", Integer, nullable=False),
    Column("loaded_count", Integer, nullable=False),
    Column("replaced_count", Integer, nullable=False),
    Column("already_count", Integer, nullable=False),
    Column("set_aside_count", Integer, nullable=False),
    Column("recorded_at_policy", String(40)),
    Column(
        "is_joined", Boolean
    ),  # true: its columns joined the rows of another file, whose counts the table shows
    grain="one row per load x file x table; read = loaded + already + set aside (replaced is part of loaded)",
    key=("load_id", "file_name", "table_name"),
    sensitivity="I",
    reach="open",
)

meta_mapping = define(
    "meta_mapping",
    Column("mapping_id", Integer, primary_key=True),
    Column("name", String(120), nullable=False),
    Column("version", Integer, nullable=False),
    Column("source_id", String(40), nullable=False),
    Column(
        "body", Text, nullable=False
    ),  # the mapping's YAML: headers, codes and shapes, no value of a person
    Column("sha256", String(64), nullable=False),  # of the body, as meta_load.mapping_sha256
    Column("created_at", DateTime, nullable=False),
    Column("created_by", String(80)),  # who kept it; "command line" for jobs ingest
    Column("created_role", String(30)),
    Column("is_current", Boolean, nullable=False),
    grain="one row per version of a mapping that was loaded by",
    key=("name", "version"),
    sensitivity="I",
    reach="open",
)

meta_watermark = define(
    "meta_watermark",
    Column("watermark_id", Integer, primary_key=True),
    Column("load_id", Integer, nullable=False, index=True),
    Column("mapping", String(120), nullable=False),
    Column("name", String(120), nullable=False),  # of the query in the mapping
    Column("value", Text, nullable=False),  # JSON: kind and value
    grain="one row per load x query of a database: up to where it was read",
    key=("load_id", "name"),
    sensitivity="I",
    reach="open",
)

meta_set_aside_reason = define(
    "meta_set_aside_reason",
    Column("reason_row_id", Integer, primary_key=True),
    Column("load_id", Integer, nullable=False, index=True),
    Column("file_name", String(200), nullable=False),
    Column("table_name", String(60), nullable=False),
    Column("reason_code", String(40), nullable=False),
    Column("column_name", String(80)),
    Column("value_shape", String(80)),
    Column("expected", String(200)),
    Column("first_row_no", Integer),
    Column("row_count", Integer, nullable=False),
    grain="one row per load x file x table x reason x column: counts and shapes, never values",
    key=("load_id", "file_name", "table_name", "reason_code", "column_name", "value_shape"),
    sensitivity="I",
    reach="open",
)

meta_set_aside_row = define(
    "meta_set_aside_row",
    Column("set_aside_id", Integer, primary_key=True),
    Column("load_id", Integer, nullable=False, index=True),
    Column("file_name", String(200), nullable=False),
    Column("table_name", String(60), nullable=False),
    Column("row_no", Integer),
    Column("reason_code", String(40), nullable=False),
    Column("original", Text, nullable=False),  # the row's original text as JSON
    Column("source_id", String(40)),
    Column("owner_role", String(20)),  # the role of the register that answers for the source
    Column("column_name", String(80)),
    Column("expected", String(200)),
    Column("mended_load", Integer),  # by which load it came in after all; null while it waits
    grain="one row per source row set aside, with its original text; only the source's owner may download it",
    key=("set_aside_id",),
    sensitivity="R",
    category="set_aside_row",
    access={"addressed": "owner_role"},
)

meta_row_history = define(
    "meta_row_history",
    Column("history_id", Integer, primary_key=True),
    Column("table_name", String(60), nullable=False),
    Column("row_key", String(200), nullable=False),
    Column("old_row", Text, nullable=False),
    Column("replaced_by_load", Integer, nullable=False, index=True),
    Column("replaced_at", DateTime, nullable=False),
    Index("ix_meta_row_history_key", "table_name", "row_key"),
    grain="one row per version of a row that a later load replaced",
    key=("history_id",),
    sensitivity="R",
    category="set_aside_row",
)

meta_snapshot = define(
    "meta_snapshot",
    Column("snapshot_id", Integer, primary_key=True),
    Column("created_at", DateTime, nullable=False),
    Column("published_at", DateTime),
    Column("status", String(12), nullable=False),  # building | published
    Column("is_current", Boolean, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("term_id", String(16)),
    Column("week_no", Integer),
    Column("engine", String(12), nullable=False),
    Column("definitions_sha256", String(64)),
    Column("digest", String(64)),
    Column("value_count", Integer),
    Column("index_count", Integer),
    Column("rows_scanned", Integer),
    Column("seconds", Float),
    grain="one row per run of profiling",
    key=("snapshot_id",),
    sensitivity="I",
    reach="open",
)

meta_check = define(
    "meta_check",
    Column("check_row_id", Integer, primary_key=True),
    Column("checked_at", DateTime, nullable=False),
    Column("check_id", String(60), nullable=False),
    Column("source_id", String(40)),
    Column("term_id", String(16)),
    Column("status", String(8), nullable=False),  # pass | warn | fail
    Column("found", String(200)),
    Column("expected", String(200)),
    grain="one row per check x run; found and expected are JSON, worded where they are shown",
    key=("check_row_id",),
    sensitivity="I",
    reach="open",
)

meta_national_table = define(
    "meta_national_table",
    Column("national_table", String(40), primary_key=True),
    Column("looked_at", DateTime, nullable=False),
    Column("row_count", Integer, nullable=False),
    Column("valid_count", Integer, nullable=False),
    Column("problems", Text, nullable=False),  # JSON list of {field, reason, rows}
    grain="one row per national table: how many of its rows fitted the standard when it was last made",
    key=("national_table",),
    sensitivity="I",
    reach="open",
)
