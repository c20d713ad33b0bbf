"""Signing in with a real provider in a real browser: deep link, roles, sign-out, and every way to see nothing."""

import json
import time

import pytest
from sqlalchemy import select, update
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from access import grants, sign_in
from data.warehouse.schema.people import dim_student
from jobs import bench_server, headless
from tests import databases
from tests.browser import signing_in
from tests.browser.judging import PAGES
from tests.browser.reading import open_within, read
from ui import i18n

pytestmark = pytest.mark.usefixtures("own_database")
COOKIE = "_streamlit_user"
# Pieces of the page that lie outside the sign-in card, and what else would show something of the college.
LEAKS = """() => [
  ...[...document.querySelectorAll('[data-testid="stMain"] [data-testid="stElementContainer"]')]
    .filter((one) => !one.closest('.st-key-sign_in') && !one.querySelector('style')).map((one) => one.innerText),
  ...[...document.querySelectorAll('[data-testid="stSidebar"] a, .pstate, .foot')].map((one) => one.innerText)]"""


@pytest.fixture(scope="module")
def campus(shared_folder, tmp_path_factory):
    """The demo's data behind a sign-in."""
    port = bench_server.free_port()
    place = {"address": f"http://127.0.0.1:{port}", "port": port}
    template = databases.demo_template(shared_folder)
    with signing_in.campus(
        template, tmp_path_factory.mktemp("campus"), **place, style=signing_in.PLAIN
    ) as made:
        yield made


@pytest.fixture
def tab(chromium):
    """A browser of its own that was never here."""
    with headless.tab(chromium, language="en") as (page, _):
        yield page


@pytest.fixture(scope="module")
def window(chromium):
    """A browser that strangers use one after another."""
    with headless.window(chromium, language="en") as opened:
        yield opened


@pytest.fixture
def stranger(window):
    """A tab of somebody who was never here."""
    with headless.newcomer(window) as (page, _):
        yield page


def door(page):
    """Why the sign-in page turns away, and whatever is shown besides it."""
    card = page.locator(".signin")
    return (card.get_attribute("data-reason") if card.count() else None), page.evaluate(LEAKS)


def words(reason):
    return i18n.catalogue("en")[f"sign_in.{reason}.title"]


def take(page, address, value):
    page.context.add_cookies([{"name": COOKIE, "value": value, "url": address}])


def signed(campus, name="dean", issued=None, **changed):
    """A cookie with the server's own signature, as somebody who holds the key would make it."""
    second = int(issued or time.time())
    claims = {
        "iss": campus.issuer,
        "sub": name,
        "aud": "huaxiang",
        "iat": second,
        "exp": second + 300,
        "nonce": str(second),
    }
    claims |= {"origin": campus.address, "is_logged_in": True, "provider": "default", **changed}
    return create_signed_value(campus.cookie_key, COOKIE, json.dumps(claims)).decode()


@pytest.mark.parametrize("path", [*PAGES, "", "no_such_page", "school?as=leadership"])
def test_every_address_shows_only_the_sign_in_page(stranger, campus, path):
    headless.open_and_wait(stranger, f"{campus.address}/{path}")
    assert door(stranger) == ("none", [])
    assert campus.logged(act="refuse", object_kind="sign_in", object_id="none")


def test_attempts_without_sign_in_are_logged_by_page_and_without_a_person(tab, campus):
    before = len(campus.logged(object_id="none", page="student"))
    headless.open_and_wait(tab, f"{campus.address}/student?id=s00000000000000000000&q=张三")
    rows = campus.logged(object_id="none", page="student")
    assert len(rows) == before + 1 and rows[-1]["person"] is None
    assert "张三" not in repr(rows)


def test_deep_link_leads_through_the_provider_to_the_same_page_as_the_right_person(tab, campus):
    signing_in.sign_in(tab, "dean", campus.address, "/department?as=dean&lang=en&evil=1")
    assert tab.url == f"{campus.address}/department?as=dean&lang=en"
    shown = read(tab)
    assert shown.states == [] and shown.besides
    assert {"Dean", "Sign out"} <= set(shown.texts)
    person = campus.people["dean"]
    assert campus.logged(act="sign_in", object_id="ok", person=person)
    assert [row["person"] for row in campus.logged(act="bind", person=person)] == [person]


