"""The day it is at the college decides what is known today, not the day of the machine."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from data.warehouse.home import as_of, open_engine, write_setting

EARLIEST, LATEST = "Pacific/Kiritimati", "Pacific/Pago_Pago"  # a day and an hour apart: never the same day


def test_today_is_the_day_at_the_college(empty_home):
    days = {}
    engine = open_engine(empty_home)
    for zone in (EARLIEST, LATEST):
        with engine.begin() as connection:
            write_setting(connection, "zone", zone)
            before, days[zone], after = datetime.now(ZoneInfo(zone)), as_of(connection), datetime.now(ZoneInfo(zone))  # fmt: skip
        assert before.date() <= days[zone] <= after.date()
    engine.dispose()
    assert days[EARLIEST] - days[LATEST] >= timedelta(days=1)


def test_a_frozen_day_stays(empty_home):
    engine = open_engine(empty_home)
    with engine.begin() as connection:
        write_setting(connection, "as_of", "2025-11-02")
        assert str(as_of(connection)) == "2025-11-02"
    engine.dispose()
