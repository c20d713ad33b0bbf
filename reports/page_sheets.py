"""Parts of a page as sheets of a workbook: each kind of part its columns, numbers as numbers, all else in the words shown."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from reports.excel import Sheet
from ui import text
from ui.format import UNITS, period, unit_word
from ui.i18n import t
from views.parts import (
    Amount,
    Bar,
    ClassBoard,
    Fact,
    Gap,
    HeatMap,
    Intervals,
    Item,
    Level,
    Ridges,
    ScaleRow,
    Segment,
    Series,
    State,
    Table,
    Tile,
    Weeks,
)


def sheet(title: str, part: Any) -> Sheet:
    """One block of a page under its title."""
    maker = _MAKERS.get(type(part[0]) if isinstance(part, tuple) else type(part), _sentences)
    heads, rows = maker(part)
    return Sheet(title, tuple(heads), tuple(tuple(cell(one) for one in row) for row in rows))


def cell(value: Any) -> Any:
    """A value as a spreadsheet cell: numbers as numbers in the unit shown, everything else as the words shown."""
    if isinstance(value, Amount):
        if value.side is not None:
            return text.plain(value)
        if value.value is None:
            return None
        factor, decimals = UNITS[value.unit]
        return round(value.value * factor, decimals)
    if isinstance(value, State):
        return t(f"states.word.{value.state}")
    if isinstance(value, Level):
        word = t(f"states.level.{value.level}")
        return value.count if value.count is not None else word
    if isinstance(value, Series):
        return None
    if isinstance(value, Bar):
        return None if value.share is None else round(value.share * 100, 1)
    if value is None or (isinstance(value, int | float | date) and not isinstance(value, datetime)):
        return value
    return text.plain(value)


def _head(name: str) -> str:
    return t(f"figures.{name}")


def _unit(amount: Amount) -> str:
    return "%" if amount.unit == "share" else unit_word(amount.unit)


def _tiles(part: tuple[Tile, ...]):
    heads = (_head("head_indicator"), _head("head_value"), "", _head("export_low"), _head("export_high"),
             _head("head_n"), _head("head_period"), _head("export_gap"))  # fmt: skip
    return heads, [_tile(one) for tile in part for one in (tile.parts or (tile,))]


def _tile(one: Tile) -> tuple:
    figure = one.figure
    low, high = (Amount(edge, figure.amount.unit) for edge in (figure.low, figure.high))
    chips = ", ".join(f"{t(f'states.level.{level}')} {count}" for level, count in one.chips)
    shown = chips or figure.amount
    return (figure.name, shown, _unit(figure.amount), low, high, figure.n, period(figure.period), one.gap)


def _scale(part: tuple[ScaleRow, ...]):
    heads = (_head("export_name"), _head("head_indicator"), _head("head_value"), "", _head("export_low"),
             _head("export_high"), _head("export_state"), _head("export_gap"))  # fmt: skip
    return heads, [
        (
            row.name,
            row.sub if row.sub is not None else "",
            row.amount,
            _unit(row.amount),
            Amount(row.low, row.amount.unit),
            Amount(row.high, row.amount.unit),
            State(row.state),
            row.gap if row.gap is not None else "",
        )
        for row in part
    ]


def _gaps(part: tuple[Gap, ...]):
    heads = (_head("export_name"), _head("export_now"), _head("export_need"), "", _head("export_gain"))
    return heads, [
        (gap.name, gap.now, gap.need, _unit(gap.now), round(gap.gain, 1) if gap.gain else None)
        for gap in part
    ]


def _intervals(part: Intervals):
    heads = (_head("export_name"), _head("head_value"), "", _head("export_low"), _head("export_high"),
             _head("head_n"), _head("export_against"))  # fmt: skip
    unit, has_raw = part.unit, any(row.raw is not None for row in part.rows)
    if any(row.word is not None for row in part.rows):
        heads = (*heads[:-1], _head("export_compared"))
    heads = (*heads, _head("export_raw")) if has_raw else heads
    return heads, [
        (
            row.link,
            Amount(row.value, unit),
            _unit(Amount(row.value, unit)),
            Amount(row.low, unit),
            Amount(row.high, unit),
            row.n or None,
            row.word or (t(f"figures.school_{row.difference}") if row.difference else ""),
            *((Amount(row.raw, unit),) if has_raw else ()),
        )
        for row in part.rows
    ]


def _heat(part: HeatMap):
    heads = (_head("export_name"), *(f"{_head('export_week')} {week}" for week in part.weeks))
    rows = zip(part.rows, part.values, strict=True)
    return heads, [(name, *(Amount(one, "share") for one in row)) for name, row in rows]


def _weeks(part: Weeks):
    heads = (_head("export_name"), _head("export_week"), _head("head_value"))
    return heads, [
        (panel.sub, week, Amount(value, panel.unit))
        for panel in part.panels
        for week, value in panel.this_term
    ]


def _classes(part: ClassBoard):
    heads = (_head("export_name"), _head("export_text"), *part.heads, _head("export_state"))
    return [text.plain(head) for head in heads], [
        (line.link, line.sub, *line.values, line.word or "") for line in part.lines
    ]


def _ridges(part: Ridges):
    heads = (_head("head_period"), _head("head_value"), _head("head_n"))
    return heads, [(period(row.term_id), low, count) for row in part.rows for low, count in row.bins]


def _table(part: Table):
    heads = []
    for number, column in enumerate(part.columns):
        units = {row[number].unit for row in part.rows if isinstance(row[number], Amount)}
        word = _unit(Amount(0, units.pop())) if len(units) == 1 else ""
        heads.append(text.plain(column.head) + (f" ({word})" if word else ""))
    return heads, part.rows


def _items(part: tuple[Item, ...]):
    heads = (_head("export_name"), _head("export_text"), _head("export_state"))
    return heads, [
        (item.title, item.body if item.body else "", item.side if item.side else "") for item in part
    ]


def _segments(part: tuple[Segment, ...]):
    heads = (_head("export_name"), _head("export_state"), _head("export_text"))
    return heads, [(one.name, State(one.state), one.note if one.note else "") for one in part]


def _facts(part: tuple[Fact, ...]):
    heads = (_head("export_name"), _head("head_value"), "", _head("export_text"))
    return heads, [
        (
            one.label,
            one.value,
            _unit(one.value) if isinstance(one.value, Amount) else "",
            one.note if one.note is not None else "",
        )
        for one in part
    ]


def _sentences(part: tuple):
    return (_head("export_text"),), [(one,) for one in part]


_MAKERS = {
    Tile: _tiles,
    ScaleRow: _scale,
    Gap: _gaps,
    Intervals: _intervals,
    HeatMap: _heat,
    Weeks: _weeks,
    ClassBoard: _classes,
    Ridges: _ridges,
    Table: _table,
    Item: _items,
    Segment: _segments,
    Fact: _facts,
}
