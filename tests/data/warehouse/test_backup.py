"""Backup and restore: everything of a home comes back, from either database, and nothing is lost on the way."""

import itertools
import stat
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from data.warehouse.backup import backup, restore
from data.warehouse.home import Home, open_engine, read_setting, write_setting
from data.warehouse.locks import load_lock
from data.warehouse.pseudonym import pseudonym_key
from data.warehouse.schema import metadata
from errors import ShownError
from tests import databases

LOG = metadata.tables["sec_access_log"]
HISTORY = metadata.tables["restricted.meta_row_history"]


@pytest.fixture
def filled_home(empty_home):
    """A home with a row in an ordinary, a counted and a restricted table, an event file and a key."""
    engine = open_engine(empty_home)
    at = datetime(2025, 11, 2, 8, 30)
    with engine.begin() as connection:
        write_setting(connection, "college_name", "示例职业技术学院")
        connection.execute(
            insert(LOG), [{"at": at, "act": "view", "object_kind": "student", "purpose": ""}] * 3
        )
        connection.execute(
            insert(HISTORY),
            [{"table_name": "t", "row_key": "k", "old_row": "{}", "replaced_by_load": 1, "replaced_at": at}],
        )
    engine.dispose()
    events = empty_home.folder("lake") / "fact_quiz" / "term=2025-2026-1"
    events.mkdir(parents=True)
    (events / "1.parquet").write_bytes(b"events")
    pseudonym_key(empty_home)
    return empty_home


def _state(home: Home) -> dict:
    engine = open_engine(home)
    with engine.connect() as connection:
        rows = {
            name: sorted(map(str, connection.execute(select(table)).all()))
            for name, table in metadata.tables.items()
        }
    engine.dispose()
    files = {
        str(path.relative_to(home.directory)): path.read_bytes()
        for folder in ("lake", "keys")
        for path in (home.directory / folder).rglob("*")
        if path.is_file()
    }
    return {"rows": rows, "files": files}


def test_restored_home_equals_backed_up_home(filled_home, empty_copy, tmp_path):
    before = _state(filled_home)
    size = backup(filled_home, tmp_path / "one.tar.gz")
    assert size == (tmp_path / "one.tar.gz").stat().st_size
    restore(empty_copy, tmp_path / "one.tar.gz", replace=True)
    assert _state(empty_copy) == before


@pytest.fixture
def empty_copy(shared_folder, tmp_path):
    home = databases.copy_home(databases.empty_template(shared_folder), tmp_path / "other")
    yield home
    databases.drop_home(home)


def test_counted_keys_go_on_after_restore(filled_home, empty_copy, tmp_path):
    backup(filled_home, tmp_path / "one.tar.gz")
    restore(empty_copy, tmp_path / "one.tar.gz", replace=True)
    engine = open_engine(empty_copy)
    with engine.begin() as connection:
        highest = connection.execute(select(func.max(LOG.c.log_id))).scalar_one()
        row = {"at": func.current_timestamp(), "act": "view", "object_kind": "student"}
        added = connection.execute(insert(LOG).values(row)).inserted_primary_key[0]
    engine.dispose()
    assert added > highest


def test_backup_and_keys_are_readable_by_owner_alone(filled_home, empty_copy, tmp_path):
    backup(filled_home, tmp_path / "one.tar.gz")
    restore(empty_copy, tmp_path / "one.tar.gz", replace=True)
    key = empty_copy.directory / "keys" / "pseudonym.key"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "one.tar.gz", key)] == [0o600, 0o600]


def test_home_with_warehouse_is_not_overwritten_unasked(filled_home, tmp_path):
    backup(filled_home, tmp_path / "one.tar.gz")
    before = _state(filled_home)
    with pytest.raises(ShownError, match="--replace"):
        restore(filled_home, tmp_path / "one.tar.gz")
    assert _state(filled_home) == before


def test_replaced_home_is_kept_in_backups(filled_home, tmp_path):
    backup(filled_home, tmp_path / "one.tar.gz")
    restore(filled_home, tmp_path / "one.tar.gz", replace=True)
    assert len(list((filled_home.directory / "backups").glob("before-restore-*.tar.gz"))) == 1


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_cut_off_backup_is_refused_and_home_untouched(filled_home, tmp_path, share):
    backup(filled_home, tmp_path / "one.tar.gz")
    content = (tmp_path / "one.tar.gz").read_bytes()
    (tmp_path / "cut.tar.gz").write_bytes(content[: int(len(content) * share)])
    before = _state(filled_home)
    with pytest.raises(ShownError, match="complete"):
        restore(filled_home, tmp_path / "cut.tar.gz", replace=True)
    assert _state(filled_home) == before


def test_home_without_warehouse_has_nothing_to_back_up(tmp_path, own_database):
    with pytest.raises(ShownError, match="no warehouse"):
        backup(Home(tmp_path / "nothing"), tmp_path / "one.tar.gz")
    assert not (tmp_path / "one.tar.gz").exists()


def test_setting_survives_backup_while_another_reads(filled_home, tmp_path):
    engine = open_engine(filled_home)
    with engine.connect() as reader:
        read_setting(reader, "college_name")
        assert backup(filled_home, tmp_path / "one.tar.gz") > 0
        assert read_setting(reader, "college_name") == "示例职业技术学院"
    engine.dispose()


def test_interrupted_backup_leaves_no_half(filled_home, tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("data.warehouse.backup._add_folder", interrupt)
    with pytest.raises(KeyboardInterrupt):
        backup(filled_home, tmp_path / "out" / "b.tar.gz")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("step", range(1, 7))
def test_interrupted_restore_leaves_the_home_as_it_was(filled_home, tmp_path, monkeypatch, step):
    """Interrupted before the first, the second ... of the renames that put the backup in place."""
    backup(filled_home, tmp_path / "b.tar.gz")
    if step > 4 and not filled_home.is_sqlite:
        pytest.skip("the warehouse is no file there")
    engine = open_engine(filled_home)
    with engine.begin() as connection:
        write_setting(connection, "college_name", "又一学院")
    engine.dispose()
    (filled_home.folder("lake") / "new.parquet").write_bytes(b"newer")
    before, original, count = _state(filled_home), Path.replace, itertools.count(1)

    def interrupted(path, target):
        if ".restore-" in f"{path}{target}" and next(count) == step:
            raise KeyboardInterrupt
        return original(path, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        restore(filled_home, tmp_path / "b.tar.gz", replace=True)
    assert _state(filled_home) == before
    assert not list(filled_home.directory.glob(".restore-*"))


def test_restore_beside_a_load_is_refused(filled_home, tmp_path):
    backup(filled_home, tmp_path / "b.tar.gz")
    with load_lock(filled_home), pytest.raises(ShownError, match="another load into this home is running"):
        restore(filled_home, tmp_path / "b.tar.gz", replace=True)


@pytest.mark.parametrize("text", ["", "00ff", "no key at all"])
def test_broken_key_is_refused_not_used(empty_home, text):
    (empty_home.folder("keys") / "pseudonym.key").write_text(text)
    with pytest.raises(ShownError, match=r"pseudonym\.key\); found: \d+ characters that are no key"):
        pseudonym_key(empty_home)
