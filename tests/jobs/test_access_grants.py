import json
from datetime import datetime

from sqlalchemy import insert, select

from access.grants import LOCAL_OWNER
from access.sec_tables import sec_binding
from tests.access.people import add_teacher, opened


def _grants(jobs, home, *words, expect=0):
    done = jobs("access", *words, "--json", "-", home=home, expect=expect)
    return json.loads(done.stdout)["grants"] if expect == 0 else done.stderr


def test_granted_role_is_listed_and_revoked(empty_home, jobs):
    given = _grants(jobs, empty_home, "grant", LOCAL_OWNER, "dean", "D01", "--until", "2099-01-01")
    assert [(row["role"], row["scope_kind"], row["scope_code"]) for row in given] == [("dean", "org", "D01")]
    assert _grants(jobs, empty_home, "revoke", LOCAL_OWNER) == []
    past = _grants(jobs, empty_home, "list", "--past")
    assert past[0]["revoked_at"]


def test_unknown_number_is_refused_by_its_shape(empty_home, jobs):
    told = _grants(jobs, empty_home, "grant", "T12345", "dean", expect=1)
    assert "A99999" in told
    assert "T12345" not in told


def test_unknown_role_is_wrong_usage(empty_home, jobs):
    _grants(jobs, empty_home, "grant", LOCAL_OWNER, "emperor", expect=2)


def test_account_of_a_person_is_released_and_that_is_told(empty_home, jobs):
    engine = opened(empty_home)
    add_teacher(engine, "t1")
    row = {"issuer": "i", "subject": "a", "person": "t1", "claim": "no", "bound_at": datetime(2025, 9, 1)}
    with engine.begin() as connection:
        connection.execute(insert(sec_binding).values(row))
    told = [jobs("access", "release", "T-t1", home=empty_home).stdout for _ in range(2)]
    assert "released 1 account;" in told[0] and "released 0 accounts;" in told[1]
    with engine.connect() as connection:
        assert connection.execute(select(sec_binding.c.released_by)).scalars().all() == ["command line"]
