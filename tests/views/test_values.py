"""Every number carries its count sentence; what is not connected is named, what has nothing to count is not."""

import pytest

from tests.views import college
from ui import i18n, text
from views import naming
from views.figures import comparison, tiles, values
from views.parts import Amount
from views.units import department, school


@pytest.fixture
def home(empty_home):
    return college.opened(empty_home)


def _own(scope="leadership", kind="school", entity="school"):
    return values.of_entity(college.role(scope), college.SNAPSHOT, kind, entity)


def _sentence(indicator):
    i18n.use("en")
    return text.plain(_own().figure(indicator).why.sentence)


def test_ratio_is_written_out_with_its_real_counts(home):
    college.add_value(home, "crs_first_pass", 0.936, numerator=1204, denominator=1287, n=1287)
    assert _sentence("crs_first_pass") == "1,204 ÷ 1,287 = 93.6% (First-attempt pass rate)"


def test_weighted_counts_keep_their_decimals(home):
    college.add_value(home, "sch_student_teacher_ratio", 15.4, numerator=300, denominator=19.5)
    assert _sentence("sch_student_teacher_ratio").startswith("300 ÷ 19.50 = 15.4 : 1")


def test_shrunken_value_is_told_beside_the_raw_one(home):
    college.add_value(home, "crs_first_pass", 0.9, numerator=15, denominator=16, n=16, raw_value=0.9375)
    assert _sentence("crs_first_pass").startswith("15 ÷ 16 = 93.8%; shrunken towards peers 90.0%")


def test_missing_value_is_a_dash_with_a_reason_never_zero(home):
    college.add_value(home, "crs_first_pass", None, status="missing")
    figure = _own().figure("crs_first_pass")
    assert figure.amount == Amount(None, "share")
    assert figure.status_reason.key == "figures.status_missing"
    assert not _own().has("crs_first_pass")


def test_newest_period_is_shown_unless_one_is_asked_for(home):
    college.add_value(home, "crs_first_pass", 0.8, period="2023-2024-2", is_latest=False)
    college.add_value(home, "crs_first_pass", 0.9)
    own = _own()
    assert own.number("crs_first_pass") == 0.9
    assert own.number("crs_first_pass", "2023-2024-2") == 0.8
    assert own.series("crs_first_pass") == (0.8, 0.9)
    assert own.previous("crs_first_pass") == 0.8


def test_tile_against_the_school_claims_no_more_than_was_stored(home):
    college.add_value(home, "crs_first_pass", 0.9)
    college.add_value(
        home, "crs_first_pass", 0.86, kind="org", entity="D1", org_code="D1", difference="below"
    )
    college.add_value(home, "crs_attendance", 0.86, kind="org", entity="D1", org_code="D1")
    own, whole = _own(kind="org", entity="D1"), _own()
    first, second = tiles.against_school(
        college.role("dean", org={"D1"}), ("crs_first_pass", "crs_attendance"), own, whole
    )
    assert first.gap.key == "figures.school_below"
    assert second.gap is None


def test_what_has_no_value_makes_no_tile_and_is_named_below(home):
    page = school.overview(college.role("leadership"), college.SNAPSHOT)
    assert page.tiles == ()
    i18n.use("en")
    assert "Placement rate" in text.plain(page.not_connected)


def test_single_department_is_not_compared_with_itself(home):
    college.add_value(home, "crs_first_pass", 0.9)
    college.add_value(
        home, "crs_first_pass", 0.9, kind="org", entity="D1", org_code="D1", difference="chance"
    )
    assert school.overview(college.role("leadership"), college.SNAPSHOT).departments is None


def test_pictures_sort_by_value_and_leave_out_what_is_missing(home):
    college.add_value(home, "crs_first_pass", 0.9)
    for code, value, status in (("D1", 0.8, "observed"), ("D2", 0.95, "observed"), ("D3", None, "missing")):
        college.add_value(
            home,
            "crs_first_pass",
            value,
            kind="org",
            entity=code,
            org_code=code,
            status=status,
            difference="chance",
        )
    scope = college.role("leadership")
    rows = comparison.rows_of_kind(scope, college.SNAPSHOT, "org", "crs_first_pass")
    drawn = comparison.intervals(
        rows, "department", naming.departments(scope, college.SNAPSHOT), "crs_first_pass", None
    )
    assert [row.link.key for row in drawn.rows] == ["D2", "D1"]


@pytest.mark.parametrize(
    ("present", "wanted", "below"), [(100, 100, False), (930, 1000, True), (28, 30, False), (0, 0, False)]
)
def test_class_is_called_below_the_standard_only_beyond_chance(present, wanted, below):
    assert department.is_below([{"numerator": present, "denominator": wanted}], 0.95) == below


@pytest.mark.parametrize(
    ("period", "key"),
    [(college.TERM, "period_now"), (college.CLOSED, "period_last"), ("2024", "period"), (None, "period")],
)
def test_period_is_told_as_people_say_it(home, period, key):
    assert naming.period_words(college.role("dean"), college.SNAPSHOT, period).key == f"figures.{key}"


def test_side_of_a_small_group_is_told_without_the_value(empty_home):
    engine = college.opened(empty_home)
    college.add_value(
        engine, "crs_first_pass", 0.98, kind="course", entity="K1", n=60, numerator=59, denominator=60,
        behind="student_academic_record", is_open=True, is_open_inside=True, extreme="over", course_code="K1",
    )  # fmt: skip
    told = values.of_entity(college.role("leadership"), college.SNAPSHOT, "course", "K1")
    held = values.of_entity(college.role("academic_affairs"), college.SNAPSHOT, "course", "K1")
    assert told.figure("crs_first_pass").amount == Amount(None, "share", "over")
    assert told.figure("crs_first_pass").why.sentence.key == "figures.status_over"
    assert held.figure("crs_first_pass").amount == Amount(0.98, "share")


def test_figure_about_few_is_not_shown_and_says_so(empty_home):
    engine = college.opened(empty_home)
    college.add_value(
        engine, "crs_first_pass", 0.5, kind="course", entity="K1", n=6, behind="student_academic_record",
        is_open=False, is_open_inside=True, course_code="K1", org_code="D1",
    )  # fmt: skip
    figure = values.of_entity(college.role("leadership"), college.SNAPSHOT, "course", "K1").figure(
        "crs_first_pass"
    )
    assert (figure.status, figure.amount.value, figure.n) == ("suppressed", None, None)
    inside = values.of_entity(
        college.role("teacher_centre", org={"D1"}), college.SNAPSHOT, "course", "K1"
    ).figure("crs_first_pass")
    assert inside.amount.value == 0.5
