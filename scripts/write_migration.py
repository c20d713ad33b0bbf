"""Write the next migration: what the declared schema has that the existing revisions do not make.

    python scripts/write_migration.py 0003 added_table "What changes, in words"

Read it afterwards and mend it by hand: what becomes of rows that are there already, triggers, data that moves.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from alembic import command
from alembic.autogenerate import api, produce_migrations
from alembic.operations import ops
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from data.warehouse import migrate  # noqa: E402
from data.warehouse.schema import RESTRICTED_SCHEMA, metadata  # noqa: E402

VERSIONS = PROJECT / "data" / "warehouse" / "migrations" / "versions"
TEXT = '''"""{words}."""

import sqlalchemy as sa
from alembic import op

revision = "{number}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
{body}


def downgrade() -> None:
    raise NotImplementedError("take the backup that the upgrade made: python -m jobs restore FILE")
'''
BOOLEAN = (
    "sa.Boolean(), server_default=sa."  # rendered for SQLite, where false is 0; PostgreSQL wants the word
)


def main(number: str, name: str, words: str) -> None:
    """Write versions/<number>_<name>.py."""
    before = migrate.newest()
    script = _difference()
    for operation in script.upgrade_ops.ops:
        if isinstance(operation, ops.CreateTableOp):
            operation.info = {}  # grain and access rules live in the schema alone
    body = api.render_python_code(
        script.upgrade_ops,
        sqlalchemy_module_prefix="sa.",
        alembic_module_prefix="op.",
        render_as_batch=True,
    )
    target = VERSIONS / f"{number}_{name}.py"
    target.write_text(
        TEXT.format(words=words, number=number, before=before, body=_without_marks(body)), encoding="utf-8"
    )
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(target)], check=True)


def _difference() -> ops.MigrationScript:
    """The declared schema against a database in memory that the existing revisions made."""
    with create_engine("sqlite://").connect() as connection:
        connection.exec_driver_sql(f"ATTACH ':memory:' AS {RESTRICTED_SCHEMA}")
        command.upgrade(migrate._config(connection), "head")
        options = {"include_schemas": True, "compare_type": True, "include_name": _is_ours}
        return produce_migrations(MigrationContext.configure(connection, opts=options), metadata)


def _is_ours(name: str | None, kind: str, _parents: dict) -> bool:
    return kind != "schema" or name in (None, RESTRICTED_SCHEMA)


def _without_marks(body: str) -> str:
    for written, word in (("text('0')", "false()"), ("text('1')", "true()")):
        body = body.replace(BOOLEAN + written, BOOLEAN + word)
    kept = "\n".join(line for line in body.strip().splitlines() if not line.strip().startswith("# ###"))
    return f"    {kept.strip()}"


if __name__ == "__main__":
    main(*sys.argv[1:4])
