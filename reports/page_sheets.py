"""Parts of a page as sheets of a workbook: each kind of part its columns, numbers as numbers, all else in the words shown."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from reports import board_sheets, person_sheets, unit_sheets
from reports.cells import cell, unit_of
from reports.excel import Sheet
from reports.pictures import charts
from ui import places, text
from ui.format import period
from ui.i18n import t
from views.parts import (
    Amount,
    Gap,
    HeatMap,
    Intervals,
    Item,
    Link,
    Movement,
    Name,
    Ridges,
    ScaleRow,
    Segment,
    Sentence,
    State,
    Table,
    Tile,
    Waterfall,
    WeekPanel,
    Weeks,
)
from views.units.floors import FloorCell

TOLD = Amount | Link | Name | Sentence | State  # what a cell can say by itself
FIELD_HEADS = {
    "name": "export_name", "link": "export_name", "title": "export_name", "amount": "head_value", "value": "head_value",
    "low": "export_low", "high": "export_high", "n": "head_n", "gap": "export_gap", "note": "export_text", "body": "export_text",
}  # fmt: skip


def sheet(title: str, part: Any) -> Sheet:
    """One block of a page under its title, with the native charts of a picture."""
    maker = _MAKERS.get(type(part[0]) if isinstance(part, tuple) else type(part), _anything)
    heads, rows = maker(part)
    return Sheet(title, tuple(heads), tuple(tuple(cell(one) for one in row) for row in rows), charts(part))


def _head(name: str) -> str:
    return t(f"figures.{name}")


def _unit(amount: Amount) -> str:
    return unit_of(amount.unit)


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
    unit, placed = part.unit, any(row.place for row in part.rows)
    has_raw = any(row.raw is not None for row in part.rows)
    if any(row.word is not None for row in part.rows):
        heads = (*heads[:-1], _head("export_compared"))
    heads = (*heads, t("drill.export_places")) if placed else heads
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
            *((places.word(row.place) if row.place else "",) if placed else ()),
            *((Amount(row.raw, unit),) if has_raw else ()),
        )
        for row in part.rows
    ]


def _heat(part: HeatMap):
    heads = (_head("export_name"), *(f"{_head('export_week')} {week}" for week in part.weeks))
    rows = zip(part.rows, part.values, strict=True)
    return heads, [(name, *(Amount(one, "share") for one in row)) for name, row in rows]


def _weeks(part: Weeks):
    heads = (_head("export_name"), _head("export_week"), _head("head_value"), t("ui.chart.year_before"), t("deck.line"))  # fmt: skip
    return heads, [row for panel in part.panels for row in _panel(panel)]


def _panel(panel: WeekPanel):
    this, before = dict(panel.this_term), dict(panel.year_before)
    for week in sorted({*this, *before}):
        yield (
            panel.sub,
            week,
            *(Amount(one, panel.unit) for one in (this.get(week), before.get(week), panel.line)),
        )


def _ridges(part: Ridges):
    heads = (_head("head_period"), _head("head_value"), _head("head_n"))
    return heads, [(period(row.term_id), low, count) for row in part.rows for low, count in row.bins]


def _waterfall(part: Waterfall):
    heads = (_head("export_name"), _head("export_gain"))
    steps = [(one.name, Amount(one.gain, "score")) for one in part.steps]
    rest = [(t("ui.chart.rest"), Amount(part.rest, "score"))] if part.rest > 0 else []
    marks = [(words, Amount(score, "score")) for score, words in part.thresholds]
    return heads, [(t("ui.chart.now"), Amount(part.start, "score")), *steps, *rest, *marks]


def _table(part: Table):
    heads = []
    for number, column in enumerate(part.columns):
        units = {row[number].unit for row in part.rows if isinstance(row[number], Amount)}
        word = _unit(Amount(0, units.pop())) if len(units) == 1 else ""
        heads.append(text.plain(column.head) + (f" ({word})" if word else ""))
    return heads, part.rows


def _movement(part: Movement):
    heads = (_head("export_name"), _head("head_value"), "", _head("export_low"), _head("export_high"), _head("head_n"),
             _head("head_period"))  # fmt: skip
    unit = part.unit
    words = {"then": part.then, "closed" if part.is_closed else "now": part.now}
    rows = [
        (t(f"tasks.movement_{word}"), Amount(one.value, unit), _unit(Amount(0, unit)), Amount(one.low, unit), Amount(one.high, unit),
         one.n, period(one.period) if one.period else "")
        for word, one in words.items() if one
    ]  # fmt: skip
    edges = [edge for edge in (part.target, part.far) if edge is not None]
    aims = [
        (t("tasks.value_aim"), Amount(edge, unit), _unit(Amount(0, unit)), None, None, None, "")
        for edge in edges
    ]
    return heads, [*rows, *aims]


def _items(part: tuple[Item, ...]):
    heads = (_head("export_name"), _head("export_text"), _head("export_state"))
    return heads, [
        (item.title, item.body if item.body else "", item.side if item.side else "") for item in part
    ]


def _segments(part: tuple[Segment, ...]):
    heads = (_head("export_name"), _head("export_state"), _head("export_text"))
    return heads, [(one.name, State(one.state), one.note if one.note else "") for one in part]


def _floors(part: tuple[FloorCell, ...]):
    heads = (_head("export_name"), _head("head_value"), "", _head("export_gap"), _head("export_text"))
    return heads, [(one.name, one.amount, _unit(one.amount), one.gap, one.note) for one in part]


def _anything(part: Any):
    """Words, or a kind of part that has no maker yet: what of its rows can be told in words and numbers, so that nothing is lost."""
    rows = (
        part
        if isinstance(part, tuple)
        else next((one for one in _parts(part) if isinstance(one, tuple)), (part,))
    )
    if not rows or not is_dataclass(rows[0]) or isinstance(rows[0], TOLD):
        return _sentences(rows)
    told = [tuple(_told(one) for one in _parts(row)) for row in rows]
    return tuple(_named(one.name) for one in fields(rows[0])), told


def _parts(part: Any) -> tuple:
    return tuple(getattr(part, one.name) for one in fields(part))


def _named(field: str) -> str:
    key = FIELD_HEADS.get(field)
    return _head(key) if key else ""


def _told(value: Any) -> Any:
    if isinstance(value, tuple):
        return (
            t("ui.join").join(str(cell(one)) for one in value if isinstance(one, str | int | float | TOLD))
            or None
        )
    return value if value is None or isinstance(value, str | int | float | date | TOLD) else None


def _sentences(part: tuple):
    return (_head("export_text"),), [(one,) for one in part]


_MAKERS = {
    Tile: _tiles,
    ScaleRow: _scale,
    Gap: _gaps,
    Intervals: _intervals,
    HeatMap: _heat,
    Weeks: _weeks,
    Ridges: _ridges,
    Table: _table,
    Movement: _movement,
    Item: _items,
    FloorCell: _floors,
    Segment: _segments,
    **board_sheets.MAKERS,
    **person_sheets.MAKERS,
    **unit_sheets.MAKERS,
    Waterfall: _waterfall,
}
