"""By which mappings the loads that stand were made: the body as it was kept, else the one that comes with the product."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError
from sqlalchemy import select

from access.scope import Scope
from access.tables import metadata
from data.staging.mapping import Mapping, PlainYaml, Rule, TableRule
from data.staging.reading_mappings import FOLDER, read_mapping
from data.staging.targets import read_targets
from data.warehouse import lake
from data.warehouse.queries import sources as queries
from views import warehouse

FILES_READ = 2000  # newest files of loads that are looked through
KEPT = "meta_mapping"  # where a home keeps the mappings of its loads
MADE_OF_GRADES = ("score_text", "score", "result", "result_reason")


@dataclass(frozen=True)
class Loaded:
    """One file of a load that stands, with the mapping it came by (None where nobody kept it)."""

    row: dict
    mapping: Mapping | None


@dataclass(frozen=True)
class Entry:
    """One column of the warehouse as a mapping fills it: from which headers of which file, and how they are changed."""

    mapping: str
    source_id: str
    pattern: str
    headers: tuple[str, ...]
    table: str
    column: str
    is_translated: bool = False
    parse: str | None = None


def read(scope: Scope) -> tuple[Loaded, ...]:
    """Files of the loads that stand, newest load first, each with its mapping."""
    rows = warehouse.read(queries.files(FILES_READ), scope).to_dicts()
    kept = _kept(scope, {row["mapping_sha256"] for row in rows} - {None})
    return tuple(Loaded(row, kept.get(row["mapping_sha256"]) or _shipped(row["mapping"])) for row in rows)


def _kept(scope: Scope, wanted: set[str]) -> dict[str, Mapping]:
    """Mappings that the home keeps, by the hash of their text; none where it keeps none."""
    table = metadata.tables.get(KEPT)
    if table is None or not wanted or not {"sha256", "body"} <= set(table.c.keys()):
        return {}
    found = warehouse.read(
        select(table.c.sha256, table.c.body).where(table.c.sha256.in_(sorted(wanted))), scope
    )
    return {
        row["sha256"]: mapping for row in found.to_dicts() if (mapping := _parsed(row["body"], row["sha256"]))
    }


def _parsed(body: str | None, sha256: str) -> Mapping | None:
    try:
        return Mapping.model_validate({**yaml.load(body or "", Loader=PlainYaml), "sha256": sha256})
    except (ValidationError, yaml.YAMLError, TypeError):
        return None  # of an older version: the loads are shown without it


@cache
def _shipped(name: str | None) -> Mapping | None:
    path = FOLDER / f"{Path(name or '-').name}.yaml"
    return read_mapping(path) if path.exists() else None


def newest(loaded: tuple[Loaded, ...]) -> tuple[Mapping, ...]:
    """Each mapping once, as its newest load used it."""
    found: dict[str, Mapping] = {}
    for one in loaded:
        if one.mapping is not None:
            found.setdefault(one.mapping.mapping, one.mapping)
    return tuple(found.values())


def entries(mapping: Mapping) -> tuple[Entry, ...]:
    """What a mapping fills: one entry for each column of the warehouse and file that it comes from."""
    return tuple(entry for rule in mapping.tables if rule.file for entry in _of_rule(mapping, rule))


def _of_rule(mapping: Mapping, rule: TableRule):
    file = mapping.files[rule.file]
    place = {
        "mapping": mapping.mapping,
        "source_id": file.source or mapping.source,
        "pattern": " | ".join(file.path) or rule.file,
        "table": rule.to,
    }
    for target, made in [
        *rule.columns.items(),
        *(item for variant in rule.variants for item in variant.items()),
    ]:
        if made.from_:
            yield from _filled(place, rule.to, target, made)
    if rule.grade:
        heads = tuple(filter(None, (rule.grade.text, rule.grade.mark)))
        for column in MADE_OF_GRADES if heads else ():
            yield Entry(**place, headers=heads, column=column, is_translated=True)


def _filled(place: dict, table: str, target: str, made: Rule):
    for column in stored_as(table, target):
        yield Entry(
            **place, headers=made.from_, column=column, is_translated=bool(made.map), parse=made.parse
        )


def stored_as(table: str, target: str) -> tuple[str, ...]:
    """The columns of the warehouse that a column of a target becomes: a number of a person its pseudonym, parts a key."""
    there = columns_of(table)
    made = [target]
    for name, identity in read_targets().identity.items():
        if name == target or target in (identity.from_ or ()):
            made.append(identity.stores)
    if target == "person_no":
        made.append("person_pid")
    return tuple(dict.fromkeys(name for name in made if name in there))


def columns_of(table: str) -> frozenset[str]:
    """The columns of a table of warehouse or lake; empty for one that is neither."""
    if table in lake.TABLES:
        return frozenset(lake.TABLES[table]["columns"])
    found = next((one for one in metadata.tables.values() if one.name == table), None)
    return frozenset(found.c.keys()) if found is not None else frozenset()
