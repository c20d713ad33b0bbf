"""What pages count: known answers by hand, and what a reader without the rows behind may not learn."""

from datetime import date, datetime

import polars as pl
import pytest

from errors import ShownError
from profiling import goal_tallies, loop_tallies, responsibility, tallies
from profiling.disclose import Least
from tests.profiling.small_facts import small_facts

LEAST = Least()
MAJOR = {
    "major_code": "M1",
    "name": "专业",
    "org_code": "D1",
    "valid_from": date(2020, 1, 1),
    "is_current": True,
}


def _student(number, status="graduated", **more):
    row = {"student_pid": f"s{number:03d}", "valid_from": date(2021, 9, 1), "is_current": True, "major_code": "M1",
           "org_code": "D1", "entry_year": 2021, "student_status": status}  # fmt: skip
    return row | more


def _cohort(placed, not_placed, left):
    """A cohort of 2021 with its ends, as rows of the registers."""
    ends = ["placed"] * placed + ["not_placed"] * not_placed + ["left"] * left
    students = [_student(n, "withdrawn" if end == "left" else "graduated") for n, end in enumerate(ends)]
    graduation = [
        {"student_pid": f"s{n:03d}", "entry_year": 2021, "due_year": 2024, "outcome": "left" if end == "left" else "graduated",
         "graduated_on": None if end == "left" else date(2024, 6, 25)}
        for n, end in enumerate(ends)
    ]  # fmt: skip
    employment = [
        {"student_pid": f"s{n:03d}", "graduation_year": 2024, "counted_on": date(2024, 8, 31),
         "outcome": "employed" if end == "placed" else "unemployed"}
        for n, end in enumerate(ends)
        if end != "left"
    ]  # fmt: skip
    return small_facts(student_version=students, graduation=graduation, employment=employment, major=[MAJOR])


def _steps(rows):
    return {row["step"]: row for row in rows}


def test_every_student_of_a_cohort_is_at_one_end():
    rows = _steps(tallies.flow_rows(_cohort(30, 12, 8), LEAST))
    counts = {step: row["n"] for step, row in rows.items()}
    assert counts == {
        "registered": 50, "placed": 30, "not_placed": 12, "left": 8,
        "moved": 0, "studying": 0, "delayed": 0, "not_counted": 0,
    }  # fmt: skip
    assert all(row["is_open"] for row in rows.values())


def test_who_changes_the_major_is_told_where_the_way_began():
    versions = [_student(n, "enrolled") for n in range(20)]
    versions.append(_student(0, "enrolled", valid_from=date(2022, 9, 1), major_code="M2"))
    rows = tallies.flow_rows(small_facts(student_version=versions, major=[MAJOR]), LEAST)
    found = {(row["entity_id"], row["step"]): row["n"] for row in rows}
    assert found["M1", "moved"] == 1
    assert found["M1", "studying"] == 19
    assert ("M2", "registered") not in found


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"placed": 30, "not_placed": 12, "left": 8}, set()),
        (
            {"placed": 36, "not_placed": 6, "left": 1},
            {"left", "not_placed"},
        ),  # 1 of 43 alone would follow from the rest
        ({"studying": 42, "left": 1}, {"studying", "left"}),
        ({"studying": 42, "left": 0}, {"studying", "left"}),  # all of them: told as the sum
        ({"placed": 190, "not_placed": 9, "left": 1}, set()),  # two hundred hide nobody
    ],
)
def test_ends_that_tell_too_much_are_hidden_together(counts, hidden):
    assert tallies.hidden_ends(counts) == hidden


def test_a_small_cohort_is_closed_to_everyone_without_its_rows():
    rows = tallies.flow_rows(_cohort(5, 2, 1), LEAST)
    assert not any(row["is_open"] for row in rows)
    assert [row["is_open_inside"] for row in rows if row["step"] == "registered"] == [True]


def _alerts(level, opened, answered, late_answers=0):
    alerts = [
        {"alert_no": f"{level}{n}", "student_pid": f"s{n}", "level": level, "raised_at": datetime(2025, 2, 3, 2),
         "due_at": datetime(2025, 2, 5, 2)}
        for n in range(opened)
    ]  # fmt: skip
    contacts = [
        {"contact_no": f"c{level}{n}", "student_pid": f"s{n}", "teacher_pid": "t1", "alert_no": f"{level}{n}",
         "contacted_at": datetime(2025, 2, 9 if n < late_answers else 4, 2)}
        for n in range(answered)
    ]  # fmt: skip
    return alerts, contacts


