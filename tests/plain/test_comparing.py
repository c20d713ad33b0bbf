"""The comparison itself: it tells what differs, and lets pass what does not."""

from tests.plain.agreeing import same
from tests.plain.comparing import differences

KEY = ("sch_students", "school", "school", "2025-2026-1")
STORED = {
    "value": 0.5, "numerator": 1.0, "denominator": 2.0, "n": 2, "low": None, "high": None,
    "raw_value": None, "response_rate": None, "status": "observed",
}  # fmt: skip


def _told(plain: dict | None, stored: dict | None) -> int:
    own, other = ({KEY: row} if row else {} for row in (plain, stored))
    return len(differences(own, other, {KEY[0]}))


def test_equal_rows_pass():
    assert _told({"value": 0.5 + 1e-12, "n": 2}, STORED) == 0


def test_values_parts_and_states_are_told():
    assert _told({"value": 0.5 + 1e-6}, STORED) == 1
    assert _told({"value": 0.5, "numerator": 2}, STORED) == 1
    assert _told({"value": 0.5, "status": "provisional"}, STORED) == 1
    assert _told({"value": None}, STORED) == 2


def test_rows_of_one_side_are_told_unless_missing():
    assert _told({"value": 0.5}, None) == _told(None, STORED) == 1
    assert _told({"value": None}, None) == _told(None, STORED | {"value": None, "status": "missing"}) == 0


def test_nothing_equals_nothing_alone():
    assert same(None, None) and not same(None, 0.0) and not same("met", "not_met")
