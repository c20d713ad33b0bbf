"""What a source would unlock or carries, of made-up majors judged by a standard of two dimensions and three items."""

from __future__ import annotations

import polars as pl
import pytest

from profiling.standard import Standard
from profiling.unlock import source_gaps

PLACED, INTERN, CERTIFIED = "maj_placement", "maj_intern_match", "maj_certificate_rate"
SOURCES = {PLACED: {"fact_employment"}, INTERN: {"fact_internship"}, CERTIFIED: {"fact_certificate", "fact_graduation"}}  # fmt: skip
EVERY = frozenset().union(*SOURCES.values())
SEEN, MISSING, NOT = "observed", "missing", "not_applicable"


def _standard(placed: float = 0.7, first: float = 0.6, *, must_have: bool = False) -> Standard:
    """Dimension A (weight `first`): placement and internships; B: certificates, `must_have` or not. An index needs 70 %."""
    marks = [0.2, 0.4, 0.6, 0.8]
    parts = {"A": (first, {PLACED: placed, INTERN: 1 - placed}), "B": (1 - first, {CERTIFIED: 1.0})}
    dimensions = [
        {"id": name, "name_zh": name, "name_en": name, "weight": weight, "must_have": must_have and name == "B",
         "indicators": [{"id": item, "w": part, "anchors": marks} for item, part in items.items()]}
        for name, (weight, items) in parts.items()
    ]  # fmt: skip
    return Standard.model_validate({
        "standard": "small", "title_zh": "小", "title_en": "Small", "entity": "major", "version": "1", "status": "in_force",
        "effective_from": "2025-09-01", "approved_by": "x", "owner": "x", "reviewed_on": "2025-09-01",
        "aggregation": {"within": "arithmetic", "across": "geometric", "epsilon": 10},
        "decision": {"met": 65, "strong": 80, "min_dimension": 50, "strong_dimension": 60, "min_coverage": 0.7},
        "dimensions": dimensions,
    })  # fmt: skip


def _gaps(majors, connected, standard: Standard | None = None, relation: str = "own") -> dict[str, dict]:
    """Source -> its row; majors: per major the statuses of placement, internships and certificates."""
    standard = standard or _standard()
    listed = [(part.id, item.id, item.w) for part in standard.dimensions for item in part.indicators]
    items = [
        ("major", name, "small", dimension, indicator, weight, status)
        for name, statuses in majors.items()
        for (dimension, indicator, weight), status in zip(listed, statuses, strict=True)
    ]
    columns = ["entity_kind", "entity_id", "standard_id", "dimension_id", "indicator_id", "weight", "status"]
    indexes = [("major", name, "small", relation) for name in majors]
    found = source_gaps(
        pl.DataFrame(items, schema=columns, orient="row"),
        pl.DataFrame(indexes, schema=[*columns[:3], "relation"], orient="row"),
        {"small": standard},
        connected,
    )
    return {row["source_id"]: row for row in found.to_dicts()}


def test_an_absent_source_alone_unlocks_a_major():
    majors = {"M1": (MISSING, SEEN, SEEN), "M2": (SEEN, SEEN, SEEN)}  # M1: 0.6 x 0.3 + 0.4 = 0.58
    row = _gaps(majors, EVERY - SOURCES[PLACED])["fact_employment"]
    assert (row["unlocked"], row["dimensions"], row["carried"]) == (1, 1, 0)
    assert (row["entity_kind"], row["indicator_count"]) == ("major", 1)


def test_two_absent_sources_unlock_nothing_alone():
    majors = {"M1": (SEEN, SEEN, MISSING)}  # 0.6
    gaps = _gaps(majors, EVERY - SOURCES[CERTIFIED])
    assert [gaps[name]["unlocked"] for name in sorted(SOURCES[CERTIFIED])] == [0, 0]
    assert [gaps[name]["dimensions"] for name in sorted(SOURCES[CERTIFIED])] == [0, 0]
    assert _gaps(majors, EVERY - {"fact_certificate"})["fact_certificate"]["unlocked"] == 1


