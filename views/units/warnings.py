"""Rule warnings of a unit by level: exact for those who hold the names, by the cell rule for everyone else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from access import disclosure, lattice, policy
from access.scope import Scope
from data.warehouse.queries import department as queries
from views import catalogue, naming, small_groups, warehouse
from views.operations.concern import heaviest
from views.parts import Amount, Column, Figure, Level, Name, Sentence, Table, Tile, Why
from views.warehouse import Snapshot

CATEGORY = "rule_warning"
RULE_LEVELS = ("red", "orange", "yellow")
WARNED = "warned"
NAME = Name("预警人数", "Students warned")


@dataclass(frozen=True)
class WarningCounts:
    """Students by level and class; a count of None is hidden by the cell rule."""

    total: dict[str, int | None]
    by_class: dict[str, dict[str, int | None]]
    students: dict[str, int]
    judged: int  # students with credits or attendance known: without either no rule can be applied
    is_exact: bool


@warehouse.cached
def of_department(scope: Scope, snapshot: Snapshot, org_code: str) -> WarningCounts | None:
    """Warned students of a department; None where the role may not know even the counts."""
    counted = small_groups.settled(scope, snapshot, CATEGORY).snapshot_id
    frame = warehouse.read_for_counts(queries.warnings_by_class(counted, org_code), scope, CATEGORY)
    if frame is None:
        return None
    people = warehouse.read_for_counts(
        queries.students_by_class(counted, org_code), scope, "student_academic_record"
    )
    sizes: Counter[str] = Counter()
    judged = 0
    for row in people.iter_rows(named=True) if people is not None else ():
        sizes[row["class_code"]] += row["students"]
        judged += row["judged"]
    counts = _by_class(frame.to_dicts())
    least = (
        None
        if warehouse.holds_rows(scope, CATEGORY)
        else small_groups.least(scope, snapshot, CATEGORY, org_code)
    )
    return _treated(counts, sizes, judged, least)


def _by_class(rows: list[dict]) -> dict[str, Counter]:
    """Each student once, at the heaviest of the own levels."""
    levels: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        levels.setdefault((row["class_code"], row["student_pid"]), []).append(row["level"])
    counts: dict[str, Counter] = {}
    for (class_code, _), found in levels.items():
        counts.setdefault(class_code, Counter())[heaviest(found)] += 1
    return counts


def _treated(counts: dict[str, Counter], sizes: Counter, judged: int, least: int | None) -> WarningCounts:
    """The counts as they may be shown; exact where no smallest group is given."""
    total = {level: sum(count[level] for count in counts.values()) for level in RULE_LEVELS}
    by_class = {code: {level: counts.get(code, Counter())[level] for level in RULE_LEVELS} for code in sizes}
    if least is not None:
        shown = disclosure.treated_counts(tuple(total.values()), least)
        total = dict(zip(RULE_LEVELS, shown, strict=True))
        by_class = _cells(counts, sizes, least)
    return WarningCounts(total, by_class, dict(sizes), judged, least is None)


def _cells(counts: dict[str, Counter], sizes: Counter, least: int) -> dict[str, dict[str, int | None]]:
    """Warned students of each class by the cell rule: neither few who are, nor few or none who are not, nor one that the
    department's total would tell."""
    warned = {code: sum(counts.get(code, Counter()).values()) for code in sorted(sizes)}
    calm = {code: sizes[code] - number for code, number in warned.items()}
    gone = {code for code, number in warned.items() if number and min(number, calm[code]) < least}
    for persons in (warned, calm):
        total = {"all": sum(persons.values())}
        gone |= lattice.unknown_cells(persons | total, gone, {"all": [list(persons)]}, least) - {"all"}
    return {code: {WARNED: None if code in gone else number} for code, number in warned.items()}


def tile(found: WarningCounts | None, snapshot: Snapshot) -> Tile | None:
    """Counts by level as chips, with the share of students in place of a gap."""
    if found is None or not found.students:
        return None
    if not found.judged:
        return _cannot_tell(snapshot)
    shown = {level: count for level, count in found.total.items() if count is not None}
    students = sum(found.students.values())
    hidden, period = len(shown) < len(found.total), snapshot.term_id
    params = {"students": Amount(students, "count")}
    if not hidden:
        params["warned"] = Amount(sum(shown.values()), "count")
    figure = Figure(
        indicator_id="rule_warning",
        name=NAME,
        amount=Amount(None if hidden else sum(shown.values()), "count"),
        status="suppressed" if hidden and not shown else "observed",
        period=period,
        why=_why(params, period, snapshot) if not hidden else None,
    )
    return Tile(
        figure=figure,
        chips=tuple((level, shown[level]) for level in RULE_LEVELS if shown.get(level)),
        gap=Sentence("department.warnings_hidden" if hidden else "department.warnings_of", params),
        note=Sentence("department.warnings_note"),
    )


def _cannot_tell(snapshot: Snapshot) -> Tile:
    """Nobody warned and nobody known are two things: no credits and no attendance means no rule was applied."""
    figure = Figure("rule_warning", NAME, Amount(None, "count"), "missing", period=snapshot.term_id)
    return Tile(figure, gap=Sentence("department.warnings_unknown"))


def _why(params: dict, period: str | None, snapshot: Snapshot) -> Why:
    return Why(
        sentence=Sentence("figures.why_warnings", params),
        definition=catalogue.rules_name(),
        period=period or "",
        sources=("mart_rule_warning",),
        standard=catalogue.rules_version(),
        snapshot_id=snapshot.snapshot_id,
    )


def class_table(
    scope: Scope, snapshot: Snapshot, found: WarningCounts | None, major: str | None = None
) -> Table | None:
    """Warned students by class (of a major): by level for those who hold the names, together and by the cell rule else."""
    if found is None or not found.by_class:
        return None
    known = naming.classes(scope, snapshot)
    codes = [code for code in sorted(found.by_class) if major is None or _major(known, code) == major]
    heads = ("class", "students", "levels") if found.is_exact else ("class", WARNED)
    right = ("students", WARNED)
    columns = tuple(
        Column(Sentence(f"department.head_{head}"), "right" if head in right else "left") for head in heads
    )
    opens = policy.may_open(scope.role, "class")
    rows = tuple(
        (naming.link("class", known, code) if opens else naming.unit_name(known, code), *_counts(found, code))
        for code in codes
    )
    return Table(columns, rows, None if found.is_exact else Sentence("department.warnings_cells"))


def _major(known: dict, code: str) -> str | None:
    return known[code].major_code if code in known else None


def _counts(found: WarningCounts, code: str) -> tuple:
    """Students and the warned by level; for others the warned together, a hidden count as a dash."""
    levels = found.by_class[code]
    if not found.is_exact:
        return (Amount(levels[WARNED], "count") if levels[WARNED] is not None else None,)
    shown = tuple(Level(level, levels[level]) for level in RULE_LEVELS if levels[level])
    return Amount(found.students[code], "count"), shown or None
