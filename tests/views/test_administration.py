"""Grants and settings as data administrators and auditors read them: nobody by name, nothing for other roles."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from access import grants, policy
from access.scope import Scope
from access.sec_tables import sec_binding
from actions.home_settings import log_change
from data.warehouse import home_settings
from data.warehouse.home import write_setting
from data.warehouse.schema.structure import dim_org, dim_term
from tests.access.people import TERM, add_role, add_teacher, opened
from ui import i18n, text
from views import warehouse
from views.administration import grants as page_of
from views.administration import settings

TODAY = date.today()
READERS = ("data_admin", "auditor")
NAMES = ("示例·pone", "示例·ptwo", "T-pone", "T-ptwo", "pone", "ptwo")


@pytest.fixture(autouse=True)
def chinese():
    before = i18n.language()
    i18n.use("zh")
    yield
    i18n.use(before)


@pytest.fixture
def engine(empty_home):
    made = opened(empty_home)
    warehouse.configure(empty_home)
    for pid in ("pone", "ptwo"):
        add_teacher(made, pid)
    with made.begin() as connection:
        connection.execute(
            insert(dim_org).values(
                org_code="D1", valid_from=TERM, is_current=True, name="信息工程学院", name_en="Information", org_kind="college"
            )
        )  # fmt: skip
    return made


def _read(role, today=TODAY):
    return page_of.overview(Scope(role, "preader", everything=True), today)


def _words(table):
    return [[text.plain(cell) for cell in row] for row in table.rows]


def _fill(engine):
    with engine.begin() as connection:
        grants.grant(
            connection, "pone", "dean", granted_by="ptwo", scope_code="D1", valid_to=TODAY + timedelta(days=9)
        )
        grants.grant(connection, "ptwo", "hr", granted_by=grants.COMMAND_LINE)
        grants.revoke(connection, "ptwo", revoked_by="pone")
        grants.grant(
            connection,
            "ptwo",
            "supervisor",
            granted_by="pone",
            valid_from=date(2024, 9, 1),
            valid_to=date(2025, 7, 31),
        )
        grants.grant(connection, "ptwo", "data_admin", granted_by="pone")
        connection.execute(
            insert(sec_binding).values(
                issuer="https://id.example.edu/realms/x",
                subject="secret-subject",
                person="pone",
                claim="employee_no",
                bound_at=grants._now(),
            )
        )
    add_role(engine, "ptwo", "dean", "org", "D1")


@pytest.mark.parametrize("role", READERS)
def test_every_part_is_listed_and_nobody_by_name(engine, role):
    _fill(engine)
    page = _read(role)
    held, past, related, bound = map(_words, (page.in_force, page.past, page.register, page.accounts))
    assert [row[1:3] for row in held] == [["数据管理员", "全校"], ["二级学院院长", "信息工程学院"]]
    assert held[1][0] == "示例·p* ***one" and held[1][5] == "示例·p* ***two"
    assert {row[1] for row in past} == {"人事处", "督导"}
    assert related[0][:3] == ["示例·p* ***two", "二级学院院长", "信息工程学院"]
    assert bound[0][1] == "id.example.edu"
    shown = repr((held, past, related, bound, [text.plain(one) for one in page.findings]))
    shown += repr([text.plain(one.words) for one in (*page.revocable, *page.releasable)])
    assert [name for name in (*NAMES, "secret-subject") if name in shown] == []


def test_findings_tell_what_ends_soon_and_a_single_administrator(engine):
    _fill(engine)
    told = [one.key for one in _read("data_admin").findings]
    assert told == ["grants.finding_held", "grants.finding_single", "grants.finding_ending"]
    before = [one.key for one in _read("data_admin", TODAY - timedelta(days=60)).findings]
    assert "grants.finding_ending" not in before


def test_empty_home_has_its_own_words(engine):
    page = _read("data_admin")
    assert (page.in_force, page.past, page.register, page.accounts) == (None, None, None, None)
    assert [one.key for one in page.findings] == ["grants.finding_none"]


@pytest.mark.parametrize("role", sorted(set(policy.roles()) - {*READERS, "public"}))
def test_other_roles_read_no_grant_and_no_account(engine, role):
    _fill(engine)
    page = _read(role)
    assert (page.in_force, page.past, page.accounts, page.revocable, page.releasable) == (
        None,
        None,
        None,
        (),
        (),
    )


def test_settings_tell_value_default_and_who_changed_them(engine):
    with engine.begin() as connection:
        home_settings.change(connection, "capacity", "20", by="pone", log=log_change)
        write_setting(connection, "pass_mark", 55)
    page = settings.overview(Scope("data_admin", "preader", everything=True), TODAY)
    rows = {row.key: row for card in page.cards for row in card.rows}
    assert set(rows) == set(home_settings.declared())
    assert text.plain(rows["capacity"].value) == "20"
    assert text.plain(rows["capacity"].changed).startswith("示例·p* ***one 修改于 ")
    assert [rows[key].changed.key for key in ("pass_mark", "session_hours")] == [
        "settings.set_once",
        "settings.by_default",
    ]
    assert text.plain(rows["minimum_sensitive"].value) == "20"


def test_weeks_of_the_running_term_show_days_off_and_make_up_days(engine):
    calendar = {"holidays": ["2025-09-29/2025-10-05"], "make_up": {"2025-09-28": "2025-10-01"}}
    with engine.begin() as connection:
        connection.execute(
            insert(dim_term).values(
                term_id="2025-2026-1", start_year=2025, term_no=1, first_monday=date(2025, 9, 1), day_zero=date(2025, 9, 1),
                end_on=date(2026, 1, 4), week_count=18, load_id=1,
            )
        )  # fmt: skip
        write_setting(connection, "term_calendar", {"2025-2026-1": calendar})
    page = settings.overview(Scope("data_admin", "preader", everything=True), TODAY)
    rows = _words(page.weeks)
    assert len(rows) == 18
    assert rows[3][2:] == ["全周", "—", "9月28日上10月1日的课"]
    assert rows[4][2] == "不上课" and rows[4][3].count("、") == 6
