"""The copy on the page My data: for the person alone, recorded with its hash, refused once the right has ended."""

from hashlib import sha256

import pytest
from sqlalchemy import select

from access.sec_tables import sec_access_log
from data.warehouse.schema.people import dim_student
from errors import NotAllowed
from pages.administration import _own_copy
from tests.actions.rights_people import STUDENT, office, opened, student


def _rows(engine):
    columns = sec_access_log.c
    query = select(columns.act, columns.object_kind, columns.object_id, columns.content_sha256).order_by(
        columns.log_id
    )
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_copy_is_recorded_with_its_hash(empty_home):
    engine = opened(empty_home)
    content = _own_copy.made(student())
    assert content.startswith(b"PK")
    assert _rows(engine) == [("export", "student", STUDENT, sha256(content).hexdigest())]


@pytest.mark.parametrize("who", [student(limit=office("data_admin").scope), office("data_admin")])
def test_nobody_else_takes_a_copy(empty_home, who):
    engine = opened(empty_home)
    with pytest.raises(NotAllowed):
        _own_copy.made(who)
    assert [row[0] for row in _rows(engine)] == ["refuse"]


def test_copy_ends_with_the_register(empty_home):
    engine = opened(empty_home)
    with engine.begin() as connection:
        connection.execute(dim_student.delete())
    with pytest.raises(NotAllowed):
        _own_copy.made(student())
    assert [row[0] for row in _rows(engine)] == ["refuse"]
