"""Names, amounts, sentences, figures and what a page starts with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Name:
    """A name that is data: Chinese, and English where the source has one (Chinese otherwise)."""

    zh: str
    en: str | None = None


@dataclass(frozen=True)
class Link:
    """A name that leads to a unit's or person's page; `key` is a code or an opaque pid, never a number or a name."""

    page: str  # school | department | major | course | teaching_class | class | team | teacher | student | worklist | data
    key: str
    name: Name


@dataclass(frozen=True)
class Amount:
    """A number with its unit; ui formats it. unit: share score count ratio days hours months
    credits yuan k_yuan points (counted points), level, gp (grade points), share_points (a difference of shares, 0-1)."""

    value: float | None
    unit: str
    side: str | None = None  # under | over: of a share in a small group only the side of 5 % or 95 % is told


@dataclass(frozen=True)
class Sentence:
    """Catalogue key plus parameters (str, Amount, Link, Name, date or tuples of Links).

    `otherwise` is shown where the catalogue has no such key: a code that a source may bring and we do not know.
    """

    key: str
    params: dict = field(default_factory=dict)
    otherwise: str | None = None


@dataclass(frozen=True)
class Why:
    """Why this number: the count sentence first, then definition and provenance."""

    sentence: Sentence
    definition: Name
    period: str
    exclusions: Sentence | None = None
    sources: tuple[str, ...] = ()
    loaded_at: datetime | None = None
    standard: str | None = None  # "school.2025.1"
    definition_version: str | None = None
    snapshot_id: int | None = None
    indicator_id: str | None = None  # whose way from the sources can be followed


@dataclass(frozen=True)
class Figure:
    """One indicator value as stored: value, interval, n, status, and why."""

    indicator_id: str
    name: Name
    amount: Amount
    status: str  # observed | provisional | not_applicable | missing | suppressed | stale | under | over
    status_reason: Sentence | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    period: str | None = None
    direction: str = "up"  # up | down | band | context
    raw: float | None = None
    response_rate: float | None = None
    difference: str | None = None  # above | below | chance
    why: Why | None = None


@dataclass(frozen=True)
class Tile:
    """One cell of the tile strip: figure, sparkline, gap in original units, note under it."""

    figure: Figure
    series: tuple[float | None, ...] = ()
    target: float | None = None
    gap: Sentence | None = None
    note: Sentence | None = None
    chips: tuple[tuple[str, int], ...] = ()  # warning level -> count, in place of a value
    parts: tuple[Tile, ...] = ()  # figures shown together in one cell under `label`, in place of a value
    label: Sentence | None = None


@dataclass(frozen=True)
class ScaleRow:
    """A row on the signature scale. kind anchors: four marks at equal distance; kind scores: 30 to 100, marks 50 65 80."""

    name: Name
    amount: Amount
    kind: str
    state: str  # strong | met | target | qualified | borderline | not_met | insufficient | not_applicable | overloaded
    sub: Name | None = None
    marks: tuple[float, ...] = ()
    low: float | None = None
    high: float | None = None
    previous: float | None = None
    gap: Sentence | None = None
    coverage: float | None = None
    direction: str = "up"
    why: Why | None = None


@dataclass(frozen=True)
class Gap:
    """One item of the gap list: now, need in original units, gain and effort (S month, M term, L year)."""

    name: Name
    now: Amount
    need: Amount
    missing: Amount
    progress: float
    gain: float | None
    effort: str | None
    further: Sentence | None = None  # the target and what it would give, behind the qualified anchor


@dataclass(frozen=True)
class Header:
    """Top of a page: unit or person, kind, facts, coverage grade (shown below A), as-of and period."""

    title: Name
    kind: Sentence | None = None
    facts: tuple[Sentence, ...] = ()
    coverage: str | None = None
    as_of: date | None = None
    term_id: str | None = None
    week_no: int | None = None
    standard: str | None = None
    trail: tuple[
        Link, ...
    ] = ()  # the way down to here, of units the reader may open: school, department, major


@dataclass(frozen=True)
class Refusal:
    """A designed state in place of content. state: empty | not_allowed | too_small | stale | not_found | no_model."""

    state: str
    title: Sentence
    body: Sentence
    remedy: Sentence | None = None
    links: tuple[Link, ...] = ()
