"""Every page of an extreme college, opened as the roles it is made for: no error, no raw key, nothing drawn empty."""

import html
import json
import re

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from access import policy
from tests import databases
from tests.databases import PROJECT
from tests.views.extreme_college import HOMES, build
from ui import i18n
from ui.page import discover
from views import warehouse

PAGES = sorted(discover("pages"))
BROAD = "academic_affairs"  # reads all of teaching: sees a page with every unit to choose from
LONG = "names of 40 characters"
FAILED = {"broken", "no_identity", "shown_error", "out_of_scope", "not_found", "closed_mode", "no_profile", "not_allowed"}  # fmt: skip
SECTIONS = "|".join(sorted({key.split(".")[0] for key in i18n.catalogue("zh")}))
RAW = re.compile(
    rf"\b(?:{SECTIONS})\.[a-z]+_[a-z_]+\b|\bNone\b|\bnan\b|\{{\w+\}}|Traceback|\b(?:Sentence|Amount|Name)\("
)
EMPTY = (
    ("a table without rows", "<tbody></tbody>"),
    ("a list without entries", 'role="list"></div>'),
    ("a strip without tiles", 'class="tiles n0"'),
    ("a finding without words", "<p></p>"),
)
AROUND = ("top_bar", "scope_bar")


def _readers(page):
    """The role whose home the page is, else the first that may open it; and the one that chooses among all units."""
    allowed = policy.pages()[discover("pages")[page].PAGE.requires]
    at_home = [role for role in allowed if policy.roles()[role]["home"] == page]
    return dict.fromkeys([(at_home or allowed)[0], *([BROAD] if BROAD in allowed else [])])


CASES = [(page, role) for page in PAGES for role in _readers(page)]


@pytest.fixture(scope="module", params=HOMES, ids=[name.replace(" ", "-") for name in HOMES])
def extreme_home(request, shared_folder, tmp_path_factory):
    """One extreme college, and its name."""
    place = tmp_path_factory.mktemp("extreme")
    home = databases.copy_home(databases.empty_template(shared_folder), place / "home")
    build(home, place / "files", HOMES[request.param])
    yield request.param, home
    databases.drop_home(home)


@pytest.fixture
def opened(extreme_home, monkeypatch):
    """Opens a page of the college as a role; the finished run."""
    _, home = extreme_home
    monkeypatch.setenv("HUAXIANG_HOME", str(home.directory))
    monkeypatch.setenv("HUAXIANG_WAREHOUSE", home.warehouse_url or "")
    monkeypatch.delenv("HUAXIANG_MODE", raising=False)

    def _open(page, role, language="zh", **query):
        run = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=90)
        run._page_hash = calc_hash(page)  # as a browser that opens the page's address
        for name, value in {"as": role, "lang": language, **query}.items():
            run.query_params[name] = value
        return run.run()

    yield _open
    warehouse.engine().dispose()


def _elements(block, within=()):
    """Every element with the keys of the containers around it."""
    for child in getattr(block, "children", {}).values():
        key = str(getattr(getattr(child, "proto", None), "id", "") or "").rpartition("-")[2]
        if hasattr(child, "children"):
            yield from _elements(child, (*within, key))
        else:
            yield child, within


def _bodies(run):
    """(HTML, keys around it) of everything the page draws itself: neither style nor frame."""
    return [
        (one.proto.body, within)
        for one, within in _elements(run.main)
        if one.type == "html" and not one.proto.body.startswith(("<style>", "<footer"))
    ]


def _words(body):
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


def faults(run):
    """Everything wrong with a page that was opened."""
    bodies = _bodies(run)
    own = [body for body, within in bodies if not set(AROUND) & set(within)]
    found = [f"exception {one.message[:80]}" for one in run.exception]
    found += [
        f"state {state}"
        for body, _ in bodies
        for state in re.findall(r'data-state="(\w+)"', body)
        if state in FAILED
    ]
    found += [f"raw {raw}" for body, _ in bodies for raw in RAW.findall(_words(body))]
    found += [name for body in own for name, sign in EMPTY if sign in body]
    found += [] if any(len(_words(body).strip()) > 3 for body in own) else ["says nothing"]
    return found + _empty_cards(run) + _empty_charts(run)


def _empty_cards(run):
    """Cards that hold their title and nothing else."""
    held = {}
    for one, within in _elements(run.main):
        for key in within:
            if key.startswith("card_"):
                is_head = one.type == "html" and one.proto.body.startswith('<div class="chead"')
                held[key] = held.get(key, False) or not is_head
    return [f"empty {key}" for key, has_content in held.items() if not has_content]


def _empty_charts(run):
    charts = [one for one, _ in _elements(run.main) if "plotly" in str(one.type)]
    drawn = [json.loads(one.proto.spec or "{}").get("data") for one in charts]
    return ["a chart without a mark"] * sum(not data for data in drawn)


@pytest.mark.parametrize(("page", "role"), CASES, ids=["-".join(case) for case in CASES])
def test_page_of_an_extreme_college_has_a_designed_answer(opened, extreme_home, page, role):
    languages = i18n.LANGUAGES if extreme_home[0] == LONG else ("zh",)
    problems = [(language, fault) for language in languages for fault in faults(opened(page, role, language))]
    assert problems == []


SAID = {
    "entity without data": (
        ("course", "course_leader", "这门课程还没有数据"),
        ("major", "major_leader", "尚未接入"),
        ("worklist", "counsellor", "没有"),
    ),
    "one class": (
        ("course", "course_leader", "哪个教学班需要关注？"),
        ("school", "leadership", "已接入的"),
    ),
    "thousand courses": (
        ("department", "dean", "显示 40 / 1,000"),
        ("department", "dean", "本院1,000门课程的首考及格率与全校均无明显差异"),
    ),
    LONG: (("course", "course_leader", HOMES[LONG].name("课程C0000")), ("department", "dean", HOMES[LONG].name("第D1学院"))),
    "term without grades": (
        ("course", "course_leader", "还没有结束的学期成绩，无法比较及格率"),
        ("department", "dean", "还没有结束的学期成绩，无法比较课程"),
    ),
}  # fmt: skip


def test_answer_is_the_one_designed(opened, extreme_home):
    for page, role, words in SAID[extreme_home[0]]:
        told = re.sub(r"\s+", "", " ".join(_words(body) for body, _ in _bodies(opened(page, role))))
        assert re.sub(r"\s+", "", words) in told, (page, role)


def test_every_unit_can_be_chosen(opened, extreme_home):
    run = opened("course", BROAD)
    chooser = next(one for one in run.selectbox if "pick_course_id" in one.key)
    assert len(chooser.options) == HOMES[extreme_home[0]].courses + 1