def test_a_connected_source_carries_the_majors_that_need_it():
    gaps = _gaps(
        {"M1": (SEEN, SEEN, SEEN), "M2": (SEEN, MISSING, SEEN), "M3": (MISSING, SEEN, MISSING)}, EVERY
    )
    assert gaps["fact_employment"]["carried"] == 2  # both fall below 0.70; M3 could not be judged before
    assert gaps["fact_internship"]["carried"] == 0  # 0.6 x 0.7 + 0.4 = 0.82 is enough
    assert {row["unlocked"] for row in gaps.values()} == {0}


def test_each_of_two_connected_sources_of_one_indicator_carries_it():
    gaps = _gaps({"M1": (SEEN, SEEN, SEEN)}, EVERY)
    assert [gaps[name]["carried"] for name in sorted(SOURCES[CERTIFIED])] == [1, 1]


def test_items_that_do_not_apply_do_not_count():
    """Without placement, internships are the whole of A: nothing is missing and nobody waits for employment."""
    gaps = _gaps({"M1": (NOT, SEEN, SEEN)}, EVERY - SOURCES[PLACED])
    assert "fact_employment" not in gaps
    assert gaps["fact_internship"]["carried"] == 1


def test_a_dimension_that_does_not_apply_leaves_its_weight_to_the_others():
    gaps = _gaps({"M1": (MISSING, SEEN, NOT)}, EVERY - SOURCES[PLACED])
    assert gaps["fact_employment"]["unlocked"] == 1
    assert "fact_certificate" not in gaps


@pytest.mark.parametrize(
    ("placed", "unlocked"), [(0.7, {"fact_employment"}), (0.3, {"fact_internship"}), (0.5, EVERY)]
)
def test_the_weightier_of_two_absent_sources_unlocks(placed, unlocked):
    """B is seen, 0.4; A brings 0.6 times the weight of what is connected: 0.70 needs at least half of it."""
    gaps = _gaps({"M1": (MISSING, MISSING, SEEN)}, SOURCES[CERTIFIED], _standard(placed))
    absent = {"fact_employment", "fact_internship"}
    assert {name for name in absent if gaps[name]["unlocked"]} == absent & unlocked
    assert {name for name in absent if gaps[name]["dimensions"]} == absent & unlocked


def test_weights_of_dimensions_count_as_well():
    majors, there = {"M1": (SEEN, SEEN, MISSING)}, EVERY - {"fact_certificate"}
    heavy = _gaps(majors, there, _standard(first=0.8))["fact_certificate"]
    assert (heavy["unlocked"], heavy["dimensions"]) == (
        0,
        1,
    )  # 0.8 is enough to judge, B is one dimension more
    assert _gaps(majors, there, _standard(first=0.6))["fact_certificate"]["unlocked"] == 1


def test_a_must_have_dimension_keeps_a_major_locked():
    majors, there = {"M1": (SEEN, SEEN, MISSING)}, EVERY - {"fact_certificate"}
    assert _gaps(majors, there, _standard(first=0.8, must_have=True))["fact_certificate"]["unlocked"] == 1


def test_a_connected_source_without_a_value_of_the_major_unlocks_nothing():
    gaps = _gaps({"M1": (MISSING, SEEN, SEEN)}, EVERY)
    assert {row["unlocked"] for row in gaps.values()} == {0}


def test_only_own_standards_count():
    assert _gaps({"M1": (MISSING, SEEN, SEEN)}, EVERY, relation="next") == {}


def test_rows_are_in_order_of_the_sources():
    assert list(_gaps({"M1": (SEEN, MISSING, SEEN)}, frozenset())) == sorted(EVERY)


def test_without_knowing_what_is_connected_there_are_no_rows():
    assert _gaps({"M1": (MISSING, SEEN, SEEN)}, None) == {}
    assert _gaps({}, EVERY) == {}
