"""The log names the page that a file left from, and teaching_class is longer than twelve letters.

SQLite enforces no length and would lose the append-only triggers of a table made anew: nothing is done there.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("sec_access_log", "object_kind", type_=sa.String(length=40), existing_nullable=False)


def downgrade() -> None:
    raise NotImplementedError("take the backup that the upgrade made: python -m jobs restore FILE")
