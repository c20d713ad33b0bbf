"""The portrait of every person as the national platform asks for it: groups of keys with what is published, restricted figures out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from access.scope import Scope, system_scope
from data.national.portrait import Configuration, Entry, Portrait, read_configuration
from data.warehouse.home import read_setting
from data.warehouse.queries import portraits as queries
from data.warehouse.queries.standards import in_force
from errors import ShownError
from profiling import catalogue
from profiling.standard import Standard, register_of
from views import warehouse
from views.parts import Amount, Name, Sentence
from views.warehouse import Snapshot

DOING = "making portraits for the national platform"
CANNOT_TELL = Sentence("national.cannot_tell")
TOLD = ("observed", "provisional")  # states of a value that was measured
PROVISIONAL = "provisional"


@dataclass(frozen=True)
class Line:
    """One key of a portrait; `value` is a number with its unit, a word or a sentence."""

    group: str
    key: str
    value: Any
    importance: int


@dataclass(frozen=True)
class Result:
    """What one dimension of the own standard came to, in a sentence."""

    dimension: str
    name: Name
    sentence: Sentence


@dataclass(frozen=True)
class Person:
    """One person's portrait with the visits of that person; `last_viewed_at` is in the college's zone."""

    person_no: str
    full_name: str | None
    lines: tuple[Line, ...]
    results: tuple[Result, ...]
    view_count: int
    last_viewed_at: datetime | None


@dataclass(frozen=True)
class _Held:
    """Everything read for one kind of person, by pid."""

    values: dict[str, dict[str, dict]]
    index: dict[str, dict]
    dimensions: dict[str, list[dict]]
    visits: dict[str, dict]
    standards: dict[str, Standard]
    zone: ZoneInfo


def shipped() -> Configuration:
    """What the portraits hold where a college gives no file of its own."""
    return read_configuration()


def people(
    snapshot: Snapshot, kind: str, configuration: Configuration
) -> tuple[tuple[Person, ...], datetime]:
    """Portraits of everyone of a kind (student, teacher), and when what they show was published.

    Raises ShownError for a configuration that names an unknown indicator or one that stays out. The caller is the administrator's
    command line, or a page that has asked whether the reader holds every row behind (views.administration.national.may_take).
    """
    asked = configuration.portraits[kind]  # type: ignore[index]
    check(configuration)
    scope = system_scope("national portraits")
    held = _held(scope, snapshot, kind, asked)
    found = warehouse.read(queries.people(kind), scope).to_dicts()
    published = warehouse.read(queries.published(snapshot.snapshot_id), scope)["published_at"][0]
    made = tuple(_person(row, asked, held, configuration.withheld) for row in found)
    return made, _local(published, held.zone)


def check(configuration: Configuration) -> None:
    """Raises ShownError where a key shows an indicator that is not defined, not of this kind, or restricted and not allowed."""
    for kind, portrait in configuration.portraits.items():
        for indicator_id in portrait.indicators:
            known = catalogue.indicators().get(indicator_id)
            if known is None or kind not in known.grain:
                raise _refusal(kind, indicator_id, "no such indicator", f"an indicator of a {kind}")
            if known.category in configuration.withheld:
                raise _refusal(
                    kind, indicator_id, f"a figure of {known.category}", "no restricted figure, or one that is `allowed`"
                )  # fmt: skip


def _refusal(kind: str, indicator_id: str, found: str, expected: str) -> ShownError:
    return ShownError(
        DOING,
        column=f"{kind}.{indicator_id}",
        found=found,
        expected=expected,
        remedy="mend the configuration",
    )


def _held(scope: Scope, snapshot: Snapshot, kind: str, asked: Portrait) -> _Held:
    number = snapshot.snapshot_id
    values: dict[str, dict[str, dict]] = {}
    for row in warehouse.read(queries.values(number, kind, asked.indicators), scope).iter_rows(named=True):
        values.setdefault(row["entity_id"], {})[row["indicator_id"]] = row
    dimensions: dict[str, list[dict]] = {}
    for row in warehouse.read(queries.dimensions(number, kind), scope).iter_rows(named=True):
        dimensions.setdefault(row["entity_id"], []).append(row)
    index = warehouse.read(queries.indices(number, kind), scope)
    visits = warehouse.read(queries.visits(), scope)
    with warehouse.engine().connect() as connection:
        zone = ZoneInfo(read_setting(connection, "zone", "UTC"))
        standards = register_of(in_force(connection, snapshot.as_of))
    return _Held(
        values,
        {row["entity_id"]: row for row in index.iter_rows(named=True)},
        dimensions,
        {row["person_pid"]: row for row in visits.iter_rows(named=True)},
        standards,
        zone,
    )


def _person(row: dict, asked: Portrait, held: _Held, withheld: frozenset[str]) -> Person:
    pid = row["person_pid"]
    visits = held.visits.get(pid, {"count": 0, "last": None})
    results = _results(pid, held, withheld)
    facts = row | {"view_count": Amount(visits["count"], "count")}
    lines = [
        replace(line, group=group)
        for group, entries in asked.groups.items()
        for entry in entries
        for line in _lines(entry, pid, facts, held, results)
    ]
    last = _local(visits["last"], held.zone) if visits["last"] else None
    return Person(row["person_no"], row["full_name"], tuple(lines), results, visits["count"], last)


def _lines(entry: Entry, pid: str, facts: dict, held: _Held, results: tuple[Result, ...]) -> list[Line]:
    if entry.dimensions:
        return [Line("", result.name.zh, result.sentence, entry.importance) for result in results]
    if entry.fact:
        value = facts.get(entry.fact)
        shown = entry.words.get(value, value) if isinstance(value, str) else value
    elif entry.indicator:
        shown = _value(held.values.get(pid, {}).get(entry.indicator), entry.indicator)
        if shown is None:
            return []  # the figure does not apply to this person
    else:
        shown = _of_index(held.index.get(pid), entry.index)
    return [Line("", entry.key or "", CANNOT_TELL if shown is None else shown, entry.importance)]


def _value(row: dict | None, indicator_id: str) -> Any:
    """The published value; a sentence where it cannot be told, None where it does not apply."""
    if row and row["status"] == "not_applicable":
        return None
    if row is None or row["status"] not in TOLD or row["value"] is None:
        return CANNOT_TELL
    shown = Amount(row["value"], catalogue.indicator(indicator_id).unit)
    return Sentence("national.provisional", {"value": shown}) if row["status"] == PROVISIONAL else shown


def _of_index(index: dict | None, what: str | None) -> Any:
    if index is None:
        return None
    if what == "coverage":
        return Amount(index["coverage"], "share")
    if what == "score":
        return None if index["score"] is None else Amount(index["score"], "score")
    word = index[what]
    if word is None:
        return None
    return Sentence(f"states.word.{word}" if what == "decision" else f"student.level_{word}")


def _results(pid: str, held: _Held, withheld: frozenset[str]) -> tuple[Result, ...]:
    """The dimensions of the own standard but those that rest on a restricted figure."""
    found = []
    for row in held.dimensions.get(pid, ()):
        standard = held.standards.get(row["standard_id"])
        part = (
            next((one for one in standard.dimensions if one.id == row["dimension_id"]), None)
            if standard
            else None
        )
        if part is None or any(catalogue.indicator(item.id).category in withheld for item in part.indicators):
            continue
        found.append(Result(part.id, Name(part.name_zh, part.name_en), _result(row)))
    return tuple(found)


def _result(row: dict) -> Sentence:
    coverage = {"coverage": Amount(row["coverage"], "share")}
    if not row["is_published"] or row["score"] is None:
        return Sentence("national.dimension_cannot_tell", coverage)
    told = {"score": Amount(row["score"], "score"), "state": Sentence(f"states.word.{row['state']}")}
    return Sentence("national.dimension_result", told | coverage)


def _local(moment: datetime | str, zone: ZoneInfo) -> datetime:
    """A stored moment in the college's zone; SQLite hands the newest of several back as text."""
    known = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return known.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
