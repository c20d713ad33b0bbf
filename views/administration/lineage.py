"""From a source's column to a tile and back: which columns a figure rests on, how they came, and what rests on a column."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from access.scope import Scope, system_scope
from data.warehouse.queries import lineage as queries
from profiling import catalogue as definitions
from profiling.lineage import names_read
from profiling.standard import standards
from views import catalogue, warehouse
from views.administration import mappings_used
from views.administration.mappings_used import Entry, Loaded, columns_of
from views.administration.subsystems import KINDS
from views.courses import course, teaching_class
from views.parts import Amount, Column, Lineage, LineageStep, Name, Sentence, Table
from views.units import department, major, school
from views.warehouse import Snapshot

PAGES = {
    "school": school.TILES,
    "department": (*department.TILES, *department.AFTER_WARNINGS),
    "major": major.TILES,
    "course": course.TILES,
    "teaching_class": teaching_class.TILES,
}
COUNTING = (
    "lineage_counts"  # how many entities have a value; whoever reads the page may know it, small groups aside
)
LEAST = 10  # persons, below which a count of them is not told exactly
PERSONS = ("student", "teacher")


@dataclass(frozen=True)
class Way:
    """A picture and its table; `told` says in one sentence what hangs on what."""

    told: Sentence
    picture: Lineage
    table: Table | None


def indicators() -> tuple[tuple[str, Name, bool], ...]:
    """What can be followed down: id, name, whether it stands in a tile; tiles first."""
    tiled = tuple(
        dict.fromkeys(name for names in PAGES.values() for name in names if catalogue.is_known(name))
    )
    rest = [name for name, entry in definitions.indicators().items() if entry.computed and name not in tiled]
    return tuple((name, catalogue.entry(name).name, name in tiled) for name in (*tiled, *rest))


@cache
def read_by(indicator_id: str) -> tuple[tuple[str, str], ...]:
    """(table, column) that the formula of an indicator names, of the tables its definition declares."""
    names = names_read(indicator_id)
    tables = definitions.indicator(indicator_id).sources
    return tuple((table, column) for table in tables for column in sorted(columns_of(table) & names))


def headers(loaded: tuple[Loaded, ...]) -> tuple[tuple[str, Entry], ...]:
    """What can be followed up: each header of each file of the mappings in use, by a key for the address."""
    found: dict[str, Entry] = {}
    for mapping in mappings_used.newest(loaded):
        for entry in mappings_used.entries(mapping):
            for header in entry.headers:
                found.setdefault(f"{entry.pattern}/{header}", entry)
    return tuple(found.items())


def down(loaded: tuple[Loaded, ...], indicator_id: str, sources: dict[str, Name]) -> Way:
    """From an indicator to what it rests on: columns, headers of files, the load that brought them last."""
    needed = set(read_by(indicator_id))
    found = [one for mapping in mappings_used.newest(loaded) for one in mappings_used.entries(mapping)]
    entries = [entry for entry in found if (entry.table, entry.column) in needed]
    loads = _loads(loaded, {table for table, _ in needed})
    given = {(entry.table, entry.column) for entry in entries}
    columns = _column_steps([one for one in sorted(needed) if one in given] or sorted(needed))
    name = catalogue.entry(indicator_id).name
    told = Sentence(
        "lineage.down",
        {
            "name": name,
            "columns": Amount(len(given), "count"),
            "files": Amount(len({entry.pattern for entry in entries}), "count"),
            "sources": tuple(
                sources.get(one, Name(one)) for one in sorted({entry.source_id for entry in entries})
            ),
        },
    )
    picture = Lineage(
        (
            _load_steps(loads, sources),
            _file_steps(entries),
            columns,
            (_indicator_step(indicator_id),),
            _tile_steps({indicator_id}),
        )
    )
    return Way(
        told if entries else Sentence("lineage.down_unknown", {"name": name}),
        picture,
        _table(entries, loads, sources),
    )


def up(
    scope: Scope, snapshot: Snapshot | None, loaded: tuple[Loaded, ...], key: str, sources: dict[str, Name]
) -> Way:
    """From a header of a source's file to every indicator and tile that rests on it, with how many entities have a value."""
    pattern, _, header = key.rpartition("/")
    found = [one for mapping in mappings_used.newest(loaded) for one in mappings_used.entries(mapping)]
    entries = [entry for entry in found if entry.pattern == pattern and header in entry.headers]
    filled = {(entry.table, entry.column) for entry in entries}
    resting = [one for one, _, _ in indicators() if filled & set(read_by(one))]
    loads = _loads(loaded, {table for table, _ in filled})
    counted = _valued(scope, snapshot)
    told = Sentence(
        "lineage.up",
        {
            "header": header,
            "indicators": Amount(len(resting), "count"),
            "tiles": Amount(len(_tile_steps(set(resting))), "count"),
            "who": _most(counted, resting) or (Sentence("lineage.nobody"),),
        },
    )
    steps = tuple(_indicator_step(one) for one in resting)
    picture = Lineage(
        (
            _load_steps(loads, sources),
            _file_steps(entries),
            _column_steps(sorted(filled)),
            steps,
            _tile_steps(set(resting)),
        )
    )
    return Way(told, picture, _resting(resting, counted))


def _loads(loaded: tuple[Loaded, ...], tables: set[str]) -> tuple[Loaded, ...]:
    """The files of the newest load of each source and table, newest load first."""
    newest: dict[tuple, int] = {}
    for one in loaded:
        newest.setdefault((one.row["source_id"], one.row["table_name"]), one.row["load_id"])
    return tuple(
        one
        for one in loaded
        if one.row["table_name"] in tables
        and newest[one.row["source_id"], one.row["table_name"]] == one.row["load_id"]
    )


