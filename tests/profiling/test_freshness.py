"""Values whose source fails its freshness: stale where their period had not ended, whole where it had."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from profiling.facts import Facts
from profiling.freshness import marked_stale, period_end
from profiling.values import COLUMNS

TERMS = pl.DataFrame(
    {"term_id": ["2024-2025-2", "2025-2026-1"], "end_on": [date(2025, 7, 6), date(2026, 1, 4)]}
)
FACTS = Facts({"term": TERMS}, {}, date(2025, 11, 2), None, "2025-2026-1")
LATE = replace(FACTS, late={"fact_attendance": date(2025, 10, 3)})


def _values(*rows):
    frame = pl.DataFrame(
        rows, schema=["indicator_id", "period", "status", "value"], orient="row"
    ).with_columns(entity_kind=pl.lit("student"), entity_id=pl.lit("s1"))
    missing = [
        pl.lit(None).cast(kind).alias(name) for name, kind in COLUMNS.items() if name not in frame.columns
    ]
    return frame.with_columns(missing).select(list(COLUMNS))


def _told(facts, *rows):
    return marked_stale(facts, _values(*rows)).select("status", "status_reason").rows()


def test_nothing_late_changes_nothing():
    values = _values(("stu_attendance", "2025-2026-1", "observed", 0.9))
    assert marked_stale(FACTS, values).equals(values)


def test_running_period_of_late_source_is_stale_with_its_day():
    assert _told(LATE, ("stu_attendance", "2025-2026-1", "observed", 0.9)) == [
        ("stale", "delivered_until:2025-10-03")
    ]


def test_period_that_ended_before_the_delivery_stays():
    assert _told(LATE, ("stu_attendance", "2024-2025-2", "observed", 0.9)) == [("observed", None)]


def test_other_sources_and_values_that_are_not_there_stay():
    rows = (
        ("sch_students", "2025-2026-1", "observed", 3.0),
        ("stu_attendance", "2025-2026-1", "missing", None),
    )
    assert _told(LATE, *rows) == [("observed", None), ("missing", None)]


def test_stale_value_keeps_its_number():
    assert marked_stale(LATE, _values(("stu_attendance", "2025-2026-1", "observed", 0.9)))["value"][0] == 0.9


@pytest.mark.parametrize(
    ("period", "last"),
    [
        ("2025-2026-1", date(2026, 1, 4)),
        ("2024-2025", date(2025, 8, 31)),
        ("2025", date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("5y:2025", date(2025, 12, 31)),
        ("2030-2031-1", None),
        ("all", None),
    ],
)
def test_last_day_of_each_kind_of_period(period, last):
    assert period_end(FACTS, period) == last
