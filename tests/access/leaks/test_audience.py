"""Before an audience: every role x every page, and nothing that leaves the server names or numbers anybody."""

from __future__ import annotations

import pytest
from sqlalchemy import Text, select

from access import audience, policy
from access.scope import before_an_audience, restrict
from access.viewer import EVERY_ROLE
from data.warehouse.schema import metadata
from data.warehouse.schema.people import dim_person
from jobs.bench_server import running_server
from tests.access.leaks import truth, wire
from tests.actions.rights_people import counsellor, opened
from ui.page import discover

PAGES = sorted(discover("pages"))
# Text of rows made in the product that nobody types about a person: a standard and why it was changed, what an address named.
OF_NOBODY = {
    ("qa_standard", "body"),
    ("qa_standard", "reason"),
    ("qa_meeting_page", "choices"),
    ("qa_intervention", "known_rules"),
}
ASIDE = ("no_identity", "broken")  # states that would hide everything, names included


@pytest.fixture(scope="module")
def people(demo_home):
    return truth.of(demo_home)


@pytest.fixture(scope="module")
def port(demo_home):
    with running_server(demo_home.directory, demo_home.warehouse_url) as number:
        yield number


def _named(people, sent):
    """Persons whose full name or number stands in what was sent."""
    everybody = {**people.students, **people.teachers}
    return sorted(pid for pid, (number, name) in everybody.items() if name in sent or number in sent)


def _asked(people, page, role):
    """The page as it is; and about a person whom the role reads by name, or the case of one."""
    yield {}
    if page == "student" and people.inside(role):
        yield {"id": people.inside(role)}
    if page == "teacher":
        own = people.shown_for[role] if role == "teacher" else min(people.places["teacher"])
        yield {"id": own}
    if page == "worklist" and people.inside(role):
        yield {"case": people.inside(role)}


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_no_page_names_anybody(people, port, role):
    named, failed = [], []
    for page in PAGES:
        if not policy.may_open(role, discover("pages")[page].PAGE.requires):
            continue
        for query in _asked(people, page, role):
            sent = wire.opened(port, page, **{"as": role, "show": "1"}, **query)
            named += [(page, query, pid) for pid in _named(people, sent)]
            failed += [(page, query, state) for state in ASIDE if f'data-state="{state}"' in sent]
            assert "showfoot" in sent, (page, query)
    assert named == []
    assert failed == []


def test_the_same_page_names_persons_where_nobody_watches(people, port):
    """The judge above would find a name: the teachers of a department stand on their page by name."""
    assert _named(people, wire.opened(port, "teacher", **{"as": "dean"})) != []


def test_name_is_hidden_wherever_it_stands_in_a_query(empty_home):
    engine, scope = opened(empty_home), before_an_audience(counsellor().scope)
    names = select(dim_person.c.person_pid, dim_person.c.full_name, dim_person.c.person_no)
    asked = names.where(dim_person.c.full_name.is_not(None)).order_by(dim_person.c.person_no)
    with engine.connect() as connection:
        shown = connection.execute(restrict(names, scope)).all()
        by_name = connection.execute(restrict(asked, scope)).all()
        before = connection.execute(restrict(asked, counsellor().scope)).all()
    assert before != [] and by_name == []
    assert {row[0] for row in shown} >= {row[0] for row in before}
    assert {(name, number) for _, name, number in shown} == {(None, None)}


def test_hidden_columns_exist_and_every_identity_is_hidden():
    tables = metadata.tables.values()
    known = {table.name: set(table.columns.keys()) for table in tables}
    assert [name for name, columns in audience.TYPED.items() if set(columns) - known[name]] == []
    assert all(audience.hidden(table) for table in tables if table.info["is_identity"])


def test_words_that_people_type_are_hidden():
    made = (table for table in metadata.tables.values() if table.name.startswith("qa_"))
    typed = {
        (table.name, column.name) for table in made for column in table.c if isinstance(column.type, Text)
    }
    hidden = {(name, column) for name, columns in audience.TYPED.items() for column in columns}
    assert typed - hidden == OF_NOBODY
