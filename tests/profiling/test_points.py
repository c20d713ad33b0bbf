"""Points (C.11): the table as the design has it, parts that sum to one, the cap by the standard in force, days and terms."""

from datetime import date, datetime

import polars as pl
import pytest

from profiling import moments, points, staff
from profiling.standard import standards
from tests.profiling.small_facts import small_facts

LECTURER = {"teacher_pid": "t1", "staff_type": "full_time", "title_rank": "lecturer", "entry_on": date(2010, 9, 1), "valid_from": date(2010, 9, 1)}  # fmt: skip
AWARD = {"teacher_pid": "t1", "award_kind": "contest", "level": "national", "award": "first", "awarded_on": date(2024, 5, 1)}  # fmt: skip


def _value(frame, expression):
    return pl.DataFrame(frame).select(expression).to_series().to_list()


@pytest.mark.parametrize(
    ("kind", "level", "award", "wanted"),
    [
        ("teaching", "national", "first", 20), ("teaching", "college", "second", 1.5), ("teaching", "city", "none", 0),
        ("student_contest", "provincial", "third", 3), ("student_contest", "college", "second", 0.7),
        ("student_contest", None, "first", 0), ("student_contest", "national", None, 0),
    ],
)  # fmt: skip
def test_points_of_an_award(kind, level, award, wanted):
    frame = pl.DataFrame([{"level": level, "award": award}], schema={"level": pl.String, "award": pl.String})
    assert frame.select(points.award_points(kind)).item() == wanted


def test_points_by_level_and_of_outputs():
    levels = {"level": ["national", "provincial", "city", "college"]}
    assert _value(levels, points.level_points("course")) == [20, 10, 0, 4]
    assert _value(levels, points.level_points("textbook")) == [15, 8, 4, 2]
    assert _value(levels, points.level_points("project")) == [20, 10, 5, 2]
    kinds = {"output_kind": ["core_paper", "paper", "invention_patent", "utility_patent", "standard", "monograph", "x"]}  # fmt: skip
    assert _value(kinds, points.output_points()) == [5, 2, 6, 2, 8, 8, 0]


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_parts_of_a_team_sum_to_the_whole(count):
    team = {"person_order": list(range(1, count + 1)), "person_count": [count] * count}
    parts = _value(team, points.author_share())
    assert sum(parts) == pytest.approx(1)
    assert parts[0] == (1 if count == 1 else 0.6)


def test_parts_of_students():
    team = {"team_size": [1, 4, 4, None], "is_leader": [True, True, False, None]}
    assert _value(team, points.student_share()) == [1, 0.3, 0.25, 1]


@pytest.mark.parametrize(("stretch", "wanted"), [(14, 7), (20, 10), (100, 20)])
def test_cap_is_half_the_stretch_value_of_the_standard_in_force(stretch, wanted):
    facts = small_facts(teacher_version=[LECTURER], teaching_award=[AWARD])
    facts.register = {**standards(), "teacher.T2": _with_stretch(stretch)}
    rows = facts["teaching_award"].with_columns(
        points=points.award_points("teaching") * points.author_share(), item_kind="level"
    )
    found = points.capped(facts, rows, "tch_teaching_awards").row(0, named=True)
    assert (found["value"], found["raw_value"]) == (wanted, 20)


def _with_stretch(stretch):
    standard = standards()["teacher.T2"]
    parts = []
    for part in standard.dimensions:
        items = [
            item.model_copy(update={"anchors": (0, 2, 6, stretch)})
            if item.id == "tch_teaching_awards"
            else item
            for item in part.indicators
        ]
        parts.append(part.model_copy(update={"indicators": tuple(items)}))
    return standard.model_copy(update={"dimensions": tuple(parts)})


def test_who_has_no_standard_is_not_capped():
    facts = small_facts(teacher_version=[{**LECTURER, "staff_type": "admin"}])
    rows = pl.DataFrame({"teacher_pid": ["t1"], "item_kind": ["x"], "points": [90.0]})
    assert points.capped(facts, rows, "tch_teaching_awards")["value"].to_list() == [90]


@pytest.mark.parametrize(
    ("day", "years", "wanted"),
    [
        (date(2024, 2, 29), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 4, date(2020, 2, 29)),
        (date(2025, 3, 1), 3, date(2022, 3, 1)),
    ],
)
def test_years_before(day, years, wanted):
    assert moments.years_before(day, years) == wanted


def test_college_day_of_a_stored_moment():
    facts = small_facts()
    late = pl.DataFrame({"at": [datetime(2025, 2, 28, 15, 59), datetime(2025, 2, 28, 16, 0)]})
    days = late.select(moments.local_day(facts, "at")).to_series().to_list()
    assert days == [date(2025, 2, 28), date(2025, 3, 1)]


def test_holidays_belong_to_the_term_before():
    facts = small_facts()
    rows = pl.DataFrame({"day": [date(2024, 9, 1), date(2024, 9, 2), date(2025, 2, 10), None]})
    assert moments.with_term(facts, rows, "day")["period"].to_list() == ["2024-2025-1", "2024-2025-1"]


def test_counsellor_is_that_of_the_class_on_the_day():
    roles = [
        {"teacher_pid": "c1", "role": "counsellor", "target_kind": "class", "target_code": "K1", "valid_from": date(2023, 9, 1), "valid_to": date(2024, 8, 31)},
        {"teacher_pid": "c2", "role": "counsellor", "target_kind": "class", "target_code": "K1", "valid_from": date(2024, 9, 1)},
        {"teacher_pid": "c3", "role": "counsellor", "target_kind": "class", "target_code": "K2", "valid_from": date(2023, 9, 1)},
    ]  # fmt: skip
    versions = [
        {
            "student_pid": "s1",
            "valid_from": date(2023, 9, 1),
            "class_code": "K1",
            "student_status": "enrolled",
        },
        {
            "student_pid": "s1",
            "valid_from": date(2025, 1, 1),
            "class_code": "K2",
            "student_status": "enrolled",
        },
    ]
    facts = small_facts(teacher_role=roles, student_version=versions)
    days = [date(2024, 5, 1), date(2024, 10, 1), date(2025, 2, 1), date(2023, 1, 1)]
    rows = pl.DataFrame({"student_pid": ["s1"] * 4, "day": days})
    found = dict(staff.with_counsellor(facts, rows, "day").select("day", "counsellor_pid").iter_rows())
    assert found == dict(zip(days[:3], ["c1", "c2", "c3"], strict=True))
