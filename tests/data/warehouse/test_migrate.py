"""Upgrading: the revisions build exactly the declared schema, on both databases, and never lose what was there."""

import shutil
from datetime import date, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import insert, inspect, select, text

from access import log_chain
from data.warehouse import migrate
from data.warehouse.home import Home, open_engine, read_setting, write_setting
from data.warehouse.migrate import create_at, newest, revision, upgrade
from data.warehouse.schema import RESTRICTED_SCHEMA, metadata
from data.warehouse.schema.meta import meta_snapshot
from errors import ShownError


def _differences(engine):
    schemas = {"include_schemas": engine.dialect.name != "sqlite", "compare_type": True}
    with engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection, opts=schemas), metadata)


def test_upgraded_schema_equals_declared_schema(empty_home):
    engine = open_engine(empty_home)
    if empty_home.is_sqlite:  # SQLite has no schemas: the declared one is read where the engine puts it
        names = set(inspect(engine).get_table_names()) - {"alembic_version"}
        assert names == {table.name for table in metadata.tables.values()}
        for table in metadata.tables.values():
            _same_columns(engine, table)
    else:
        assert _differences(engine) == []
    engine.dispose()


def _same_columns(engine, table):
    found = {column["name"]: column for column in inspect(engine).get_columns(table.name)}
    assert list(found) == [column.name for column in table.columns], table.name
    for column in table.columns:
        assert found[column.name]["nullable"] == column.nullable, f"{table.name}.{column.name}"
        assert str(found[column.name]["type"]) == column.type.compile(engine.dialect), (
            f"{table.name}.{column.name}"
        )
    indexes = {index["name"] for index in inspect(engine).get_indexes(table.name)}
    assert {index.name for index in table.indexes} <= indexes, table.name


def test_upgrade_of_current_home_changes_nothing(empty_home):
    assert upgrade(empty_home) == (newest(), newest())
    assert not (empty_home.directory / "backups").exists()


def test_restricted_tables_have_schema_of_their_own(empty_home):
    if empty_home.is_sqlite:
        pytest.skip("needs PostgreSQL: SQLite has no schemas")
    engine = open_engine(empty_home)
    declared = {table.name for table in metadata.tables.values() if table.schema == RESTRICTED_SCHEMA}
    assert set(inspect(engine).get_table_names(schema=RESTRICTED_SCHEMA)) == declared
    with engine.connect() as connection:
        granted = connection.execute(
            text("SELECT has_schema_privilege('public', :schema, 'USAGE')"), {"schema": RESTRICTED_SCHEMA}
        ).scalar_one()
    engine.dispose()
    assert not granted


def test_database_of_somebody_else_is_refused(tmp_path, own_database):
    home = Home(tmp_path)
    engine = open_engine(home)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE invoices (id INTEGER)")
    engine.dispose()
    with pytest.raises(ShownError, match="invoices"):
        upgrade(home)


def test_revision_of_newer_version_is_refused(empty_home):
    engine = open_engine(empty_home)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ShownError, match="newer version"):
        upgrade(empty_home)
    assert revision(engine) == "9999"
    engine.dispose()


def test_home_behind_is_backed_up_then_upgraded(empty_home, monkeypatch, tmp_path):
    engine = open_engine(empty_home)
    with engine.begin() as connection:
        write_setting(connection, "college_name", "before the upgrade")
    before = newest()
    _one_more_revision(monkeypatch, tmp_path)
    assert upgrade(empty_home) == (before, "9001")
    with engine.connect() as connection:
        assert read_setting(connection, "college_name") == "before the upgrade"
        assert connection.exec_driver_sql("SELECT count(*) FROM qa_added").scalar_one() == 0
    engine.dispose()
    assert len(list((empty_home.directory / "backups").glob(f"before-9001-from-{before}-*"))) == 1


def test_failing_upgrade_leaves_home_as_it_was(empty_home, monkeypatch, tmp_path):
    before = newest()
    _one_more_revision(monkeypatch, tmp_path, then="op.execute('SELECT nothing FROM nowhere')")
    with pytest.raises(Exception, match="nowhere"):
        upgrade(empty_home)
    engine = open_engine(empty_home)
    assert revision(engine) == before
    assert "qa_added" not in inspect(engine).get_table_names()
    engine.dispose()


def test_home_of_the_first_revision_is_chained_and_waits_for_a_profile(tmp_path, own_database):
    home = Home(tmp_path)
    engine = open_engine(home)
    with engine.connect() as connection:
        migrate._lock(connection)
        create_at(connection, "0001")
        connection.commit()
    with engine.begin() as connection:
        for number in (1, 2):
            connection.execute(
                text(
                    "INSERT INTO sec_access_log (log_id, at, person, act, object_kind)"
                    " VALUES (:number, '2026-11-01 08:00:00', 'somebody', 'view', 'student')"
                ),
                {"number": number},
            )
        connection.execute(
            insert(meta_snapshot).values(
                snapshot_id=1, created_at=datetime(2026, 11, 1), status="published", is_current=True,
                as_of=date(2026, 11, 1), engine="polars",
            )
        )  # fmt: skip
    upgrade(home)
    with engine.connect() as connection:
        verdict = log_chain.verify(connection)
        current = connection.execute(select(meta_snapshot.c.is_current)).scalar_one()
    engine.dispose()
    assert (verdict.is_whole, verdict.checked, current) == (True, 2, False)


def _one_more_revision(monkeypatch, tmp_path, then="pass"):
    """The shipped revisions plus one, as the next version of the product would bring it."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9001_added.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision, down_revision, branch_labels, depends_on = '9001', '{newest()}', None, None\n"
        f"def upgrade():\n    op.create_table('qa_added', sa.Column('x', sa.Integer()))\n    {then}\n"
    )
    monkeypatch.setattr(migrate, "FOLDER", folder)
