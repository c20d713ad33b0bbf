"""The tiles of a class: students, attendance, warned students, credits not passed, whom nobody has spoken to."""

from __future__ import annotations

from access.scope import Scope
from views import catalogue
from views.figures import standing, tiles, values
from views.parts import Amount, Figure, Name, Sentence, Tile, Why
from views.units import attendance
from views.units.class_cases import Cases
from views.units.class_roster import Roster
from views.warehouse import Snapshot

STUDENTS = "sch_students"
OPEN, UNSPOKEN, WARNED = (
    Name("未通过学分", "Credits not passed"),
    Name("还没人谈过", "Not yet spoken to"),
    Name("预警人数", "Students warned"),
)


def tiles_of(
    scope: Scope, snapshot: Snapshot, class_code: str, roster: Roster, cases: Cases, weeks: tuple[dict, ...]
) -> tuple[Tile, ...]:
    """What the reader may know of the class as a whole, at most five."""
    own = values.of_entity(scope, snapshot, "class", class_code)
    school = values.of_entity(scope, snapshot, "school", "school")
    found = (
        *tiles.against_school(scope, (STUDENTS,), own, school),
        _attendance(snapshot, weeks),
        _warned(snapshot, roster, cases),
        _open_credits(snapshot, roster),
        _unspoken(snapshot, cases),
    )
    return tuple(one for one in found if one is not None)


def _attendance(snapshot: Snapshot, weeks: tuple[dict, ...]) -> Tile | None:
    """Attendance of the term so far, for who holds the counts; the newest week for everyone else."""
    if not weeks:
        return None
    entry, standard = catalogue.entry(attendance.INDICATOR), catalogue.benchmark_share(attendance.INDICATOR)
    wanted = sum(row["denominator"] or 0.0 for row in weeks)
    came = sum(row["numerator"] or 0.0 for row in weeks)
    value = came / wanted if wanted else weeks[-1]["value"]
    amount = Amount(value, "share")
    note = Sentence(
        "class.note_weeks", {"first": str(weeks[0]["week_no"]), "last": str(weeks[-1]["week_no"])}
    )
    if not wanted:
        note = Sentence("class.note_week", {"week": str(weeks[-1]["week_no"])})
    params = {"numerator": Amount(came, "count"), "denominator": Amount(wanted, "count"), "value": amount}
    why = _why(
        Sentence("figures.why_ratio", params | {"name": entry.name}),
        entry.definition,
        snapshot,
        entry.sources,
    )
    figure = Figure(
        attendance.INDICATOR,
        entry.name,
        amount,
        "observed",
        period=snapshot.term_id,
        why=why if wanted else None,
    )
    series = tuple(row["value"] for row in weeks)
    return Tile(
        figure, series=series, target=standard, gap=standing.target_gap(value, standard, entry), note=note
    )


def _warned(snapshot: Snapshot, roster: Roster, cases: Cases) -> Tile | None:
    if not cases.is_read:
        return None
    total = sum(cases.counts.values())
    figure = Figure(
        "rule_warning", WARNED, Amount(total, "count"), "observed", period=snapshot.term_id,
        why=_why(Sentence("class.why_warned"), catalogue.rules_name(), snapshot, ("mart_rule_warning",)),
    )  # fmt: skip
    chips = tuple((level, count) for level, count in cases.counts.items() if count)
    students = len(roster.in_school)
    params = {"students": Amount(students, "count"), "warned": Amount(total, "count")}
    gap = Sentence("department.warnings_of", params) if students else None
    return Tile(figure, chips=chips, gap=gap, note=Sentence("department.warnings_note"))


def _open_credits(snapshot: Snapshot, roster: Roster) -> Tile | None:
    known = [one.open_credits for one in roster.in_school if one.open_credits is not None]
    if not known:
        return None
    figure = Figure(
        "open_failed_credits", OPEN, Amount(sum(known), "credits"), "observed", period=snapshot.term_id,
        why=_why(Sentence("class.why_open"), OPEN, snapshot, ("mart_student",)),
    )  # fmt: skip
    params = {
        "count": Amount(sum(one > 0 for one in known), "count"),
        "students": Amount(len(known), "count"),
    }
    return Tile(figure, gap=Sentence("class.open_of", params), note=Sentence("class.open_note"))


def _unspoken(snapshot: Snapshot, cases: Cases) -> Tile | None:
    if not cases.is_support_read:
        return None
    figure = Figure(
        "unspoken", UNSPOKEN, Amount(cases.waiting, "count"), "observed", period=snapshot.term_id,
        why=_why(Sentence("class.why_unspoken"), UNSPOKEN, snapshot, ("qa_intervention", "mart_rule_warning")),
    )  # fmt: skip
    return Tile(figure, gap=Sentence("class.unspoken_of", {"listed": Amount(cases.listed, "count")}))


def _why(sentence: Sentence, definition: Name, snapshot: Snapshot, sources: tuple[str, ...]) -> Why:
    return Why(
        sentence=sentence, definition=definition, period=snapshot.term_id or "", sources=sources,
        snapshot_id=snapshot.snapshot_id,
    )  # fmt: skip
