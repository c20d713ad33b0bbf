"""The case of one student beside the list: why listed, who asked, what was done, what the data do not know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from access.scope import Scope
from data.warehouse.queries import worklist as queries
from views import naming, warehouse
from views.operations import case_rows, caseload
from views.operations import concern as concerns
from views.operations.case_rows import Row
from views.operations.cases import TO_CONTACT, Case, moment
from views.parts import Amount, Item, Link, Name, Refusal, Sentence
from views.students import support
from views.warehouse import Snapshot


@dataclass(frozen=True)
class CasePanel:
    """Who, why on the list, what has been done; the form is drawn for those who may record."""

    row: Row
    facts: tuple[Sentence | Name, ...]
    reasons: tuple[Item, ...]
    expected: Sentence | None
    asked: tuple[Item, ...]  # who asks for the contact, and what the student says against the listing
    steps: tuple[Item, ...]
    notes: tuple[Item, ...]
    is_unseen: bool  # nobody has said yet that it was seen


def panel(scope: Scope, snapshot: Snapshot, student_pid: str, today: date) -> CasePanel | None:
    """The case of one student of the scope; None where the scope does not hold the student."""
    cases = caseload.caseload(scope, snapshot, caseload.written(scope))
    case = next((one for one in cases if one.pid == student_pid), None)
    if case is None:
        return None
    row = case_rows.rows(scope, snapshot, (case,), caseload.dues(scope, (case,)), today)[0]
    terms = {snapshot.term_id, *(step["term_id"] for step in case.steps)}
    return CasePanel(
        row=row,
        facts=(
            *((Sentence("worklist.copy_number", {"number": row.number}),) if row.number else ()),
            row.class_name,
            *((row.clock,) if row.clock else ()),
        ),
        reasons=_reasons(scope, snapshot, case),
        expected=_expected(case),
        asked=(*_referred(scope, case), *_requests(case)),
        steps=support.steps(scope, student_pid, terms),
        notes=notes(scope, student_pid),
        is_unseen=case.tab == TO_CONTACT and not case.steps and case.is_called,
    )


def _reasons(scope: Scope, snapshot: Snapshot, case: Case) -> tuple[Item, ...]:
    """Lines crossed since the last step first, said to be new; then every other reason."""
    courses = naming.courses(scope, snapshot)
    new = case_rows.new_reasons(case, courses)
    said = tuple(
        Item(Sentence("worklist.chip_new", {"reason": item.title}), item.body, item.side) for item in new
    )
    return (*said, *(item for item in case_rows.reasons(case, courses) if item not in new))


def _referred(scope: Scope, case: Case) -> tuple[Item, ...]:
    named = naming.people(scope, tuple(row["actor_pid"] for row in case.referrals))
    return tuple(
        Item(
            title=Sentence(
                "worklist.referred_by",
                {
                    "name": naming.person_name(named, row["actor_pid"]) or "—",
                    "reason": Sentence(f"worklist.reason_{row['reason']}"),
                },
            ),
            body=Sentence("warnings.note", {"text": row["note"]}) if row["note"] else None,
            side=Sentence("worklist.until", {"day": caseload.day(row["due_on"])}),
            on=caseload.day(row["opened_on"]),
        )
        for row in case.referrals
    )


def _requests(case: Case) -> tuple[Item, ...]:
    """The student's own requests: for help, and against the listing; each leads to the page where it is answered."""
    return tuple(_request(row) for row in (*case.asked, *case.contests))


def _request(row: dict) -> Item:
    kind = Sentence(f"requests.kind_{row['kind']}")
    about = Sentence(f"requests.about_{row['about'] or 'other'}")
    side = (
        Sentence(f"requests.decision_{row['decision']}")
        if row["answered_at"] is not None
        else Sentence("worklist.until", {"day": caseload.day(row["due_on"])})
    )
    return Item(
        title=Sentence("requests.line", {"kind": kind, "about": about}),
        body=Sentence(
            "worklist.asked_words",
            {
                "text": row["text"],
                "link": Link("requests", str(row["correction_id"]), Name(f"#{row['correction_id']}")),
            },
        ),
        side=side,
        on=moment(row["opened_at"]).date(),
    )


def notes(scope: Scope, student_pid: str) -> tuple[Item, ...]:
    """What the counsellor knows and the data do not, newest first; nothing for whoever does not read notes of support."""
    rows = warehouse.read(queries.notes(student_pid), scope).to_dicts()
    named = naming.people(scope, tuple(row["actor_pid"] for row in rows))
    return tuple(
        Item(
            title=Sentence("warnings.note", {"text": row["note"]}),
            body=Sentence("worklist.note_by", {"name": naming.person_name(named, row["actor_pid"]) or "—"}),
            on=caseload.day(row["recorded_on"]),
        )
        for row in rows
        if row["note"]
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


def choose_case() -> Refusal:
    """The state of the panel before a case is opened."""
    return Refusal("empty", Sentence("worklist.case_choose_title"), Sentence("worklist.case_choose_body"))


def case_gone() -> Refusal:
    """The state of the panel for a student whom the scope does not hold."""
    return Refusal("not_allowed", Sentence("worklist.case_gone_title"), Sentence("worklist.case_gone_body"))
