"""Worklist: whom to talk to this week within the counsellor's time, whom that leaves out, and why each is listed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from access.scope import Scope
from views import naming
from views.naming import Person, Unit
from views.operations import caseload as cases_of
from views.operations import concern as concerns
from views.operations.caseload import HOURS, Case, expected_failing
from views.parts import Amount, Column, Header, Item, Level, Name, Refusal, Sentence, Series, Table
from views.students import support
from views.warehouse import Snapshot

CAPACITY_MOST = 60
FIELDS = "number, name, class, level, reasons, expected failed credits"  # for the access log
TABS = ("to_contact", "following", "closed")
REASONS_SHOWN = 2
ROWS_SHOWN = 60  # lines drawn; a caseload of the whole college would be thousands


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    pid: str
    name: str
    number: str | None
    class_name: Name
    level: Level
    reasons: tuple[Sentence, ...]
    expected: Amount | None
    change: Sentence | None
    engagement: Series
    clock: Sentence | None
    is_overdue: bool
    limit: Sentence | None


@dataclass(frozen=True)
class WorklistPage:
    """Everything the Worklist shows besides the case panel."""

    header: Header
    findings: tuple[Sentence, ...]
    reach: tuple[Sentence, ...]
    tabs: tuple[tuple[str, Sentence], ...]
    rows: tuple[Row, ...]
    table: Table
    shown: Sentence
    is_unknown: bool  # neither rules nor a model can say anything about anybody


@dataclass(frozen=True)
class CasePanel:
    """Who, why on the list, what has been done; the form is drawn for those who may record."""

    row: Row
    facts: tuple[Sentence | Name, ...]
    reasons: tuple[Item, ...]
    expected: Sentence | None
    steps: tuple[Item, ...]


def overview(scope: Scope, snapshot: Snapshot, capacity: int, tab: str) -> WorklistPage | Refusal:
    """The list for the capacity chosen; a designed state where the scope holds no student."""
    cases = cases_of.caseload(scope, snapshot, cases_of.written(scope))
    if not cases:
        return _nobody()
    waiting = cases_of.listed(cases, capacity)
    clocks = cases_of.clocks(scope, waiting)
    chosen = waiting if tab == TABS[0] else _in_tab(cases, tab)
    rows = _rows(scope, snapshot, chosen[:ROWS_SHOWN], clocks)
    return WorklistPage(
        header=_header(cases, _basis(cases)),
        findings=_findings(waiting, cases, clocks, snapshot.as_of),
        reach=_reach(waiting, cases),
        tabs=_tabs(waiting, cases),
        rows=rows,
        table=_table(rows),
        shown=_shown(chosen),
        is_unknown=all(case.is_unknown for case in cases),
    )


def default_capacity(scope: Scope, snapshot: Snapshot) -> int:
    """How many new contacts a counsellor can make at a prediction point, as the college set it."""
    return int(naming.setting(scope, snapshot, "capacity", 15))


def capacity_of(asked: str | None, default: int) -> int:
    """The capacity in the address, where it is one."""
    return int(asked) if asked and asked.isdigit() and 1 <= int(asked) <= CAPACITY_MOST else default


def tab_of(asked: str | None) -> str:
    """The tab in the address, else the first."""
    return asked if asked in TABS else TABS[0]


def _tabs(waiting: tuple[Case, ...], cases: tuple[Case, ...]) -> tuple[tuple[str, Sentence], ...]:
    counts = {TABS[0]: len(waiting)} | {name: len(_in_tab(cases, name)) for name in TABS[1:]}
    return tuple(
        (name, Sentence(f"worklist.tab_{name}", {"count": Amount(n, "count")})) for name, n in counts.items()
    )


def _table(rows: tuple[Row, ...]) -> Table:
    """The list as a table, for the export."""
    heads = ("level", "student", "class", "reasons", "expected", "clock")
    columns = tuple(Column(Sentence(f"worklist.head_{head}")) for head in heads)
    body = tuple((row.level, row.name, row.class_name, row.reasons, row.expected, row.clock) for row in rows)
    return Table(columns, body)


def nobody_in_tab(page: WorklistPage) -> Refusal:
    """The state of a tab without students; where nothing could be judged, that, with what would help."""
    if page.is_unknown:
        return Refusal(
            "empty",
            Sentence("worklist.unknown_title"),
            Sentence("worklist.unknown_body"),
            Sentence("worklist.unknown_remedy"),
        )
    return Refusal("empty", Sentence("worklist.none_title"), Sentence("worklist.none_body"))


def choose_case() -> Refusal:
    """The state of the panel before a case is opened."""
    return Refusal("empty", Sentence("worklist.case_choose_title"), Sentence("worklist.case_choose_body"))


def case_gone() -> Refusal:
    """The state of the panel for a student whom the scope does not hold."""
    return Refusal("not_allowed", Sentence("worklist.case_gone_title"), Sentence("worklist.case_gone_body"))


def _nobody() -> Refusal:
    return Refusal(
        "empty",
        Sentence("worklist.empty_title"),
        Sentence("worklist.empty_body"),
        Sentence("worklist.empty_remedy"),
    )


def _shown(chosen: tuple[Case, ...]) -> Sentence:
    params = {"shown": Amount(min(len(chosen), ROWS_SHOWN), "count"), "all": Amount(len(chosen), "count")}
    return Sentence("worklist.shown", params)


def _in_tab(cases: tuple[Case, ...], tab: str) -> tuple[Case, ...]:
    chosen = [case for case in cases if case.tab == tab]
    return tuple(sorted(chosen, key=lambda case: case.steps[-1]["recorded_at"], reverse=True))


def _header(cases: tuple[Case, ...], basis: Sentence) -> Header:
    classes = {case.class_code for case in cases if case.class_code}
    params = {"classes": Amount(len(classes), "count"), "students": Amount(len(cases), "count")}
    kind = Sentence("worklist.kind" if classes else "worklist.kind_plain", params)
    return Header(title=Sentence("worklist.title"), kind=kind, facts=(basis,))


def _basis(cases: tuple[Case, ...]) -> Sentence:
    """On which data the model's part of the list rests, and when the next comes; or that no model speaks."""
    newest = next((case.prediction for case in cases if case.prediction), None)
    if newest is None:
        return Sentence("worklist.basis_rules")
    following = concerns.next_point(newest["point"])
    params = {"week": concerns.week_of(newest["point"])}
    if following is None:
        return Sentence("worklist.basis", params)
    return Sentence("worklist.basis_next", params | {"next": concerns.week_of(following)})


