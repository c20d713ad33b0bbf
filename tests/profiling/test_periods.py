"""School years, and terms for which a source holds nothing."""

from datetime import date, datetime

import polars as pl
import pytest

from profiling.indicators.course import crs_assignment_ontime, crs_quiz_coverage, crs_stage_coverage
from profiling.indicators.course_resources import crs_resource_active, crs_resource_visits
from profiling.periods import school_year, year_bounds, years_over
from tests.profiling.small_facts import small_facts


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2024, 8, 31), "2023-2024"),
        (date(2024, 9, 1), "2024-2025"),
        (date(2025, 1, 1), "2024-2025"),
        (None, None),
    ],
)
def test_school_year_begins_on_1_september(day, year):
    days = pl.DataFrame({"day": [day]}, schema={"day": pl.Date})
    assert days.select(school_year(pl.col("day"))).item() == year


def test_school_year_is_over_from_1_september():
    assert years_over(date(2025, 8, 31), 2) == ["2022-2023", "2023-2024"]
    assert years_over(date(2025, 9, 1), 2) == ["2023-2024", "2024-2025"]


def test_bounds_of_a_school_year():
    assert year_bounds(["2023-2024"]).row(0) == ("2023-2024", date(2023, 9, 1), date(2024, 8, 31))


BEFORE, SINCE = "2023-2024-2", "2024-2025-1"
DAYS = {BEFORE: date(2024, 5, 6), SINCE: date(2024, 10, 7)}


def _college():
    """One course in two terms; the platform was connected in the second, for one student of two."""
    moment = {term: datetime(day.year, day.month, day.day, 8) for term, day in DAYS.items()}
    rows = {
        "term": [{"term_id": term, "start_year": int(term[:4]), "term_no": int(term[-1]), "first_monday": day} for term, day in DAYS.items()],
        "offering": [{"offering_id": term, "term_id": term, "course_code": "K1"} for term in DAYS],
        "enrolment": [{"student_pid": pid, "offering_id": term} for term in DAYS for pid in ("a", "b")],
        "session": [{"session_id": f"S{term}", "offering_id": term, "held_on": day, "status": "held", "period_count": 2} for term, day in DAYS.items()],
        "task": [{"task_id": f"T{term}", "offering_id": term, "task_kind": "assignment", "due_at": moment[term]} for term in DAYS],
        "resource": [{"resource_id": f"R{term}", "offering_id": term, "resource_no": "1"} for term in DAYS],
    }  # fmt: skip
    event = {"student_pid": "a", "offering_id": SINCE, "term_id": SINCE}
    events = {
        "fact_lms_daily": [event | {"stage": "pre", "day": DAYS[SINCE]}],
        "fact_resource_use": [event | {"resource_id": f"R{SINCE}", "visits": 2.0}],
        "fact_assignment": [event | {"task_id": f"T{SINCE}", "task_kind": "assignment", "submitted_at": moment[SINCE]}],
        "fact_quiz": [event | {"session_id": f"S{SINCE}", "task_id": "Q", "is_answered": True}],
    }  # fmt: skip
    return small_facts(**rows, **events)


@pytest.mark.parametrize(
    ("indicator", "value"),
    [
        (crs_stage_coverage, 0.0),
        (crs_resource_active, 1.0),
        (crs_resource_visits, 1.0),
        (crs_assignment_ontime, 0.5),
        (crs_quiz_coverage, 1.0),
    ],
)
def test_term_before_the_source_was_connected_is_not_told(indicator, value):
    found = indicator(_college()).filter(pl.col("entity_kind") == "course")
    assert found.select("period", "value").rows() == [(SINCE, value)]
