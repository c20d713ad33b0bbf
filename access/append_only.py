"""What keeps the access log as it was written: triggers that refuse every change, in the words of both databases.

A row may go only when its time of keeping is over: when an anchor that says so is already written (jobs retention).
Anchors themselves stay. The statements stand in the migration; whoever owns the database can drop a trigger, and then the
chain (access/log_chain.py) tells what was changed.
"""

from __future__ import annotations

REFUSED = "the access log is append-only"
LOG, ANCHOR = "sec_access_log", "sec_log_anchor"
_KEYS = {LOG: "log_id", ANCHOR: "anchor_id"}
_UNANCHORED = f"OLD.log_id > (SELECT coalesce(max(last_log_id), 0) FROM {ANCHOR})"


def _sqlite(table: str) -> tuple[str, ...]:
    """Triggers of one table on SQLite; the one on INSERT is for INSERT OR REPLACE, which would delete without a trigger."""
    key = _KEYS[table]
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    gone = f" WHEN {_UNANCHORED}" if table == LOG else ""
    known = f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}{gone} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}{known} {refuse}",
    )


def _postgresql(table: str) -> tuple[str, ...]:
    """Triggers of one table on PostgreSQL; TRUNCATE fires no trigger of rows and has one of its own."""
    call = f"EXECUTE FUNCTION {LOG}_refuse()"
    gone = f" EXECUTE FUNCTION {LOG}_refuse_unanchored()" if table == LOG else f" {call}"
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW {call}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW{gone}",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {call}",
    )


_FUNCTIONS = (
    f"CREATE OR REPLACE FUNCTION {LOG}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$",
    f"CREATE OR REPLACE FUNCTION {LOG}_refuse_unanchored() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN IF {_UNANCHORED} THEN RAISE EXCEPTION '{REFUSED}'; END IF; RETURN OLD; END $$",
)

STATEMENTS: dict[str, tuple[str, ...]] = {
    "sqlite": (*_sqlite(LOG), *_sqlite(ANCHOR)),
    "postgresql": (*_FUNCTIONS, *_postgresql(LOG), *_postgresql(ANCHOR)),
}
