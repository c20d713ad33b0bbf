"""Rows of another system's database load like files, from where the last load ended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from sqlalchemy import create_engine, text

from data.sources.database import Query, extract
from data.staging.reading_mappings import read_mapping
from data.warehouse.home import open_engine
from data.warehouse.loading.database import load_database
from data.warehouse.loading.undo import undo_load
from data.warehouse.schema.meta import meta_source
from errors import ShownError
from jobs.database_address import address
from tests import databases

SECRET = "made-up-password"
GRADES = (
    ("S001", "K1", 86, "2025-01-10 08:00:00"),
    ("S002", "K1", 52, "2025-01-10 09:00:00"),
    ("S003", "K1", None, "2025-01-11 08:00:00"),
)
MAPPING = {
    "mapping": "their_database", "source": "academic_affairs", "owner": "academic_affairs", "reviewed_on": "2026-11-01",
    "home": {"zone": "Asia/Shanghai", "current_term": "2024-2025-1"},
    "terms": [
        {"term_id": "2024-2025-1", "start_year": 2024, "term_no": 1, "first_monday": "2024-09-02", "end_on": "2025-01-12", "week_count": 19}
    ],
    "database": "${THEIR_DATABASE}",
    "files": {
        "students": {"query": "SELECT DISTINCT xh FROM cj"},
        "grades": {"query": "SELECT xh, kch, cj, gxsj FROM cj;", "watermark": "gxsj"},
    },
    "tables": [
        {"to": "dim_person", "file": "students", "columns": {"kind": {"const": "student"}, "person_no": "xh"}},
        {
            "to": "dim_student", "file": "students",
            "columns": {"student_no": "xh", "valid_from": {"const": "2024-09-01"}, "student_status": {"const": "enrolled"}},
        },
        {"to": "dim_course", "rows": [{"course_code": "K1", "valid_from": "2024-09-01", "name": "示例课程", "credits": 2}]},
        {"to": "dim_offering", "rows": [{"term_id": "2024-2025-1", "offering_no": "1", "course_code": "K1", "pass_mark": 60}]},
        {
            "to": "fact_grade_attempt", "file": "grades",
            "columns": {
                "student_no": "xh", "term_id": {"const": "2024-2025-1"}, "offering_no": {"const": "1"},
                "attempt_no": {"const": 1}, "attempt_kind": {"const": "first"},
            },
            "grade": {"text": "cj"},
        },
    ],
}  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def theirs(request, tmp_path, monkeypatch):
    """The database of another system, with a table of grades; its address is in an environment variable."""
    if request.param == "postgresql":
        if not databases.POSTGRES:
            pytest.skip("needs PostgreSQL")
        home = databases.new_home(tmp_path / "theirs", "theirs")
        url = home.warehouse_url
        request.addfinalizer(lambda: databases.drop_home(home))
    else:
        url = f"sqlite:///{tmp_path / 'theirs.sqlite'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text("CREATE TABLE cj (xh VARCHAR(20), kch VARCHAR(20), cj NUMERIC(5, 1), gxsj TIMESTAMP)")
        )
        _add(connection, GRADES)
    monkeypatch.setenv("THEIR_DATABASE", url)
    yield engine
    engine.dispose()


def _add(connection, rows) -> None:
    names = ("xh", "kch", "cj", "gxsj")
    connection.execute(
        text("INSERT INTO cj VALUES (:xh, :kch, :cj, CAST(:gxsj AS TIMESTAMP))")
        if connection.dialect.name != "sqlite"
        else text("INSERT INTO cj VALUES (:xh, :kch, :cj, :gxsj)"),
        [dict(zip(names, row, strict=True)) for row in rows],
    )


@pytest.fixture
def own_database():
    """An address that any process may open: nothing is kept there."""
    return "sqlite://"


@pytest.fixture
def mapping(tmp_path):
    def made(**changes):
        path = tmp_path / "mapping.yaml"
        path.write_text(yaml.safe_dump(MAPPING | changes, allow_unicode=True), encoding="utf-8")
        return read_mapping(path)

    return made


def _load(home, mapping, **options):
    return load_database(home, mapping(), address(mapping()), **options)


def _counts(result, table="fact_grade_attempt"):
    counts = result.tables[table]
    assert counts.balances
    return counts.read, counts.loaded, counts.already, counts.set_aside


def test_rows_load_and_what_has_not_changed_is_not_read_again(empty_home, theirs, mapping):
    first = _load(empty_home, mapping)
    assert _counts(first) == (3, 2, 0, 1)  # a grade that is nothing is set aside
    with theirs.begin() as connection:
        connection.execute(text("UPDATE cj SET cj = 61 WHERE xh = 'S003'"))
    assert _counts(_load(empty_home, mapping)) == (
        3,
        1,
        2,
        0,
    )  # the mark had not moved past what was set aside
    with theirs.begin() as connection:
        _add(connection, [("S004", "K1", 75, "2025-01-12 08:00:00")])
    assert _counts(_load(empty_home, mapping)) == (
        2,
        1,
        1,
        0,
    )  # the newest row of last time and the new one
    assert _counts(_load(empty_home, mapping)) == (1, 0, 1, 0)


def test_a_load_that_is_taken_back_is_read_again(empty_home, theirs, mapping):
    with theirs.begin() as connection:
        connection.execute(text("DELETE FROM cj WHERE cj IS NULL"))
    _load(empty_home, mapping)
    with theirs.begin() as connection:
        _add(connection, [("S004", "K1", 75, "2025-01-12 08:00:00")])
    second = _load(empty_home, mapping)
    engine = open_engine(empty_home)
    undo_load(engine, empty_home, second.load_id)
    engine.dispose()
    assert _counts(_load(empty_home, mapping)) == (2, 1, 1, 0)


def test_a_trial_changes_nothing_and_moves_no_mark(empty_home, theirs, mapping):
    assert _load(empty_home, mapping, trial=True).load_id is None
    assert _counts(_load(empty_home, mapping))[0] == 3


def test_the_source_counts_as_connected(empty_home, theirs, mapping):
    _load(empty_home, mapping)
    engine = open_engine(empty_home)
    with engine.connect() as connection:
        modes = {row.source_id: row.mode for row in connection.execute(meta_source.select())}
    engine.dispose()
    assert modes["academic_affairs"] == "connected" and modes["hr"] == "none"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        (f"postgresql+psycopg://office:{SECRET}@127.0.0.1:1/none", "of the driver"),
        (f"oracle+oracledb://office:{SECRET}@db/none", "no driver"),
        (f"nonsense {SECRET}", "an address of another form"),
        (f"sqlite:////nowhere/{SECRET}.sqlite", "of the driver"),
    ],
)
def test_an_address_is_never_told(tmp_path, own_database, url, found):
    with pytest.raises(ShownError, match=found) as error:
        extract(url, [Query("grades", "SELECT 1")], {}, tmp_path)
    assert SECRET not in str(error.value) and error.value.__cause__ is None


def test_a_query_that_fails_is_named(tmp_path, own_database):
    with pytest.raises(
        ShownError, match=r"reading a database \(file grades\).*OperationalError of the driver"
    ):
        extract(own_database, [Query("grades", "SELECT * FROM nowhere")], {}, tmp_path)


def test_a_watermark_that_the_query_does_not_select_is_named(tmp_path, own_database):
    with pytest.raises(ShownError, match="no column gxsj in the rows of the query"):
        extract(own_database, [Query("grades", "SELECT 1 AS xh", "gxsj")], {}, tmp_path)


def test_words_are_no_watermark_because_they_might_name_somebody(tmp_path, own_database):
    with pytest.raises(ShownError, match="words as watermark") as error:
        extract(own_database, [Query("a", "SELECT 'S001' AS xh", "xh")], {}, tmp_path)
    assert "S001" not in str(error.value)


def test_two_columns_of_one_name_are_for_a_person_to_tell_apart(tmp_path, own_database):
    with pytest.raises(ShownError, match="two columns of this name"):
        extract(own_database, [Query("grades", "SELECT 1 AS xh, 2 AS xh")], {}, tmp_path)


def test_a_missing_variable_is_named(mapping):
    with pytest.raises(ShownError, match="no environment variable NOT_SET_ANYWHERE"):
        address(mapping(database="${NOT_SET_ANYWHERE}"))
    assert address(mapping(database="sqlite:///a.sqlite")) == "sqlite:///a.sqlite"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"database": None}, "needs the address of its `database`"),
        (
            {"files": MAPPING["files"] | {"students": {"query": "SELECT 1", "path": "a.csv"}}},
            "either `path` or `query`",
        ),
        (
            {"files": MAPPING["files"] | {"students": {"path": "a.csv", "watermark": "x"}}},
            "`watermark` belongs to a `query`",
        ),
        ({"files": MAPPING["files"] | {"../x": {"query": "SELECT 1"}}}, "letters, digits and _ alone"),
    ],
)
def test_a_mapping_that_does_not_hold_together_is_refused(mapping, changes, told):
    with pytest.raises(ShownError, match=told):
        mapping(**changes)


def test_marks_keep_the_kind_of_their_value(tmp_path, own_database):
    found = extract(
        "sqlite://",
        [
            Query("a", "SELECT 7 AS n UNION SELECT 9", "n"),
            Query("b", "SELECT '2025-01-10 08:00:00' AS n", "n"),
        ],
        {},
        tmp_path,
    )
    assert {name: json.loads(mark) for name, mark in found.marks.items()} == {
        "a": {"kind": "int", "value": 9}, "b": {"kind": "str", "value": "2025-01-10 08:00:00"},
    }  # fmt: skip
    assert Path(tmp_path / "a.parquet").exists()
