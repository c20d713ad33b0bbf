"""Counts of the warning rules at past closes: known answers, unknown never zero, and what readers without the rows are told."""

from datetime import date, datetime

import pytest
import yaml
from pydantic import ValidationError

from profiling import rule_trial, rules
from profiling.disclose import Least
from profiling.rule_trial import Close
from tests.profiling.small_facts import TERM, small_facts

NONE_HIDDEN = Least(1, 1)
COURSES = {"K1": 3.0, "K2": 4.0}


def _student(number, entry=2024):
    return {"student_pid": f"s{number:03d}", "valid_from": date(2024, 9, 1), "is_current": True, "student_status": "enrolled",
            "class_code": "C1", "major_code": "M1", "org_code": "D1", "entry_year": entry}  # fmt: skip


def _college(failing, *, passing=0, entry=2024, **more):
    """So many students who failed both courses (seven credits) and who passed them, of a programme that asks for both."""
    students = [_student(n, entry) for n in range(failing + passing)]
    taken = [(row["student_pid"], code) for row in students for code in COURSES]
    result = {row["student_pid"]: "failed" if n < failing else "passed" for n, row in enumerate(students)}
    return small_facts(
        student_version=students,
        course=[{"course_code": code, "credits": credits, "org_code": "D1"} for code, credits in COURSES.items()],
        offering=[{"offering_id": code, "term_id": TERM, "course_code": code, "org_code": "D1"} for code in COURSES],
        enrolment=[{"student_pid": pid, "offering_id": code, "is_required": True} for pid, code in taken],
        grade=[
            {"student_pid": pid, "offering_id": code, "attempt_no": 1, "attempt_kind": "first", "result": result[pid],
             "is_void": False, "recorded_at": datetime(2025, 1, 10)}
            for pid, code in taken
        ],
        programme=[{"programme_id": "P", "major_code": "M1", "entry_grade": entry, "version": "1"}],
        plan=[{"programme_id": "P", "course_code": code, "planned_term": 1} for code in COURSES],
        **more,
    )  # fmt: skip


def _rows(facts, least=NONE_HIDDEN):
    found = rule_trial.rows([Close(TERM, facts, facts)], least)
    return {(row["part"], row["step"]): row for row in found}


def _numbers(facts):
    return {cell: row["n"] for cell, row in _rows(facts).items()}


def test_each_value_counts_who_is_beyond_it():
    counts = _numbers(_college(3, passing=5))
    assert [counts["failed_term", step] for step in ("4", "6", "8", "10", "12")] == [3, 3, 0, 0, 0]
    assert [counts["open", step] for step in ("6", "8", "20")] == [3, 0, 0]
    assert [counts["progress", step] for step in ("0.95", "0.6", "0.5")] == [3, 3, 3]
    assert counts["term_close", "judged"] == 8


def test_levels_in_force_count_each_student_at_the_heaviest():
    counts = _numbers(_college(3, passing=5))
    assert [counts["term_close", level] for level in rule_trial.LEVELS] == [
        3,
        0,
        0,
    ]  # no credit of seven: progress is red


def test_students_whose_first_terms_are_not_held_are_not_judged_by_progress():
    counts = _numbers(_college(3, passing=5, entry=2022))
    assert not [cell for cell in counts if cell[0] == "progress"]
    assert [counts["term_close", level] for level in rule_trial.LEVELS] == [
        0,
        0,
        3,
    ]  # seven credits failed: yellow


def test_values_in_force_give_the_numbers_of_the_rules_themselves():
    facts = _college(4, passing=9)
    warned = rules.warnings(facts)
    assert sum(_numbers(facts)["term_close", level] for level in rule_trial.LEVELS) == warned.height == 4


def test_what_nothing_is_known_of_has_no_row_and_not_a_zero():
    assert rule_trial.rows([Close(TERM, *[small_facts()] * 2)], NONE_HIDDEN) == []
    counts = _numbers(_college(3, passing=5))
    assert not [cell for cell in counts if cell[0] in ("absence", "idle", "in_term")]


def test_absence_and_idleness_are_counted_over_the_term():
    sessions = [
        {"session_id": f"n{n}", "offering_id": "K1", "held_on": date(2024, 9, 2 + n)} for n in range(10)
    ]
    missed = {"s000": 4, "s001": 1}
    attendance = [
        {"student_pid": f"s{n:03d}", "offering_id": "K1", "term_id": TERM, "session_id": f"n{place}",
         "status": "absent" if place < missed.get(f"s{n:03d}", 0) else "present",
         "event_time": datetime(2024, 9, 2 + place), "recorded_at": datetime(2024, 9, 2 + place)}
        for n in range(4) for place in range(10)
    ]  # fmt: skip
    counts = _numbers(_college(0, passing=4, session=sessions, fact_attendance=attendance))
    assert [counts["absence", step] for step in ("0.05", "0.1", "0.15", "0.3333")] == [2, 2, 1, 1]
    assert [counts["in_term", level] for level in rule_trial.LEVELS] == [1, 0, 1]
    assert counts["in_term", "judged"] == 4


def test_counts_are_told_only_where_no_small_group_lies_between():
    rows = _rows(_college(12, passing=40), Least())
    assert rows["failed_term", "6"]["is_open"]
    assert rows["term_close", "red"]["is_open"]
    few = _rows(_college(7, passing=40), Least())
    assert not few["failed_term", "6"]["is_open"]
    assert few["failed_term", "6"]["is_open_inside"]
    assert few["failed_term", "8"]["is_open"]  # nobody
    assert not few["term_close", "red"]["is_open"]


@pytest.mark.parametrize(
    ("numbers", "told"), [([12, 15, 30], [True, False, True]), ([3, 14], [False, True]), ([48], [False])]
)
def test_values_of_one_line_do_not_tell_the_few_between_them(numbers, told):
    cells = [(n, ("open", str(n))) for n in numbers]
    found = rule_trial._values_told(cells, 50, 10)
    assert [cell in found for _, cell in cells] == told


def test_a_value_in_force_must_stand_among_the_alternatives():
    table = yaml.safe_load(rules.FILE.read_text(encoding="utf-8"))
    table["alternatives"]["open"].remove(14)
    with pytest.raises(ValidationError, match=r"alternatives\.open: 14 is missing"):
        rules.RuleTable(**table)
