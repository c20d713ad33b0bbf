"""The Data page of a home of one's own as Streamlit runs it: files dropped, a column corrected, loaded, known the second time."""

import re
import time
from datetime import date

import pytest
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from access.grants import first_start
from access.viewer import make_viewer
from data.warehouse.home import as_of, open_engine
from data.warehouse.inbox import arrivals, is_running
from data.warehouse.schema.people import dim_student
from data.warehouse.schema.structure import dim_org
from tests.databases import PROJECT
from ui import i18n, run
from ui.page import discover
from views import warehouse

EXAMPLE = PROJECT / "docs" / "examples" / "college_csv"
LONGEST = 120
_now: dict = {}


def _script():
    from tests.views import test_intake_page

    test_intake_page.draw()


def draw():
    """The Data page of this test, for its viewer."""
    i18n.use("zh")
    run.use(run.Run("data", {"as": _now["viewer"].role}, "light", date.today(), "Asia/Shanghai"))
    discover("pages")["data"].render(_now["viewer"])


def opened(home, monkeypatch, role, mode="local"):
    """The page for a role."""
    monkeypatch.setenv("HUAXIANG_WAREHOUSE", home.warehouse_url or "")
    warehouse.configure(home)
    engine = open_engine(home)
    with engine.begin() as connection:
        if mode == "local":
            first_start(connection)
        viewer = make_viewer(
            connection, mode=mode, session=role, wanted=role, today=date.today(), as_of=as_of(connection)
        )
    _now.update(viewer=viewer, home=home)
    return engine, again(AppTest.from_function(_script, default_timeout=60))


def again(app, _done=None):
    """The page run again, after what was done to a widget of it."""
    app.run()
    assert not app.exception, app.exception
    return app


def tabs(app):
    """The parts of the page that may be chosen."""
    return list(app.segmented_control[0].options)


def html(app):
    return "".join(block.proto.body for block in app.get("html"))


def dropped(app, folder=EXAMPLE):
    files = [(path.name, path.read_bytes(), "text/csv") for path in sorted(folder.glob("*.csv"))]
    app.file_uploader[0].set_value(files)
    again(app)
    assert "正在读取文件" in html(app)
    ended(_now["home"])
    return again(app)


def chosen(app, label):
    return next(one for one in app.selectbox if one.label.startswith(label))


def ended(home):
    """Until the command that the page started has ended."""
    until = time.monotonic() + LONGEST
    while is_running(arrivals(home)[0]):
        assert time.monotonic() < until
        time.sleep(0.1)


def test_dropped_corrected_tried_loaded_and_known_again(empty_home, monkeypatch):
    engine, app = opened(empty_home, monkeypatch, "data_admin")
    assert tabs(app)[0] == "装载文件"
    assert "装载并生成画像" not in [one.label for one in app.button]
    dropped(app)
    told = html(app)
    assert "认出 <b>" in told
    assert "没有列说明单位类别" in told
    assert "示例·" not in told

    again(app, chosen(app, "文件").set_value("院系专业班级"))
    kind = chosen(app, "单位类别")
    again(app, kind.set_value("c:department"))
    assert "没有列说明单位类别" not in html(app)

    again(app, app.button(key="intake_try").click())
    ended(empty_home)
    told = html(again(app))
    assert "没有改动任何数据" in told
    assert "编号被表格软件改写" in told
    assert "60" in told

    again(app, app.button(key="intake_load").click())
    assert "正在装载" in html(app)
    ended(empty_home)
    told = html(again(app))
    assert "画像已生成" in told
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(dim_student)).scalar_one() == 5
        assert set(connection.execute(select(dim_org.c.org_kind)).scalars()) == {"department"}

    dropped(app)
    told = re.sub(r"<[^>]+>", "", html(app))
    assert "按上次的方式" in told
    assert "第1版" in told
    assert chosen(app, "文件").value is not None
    again(app, app.button(key="intake_discard").click())
    assert arrivals(empty_home) == []

    again(app, app.button(key="undo_1").click())
    assert "撤回第1次装载" in app.warning[0].value
    again(app, app.button(key="undo_no_1").click())
    assert len(app.warning) == 0


def test_files_without_teaching_are_loaded_and_the_page_says_what_is_still_needed(
    empty_home, monkeypatch, tmp_path
):
    (tmp_path / "学生.csv").write_text(
        "学号,姓名,班级\n20240001,测试甲,一班\n20240002,测试乙,一班\n", encoding="utf-8"
    )
    engine, app = opened(empty_home, monkeypatch, "data_admin")
    dropped(app, tmp_path)
    again(app, app.button(key="intake_load").click())
    ended(empty_home)
    told = html(again(app))
    assert "<b>画像没有生成</b>" in told
    assert "还没有教学班" in told and "再放进教学任务或成绩表" in told
    assert app.button(key="intake_profile") and app.button(key="undo_1")
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(dim_student)).scalar_one() == 2


@pytest.mark.parametrize("role", ["leadership", "dean", "quality_office", "academic_affairs"])
def test_other_readers_see_no_way_to_load(empty_home, monkeypatch, role):
    _, app = opened(empty_home, monkeypatch, role)
    assert len(app.file_uploader) == 0
    assert "装载文件" not in tabs(app)


def test_a_demo_says_politely_that_it_takes_nothing_else(demo_home, monkeypatch):
    _, app = opened(demo_home, monkeypatch, "data_admin", mode="demo")
    assert len(app.file_uploader) == 0
    assert tabs(app)[-1] == "装载文件"
    app.query_params["tab"] = "load"
    assert "一个数据目录只放一所学校" in html(again(app))


def test_a_file_that_cannot_be_used_is_told_and_nothing_waits(empty_home, monkeypatch):
    _, app = opened(empty_home, monkeypatch, "data_admin")
    app.file_uploader[0].set_value([("all.zip", b"PK\x03\x04 broken", "application/zip")])
    again(app)
    assert "压缩包损坏" in app.error[0].value
    assert arrivals(empty_home) == []