def _load_steps(loads: tuple[Loaded, ...], sources: dict[str, Name]) -> tuple[LineageStep, ...]:
    by_source: dict[tuple, list[dict]] = {}
    for one in loads:
        by_source.setdefault((one.row["source_id"], one.row["load_id"]), []).append(one.row)
    return tuple(
        LineageStep(
            "load",
            sources.get(source, Name(source or "—")),
            (
                Sentence("lineage.load", {"load": str(load), "at": rows[0]["ended_at"]}),
                *sorted({row["file_name"] for row in rows}, reverse=True),
            ),
        )
        for (source, load), rows in by_source.items()
    )


def _file_steps(entries: list[Entry]) -> tuple[LineageStep, ...]:
    by_file: dict[str, list[Entry]] = {}
    for entry in entries:
        by_file.setdefault(entry.pattern, []).append(entry)
    return tuple(
        LineageStep(
            "file", pattern, tuple(dict.fromkeys(header for entry in found for header in entry.headers))
        )
        for pattern, found in by_file.items()
    )


def _column_steps(columns: list[tuple[str, str]]) -> tuple[LineageStep, ...]:
    by_table: dict[str, list[str]] = {}
    for table, column in columns:
        by_table.setdefault(table, []).append(column)
    return tuple(
        LineageStep("column", _table_name(table), tuple(_column_name(one) for one in names))
        for table, names in by_table.items()
    )


def _table_name(table: str) -> Sentence:
    return Sentence(f"data.table_{table}", otherwise=table)


def _column_name(column: str) -> Sentence:
    return Sentence(f"columns.{column}", otherwise=column)


def level_of(indicator_id: str) -> Sentence:
    """Of whom the indicator speaks: two of one name are told apart by it."""
    return Sentence(f"data.level_{definitions.indicator(indicator_id).level}")


def _indicator_step(indicator_id: str) -> LineageStep:
    name = catalogue.entry(indicator_id).name
    return LineageStep(
        "indicator",
        name,
        (Sentence("lineage.version", {"level": level_of(indicator_id), "version": definitions.VERSION}),),
    )


def _tile_steps(wanted: set[str]) -> tuple[LineageStep, ...]:
    """Pages with a tile of these indicators, and standards of which they are an item."""
    pages = [
        LineageStep(
            "tile",
            Sentence(f"{page}.menu"),
            tuple(catalogue.entry(one).name for one in names if one in wanted),
        )
        for page, names in PAGES.items()
        if wanted & set(names)
    ]
    using = [
        Name(one.title_zh, one.title_en)
        for one in standards().values()
        if any(item.id in wanted for part in one.dimensions for item in part.indicators)
    ]
    return (*pages, *((LineageStep("tile", Sentence("lineage.standards"), tuple(using)),) if using else ()))


def _table(entries: list[Entry], loads: tuple[Loaded, ...], sources: dict[str, Name]) -> Table | None:
    newest = {(one.row["source_id"], one.row["table_name"]): one.row for one in loads}
    heads = ("column", "header", "file", "how", "source", "load", "at")
    rows = tuple(
        (
            Sentence(
                "checks.subject", {"table": _table_name(entry.table), "column": _column_name(entry.column)}
            ),
            entry.headers,
            entry.pattern,
            _how(entry),
            sources.get(entry.source_id, Name(entry.source_id)),
            Amount(row["load_id"], "count") if row else None,
            row["ended_at"] if row else None,
        )
        for entry in entries
        for row in [newest.get((entry.source_id, entry.table))]
    )
    columns = tuple(Column(Sentence(f"lineage.head_{head}")) for head in heads)
    return Table(columns, rows) if rows else None


def _how(entry: Entry) -> Sentence:
    """What the mapping does with the cells."""
    if entry.is_translated:
        return Sentence("lineage.translated")
    return Sentence(f"lineage.parse_{entry.parse}" if entry.parse else "lineage.as_it_is")


@warehouse.cached
def _counted(scope: Scope, snapshot: Snapshot) -> dict[str, dict[str, int]]:
    """Indicator -> kind of entity -> how many have a value."""
    found: dict[str, dict[str, int]] = {}
    for row in warehouse.read(queries.valued(snapshot.snapshot_id), system_scope(COUNTING)).to_dicts():
        found.setdefault(row["indicator_id"], {})[row["entity_kind"]] = row["entities"]
    return found


def _valued(scope: Scope, snapshot: Snapshot | None) -> dict[str, dict[str, int]]:
    return _counted(warehouse.anyone(scope), snapshot) if snapshot else {}


def _resting(resting: list[str], counted: dict[str, dict[str, int]]) -> Table | None:
    rows = tuple(
        (
            catalogue.entry(one).name,
            tuple(Sentence(f"{page}.menu") for page, names in PAGES.items() if one in names) or None,
            _most(counted, [one]) or None,
        )
        for one in resting
    )
    columns = tuple(Column(Sentence(f"lineage.head_{head}"), "wide") for head in ("indicator", "tile", "who"))
    return Table(columns, rows) if rows else None


def _most(counted: dict[str, dict[str, int]], names: list[str]) -> tuple[Sentence, ...]:
    """Entities of each kind with a value of one of these: the most that any of them has."""
    found = {kind: max((counted.get(one, {}).get(kind, 0) for one in names), default=0) for kind in KINDS}
    return tuple(_many(kind, count) for kind, count in found.items() if count)


def _many(kind: str, count: int) -> Sentence:
    if kind in PERSONS and count < LEAST:
        return Sentence(f"data.few_{kind}", {"least": Amount(LEAST, "count")})
    return Sentence(f"data.many_{kind}", {"count": Amount(count, "count")})
