"""The parts a page is made of, as frozen values without language or colour: views make them, ui draws them.

Texts are catalogue keys with parameters; names that are data (a course, an indicator) travel as `Name`.
"""

from views.parts.basis import Amount, Figure, Gap, Header, Link, Name, Refusal, ScaleRow, Sentence, Tile, Why
from views.parts.lists import Bar, Column, Fact, Item, Level, Series, State, Table
from views.parts.people import Portrait, Rung, Segment, Tag
from views.parts.pictures import (
    HeatMap,
    IntervalRow,
    Intervals,
    Movement,
    Radar,
    Reading,
    Ridge,
    Ridges,
    Waterfall,
    WeekPanel,
    Weeks,
)

__all__ = [
    "Amount",
    "Bar",
    "Column",
    "Fact",
    "Figure",
    "Gap",
    "Header",
    "HeatMap",
    "IntervalRow",
    "Intervals",
    "Item",
    "Level",
    "Link",
    "Movement",
    "Name",
    "Portrait",
    "Radar",
    "Reading",
    "Refusal",
    "Ridge",
    "Ridges",
    "Rung",
    "ScaleRow",
    "Segment",
    "Sentence",
    "Series",
    "State",
    "Table",
    "Tag",
    "Tile",
    "Waterfall",
    "WeekPanel",
    "Weeks",
    "Why",
]
