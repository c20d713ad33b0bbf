"""The moment of this run, in the form in which moments are stored."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from data.warehouse.home import as_of, read_setting
from views import warehouse


def now() -> datetime:
    """Now, in UTC without a zone: what the access log is compared with (the college's as-of may be frozen)."""
    return datetime.now(UTC).replace(tzinfo=None)


def day(moment: datetime) -> date:
    """The college's date of a stored moment."""
    return moment.replace(tzinfo=UTC).astimezone(_zone()).date()


def began(day: date) -> datetime:
    """The stored moment at which a day of the college began."""
    return datetime.combine(day, time.min, _zone()).astimezone(UTC).replace(tzinfo=None)


def _zone() -> ZoneInfo:
    with warehouse.engine().connect() as connection:
        return ZoneInfo(read_setting(connection, "zone", "Asia/Shanghai"))


def today(snapshot: warehouse.Snapshot) -> date:
    """The day by which something is overdue: the home's as-of, and that of the snapshot where a frozen one is shown."""
    if warehouse.is_frozen():
        return snapshot.as_of
    with warehouse.engine().connect() as connection:
        return as_of(connection)
