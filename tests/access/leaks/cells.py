"""Every cell that a reader without the rows behind it sees over the lattice, and what follows from all of them together."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from access.scope import Scope, system_scope
from data.warehouse.schema import metadata
from data.warehouse.schema.marts import ind_value, mart_offering, mart_rule_warning, mart_score_bin
from tests.access.leaks import subtraction
from tests.access.leaks.subtraction import Cell
from views import warehouse
from views.teachers import teachers_by_tier
from views.units import warnings

ACROSS, INSIDE = 10, 5  # persons (F.3, 2)
WITHOUT_ROWS = (
    "leadership",
    "hr",
    "student_affairs",
    "auditor",
)  # roles that know aggregates and hold no rows behind
NAMES = (
    "entity_kind", "entity_id", "indicator_id", "period", "numerator", "denominator", "value", "n", "behind", "extreme",
    "is_open", "is_open_inside", "org_code", "major_code", "course_code",
)  # fmt: skip


def _figures(scope):
    """Rows of figures about units in the current snapshot, as a scope reads them."""
    columns = ind_value.c
    query = select(*(columns[name] for name in NAMES)).where(
        columns.snapshot_id == warehouse.current_snapshot().snapshot_id,
        columns.entity_kind.not_in(["student", "teacher"]),
        columns.category == "unit_indicator",
    )
    return {
        tuple(row[name] for name in NAMES[:4]): row
        for row in warehouse.read(query, scope).iter_rows(named=True)
    }


def _tables(rows):
    found = defaultdict(list)
    for key, row in rows.items():
        found[key[2:]].append((key, row))
    return found


# n counts class meetings or resources, not persons: behind the figure stand the students of the unit.
OF_MEETINGS = (
    "crs_participation", "crs_stage_coverage", "crs_quiz_coverage", "maj_stage_coverage", "crs_resource_active",
    "maj_resource_active", "crs_resource_visits",
)  # fmt: skip


def _students():
    """(kind, code, term) -> different students of a teaching class, a course, a department, the school."""
    enrolled, offering = metadata.tables["fact_enrolment"].c, metadata.tables["dim_offering"].c
    query = select(
        enrolled.student_pid, offering.offering_id, offering.course_code, offering.org_code, offering.term_id
    ).where(enrolled.offering_id == offering.offering_id)
    found = defaultdict(set)
    for pid, one, course, org, term in warehouse.read(query, system_scope("judge")).iter_rows():
        for unit in (("offering", one), ("course", course), ("org", org), ("school", "school")):
            found[*unit, term].add(pid)
    return {unit: len(pids) for unit, pids in found.items()}


def _persons(row, students):
    own = int(row["n"] or 0)
    size = students.get((row["entity_kind"], row["entity_id"], row["period"]))
    if size is None:
        return own
    return size if row["indicator_id"] in OF_MEETINGS else min(own, size)


AMOUNTS = {
    "numerator": lambda row: row["numerator"],
    "denominator": lambda row: row["denominator"],
    "value x n": lambda row: None if row["value"] is None or row["n"] is None else row["value"] * row["n"],
}  # fmt: skip


def revealed_to(role, opened=0):
    """(cells shown, cells hidden, what follows of small ones) for a role without the rows; `opened` shows some by mistake."""
    truth, seen = _figures(system_scope("judge")), _figures(Scope(role, "nobody", everything=True))
    found, shown, hidden, students = [], 0, 0, _students()
    for table, rows in _tables(truth).items():
        mistaken = {key for key, row in rows if not row["is_open"]} if opened else set()
        mistaken = set(sorted(mistaken)[:opened])
        for name, amount in AMOUNTS.items():
            cells = [
                _cell(row, amount, seen[key]["value"] is not None or key in mistaken, students)
                for key, row in rows
            ]
            cells = [cell for cell in cells if cell is not None]
            shown += sum(cell.is_shown for cell in cells)
            hidden += sum(not cell.is_shown for cell in cells)
            found += [
                f"{role} {name} of {'/'.join(table)}: {told}" for told in subtraction.revealed(cells, ACROSS)
            ]
    return shown, hidden, found


def _cell(row, amount, is_shown, students):
    value = amount(row)
    if value is None:
        return None
    node = (row["entity_kind"], row["entity_id"])
    return Cell(
        node,
        subtraction.parent(row),
        float(value),
        _persons(row, students),
        is_shown or row["behind"] is None,
        row["denominator"] if amount is AMOUNTS["numerator"] else None,
    )


def too_small(flag):
    """Cells of fewer persons than the flag asks for that are open all the same."""
    least = ACROSS if flag == "is_open" else INSIDE
    rows, students = _figures(system_scope("judge")).values(), _students()
    told = [row for row in rows if row["behind"] and row[flag] and row["value"] is not None]
    wrong = [row for row in told if _persons(row, students) < least]
    offered = warehouse.read(select(mart_offering), system_scope("judge")).iter_rows(named=True)
    wrong += [row for row in offered if row[flag] and 0 < (row["enrolled"] or 0) < least]
    return [*wrong, *_bands(flag, least)]


def _bands(flag, least):
    """Spreads of scores where a hidden band follows from the total of the course."""
    rows = warehouse.read(select(mart_score_bin), system_scope("judge")).iter_rows(named=True)
    spread = defaultdict(list)
    for row in rows:
        if row["width"] == 5:
            if row[flag]:
                yield row
            continue
        spread[row["snapshot_id"], row["course_code"], row["term_id"]].append(row)
    for key, bands in spread.items():
        hidden = [band["n"] for band in bands if not band[flag]]
        if (
            any(band[flag] and 0 < band["n"] < least for band in bands)
            or (hidden and len(hidden) < 2)
            or (hidden and sum(hidden) < least and len(hidden) < len(bands))
        ):
            yield key


def small_counts():
    """Counts of warnings by level and of teachers by decision that are small, or the only one hidden beside a total."""
    snapshot, found = warehouse.current_snapshot(), []
    for role in ("leadership", "teacher_centre", "student_affairs", "hr"):
        scope = Scope(role, "nobody", everything=True)
        for org in _departments():
            told = warnings.of_department(scope, snapshot, org)
            exact = warehouse.holds_rows(scope, "rule_warning")
            if told and not exact:
                found += (
                    [f"{role} warnings {org}"]
                    if _tells(told.total, _warned(org)) or _classes_tell(told)
                    else []
                )
            table = teachers_by_tier.table(scope, snapshot, org)
            if table and not warehouse.holds_rows(scope, "teacher_profile"):
                counts = [cell.value for row in table.rows for cell in row[1:] if cell is not None]
                found += [f"{role} teachers {org}"] if any(0 < count < ACROSS for count in counts) else []
    return found


def _classes_tell(told):
    """Whether a class shows few warned students, or is the only one hidden beside the total of the levels."""
    shown = [levels["warned"] for levels in told.by_class.values()]
    return any(0 < (count or 0) < ACROSS for count in shown) or (len(shown) > 1 and shown.count(None) == 1)


def _tells(told, true):
    """Whether a shown count is small, or the hidden ones together are, beside any that is shown."""
    hidden = [level for level, count in told.items() if count is None]
    rest = sum(true[level] for level in hidden)
    return any(0 < (count or 0) < ACROSS for count in told.values()) or (
        bool(hidden)
        and len(hidden) < len(told)
        and (len(hidden) == 1 or rest < ACROSS)
        and any(told.values())
    )


def _warned(org):
    heaviest = {}
    order = {"yellow": 0, "orange": 1, "red": 2}
    columns = mart_rule_warning.c
    query = select(columns.student_pid, columns.level).where(
        columns.org_code == org, columns.snapshot_id == warehouse.current_snapshot().snapshot_id
    )
    for pid, level in warehouse.read(query, system_scope("judge")).iter_rows():
        heaviest[pid] = max(heaviest.get(pid, "yellow"), level, key=order.get)
    return {level: sum(one == level for one in heaviest.values()) for level in order}


def _departments():
    columns = metadata.tables["dim_org"].c
    query = select(columns.org_code).where(columns.is_current, columns.org_kind == "college")
    return warehouse.read(query, system_scope("judge"))["org_code"].to_list()
