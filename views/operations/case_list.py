"""Cases: which are open, which are overdue, which are closed and how; for whoever reads them by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from access import policy
from access.scope import Scope, holds_named
from views import choices, clock, naming
from views.figures import findings
from views.operations import case_effect, case_process, case_rows, caseload, hand_over
from views.operations.case_rows import Row
from views.operations.cases import CLOSED, FOLLOWING, Case
from views.operations.worklist import default_capacity
from views.parts import Amount, Column, Fact, Header, Link, Name, Refusal, Sentence, Table
from views.warehouse import Snapshot

CATEGORY = "intervention_note"
TABS = ("open", "overdue", "closed")
HEADS = ("level", "student", "number", "class", "reasons", "state", "clock")
ROWS_SHOWN = 100
EVERY = Name("全部班级", "All classes")
FIELDS = "number, name, class, level, reasons, state, next date, outcome"  # for the access log


@dataclass(frozen=True)
class CasesPage:
    """Everything the Cases page shows to whoever reads cases by name."""

    header: Header
    findings: tuple[Sentence, ...]
    tabs: tuple[tuple[str, Sentence], ...]
    table: Table | None
    listed: int
    process: tuple[Fact, ...]
    process_note: Sentence
    outcome: tuple[Fact, ...]
    follow_up: Sentence | None
    effect: Table | None
    effect_note: Sentence
    pack: tuple[tuple[Sentence, Table], ...]  # the hand-over pack, for the export


def reads_cases(scope: Scope) -> bool:
    """Whether the role reads cases by name somewhere; the others read counts."""
    return holds_named(scope, CATEGORY)


def classes(scope: Scope, snapshot: Snapshot) -> tuple[choices.Choice, ...]:
    """The classes that may be chosen: a counsellor's own, after all of them together."""
    known = naming.classes(scope, snapshot)
    codes = sorted(scope.codes("class") & set(known))
    return tuple(choices.Choice(code, known[code].name) for code in codes)


def overview(
    scope: Scope, snapshot: Snapshot, class_code: str | None, tab: str | None
) -> CasesPage | Refusal:
    """The page for the classes of the reader, or one of them; a designed state where the scope holds no student."""
    every = caseload.caseload(scope, snapshot, caseload.written(scope))
    cases = tuple(case for case in every if class_code in (None, case.class_code))
    if not cases:
        return _nobody(scope)
    today = clock.today(snapshot)
    found = _sorted(scope, snapshot, cases, today)
    chosen = found[tab if tab in TABS else TABS[0]]
    rows = case_rows.rows(scope, snapshot, chosen[:ROWS_SHOWN], found.dues, today)
    return CasesPage(
        header=_header(scope, snapshot, class_code, len(cases)),
        findings=findings.kept(*_findings(found)),
        tabs=tuple(
            (name, Sentence(f"cases.tab_{name}", {"count": _count(len(found[name]))})) for name in TABS
        ),
        table=_table(scope, chosen, rows),
        listed=len(rows),
        process=case_process.facts(scope, found.open, found.closed, found.dues, today),
        process_note=case_process.limits(),
        outcome=case_process.outcomes(found.closed),
        follow_up=case_process.follow_up(scope, snapshot, cases),
        effect=case_effect.table((*found.open, *found.closed)),
        effect_note=case_effect.note(),
        pack=hand_over.blocks(scope, snapshot, found.open, found.dues, today),
    )


@dataclass(frozen=True)
class _Sorted:
    """Cases by where they stand; an overdue one is open as well."""

    open: tuple[Case, ...]
    overdue: tuple[Case, ...]
    closed: tuple[Case, ...]
    dues: dict[str, date]

    def __getitem__(self, tab: str) -> tuple[Case, ...]:
        return getattr(self, tab)


def _sorted(scope: Scope, snapshot: Snapshot, cases: tuple[Case, ...], today: date) -> _Sorted:
    waiting = caseload.listed(cases, default_capacity(scope, snapshot))
    followed = tuple(case for case in cases if case.tab == FOLLOWING)
    dues = caseload.dues(scope, (*waiting, *followed))
    still = caseload.overdue_first((*followed, *waiting), dues, today)
    late = tuple(case for case in still if dues.get(case.pid, today) < today)
    closed = sorted(
        (case for case in cases if case.tab == CLOSED),
        key=lambda case: case.steps[-1]["recorded_at"],
        reverse=True,
    )
    return _Sorted(still, late, tuple(closed), dues)


def _header(scope: Scope, snapshot: Snapshot, class_code: str | None, students: int) -> Header:
    known = naming.classes(scope, snapshot)
    title = (
        Sentence("cases.title_class", {"name": known[class_code].name})
        if class_code
        else Sentence("cases.title")
    )
    return Header(title=title, kind=Sentence("cases.kind", {"students": _count(students)}))


def _findings(found: _Sorted) -> tuple[Sentence | None, ...]:
    if not found.open and not found.closed:
        return (Sentence("cases.found_none"),)
    said = Sentence("cases.found", {"open": _count(len(found.open)), "closed": _count(len(found.closed))})
    return (
        said,
        Sentence("cases.found_late", {"count": _count(len(found.overdue))}) if found.overdue else None,
    )


def _count(number: int) -> Amount:
    return Amount(number, "count")


def _table(scope: Scope, cases: tuple[Case, ...], rows: tuple[Row, ...]) -> Table | None:
    if not rows:
        return None
    opens = policy.may_open(scope.role, "student")
    columns = tuple(
        Column(Sentence(f"cases.head_{head}"), "wide" if head == "reasons" else "left") for head in HEADS
    )
    body = tuple(_cells(case, row, opens) for case, row in zip(cases, rows, strict=False))
    note = Sentence("worklist.shown", {"shown": _count(len(rows)), "all": _count(len(cases))})
    return Table(columns, body, note)


def _cells(case: Case, row: Row, opens: bool) -> tuple:
    name = Name(row.name)
    return (
        row.level,
        Link("student", row.pid, name) if opens else name,
        row.number,
        row.class_name,
        row.reasons,
        hand_over.standing(case),
        row.clock,
    )


def _nobody(scope: Scope) -> Refusal:
    who = "affairs" if scope.role == "student_affairs" else "own"
    return Refusal("empty", Sentence(f"cases.nobody_{who}_title"), Sentence(f"cases.nobody_{who}_body"))
