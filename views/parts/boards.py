"""Pictures of a whole: who answers for what, majors on two axes, a cohort's way, requirements by courses, goals, years."""

from __future__ import annotations

from dataclasses import dataclass

from views.parts.basis import Amount, Link, Name, Sentence, Why


@dataclass(frozen=True)
class MatrixCell:
    """One cell of the 5 x 5 matrix: the office, the headline figure with its state, actions open, the page behind it."""

    office: Name
    indicator: Name
    amount: Amount
    state: str | None  # as on a scale row; None where the school's standard has no anchors for it
    note: Sentence | None
    actions: Sentence | None
    page: str | None
    why: Why | None = None


@dataclass(frozen=True)
class Matrix:
    """Vertical systems x levels."""

    rows: tuple[Name, ...]
    columns: tuple[Sentence, ...]
    cells: tuple[tuple[MatrixCell, ...], ...]
    alt: Sentence


@dataclass(frozen=True)
class Bubble:
    """One major: capability (x), social fit (y), students; `quadrant` None inside the zone without a judgement."""

    link: Link
    x: float
    y: float
    size: float | None
    quadrant: str | None
    is_own: bool = False
    is_rounded: bool = False  # scores told to the nearest five points


@dataclass(frozen=True)
class Board:
    """Majors by capability and fit; `line` parts high from low, within `zone` points of it nothing is judged."""

    bubbles: tuple[Bubble, ...]
    line: float
    zone: float
    alt: Sentence
    notes: tuple[Sentence, ...] = ()  # how many units are not drawn or rounded, and why


@dataclass(frozen=True)
class FlowNode:
    """A stage or an end of a cohort's way; `kind` stage | end | loss."""

    name: Sentence
    n: int
    kind: str = "stage"


@dataclass(frozen=True)
class FlowStep:
    """How many go from one node to another (places in `nodes`)."""

    start: int
    end: int
    n: int


@dataclass(frozen=True)
class Flow:
    """The way of one cohort, losses as streams of their own; `rows` is its text version."""

    nodes: tuple[FlowNode, ...]
    steps: tuple[FlowStep, ...]
    note: Sentence | None
    alt: Sentence


@dataclass(frozen=True)
class Coverage:
    """Requirements x courses with the strength of support (H M L, None for none)."""

    requirements: tuple[Name, ...]
    courses: tuple[Link | Name, ...]
    support: tuple[tuple[str | None, ...], ...]
    notes: tuple[Sentence, ...]
    alt: Sentence


@dataclass(frozen=True)
class TrendPoint:
    """One period of a series."""

    period: str
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Trend:
    """One measure over its periods with the target of the standard."""

    name: Name | Sentence
    unit: str
    points: tuple[TrendPoint, ...]
    target: float | None = None
    target_label: Sentence | None = None
    note: Sentence | None = None


@dataclass(frozen=True)
class Trends:
    """Small pictures of one size, each on its own scale."""

    panels: tuple[Trend, ...]
    alt: Sentence


@dataclass(frozen=True)
class Branch:
    """One goal of the tree: how deep it stands, the part of its way that is done, what that rests on."""

    name: Name
    depth: int
    way: float | None
    note: Sentence | None
    side: Sentence | None = None
    link: Link | None = None


@dataclass(frozen=True)
class Stage:
    """A count of a funnel: exact, or the side alone (under | over) where few are counted or few are left."""

    name: Sentence
    n: int | None
    share: float | None
    words: Sentence | None = None


@dataclass(frozen=True)
class Funnel:
    """One level of warnings from opened to closed; level None: all together."""

    level: str | None
    stages: tuple[Stage, ...]
