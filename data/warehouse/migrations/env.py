"""Run by Alembic: migrate on the connection that data.warehouse.migrate hands over, inside its transaction."""

from alembic import context

from data.warehouse.schema import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    include_schemas=connection.dialect.name != "sqlite",
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