def _findings(waiting, cases, clocks: dict[str, date], as_of: date) -> tuple[Sentence, ...]:
    unknown = sum(case.is_unknown for case in cases)
    cannot_tell = (
        (Sentence("findings.worklist_unknown", {"count": Amount(unknown, "count")}),) if unknown else ()
    )
    if not waiting:
        known = {"students": Amount(len(cases) - unknown, "count")}
        return (Sentence("findings.worklist_none", known), *cannot_tell)[unknown == len(cases) :]
    late = sum(clocks.get(case.pid, as_of) < as_of for case in waiting)
    red = sum(case.level == "red" for case in waiting)
    said = [Sentence("findings.worklist_contact", {"count": Amount(len(waiting), "count")})]
    if red:
        said.append(Sentence("findings.worklist_red", {"count": Amount(red, "count")}))
    if late:
        said.append(Sentence("findings.worklist_late", {"count": Amount(late, "count")}))
    return (*said, *cannot_tell)


def _reach(waiting: tuple[Case, ...], cases: tuple[Case, ...]) -> tuple[Sentence, ...]:
    """Expected reached and missed, as sentences: those in support or closed count as reached."""
    nobody = sum(case.shown_level is not None and not case.steps for case in cases)
    spoken = Sentence("worklist.nobody_spoke", {"count": Amount(nobody, "count")})
    if not any(case.prediction for case in cases):
        return (spoken,)
    reached = expected_failing(waiting) + expected_failing(tuple(case for case in cases if case.steps))
    missed = max(expected_failing(cases) - reached, 0.0)
    return (
        Sentence("worklist.reached", {"count": Amount(round(reached), "count")}),
        Sentence("worklist.missed", {"count": Amount(round(missed), "count")}),
        spoken,
    )