def test_warnings_are_counted_from_opened_to_answered_in_time():
    alerts, contacts = _alerts("red", 40, 25, late_answers=12)
    rows = loop_tallies.alert_rows(small_facts(alert=alerts, contact=contacts), LEAST)
    red = _steps(row for row in rows if row["part"] == "red")
    assert {step: row["n"] for step, row in red.items()} == {
        "opened": 40, "answered": 25, "in_time": 13, "closed": 0, "late": 15,
    }  # fmt: skip
    assert all(row["is_open"] for row in red.values())


def test_of_few_unanswered_warnings_the_side_alone_is_told():
    alerts, contacts = _alerts("red", 40, 37)
    rows = loop_tallies.alert_rows(small_facts(alert=alerts, contact=contacts), LEAST)
    red = _steps(row for row in rows if row["part"] == "red")
    assert (red["answered"]["is_open"], red["answered"]["side"]) == (False, "over")
    assert (red["late"]["is_open"], red["late"]["side"]) == (False, "under")


def test_the_sum_of_levels_does_not_tell_the_one_that_is_hidden():
    red, yellow = _alerts("red", 40, 37), _alerts("yellow", 60, 30)
    facts = small_facts(alert=red[0] + yellow[0], contact=red[1] + yellow[1])
    rows = {(row["part"], row["step"]): row for row in loop_tallies.alert_rows(facts, LEAST)}
    assert rows["yellow", "answered"]["is_open"]
    assert not rows["red", "answered"]["is_open"]
    assert not rows["all", "answered"]["is_open"]


def test_counts_of_warnings_change_only_when_a_week_closes():
    alerts, _ = _alerts("red", 20, 0)
    this_week = [
        row | {"alert_no": f"w{n}", "raised_at": datetime(2025, 2, 26, 2)} for n, row in enumerate(alerts)
    ]
    facts = small_facts(alert=alerts + this_week)  # as of Saturday 1 March: the week from 24 February is open
    red = _steps(row for row in loop_tallies.alert_rows(facts, LEAST) if row["part"] == "red")
    assert red["opened"]["n"] == 20


def test_actions_are_counted_in_the_cell_that_names_their_indicator():
    actions = [
        {"action_no": f"a{n}", "indicator_id": "crs_first_pass", "opened_on": date(2025, 1, 1),
         "due_on": date(2025, 2, 1) if n < 4 else date(2025, 6, 1), "closed_on": date(2025, 1, 20) if n == 11 else None}
        for n in range(12)
    ] + [{"action_no": "b", "indicator_id": "nothing", "opened_on": date(2025, 1, 1), "due_on": date(2025, 6, 1)}]  # fmt: skip
    made_here = [{key: value for key, value in actions[0].items() if key != "action_no"}]
    delivered = loop_tallies.action_rows(small_facts(action=actions), LEAST)
    both = loop_tallies.action_rows(small_facts(action=actions, improvement=made_here), LEAST)
    assert (
        sum(row["n"] for row in both if row["step"] == "open")
        == sum(row["n"] for row in delivered if row["step"] == "open") + 1
    )
    rows = loop_tallies.action_rows(small_facts(action=actions), LEAST)
    found = {(row["part"], row["step"]): row for row in rows}
    assert (found["generation/course", "open"]["n"], found["generation/course", "overdue"]["n"]) == (11, 4)
    assert found["other", "open"]["n"] == 1
    assert not found["other", "open"]["is_open"]


