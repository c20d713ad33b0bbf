"""Rights of persons in a browser: a record on request, its notice to the person, a request answered, other people's eyes."""

import pytest
from sqlalchemy import select

from access.viewer import demo_people
from data.warehouse.home import open_engine
from data.warehouse.schema.people import dim_person
from jobs import headless
from jobs.bench_server import running_server
from tests import databases
from tests.browser.reading import open_within
from ui import i18n

EN = i18n.catalogue("en")
PURPOSE = "Review of an appeal about recognised credits"


@pytest.fixture(scope="module")
def own_home(shared_folder, tmp_path_factory):
    """A demo college of these tests alone: what they write is nobody else's to read."""
    home = databases.copy_home(
        databases.demo_template(shared_folder), tmp_path_factory.mktemp("rights") / "home"
    )
    yield home
    databases.drop_home(home)


@pytest.fixture(scope="module")
def own_address(own_home):
    """Where it is served."""
    with running_server(own_home.directory, own_home.warehouse_url) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def student(own_home):
    """Pid, number and name of the demo's student."""
    engine = open_engine(own_home)
    with engine.connect() as connection:
        pid = demo_people(connection)["student"]
        number, name = connection.execute(
            select(dim_person.c.person_no, dim_person.c.full_name).where(dim_person.c.person_pid == pid)
        ).one()
    engine.dispose()
    return pid, number, name


@pytest.fixture
def tab(chromium, own_address, own_home):
    with headless.tab(chromium, language="en") as (page, seen):
        headless.open_and_wait(page, own_address)
        yield page
    assert seen.problems() == []


def _search(page, asked):
    box = page.locator(".st-key-top_bar input")
    box.fill(asked)
    box.press("Enter")
    headless.settle(page)
    return page.locator('[data-testid="stMain"]').inner_text()


def _press(page, key):
    page.get_by_role("button", name=EN[key], exact=True).click()
    page.wait_for_timeout(400)
    headless.settle(page)


def test_record_is_asked_for_read_and_told_to_the_person(tab, student):
    pid, number, name = student
    open_within(tab, "/student?as=leadership")
    absent = _search(tab, "S0000000404").replace("S0000000404", "#")
    offered = _search(tab, number).replace(number, "#")
    assert offered == absent and name not in offered
    tab.locator(".st-key-card_ask_number textarea").fill(PURPOSE)
    _press(tab, "on_request.send")
    tab.locator(".found a.lk").click()
    tab.wait_for_timeout(400)
    headless.settle(tab)
    assert f"id={pid}" in tab.url and number not in tab.url
    assert name == tab.locator(".pname").inner_text()
    assert PURPOSE in tab.locator(".st-key-card_opened").inner_text()
    open_within(tab, "/student?as=student")
    assert PURPOSE in tab.locator('[data-testid="stMain"]').inner_text()
    open_within(tab, "/my_data?as=student")
    assert "Leadership" in tab.locator(".st-key-card_viewers").inner_text()
    assert PURPOSE in tab.locator(".st-key-card_notices").inner_text()
    _press(tab, "my_data.notices_seen")
    assert tab.get_by_role("button", name=EN["my_data.notices_seen"], exact=True).count() == 0


def test_request_is_sent_answered_and_read(tab, student):
    _, _, name = student
    open_within(tab, "/my_data?as=student")
    tab.get_by_text(EN["my_data.form_title"], exact=True).click()
    tab.locator(".st-key-card_requests textarea").fill("One mark of the running term is missing.")
    _press(tab, "my_data.send")
    open_within(tab, "/requests?as=academic_affairs")
    assert name in tab.locator(".st-key-card_requests").inner_text()
    tab.locator(".st-key-card_request textarea").fill("The mark was entered today.")
    _press(tab, "requests.send")
    open_within(tab, "/my_data?as=student")
    assert "The mark was entered today." in tab.locator(".st-key-card_requests").inner_text()


def test_eyes_are_borrowed_inside_the_own_scope_and_given_back(tab, student):
    pid, number, name = student
    open_within(tab, "/access?as=data_admin")
    tab.locator(".st-key-card_look input").first.fill(number)
    role = tab.locator('.st-key-card_look [data-testid="stSelectbox"] input')
    role.click()
    role.fill("Student")
    tab.get_by_role("option", name="Student", exact=True).click()
    _press(tab, "access.look_send")
    assert f"seen_as={pid}" in tab.url and "***" in tab.locator(".eyes").inner_text()
    tab.locator(".menu a", has_text=EN["student.menu"]).click()
    tab.wait_for_timeout(400)
    headless.settle(tab)
    shown = tab.locator('[data-testid="stMain"]').inner_text()
    assert EN["access.look_hidden_title"] in shown and name not in shown
    tab.locator(".eyes a").click()
    tab.wait_for_timeout(400)
    headless.settle(tab)
    assert "seen_as" not in tab.url and tab.locator(".eyes").count() == 0
    assert "Data administrator" in tab.locator(".ident").inner_text()


@pytest.mark.parametrize("role", ["dean", "student"])
def test_other_roles_borrow_no_eyes(tab, student, role):
    pid, _, _ = student
    open_within(tab, f"/school?as={role}&seen_as={pid}&seen_role=student")
    assert tab.locator(".eyes").count() == 0
