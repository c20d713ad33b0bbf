"""What teachers still need for the tier they are in: counts by item and unit (or tier), and the names behind one count."""

from __future__ import annotations

from collections import Counter

from access.scope import Scope
from data.warehouse.queries import team as queries
from views import catalogue, choices, naming, small_groups, warehouse
from views.parts import Amount, Column, Count, CountGrid, Link, Name, Sentence, Table
from views.warehouse import Snapshot

CATEGORY = "teacher_profile"
WHOLE = "all"  # the whole college in the chooser and in the address
EVERYWHERE = Name("全校", "Whole college")
HEADS = ("name", "unit", "tier")
FIELDS = "number, name, unit, tier"  # for the access log
SEPARATOR = "~"


@warehouse.cached
def grid(scope: Scope, snapshot: Snapshot, unit: str) -> CountGrid | None:
    """Teachers with a gap over teachers judged, item by unit; of one unit, item by tier. None where nothing may be told."""
    org = None if unit == WHOLE else unit
    exact = warehouse.holds_rows(scope, CATEGORY)
    query = queries.items(snapshot.snapshot_id, org, None if exact else CATEGORY)
    frame = warehouse.read_for_counts(query, scope, CATEGORY)
    if frame is None or frame.is_empty():
        return None
    rows = frame.to_dicts()
    place = "standard_id" if org else "org_code"
    if exact:
        columns = _columns(scope, snapshot, rows, place)
    else:  # in one column: the units beside each other are too small to be told
        columns, rows = {WHOLE: EVERYWHERE}, [row | {place: WHOLE} for row in rows]
    counts = _counts([row for row in rows if row[place] in columns], place)
    least = 0 if exact else small_groups.least(scope, snapshot, CATEGORY, org)
    items = _items(rows)
    params = {"items": Amount(len(items), "count"), "columns": Amount(len(columns), "count")}
    return CountGrid(
        rows=tuple(catalogue.entry(item).name for item, _ in items),
        columns=tuple(columns.values()),
        cells=tuple(_line(counts, item, columns, least, exact) for item, _ in items),
        page="team",
        key=unit,
        alt=Sentence("team.grid_alt", params),
        groups=_groups(items),
    )


def _columns(scope: Scope, snapshot: Snapshot, rows: list[dict], place: str) -> dict[str, Name]:
    """Columns in the order of their codes: departments with teachers who are judged, or standards."""
    found = sorted({row[place] for row in rows if row[place]})
    if place == "standard_id":
        return {code: catalogue.standard_name(code) for code in found}
    known = naming.departments(scope, snapshot)
    return {code: known[code].name for code in found if code in known}


def _counts(rows: list[dict], place: str) -> dict[str, Counter]:
    """(item, column) -> judged and short: how many."""
    found = {"judged": Counter(), "short": Counter()}
    for row in rows:
        cell = (row["indicator_id"], row[place])
        found["judged"][cell] += 1
        found["short"][cell] += row["need_qualified"] is not None
    return found


def _items(rows: list[dict]) -> list[tuple[str, Name]]:
    """Items with the name of their dimension, dimension by dimension."""
    found: dict[str, tuple[str, Name]] = {}
    for row in rows:
        name = catalogue.dimension_name(row["standard_id"], row["dimension_id"])
        found.setdefault(row["indicator_id"], (row["dimension_id"], name))
    ordered = sorted(found, key=lambda item: (found[item][0], found[item][1].zh, item))
    return [(item, found[item][1]) for item in ordered]


def _groups(items: list[tuple[str, Name]]) -> tuple[Name | None, ...]:
    """The dimension above its first item."""
    names = [name for _, name in items]
    return tuple(name if place == 0 or names[place - 1] != name else None for place, name in enumerate(names))


def _line(
    counts: dict[str, Counter], item: str, columns: dict[str, Name], least: int, exact: bool
) -> tuple[Count, ...]:
    found = [(code, counts["short"][item, code], counts["judged"][item, code]) for code in columns]
    if exact:
        return tuple(Count(number, of, f"{item}{SEPARATOR}{code}") for code, number, of in found)
    return tuple(treated(number, of, least) for _, number, of in found)


def treated(short: int, judged: int, least: int) -> Count:
    """A count by the cell rule: hidden where few, or all but few, or everybody has a gap."""
    is_told = judged >= least and (short == 0 or least <= short <= judged - least)
    return Count(short, judged) if is_told else Count(None, None)


def part_of(asked: str | None) -> tuple[str, str] | None:
    """Item and column that the address names; None for anything else."""
    item, found, column = (asked or "").partition(SEPARATOR)
    return (item, column) if found and catalogue.is_known(item) else None


def names(scope: Scope, snapshot: Snapshot, unit: str, part: tuple[str, str]) -> Table | None:
    """Teachers behind one cell by name, as far as the reader reads profiles by name; None for nobody."""
    item, column = part
    org, standard = (column, None) if unit == WHOLE else (unit, column)
    rows = warehouse.read(queries.behind(snapshot.snapshot_id, item, org, standard), scope).to_dicts()
    if not rows:
        return None
    known = naming.departments(scope, snapshot)
    opens = choices.opens(scope, "teacher")
    columns = tuple(Column(Sentence(f"team.head_{head}")) for head in HEADS)
    return Table(columns, tuple(_named(row, known, opens) for row in rows), Sentence("team.names_note"))


def _named(row: dict, known: dict, opens: bool) -> tuple:
    name = Name(row["full_name"] or row["person_no"])
    shown = Link("teacher", row["entity_id"], name) if opens else name
    return shown, naming.unit_name(known, row["org_code"]), catalogue.standard_name(row["standard_id"])
