"""The SWOT of a major as its leader leaves it: who writes, what is shown, what is set aside, what comes back."""

import pytest
from sqlalchemy import insert, select

from access.scope import before_an_audience
from actions import swot
from data.warehouse.schema.improvement import qa_swot_line
from data.warehouse.schema.structure import dim_major
from errors import NotAllowed, ShownError
from tests.actions.rights_people import logged, office, opened, student, viewer
from tests.views import college
from ui import text
from views import warehouse
from views.parts import Item, Name
from views.units import swot as pages

LEADER = viewer("major_leader", "t-leader", major={"M1"})
DRAFT = pages.Swot(
    (
        pages.Part("strengths", (("maj_core_first_pass", Item(Name("核心课程首考及格率"))),)),
        pages.Part("weaknesses", (("M3", Item(Name("实践条件"))),)),
        pages.Part("opportunities"),
        pages.Part("threats"),
    )
)


@pytest.fixture
def engine(empty_home):
    made = opened(empty_home)
    warehouse.configure(empty_home)
    known = {"valid_from": college.AS_OF, "is_current": True}
    with made.begin() as connection:
        for code, org in (("M1", "D1"), ("M2", "D2")):
            connection.execute(insert(dim_major).values(major_code=code, name="专业", org_code=org, **known))
    return made


def _line(words="实训基地由三家企业共建", quadrant="strengths", drafted=None):
    return swot.Line(quadrant, words, drafted)


def _shown(scope, drafted=DRAFT):
    """What each list says, by its key, as plain words."""
    found = pages.edited(scope, "M1", drafted)
    return {part.key: [text.plain(item.title) for item in part.items] for part in found.parts}, found.aside


def test_own_line_stands_after_the_drafted_ones_with_who_and_when(engine, in_chinese):
    number = swot.write(engine, LEADER, "M1", _line())
    lists, _ = _shown(LEADER.scope)
    assert lists["strengths"] == ["核心课程首考及格率", "实训基地由三家企业共建"]
    (own,) = pages.edited(LEADER.scope, "M1", DRAFT).parts[0].own
    assert own[0] == str(number) and "专业负责人" in text.plain(own[1].body)
    assert logged(engine) == [("write", "swot", str(number), "swot add")]


def test_own_line_stands_where_there_is_no_draft(engine):
    assert pages.edited(LEADER.scope, "M1", None) is None
    swot.write(engine, LEADER, "M1", _line(quadrant="threats"))
    lists, _ = _shown(LEADER.scope, None)
    assert lists == {
        "strengths": [],
        "weaknesses": [],
        "opportunities": [],
        "threats": ["实训基地由三家企业共建"],
    }


def test_drafted_line_is_set_aside_with_its_reason_and_comes_back(engine, in_chinese):
    number = swot.write(engine, LEADER, "M1", _line("设备已到，数据下学期更新", "weaknesses", "M3"))
    lists, ((key, item),) = _shown(LEADER.scope)
    assert lists["weaknesses"] == [] and key == str(number)
    assert "设备已到，数据下学期更新" in text.plain(item.body)
    swot.take_back(engine, LEADER, "M1", number)
    assert _shown(LEADER.scope) == (
        {"strengths": ["核心课程首考及格率"], "weaknesses": ["实践条件"], "opportunities": [], "threats": []},
        (),
    )


def test_what_is_taken_back_stays_stored_and_cannot_be_taken_back_twice(engine):
    number = swot.write(engine, LEADER, "M1", _line())
    swot.take_back(engine, LEADER, "M1", number)
    with engine.connect() as connection:
        assert connection.execute(select(qa_swot_line.c.withdrawn_on)).scalars().all() == [college.AS_OF]
    with pytest.raises(ShownError) as refused:
        swot.take_back(engine, LEADER, "M1", number)
    assert refused.value.code == "gone"


@pytest.mark.parametrize(
    ("who", "major"),
    [
        (LEADER, "M2"),
        (office("quality_office"), "M1"),
        (office("leadership"), "M1"),
        (viewer("dean", "t-dean", org={"D1"}, major={"M1"}), "M1"),
        (student(), "M1"),
    ],
)
def test_only_the_leader_of_the_major_writes(engine, who, major):
    number = swot.write(engine, LEADER, "M1", _line())
    with pytest.raises(NotAllowed):
        swot.write(engine, who, major, _line())
    with pytest.raises(NotAllowed):
        swot.take_back(engine, who, major, number)
    assert not swot.can_edit(who.scope, major)


def test_line_of_another_major_is_not_taken_back(engine):
    other = viewer("major_leader", "t-other", major={"M2"})
    number = swot.write(engine, other, "M2", _line())
    with pytest.raises(ShownError):
        swot.take_back(engine, LEADER, "M1", number)


@pytest.mark.parametrize(
    ("line", "code"),
    [(_line("短"), "length"), (_line("长" * 401), "length"), (_line(quadrant="luck"), "list")],
)
def test_what_cannot_be_written_says_why(engine, line, code):
    with pytest.raises(ShownError) as refused:
        swot.write(engine, LEADER, "M1", line)
    assert refused.value.code == code


def test_list_is_full_and_a_drafted_line_is_set_aside_once(engine):
    for place in range(6):
        swot.write(engine, LEADER, "M1", _line(f"第{place}条内容"))
    with pytest.raises(ShownError) as many:
        swot.write(engine, LEADER, "M1", _line())
    swot.write(engine, LEADER, "M1", _line("已有说明", "weaknesses", "M3"))
    with pytest.raises(ShownError) as twice:
        swot.write(engine, LEADER, "M1", _line("再说一次", "weaknesses", "M3"))
    assert (many.value.code, twice.value.code) == ("many", "twice")


def test_other_readers_of_the_unit_see_the_lines_and_nobody_elsewhere(engine):
    swot.write(engine, LEADER, "M1", _line())
    assert _shown(office("quality_office").scope)[0]["strengths"][-1] == "实训基地由三家企业共建"
    assert _shown(viewer("dean", "t-dean2", org={"D2"}).scope)[0]["strengths"] == ["核心课程首考及格率"]


def test_before_an_audience_no_typed_word_is_shown(engine):
    swot.write(engine, LEADER, "M1", _line())
    swot.write(engine, LEADER, "M1", _line("设备已到，数据下学期更新", "weaknesses", "M3"))
    lists, aside = _shown(before_an_audience(LEADER.scope))
    assert lists["strengths"] == ["核心课程首考及格率"] and lists["weaknesses"] == []
    assert aside == ()
