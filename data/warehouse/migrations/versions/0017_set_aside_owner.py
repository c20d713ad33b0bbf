"""Whose the rows set aside are, what was wrong with each, and by which load they came in after all."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema = None if op.get_bind().dialect.name == "sqlite" else "restricted"
    for column in (
        sa.Column("source_id", sa.String(length=40), nullable=True),
        sa.Column("owner_role", sa.String(length=20), nullable=True),
        sa.Column("column_name", sa.String(length=80), nullable=True),
        sa.Column("expected", sa.String(length=200), nullable=True),
        sa.Column("mended_load", sa.Integer(), nullable=True),
    ):
        op.add_column("meta_set_aside_row", column, schema=schema)
    names = ("load_id", "file_name", "table_name", "source_id", "owner_role")
    row = sa.table("meta_set_aside_row", *(sa.column(name) for name in names), schema=schema)
    part = sa.table("meta_load_file", *(sa.column(name) for name in names[:4]))
    source = sa.table("meta_source", sa.column("source_id"), sa.column("owner"))
    of_file = sa.and_(*(part.c[name] == row.c[name] for name in names[:3]))
    op.execute(sa.update(row).values(source_id=sa.select(sa.func.max(part.c.source_id)).where(of_file).scalar_subquery()))
    owner = sa.select(sa.func.max(source.c.owner)).where(source.c.source_id == row.c.source_id)
    op.execute(sa.update(row).values(owner_role=owner.scalar_subquery()))


def downgrade() -> None:
    raise NotImplementedError("take the backup that the upgrade made: python -m jobs restore FILE")
