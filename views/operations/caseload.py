"""The caseload of the Worklist: each student with warnings, predictions and support, and who is listed (D.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from access.relations import MODEL_LAYER
from access.scope import Scope, system_scope
from data.warehouse.queries import own_rights
from data.warehouse.queries import values as value_queries
from data.warehouse.queries import worklist as queries
from views import warehouse
from views.operations.concern import LEVELS, LISTED_FROM, heaviest
from views.warehouse import Snapshot

HOURS = {"red": 24, "orange": 72, "yellow": 168}  # response times (sch_alert_response)
ALWAYS = ("red", "orange")  # listed whatever the capacity (D.6)


@dataclass(frozen=True)
class Case:
    """One student of the caseload with everything the list needs; no name."""

    pid: str
    class_code: str | None
    level: str | None  # red | orange | yellow by rule
    warnings: tuple[dict, ...]
    prediction: dict | None
    before: dict | None
    steps: tuple[dict, ...]
    has_rule_data: bool = True  # credits or attendance known: without either no rule can be applied

    @property
    def is_unknown(self) -> bool:
        """Whether neither a rule nor the model can say anything."""
        return not self.has_rule_data and self.prediction is None

    @property
    def expected(self) -> float:
        """Expected failed credits; 0 where no model speaks."""
        return self.prediction["expected_failed_credits"] if self.prediction else 0.0

    @property
    def p_any(self) -> float:
        """Probability of failing at least one course; 0 where no model speaks."""
        return self.prediction["p_any"] if self.prediction else 0.0

    @property
    def tab(self) -> str:
        """to_contact before the first step, closed after a closing one, following between."""
        if not self.steps:
            return "to_contact"
        return "closed" if self.steps[-1]["state"] == "closed" else "following"

    @property
    def shown_level(self) -> str | None:
        """The rule wins in display; blue where only the model lists the student."""
        return self.level or ("blue" if self.p_any >= LISTED_FROM else None)


def written(scope: Scope) -> tuple[int, int, int]:
    """What renews the cached caseload: the newest step of support inside the scope, objections to the model layer made
    and ended (whose they are is not read)."""
    rows = warehouse.read(queries.newest_step(), scope).to_dicts()
    mark = warehouse.read(own_rights.choices_mark(MODEL_LAYER), system_scope("counts")).to_dicts()[0]
    return int(rows[0]["newest"] or 0), int(mark["made"]), int(mark["ended"])


@warehouse.cached
def caseload(scope: Scope, snapshot: Snapshot, mark: tuple[int, ...]) -> tuple[Case, ...]:
    """Every student of the scope as a case; `mark` is what was written last, so that it renews the answer."""
    number, term = snapshot.snapshot_id, snapshot.term_id or ""
    students = warehouse.read(queries.caseload(number), scope).to_dicts()
    warned = _by_student(warehouse.read(queries.warnings(number), scope).to_dicts())
    predicted = _by_student(warehouse.read(queries.predictions(term), scope).to_dicts())
    steps = _by_student(warehouse.read(queries.support(term), scope).to_dicts())
    return tuple(_case(row, warned, predicted, steps) for row in students)


def _by_student(rows: list[dict]) -> dict[str, list[dict]]:
    grouped: dict[str, list[dict]] = {}
    for row in rows:
        grouped.setdefault(row["student_pid"], []).append(row)
    return grouped


def _case(student: dict, warned: dict, predicted: dict, steps: dict) -> Case:
    pid = student["student_pid"]
    warnings, points = warned.get(pid, []), predicted.get(pid, [])
    newest = next((row for row in reversed(points) if row["is_latest"]), None)
    earlier = [row for row in points if newest and row["cutoff"] < newest["cutoff"]]
    return Case(
        pid=pid,
        class_code=student["class_code"],
        level=heaviest(row["level"] for row in warnings),
        warnings=tuple(warnings),
        prediction=newest,
        before=earlier[-1] if earlier else None,
        steps=tuple(steps.get(pid, ())),
        has_rule_data=student["open_failed_credits"] is not None or student["attendance_rate"] is not None,
    )


def listed(cases: tuple[Case, ...], capacity: int) -> tuple[Case, ...]:
    """Whom to contact: red and orange always, then yellow, then by expected failed credits with P_any of 0.30 or
    more, until the capacity is filled (D.6). Students already contacted are in the other tabs."""
    waiting = sorted((case for case in cases if case.tab == "to_contact" and case.shown_level), key=_order)
    always = [case for case in waiting if case.level in ALWAYS]
    rest = [case for case in waiting if case.level not in ALWAYS]
    return tuple(always + rest[: max(capacity - len(always), 0)])


def _order(case: Case) -> tuple:
    return (LEVELS.index(case.shown_level), -case.expected, case.pid)


def expected_failing(cases: tuple[Case, ...]) -> float:
    """Students expected to fail at least one course among the cases: the sum of calibrated probabilities."""
    return sum(case.p_any for case in cases)


def clocks(scope: Scope, cases: tuple[Case, ...]) -> dict[str, date]:
    """The day on which the response time of each warned case ends: first published as-of with this level plus hours."""
    warned = {case.pid: case for case in cases if case.level}
    if not warned:
        return {}
    rows = warehouse.read(queries.first_warned(tuple(sorted(warned))), scope).to_dicts()
    starts: dict[str, date] = {}
    for row in rows:
        case = warned[row["student_pid"]]
        if row["level"] == case.level and _is_open(case, row):
            since = _day(row["since"])
            starts[case.pid] = min(starts.get(case.pid, since), since)
    return {pid: since + timedelta(hours=HOURS[warned[pid].level]) for pid, since in starts.items()}


def _is_open(case: Case, row: dict) -> bool:
    return any(one["term_id"] == row["term_id"] and one["layer"] == row["layer"] for one in case.warnings)


def _day(value) -> date:
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
