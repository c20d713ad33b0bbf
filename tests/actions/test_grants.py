"""Roles given and taken on the page: by another data administrator, over units that exist, in force at the next run."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select

from access import grants
from access.scope import Scope
from access.sec_tables import sec_access_log, sec_binding, sec_grant
from access.viewer import Viewer, make_viewer
from actions import grants as acts
from data.warehouse.schema.structure import dim_org
from errors import NotAllowed, ShownError
from tests.access.people import AS_OF, TERM, add_student, add_teacher, opened

TODAY = date.today()
FIRST, SECOND, OTHER = "padmin1", "padmin2", "pother"


@pytest.fixture
def engine(empty_home):
    """Two data administrators, a teacher, a student, a department and an office."""
    made = opened(empty_home)
    for pid in (FIRST, SECOND, OTHER):
        add_teacher(made, pid)
    add_student(made, "pstudent")
    with made.begin() as connection:
        for code, kind in (("D1", "college"), ("A1", "office")):
            connection.execute(
                insert(dim_org).values(
                    org_code=code, valid_from=TERM, is_current=True, name=code, org_kind=kind
                )
            )
        for pid in (FIRST, SECOND):
            grants.grant(connection, pid, "data_admin", granted_by=grants.COMMAND_LINE)
    return made


def _viewer(engine, person, wanted=None):
    with engine.connect() as connection:
        return make_viewer(
            connection, mode="oidc", session="s1", wanted=wanted, today=TODAY, as_of=AS_OF, person=person
        )


def _admin(engine, person=FIRST):
    return _viewer(engine, person, "data_admin")


def _give(engine, viewer, number="T-pother", role="hr", unit=None, until=None):
    return acts.give(engine, viewer, acts.Wish(number, role, unit, until), today=TODAY)


def _acts(engine):
    columns = sec_access_log.c
    with engine.connect() as connection:
        query = select(columns.person, columns.act, columns.role, columns.session).order_by(columns.log_id)
        return [tuple(row) for row in connection.execute(query)]


def test_role_holds_at_the_next_run_of_the_person_and_is_logged(engine):
    assert "hr" not in _viewer(engine, OTHER).roles
    number, person = _give(engine, _admin(engine))
    assert person == OTHER
    assert "hr" in _viewer(engine, OTHER).roles
    assert _acts(engine)[-1] == (FIRST, "grant", "data_admin", "s1")
    assert acts.take(engine, _admin(engine), number)
    assert "hr" not in _viewer(engine, OTHER).roles
    assert _acts(engine)[-1] == (FIRST, "revoke", "data_admin", "s1")
    assert not acts.take(engine, _admin(engine), number)


def test_unit_limits_what_the_role_reaches(engine):
    _give(engine, _admin(engine), role="dean", unit="D1")
    scope = _viewer(engine, OTHER, "dean").scope
    assert scope.codes("org") == {"D1"} and not scope.everything


@pytest.mark.parametrize("role", acts.GRANTABLE)
def test_nobody_grants_to_oneself_in_whichever_role(engine, role):
    """The one who acts holds a second role too; neither lets one give anything to oneself."""
    with engine.begin() as connection:
        grants.grant(connection, FIRST, "hr", granted_by=SECOND)
    unit = "D1" if acts.unit_kind(role) == "org" else None
    before = _acts(engine)
    with pytest.raises(ShownError) as refused:
        _give(engine, _admin(engine), number=f"T-{FIRST}", role=role, unit=unit)
    if acts.unit_kind(role) in (None, "org"):
        assert refused.value.code == "oneself"
    assert _acts(engine) == before


@pytest.mark.parametrize("person", [OTHER, SECOND])
def test_only_the_active_role_of_data_administrator_acts(engine, person):
    with engine.begin() as connection:
        grants.grant(connection, SECOND, "hr", granted_by=FIRST)
        grants.grant(connection, OTHER, "auditor", granted_by=FIRST)
    viewer = _viewer(engine, person, "auditor" if person == OTHER else "hr")
    for do in (
        lambda: _give(engine, viewer),
        lambda: acts.take(engine, viewer, 1),
        lambda: acts.release(engine, viewer, OTHER),
    ):
        with pytest.raises(NotAllowed):
            do()


def test_nobody_gives_rights_while_seeing_as_somebody_else(engine):
    scope = Scope("data_admin", FIRST, everything=True, limit=Scope("student", "pstudent"))
    viewer = Viewer(FIRST, None, ("data_admin",), "data_admin", scope, "s1", "oidc")
    assert not acts.can_act(scope)
    with pytest.raises(NotAllowed):
        _give(engine, viewer)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"number": "T-nobody"}, "person"),
        ({"number": "S-pstudent"}, "person"),
        ({"role": "dean", "unit": "D9"}, "unit"),
        ({"role": "dean", "unit": "A1"}, "unit"),
        ({"role": "dean"}, "unit"),
        ({"role": "hr", "unit": "D1"}, "unit"),
        ({"role": "student"}, "role"),
        ({"role": "teacher"}, "role"),
        ({"role": "public"}, "role"),
        ({"until": TODAY - timedelta(days=1)}, "period"),
    ],
)
def test_wish_that_does_not_hold_together_is_refused(engine, wish, code):
    with pytest.raises(ShownError) as refused:
        _give(engine, _admin(engine), **wish)
    assert refused.value.code == code
    assert wish.get("number", "T-pother") not in str(refused.value)
    with engine.connect() as connection:
        assert len(connection.execute(select(sec_grant)).all()) == 2


def test_grant_ends_after_its_last_day(engine):
    _give(engine, _admin(engine), until=TODAY)
    with engine.connect() as connection:
        for day, held in ((TODAY, True), (TODAY + timedelta(days=1), False)):
            viewer = make_viewer(
                connection, mode="oidc", session="s", wanted=None, today=day, as_of=AS_OF, person=OTHER
            )
            assert ("hr" in viewer.roles) == held


def test_last_data_administrator_stays_until_there_is_another(engine):
    assert acts.take(engine, _admin(engine), _grant_of(engine, SECOND))
    with pytest.raises(ShownError) as refused:
        acts.take(engine, _admin(engine), _grant_of(engine, FIRST))
    assert refused.value.code == "last_admin"
    assert "data_admin" in _viewer(engine, FIRST).roles
    assert _acts(engine)[-1][1] == "revoke" and len([row for row in _acts(engine) if row[1] == "revoke"]) == 1


def _grant_of(engine, person):
    columns = sec_grant.c
    with engine.connect() as connection:
        return connection.execute(
            select(columns.grant_id).where(columns.person == person, columns.revoked_at.is_(None))
        ).scalar_one()


def test_duty_of_giving_and_of_auditing_are_two_people(engine):
    with pytest.raises(NotAllowed) as refused:
        _give(engine, _admin(engine), number=f"T-{SECOND}", role="auditor")
    assert refused.value.code == "duties"
    _give(engine, _admin(engine), role="auditor")
    with pytest.raises(NotAllowed) as refused:
        _give(engine, _admin(engine), role="data_admin")
    assert refused.value.code == "duties"


def test_account_is_released_once_and_logged(engine):
    with engine.begin() as connection:
        connection.execute(
            insert(sec_binding).values(
                issuer="https://id.example", subject="x", person=OTHER, claim="number", bound_at=grants._now()
            )
        )
    assert acts.release(engine, _admin(engine), OTHER) == 1
    assert acts.release(engine, _admin(engine), OTHER) == 0
    assert [row[1] for row in _acts(engine)].count("release") == 1
