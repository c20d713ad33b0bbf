"""The parts a page is made of, as frozen values without language or colour: views make them, ui draws them.

Texts are catalogue keys with parameters; names that are data (a course, an indicator) travel as `Name`.
"""

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

    page: str  # school | department | major | course | teacher | student | worklist | data
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


@dataclass(frozen=True)
class Refusal:
    """A designed state in place of content. state: empty | not_allowed | too_small | stale | not_found | no_model."""

    state: str
    title: Sentence
    body: Sentence
    remedy: Sentence | None = None
    links: tuple[Link, ...] = ()


# --- pictures: what a chart shows, without colour; `alt` is the text version for screen readers ----------------


@dataclass(frozen=True)
class IntervalRow:
    """One unit on ranked interval bars or in a funnel: value with likely range, n, and what the interval supports."""

    link: Link
    value: float
    low: float | None
    high: float | None
    n: int
    difference: str | None  # above | below | chance


@dataclass(frozen=True)
class Intervals:
    """Units against one comparator; rows come sorted by value, highest first. unit as in Amount."""

    rows: tuple[IntervalRow, ...]
    comparator: float | None
    comparator_label: Sentence
    unit: str
    axis: Sentence
    alt: Sentence


@dataclass(frozen=True)
class HeatMap:
    """Rows x teaching weeks of shares; `standard` is the middle of the diverging scale, cells below it are printed."""

    rows: tuple[Name, ...]
    weeks: tuple[int, ...]
    values: tuple[tuple[float | None, ...], ...]
    standard: float | None
    alt: Sentence


@dataclass(frozen=True)
class WeekPanel:
    """One measure over the weeks of a term: this term, the same weeks a year before, and one line of reference."""

    title: Sentence
    sub: Sentence
    this_term: tuple[tuple[int, float], ...]
    year_before: tuple[tuple[int, float], ...] = ()
    line: float | None = None
    line_label: Sentence | None = None
    unit: str = "share"


@dataclass(frozen=True)
class Weeks:
    """Panels that share one axis of teaching weeks; weeks after `now` are shaded."""

    panels: tuple[WeekPanel, ...]
    week_count: int
    now: int | None
    alt: Sentence


@dataclass(frozen=True)
class Ridge:
    """Spread of first-attempt scores of one term: (lower edge of a bin of five points, count)."""

    term_id: str
    bins: tuple[tuple[int, int], ...]
    n: int
    is_newest: bool


@dataclass(frozen=True)
class Ridges:
    """Terms from old to new, with the pass mark as the line of reference."""

    rows: tuple[Ridge, ...]
    pass_mark: float
    alt: Sentence


@dataclass(frozen=True)
class Waterfall:
    """From the score now through the gains of single moves to the threshold; the rest as one step."""

    start: float
    steps: tuple[Gap, ...]
    rest: float
    thresholds: tuple[tuple[float, Sentence], ...]
    alt: Sentence


@dataclass(frozen=True)
class Radar:
    """A thumbnail beside scale rows: axis labels and scores 0-100; an axis without a score is left open."""

    axes: tuple[Name, ...]
    scores: tuple[float | None, ...]
    reference: float
    alt: Sentence


# --- tables and lists ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class State:
    """A state word with its dot: strong met target qualified borderline not_met insufficient done progress open stale."""

    state: str


@dataclass(frozen=True)
class Series:
    """A sparkline in a cell, with an optional dashed target."""

    values: tuple[float | None, ...]
    target: float | None = None


@dataclass(frozen=True)
class Bar:
    """A share as a bar in a cell."""

    share: float | None


@dataclass(frozen=True)
class Level:
    """A warning chip: red orange yellow blue, with a count or alone."""

    level: str
    count: int | None = None
    text: Sentence | None = None


@dataclass(frozen=True)
class Column:
    """One column: its head, and how its cells stand (words left, numbers right; sentences left and never narrow)."""

    head: Sentence
    align: str = "left"  # left | right | wide


@dataclass(frozen=True)
class Table:
    """Rows of cells: str, Name, Link, Amount, Sentence, State, Series, Bar, Level, date, None (drawn as a dash)."""

    columns: tuple[Column, ...]
    rows: tuple[tuple, ...]
    note: Sentence | None = None


@dataclass(frozen=True)
class Fact:
    """A label, a value and a note: the small figures of a portrait card, the facts of a case."""

    label: Sentence
    value: Amount | Sentence | Name | str | None
    note: Sentence | None = None
    why: Why | None = None


@dataclass(frozen=True)
class Item:
    """One entry of a quiet list: title, text under it, something at its right; `on` draws a date block."""

    title: Sentence | Name | Link
    body: Sentence | None = None
    side: Sentence | State | Level | None = None
    on: date | None = None


# --- people ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tag:
    """A tag of a portrait card, positive (earned) or neutral, opening to its rule."""

    label: Sentence
    rule: Sentence
    is_earned: bool = True


@dataclass(frozen=True)
class Rung:
    """One tier of the ladder: state past | current | met | borderline | not_met | insufficient | ahead."""

    name: Sentence
    state: str
    word: Sentence | None = None


@dataclass(frozen=True)
class Segment:
    """One of the seven qualities: done | progress | open | unconnected, with the sentence that says why."""

    name: Name
    state: str
    note: Sentence | None = None
    share: float | None = None


@dataclass(frozen=True)
class Portrait:
    """The card that makes a person recognisable; name and number only where the reader may see them."""

    name: str | None
    number: str | None
    facts: tuple[Sentence | Name | str, ...]
    tags: tuple[Tag, ...]
    figures: tuple[Fact, ...]
    rungs: tuple[Rung, ...] = ()
    segments: tuple[Segment, ...] = ()
    ladder_note: Sentence | None = None