def _rows(scope: Scope, snapshot: Snapshot, cases, clocks: dict[str, date]) -> tuple[Row, ...]:
    pids = tuple(case.pid for case in cases)
    named = naming.people(scope, pids)
    active = cases_of.engagement(scope, snapshot, pids)
    classes, courses = naming.classes(scope, snapshot), naming.courses(scope, snapshot)
    return tuple(
        _row(case, named.get(case.pid), (classes, courses), active.get(case.pid, ()), clocks, snapshot.as_of)
        for case in cases
    )


def _row(case: Case, person: Person | None, units, active, clocks: dict[str, date], as_of: date) -> Row:
    classes, courses = units
    waits = case.tab == "to_contact"
    hours = Amount(HOURS[case.level], "hours") if case.level and waits else None
    return Row(
        pid=case.pid,
        name=naming.person_name({case.pid: person} if person else {}, case.pid) or "—",
        number=person.number if person else None,
        class_name=naming.unit_name(classes, case.class_code),
        level=Level(case.shown_level or "blue"),
        reasons=tuple(item.title for item in reasons(case, courses)[:REASONS_SHOWN]),
        expected=Amount(case.expected, "credits") if case.prediction else None,
        change=change(case),
        engagement=Series(active),
        clock=clock(case, clocks.get(case.pid), as_of),
        is_overdue=waits and clocks.get(case.pid, as_of) < as_of,
        limit=Sentence("worklist.limit", {"hours": hours}) if hours else None,
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


def clock(case: Case, due: date | None, as_of: date) -> Sentence | None:
    """Days late, or the day until which to call; after a contact the next date agreed."""
    if case.tab != "to_contact":
        following = case.steps[-1]["next_on"]
        return Sentence("worklist.next_on", {"day": following}) if following else None
    if due is None:
        return None
    if due < as_of:
        return Sentence("worklist.late", {"days": Amount((as_of - due).days, "days")})
    return Sentence("worklist.until", {"day": due})


def panel(scope: Scope, snapshot: Snapshot, student_pid: str) -> CasePanel | None:
    """The case of one student of the scope; None where the scope does not hold the student."""
    cases = cases_of.caseload(scope, snapshot, cases_of.written(scope))
    case = next((one for one in cases if one.pid == student_pid), None)
    if case is None:
        return None
    clocks = cases_of.clocks(scope, (case,))
    row = _rows(scope, snapshot, (case,), clocks)[0]
    return CasePanel(
        row=row,
        facts=(
            *((Sentence("worklist.copy_number", {"number": row.number}),) if row.number else ()),
            row.class_name,
        ),
        reasons=reasons(case, naming.courses(scope, snapshot)),
        expected=_expected(case),
        steps=support.steps(scope, snapshot, student_pid),
    )


def _expected(case: Case) -> Sentence | None:
    """Expected failed credits with their likely range, and the week whose data they rest on."""
    if case.prediction is None:
        return None
    low, high = case.prediction["efc_low"], case.prediction["efc_high"]
    params = {"credits": Amount(case.expected, "credits"), "week": concerns.week_of(case.prediction["point"])}
    if low is None or high is None:
        return Sentence("worklist.expected", params)
    return Sentence(
        "worklist.expected_range", params | {"low": Amount(low, "score"), "high": Amount(high, "score")}
    )
