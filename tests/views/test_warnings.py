"""Counts of warned students: exact for those who hold the names, by the cell rule for others, nothing for the rest."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from data.warehouse.schema.marts import mart_student
from tests.views import college
from views import small_groups
from views.units import warnings


@pytest.fixture
def warned(empty_home):
    engine = college.opened(empty_home)
    pids = college.add_students(engine, 40)
    college.warn(engine, pids[:3], "red")
    college.warn(engine, pids[3:17], "orange")
    college.warn(engine, pids[17:40], "yellow")
    college.warn(engine, pids[:3], "yellow", layer="term_close")
    return engine


def _total(role, **codes):
    found = warnings.of_department(college.role(role, **codes), college.SNAPSHOT, "D1")
    return None if found is None else found.total


def test_dean_sees_exact_counts_of_the_own_department(warned):
    assert _total("dean", org={"D1"}) == {"red": 3, "orange": 14, "yellow": 23}


def test_student_in_two_layers_counts_once_at_the_heaviest(warned):
    assert sum(_total("dean", org={"D1"}).values()) == 40


def test_dean_of_another_department_counts_nobody(warned):
    assert _total("dean", org={"D2"}) == {"red": 0, "orange": 0, "yellow": 0}


def test_leadership_sees_no_group_below_ten_nor_one_to_subtract_it_from(warned):
    assert _total("leadership") == {"red": None, "orange": None, "yellow": 23}


def test_role_without_aggregates_sees_no_tile(warned):
    assert _total("hr") is None
    assert warnings.tile(None, college.SNAPSHOT) is None


def test_hidden_counts_leave_no_chip_and_no_division(warned):
    found = warnings.of_department(college.role("leadership"), college.SNAPSHOT, "D1")
    tile = warnings.tile(found, college.SNAPSHOT)
    assert tile.chips == (("yellow", 23),)
    assert tile.figure.why is None
    assert tile.gap.key == "department.warnings_hidden"
    assert "warned" not in tile.gap.params


def test_counts_without_rows_change_only_when_a_week_closes(warned):
    later = college.publish(warned, snapshot_id=2, as_of=date(2025, 11, 5))
    with warned.connect() as connection:
        pids = list(connection.execute(select(mart_student.c.student_pid).distinct()).scalars())
    college.warn(warned, pids[:30], "yellow", snapshot_id=2)
    assert warnings.of_department(college.role("leadership"), later, "D1").total["yellow"] == 23
    exact = warnings.of_department(college.role("dean", org={"D1"}), later, "D1")
    assert exact.total == {"red": 0, "orange": 0, "yellow": 30}
    closed = college.publish(warned, snapshot_id=3, as_of=date(2025, 11, 10))
    assert small_groups.settled(college.role("leadership"), closed, "rule_warning").snapshot_id == 2


def test_nobody_warned_and_nobody_known_are_two_things(empty_home):
    college.add_students(college.opened(empty_home), 12, open_credits=None)
    tile = warnings.tile(
        warnings.of_department(college.role("dean", org={"D1"}), college.SNAPSHOT, "D1"), college.SNAPSHOT
    )
    assert (tile.figure.status, tile.figure.amount.value) == ("missing", None)
    assert tile.gap.key == "department.warnings_unknown"


def test_classes_are_told_by_level_to_holders_of_names_and_by_the_cell_rule_to_others(warned):
    dean = college.role("dean", org={"D1"})
    exact = warnings.of_department(dean, college.SNAPSHOT, "D1")
    assert exact.by_class == {"D1-C1": exact.total}
    assert warnings.class_table(dean, college.SNAPSHOT, exact).rows[0][0].page == "class"
    hidden = warnings.of_department(college.role("leadership"), college.SNAPSHOT, "D1")
    # everybody of the class is warned: its number would tell each of them
    assert hidden.by_class == {"D1-C1": {"warned": None}}


@pytest.mark.parametrize(
    ("sizes", "warned", "shown"),
    [
        ((40, 40, 40), (12, 15, 20), (12, 15, 20)),
        (
            (40, 40, 40),
            (3, 15, 20),
            (None, None, 20),
        ),  # the small one, and another so that it does not follow
        ((40, 40, 40), (0, 15, 20), (0, 15, 20)),
        ((20, 40, 40), (15, 15, 20), (None, None, 20)),  # only five of the first are not warned
    ],
)
def test_counts_of_classes_hide_few_and_what_the_total_would_tell(sizes, warned, shown):
    codes = [f"c{place}" for place in range(len(sizes))]
    counts = {code: Counter(yellow=number) for code, number in zip(codes, warned, strict=True)}
    told = warnings._cells(counts, Counter(dict(zip(codes, sizes, strict=True))), 10)
    assert tuple(told[code]["warned"] for code in codes) == shown
