"""Scholarships and honours as checklists of one student: met, missing, nobody can tell, or judged by a panel. No ranking."""

from __future__ import annotations

from profiling.award_register import Award, Condition, award_register
from profiling.tag_register import Test
from views import naming
from views.parts import Amount, Check, Checklist, Name, Sentence
from views.people import answers
from views.people.answers import Answer, Known

STATES = {"met": "done", "missing": "open", "unknown": "untold"}
BETTER = ("met", "missing", "unknown")


def checklists(known: Known) -> tuple[Checklist, ...]:
    """Every award of the register for one student, those with the fewest missing conditions first."""
    made = [_checklist(award, known) for award in award_register()]
    return tuple(sorted(made, key=lambda one: one.count("open")))


def _checklist(award: Award, known: Known) -> Checklist:
    kind = Sentence(f"awards.{award.kind}", {"level": Sentence(f"records.level_{award.level}")})
    params = {
        "owner": naming.role_name(award.owner),
        "year": str(award.dated.year),
        "day": award.dated,
    }
    return Checklist(
        name=Name(award.name_zh, award.name_en),
        kind=kind,
        checks=tuple(_check(one, known) for one in award.conditions),
        source=Name(award.source_zh, award.source_en),
        rule=Sentence("awards.kept_by", params),
    )


def _check(condition: Condition, known: Known) -> Check:
    name = Name(condition.name_zh, condition.name_en)
    if condition.judged_zh:
        judge = Name(condition.judged_zh, condition.judged_en)
        return Check(name, "judged", Sentence("awards.judged_by", {"judge": judge}))
    test, answer = _best(condition, known)
    return Check(name, STATES[answer.state], _note(test, answer))


def _best(condition: Condition, known: Known) -> tuple[Test, Answer]:
    """The test that decides: one that is met; else, where any test cannot be told, nothing is called missing."""
    found = [(test, answers.of(test, known)) for test in condition.any_of]
    met = next((pair for pair in found if pair[1].is_met), None)
    unknown = next((pair for pair in found if pair[1].state == "unknown"), None)
    return met or unknown or found[0]


def _note(test: Test, answer: Answer) -> Sentence:
    if answer.state == "unknown":
        return Sentence("awards.untold")
    if test.indicator in ("stu_sanction", "stu_misconduct"):
        return Sentence(f"awards.sanction_{answer.state}")
    params = {"found": answer.found, "limit": answer.limit}
    if answer.state == "missing" and isinstance(answer.found, Amount) and test.at_least is not None:
        gap = abs(answer.limit.value - answer.found.value)
        unit = "share_points" if answer.found.unit == "share" else answer.found.unit
        return Sentence("awards.short", params | {"gap": Amount(gap, unit)})
    return Sentence("awards.found_most" if test.at_most is not None else "awards.found", params)
