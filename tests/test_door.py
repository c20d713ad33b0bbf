"""What app.py draws in mode oidc, run as Streamlit runs it: for nobody the sign-in page, for somebody the own roles alone."""

import time

import pytest
from sqlalchemy import select, update
from streamlit.testing.v1 import AppTest

from access import grants, provider
from access.sec_tables import sec_access_log
from data.warehouse.home import open_engine, read_setting, write_setting
from data.warehouse.schema.people import dim_person, dim_teacher
from tests.databases import PROJECT
from views import warehouse

ISSUER = "https://sso.example"


@pytest.fixture
def college(demo_copy, monkeypatch):
    """The demo's data in a home whose readers sign in; an engine on it."""
    file = demo_copy.folder("keys") / provider.FILE
    lines = [
        f'issuer = "{ISSUER}"',
        'client_id = "h"',
        'client_secret = "very-secret"',
        'person_claim = "number"',
    ]
    file.write_text("\n".join([*lines, 'redirect_uri = "https://h.example/oauth2callback"']))
    file.chmod(0o600)
    monkeypatch.setenv("HUAXIANG_HOME", str(demo_copy.directory))
    monkeypatch.setenv("HUAXIANG_WAREHOUSE", demo_copy.warehouse_url or "")
    monkeypatch.delenv("HUAXIANG_MODE", raising=False)
    engine = open_engine(demo_copy)
    yield engine
    engine.dispose()
    warehouse.engine().dispose()


def claims(engine, role, **more):
    """Of the person whom the demo shows for a role."""
    with engine.connect() as connection:
        pid = read_setting(connection, "demo_people")[role]
        number = connection.execute(
            select(dim_person.c.person_no).where(dim_person.c.person_pid == pid)
        ).scalar_one()
    now = int(time.time())
    given = {
        "is_logged_in": True,
        "iss": ISSUER,
        "sub": role,
        "aud": "h",
        "iat": now,
        "exp": now + 300,
        "nonce": role,
    }
    return pid, {**given, "number": number, **more}


def opened(user, **query):
    run = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    run.user = user
    for name, value in query.items():
        run.query_params[name] = value
    return run.run()


def html(run):
    return "".join(block.proto.body for block in run.get("html") if "<style>" not in block.proto.body)


def logged(engine, **wanted):
    with engine.connect() as connection:
        found = connection.execute(select(sec_access_log)).mappings().all()
    return [row for row in found if all(row[name] == value for name, value in wanted.items())]


def test_nobody_sees_the_sign_in_page_and_nothing_else(college):
    told = html(opened({"is_logged_in": False}))
    assert 'data-reason="none"' in told
    assert "menu" not in told and "data-state" not in told and "ident" not in told
    assert len(logged(college, act="refuse", object_kind="sign_in", object_id="none", person=None)) == 1


def test_teacher_who_signs_in_sees_own_roles_and_is_logged(college):
    pid, user = claims(college, "dean")
    run = opened(user)
    told = html(run)
    assert 'class="ident"' in told and "signin" not in told and not run.exception
    assert [button.key for button in run.sidebar.button] == ["sign_out"]
    assert len(logged(college, act="sign_in", object_id="ok", person=pid)) == 1


def test_session_of_nine_hours_ago_shows_the_reason_alone(college):
    _, user = claims(college, "dean", iat=int(time.time()) - 9 * 3600)
    told = html(opened(user))
    assert 'data-reason="expired"' in told and "ident" not in told
    assert logged(college, act="refuse", object_id="expired")


def test_hours_of_the_home_shorten_the_session(college):
    _, user = claims(college, "dean", iat=int(time.time()) - 3600 - 60, exp=int(time.time()) + 300)
    with college.begin() as connection:
        write_setting(connection, "session_hours", 1)
    assert 'data-reason="expired"' in html(opened(user))


def test_signing_out_ends_the_session_at_once(college):
    pid, user = claims(college, "dean")
    run = opened(user)
    run.sidebar.button(key="sign_out").click().run()
    assert logged(college, act="sign_out", person=pid)
    assert 'data-reason="ended"' in html(opened(user))


def test_role_revoked_between_two_runs_is_said_and_nothing_is_shown(college):
    pid, user = claims(college, "supervisor")
    with college.begin() as connection:
        grants.grant(connection, pid, "hr", granted_by="command line")
    run = opened(user, **{"as": "hr"})
    assert 'class="ident"' in html(run)
    with college.begin() as connection:
        grants.revoke(connection, pid, role="hr", revoked_by="command line")
    told = html(run.run())
    assert 'data-state="not_held"' in told and "ident" not in told and "menu" not in told
    assert logged(college, act="refuse", object_kind="role", object_id="hr", person=pid)


def test_made_up_role_in_the_address_gives_an_own_role(college):
    _, user = claims(college, "teacher")
    told = html(opened(user, **{"as": "emperor"}))
    assert 'class="ident"' in told and "not_held" not in told


def test_whoever_left_is_turned_away_between_two_runs(college):
    pid, user = claims(college, "teacher")
    run = opened(user)
    with college.begin() as connection:
        connection.execute(
            update(dim_teacher).where(dim_teacher.c.teacher_pid == pid).values(is_current=False)
        )
    told = html(run.run())
    assert 'data-reason="left"' in told and "ident" not in told
    assert logged(college, act="refuse", object_id="left", person=pid)


def test_stranger_may_take_another_account_and_leaves_no_word_in_the_log(college):
    _, user = claims(college, "teacher", number="Z-none", sub="somebody")
    run = opened(user)
    assert 'data-reason="unknown"' in html(run)
    assert [button.key for button in run.main.button] == ["sign_in_other"]
    assert "Z-none" not in repr(logged(college)) and "somebody" not in repr(logged(college))


@pytest.mark.parametrize("mode", ["local", "demo", "kiosk"])
def test_home_whose_readers_sign_in_opens_in_no_other_mode(college, monkeypatch, mode):
    monkeypatch.setenv("HUAXIANG_MODE", mode)
    told = html(opened({"is_logged_in": False}))
    assert 'data-state="closed_mode"' in told and "ident" not in told


def test_server_that_was_not_handed_the_provider_opens_nothing(college):
    assert 'data-state="closed_mode"' in html(opened({}))


def test_flood_of_strangers_does_not_flood_the_log(college, monkeypatch):
    from ui import sign_in

    monkeypatch.setattr(sign_in, "STRANGERS_PER_HOUR", 2)
    sign_in._strangers.clear()
    _, user = claims(college, "dean", iat=int(time.time()) - 9 * 3600)
    for number in range(4):
        assert 'data-reason="expired"' in html(opened({**user, "nonce": str(number)}))
    assert len(logged(college, object_id="expired")) == 2
