"""The access log is whole: every row follows the one before, whoever writes at once; what is tampered with is found."""

import json
import subprocess
import sys
from datetime import datetime

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from access import audit, grants, log_chain
from access.sec_tables import sec_access_log, sec_log_anchor, sec_log_head
from access.viewer import Viewer
from data.warehouse.home import open_engine
from data.warehouse.log_checks import NOTES, chain_finding
from tests.access.people import opened
from tests.databases import PROJECT

LOG = sec_access_log.c
EARLY, LATE = datetime(2022, 1, 1), datetime(2026, 1, 1)


@pytest.fixture
def log(empty_home):
    """A log of six rows: three of 2022, three of 2026."""
    engine = opened(empty_home)
    for number in range(6):
        append(engine, object_id=f"s{number}", at=EARLY if number < 3 else LATE)
    return engine


def append(engine, **values):
    with engine.begin() as connection:
        return log_chain.append(connection, {"act": "view", "object_kind": "student", **values})


def verify(engine, **choice):
    with engine.connect() as connection:
        return log_chain.verify(connection, **choice)


def run(engine, statement):
    with engine.begin() as connection:
        return connection.execute(statement)


def unprotect(engine):
    """What the owner of the database can do and nobody else: take the triggers away."""
    with engine.begin() as connection:
        for table in ("sec_access_log", "sec_log_anchor"):
            for what in ("update", "delete", "replace", "truncate"):
                place = "" if engine.dialect.name == "sqlite" else f" ON {table}"
                connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{what}{place}"))


def test_untouched_log_is_whole(log):
    found = verify(log)
    assert (found.is_whole, found.checked, found.last_log_id) == (True, 6, 6)


def test_log_without_a_row_is_whole(empty_home):
    assert verify(opened(empty_home)).is_whole


@pytest.mark.parametrize("newest", [1, 2, 6, 100])
def test_newest_rows_alone_are_checked(log, newest):
    found = verify(log, newest=newest)
    assert (found.is_whole, found.checked) == (True, min(newest, 6))


COLUMNS = {
    "at": datetime(2020, 1, 1), "session": "other", "person": "other", "role": "dean", "seen_as": "x", "act": "list",
    "object_kind": "teacher", "object_id": "other", "page": "x", "purpose": "x", "fields": "x", "row_count": 9,
    "content_sha256": "x", "chain_sha256": "x", "log_id": 99,
}  # fmt: skip


def test_every_column_is_tried_by_the_next_test():
    assert set(COLUMNS) == set(sec_access_log.c.keys())


@pytest.mark.parametrize("column", sorted(COLUMNS))
def test_changed_row_is_found_whatever_was_changed(log, column):
    unprotect(log)
    run(log, update(sec_access_log).where(LOG.log_id == 3).values({column: COLUMNS[column]}))
    assert verify(log).broken == (4 if column == "log_id" else 3)


@pytest.mark.parametrize("gone", [1, 3, 6])
def test_removed_row_is_found_at_the_end_too(log, gone):
    unprotect(log)
    run(log, delete(sec_access_log).where(LOG.log_id == gone))
    assert verify(log).broken == (gone + 1 if gone < 6 else 6)


def test_removed_log_is_found(log):
    unprotect(log)
    run(log, delete(sec_access_log))
    assert verify(log).broken == 1


def test_row_written_past_the_one_function_is_found_and_stops_nobody(log):
    row = {"log_id": 7, "at": LATE, "act": "view", "object_kind": "student", "chain_sha256": "0" * 64}
    run(log, insert(sec_access_log).values(row))
    assert append(log) == 8
    assert verify(log).broken == 7


def test_two_rows_that_changed_places_are_found(log):
    unprotect(log)
    rows = run(log, select(sec_access_log).order_by(LOG.log_id)).mappings().all()
    for number, other in ((2, 4), (4, 2)):
        run(log, delete(sec_access_log).where(LOG.log_id == number))
        run(log, insert(sec_access_log).values({**rows[other - 1], "log_id": number}))
    assert verify(log).broken == 2


