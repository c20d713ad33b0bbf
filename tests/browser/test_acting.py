"""Acting on a flag in a browser: a talk recorded, the next load, the clock by the home's day; who asks for the contact."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select

from access.viewer import demo_people
from data.warehouse.home import as_of, open_engine
from data.warehouse.schema.people import bridge_teacher_role, dim_person, dim_student
from data.warehouse.schema.quality import qa_intervention, qa_referral
from jobs import headless
from jobs.bench_server import running_server
from tests import databases, real_loads
from tests.browser.reading import open_within
from ui import i18n

EN = i18n.catalogue("en")
AGREED = "Two evenings of tutoring, a second talk in a week"
HELP = "I fall behind in two courses, please call me"
KNOWN = "Works nights since October"
MANY = 12


@pytest.fixture(scope="module")
def own_home(shared_folder, tmp_path_factory):
    """A demo college of these tests alone, in which nobody has been talked to yet."""
    home = databases.copy_home(
        databases.demo_template(shared_folder), tmp_path_factory.mktemp("acting") / "home"
    )
    engine = open_engine(home)
    with engine.begin() as connection:
        connection.execute(delete(qa_intervention))
    engine.dispose()
    yield home
    databases.drop_home(home)


@pytest.fixture(scope="module")
def own_engine(own_home):
    """The warehouse of that college."""
    engine = open_engine(own_home)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def own_address(own_home):
    """Where it is served."""
    with running_server(own_home.directory, own_home.warehouse_url) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def tab(chromium, own_address):
    with headless.tab(chromium, language="en", height=1400) as (page, seen):
        headless.open_and_wait(page, own_address)
        yield page
    assert seen.problems() == []


def _wait(page):
    page.wait_for_timeout(400)
    headless.settle(page)


def _press(page, key):
    page.get_by_role("button", name=EN[key], exact=True).click()
    _wait(page)


def _names(page, name, at="worklist"):
    """Names in a tab of the list, in their order."""
    open_within(page, f"/{at}?as=counsellor&tab={name}&capacity=60")
    return [row.inner_text() for row in page.locator(".wgrid:not(.whead) > :nth-child(2) > b").all()]


def _open_case(page, name):
    page.get_by_role("button", name=EN["ui.worklist.open"].format(name=name), exact=True).click()
    _wait(page)
    return page.locator("[class*='st-key-card_case']")


def _number(engine, name):
    with engine.connect() as connection:
        columns = dim_person.c
        return (
            connection.execute(select(columns.person_no).where(columns.full_name == name)).scalars().first()
        )


def test_talk_is_recorded_kept_over_the_next_load_and_late_by_the_homes_day(tab, own_home, own_engine, jobs):
    first = _names(tab, "to_contact")
    name = first[-1]
    panel = _open_case(tab, name)
    panel.get_by_label(EN["worklist.form_note"]).fill(AGREED)
    _press(tab, "worklist.form_save")
    assert name not in _names(tab, "to_contact") and _names(tab, "following") == [name]
    assert AGREED in _open_case(tab, name).inner_text()

    real_loads.make_absent(own_home, {_number(own_engine, name): MANY})
    real_loads.next_load(jobs, own_home)
    lists = {place: _names(tab, place) for place in ("to_contact", "following", "closed")}
    assert lists["following"] == [name] and name not in lists["to_contact"] + lists["closed"]
    assert sorted(lists["to_contact"]) == sorted(set(first) - {name})
    _names(tab, "following")
    assert EN["worklist.chip_new"].split("{")[0] in tab.locator(".wgrid:not(.whead) .wr").first.inner_text()

    with own_engine.connect() as connection:
        today = as_of(connection)
    for days, told in ((7, None), (8, "1 day late"), (10, "3 days late")):
        real_loads.move_to(own_engine, today + timedelta(days=days))
        _names(tab, "following")
        clock = tab.locator(".wgrid:not(.whead) .wc").first
        assert (clock.get_attribute("class") == "wc late") == (told is not None)
        assert told is None or told in clock.inner_text()
    open_within(tab, "/cases?as=counsellor&tab=overdue")
    assert name in tab.locator("table").first.inner_text()
    real_loads.move_to(own_engine, today)


def _counsel(connection, student):
    """The demo's counsellor answers for the student's class; who does in a demo is a matter of chance."""
    columns, of = bridge_teacher_role.c, dim_student.c
    own = connection.execute(
        select(of.class_code).where(of.student_pid == student, of.is_current)
    ).scalar_one()
    counsellor = demo_people(connection)["counsellor"]
    there = select(columns.target_code).where(
        columns.teacher_pid == counsellor, columns.role == "counsellor", columns.target_code == own
    )
    if connection.execute(there).first() is None:
        role = {"role": "counsellor", "target_kind": "class", "teacher_pid": counsellor}
        connection.execute(
            insert(bridge_teacher_role).values(**role, target_code=own, valid_from=as_of(connection))
        )


def test_teacher_refers_and_reads_no_more_than_the_answer(tab, own_engine):
    open_within(tab, "/teaching_class?as=teacher")
    tab.locator("summary", has_text=EN["referrals.form_title"]).click()
    _wait(tab)
    card = tab.locator("[class*='st-key-card_refer']")
    card.get_by_text(EN["referrals.reason_behind"], exact=True).click()
    card.get_by_label(EN["referrals.field_note"]).fill("Has not handed in anything for three weeks")
    before = card.locator("table tbody tr").all_inner_texts()
    _press(tab, "referrals.send")
    row = next(one for one in card.locator("table tbody tr").all_inner_texts() if one not in before)
    name = row.split("\t")[0].rsplit(" ", 1)[0].strip()
    assert EN["referrals.waits"].split(" {")[0] in row
    with own_engine.begin() as connection:
        newest = select(qa_referral.c.student_pid).order_by(qa_referral.c.referral_id.desc()).limit(1)
        _counsel(connection, connection.execute(newest).scalar_one())

    assert name in _names(tab, "to_contact")
    panel = _open_case(tab, name)
    assert "three weeks" in panel.inner_text()
    panel.locator("summary", has_text=EN["worklist.notes_title"]).click()
    panel.get_by_label(EN["worklist.notes_field"]).fill(KNOWN)
    _press(tab, "worklist.notes_save")
    panel.get_by_label(EN["worklist.form_note"]).fill(AGREED)
    _press(tab, "worklist.form_save")

    open_within(tab, "/teaching_class?as=teacher")
    told = tab.locator("[data-testid='stMain']").inner_text()
    assert EN["referrals.answered"].split(" {")[0] in told
    assert AGREED not in told and KNOWN not in told


def test_students_request_for_help_is_first_in_the_counsellors_list(tab, own_engine):
    with own_engine.begin() as connection:
        people, person = demo_people(connection), dim_person.c
        _counsel(connection, people["student"])
        name = connection.execute(
            select(person.full_name).where(person.person_pid == people["student"])
        ).scalar_one()
    open_within(tab, "/student?as=student")
    tab.get_by_role("link", name=EN["student.ask_help"], exact=True).first.click()
    _wait(tab)
    tab.get_by_label(EN["my_data.field_words"]).fill(HELP)
    _press(tab, "my_data.send")

    assert name in _names(tab, "to_contact")
    panel = _open_case(tab, name)
    assert HELP in panel.inner_text() and EN["requests.kind_help"] in panel.inner_text()
    _press(tab, "worklist.seen")
    assert name in _names(tab, "to_contact")  # to have seen it is not to have spoken
