"""Kinds of places of a log that is counted, in a mapping that people correct: which names are there, what each is, what is left."""

from __future__ import annotations

from dataclasses import replace

from data.staging.counting import WEEKS
from data.staging.open_mapping import Entry, OpenMapping, sources_of
from data.staging.recognition.log_places import ASKED, exact, kind_by, note_of_left, without_kind

PLACE = "place"


def is_counted_by_place(entry: Entry) -> bool:
    """Whether an entry counts a log by kinds of places."""
    return entry.table == WEEKS and entry.count is not None


def names_of_places(mapping: OpenMapping, entry: Entry) -> dict[str, int]:
    """The names under the header of the place, with the rows that hold them."""
    sheet = mapping.sheets.get(entry.file or "")
    headers = sources_of(entry.raw.get("columns", {}).get(PLACE))
    found = [sheet.column(header) for header in headers] if sheet else []
    return {name: rows for column in found if column and column.words for name, rows in column.words.items()}


def kind_of(entry: Entry, name: str) -> str | None:
    """The kind that the entry gives a name."""
    return kind_by((entry.count or {}).get("places") or {}, name)


def set_place(mapping: OpenMapping, place: int, name: str, kind: str | None) -> OpenMapping:
    """What kind of place one name is; None takes what was said of it back."""
    entry = mapping.entries[place]
    patterns = {one: to for one, to in (entry.count.get("places") or {}).items() if one != exact(name)}
    if kind is not None and kind_by(patterns, name) != kind:
        patterns = {exact(name): kind, **patterns}
    changed = replace(entry, raw={**entry.raw, "count": {**entry.count, "places": patterns}})
    return replace(mapping, entries=(*mapping.entries[:place], changed, *mapping.entries[place + 1 :]))


def with_places_asked(mapping: OpenMapping) -> OpenMapping:
    """The mapping in which every log asks for the kinds of those names, and only those, that no pattern fits."""
    return replace(mapping, entries=tuple(_asking(mapping, entry) for entry in mapping.entries))


def _asking(mapping: OpenMapping, entry: Entry) -> Entry:
    if not is_counted_by_place(entry):
        return entry
    left = without_kind(entry.count.get("places") or {}, names_of_places(mapping, entry))
    held = [note for note in entry.notes.get(PLACE, ()) if not note.startswith(ASKED)]
    told = (*held, *([note_of_left(left)] if left else []))
    notes = {column: listed for column, listed in entry.notes.items() if column != PLACE}
    return replace(entry, notes={**notes, **({PLACE: told} if told else {})})
