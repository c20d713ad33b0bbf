"""The calendar as a setting: days off and make-up days are checked, terms announced, and events of make-up days follow them."""

from datetime import date

import polars as pl
import pytest
from sqlalchemy import select

from data.warehouse import home_settings, term_calendar
from data.warehouse.home import open_engine
from data.warehouse.loading.keys import _weekday
from data.warehouse.schema.structure import dim_calendar_week, dim_term
from errors import ShownError
from tests.access.people import opened

LOADED, AHEAD = "2024-2025-1", "2026-2027-1"
MONDAY = date(2024, 9, 2)


@pytest.fixture
def connection(empty_home):
    """A home with one loaded term of eighteen weeks."""
    with opened(empty_home).begin() as made:
        made.execute(
            dim_term.insert().values(
                term_id=LOADED, start_year=2024, term_no=1, first_monday=MONDAY, day_zero=MONDAY, end_on=date(2025, 1, 5),
                week_count=18, load_id=1,
            )
        )  # fmt: skip
        yield made


def _set(connection, text):
    return home_settings.change(connection, "term_calendar", text, by="command line", log=lambda *_: None)


def test_days_off_and_make_up_days_are_stored_in_one_form(connection):
    made = _set(
        connection,
        "2024-2025-1:\n  holidays: [2024-10-01/2024-10-07, 2025-01-01]\n  make_up: {2024-09-29: 2024-10-04}",
    )
    assert made == {
        LOADED: {
            "first_monday": "2024-09-02", "weeks": 18, "holidays": ["2024-10-01/2024-10-07", "2025-01-01"],
            "make_up": {"2024-09-29": "2024-10-04"},
        }
    }  # fmt: skip
    assert term_calendar.taught_as(connection) == {date(2024, 9, 29): 5}
    assert len(term_calendar.days_off(made[LOADED])) == 8
    assert _set(connection, str(made).replace("'", '"')) == made


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[1]", "terms"),
        ("{2024-2025-1: {colour: red}}", "parts"),
        ("{spring: {}}", "term"),
        ("{2026-2028-1: {first_monday: 2026-09-07, weeks: 18}}", "term"),
        ("{2024-2025-1: {first_monday: 2024-09-09}}", "register"),
        ("{2024-2025-1: {weeks: 20}}", "register"),
        ("{2026-2027-1: {weeks: 18}}", "monday"),
        ("{2026-2027-1: {first_monday: 2026-09-08, weeks: 18}}", "monday"),
        ("{2026-2027-1: {first_monday: 2026-09-07}}", "weeks"),
        ("{2026-2027-1: {first_monday: 2026-09-07, weeks: 31}}", "weeks"),
        ("{2024-2025-1: {holidays: 2024-10-01}}", "holidays"),
        ("{2024-2025-1: {holidays: [2024-10-32]}}", "day"),
        ("{2024-2025-1: {holidays: [2024-08-01]}}", "outside"),
        ("{2024-2025-1: {holidays: [2024-10-07/2024-10-01]}}", "outside"),
        ("{2024-2025-1: {make_up: [2024-10-01]}}", "make_up"),
        ("{2024-2025-1: {make_up: {2024-09-29: 2024-10-04}}}", "made_up"),
        ("{2024-2025-1: {holidays: [2024-10-01/2024-10-07], make_up: {2024-10-02: 2024-10-04}}}", "make_up_day"),
        ("{2024-2025-1: {holidays: [2024-10-01/2024-10-07], make_up: {2024-08-31: 2024-10-04}}}", "make_up_day"),
        ("{2024-2025-1: {holidays: [2024-10-01/2024-10-07], make_up: {2024-09-29: 2024-10-04, 2024-10-12: 2024-10-04}}}", "twice"),
        ("{2024-2025-1: {", "unreadable"),
    ],
)  # fmt: skip
def test_calendar_that_does_not_hold_together_is_refused(connection, text, code):
    with pytest.raises(ShownError) as refused:
        _set(connection, text)
    assert refused.value.code == code
    assert term_calendar.taught_as(connection) == {}


def test_term_that_is_not_loaded_is_announced_with_its_weeks_and_may_be_moved(connection):
    _set(
        connection, "{2026-2027-1: {first_monday: 2026-09-07, weeks: 18, holidays: [2026-10-05/2026-10-11]}}"
    )
    week, term = dim_calendar_week.c, dim_term.c
    taught = connection.execute(
        select(week.is_teaching).where(week.term_id == AHEAD).order_by(week.week_no)
    ).scalars()
    assert [number for number, is_taught in enumerate(taught, start=1) if not is_taught] == [5]
    _set(connection, "{2026-2027-1: {first_monday: 2026-08-31, weeks: 17}}")
    row = connection.execute(
        select(term.first_monday, term.week_count, term.end_on).where(term.term_id == AHEAD)
    ).one()
    assert tuple(row) == (date(2026, 8, 31), 17, date(2026, 12, 27))


def test_loaded_term_stays_as_it_was_loaded(connection):
    _set(connection, "{2024-2025-1: {holidays: [2024-10-01]}}")
    row = connection.execute(select(dim_term).where(dim_term.c.term_id == LOADED)).one()
    assert (row.first_monday, row.week_count, row.load_id) == (MONDAY, 18, 1)


def test_make_up_day_has_the_weekday_of_the_day_it_replaces():
    days = pl.Series([date(2024, 9, 27), date(2024, 9, 29)])
    assert _weekday(days, {}).to_list() == [5, 7]
    assert _weekday(days, {date(2024, 9, 29): 5}).to_list() == [5, 5]


def test_engine_of_the_home_reads_the_calendar_again(connection, empty_home):
    _set(connection, "{2024-2025-1: {holidays: [2024-10-04], make_up: {2024-09-29: 2024-10-04}}}")
    connection.commit()
    engine = open_engine(empty_home)
    with engine.connect() as reader:
        assert term_calendar.taught_as(reader) == {date(2024, 9, 29): 5}
    engine.dispose()
