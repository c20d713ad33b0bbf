"""Whether a person meets a test of the tag or award register: met, missing, or nobody can tell, with the numbers behind it."""

from __future__ import annotations

from dataclasses import dataclass, field

from access.scope import Scope, holds_named
from profiling.tag_register import Needs, Test
from views import catalogue
from views.figures.standing import SHOWN, Standing, anchor_state
from views.figures.values import Values, marks_of
from views.parts import Amount

REACHED = {
    "qualified": ("qualified", "target", "strong"),
    "target": ("target", "strong"),
    "strong": ("strong",),
}
# kind of record -> the table it comes from: without a load of it nobody can tell, with one nothing is nothing
SOURCES = {
    "certificate": "fact_certificate", "contest": "fact_competition", "second_classroom": "fact_second_classroom",
    "practice": "fact_social_practice", "internship": "fact_internship", "fitness": "fact_fitness_test",
    "reward": "fact_reward_sanction", "sanction": "fact_reward_sanction", "training": "fact_teacher_training",
    "enterprise": "fact_enterprise_practice", "activity": "fact_teacher_activity", "award": "fact_teaching_award",
    "course_build": "fact_course_build", "guided": "bridge_competition_adviser", "project": "fact_research_project",
    "output": "fact_research_output", "service": "fact_social_service",
}  # fmt: skip
CATEGORIES = {
    "internship": "internship_employment",
    "reward": "student_academic_record",
    "sanction": "student_academic_record",
}
UNITS = {"lowest_score": "score"}


@dataclass(frozen=True)
class Known:
    """What the reader may know of one person: stored values, standing, facts of the register, records."""

    kind: str
    scope: Scope
    own: Values
    held: Standing | None
    facts: dict[str, float | str | None] = field(default_factory=dict)
    records: tuple[dict, ...] = ()


@dataclass(frozen=True)
class Answer:
    """state: met | missing | unknown; what was found and the line; the stored value or the records behind."""

    state: str
    found: Amount | str | None = None
    limit: Amount | None = None
    indicator: str | None = None
    records: tuple[dict, ...] = ()

    @property
    def is_met(self) -> bool:
        return self.state == "met"


def of(test: Test, known: Known, needs: Needs | None = None) -> Answer:
    """The answer to one test; a value that is suppressed, missing or stale, or rests on less than `needs`, is unknown."""
    if test.indicator:
        return _of_value(test, known, needs)
    return _of_records(test, known) if test.records else _of_fact(test, known)


def _of_value(test: Test, known: Known, needs: Needs | None) -> Answer:
    entry = catalogue.entry(test.indicator)
    item = _item(known.held, test.indicator)
    row = known.own.row(test.indicator)
    is_stored = row is not None and row["value"] is not None and row["status"] in SHOWN
    if not is_stored or (item is not None and item["status"] not in SHOWN):
        return Answer("unknown", indicator=test.indicator)
    if needs is not None and not _rests_on(needs, row, known.held, item):
        return Answer("unknown", indicator=test.indicator)
    if test.reaches:
        return _of_anchor(test, item, entry.unit)
    limit = test.at_least if test.at_least is not None else test.at_most
    found, line = Amount(row["value"], entry.unit), Amount(limit, entry.unit)
    return Answer(_compared(row["value"], test), found, line, test.indicator)


def _of_anchor(test: Test, item: dict | None, unit: str) -> Answer:
    marks = marks_of(item) if item is not None else ()
    if not marks or item["value"] is None:
        return Answer("unknown", indicator=test.indicator)
    line = {"qualified": marks[1], "target": marks[2], "strong": marks[3]}[test.reaches]
    met = anchor_state(item["value"], marks) in REACHED[test.reaches]
    return Answer(
        "met" if met else "missing", Amount(item["value"], unit), Amount(line, unit), test.indicator
    )


def _item(held: Standing | None, indicator: str) -> dict | None:
    return next((row for row in held.items if row["indicator_id"] == indicator), None) if held else None


def _rests_on(needs: Needs, row: dict, held: Standing | None, item: dict | None) -> bool:
    """Whether enough observations and enough of the standard are behind a value."""
    enough = needs.n == "register" or (row["n"] or 0) >= needs.n
    coverage = coverage_behind(held, item)
    return enough and coverage is not None and coverage >= needs.coverage


def coverage_behind(held: Standing | None, item: dict | None) -> float | None:
    """Coverage of the dimension an item belongs to; of the whole standard where the indicator is no item of it."""
    if held is None:
        return None
    if item is None:
        return held.index["coverage"]
    same = (row["coverage"] for row in held.dimensions if row["dimension_id"] == item.get("dimension_id"))
    return next(same, None)


def _of_fact(test: Test, known: Known) -> Answer:
    found = known.facts.get(test.fact)
    if found is None:
        return Answer("unknown")
    if test.one_of:
        return Answer("met" if found in test.one_of else "missing", found)
    limit = test.at_least if test.at_least is not None else test.at_most
    unit = UNITS.get(test.fact, "count")
    return Answer(_compared(found, test), Amount(found, unit), Amount(limit, unit))


def _of_records(test: Test, known: Known) -> Answer:
    category = (
        CATEGORIES.get(test.records, "student_activity") if known.kind == "student" else "teacher_profile"
    )
    if SOURCES[test.records] not in known.own.loaded or not holds_named(known.scope, category):
        return Answer("unknown")
    rows = tuple(row for row in known.records if _is_asked(row, test))
    found = sum(row["quantity"] or 0.0 for row in rows) if test.sum else float(len(rows))
    unit = next((row["unit"] for row in rows if row["unit"]), "hours") if test.sum else "count"
    limit = test.at_least if test.at_least is not None else test.at_most
    return Answer(_compared(found, test), Amount(found, unit), Amount(limit, unit), records=rows)


def _is_asked(row: dict, test: Test) -> bool:
    return (
        row["kind"] == test.records
        and row["is_recognised"] is not False
        and (not test.levels or row["level"] in test.levels)
        and (not test.results or row["result"] in test.results)
    )


def _compared(found: float, test: Test) -> str:
    met = found >= test.at_least if test.at_least is not None else found <= test.at_most
    return "met" if met else "missing"
