"""Warnings raised in a unit as the Warning centre counts them: how old each is, and whether anybody has been in contact yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from statistics import median

from access.scope import Scope, knows_aggregates, system_scope
from data.warehouse.queries import warning_centre as queries
from data.warehouse.queries.history import end_of_day
from views import naming, small_groups, warehouse
from views.warehouse import Snapshot

CATEGORY, RECORDS = "rule_warning", "student_academic_record"
LEVELS = ("red", "orange", "yellow")
LAYERS = ("in_term", "term_close", "other")
STATES = ("in_time", "after", "waiting", "late")  # of a first contact
# Age of an open warning in hours, up to: the three response times, then weeks. The last band has no end.
BANDS = {"day": 24, "three_days": 72, "week": 168, "two_weeks": 336, "four_weeks": 672, "older": None}


@dataclass(frozen=True)
class Warned:
    """One warning raised for one student; times are UTC, `cut` is the last second of the as-of."""

    pid: str
    layer: str
    level: str
    raised_at: datetime
    due_at: datetime
    answered_at: datetime | None
    is_open: bool
    class_code: str | None
    org_code: str | None
    cut: datetime

    @property
    def age(self) -> timedelta:
        return max(self.cut - self.raised_at, timedelta())

    @property
    def band(self) -> str:
        """The first band whose end the age does not pass."""
        hours = self.age / timedelta(hours=1)
        return next(name for name, end in BANDS.items() if end is None or hours <= end)

    @property
    def contact(self) -> str:
        """in_time or after the response time, waiting while it runs, late once it has passed without a contact."""
        if self.answered_at is not None:
            return "in_time" if self.answered_at <= self.due_at else "after"
        return "waiting" if self.due_at >= self.cut else "late"

    @property
    def hours(self) -> float | None:
        """Hours to the first contact; None while there is none."""
        return None if self.answered_at is None else (self.answered_at - self.raised_at) / timedelta(hours=1)


@dataclass(frozen=True)
class Raised:
    """Warnings of a unit. `not_raised`: students whom the rules of the day warn and who have no open warning of that layer;
    None where the warnings are those of the rules. `judged`: whether a rule can say anything of anybody; `unknown`: of how
    many it can say nothing, None where they are too few for a reader of totals."""

    warnings: tuple[Warned, ...]
    source: str | None  # register | rules; None without any warning
    not_raised: int | None
    judged: int
    unknown: int | None
    has_contacts: bool  # any contact recorded in the college at all
    term_began: datetime

    @property
    def open(self) -> tuple[Warned, ...]:
        return tuple(one for one in self.warnings if one.is_open)

    @property
    def of_term(self) -> tuple[Warned, ...]:
        """Raised since the running term began, whatever became of them."""
        return tuple(one for one in self.warnings if one.raised_at >= self.term_began)

    @property
    def is_unknown(self) -> bool:
        """Nothing raised, and no rule could be applied to anybody: unknown, not none."""
        return not self.warnings and not self.judged


@warehouse.cached
def of_unit(scope: Scope, snapshot: Snapshot, org_code: str | None) -> Raised:
    """Warnings of a department, or of the whole scope: for readers who hold their rows."""
    number = snapshot.snapshot_id
    rows = warehouse.read(queries.raised(number, org_code), scope).to_dicts()
    cut = end_of_day(snapshot.as_of, naming.setting(scope, snapshot, "zone", "Asia/Shanghai"))
    source = rows[0]["source"] if rows else None
    warnings = tuple(_warned(row, cut) for row in rows)
    ruled = warehouse.read(queries.warned(number, org_code), scope).rows()
    raised = {(one.pid, one.layer) for one in warnings if one.is_open}
    judged, unknown = _judged(scope, snapshot, org_code)
    return Raised(
        warnings=warnings,
        source=source,
        not_raised=None if source == "rules" else len({pid for pid, layer in ruled if (pid, layer) not in raised}),
        judged=judged,
        unknown=unknown,
        has_contacts=any(
            warehouse.read(query, system_scope("counts")).item() for query in queries.contacts()
        ),
        term_began=_began(scope, snapshot, cut),
    )  # fmt: skip


def _judged(scope: Scope, snapshot: Snapshot, org_code: str | None) -> tuple[int, int | None]:
    """Students of whom a rule can say anything, and those of whom it cannot: of the unit for readers of totals, by the cell
    rule; of the own scope for holders of the records."""
    counts = knows_aggregates(scope, RECORDS)
    reading = system_scope("counts") if counts else scope
    students, judged = warehouse.read(queries.judged(snapshot.snapshot_id, org_code), reading).row(0)
    unknown = students - judged
    is_told = not counts or unknown == 0 or unknown >= small_groups.least(scope, snapshot, RECORDS, org_code)
    return judged, unknown if is_told else None


def _warned(row: dict, cut: datetime) -> Warned:
    times = {name: _moment(row[name]) for name in ("raised_at", "due_at", "answered_at")}
    return Warned(
        pid=row["student_pid"], layer=row["layer"], level=row["level"], is_open=row["closed_at"] is None,
        class_code=row["class_code"], org_code=row["org_code"], cut=cut, **times,
    )  # fmt: skip


def _moment(value: datetime | str | None) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _began(scope: Scope, snapshot: Snapshot, cut: datetime) -> datetime:
    term = naming.term(scope, snapshot, None)
    day = term.first_monday if term else snapshot.as_of
    return datetime.combine(day, time()) - (datetime.combine(snapshot.as_of, time(23, 59, 59)) - cut)


def by_level(warnings: tuple[Warned, ...]) -> Counter:
    """Warnings by level."""
    return Counter(one.level for one in warnings)


def by_contact(warnings: tuple[Warned, ...]) -> Counter:
    """Warnings by what became of the first contact."""
    return Counter(one.contact for one in warnings)


def median_hours(warnings: tuple[Warned, ...]) -> tuple[float | None, int]:
    """The middle time to the first contact, in hours, and of how many warnings; None without any."""
    hours = [one.hours for one in warnings if one.hours is not None]
    return (median(hours) if hours else None), len(hours)


def oldest(warnings: tuple[Warned, ...]) -> int | None:
    """Whole days of the oldest; None without any."""
    return max((one.age.days for one in warnings), default=None)
