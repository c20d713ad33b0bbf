"""Native charts beside the rows of a sheet, each over its own small block of numbers."""

from __future__ import annotations

from typing import Any

from reports.chart import Chart, Line
from ui.tokens import colour

TONES = {"own": "acc", "other": "other", "standard": "ink", "base": "other"}
KINDS = {
    "bar": {"type": "bar"},
    "stacked": {"type": "bar", "subtype": "stacked"},
    "line": {"type": "line"},
    "radar": {"type": "radar", "subtype": "with_markers"},
}
WIDTH, ROW_HEIGHT = 760, 20  # pixels
LEAST_HEIGHT = 300


def put(book: Any, page: Any, charts: tuple[Chart, ...], *, beside: int, heading: Any) -> None:
    """Draw the charts at the right of the sheet's rows, under each other, their numbers to the right of them."""
    top = 1
    for one in charts:
        height = (
            max(LEAST_HEIGHT, 24 * len(one.categories) + 90)
            if one.kind in ("bar", "stacked")
            else LEAST_HEIGHT
        )
        numbers = _numbers(page, one, top, beside + WIDTH // 64 + 1, heading)
        chart = book.add_chart(KINDS[one.kind])
        for place, line in enumerate(one.lines):
            chart.add_series(_series(page, one, line, place, numbers))
        _dress(chart, one, height)
        page.insert_chart(top, beside, chart)
        top += max(height // ROW_HEIGHT, len(one.categories) + 1) + 2


def _numbers(page: Any, one: Chart, top: int, left: int, heading: Any) -> tuple[int, int]:
    """Categories and series as columns; where they stand. Ranges stand as what is to add and to take away."""
    heads = [line.name for line in one.lines]
    page.write_row(top, left + 1, heads, heading)
    page.write_column(top + 1, left, [str(name) for name in one.categories])
    for place, line in enumerate(one.lines, start=left + 1):
        for row, value in enumerate(line.values, start=top + 1):
            if value is not None:
                page.write_number(row, place, value)
    return top + 1, left


def _series(page: Any, one: Chart, line: Line, place: int, numbers: tuple[int, int]) -> dict:
    top, left = numbers
    last, name, tone = top + len(one.categories) - 1, page.get_name(), colour(TONES[line.tone], "light")
    made = {
        "name": [name, top - 1, left + 1 + place],
        "categories": [name, top, left, last, left],
        "values": [name, top, left + 1 + place, last, left + 1 + place],
    }
    if one.kind in ("bar", "stacked"):
        made |= {"fill": {"none": True} if line.tone == "base" else {"color": tone}, "gap": 60}
        made |= (
            {} if line.tone == "base" else {"data_labels": {"value": True, "num_format": number_format(one)}}
        )
        made |= {"points": [{"fill": {"color": tone if strong else colour("mute", "light")}} for strong in one.strong]} if one.strong else {}  # fmt: skip
    else:
        dash = {"standard": "dash", "other": "round_dot"}.get(line.tone, "solid")
        made |= {"line": {"color": tone, "width": 2.25 if line.tone == "own" else 1.25, "dash_type": dash}}
    return made | _ranges(line)


def _ranges(line: Line) -> dict:
    plus, minus = deviations(line)
    if not plus:
        return {}
    bars = {
        "type": "custom",
        "plus_values": plus,
        "minus_values": minus,
        "line": {"color": colour("ink", "light")},
    }
    return {"y_error_bars": bars}


def deviations(line: Line) -> tuple[list[float], list[float]]:
    """How far the likely range reaches above and below each value; empty where no range is known."""
    if not line.low or all(low is None for low in line.low):
        return [], []
    known = list(zip(line.values, line.low, line.high, strict=True))
    plus = [_apart(high, value) for value, _, high in known]
    return plus, [_apart(value, low) for value, low, _ in known]


def _apart(upper: float | None, lower: float | None) -> float:
    return round(max(upper - lower, 0.0), 4) if upper is not None and lower is not None else 0.0


def number_format(one: Chart) -> str:
    """How the numbers of a chart are shown, as spreadsheets and slides write it: 88.1, and 9,460 where all are whole."""
    known = [value for line in one.lines for value in line.values if value is not None]
    is_whole = all(isinstance(value, int) for value in known)
    return "#,##0" + ("." + "0" * one.decimals if one.decimals and not is_whole else "")


def _dress(chart: Any, one: Chart, height: int) -> None:
    title = " · ".join(part for part in (one.title, one.note) if part)
    chart.set_title({"name": title, "name_font": {"size": 11, "bold": False}} if title else {"none": True})
    chart.set_size({"width": WIDTH, "height": height})
    edges = {key: value for key, value in (("min", one.least), ("max", one.most)) if value is not None}
    values = edges | {
        "name": one.axis,
        "major_gridlines": {"visible": True, "line": {"color": colour("line", "light")}},
    }
    if one.kind in ("bar", "stacked"):
        chart.set_y_axis({"reverse": True, "crossing": "max", "label_position": "low"})  # the first on top
        chart.set_x_axis(values)
    elif one.kind == "line":
        chart.set_y_axis(values)
        chart.show_blanks_as("span")  # weeks without a value: the line goes on
    shown = sum(line.tone != "base" for line in one.lines)
    chart.set_legend({"none": True} if shown < 2 else {"position": "bottom"})
