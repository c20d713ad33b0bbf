"""Open warnings as pictures and tables: level by age, by department or class, and the names behind one cell."""

from __future__ import annotations

from collections import Counter

from access.scope import Scope
from views import choices, naming
from views.operations.raised_warnings import (
    BANDS,
    LAYERS,
    LEVELS,
    STATES,
    Raised,
    Warned,
    by_contact,
    oldest,
)
from views.parts import Amount, Column, Count, CountGrid, Level, Link, Name, Sentence, Table
from views.warehouse import Snapshot

SEPARATOR = "~"
NAME_HEADS = ("student", "class", "level", "layer", "raised")
FIELDS = "name, class, level, raised on"  # for the access log


def ages(found: Raised, unit: str) -> CountGrid | None:
    """Open warnings, level by age, warnings of the running term and of closed terms apart; None without any."""
    kept = [layer for layer in LAYERS if any(one.layer == layer for one in found.open)]
    if not kept:
        return None
    lines = [(layer, level) for layer in kept for level in LEVELS]
    counts = Counter((one.layer, one.level, one.band) for one in found.open)
    return CountGrid(
        rows=tuple(_row_name(layer, level) for layer, level in lines),
        columns=tuple(Sentence(f"warning_centre.band_{band}") for band in BANDS),
        cells=tuple(_line(counts, layer, level) for layer, level in lines),
        page="warning_centre",
        key=unit,
        alt=Sentence("warning_centre.grid_alt", {"open": Amount(len(found.open), "count")}),
        words="warning_centre",
    )  # fmt: skip


def _row_name(layer: str, level: str) -> Sentence:
    words = {"layer": Sentence(f"warning_centre.layer_{layer}"), "level": Sentence(f"warnings.level_{level}")}
    return Sentence("warning_centre.grid_row", words)


def _line(counts: Counter, layer: str, level: str) -> tuple[Count, ...]:
    all_of = sum(counts[layer, level, band] for band in BANDS)
    return tuple(
        Count(counts[layer, level, band], all_of, SEPARATOR.join((layer, level, band))) for band in BANDS
    )


def by_unit(scope: Scope, snapshot: Snapshot, found: Raised, org: str | None) -> Table | None:
    """Open warnings of each department, or of each class of one, the one with most late first; None without any."""
    if not found.open:
        return None
    groups: dict[str | None, list[Warned]] = {}
    for one in found.open:
        groups.setdefault(one.class_code if org else one.org_code, []).append(one)
    ordered = sorted(
        groups, key=lambda code: (-by_contact(groups[code])["late"], -len(groups[code]), code or "")
    )
    heads = ("class" if org else "unit", "levels", "open", *STATES, "oldest")
    sides = {"class": "left", "unit": "left", "levels": "wide"}
    columns = tuple(
        Column(Sentence(f"warning_centre.head_{head}"), sides.get(head, "right")) for head in heads
    )
    rows = tuple(_row(_unit(scope, snapshot, code, org), tuple(groups[code])) for code in ordered)
    return Table(columns, rows, Sentence("warning_centre.table_note"))


def _unit(scope: Scope, snapshot: Snapshot, code: str | None, org: str | None) -> Name | Link:
    """A department leads to itself on this page, a class to its own where the role may open it."""
    known = naming.classes(scope, snapshot) if org else naming.departments(scope, snapshot)
    page = "class" if org else "warning_centre"
    return (
        naming.link(page, known, code)
        if code in known and choices.opens(scope, page)
        else naming.unit_name(known, code)
    )


def _row(unit: Name | Link, own: tuple[Warned, ...]) -> tuple:
    levels, states = Counter(one.level for one in own), by_contact(own)
    chips = tuple(Level(level, levels[level]) for level in LEVELS if levels[level])
    counts = tuple(Amount(states[state], "count") for state in STATES)
    return unit, chips, Amount(len(own), "count"), *counts, Amount(oldest(own), "count")


def most_late(
    scope: Scope, snapshot: Snapshot, late: tuple[Warned, ...], org: str | None
) -> tuple[Name | Link, ...]:
    """The departments, or classes of one, with most late warnings first."""
    counts = Counter(one.class_code if org else one.org_code for one in late)
    ordered = sorted(counts, key=lambda code: (-counts[code], code or ""))
    return tuple(_unit(scope, snapshot, code, org) for code in ordered)


def part_of(asked: str | None) -> tuple[str, str, str] | None:
    """Layer, level and band that the address names; None for anything else."""
    parts = tuple((asked or "").split(SEPARATOR))
    known = len(parts) == 3 and parts[0] in LAYERS and parts[1] in LEVELS and parts[2] in BANDS
    return parts if known else None


def part_title(asked: str | None) -> Sentence | None:
    """What the cell that was opened holds."""
    part = part_of(asked)
    if part is None:
        return None
    words = (f"warning_centre.layer_{part[0]}", f"warnings.level_{part[1]}", f"warning_centre.band_{part[2]}")
    return Sentence(
        "warning_centre.names_title", dict(zip(("layer", "level", "band"), map(Sentence, words), strict=True))
    )


def names(scope: Scope, snapshot: Snapshot, found: Raised, asked: str | None) -> Table | None:
    """Students behind one cell by name, the oldest warning first; of contacts nothing, they are not the reader's rows."""
    part = part_of(asked)
    behind = sorted(
        (one for one in found.open if (one.layer, one.level, one.band) == part),
        key=lambda one: (one.raised_at, one.pid),
    )
    if not behind:
        return None
    named = naming.people(scope, tuple(one.pid for one in behind))
    classes, opens = naming.classes(scope, snapshot), choices.opens(scope, "student")
    columns = tuple(Column(Sentence(f"warning_centre.name_{head}")) for head in NAME_HEADS)
    rows = tuple(_named(one, naming.person_name(named, one.pid), classes, opens) for one in behind)
    return Table(columns, rows, Sentence("warning_centre.names_note"))


def _named(one: Warned, name: str | None, classes: dict, opens: bool) -> tuple:
    shown = Link("student", one.pid, Name(name)) if name and opens else name
    layer = Sentence(f"warning_centre.layer_{one.layer}")
    return shown, naming.unit_name(classes, one.class_code), Level(one.level), layer, one.raised_at
