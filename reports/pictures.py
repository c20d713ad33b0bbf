"""Which pictures of a page become native charts, and how. A picture that is not named here goes into files as a table.

A new kind of picture registers its maker: `@draws(Picture)` over a function that gives the charts of one picture.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reports.cells import decimals, rounded, unit_of
from reports.chart import Chart, Line
from ui import text
from ui.format import amount, period
from ui.i18n import t
from views.parts import Intervals, Radar, Ridges, ScaleRow, Waterfall, WeekPanel, Weeks

_MAKERS: dict[type, Callable[[Any], tuple[Chart, ...]]] = {}
MOST_BARS = 40  # as on the page


def draws(kind: type):
    """Register the maker of the native charts of one kind of picture."""

    def registered(maker: Callable[[Any], tuple[Chart, ...]]):
        _MAKERS[kind] = maker
        return maker

    return registered


def charts(part: Any) -> tuple[Chart, ...]:
    """The native charts of one part of a page; none where it is a table, a list or words."""
    first = part[0] if isinstance(part, tuple) and part else part
    maker = _MAKERS.get(type(first))
    return maker(part) if maker else ()


def _top(unit: str) -> float | None:
    return 100.0 if unit in ("share", "score") else None


@draws(Intervals)
def _intervals(part: Intervals) -> tuple[Chart, ...]:
    rows, unit = part.rows[:MOST_BARS], part.unit
    note = text.plain(part.comparator_label) if part.comparator is not None else ""
    line = Line(
        name=text.plain(part.axis),
        values=tuple(rounded(row.value, unit) for row in rows),
        low=tuple(rounded(row.low, unit) for row in rows),
        high=tuple(rounded(row.high, unit) for row in rows),
    )
    names = tuple(_against(row) for row in rows)
    strong = tuple(row.difference in ("above", "below") for row in rows)
    made = Chart(
        "bar",
        text.plain(part.axis),
        names,
        (line,),
        unit_of(unit),
        decimals(unit),
        strong,
        note,
        0.0,
        _top(unit),
    )
    return (made,) if rows else ()


def _against(row: Any) -> str:
    """The name with what the interval supports in words where it supports a difference."""
    name = text.plain(row.link)
    if row.difference not in ("above", "below"):
        return name
    return t("deck.named_difference", name=name, word=t(f"ui.difference.{row.difference}"))


@draws(ScaleRow)
def _scale(part: tuple[ScaleRow, ...]) -> tuple[Chart, ...]:
    """Scores share one scale; rows on anchors have each a unit of their own and stay a table."""
    rows = [row for row in part if row.amount.value is not None]
    if not rows or any(row.kind != "scores" for row in rows):
        return ()
    line = Line(
        name=t("figures.head_value"),
        values=tuple(rounded(row.amount.value, row.amount.unit) for row in rows),
        low=tuple(rounded(row.low, row.amount.unit) for row in rows),
        high=tuple(rounded(row.high, row.amount.unit) for row in rows),
    )
    names = tuple(text.plain(row.name) for row in rows)
    unit = rows[0].amount.unit
    return (
        Chart("bar", "", names, (line,), "", decimals(unit), note=t("deck.marks"), least=0.0, most=100.0),
    )  # fmt: skip


@draws(Weeks)
def _weeks(part: Weeks) -> tuple[Chart, ...]:
    return tuple(_panel(panel, part.week_count) for panel in part.panels if panel.this_term)


def _panel(panel: WeekPanel, count: int) -> Chart:
    weeks = range(1, count + 1)
    lines = [Line(t("deck.this_term"), _by_week(panel.this_term, weeks, panel.unit))]
    if panel.year_before:
        year = _by_week(panel.year_before, weeks, panel.unit)
        lines.append(Line(t("ui.chart.year_before"), year, tone="other"))
    if panel.line is not None:
        level = rounded(panel.line, panel.unit)
        label = text.plain(panel.line_label) if panel.line_label else amount(panel.line, panel.unit)
        lines.append(Line(label, tuple(level for _ in weeks), tone="standard"))
    title = t("deck.panel", title=text.plain(panel.title), sub=text.plain(panel.sub))
    least, most = _room(lines, panel.unit)
    names = tuple(str(week) for week in weeks)
    unit = panel.unit
    return Chart("line", title, names, tuple(lines), unit_of(unit), decimals(unit), least=least, most=most)


def _room(lines: list[Line], unit: str) -> tuple[float, float | None]:
    """The axis of a line: from the ten below what is lowest; shares end at all."""
    known = [value for line in lines for value in line.values if value is not None]
    least = min(known) // 10 * 10 if unit == "share" else 0.0
    return max(least - (10 if least == min(known) else 0), 0.0), _top(unit)


def _by_week(known: tuple[tuple[int, float], ...], weeks: range, unit: str) -> tuple[float | None, ...]:
    held = dict(known)
    return tuple(rounded(held.get(week), unit) for week in weeks)


@draws(Ridges)
def _ridges(part: Ridges) -> tuple[Chart, ...]:
    if not part.rows:
        return ()
    lows = sorted({low for row in part.rows for low, _ in row.bins})
    lines = tuple(
        Line(
            t("deck.term_count", term=period(row.term_id), count=f"{row.n:,}"),
            tuple(dict(row.bins).get(low, 0) for low in lows),
            tone="own" if row.is_newest else "other",
        )
        for row in part.rows
    )
    names = tuple(f"{low}–{min(low + 5, 100)}" for low in lows)
    note = t("ui.chart.pass_mark", mark=f"{part.pass_mark:.0f}")
    return (
        Chart("line", t("ui.chart.first_score"), names, lines, t("deck.people"), 0, note=note, least=0.0),
    )


@draws(Radar)
def _radar(part: Radar) -> tuple[Chart, ...]:
    names = tuple(text.name(axis) for axis in part.axes)
    own = Line(t("figures.head_value"), tuple(rounded(score, "score") for score in part.scores))
    standard = Line(t("deck.standard"), tuple(part.reference for _ in part.axes), tone="standard")
    return (Chart("radar", "", names, (own, standard), least=0.0, most=100.0),)


@draws(Waterfall)
def _waterfall(part: Waterfall) -> tuple[Chart, ...]:
    """Each step on the foot of those before it: the foot is invisible, the step carries its number."""
    names, feet, steps, at = [t("ui.chart.now")], [0.0], [round(part.start, 1)], part.start
    for one in part.steps:
        names.append(text.plain(one.name))
        feet.append(round(at, 1))
        steps.append(round(one.gain or 0.0, 1))
        at += one.gain or 0.0
    if part.rest > 0:
        names.append(t("ui.chart.rest"))
        feet.append(round(at, 1))
        steps.append(round(part.rest, 1))
    note = t("ui.join").join(f"{text.plain(words)} {score:.0f}" for score, words in part.thresholds)
    lines = (Line(t("deck.before"), tuple(feet), tone="base"), Line(t("figures.head_value"), tuple(steps)))
    return (Chart("stacked", "", tuple(names), lines, "", 1, note=note, least=0.0),)
