"""Pictures drawn as HTML, so that their text is text: ranked interval bars with the text column, heat map by week."""

from __future__ import annotations

from typing import Any

from ui import text
from ui.format import MISSING, amount, number
from ui.html import div, esc, percent, show, span, tag
from ui.i18n import t

MOST_BARS = 40
DEEPEST = (
    60  # percent of brown per unit of depth beyond the half: with more, the number in the cell fails 4.5 : 1
)


def intervals(value: Any) -> None:
    """Draw ranked interval bars: grey hollow within chance, teal filled beyond, one ink line for the comparator."""
    show(intervals_html(value))


def intervals_html(value: Any) -> str:
    """The bars as HTML rows: name (a link), bar with marker, value and what the interval supports in words."""
    rows = value.rows[:MOST_BARS]
    low, high, ticks = _axis(rows, value.comparator, value.unit)
    place = _placer(low, high)
    line = ""
    if value.comparator is not None:
        line = span("cmp", style=f"left:{percent(place(value.comparator))}")
    grid = "".join(span("gr", style=f"left:{percent(place(tick))}") for tick in ticks)
    drawn = [_interval(row, place, grid + line, value.unit) for row in rows]
    more = ""
    if len(value.rows) > MOST_BARS:
        more = div("note", esc(t("ui.rows_shown", shown=MOST_BARS, all=len(value.rows))))
    top = _comparator_head(value, place)
    return div(
        "ivs",
        top,
        div("", *drawn, role="list"),
        _axis_foot(ticks, place, value),
        more,
        role="group",
        aria_label=text.plain(value.alt),
    )


def _comparator_head(value: Any, place) -> str:
    if value.comparator is None:
        return ""
    label = span("cl", text.html(value.comparator_label), style=f"left:{percent(place(value.comparator))}")
    return div("ivr ivh", span(""), div("ivp", label), span(""))


def _interval(row: Any, place, behind: str, unit: str) -> str:
    differs = row.difference in ("above", "below")
    cls = "ivr dif" if differs else "ivr"
    whisker = ""
    if row.low is not None and row.high is not None:
        left, right = place(row.low), place(row.high)
        whisker = span("ivw", style=f"left:{percent(left)};width:{percent(right - left)}")
    marker = span("ivm", style=f"left:{percent(place(row.value))}")
    word = t(f"ui.difference.{row.difference}") if row.difference else t("ui.difference.none")
    words = div("ivt", tag("b" if differs else "span", esc(amount(row.value, unit))), span("", esc(word)))
    return div(
        cls, div("ivn", text.link(row.link)), div("ivp", behind, whisker, marker), words, role="listitem"
    )


def _axis(rows: tuple[Any, ...], comparator: float | None, unit: str) -> tuple[float, float, list[float]]:
    ends = [one for row in rows for one in (row.low, row.high, row.value) if one is not None]
    ends += [comparator] if comparator is not None else []
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    room = (high - low) * 0.04 or 0.02
    low, high = low - room, high + room
    if unit == "share":
        low, high = max(low, 0.0), min(high, 1.0)
    return low, high, ticks_between(low, high)


def ticks_between(low: float, high: float) -> list[float]:
    """At most seven round values between two ends."""
    if high <= low:
        return [low]
    rough = (high - low) / 5
    size = 10 ** _exponent(rough)
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough)
    first = int(low // step) + (1 if low % step else 0)
    return [
        round(first * step + k * step, 10) for k in range(9) if first * step + k * step <= high + step * 1e-9
    ]


def _exponent(value: float) -> int:
    exponent = 0
    while value >= 10:
        value, exponent = value / 10, exponent + 1
    while 0 < value < 1:
        value, exponent = value * 10, exponent - 1
    return exponent


def _placer(low: float, high: float):
    return lambda value: (value - low) / (high - low) if high > low else 0.5


def _axis_foot(ticks: list[float], place, value: Any) -> str:
    labels = "".join(
        span("", esc(number(tick, value.unit).removesuffix(".0")), style=f"left:{percent(place(tick))}")
        for tick in ticks
    )
    return div("ivr ivx", span(""), div("ivp", labels), span(""), aria_hidden="true") + div(
        "ivr ivx", span(""), div("ax", text.html(value.axis)), span("")
    )


def heat_map(value: Any) -> None:
    """Draw rows x weeks as a table whose cells are tinted around the standard; numbers only below it."""
    show(heat_map_html(value))


def heat_map_html(value: Any) -> str:
    """The heat map as an HTML table with a legend."""
    worst = _worst(value)
    head = "".join(tag("th", str(week), scope="col") for week in value.weeks)
    body = "".join(
        tag(
            "tr",
            tag("th", text.html(name), scope="row", title=text.plain(name))
            + "".join(_cell(one, value.standard, worst) for one in row),
        )
        for name, row in zip(value.rows, value.values, strict=True)
    )
    table = tag(
        "table",
        tag("tbody", body) + tag("tfoot", tag("tr", tag("td", "") + head)),
        cls="heat",
        aria_label=text.plain(value.alt),
    )
    axis = div("ax", esc(t("ui.heat.weeks")))
    return (
        div("tbw", table, tabindex="0", role="region", aria_label=text.plain(value.alt))
        + axis
        + _legend(value, worst)
    )


def _worst(value: Any) -> float:
    """The end of the brown side: the lowest cell, at least five points below the standard."""
    known = [one for row in value.values for one in row if one is not None]
    middle = value.standard if value.standard is not None else 0.0
    return min([*known, middle - 0.05])


def _cell(value: float | None, standard: float | None, worst: float) -> str:
    if value is None:
        return tag("td", "", cls="no", title=MISSING)
    if standard is None:
        shade = f"background:color-mix(in oklab,var(--z3) {value * 100:.0f}%,var(--z0))"
    elif value < standard:
        shade = f"background:{_below((standard - value) / (standard - worst))}"
    else:
        shade = f"background:{_above((value - standard) / ((1 - standard) or 1.0))}"
    shown = f"{value * 100:.0f}" if standard is not None and value < standard else ""
    return tag("td", shown, cls="c", style=shade, title=f"{value * 100:.1f}%")


def _below(depth: float) -> str:
    """From the middle through sand to brown."""
    if depth < 0.5:
        return f"color-mix(in oklab,var(--d1) {depth * 200:.0f}%,var(--d2))"
    return f"color-mix(in oklab,var(--d0) {(depth - 0.5) * DEEPEST:.0f}%,var(--d1))"


def _above(height: float) -> str:
    if height < 0.5:
        return f"color-mix(in oklab,var(--d3) {height * 200:.0f}%,var(--d2))"
    return f"color-mix(in oklab,var(--d4) {(height - 0.5) * 120:.0f}%,var(--d3))"


def _legend(value: Any, worst: float) -> str:
    if value.standard is None:
        return ""
    marks = (amount(worst, "share"), t("ui.heat.standard", value=amount(value.standard, "share")), "100%")
    return div("hlegend", span("hramp"), *(span("nb", esc(mark)) for mark in marks), aria_hidden="true")
