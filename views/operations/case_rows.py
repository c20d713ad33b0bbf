"""The lines of the Worklist: who, at which level, why, what changed, what is due; and every reason of a case in words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from access.scope import Scope
from views import naming
from views.naming import Person, Unit
from views.operations import caseload
from views.operations import concern as concerns
from views.operations.caseload import HOURS
from views.operations.cases import CLOSED, FOLLOWING, TO_CONTACT, Case
from views.parts import Amount, Item, Level, Name, Sentence, Series
from views.warehouse import Snapshot

REASONS_SHOWN = 2


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    pid: str
    name: str
    number: str | None
    class_name: Name
    level: Level | Sentence
    reasons: tuple[Sentence, ...]
    expected: Amount | None
    change: Sentence | None
    engagement: Series
    clock: Sentence | None
    is_overdue: bool
    limit: Sentence | None


@dataclass(frozen=True)
class _Known:
    """What the lines share."""

    people: dict[str, Person]
    classes: dict[str, Unit]
    courses: dict[str, Unit]
    active: dict[str, tuple[float | None, ...]]
    dues: dict[str, date]
    today: date


def rows(
    scope: Scope, snapshot: Snapshot, cases: tuple[Case, ...], dues: dict[str, date], today: date
) -> tuple[Row, ...]:
    """The cases as lines, in their order; names as far as the scope reads them."""
    pids = tuple(case.pid for case in cases)
    known = _Known(
        naming.people(scope, pids),
        naming.classes(scope, snapshot),
        naming.courses(scope, snapshot),
        caseload.engagement(scope, snapshot, pids),
        dues,
        today,
    )
    return tuple(_row(case, known) for case in cases)


def _row(case: Case, known: _Known) -> Row:
    person, due = known.people.get(case.pid), known.dues.get(case.pid)
    is_late = case.tab != CLOSED and due is not None and due < known.today
    return Row(
        pid=case.pid,
        name=naming.person_name(known.people, case.pid) or "—",
        number=person.number if person else None,
        class_name=naming.unit_name(known.classes, case.class_code),
        level=level(case),
        reasons=chips(case, known.courses)[:REASONS_SHOWN],
        expected=Amount(case.expected, "credits") if case.prediction else None,
        change=change(case),
        engagement=Series(known.active.get(case.pid, ())),
        clock=clock(case, due, known.today),
        is_overdue=is_late,
        limit=_limit(case, is_late),
    )


def level(case: Case) -> Level | Sentence:
    """The level, the rule before the model; in words where somebody asks for the contact, or nothing calls any more."""
    if case.shown_level:
        return Level(case.shown_level)
    if case.asked:
        return Sentence("worklist.level_self")
    return Sentence("worklist.level_referred" if case.referrals else "worklist.level_none")


def _limit(case: Case, is_late: bool) -> Sentence | None:
    if case.tab == TO_CONTACT and case.is_warned_anew:
        return Sentence("worklist.limit", {"hours": Amount(HOURS[case.level], "hours")})
    if case.tab == FOLLOWING and is_late:
        return Sentence("worklist.agreed_on", {"day": caseload.day(case.next_on)})
    return None


def chips(case: Case, courses: dict[str, Unit]) -> tuple[Sentence, ...]:
    """Why a student is listed, in few words: who asks, that a case came back, lines crossed since the last step, the rest."""
    first = [Sentence("worklist.chip_self")] if case.asked else []
    first += [Sentence(f"worklist.reason_{row['reason']}") for row in case.referrals]
    first += [Sentence("worklist.chip_back")] if case.is_back and case.tab == TO_CONTACT else []
    new = [Sentence("worklist.chip_new", {"reason": item.title}) for item in new_reasons(case, courses)]
    return (*first, *new, *(item.title for item in reasons(case, courses)))


def new_reasons(case: Case, courses: dict[str, Unit]) -> tuple[Item, ...]:
    """Lines of the rules crossed since the last step of a case that goes on."""
    fresh = case.new_lines if case.tab == FOLLOWING else frozenset()
    return tuple(
        concerns.rule_item(rule, row, courses)
        for row in case.warnings
        for rule in json.loads(row["rules"])
        if f"{rule['rule']}|{rule.get('course_code') or ''}|{row['term_id']}" in fresh
    )


def reasons(case: Case, courses: dict[str, Unit]) -> tuple[Item, ...]:
    """Every reason of a case with its text: rules of the heaviest level first, then the model's."""
    ordered = sorted(case.warnings, key=lambda row: concerns.LEVELS.index(row["level"]))
    by_rule = [concerns.rule_item(rule, row, courses) for row in ordered for rule in json.loads(row["rules"])]
    model = json.loads(case.prediction["reasons"] or "[]") if case.prediction else []
    return (*by_rule, *(concerns.reason_item(reason) for reason in model))


def change(case: Case) -> Sentence | None:
    """Change of the expected failed credits since the last point; inside the likely range it is no clear change."""
    if case.prediction is None or case.before is None:
        return None
    earlier = case.before["expected_failed_credits"]
    low, high = case.prediction["efc_low"], case.prediction["efc_high"]
    if low is None or high is None or low <= earlier <= high:
        return Sentence("worklist.change_none")
    moved = Amount(abs(case.expected - earlier), "score")
    return Sentence(f"worklist.change_{'up' if case.expected > earlier else 'down'}", {"credits": moved})


def clock(case: Case, due: date | None, today: date) -> Sentence | None:
    """Days late, or the day until which to call; after a contact the next date agreed; of a closed case its outcome."""
    if case.tab == CLOSED:
        return Sentence(f"warnings.outcome_{case.steps[-1]['outcome']}")
    if due is None:
        return Sentence("worklist.no_next") if case.tab == FOLLOWING else None
    if due < today:
        return Sentence("worklist.late", {"days": Amount((today - due).days, "days")})
    return Sentence("worklist.next_on" if case.tab == FOLLOWING else "worklist.until", {"day": due})
