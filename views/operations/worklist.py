"""Worklist: whom to talk to this week within the counsellor's time, whom that leaves out, and what is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from access.scope import Scope
from views import clock, naming
from views.operations import case_rows
from views.operations import caseload as cases_of
from views.operations import concern as concerns
from views.operations.case_rows import Row
from views.operations.caseload import expected_failing
from views.operations.cases import CLOSED, FOLLOWING, TABS, TO_CONTACT, Case
from views.parts import Amount, Column, Header, Refusal, Sentence, Table
from views.warehouse import Snapshot

CAPACITY_MOST = 60
FIELDS = "number, name, class, level, reasons, expected failed credits"  # for the access log
ROWS_SHOWN = 60  # lines drawn; a caseload of the whole college would be thousands


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


def overview(scope: Scope, snapshot: Snapshot, capacity: int, tab: str) -> WorklistPage | Refusal:
    """The list for the capacity chosen; a designed state where the scope holds no student."""
    cases = cases_of.caseload(scope, snapshot, cases_of.written(scope))
    if not cases:
        return _nobody()
    listed = _listed(scope, snapshot, cases, capacity)
    chosen = listed.of(tab)
    drawn = _drawn(chosen)
    rows = case_rows.rows(scope, snapshot, drawn, listed.dues, listed.today)
    return WorklistPage(
        header=_header(cases, _basis(cases)),
        findings=_findings(listed),
        reach=_reach(listed.waiting, cases),
        tabs=_tabs(listed),
        rows=rows,
        table=_table(rows),
        shown=_shown(len(drawn), len(chosen)),
        is_unknown=all(case.is_unknown for case in cases),
    )


@dataclass(frozen=True)
class _Listed:
    """The caseload, whom to contact of it, and what is due when; `today` is the home's."""

    cases: tuple[Case, ...]
    waiting: tuple[Case, ...]
    dues: dict[str, date]
    today: date

    def of(self, tab: str) -> tuple[Case, ...]:
        """The cases of a tab: what is overdue first, the longest first; closed ones newest first."""
        if tab == TO_CONTACT:
            return cases_of.overdue_first(self.waiting, self.dues, self.today)
        chosen = [case for case in self.cases if case.tab == tab]
        if tab == CLOSED:
            return tuple(sorted(chosen, key=lambda case: case.steps[-1]["recorded_at"], reverse=True))
        ordered = sorted(chosen, key=lambda case: (self.dues.get(case.pid, date.max), case.pid))
        return cases_of.overdue_first(tuple(ordered), self.dues, self.today)

    def late(self, tab: str) -> int:
        """How many of a tab have a date that has passed."""
        return sum(self.dues.get(case.pid, self.today) < self.today for case in self.of(tab))


def _listed(scope: Scope, snapshot: Snapshot, cases: tuple[Case, ...], capacity: int) -> _Listed:
    waiting = cases_of.listed(cases, capacity)
    followed = tuple(case for case in cases if case.tab == FOLLOWING)
    return _Listed(cases, waiting, cases_of.dues(scope, (*waiting, *followed)), clock.today(snapshot))


def default_capacity(scope: Scope, snapshot: Snapshot) -> int:
    """How many new contacts a counsellor can make at a prediction point, as the college set it."""
    return int(naming.setting(scope, snapshot, "capacity", 15))


def capacity_of(asked: str | None, default: int) -> int:
    """The capacity in the address, where it is one."""
    return int(asked) if asked and asked.isdigit() and 1 <= int(asked) <= CAPACITY_MOST else default


def tab_of(asked: str | None) -> str:
    """The tab in the address, else the first."""
    return asked if asked in TABS else TABS[0]


def _tabs(listed: _Listed) -> tuple[tuple[str, Sentence], ...]:
    return tuple(
        (name, Sentence(f"worklist.tab_{name}", {"count": Amount(len(listed.of(name)), "count")}))
        for name in TABS
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


def _nobody() -> Refusal:
    return Refusal(
        "empty",
        Sentence("worklist.empty_title"),
        Sentence("worklist.empty_body"),
        Sentence("worklist.empty_remedy"),
    )


def _drawn(chosen: tuple[Case, ...]) -> tuple[Case, ...]:
    """The first lines, and of the others whom a teacher or the student asks for: nobody who asked is cut off."""
    return (*chosen[:ROWS_SHOWN], *(case for case in chosen[ROWS_SHOWN:] if case.is_referred))


def _shown(shown: int, total: int) -> Sentence:
    return Sentence("worklist.shown", {"shown": Amount(shown, "count"), "all": Amount(total, "count")})


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


def _findings(listed: _Listed) -> tuple[Sentence, ...]:
    unknown = sum(case.is_unknown for case in listed.cases)
    cannot_tell = (_counted("unknown", unknown),) if unknown else ()
    if not listed.waiting:
        known = {"students": Amount(len(listed.cases) - unknown, "count")}
        none = () if unknown == len(listed.cases) else (Sentence("findings.worklist_none", known),)
        return (*none, *_late(listed), *cannot_tell)
    said = [_counted("contact", len(listed.waiting))]
    red = sum(case.level == "red" for case in listed.waiting)
    said += [_counted("red", red)] if red else []
    return (*said, *_late(listed), *cannot_tell)


def _late(listed: _Listed) -> tuple[Sentence, ...]:
    """What is overdue, in one sentence: response times before the first contact, dates agreed after it."""
    late, due = listed.late(TO_CONTACT), listed.late(FOLLOWING)
    if late and due:
        params = {"count": Amount(late, "count"), "due": Amount(due, "count")}
        return (Sentence("findings.worklist_late_due", params),)
    return (_counted("late" if late else "due", late or due),) if late or due else ()


def _counted(what: str, count: int) -> Sentence:
    return Sentence(f"findings.worklist_{what}", {"count": Amount(count, "count")})


def _reach(waiting: tuple[Case, ...], cases: tuple[Case, ...]) -> tuple[Sentence, ...]:
    """Expected reached and missed, as sentences: those in support or closed count as reached."""
    nobody = sum(case.is_called and not case.contacts and not case.is_back for case in cases)
    spoken = Sentence("worklist.nobody_spoke", {"count": Amount(nobody, "count")})
    if not any(case.prediction for case in cases):
        return (spoken,)
    reached = expected_failing(waiting) + expected_failing(tuple(case for case in cases if case.contacts))
    missed = max(expected_failing(cases) - reached, 0.0)
    return (
        Sentence("worklist.reached", {"count": Amount(round(reached), "count")}),
        Sentence("worklist.missed", {"count": Amount(round(missed), "count")}),
        spoken,
    )
