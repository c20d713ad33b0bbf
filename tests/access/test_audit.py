"""The access log: once per viewer, object and session; patient with a busy database; never silent."""

import sqlite3
import threading
import time

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from access import audit
from access.sec_tables import sec_access_log
from access.viewer import Viewer
from tests.access.people import opened


def reader(person="t1", session="a", role="counsellor"):
    return Viewer(person, None, (role,), role, None, session, "demo")


def rows(engine):
    with engine.connect() as connection:
        return connection.execute(select(sec_access_log).order_by(sec_access_log.c.log_id)).mappings().all()


def test_view_is_written_once_per_viewer_object_and_session(empty_home):
    engine = opened(empty_home)
    assert audit.viewed(engine, reader(), "student", "s1", page="student")
    assert not audit.viewed(engine, reader(), "student", "s1", page="student")
    for other in (reader(session="b"), reader(person="t2"), reader(role="dean")):
        assert audit.viewed(engine, other, "student", "s1", page="student")
    assert audit.viewed(engine, reader(), "student", "s2", page="student")
    assert len(rows(engine)) == 5


def test_view_says_who_role_object_page_and_when(empty_home):
    engine = opened(empty_home)
    audit.viewed(engine, reader(), "student", "s1", page="student", purpose="worklist")
    row = rows(engine)[0]
    told = {
        key: row[key]
        for key in ("person", "role", "session", "act", "object_kind", "object_id", "page", "purpose")
    }
    assert told == {
        "person": "t1", "role": "counsellor", "session": "a", "act": "view", "object_kind": "student",
        "object_id": "s1", "page": "student", "purpose": "worklist",
    }  # fmt: skip
    assert row["at"] is not None


@pytest.mark.parametrize(("count", "written"), [(20, 0), (21, 1)])
def test_list_is_written_above_twenty_names(empty_home, count, written):
    engine = opened(empty_home)
    audit.listed(engine, reader(), "class", "C1", page="worklist", rows=count, fields="name, number")
    assert len(rows(engine)) == written


def test_every_export_is_written_with_its_hash(empty_home):
    engine = opened(empty_home)
    for _ in range(2):
        audit.exported(engine, reader(), "course", "K1", page="course", content=b"abc", rows=3)
    found = rows(engine)
    assert [row["act"] for row in found] == ["export", "export"]
    assert found[0]["content_sha256"].startswith("ba7816bf")


def test_refusal_is_written_once_per_session(empty_home):
    engine = opened(empty_home)
    for _ in range(3):
        audit.refused(engine, reader(), "student")
    assert [(row["act"], row["object_id"]) for row in rows(engine)] == [("refuse", "student")]


def test_viewers_of_a_person_leave_out_the_person(empty_home):
    engine = opened(empty_home)
    audit.viewed(engine, reader(), "student", "s1", page="student")
    audit.viewed(engine, reader("s1", "z", "student"), "student", "s1", page="student")
    since = rows(engine)[0]["at"]
    with engine.connect() as connection:
        assert [role for role, _ in audit.viewers_of(connection, "student", "s1", since)] == ["counsellor"]


def _locked(file, seconds, started):
    with sqlite3.connect(file, isolation_level=None) as connection:
        connection.execute("BEGIN IMMEDIATE")
        started.set()
        time.sleep(seconds)
        connection.execute("ROLLBACK")
    connection.close()


def test_busy_database_is_asked_again_until_written(empty_home, monkeypatch):
    if not empty_home.is_sqlite:
        pytest.skip("only SQLite has one writer")
    engine = opened(empty_home)
    asked = []
    real = audit._is_busy
    monkeypatch.setattr(audit, "_is_busy", lambda error: asked.append(1) or real(error))
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=1")
    started = threading.Event()
    writer = threading.Thread(target=_locked, args=(empty_home.sqlite_file, 0.6, started))
    writer.start()
    started.wait(5)
    assert audit.viewed(engine, reader(), "student", "s1", page="student")
    writer.join()
    assert asked
    assert len(rows(engine)) == 1


def test_database_without_the_log_raises(empty_home):
    engine = opened(empty_home)
    sec_access_log.drop(engine)
    with pytest.raises(Exception, match="sec_access_log") as caught:
        audit.viewed(engine, reader(), "student", "s1", page="student")
    assert isinstance(caught.value, OperationalError) or not empty_home.is_sqlite
