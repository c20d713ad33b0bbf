"""Tags and checklists of a person against facts made by hand: what is shown, what it rests on, what nobody can tell."""

import dataclasses
from datetime import date

import pytest

from access.scope import Scope
from profiling.award_register import award_register
from profiling.tag_register import read
from tests.views import college
from views.figures import must_haves, standing
from views.figures.values import Values
from views.people import answers, tags
from views.people.answers import Known
from views.students import awards

SELF = Scope("student", "s1", (("student", frozenset({"s1"})),))
LOADED = dict.fromkeys(answers.SOURCES.values())
ANCHORS = "[0.85, 0.95, 0.98, 1.0]"


def _row(indicator, value, *, n=40, status="observed", period=college.TERM, **more):
    return {
        "indicator_id": indicator, "period": period, "value": value, "n": n, "status": status, "is_latest": True,
        "numerator": None, "denominator": None, "low": None, "high": None, "raw_value": None, "response_rate": None,
        "difference": None, "definition_version": "2026.1", "percentile": None, "peer_count": None,
    } | more  # fmt: skip


def _values(*rows):
    return Values({row["indicator_id"]: (row,) for row in rows}, college.SNAPSHOT, LOADED)


def _held(value=0.99, *, status="observed", coverage=0.9, indicator="stu_attendance", anchors=ANCHORS):
    index = {"standard_id": "student.development", "standard_version": "2025.1", "score": 70.0, "coverage": coverage, "gates": None, "appraisal_gates": None}  # fmt: skip
    item = {"indicator_id": indicator, "dimension_id": "S4", "value": value, "status": status, "anchors": anchors, "score": 80.0}  # fmt: skip
    return standing.Standing(index, ({"dimension_id": "S4", "coverage": coverage},), (item,))


def _known(*rows, held=None, facts=None, records=(), scope=SELF, loaded=None):
    own = _values(*rows)
    own = own if loaded is None else dataclasses.replace(own, loaded=loaded)
    return Known("student", scope, own, held, facts or {}, tuple(records))


def _ids(known):
    return [one.label.key.removeprefix("tags.student_") for one in tags.of_person(known)]


def test_tag_is_earned_at_the_target_and_not_below():
    assert _ids(_known(_row("stu_attendance", 0.98), held=_held(0.98))) == ["attendance_steady"]
    assert _ids(_known(_row("stu_attendance", 0.979), held=_held(0.979))) == []


@pytest.mark.parametrize(
    ("row", "held"),
    [
        (_row("stu_attendance", 0.99, status="suppressed"), _held()),
        (_row("stu_attendance", None, status="missing"), _held()),
        (_row("stu_attendance", 0.99, status="stale"), _held()),
        (_row("stu_attendance", 0.99), _held(status="stale")),
        (_row("stu_attendance", 0.99), _held(status="suppressed")),
        (_row("stu_attendance", 0.99, n=19), _held()),
        (_row("stu_attendance", 0.99, n=None), _held()),
        (_row("stu_attendance", 0.99), _held(coverage=0.49)),
        (_row("stu_attendance", 0.99), None),
    ],
)
def test_no_tag_from_what_is_hidden_missing_stale_or_too_little(row, held):
    assert _ids(_known(row, held=held)) == []


def test_tag_opens_to_its_rule_and_the_numbers_that_earned_it():
    (tag,) = tags.of_person(_known(_row("stu_attendance", 0.99, numerator=99, denominator=100), held=_held()))
    told = {fact.label.key: fact.value for fact in tag.evidence}
    assert tag.rule.params["limit"].value == 0.98
    assert told["tags.found"].value == 0.99
    assert told["tags.n"].value == 40
    assert told["tags.coverage"].value == 0.9
    assert told["tags.counted"].params["numerator"].value == 99


def _contest(level, award, number):
    return {
        "kind": "contest", "record_id": f"contest:{number}", "name": "示例赛", "level": level, "result": award,
        "began_on": date(2025, 5, number), "ended_on": None, "quantity": None, "unit": None, "n": 1, "is_recognised": None,
    }  # fmt: skip


def test_of_a_group_the_first_tag_held_is_shown():
    both = [_contest("provincial", "second", 1), _contest("college", "first", 2)]
    assert _ids(_known(records=both)) == ["contest_province"]
    assert _ids(_known(records=both[1:])) == ["contest_award"]


def test_taking_part_is_no_award():
    assert _ids(_known(records=[_contest("national", "none", 1)])) == []


def test_card_holds_at_most_eight_tags_and_positive_ones_first():
    facts = {"entry_year": 2024, "running_courses": 5.0, "open_failed_courses": 0.0}
    everything = [
        _contest("national", "first", 1),
        *(
            _contest(level, result, 2) | {"kind": kind, "quantity": 40.0, "unit": "hours"}
            for kind, level, result in (
                ("certificate", "senior", "skill_level"), ("reward", "校级", "merit"), ("practice", "volunteering", None),
                ("second_classroom", "club", "leader"), ("internship", None, "school"), ("practice", "social_practice", None),
            )
        ),
    ]  # fmt: skip
    found = tags.of_person(
        _known(_row("stu_attendance", 0.99), held=_held(), facts=facts, records=everything)
    )
    assert len(found) == 8
    assert [one.is_earned for one in found] == sorted((one.is_earned for one in found), reverse=True)
    assert sum(one.is_earned for one in found) == 6


