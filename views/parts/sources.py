"""Sources of data, the states of a check over its runs, and the way from a source's column to a tile."""

from __future__ import annotations

from dataclasses import dataclass

from views.parts.basis import Name, Sentence


@dataclass(frozen=True)
class SourceCard:
    """One source of the register. mode: connected | file | none; state: pass | warn | fail of its freshness, None where
    it owes nothing."""

    key: str
    name: Name
    mode: str
    who: Sentence
    freshness: Sentence
    state: str | None
    facts: tuple[Sentence, ...]
    feeds: Sentence
    gap: Sentence | None = None
    checks: tuple[tuple[str, int], ...] = ()  # state -> how many checks, of what is not a pass


@dataclass(frozen=True)
class Runs:
    """The states of one check over its last runs, oldest first: a strip in a cell."""

    states: tuple[str, ...]


@dataclass(frozen=True)
class LineageStep:
    """One station of the way: what it is, its name, what else is to be known of it."""

    kind: str  # load | file | column | indicator | tile
    title: Name | Sentence | str
    lines: tuple[Sentence | Name | str, ...] = ()


@dataclass(frozen=True)
class Lineage:
    """The way from a source to a tile: columns of stations, in the order of the data."""

    stations: tuple[tuple[LineageStep, ...], ...]
