"""Who is judged by what: registers, standards of one department, elapsed time, levels, gates, quadrants, overload."""

import json
from datetime import date

import numpy as np
import polars as pl
import pytest

from errors import ShownError
from profiling.board import board
from profiling.caseload import with_overload
from profiling.elapsed import elapsed_share
from profiling.gates import gate_states
from profiling.indices.quadrant import quadrant
from profiling.judging import assignments
from profiling.levels import gates_word, with_levels
from profiling.standard import STUDENT, parse, register_of, standards, student_standard
from tests.profiling.small_facts import TERM, small_facts

SHIPPED = standards()
OWN = {"status": "observed", "entity_kind": "student"}


def _scoped(name, kind, code):
    body = SHIPPED[STUDENT].model_dump(mode="json") | {
        "standard": name,
        "scope": {"kind": kind, "code": code},
    }
    return parse(body, name)


def _student(pid, **more):
    return {
        "student_pid": pid, "valid_from": date(2023, 9, 1), "student_status": "enrolled", "entry_year": 2023, "schooling_years": 3,
        "org_code": "D1", "major_code": "M1", "class_code": "C1",
    } | more  # fmt: skip


def _values(rows):
    schema = {"entity_id": pl.String, "indicator_id": pl.String, "value": pl.Float64, "status": pl.String, "entity_kind": pl.String}  # fmt: skip
    return pl.DataFrame([{"value": None, **OWN, **row} for row in rows], schema=schema)


def test_stored_version_replaces_the_shipped_one_and_others_stay():
    newer = SHIPPED["teacher.T2"].model_copy(update={"version": "2026.1"})
    found = register_of({"teacher.T2": ("2026.1", newer.model_dump_json())})
    assert found["teacher.T2"].version == "2026.1"
    assert found["teacher.T3"] is SHIPPED["teacher.T3"]


@pytest.mark.parametrize(
    ("path", "value", "word"),
    [
        (("dimensions", 0, "weight"), 0.9, "sum to 1"),
        (("dimensions", 1, "indicators", 0, "id"), "no_such", "no_such"),
        (("dimensions", 1, "indicators", 0, "anchors"), [1, 3, 2, 4], "rise or fall"),
        (("gates", 0), "no_such_gate", "no_such_gate"),
        (("must_have", 0), "crs_set_eb", "crs_set_eb"),
        (("decision", "met"), "many", "number"),
    ],
)
def test_body_that_no_longer_holds_is_told_with_its_standard_and_version(path, value, word):
    body = SHIPPED["teacher.T2"].model_dump(mode="json")
    place = body
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(ShownError) as told:
        register_of({"teacher.T2": ("2026.1", json.dumps(body))})
    for part in ("teacher.T2 2026.1", word, "mend"):
        assert part in str(told.value)


def test_the_most_specific_standard_judges():
    register = SHIPPED | {
        one.standard: one for one in (_scoped("s.D1", "org", "D1"), _scoped("s.M2", "major", "M2"))
    }
    assert student_standard(register, "D1", "M1") == "s.D1"
    assert student_standard(register, "D1", "M2") == "s.M2"
    assert student_standard(register, "D2", "M2") == "s.M2"
    assert student_standard(register, "D2", None) == STUDENT
    assert student_standard(SHIPPED, "D1", "M1") == STUDENT


def test_assignments_follow_the_register():
    facts = small_facts(student_version=[_student("a"), _student("b", org_code="D2")])
    own = _scoped("s.D1", "org", "D1")
    found = {
        standard.standard: entities for standard, _, entities in assignments(facts, SHIPPED | {"s.D1": own})
    }
    assert (found["s.D1"], found[STUDENT]) == (["a"], ["b"])


def test_time_studied_is_counted_in_closed_terms():
    facts = small_facts(
        student_version=[_student("old"), _student("new", entry_year=2024), _student("late", entry_year=2025)]
    )
    shares = dict(elapsed_share(facts).select("student_pid", "elapsed").iter_rows())
    assert shares == {"old": 3, "new": 1, "late": 0}  # autumn 2024 is the newest closed term
    assert facts.closed_terms == [TERM]


