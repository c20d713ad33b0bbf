"""What a picture shows, without colour; `alt` is the text version for screen readers."""

from __future__ import annotations

from dataclasses import dataclass

from views.parts.basis import Amount, Gap, Link, Name, Sentence
from views.parts.grids import Places


@dataclass(frozen=True)
class IntervalRow:
    """One unit on ranked interval bars or in a funnel: value with likely range, n, and what the interval supports."""

    link: Link | Name | Sentence  # a unit; a name or words alone where there is no page to go to
    value: float
    low: float | None
    high: float | None
    n: int
    difference: str | None  # above | below | chance
    place: Places | None = None
    raw: float | None = None  # the unshrunken value, drawn beside the shrunken one
    mark: float | None = None  # a comparator of this row alone (the school in the row's own term)
    word: Sentence | None = None  # what the interval supports, where it is not "above the school"
    is_own: bool = False  # the unit of the page among others


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

    rows: tuple[Name | Link, ...]
    weeks: tuple[int, ...]
    values: tuple[tuple[float | None, ...], ...]
    standard: float | None
    alt: Sentence


@dataclass(frozen=True)
class WeekPanel:
    """One measure over the weeks of a term: this term, the same weeks a year before (or of the whole course, as
    `before_label` says), and one line of reference."""

    title: Sentence
    sub: Sentence
    this_term: tuple[tuple[int, float], ...]
    year_before: tuple[tuple[int, float], ...] = ()
    line: float | None = None
    line_label: Sentence | None = None
    unit: str = "share"
    before_label: Sentence | None = None


@dataclass(frozen=True)
class Weeks:
    """Panels that share one axis of teaching weeks; weeks after `now` are shaded."""

    panels: tuple[WeekPanel, ...]
    week_count: int
    now: int | None
    alt: Sentence


@dataclass(frozen=True)
class ClassLine:
    """One teaching class: what it is, its measures, which of them lie below the course beyond chance, and that in words."""

    link: Link
    sub: tuple[Sentence | Name | str, ...]
    values: tuple[Amount | None, ...]
    below: tuple[bool, ...]
    word: Sentence | None


@dataclass(frozen=True)
class ClassBoard:
    """The teaching classes of one course in one term, those that lie below the course first."""

    heads: tuple[Sentence, ...]
    lines: tuple[ClassLine, ...]
    note: Sentence | None
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


@dataclass(frozen=True)
class PathPoint:
    """One period of a path: its name (a term, a year, an as-of), the value with its likely range, and the line there."""

    period: str
    value: float | None
    low: float | None = None
    high: float | None = None
    line: float | None = None


@dataclass(frozen=True)
class Path:
    """One figure over the periods, oldest first, against the line that held or holds; unit as in Amount."""

    title: Name | Sentence
    points: tuple[PathPoint, ...]
    unit: str
    line_label: Sentence | None = None


@dataclass(frozen=True)
class Paths:
    """Paths side by side, each with an axis of its own."""

    paths: tuple[Path, ...]
    alt: Sentence


@dataclass(frozen=True)
class Days:
    """A person's term as a calendar: weeks x weekdays of (present, expected), under them the weeks of tasks (done, due)."""

    days: tuple[tuple[int, int, int, int], ...]  # week, weekday 1-7, present, expected
    tasks: tuple[tuple[int, float, float], ...]  # week, handed in on time, due
    week_count: int
    now: int | None
    alt: Sentence


@dataclass(frozen=True)
class Reading:
    """One value with its likely range, n and period."""

    value: float
    low: float | None
    high: float | None
    n: int | None
    period: str | None


@dataclass(frozen=True)
class Movement:
    """A figure when an action was opened and now (or when it was closed), on one axis with the target."""

    name: Name
    unit: str
    then: Reading | None
    now: Reading | None
    target: float | None
    far: float | None  # of a band: its other edge
    is_closed: bool
    alt: Sentence


@dataclass(frozen=True)
class ReliabilityPoint:
    """One part of the rows sorted by chance: the mean chance said, the share that happened with its likely range, how many."""

    said: float
    happened: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Reliability:
    """What a model said against what happened; on the diagonal they are the same."""

    points: tuple[ReliabilityPoint, ...]
    alt: Sentence