def test_second_tab_needs_no_second_sign_in_and_roles_held_can_be_switched(tab, campus):
    signing_in.sign_in(tab, "dean", campus.address)
    other = tab.context.new_page()
    headless.open_and_wait(other, f"{campus.address}/teacher?as=teacher&lang=en")
    assert "Teacher" in read(other).texts and read(other).menu
    headless.open_and_wait(other, f"{campus.address}/school?as=leadership&lang=en")
    assert read(other).states == ["not_held"] and not read(other).menu
    assert campus.logged(
        act="refuse", object_kind="role", object_id="leadership", person=campus.people["dean"]
    )


def test_signing_out_ends_open_tabs_and_copies_of_the_cookie(tab, campus, chromium):
    signing_in.sign_in(tab, "hr", campus.address, "/school?lang=en")
    copied = next(one["value"] for one in tab.context.cookies() if one["name"] == COOKIE)
    other = tab.context.new_page()
    headless.open_and_wait(other, f"{campus.address}/school?lang=en")
    tab.locator(".st-key-sign_out button").click()
    tab.wait_for_url("**/session/end**")
    tab.click("button[value=yes]")
    tab.wait_for_url(f"{campus.address}/**")
    headless.settle(tab)
    assert door(tab) == ("none", [])
    open_within(other, "/course?lang=en")
    assert door(other) == ("ended", [])
    with headless.tab(chromium, language="en") as (thief, _):
        take(thief, campus.address, copied)
        headless.open_and_wait(thief, f"{campus.address}/school?lang=en")
        assert door(thief) == ("ended", []) and words("ended") in read(thief).texts
    assert campus.logged(act="sign_out", person=campus.people["hr"])
    assert campus.logged(act="refuse", object_kind="sign_in", object_id="ended")


@pytest.mark.parametrize("path", [*PAGES, ""])
def test_forged_cookie_shows_nothing_and_is_told_and_logged(stranger, campus, path):
    before = len(campus.logged(object_id="unverified"))
    take(stranger, campus.address, signed(campus)[:-4] + "AAAA")
    headless.open_and_wait(stranger, f"{campus.address}/{path}?lang=en")
    assert door(stranger) == ("unverified", []) and words("unverified") in read(stranger).texts
    assert len(campus.logged(object_id="unverified")) == before + 1


@pytest.mark.parametrize("path", [*PAGES, ""])
def test_expired_cookie_shows_nothing_and_is_told_and_logged(stranger, campus, path):
    take(stranger, campus.address, signed(campus, issued=time.time() - 9 * 3600))
    headless.open_and_wait(stranger, f"{campus.address}/{path}?lang=en")
    assert door(stranger) == ("expired", []) and words("expired") in read(stranger).texts
    assert campus.logged(act="refuse", object_id="expired")


def test_cookie_of_another_provider_shows_nothing(tab, campus):
    take(tab, campus.address, signed(campus, iss="https://evil.example"))
    headless.open_and_wait(tab, f"{campus.address}/school?lang=en")
    assert door(tab) == ("other_issuer", [])


def test_expired_session_leads_back_to_the_page_that_was_open(tab, campus):
    take(tab, campus.address, signed(campus, "auditor", issued=time.time() - 9 * 3600))
    signing_in.sign_in(tab, "auditor", campus.address, "/school?lang=en")
    assert tab.url == f"{campus.address}/school?lang=en"
    assert read(tab).menu


def test_role_revoked_between_two_runs_shows_nothing_and_is_told_and_logged(tab, campus):
    person = campus.people["supervisor"]
    with campus.engine.begin() as connection:
        grants.grant(connection, person, "service_office", granted_by="command line")
    signing_in.sign_in(tab, "supervisor", campus.address, "/school?as=service_office&lang=en")
    assert read(tab).besides and read(tab).menu
    with campus.engine.begin() as connection:
        assert grants.revoke(connection, person, role="service_office", revoked_by="command line") == 1
    shown = open_within(tab, "/school?as=service_office&lang=en&term=")
    assert shown.states == ["not_held"] and not shown.menu and not shown.besides
    assert i18n.catalogue("en")["states.not_held.title"].format(role="Service office") in shown.texts
    assert campus.logged(act="refuse", object_kind="role", object_id="service_office", person=person)


