"""Standards are changed in a draft by the quality office alone, approved with a reason, and hold from a later day on."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from access.scope import Scope
from access.sec_tables import sec_access_log
from actions import standards as acts
from data.warehouse.home import open_engine
from data.warehouse.queries.standards import in_force
from data.warehouse.schema.quality import qa_standard
from errors import NotAllowed, ShownError
from jobs.profile import keep_standards
from profiling.standard import parse, standards
from tests.actions.rights_people import viewer
from views import warehouse
from views.improvement import standards as page_of

TODAY = date(2025, 11, 2)
ID = "teacher.T2"
SHIPPED = standards()[ID]
REASON = "教学质量委员会讨论后调整权重，见会议纪要"


@pytest.fixture
def engine(empty_home):
    made = open_engine(empty_home)
    warehouse.configure(empty_home)
    keep_standards(made)
    return made


@pytest.fixture
def office():
    return viewer("quality_office", "t-office", everything=True)


def _stored(engine, version):
    columns = qa_standard.c
    with engine.connect() as connection:
        query = select(columns.status, columns.body, columns.reason, columns.effective_from)
        return connection.execute(query.where(columns.standard_id == ID, columns.version == version)).first()


def _held(engine, day):
    with engine.connect() as connection:
        return in_force(connection, day)[ID]


def _moved(share):
    """Weights with D1 changed by a share and D2 against it."""
    weights = {part.id: part.weight for part in SHIPPED.dimensions}
    return weights | {"D1": weights["D1"] + share, "D2": weights["D2"] - share}


def _approval(day=TODAY + timedelta(days=30), reason=REASON, by="质量委员会"):
    return acts.Approval(by, reason, day)


@pytest.mark.parametrize("role", ["leadership", "dean", "teacher", "academic_affairs", "data_admin"])
def test_others_change_nothing(engine, role):
    other = viewer(role, "t-other", everything=True)
    with pytest.raises(NotAllowed):
        acts.begin(engine, other, ID, today=TODAY)
    with pytest.raises(NotAllowed):
        acts.save(engine, other, ID, "2025.1", acts.Edit())
    with pytest.raises(NotAllowed):
        acts.approve(engine, other, ID, "2025.1", _approval(), today=TODAY)


def test_nobody_changes_anything_through_other_eyes(engine):
    seen = viewer("quality_office", "t-office", limit=Scope("dean", "t-dean"))
    assert not acts.can_edit(seen.scope)
    with pytest.raises(NotAllowed):
        acts.begin(engine, seen, ID, today=TODAY)


def test_draft_begins_with_what_is_in_force_and_only_once(engine, office):
    version = acts.begin(engine, office, ID, today=TODAY)
    assert version == "2025.2"
    assert acts.begin(engine, office, ID, today=TODAY) == version
    status, body, *_ = _stored(engine, version)
    assert status == "draft"
    assert parse(body, "draft").dimensions == SHIPPED.dimensions


def test_saving_a_draft_leaves_what_is_in_force(engine, office):
    version = acts.begin(engine, office, ID, today=TODAY)
    changed = acts.save(
        engine,
        office,
        ID,
        version,
        acts.Edit(weights=_moved(0.02), marks={"tch_training_hours": (30, 60, 90, 120)}),
    )
    assert changed.dimensions[0].weight == pytest.approx(0.12)
    kept = parse(_stored(engine, version).body, "draft")
    marks = {item.id: item.anchors for part in kept.dimensions for item in part.indicators}
    assert marks["tch_training_hours"] == (30, 60, 90, 120)
    assert _held(engine, date(2030, 1, 1))[0] == SHIPPED.version


@pytest.mark.parametrize(
    "edit",
    [
        acts.Edit(weights={"D1": 0.5}),
        acts.Edit(items={"tch_training_hours": 0.9}),
        acts.Edit(marks={"tch_training_hours": (90, 72, 36, 120)}),
        acts.Edit(marks={"tch_training_hours": (36, 72, 90)}),
        acts.Edit(marks={"tch_request_hours": (24, 48, 72, 120)}),
    ],
)
def test_what_makes_no_standard_is_refused_and_the_draft_stays(engine, office, edit):
    version = acts.begin(engine, office, ID, today=TODAY)
    before = _stored(engine, version).body
    with pytest.raises(ShownError, match=ID) as refused:
        acts.save(engine, office, ID, version, edit)
    assert refused.value.code == "sum"
    assert _stored(engine, version).body == before


@pytest.mark.parametrize(
    ("approval", "code"),
    [
        (_approval(day=TODAY), "day"),
        (_approval(day=TODAY - timedelta(days=1)), "day"),
        (_approval(reason="   嗯   "), "reason"),
        (_approval(by=" "), "approver"),
    ],
)
def test_approval_needs_a_later_day_a_reason_and_who_decided(engine, office, approval, code):
    version = acts.begin(engine, office, ID, today=TODAY)
    with pytest.raises(ShownError) as refused:
        acts.approve(engine, office, ID, version, approval, today=TODAY)
    assert refused.value.code == code
    assert _stored(engine, version).status == "draft"


def test_approved_version_holds_from_its_day_and_not_before(engine, office):
    version = acts.begin(engine, office, ID, today=TODAY)
    acts.save(engine, office, ID, version, acts.Edit(weights=_moved(0.02)))
    day = TODAY + timedelta(days=30)
    acts.approve(engine, office, ID, version, _approval(day), today=TODAY)
    assert _held(engine, day - timedelta(days=1))[0] == SHIPPED.version
    held, body = _held(engine, day)
    assert held == version
    assert parse(body, "held").dimensions[0].weight == pytest.approx(0.12)
    assert _stored(engine, version).reason == REASON
    with pytest.raises(ShownError):  # what is approved is no draft any more
        acts.save(engine, office, ID, version, acts.Edit(weights=_moved(0.04)))


def test_profile_leaves_kept_versions_alone(engine, office):
    version = acts.begin(engine, office, ID, today=TODAY)
    acts.approve(engine, office, ID, version, _approval(), today=TODAY)
    keep_standards(engine)
    assert _stored(engine, version).status == "in_force"
    with engine.connect() as connection:
        count = connection.execute(select(func.count()).where(qa_standard.c.standard_id == ID)).scalar_one()
    assert count == 2


def test_discarding_takes_the_draft_alone(engine, office):
    version = acts.begin(engine, office, ID, today=TODAY)
    acts.discard(engine, office, ID, version)
    assert _stored(engine, version) is None
    assert _stored(engine, SHIPPED.version).status == "in_force"
    with pytest.raises(ShownError):
        acts.discard(engine, office, ID, SHIPPED.version)


def test_every_change_is_in_the_log(engine, office):
    version = acts.begin(engine, office, ID, today=TODAY)
    acts.save(engine, office, ID, version, acts.Edit(weights=_moved(0.02)))
    acts.approve(engine, office, ID, version, _approval(), today=TODAY)
    columns = sec_access_log.c
    with engine.connect() as connection:
        rows = connection.execute(
            select(columns.act, columns.object_kind, columns.object_id, columns.person)
        ).all()
    assert [tuple(row) for row in rows] == [("write", "standard", ID, "t-office")] * 3


def test_page_tells_what_holds_what_will_and_what_is_open(engine, office):
    other = acts.begin(engine, office, "school", today=TODAY)
    version = acts.begin(engine, office, ID, today=TODAY)
    acts.approve(engine, office, ID, version, _approval(), today=TODAY)
    page = page_of.overview(office.scope, TODAY)
    assert [sentence.key for sentence in page.findings] == [
        "standards.finding_ahead",
        "standards.finding_draft",
    ]
    states = {one.standard.version: one.state for one in page_of.versions(office.scope, TODAY, ID)}
    assert states == {SHIPPED.version: "in_force", version: "ahead"}
    later = {
        one.standard.version: one.state
        for one in page_of.versions(office.scope, TODAY + timedelta(days=40), ID)
    }
    assert later == {SHIPPED.version: "past", version: "in_force"}
    known = page_of.versions(office.scope, TODAY, "school")
    sheet = page_of.sheet(known, page_of.held_version(known, other))
    assert sheet.version.state == "draft"
    assert len(sheet.table.rows) == sum(len(part.indicators) for part in standards()["school"].dimensions)


@pytest.mark.parametrize(
    ("typed", "found"), [("36 / 72 / 90 / 120", (36, 72, 90, 120)), ("85/95，98,100 %", (85, 95, 98, 100))]
)
def test_marks_are_read_as_they_are_typed(typed, found):
    assert acts.marks_of({"x": typed}) == {"x": found}


def test_marks_that_are_no_numbers_are_refused():
    with pytest.raises(ShownError) as refused:
        acts.marks_of({"x": "一 / 二"})
    assert refused.value.code == "marks"