GOALS = [
    {"goal_no": "G", "name": "总目标", "weight": 1.0, "entity_kind": "school", "due_on": date(2025, 12, 31)},
    {"goal_no": "A", "parent_no": "G", "weight": 0.6, "entity_kind": "school", "due_on": date(2025, 12, 31)},
    {"goal_no": "B", "parent_no": "G", "weight": 0.4, "entity_kind": "school", "due_on": date(2025, 12, 31)},
    {"goal_no": "A1", "parent_no": "A", "weight": 1.0, "entity_kind": "school", "indicator_id": "sch_placement_rate",
     "baseline": 0.8, "target": 0.9, "goal_direction": "up", "due_on": date(2025, 12, 31)},
    {"goal_no": "B1", "parent_no": "B", "weight": 0.5, "entity_kind": "school", "indicator_id": "sch_match_rate",
     "baseline": 0.5, "target": 0.7, "goal_direction": "up", "due_on": date(2025, 12, 31)},
    {"goal_no": "B2", "parent_no": "B", "weight": 0.5, "entity_kind": "school", "indicator_id": "sch_local_rate",
     "baseline": 0.5, "target": 0.7, "goal_direction": "up", "due_on": date(2025, 12, 31)},
]  # fmt: skip


def _valued(*values, closed=()):
    return pl.DataFrame(
        [
            {"entity_kind": "school", "entity_id": "school", "indicator_id": name, "value": value, "is_latest": True,
             "status": "observed", "behind": "internship_employment", "is_open": name not in closed,
             "is_open_inside": True, "extreme": None}
            for name, value in values
        ],
        schema_overrides={"extreme": pl.String},
    )  # fmt: skip


def test_goals_roll_up_by_weight_over_the_leaves_that_have_a_value():
    valued = _valued(("sch_placement_rate", 0.85), ("sch_match_rate", 0.7))  # half the way; there; B2 unknown
    rows = goal_tallies.goal_rows(small_facts(goal=GOALS), valued)
    ways = {row["part"]: row["value"] for row in rows if row["step"] == "way"}
    assert ways["A1"] == pytest.approx(0.5)
    assert ways["B1"] == pytest.approx(1.0)
    assert ways["B"] == pytest.approx(1.0)
    assert ways["G"] == pytest.approx((0.5 * 0.6 + 1.0 * 0.2) / 0.8)
    assert {row["part"]: row["n"] for row in rows if row["step"] == "leaves"} == {"A": 1, "B": 2, "G": 3}


def test_a_goal_above_is_hidden_where_exactly_one_leaf_is():
    values = (("sch_placement_rate", 0.85), ("sch_match_rate", 0.7), ("sch_local_rate", 0.6))
    one = goal_tallies.goal_rows(small_facts(goal=GOALS), _valued(*values, closed=("sch_match_rate",)))
    two = goal_tallies.goal_rows(
        small_facts(goal=GOALS), _valued(*values, closed=("sch_match_rate", "sch_local_rate"))
    )
    is_open = [{row["part"]: row["is_open"] for row in rows if row["step"] == "way"} for rows in (one, two)]
    assert (is_open[0]["B"], is_open[0]["G"], is_open[0]["A"]) == (False, False, True)
    assert is_open[1]["B"]


def _dimension(dimension, score, is_open=True):
    return {"entity_kind": "major", "entity_id": "M1", "dimension_id": dimension, "score": score, "is_published": True,
            "org_code": "D1", "behind": "student_academic_record", "is_open": is_open, "is_open_inside": True}  # fmt: skip


def test_the_board_is_exact_unless_the_mean_tells_a_hidden_part():
    parts = [_dimension("M1", 80.0), _dimension("M2", 67.0, is_open=False), _dimension("M7", 71.3)]
    rows = _steps(tallies.board_rows(pl.DataFrame(parts)))
    assert rows["fit"]["value"] == 71.3
    assert rows["fit"]["is_open"]
    assert rows["capability"]["value"] == pytest.approx(73.5)
    assert not rows["capability"]["is_open"]
    assert (rows["fit_rounded"]["value"], rows["capability_rounded"]["value"]) == (70.0, 74.0)


def test_who_answers_for_what_is_whole_and_names_no_action_twice():
    register = responsibility.responsibility()
    assert len(register.systems) == 5
    assert all(len(row) == 5 for row in register.cells.values())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("indicator: sch_books_pp", "indicator: sch_unheard_of", "sch_unheard_of"),
        ("actions: [tch_training_hours]", "actions: [crs_first_pass]", "one cell at most"),
        ("{id: support,", "{id: supports,", "cells are given"),
    ],
)
def test_a_register_that_is_not_whole_says_what_to_mend(tmp_path, old, new, told):
    file = tmp_path / "responsibility.yaml"
    file.write_text(responsibility.FILE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ShownError, match=told):
        responsibility.load(file)