def test_whoever_leaves_the_register_sees_nothing_at_the_next_run(tab, campus):
    person = campus.people["student"]
    signing_in.sign_in(tab, "student", campus.address, "/student?lang=en")
    assert read(tab).menu
    columns = dim_student.c
    current = columns.student_pid == person, columns.is_current
    with campus.engine.begin() as connection:
        key = connection.execute(select(columns.student_sk).where(*current)).scalar_one()
        connection.execute(update(dim_student).where(columns.student_sk == key).values(is_current=False))
    open_within(tab, "/school?lang=en")
    with campus.engine.begin() as connection:
        connection.execute(update(dim_student).where(columns.student_sk == key).values(is_current=True))
    assert door(tab) == ("left", [])
    assert campus.logged(act="refuse", object_id="left", person=person)


def test_deep_link_of_a_student_to_another_student_is_refused_and_logged(tab, campus):
    person = campus.people["student"]
    with campus.engine.connect() as connection:
        query = select(dim_student.c.student_pid).where(
            dim_student.c.student_pid != person, dim_student.c.is_current
        )
        other = connection.execute(query.limit(1)).scalar_one()
    signing_in.sign_in(tab, "student", campus.address, f"/student?id={other}&lang=en")
    shown = read(tab)
    assert tab.url.startswith(f"{campus.address}/student?") and f"id={other}" in tab.url
    assert shown.states and set(shown.states) <= {"out_of_scope", "not_yours", "not_allowed"}
    assert campus.logged(act="refuse", object_id=other, person=person)


@pytest.mark.parametrize(
    ("claims", "reason"), [({}, "no_claim"), ({"employee_number": "Z-no-such-number"}, "unknown")]
)
def test_account_of_nobody_here_is_told_why_and_logged_without_what_it_said(tab, campus, claims, reason):
    campus.change(f"stranger-{reason}", name="何必说", **claims)
    signing_in.sign_in(tab, f"stranger-{reason}", campus.address, "/school?lang=en")
    assert door(tab) == (reason, []) and words(reason) in read(tab).texts
    rows = campus.logged(act="refuse", object_id=reason)
    assert rows and not any(word in repr(rows) for word in ("何必说", "Z-no-such", "stranger-"))


def test_account_whose_number_moves_to_somebody_else_stays_outside(tab, campus):
    signing_in.sign_in(tab, "teacher_centre", campus.address, "/school?lang=en")
    assert read(tab).menu
    tab.context.clear_cookies()
    accounts = json.loads(campus.file.read_text())["accounts"]
    campus.change("teacher_centre", employee_number=accounts["leadership"]["employee_number"])
    signing_in.sign_in(tab, "teacher_centre", campus.address, "/school?lang=en")
    assert door(tab) == ("moved", [])
    tab.context.clear_cookies()
    campus.change("newcomer", employee_number=accounts["teacher_centre"]["employee_number"])
    signing_in.sign_in(tab, "newcomer", campus.address, "/school?lang=en")
    assert door(tab) == ("taken", [])
    with campus.engine.begin() as connection:
        assert sign_in.release(connection, campus.people["teacher_centre"], "command line") == 1
    tab.context.clear_cookies()
    signing_in.sign_in(tab, "newcomer", campus.address, "/school?lang=en")
    assert read(tab).menu


def test_product_under_another_address_leads_to_the_one_of_the_sign_in(tab, campus):
    other = campus.address.replace("127.0.0.1", "localhost")
    headless.open_and_wait(tab, f"{other}/course?id=X1&lang=en")
    assert door(tab) == ("elsewhere", [])
    assert (
        tab.locator(".st-key-sign_in a.btn").get_attribute("href") == f"{campus.address}/course?lang=en&id=X1"
    )


def test_server_wrote_nothing_of_a_person_into_its_log(campus):
    told = (campus.home.directory / "server.log").read_text()
    accounts = json.loads(campus.file.read_text())["accounts"]
    numbers = [claims["employee_number"] for claims in accounts.values() if "employee_number" in claims]
    assert [number for number in numbers if number in told] == []
    assert signing_in.CLIENT["client_secret"] not in told
