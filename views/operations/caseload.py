"""The caseload of the Worklist: each student with warnings, predictions and support, and who is listed (D.6)."""

from __future__ import annotations

from datetime import date, timedelta

from access.relations import MODEL_LAYER
from access.scope import Scope, system_scope
from data.warehouse.queries import own_rights
from data.warehouse.queries import values as value_queries
from data.warehouse.queries import worklist as queries
from models.risk.listing import is_listed
from profiling.raised import HOURS
from views import warehouse
from views.operations import cases as cases_of
from views.operations.cases import TO_CONTACT, Case, Recorded
from views.operations.concern import LEVELS, heaviest
from views.warehouse import Snapshot

ALWAYS = ("red", "orange")  # listed whatever the capacity (D.6)
HELP, CONTEST = "help", "contest"


def written(scope: Scope) -> tuple[int, ...]:
    """What renews the cached caseload: the newest step, referral and request inside the scope and how many are
    answered, objections to the model layer made and ended (whose they are is not read)."""
    step = warehouse.read(queries.newest_step(), scope).row(0)
    referral = warehouse.read(queries.newest_referral(), scope).row(0)
    request = warehouse.read(queries.newest_request(), scope).row(0)
    mark = warehouse.read(own_rights.choices_mark(MODEL_LAYER), system_scope("counts")).to_dicts()[0]
    return tuple(int(one or 0) for one in (*step, *referral, *request, mark["made"], mark["ended"]))


@warehouse.cached
def caseload(scope: Scope, snapshot: Snapshot, mark: tuple[int, ...]) -> tuple[Case, ...]:
    """Every student of the scope as a case; `mark` is what was written last, so that it renews the answer."""
    number, term = snapshot.snapshot_id, snapshot.term_id or ""
    students = warehouse.read(queries.caseload(number), scope).to_dicts()
    parts = {
        "warned": queries.warnings(number),
        "predicted": queries.predictions(term),
        "steps": queries.support(),
        "referrals": queries.referrals(),
        "asked": queries.asked((HELP, CONTEST)),
    }
    found = {name: _by_student(warehouse.read(query, scope).to_dicts()) for name, query in parts.items()}
    return tuple(_case(row, snapshot.term_id, found) for row in students)


def _by_student(rows: list[dict]) -> dict[str, list[dict]]:
    grouped: dict[str, list[dict]] = {}
    for row in rows:
        grouped.setdefault(row["student_pid"], []).append(row)
    return grouped


def _case(student: dict, term_id: str | None, found: dict[str, dict[str, list[dict]]]) -> Case:
    pid = student["student_pid"]
    mine = {name: rows.get(pid, []) for name, rows in found.items()}
    warnings, points = mine["warned"], mine["predicted"]
    newest = next((row for row in reversed(points) if row["is_latest"]), None)
    earlier = [row for row in points if newest and row["cutoff"] < newest["cutoff"]]
    chances = tuple(row["p_any"] for row in (*earlier, *((newest,) if newest else ())))
    requests = [row for row in mine["asked"] if row["kind"] == HELP]
    recorded = Recorded(mine["steps"], mine["referrals"], requests)
    return Case(
        pid=pid,
        class_code=student["class_code"],
        level=heaviest(row["level"] for row in warnings),
        warnings=tuple(warnings),
        prediction=newest,
        before=earlier[-1] if earlier else None,
        has_rule_data=student["open_failed_credits"] is not None or student["attendance_rate"] is not None,
        chances=chances,
        contests=tuple(row for row in mine["asked"] if row["kind"] == CONTEST),
        **cases_of.current(recorded, term_id, warnings, is_called=bool(warnings) or is_listed(chances)),
    )


def listed(cases: tuple[Case, ...], capacity: int) -> tuple[Case, ...]:
    """Whom to contact: red and orange always, then yellow, then by expected failed credits as long as the list of the
    model holds the student, until the capacity is filled; whom a teacher or the student asks for always (D.6). Students
    already contacted are in the other tabs."""
    waiting = sorted((case for case in cases if case.tab == TO_CONTACT and case.is_called), key=_order)
    always = [case for case in waiting if case.level in ALWAYS]
    rest = [case for case in waiting if case.level not in ALWAYS and case.shown_level]
    reached = rest[: max(capacity - len(always), 0)]
    asked = [case for case in waiting if case.is_referred and case not in always and case not in reached]
    return tuple(always + reached + asked)


def _order(case: Case) -> tuple:
    level = LEVELS.index(case.shown_level) if case.shown_level else len(LEVELS)
    return (level, -case.expected, case.pid)


def overdue_first(cases: tuple[Case, ...], dues: dict[str, date], today: date) -> tuple[Case, ...]:
    """The same cases, those whose date has passed before the others, the longest first."""
    return tuple(sorted(cases, key=lambda case: min((dues.get(case.pid, today) - today).days, 0)))


def expected_failing(cases: tuple[Case, ...]) -> float:
    """Students expected to fail at least one course among the cases: the sum of calibrated probabilities."""
    return sum(case.p_any for case in cases)


def dues(scope: Scope, cases: tuple[Case, ...]) -> dict[str, date]:
    """The day on which something of each case is due: the next date agreed of one that is followed; before the first
    contact the earliest of the response time of its level and the days of what was asked for."""
    waiting = tuple(case for case in cases if case.tab == TO_CONTACT)
    found = clocks(scope, waiting)
    for case in waiting:
        for row in (*case.referrals, *case.asked):
            found[case.pid] = min(found.get(case.pid, day(row["due_on"])), day(row["due_on"]))
    return found | {case.pid: day(case.next_on) for case in cases if case.next_on}


def clocks(scope: Scope, cases: tuple[Case, ...]) -> dict[str, date]:
    """The day on which the response time of each warned case ends: first published as-of with this level plus hours."""
    warned = {case.pid: case for case in cases if case.is_warned_anew}
    if not warned:
        return {}
    rows = warehouse.read(queries.first_warned(tuple(sorted(warned))), scope).to_dicts()
    starts: dict[str, date] = {}
    for row in rows:
        case = warned[row["student_pid"]]
        if row["level"] == case.level and _is_open(case, row):
            since = day(row["since"])
            starts[case.pid] = min(starts.get(case.pid, since), since)
    return {pid: since + timedelta(hours=HOURS[warned[pid].level]) for pid, since in starts.items()}


def _is_open(case: Case, row: dict) -> bool:
    return any(one["term_id"] == row["term_id"] and one["layer"] == row["layer"] for one in case.warnings)


def day(value) -> date:
    """A stored day, whatever the database gives it as."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def engagement(
    scope: Scope, snapshot: Snapshot, pids: tuple[str, ...]
) -> dict[str, tuple[float | None, ...]]:
    """Weekly engagement of the students named, in the running term."""
    if not pids or snapshot.term_id is None:
        return {}
    query = value_queries.weeks(snapshot.snapshot_id, "student", pids, (snapshot.term_id,))
    grouped: dict[str, list[float | None]] = {}
    for row in warehouse.read(query, scope).iter_rows(named=True):
        if row["measure"] == "engagement":
            grouped.setdefault(row["entity_id"], []).append(row["value"])
    return {pid: tuple(series) for pid, series in grouped.items()}