def test_neutral_register_entry_needs_no_value():
    assert _ids(_known(facts={"entry_year": 2025})) == ["entry"]


def test_records_are_nothing_where_the_source_was_never_loaded():
    test = read(
        "tags: [{id: c, entity: student, group: g, polarity: positive, rule: {records: certificate, at_most: 0},"
        " evidence: records, owner: student_affairs, dated: 2026-11-27}]"
    )[0].rule
    assert answers.of(test, _known()).state == "met"
    assert answers.of(test, _known(loaded={})).state == "unknown"


# --- awards

GOOD = (
    _row("stu_weighted_score", 86.0), _row("stu_sanction", 0.0, n=None), _row("stu_misconduct", 0.0, n=None),
    _row("stu_fitness", 74.0, n=None), _row("stu_attendance", 0.985), _row("stu_civic_hours", 20.0),
)  # fmt: skip
FACTS = {
    "terms_elapsed": 2, "open_failed_courses": 0.0, "failed_courses": 0.0, "lowest_score": 72.0, "running_courses": 5.0, "entry_year": 2024,
}  # fmt: skip


def _award(name, known):
    wanted = next(one for one in award_register() if one.id == name)
    found = next(one for one in awards.checklists(known) if one.name.zh == wanted.name_zh)
    return [check.state for check in found.checks]


def test_first_scholarship_is_met_condition_by_condition():
    assert _award("college_first", _known(*GOOD, facts=FACTS)) == ["done"] * 6


@pytest.mark.parametrize(
    ("changed", "facts", "states"),
    [
        ("stu_weighted_score", {}, ["done", "done", "open", "done", "done", "done"]),
        ("", {"lowest_score": 69.9}, ["done", "done", "done", "open", "done", "done"]),
        ("", {"failed_courses": 1.0}, ["done", "open", "done", "done", "done", "done"]),
        (
            "",
            {"failed_courses": None, "lowest_score": None},
            ["done", "untold", "done", "untold", "done", "done"],
        ),
    ],
)
def test_one_condition_alone_turns(changed, facts, states):
    rows = [row | {"value": 84.9} if row["indicator_id"] == changed else row for row in GOOD]
    assert _award("college_first", _known(*rows, facts=FACTS | facts)) == states


def test_what_a_panel_judges_is_never_met_nor_missing():
    states = _award("national_scholarship", _known(*GOOD, facts=FACTS))
    assert states == ["done", "done", "done", "done", "open", "open", "judged"]


def test_a_student_with_nothing_recorded_misses_nothing():
    for one in awards.checklists(_known(loaded={})):
        assert {check.state for check in one.checks} <= {"untold", "judged"}


def test_one_way_of_two_is_enough_and_an_unknown_way_is_not_called_missing():
    certificate = _contest("senior", None, 1) | {"kind": "certificate"}
    core = _row("stu_core_score", 80.0)
    practice = _row("stu_practice_hours", 0.96)
    held = _known(core, practice, *GOOD, facts=FACTS, records=[certificate])
    assert _award("skill_star", held) == ["done"] * 4
    assert _award("skill_star", _known(core, practice, *GOOD, facts=FACTS))[2] == "open"
    part = {name: None for name in LOADED if name != "fact_competition"}
    assert _award("skill_star", _known(core, practice, *GOOD, facts=FACTS, loaded=part))[2] == "untold"


def test_missing_condition_says_how_far():
    known = _known(*GOOD, facts=FACTS | {"lowest_score": 65.5})
    found = next(one for one in awards.checklists(known) if one.name.en == "College scholarship, first class")
    note = found.checks[3].note
    assert note.key == "awards.short"
    assert note.params["gap"].value == pytest.approx(4.5)


# --- what blocks a tier


def _teacher(score, value, gates="[]"):
    index = {"standard_id": "teacher.T3", "standard_version": "2025.1", "score": 70.0, "coverage": 1.0, "gates": gates, "appraisal_gates": None}  # fmt: skip
    items = [
        {"indicator_id": name, "dimension_id": "D3", "value": value, "score": score, "status": "observed", "anchors": "[70, 80, 86, 92]"}
        for name in ("tch_supervision", "tch_research_points", "tch_service_income", "tch_enterprise_months", "tch_enterprise_visits")
    ]  # fmt: skip
    return standing.Standing(index, (), tuple(items))


def test_must_have_that_blocks_carries_its_evidence():
    own = _values(_row("tch_supervision", 78.0, n=4))
    found = must_haves.blocking(_teacher(20.0, 78.0), own)
    first = next(one for one in found if one.label.params["names"][0].zh.startswith("督导"))
    told = {getattr(fact.label, "key", fact.label): fact.value for fact in first.evidence}
    assert told["tags.found"].value == 78.0
    assert not first.is_earned


def test_nothing_blocks_where_every_must_have_is_met():
    assert must_haves.blocking(_teacher(80.0, 90.0), _values()) == ()
    assert must_haves.blocking(None, _values()) == ()


def test_gate_that_nobody_can_tell_blocks_nothing():
    gates = '[{"id": "taught_in_year", "met": null}, {"id": "teaching_qualified", "met": false}]'
    found = must_haves.blocking(_teacher(80.0, 90.0, gates), _values())
    assert [one.label.en for one in found] == ["Teaching qualification held"]