def test_prorated_anchors_are_those_of_the_time_studied():
    rows = _values(
        [{"entity_id": pid, "indicator_id": "stu_labour", "value": 8.0} for pid in ("half", "begun")]
    )
    rows = rows.with_columns(low=pl.lit(None, pl.Float64), high=pl.lit(None, pl.Float64))
    table = board(SHIPPED[STUDENT], ["half", "begun"], rows, None, np.array([0.5, 0.0]))
    column = [item.id for _, item in table.items].index("stu_labour")
    np.testing.assert_allclose(table.anchors[0, column], [0, 8, 12, 20])
    assert table.score[0, column] == 60.0
    assert table.status[1, column] == "not_applicable"  # nothing is asked for on the first day


def _levels(score, lowest, gates, place=1):
    facts = small_facts(student_version=[_student(f"s{n}") for n in range(10)])
    values = _values(
        [{"entity_id": f"s{n}", "indicator_id": "stu_weighted_score", "value": 90.0 - n} for n in range(10)]
    )
    told = json.dumps([{"id": "g", "met": met} for met in gates])
    rows = pl.DataFrame(
        {"entity_id": [f"s{place - 1}"], "score": [score], "lowest": [lowest], "gates": [told]}
    )
    return with_levels(facts, rows, SHIPPED[STUDENT], values)["level"][0]


@pytest.mark.parametrize(
    ("score", "lowest", "gates", "place", "level"),
    [
        (74.9, 70.0, [True], 1, "qualified"), (75.0, 60.0, [True], 9, "good"), (75.0, 59.9, [True], 1, "qualified"),
        (85.0, 65.0, [True], 3, "excellent"), (85.0, 65.0, [True], 4, "good"), (85.0, 64.9, [True], 1, "good"),
        (92.0, 75.0, [True], 1, "model_candidate"), (99.0, 99.0, [True, False], 1, "open"), (99.0, 99.0, [True, None], 1, "unknown"),
        (None, None, [True], 1, "qualified"),
    ],
)  # fmt: skip
def test_level_needs_index_lowest_dimension_place_and_every_gate(score, lowest, gates, place, level):
    assert _levels(score, lowest, gates, place) == level


def test_one_failed_gate_is_told_even_where_another_is_unknown():
    assert gates_word(json.dumps([{"id": "a", "met": None}, {"id": "b", "met": False}])) == "open"


def test_gate_that_nobody_can_tell_is_never_failed():
    facts = small_facts(student_version=[_student("a")])
    given = [
        {"entity_id": "low", "indicator_id": "stu_fitness", "value": 59.9},
        {"entity_id": "high", "indicator_id": "stu_fitness", "value": 60.0},
        {"entity_id": "exempt", "indicator_id": "stu_fitness", "status": "not_applicable"},
        {"entity_id": "lost", "indicator_id": "stu_fitness", "status": "missing"},
        {"entity_id": "hidden", "indicator_id": "stu_fitness", "status": "suppressed", "value": 10.0},
    ]
    assert gate_states(facts, _values(given), "student")["fitness_60"] == {
        "low": False,
        "high": True,
        "exempt": True,
    }


def test_gate_of_a_whole_requirement_asks_for_the_time_studied():
    facts = small_facts(student_version=[_student("a"), _student("b")])
    given = [
        {"entity_id": pid, "indicator_id": "stu_labour", "value": hours}
        for pid, hours in (("a", 8.0), ("b", 7.9))
    ]
    assert gate_states(facts, _values(given), "student")["labour_on_schedule"] == {"a": True, "b": False}


def test_quadrant_lies_at_the_line_and_is_not_guessed():
    words = quadrant(np.array([65.0, 65.0, 64.9, 64.9, np.nan]), np.array([65.0, 64.9, 65.0, 64.9, 80.0]))
    assert words.tolist() == ["strengthen", "rebuild", "transform", "warning", None]


def test_overload_is_a_label_and_no_score():
    rows = pl.DataFrame({"entity_id": ["a", "b", "c", "a"], "dimension_id": ["D4", "D4", "D4", "D1"], "score": 70.0, "is_published": True, "state": "met"})  # fmt: skip
    own = [{"entity_id": pid, "indicator_id": "cou_caseload", "value": value, "entity_kind": "teacher"} for pid, value in (("a", 241.0), ("b", 240.0))]  # fmt: skip
    found = with_overload("teacher.CO", rows, _values(own))
    assert found["state"].to_list() == ["overloaded", "met", "met", "met"]
    assert found["score"].to_list() == [70.0] * 4
    assert with_overload("teacher.T2", rows, _values(own))["state"].to_list() == ["met"] * 4
