"""Who has signed in: every way to be let in or turned away, on the real tables; the binding is made once and pinned."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from access import audit, grants, sign_in
from access.provider import Provider
from access.sec_tables import sec_access_log, sec_binding, sec_session_end
from access.sign_in import Admitted, TurnedAway
from access.viewer import make_viewer
from data.warehouse.schema.people import dim_person, dim_student, dim_teacher
from tests.access.people import AS_OF, add_role, add_student, add_teacher, opened

NOW = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
ISSUER = "https://sso.example"
PROVIDER = Provider(
    issuer=ISSUER, client_id="huaxiang", client_secret="s", redirect_uri="https://h.example/oauth2callback",
    person_claim="number",
)  # fmt: skip
WITH_KIND = Provider(
    issuer=ISSUER, client_id="huaxiang", client_secret="s", redirect_uri="https://h.example/oauth2callback",
    person_claim="number", kind_claim="type", kinds=(("staff", "teacher"), ("student", "student")),
)  # fmt: skip


@pytest.fixture
def engine(empty_home):
    """A home with one teacher, number T-t1."""
    made = opened(empty_home)
    add_teacher(made, "t1")
    return made


def claims(sub="a", number="T-t1", issued=NOW, lives=300, **more):
    second = int(issued.replace(tzinfo=UTC).timestamp())
    given = {
        "iss": ISSUER,
        "sub": sub,
        "aud": "huaxiang",
        "iat": second,
        "exp": second + lives,
        "nonce": f"{sub}{second}",
    }
    return {**given, "number": number, "is_logged_in": True, **more}


def recognised(engine, given=None, now=NOW, provider=PROVIDER):
    """What the door says, and what it writes down as the page does."""
    found = sign_in.recognise(engine, provider, given or claims(), now)
    act, reason = ("sign_in", "ok") if isinstance(found, Admitted) else ("refuse", found.reason)
    audit.account(engine, act, session=found.session, reason=reason, page="start", person=found.person)
    return found


def reason(found):
    return found.reason if isinstance(found, TurnedAway) else found.person


def rows(engine, table=sec_binding):
    with engine.connect() as connection:
        return connection.execute(select(table)).mappings().all()


def acts(engine):
    return [(row["act"], row["object_kind"], row["person"]) for row in rows(engine, sec_access_log)]


def same_number_for_a_student(engine):
    add_student(engine, "s1")
    row = {"person_pid": "s1", "kind": "student", "person_no": "T-t1", "category": "student_identity"}
    with engine.begin() as connection:
        connection.execute(insert(dim_person).values(row))


def test_first_sign_in_binds_the_account_and_is_logged(engine):
    assert recognised(engine) == Admitted("t1", sign_in.digest(claims())[:40])
    row = rows(engine)[0]
    assert (row["issuer"], row["subject"], row["person"], row["claim"]) == (ISSUER, "a", "t1", "number")
    assert acts(engine) == [("bind", "binding", "t1"), ("sign_in", "sign_in", "t1")]


def test_second_sign_in_finds_the_binding_and_makes_none(engine):
    recognised(engine)
    later = NOW + timedelta(hours=2)
    assert reason(recognised(engine, claims(issued=later), later)) == "t1"
    assert len(rows(engine)) == 1


def test_run_within_the_session_is_written_once(engine):
    for minute in range(3):
        recognised(engine, now=NOW + timedelta(minutes=minute))
    assert [act for act, _, _ in acts(engine)] == ["bind", "sign_in"]


def test_claim_that_has_moved_is_turned_away_and_moves_no_binding(engine):
    recognised(engine)
    add_teacher(engine, "t2")
    assert reason(recognised(engine, claims(number="T-t2"))) == "moved"
    assert [(row["person"], row["released_at"]) for row in rows(engine)] == [("t1", None)]
    assert ("refuse", "sign_in", "t1") in acts(engine)


def test_pinned_account_needs_the_claim_no_more(engine):
    recognised(engine)
    assert reason(recognised(engine, claims(number=None))) == "t1"


@pytest.mark.parametrize(
    ("number", "told"),
    [("X-1", "unknown"), (None, "no_claim"), ("", "no_claim"), ([], "no_claim"), (["T-t1", "X"], "no_claim"), (True, "no_claim"),
     (["T-t1"], "t1"), (" T-t1 ", "t1"), ({"a": 1}, "no_claim")],
)  # fmt: skip
def test_claim_names_exactly_one_person_or_nobody(engine, number, told):
    assert reason(recognised(engine, claims(number=number))) == told


def test_claim_may_lie_within_another(engine):
    inside = Provider(**{**PROVIDER.__dict__, "person_claim": "attributes.number"})
    given = claims(number=None, attributes={"number": ["T-t1"]})
    assert reason(recognised(engine, given, provider=inside)) == "t1"


def test_number_of_two_people_is_turned_away_unless_the_kind_is_told(engine):
    same_number_for_a_student(engine)
    assert reason(recognised(engine)) == "ambiguous"
    assert rows(engine) == []
    assert reason(recognised(engine, claims(type="student"), provider=WITH_KIND)) == "s1"


@pytest.mark.parametrize(
    ("kind", "told"),
    [("guest", "no_kind"), (None, "no_kind"), ("student", "unknown"), (["x", "staff"], "t1")],
)
def test_kind_must_be_told_where_one_is_asked_for(engine, kind, told):
    assert reason(recognised(engine, claims(type=kind), provider=WITH_KIND)) == told


def test_whoever_left_is_turned_away_at_the_next_run(engine):
    recognised(engine)
    with engine.begin() as connection:
        connection.execute(update(dim_teacher).values(is_current=False))
    assert recognised(engine) == TurnedAway("left", sign_in.digest(claims())[:40], "t1")


def test_whoever_left_before_is_never_bound(empty_home):
    engine = opened(empty_home)
    add_teacher(engine, "t1", current=False)
    assert reason(recognised(engine)) == "left"
    assert rows(engine) == []


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (timedelta(hours=7, minutes=59), "t1"),
        (timedelta(hours=8), "expired"),
        (timedelta(days=29), "expired"),
    ],
)
def test_session_ends_after_its_hours_whatever_the_cookie_says(engine, after, told):
    recognised(engine)
    assert reason(recognised(engine, now=NOW + after)) == told


def test_token_first_shown_after_its_own_end_opens_nothing(engine):
    assert reason(recognised(engine, now=NOW + timedelta(hours=1))) == "expired"
    assert rows(engine) == []


def test_session_ends_with_the_token_where_the_college_wants_it(engine):
    strict = Provider(**{**PROVIDER.__dict__, "end_with_token": True})
    assert reason(recognised(engine, now=NOW + timedelta(seconds=299), provider=strict)) == "t1"
    assert reason(recognised(engine, now=NOW + timedelta(seconds=300), provider=strict)) == "expired"


def test_signing_out_ends_every_copy_of_the_cookie_and_no_other_sign_in(engine):
    recognised(engine)
    sign_in.end(engine, claims(), "t1")
    sign_in.end(engine, claims(), "t1")
    assert reason(recognised(engine, claims(extra="copied"))) == "ended"
    assert [row["token_sha256"] for row in rows(engine, sec_session_end)] == [sign_in.digest(claims())]
    assert [act for act, _, _ in acts(engine)].count("sign_out") == 1
    other = claims(issued=NOW + timedelta(seconds=5))
    assert reason(recognised(engine, other)) == "t1"


def test_ended_sessions_are_forgotten_when_no_cookie_can_be_that_old(engine):
    with engine.begin() as connection:
        old = {"token_sha256": "0" * 64, "ended_at": NOW - timedelta(days=sign_in.KEPT_DAYS + 1)}
        connection.execute(insert(sec_session_end).values(old))
    sign_in.end(engine, claims(), "t1")
    assert [row["token_sha256"] for row in rows(engine, sec_session_end)] == [sign_in.digest(claims())]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"iss": "https://evil.example"}, "other_issuer"),
        ({"iss": None}, "other_issuer"),
        ({"aud": "another"}, "other_issuer"),
        ({"aud": ["another", "third"]}, "other_issuer"),
        ({"aud": ["another", "huaxiang"]}, "t1"),
        ({"sub": None}, "unverified"),
        ({"sub": ""}, "unverified"),
        ({"sub": "x" * 256}, "unverified"),
        ({"iat": None}, "unverified"),
        ({"iat": True}, "unverified"),
        ({"exp": "soon"}, "unverified"),
        ({"iat": 4_000_000_000, "exp": 4_000_000_300}, "unverified"),
    ],
)
def test_claims_of_another_provider_or_of_no_sense_open_nothing(engine, changed, told):
    assert reason(recognised(engine, claims(**changed))) == told


def test_second_account_for_a_bound_person_is_refused_until_release(engine):
    recognised(engine)
    second = claims("b")
    assert recognised(engine, second) == TurnedAway("taken", sign_in.digest(second)[:40], "t1")
    with engine.begin() as connection:
        assert sign_in.release(connection, "t1", "t9") == 1
    assert reason(recognised(engine, second)) == "t1"
    held = [(row["subject"], row["released_by"], row["released_at"] is None) for row in rows(engine)]
    assert held == [("a", "t9", False), ("b", None, True)]
    assert ("release", "binding", "t9") in acts(engine)


def test_released_account_shows_nothing_until_it_signs_in_anew(engine):
    recognised(engine)
    with engine.begin() as connection:
        sign_in.release(connection, "t1", "t9")
    assert reason(recognised(engine)) == "released"
    later = datetime.now(UTC).replace(tzinfo=None, microsecond=0) + timedelta(minutes=10)
    assert reason(recognised(engine, claims(issued=later), later)) == "t1"


def test_release_of_somebody_without_an_account_does_nothing(engine):
    with engine.begin() as connection:
        assert sign_in.release(connection, "t1", "t9") == 0
    assert acts(engine) == []


def test_nothing_the_provider_says_of_a_stranger_is_logged(engine):
    recognised(engine, claims("secret-account", number="X-1", name="张三", email="z@example"))
    told = repr([dict(row) for row in rows(engine, sec_access_log)])
    assert not any(value in told for value in ("secret-account", "X-1", "张三", "z@example"))


def signed_in(engine, wanted=None, today=None, needs=None):
    person = recognised(engine).person
    with engine.connect() as connection:
        asked = {"wanted": wanted, "needs": needs, "today": today or NOW.date(), "as_of": AS_OF}
        return make_viewer(connection, mode="oidc", session="s", person=person, **asked)


def test_viewer_is_the_bound_person_in_held_roles_alone(engine):
    add_role(engine, "t1", "dean", "org", "D1")
    made = signed_in(engine, wanted="dean")
    assert (made.person, made.role, made.name, set(made.roles)) == (
        "t1",
        "dean",
        "示例·t1",
        {"dean", "teacher"},
    )
    assert signed_in(engine, wanted="hr").role in ("dean", "teacher")
    assert signed_in(engine, needs="department").role == "dean"


def test_role_that_was_revoked_a_moment_ago_is_gone_at_the_next_run(engine):
    with engine.begin() as connection:
        grants.grant(connection, "t1", "hr", granted_by="t9")
    assert "hr" in signed_in(engine).roles
    with engine.begin() as connection:
        grants.revoke(connection, "t1", role="hr", revoked_by="t9")
    made = signed_in(engine, wanted="hr")
    assert made.roles == ("teacher",) and made.role == "teacher"


def test_grant_ends_with_its_last_day(engine):
    with engine.begin() as connection:
        grants.grant(connection, "t1", "hr", granted_by="t9", valid_to=NOW.date())
    assert "hr" in signed_in(engine).roles
    assert "hr" not in signed_in(engine, today=NOW.date() + timedelta(days=1)).roles


def test_student_becomes_a_student_and_nothing_else(empty_home):
    engine = opened(empty_home)
    same_number_for_a_student(engine)
    made = signed_in(engine)
    assert (made.roles, made.scope.values) == (("student",), (("student", frozenset({"s1"})),))
    with engine.begin() as connection:
        connection.execute(update(dim_student).values(is_current=False))
    assert reason(recognised(engine)) == "left"
