"""Parts of a page with numbers that a test knows: each kind of picture once."""

from dataclasses import dataclass

from views.parts import (
    Amount,
    Column,
    Figure,
    Gap,
    HeatMap,
    IntervalRow,
    Intervals,
    Link,
    Name,
    Radar,
    Ridge,
    Ridges,
    ScaleRow,
    Sentence,
    Table,
    Tile,
    Waterfall,
    WeekPanel,
    Weeks,
)

ALT, AXIS = Sentence("ui.table"), Sentence("figures.head_value")


def interval(name, value, low, high, difference):
    """One unit on interval bars."""
    return IntervalRow(Link("course", name, Name(name)), value, low, high, 40, difference)


INTERVALS = Intervals(
    (interval("甲课程", 0.95, 0.93, 0.96, "above"), interval("乙课程", 0.874, 0.84, 0.905, "chance")),
    0.881, Sentence("figures.head_value"), "share", AXIS, ALT,
)  # fmt: skip
MANY = Intervals(
    tuple(interval(f"课程{number}", 0.99 - number / 100, None, None, "chance") for number in range(40)),
    None, Sentence("figures.head_value"), "share", AXIS, ALT,
)  # fmt: skip
SCORES = (
    ScaleRow(Name("教学"), Amount(71.24, "score"), "scores", "met", low=68.0, high=74.0),
    ScaleRow(Name("科研"), Amount(48.0, "score"), "scores", "not_met"),
    ScaleRow(Name("资源"), Amount(None, "score"), "scores", "insufficient"),
)
STEPS = (
    ScaleRow(Name("生师比"), Amount(13.94, "ratio"), "anchors", "target", marks=(22, 18, 16, 13)),
    ScaleRow(Name("双师"), Amount(0.842, "share"), "anchors", "strong", marks=(0.3, 0.5, 0.6, 0.8)),
)
WEEKS = Weeks(
    (
        WeekPanel(Sentence("ui.table"), Sentence("ui.table"), ((1, 0.901), (3, 0.8849)), ((2, 0.91),), 0.85),
        WeekPanel(Sentence("ui.table"), Sentence("ui.table"), ((1, 0.7), (2, 0.75))),
    ),
    18, 9, ALT,
)  # fmt: skip
RIDGES = Ridges(
    (
        Ridge("2023-2024-1", ((50, 1), (55, 4)), 5, False),
        Ridge("2024-2025-1", ((55, 2), (60, 7)), 9, True),
    ),
    60.0, ALT,
)  # fmt: skip
RADAR = Radar((Name("德"), Name("能"), Name("绩")), (80.0, None, 61.5), 65.0, ALT)
WATERFALL = Waterfall(
    60.0,
    (Gap(Name("论文"), Amount(1, "count"), Amount(2, "count"), Amount(1, "count"), 0.5, 4.1, "M"),),
    0.9, ((65.0, Sentence("ui.table")),), ALT,
)  # fmt: skip
HEAT = HeatMap((Name("甲班"), Name("乙班")), (1, 2), ((0.96, None), (0.8431, 0.95)), 0.95, ALT)
TABLE = Table(
    (Column(Sentence("worklist.head_class")), Column(Sentence("figures.head_n"), "right")),
    tuple((f"班级{number}", number) for number in range(90)),
)


def _figure(name, value, unit):
    return Figure(name, Name(name), Amount(value, unit), "observed")


TILES = (Tile(_figure("在校生数", 12486, "count")), Tile(_figure("双师占比", 0.583, "share")))


@dataclass(frozen=True)
class Flow:
    """A band of a kind of picture that files do not know yet."""

    name: Name
    to: Name
    n: int


@dataclass(frozen=True)
class Flows:
    """The picture."""

    rows: tuple[Flow, ...]
    alt: Sentence


NEW = Flows((Flow(Name("录取"), Name("报到"), 120), Flow(Name("报到"), Name("毕业"), 97)), ALT)
