"""Granting and revoking: dated, audited, never to oneself; the local owner's first start."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from access import grants, policy
from access.sec_tables import sec_access_log
from errors import NotAllowed, ShownError
from tests.access.people import opened

TODAY = date.today()


@pytest.fixture
def connection(empty_home):
    with opened(empty_home).begin() as made:
        yield made


def test_grant_is_listed_with_its_scope_and_audited(connection):
    grants.grant(connection, "t1", "dean", granted_by="t9", scope_code="D1")
    only = grants.listed(connection, "t1")[0]
    assert (only.role, only.scope_kind, only.scope_code, only.valid_from) == ("dean", "org", "D1", TODAY)
    logged = connection.execute(select(sec_access_log.c.act, sec_access_log.c.person)).all()
    assert logged == [("grant", "t9")]


def test_nobody_grants_to_oneself(connection):
    with pytest.raises(NotAllowed, match="oneself"):
        grants.grant(connection, "t1", "dean", granted_by="t1", scope_code="D1")
    assert grants.listed(connection) == []


@pytest.mark.parametrize(
    ("role", "kind", "code"),
    [("rector", None, None), ("public", None, None), ("dean", "org", None), ("dean", "all", "D1"), ("student", "org", "D1"),
     ("dean", "planet", "D1")],
)  # fmt: skip
def test_grant_that_does_not_hold_together_is_refused(connection, role, kind, code):
    with pytest.raises(ShownError):
        grants.grant(connection, "t1", role, granted_by="t9", scope_kind=kind, scope_code=code)
    assert grants.listed(connection) == []


def test_grant_that_ends_before_it_starts_is_refused(connection):
    with pytest.raises(ShownError, match="end"):
        grants.grant(connection, "t1", "hr", granted_by="t9", valid_to=TODAY - timedelta(days=1))


def test_same_grant_again_is_the_one_there(connection):
    first = grants.grant(connection, "t1", "dean", granted_by="t9", scope_code="D1")
    assert grants.grant(connection, "t1", "dean", granted_by="t9", scope_code="D1") == first
    longer = grants.grant(
        connection, "t1", "dean", granted_by="t9", scope_code="D1", valid_to=TODAY + timedelta(days=9)
    )
    assert longer != first
    assert len(connection.execute(select(sec_access_log)).all()) == 2


@pytest.mark.parametrize(("held", "asked"), [("data_admin", "auditor"), ("auditor", "data_admin")])
def test_who_gives_rights_does_not_audit_them(connection, held, asked):
    grants.grant(connection, "t1", held, granted_by="t9")
    with pytest.raises(NotAllowed, match="two people"):
        grants.grant(connection, "t1", asked, granted_by=grants.COMMAND_LINE)
    grants.grant(connection, "t2", "data_admin", granted_by="t9")
    grants.revoke(connection, "t1", revoked_by="t9", role=held)
    assert grants.grant(connection, "t1", asked, granted_by="t9")


@pytest.mark.parametrize("by", ["t9", grants.COMMAND_LINE])
def test_last_data_administrator_cannot_be_revoked(connection, by):
    grants.first_start(connection)  # what the local owner holds is no one's who signs in
    grants.grant(connection, "t1", "data_admin", granted_by="t9")
    grants.grant(connection, "t2", "data_admin", granted_by="t9", valid_from=TODAY + timedelta(days=1))
    with pytest.raises(ShownError, match="last data administrator"):
        grants.revoke(connection, "t1", revoked_by=by)


def test_revoke_takes_one_role_and_audits_it(connection):
    for role in ("hr", "auditor"):
        grants.grant(connection, "t1", role, granted_by="t9")
    assert grants.revoke(connection, "t1", revoked_by="t9", role="hr") == 1
    assert [one.role for one in grants.listed(connection, "t1")] == ["auditor"]
    assert [one.role for one in grants.listed(connection, "t1", past=True)] == ["auditor", "hr"]
    acts = list(connection.execute(select(sec_access_log.c.act).order_by(sec_access_log.c.log_id)).scalars())
    assert acts == ["grant", "grant", "revoke"]


def test_grant_holds_only_between_its_dates():
    one = grants.Grant(1, "t1", "hr", "all", None, date(2025, 9, 1), date(2025, 12, 31), "t9", None)
    assert not one.holds_on(date(2025, 8, 31))
    assert one.holds_on(date(2025, 9, 1))
    assert one.holds_on(date(2025, 12, 31))
    assert not one.holds_on(date(2026, 1, 1))


def test_first_start_gives_every_role_once_and_audits_each(connection):
    roles = [role for role in policy.roles() if role != "public"]
    assert grants.first_start(connection) == len(roles)
    assert sorted(one.role for one in grants.listed(connection, grants.LOCAL_OWNER)) == sorted(roles)
    assert len(connection.execute(select(sec_access_log)).all()) == len(roles)
    assert grants.first_start(connection) == 0


def test_revoked_local_owner_is_not_given_roles_again(connection):
    grants.first_start(connection)
    grants.revoke(connection, grants.LOCAL_OWNER, revoked_by="command line")
    assert grants.first_start(connection) == 0
    assert grants.listed(connection, grants.LOCAL_OWNER) == []