def test_tampering_before_the_newest_rows_is_left_to_the_whole_check(log):
    unprotect(log)
    run(log, update(sec_access_log).where(LOG.log_id == 1).values(role="dean"))
    assert verify(log, newest=2).is_whole
    assert verify(log).broken == 1


@pytest.mark.parametrize(
    "statement",
    [
        update(sec_access_log).values(role="dean"),
        update(sec_access_log).where(LOG.log_id == 1).values(chain_sha256=None),
        delete(sec_access_log),
        delete(sec_access_log).where(LOG.log_id == 1),
        insert(sec_access_log).values(log_id=1, at=LATE, act="view", object_kind="x"),
    ],
)
def test_database_refuses_to_change_the_log(log, statement):
    with pytest.raises(DBAPIError, match=r"append-only|duplicate key"):
        run(log, statement)
    assert verify(log).is_whole


def test_database_refuses_replacing_and_emptying(log):
    words = {
        "sqlite": "INSERT OR REPLACE INTO sec_access_log (log_id, at, act, object_kind) VALUES (1, '2026-01-01', 'x', 'x')",
        "postgresql": "TRUNCATE sec_access_log",
    }
    with pytest.raises(DBAPIError, match="append-only"):
        run(log, text(words[log.dialect.name]))
    assert verify(log).is_whole


def test_anchors_stay_too(log):
    remove_early(log)
    for statement in (update(sec_log_anchor).values(last_log_id=6), delete(sec_log_anchor)):
        with pytest.raises(DBAPIError, match="append-only"):
            run(log, statement)


def remove_early(engine, before=datetime(2024, 1, 1)):
    with engine.begin() as connection:
        found = log_chain.over(connection, before)
        log_chain.anchor(connection, found)
    while log_chain.forget(engine, 2):
        pass
    return found


def test_rows_whose_time_is_over_go_behind_an_anchor_and_the_rest_stays_whole(log):
    assert remove_early(log).rows == 3
    found = verify(log)
    assert (found.is_whole, found.checked) == (True, 3)
    append(log)
    assert verify(log).is_whole


def test_log_that_was_removed_as_a_whole_goes_on(log):
    remove_early(log, datetime(2027, 1, 1))
    assert verify(log).checked == 0 and verify(log).is_whole
    assert append(log) == 7
    assert verify(log).is_whole


def test_rows_an_anchor_does_not_cover_cannot_go_with_it(log):
    remove_early(log)
    with pytest.raises(DBAPIError, match="append-only"):
        run(log, delete(sec_access_log).where(LOG.log_id == 4))


def test_anchor_that_names_another_digest_is_found(log):
    row = {"at": LATE, "last_log_id": 4, "last_chain_sha256": "f" * 64, "row_count": 4}
    run(log, insert(sec_log_anchor).values(row))
    run(log, delete(sec_access_log).where(LOG.log_id <= 4))
    assert verify(log).broken == 5


def test_head_is_one_row_however_often_it_was_written(log):
    assert run(log, select(func.count()).select_from(sec_log_head)).scalar_one() == 1


def test_rolled_back_row_leaves_no_gap(log):
    with pytest.raises(RuntimeError), log.begin() as connection:
        log_chain.append(connection, {"act": "view", "object_kind": "student"})
        raise RuntimeError
    assert append(log) == 7
    assert verify(log).is_whole


def test_log_rewritten_with_a_sound_chain_differs_from_what_was_noted_outside(log, empty_home):
    with log.connect() as connection:
        assert chain_finding(connection, empty_home).status == "pass"
    unprotect(log)
    rows = run(log, select(sec_access_log).order_by(LOG.log_id)).mappings().all()
    run(log, delete(sec_access_log))
    run(log, update(sec_log_head).values(last_log_id=0, last_chain_sha256=""))
    for row in rows[1:]:
        append(log, object_id=row["object_id"], at=row["at"])
    append(log)
    assert verify(log).is_whole
    with log.connect() as connection:
        finding = chain_finding(connection, empty_home)
    assert (finding.status, finding.found["first"]) == ("fail", 6)


