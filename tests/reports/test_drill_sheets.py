"""Ranges of places, counts by row and column, and spreads of scores go into the workbook with the numbers shown."""

import pytest

from reports import page_sheets
from ui import i18n
from views.figures import places
from views.parts import (
    Count,
    CountGrid,
    IntervalRow,
    Intervals,
    Level,
    Link,
    Name,
    Sentence,
    SpreadRow,
    Spreads,
)

AXIS = Sentence("figures.export_name")


@pytest.fixture(autouse=True)
def english():
    before = i18n.language()
    i18n.use("en")
    yield
    i18n.use(before)


def row(key, low, high):
    return IntervalRow(Link("course", key, Name(key)), (low + high) / 2, low, high, 50, "chance")


def test_intervals_carry_their_range_of_places():
    picture = places.placed(
        Intervals((row("a", 0.8, 0.9), row("b", 0.7, 0.85)), 0.8, AXIS, "share", AXIS, AXIS)
    )
    made = page_sheets.sheet("x", picture)
    assert made.heads[-1] == "Range of places"
    assert [line[-1] for line in made.rows] == ["place 1–2", "place 1–2"]


def test_intervals_without_places_keep_their_columns():
    made = page_sheets.sheet("x", Intervals((row("a", 0.8, 0.9),), 0.8, AXIS, "share", AXIS, AXIS))
    assert len(made.heads) == len(made.rows[0]) == 7


def test_places_say_who_is_not_told_apart():
    found = places.of_rows((row("a", 0.8, 0.9), row("b", 0.7, 0.85), row("c", 0.1, 0.2)))
    made = page_sheets.sheet("x", (found[0],))
    assert made.rows == (("—", "place 1–2", 3, "b"),)


def test_grid_keeps_hidden_counts_empty():
    grid = CountGrid(
        (Name("h"),), (Name("D1"), Name("D2")), ((Count(12, 13), Count(None, None)),), "team", "all", AXIS
    )
    assert page_sheets.sheet("x", grid).rows == (("h", 12, 13, None, None),)


def test_spread_is_a_line_per_bin():
    spread = Spreads((SpreadRow(Name("k"), ((50, 3), (60, 4)), 7, 61.0, 3),), 5, 60.0, AXIS)
    assert page_sheets.sheet("x", spread).rows == (("k", 50, 3), ("k", 60, 4))


def test_levels_of_a_class_stand_in_one_cell():
    assert page_sheets.cell((Level("orange", 2), Level("yellow", 5))) == "Orange 2, Yellow 5"
