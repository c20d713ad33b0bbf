"""What is taken away as a file holds no more than the page: every role x every page it may export, cell by cell."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from access import policy
from access.viewer import make_viewer
from data.warehouse.home import as_of
from tests.access.leaks import truth
from ui import exports, run, scope_bar
from ui.page import discover
from views import warehouse

PAIRS = [(page, role) for page, roles in policy.exports().items() for role in roles]
_now: dict = {}


@pytest.fixture(scope="module")
def people(demo_home):
    return truth.of(demo_home)


@pytest.fixture(autouse=True)
def _opened(demo_home, monkeypatch):
    warehouse.configure(demo_home)
    monkeypatch.setattr(exports, "offer", lambda value: _now["offers"].append(value))
    monkeypatch.setattr(scope_bar.exports, "offer", exports.offer)


def _script():
    from tests.access.leaks import test_exports

    test_exports.draw()


def draw():
    """The page of this test, for its viewer."""
    run.use(run.Run(_now["page"], {"as": _now["viewer"].role}, "light", None, "Asia/Shanghai"))
    discover("pages")[_now["page"]].render(_now["viewer"])


def _book(page, role, **query):
    """All cells of the file that the page offers, None where it offers none."""
    with warehouse.engine().connect() as connection:
        viewer = make_viewer(
            connection,
            mode="demo",
            session=f"x-{page}",
            wanted=role,
            today=date.today(),
            as_of=as_of(connection),
        )
    _now.update(page=page, viewer=viewer, offers=[])
    app = AppTest.from_function(_script, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    assert not app.run().exception
    if not _now["offers"]:
        return None
    book = CalamineWorkbook.from_filelike(BytesIO(_now["offers"][0].build("核对名单")))
    return "\n".join(
        str(cell)
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    )


@pytest.mark.parametrize(("page", "role"), PAIRS)
def test_file_names_nobody_outside_the_scope(people, page, role):
    pid = people.inside(role) if page in ("student", "worklist") else None
    told = _book(page, role, **({"id": pid} if pid else {}))
    assert told is None or people.foreign(role, told) == set()


def test_files_are_made_and_name_whom_the_reader_may_read(people):
    told, own = _book("worklist", "counsellor"), people.by_name["counsellor"]
    assert any(people.students[pid][1] in told for pid in own)
    assert len(_book("department", "dean")) > 1000


@pytest.mark.parametrize("role", ["dean", "counsellor", "student"])
def test_no_file_of_somebody_outside(people, role):
    told = _book("student", role, id=people.outside(role))
    assert told is None or people.foreign(role, told) == set()
