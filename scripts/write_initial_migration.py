"""Write data/warehouse/migrations/versions/0001_initial.py from the declared schema.

Only for as long as no college runs the product: once 0001 is released it is frozen, and a change of the schema is a
revision of its own (`alembic revision --autogenerate`, then read and mend by hand).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import api, produce_migrations
from alembic.operations import ops
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from access import append_only  # noqa: E402
from data.warehouse.schema import RESTRICTED_SCHEMA, metadata  # noqa: E402

TARGET = PROJECT / "data" / "warehouse" / "migrations" / "versions" / "0001_initial.py"
HEAD = '''"""The warehouse as first released; written by scripts/write_initial_migration.py."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# What keeps the access log as it was written (access/append_only.py), as it stood when this was written.
APPEND_ONLY = {append_only}


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SCHEMA IF NOT EXISTS {schema}")
        # Restricted personal data: nobody but the product's own account reads it until a grant names them.
        op.execute("REVOKE ALL ON SCHEMA {schema} FROM PUBLIC")
{body}
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("take the backup that the upgrade made: python -m jobs restore FILE")
'''


def main() -> None:
    """Compare the declared schema with an empty database and write down what is missing: everything."""
    context = MigrationContext.configure(create_engine("sqlite://").connect())
    script: ops.MigrationScript = produce_migrations(context, metadata)
    for operation in script.upgrade_ops.ops:
        if isinstance(operation, ops.CreateTableOp):
            operation.info = {}  # grain and access rules live in the schema alone
    body = api.render_python_code(
        script.upgrade_ops, sqlalchemy_module_prefix="sa.", alembic_module_prefix="op."
    )
    parts = {
        "schema": RESTRICTED_SCHEMA,
        "body": _without_marks(body),
        "append_only": _listed(append_only.STATEMENTS),
    }
    TARGET.write_text(HEAD.format(**parts), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(TARGET)], check=True)


def _listed(statements: dict[str, tuple[str, ...]]) -> str:
    """The statements as source text, one literal each."""
    lists = (
        f'    "{dialect}": [\n' + "".join(f'        """{one}""",\n' for one in listed) + "    ],\n"
        for dialect, listed in statements.items()
    )
    return "{\n" + "".join(lists) + "}"


BOOLEAN = (
    "sa.Boolean(), server_default=sa."  # rendered for SQLite, where false is 0; PostgreSQL wants the word
)


def _without_marks(body: str) -> str:
    for written, word in (("text('0')", "false()"), ("text('1')", "true()")):
        body = body.replace(BOOLEAN + written, BOOLEAN + word)
    return (
        "    "
        + "\n".join(
            line for line in body.strip().splitlines() if not line.strip().startswith("# ###")
        ).strip()
    )


if __name__ == "__main__":
    main()