def test_note_of_a_removed_row_still_counts_as_held(log, empty_home):
    with log.connect() as connection:
        chain_finding(connection, empty_home)
    append(log, at=datetime(2027, 1, 1))
    remove_early(log, datetime(2026, 6, 1))
    notes = empty_home.folder("logs") / NOTES
    notes.write_text(notes.read_text() + "no note\n")
    with log.connect() as connection:
        assert chain_finding(connection, empty_home).status == "pass"


WRITER = """
import sys
from pathlib import Path
from access import audit
from access.viewer import Viewer
from data.warehouse.home import Home, open_engine
engine = open_engine(Home(Path(sys.argv[1]), sys.argv[2] or None))
for number in range(int(sys.argv[4])):
    reader = Viewer(sys.argv[3], None, ("dean",), "dean", None, "a", "demo")
    assert audit.viewed(engine, reader, "student", f"s{number}", page="student")
    assert not audit.viewed(engine, reader, "student", f"s{number}", page="student")
"""


def test_processes_that_write_at_once_make_one_chain(empty_home):
    engine = opened(empty_home)
    place = (str(empty_home.directory), empty_home.warehouse_url or "")
    started = [
        subprocess.Popen([sys.executable, "-c", WRITER, *place, name, "60"], cwd=PROJECT)
        for name in ("t1", "t2", "t3")
    ]
    assert [process.wait(120) for process in started] == [0, 0, 0]
    found = verify(engine)
    assert (found.is_whole, found.checked, found.last_log_id) == (True, 180, 180)
    told = run(engine, select(LOG.person, func.count()).group_by(LOG.person)).all()
    assert sorted(told) == [("t1", 60), ("t2", 60), ("t3", 60)]


def test_all_that_is_logged_is_chained(empty_home):
    """Views, lists, exports, refusals, writes and grants."""
    engine = opened(empty_home)
    reader = Viewer("t1", None, ("dean",), "dean", None, "a", "demo")
    audit.viewed(engine, reader, "student", "s1", page="student", purpose="case")
    audit.listed(engine, reader, "class", "C1", page="worklist", rows=30, fields="name")
    audit.exported(engine, reader, "course", "K1", page="course", content=b"abc", rows=3, fields="name")
    audit.refused(engine, reader, "school")
    audit.wrote(engine, reader, "student", "s1", page="worklist", purpose="closed")
    with engine.begin() as connection:
        grants.grant(connection, "t2", "auditor", granted_by="t1")
        grants.revoke(connection, "t2", revoked_by="t1")
    found = verify(engine)
    assert (found.is_whole, found.checked) == (True, 7)


def test_log_stays_whole_and_protected_through_backup_and_restore(log, empty_home, tmp_path):
    from data.warehouse.backup import backup, restore

    remove_early(log)
    log.dispose()
    backup(empty_home, tmp_path / "one.tar.gz")
    restore(empty_home, tmp_path / "one.tar.gz", replace=True)
    engine = open_engine(empty_home)
    assert append(engine) == 7
    assert verify(engine).is_whole and verify(engine).checked == 4
    with pytest.raises(DBAPIError, match="append-only"):
        run(engine, delete(sec_access_log).where(LOG.log_id == 5))
    engine.dispose()


def test_verb_check_names_the_first_broken_row(log, empty_home, jobs):
    unprotect(log)
    run(log, update(sec_access_log).where(LOG.log_id == 3).values(role="dean"))
    log.dispose()
    done = jobs("check", "--json", "-", home=empty_home, expect=1)
    (found,) = [one for one in json.loads(done.stdout)["checks"] if one["id"] == "access_log_chain"]
    assert (found["status"], found["found"]) == ("fail", "broken from row no. 3 on (6 rows read)")
    assert not (empty_home.directory / "logs" / NOTES).exists()
