"""Card and door events as counts: how often in a week at a kind of place, and which days of a log were counted."""

from sqlalchemy import Column, Date, DateTime, Integer, String

from access.tables import define

agg_card_week = define(
    "agg_card_week",
    Column("card_week_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False, index=True),
    Column("week_on", Date, nullable=False, index=True),  # Monday of the week
    Column("term_id", String(16), nullable=False),
    Column("week_no", Integer, nullable=False),
    Column("place_type", String(12), nullable=False),  # canteen | library | gate | ... never a place
    Column("event_count", Integer, nullable=False),
    Column("load_id", Integer, nullable=False),
    Column("loaded_at", DateTime),
    Column("recorded_at", DateTime),
    grain="one row per student x week x kind of place x load that counted; no moment, no place, no amount",
    key=("student_pid", "week_on", "place_type", "load_id"),
    sensitivity="R",
    category="card_door",
    access={"student": "student_pid"},
)

meta_counted_day = define(
    "meta_counted_day",
    Column("counted_day_id", Integer, primary_key=True),
    Column("load_id", Integer, nullable=False, index=True),
    Column("mapping", String(120), nullable=False),
    Column("name", String(120), nullable=False),  # of the log in the mapping
    Column("day", Date, nullable=False),
    grain="one row per day of a log x load that counted it: a day is counted once",
    key=("mapping", "name", "day", "load_id"),
    sensitivity="I",
    reach="open",
)
