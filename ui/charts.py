"""Charts drawn by plotly: radar thumbnail, waterfall of gains, weeks of a term, spread of scores, funnel."""

from __future__ import annotations

from math import pi, sqrt
from typing import Any

import plotly.graph_objects as go

from ui import text
from ui.format import amount, number, term
from ui.i18n import t
from ui.template import base, put, remembered, soft
from ui.tokens import FONT, colour

BOLD = f'<b style="font-family:{FONT}">'
Z95, Z998 = 1.959964, 3.090232  # normal quantiles of the two limits of a funnel
RIDGE_STEP, RIDGE_HEIGHT = 1.0, 1.7


def radar(value: Any, key: str = "radar") -> None:
    """Own polygon against the reference line, beside scale rows, never alone; an open axis where nothing is known."""
    put(_radar(value), value.alt, key)


@remembered
def _radar(value: Any, theme: str) -> go.Figure:
    labels = [_short(axis) for axis in value.axes]
    angles = [360 * number_ / len(labels) for number_ in range(len(labels))]
    figure = base(theme, 270, margin={"l": 44, "r": 44, "t": 26, "b": 26})
    figure.add_scatterpolar(
        r=[value.reference] * (len(labels) + 1), theta=[*angles, angles[0]], mode="lines", hoverinfo="skip",
        line={"color": colour("control", theme), "width": 1.2, "dash": "dot"},
    )  # fmt: skip
    scores = list(value.scores)
    figure.add_scatterpolar(
        r=[*scores, scores[0]], theta=[*angles, angles[0]], mode="lines+markers", connectgaps=False,
        fill="toself" if None not in scores else "none", fillcolor=soft(theme),
        line={"color": colour("acc", theme), "width": 2}, marker={"size": 5, "color": colour("acc", theme)},
        customdata=[*[text.name(axis) for axis in value.axes], text.name(value.axes[0])],
        hovertemplate="%{customdata} %{r:.0f}<extra></extra>",
    )  # fmt: skip
    figure.update_polars(
        gridshape="linear",
        radialaxis={"range": [0, 100], "tickvals": [25, 50, 75, 100], "showticklabels": False, "showline": False, "ticks": ""},
        angularaxis={
            "tickvals": angles, "ticktext": labels, "rotation": 90, "direction": "clockwise", "ticks": "",
            "tickfont": {"size": 12, "color": colour("ink", theme)},
        },
    )  # fmt: skip
    return figure


def _short(axis: Any) -> str:
    """A short label beside the polygon: whole words, broken into lines in English."""
    words = text.name(axis)
    if len(words) <= 6:
        return words
    if " " in words:
        return "<br>".join(_lines(words.split(" "), 12))
    return "<br>".join(words[at : at + 6] for at in range(0, len(words), 6))


def _lines(words: list[str], width: int) -> list[str]:
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) + 1 > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def waterfall(value: Any, key: str = "waterfall") -> None:
    """From the score now through the gains of single moves to the threshold."""
    put(_waterfall(value), value.alt, key)


@remembered
def _waterfall(value: Any, theme: str) -> go.Figure:
    labels, starts, gains, notes = _steps(value)
    rows = list(range(len(labels)))
    low = _axis_start(value)
    acc, other = colour("acc", theme), colour("other", theme)
    colours = [other, *[acc] * len(value.steps), *([colour("z3", theme)] if value.rest > 0 else [])]
    figure = base(theme, 40 * len(rows) + 96, margin={"l": 190, "r": 84, "t": 30, "b": 44}, bargap=0.42)
    bases = [low, *starts[1:]]
    figure.add_bar(
        y=rows, x=[starts[0] + gains[0] - low, *gains[1:]], base=bases, orientation="h", marker={"color": colours},
        hoverinfo="skip",
    )  # fmt: skip
    for row, label in enumerate(labels):
        _annotate(figure, theme, row, label, starts[row] + gains[row], gains[row], bases[row], notes[row])
    for score, words in value.thresholds:
        figure.add_vline(x=score, line={"width": 1, "color": colour("ink", theme), "dash": "dot"})
        figure.add_annotation(x=score, y=1, yref="paper", yanchor="bottom", text=text.plain(words))
    end = max([score for score, _ in value.thresholds] + [starts[-1] + gains[-1]]) + 2
    figure.update_xaxes(
        range=[low, end], title={"text": t("ui.chart.score_axis", start=f"{low:.0f}")}, nticks=6
    )
    figure.update_yaxes(range=[len(rows) - 0.4, -0.6], showticklabels=False, showgrid=False)
    return figure


def _steps(value: Any) -> tuple[list[str], list[float], list[float], list[str]]:
    labels, starts, gains, notes = [t("ui.chart.now")], [0.0], [value.start], [""]
    at = value.start
    for step in value.steps:
        move = t(
            "ui.chart.move", name=text.name(step.name), now=number(step.now.value, step.now.unit),
            need=amount(step.need.value, step.need.unit),
        )  # fmt: skip
        labels.append(move)
        starts.append(at)
        gains.append(step.gain)
        notes.append(t(f"ui.gap.effort_{step.effort}") if step.effort else "")
        at += step.gain
    if value.rest > 0:
        labels.append(t("ui.chart.rest"))
        starts.append(at)
        gains.append(value.rest)
        notes.append("")
    return labels, starts, gains, notes


def _axis_start(value: Any) -> float:
    lowest = min([value.start, *[score for score, _ in value.thresholds]])
    return max(0.0, (lowest - 6) // 5 * 5)


def _annotate(figure, theme, row, label, end, gain, start, note) -> None:
    shown = "<br>".join(_lines(label.split(" "), 26)) if " " in label and len(label) > 28 else label
    figure.add_annotation(
        x=0, xref="paper", xshift=-10, xanchor="right", y=row, text=shown, align="right", font={"size": 12}
    )
    words = f"+{gain:.1f}" if row else f"{gain:.1f}"
    figure.add_annotation(
        x=start if row else end,
        xanchor="right" if row else "left",
        xshift=-5 if row else 5,
        y=row,
        text=f"<b>{words}</b>",
    )
    if note:
        figure.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=8, y=row, text=note,
            font={"size": 12, "color": colour("mute", theme)},
        )  # fmt: skip


def weeks(value: Any, key: str = "weeks") -> None:
    """Panels over the weeks of a term: this term against the same weeks a year before and one line of reference."""
    if any(panel.this_term for panel in value.panels):
        put(_weeks(value), value.alt, key)


@remembered
def _weeks(value: Any, theme: str) -> go.Figure:
    count = len(value.panels)
    figure = base(theme, 128 * count + 46, margin={"l": 150, "r": 92, "t": 22, "b": 42})
    room = 1 / count
    for place, panel in enumerate(value.panels):
        top = 1 - place * room
        axis = "" if place == 0 else str(place + 1)
        low, high = _panel_range(panel)
        figure.layout[f"yaxis{axis}"] = {
            "domain": [top - room + 0.05, top],
            "range": [low, high],
            "nticks": 3,
            "anchor": "x",
        }
        _panel(figure, theme, panel, axis)
        _panel_words(figure, panel, top, theme)
    if value.now and value.now < value.week_count:
        figure.add_vrect(
            x0=value.now + 0.5,
            x1=value.week_count + 0.5,
            fillcolor=colour("shade", theme),
            opacity=0.6,
            line_width=0,
            layer="below",
        )
    figure.update_xaxes(
        range=[0.5, value.week_count + 0.5], tickvals=list(range(1, value.week_count + 1)), showgrid=False,
        title={"text": t("ui.chart.weeks")},
    )  # fmt: skip
    return figure


def _panel_range(panel: Any) -> tuple[float, float]:
    known = [value for _, value in (*panel.this_term, *panel.year_before)]
    known += [panel.line] if panel.line is not None else []
    factor = 100 if panel.unit == "share" else 1
    low, high = (min(known) * factor, max(known) * factor) if known else (0, 100)
    room = max((high - low) * 0.15, 2 if factor == 100 else 0.5)
    top = high + room
    return max(low - room, 0), min(top, 102) if factor == 100 else top


def _panel(figure, theme, panel, axis) -> None:
    factor = 100 if panel.unit == "share" else 1
    yaxis = f"y{axis}"
    if panel.year_before:
        x, y = zip(*panel.year_before, strict=True)
        figure.add_scatter(
            x=x, y=[one * factor for one in y], mode="lines", yaxis=yaxis, hoverinfo="skip",
            line={"color": colour("other", theme), "width": 1.5, "dash": "dot"},
        )  # fmt: skip
        figure.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=6, y=y[-1] * factor, yref=yaxis, text=t("ui.chart.year_before"),
            font={"size": 12, "color": colour("mute", theme)},
        )  # fmt: skip
    if panel.line is not None:
        figure.add_shape(
            type="line", x0=0, x1=1, xref="paper", y0=panel.line * factor, y1=panel.line * factor, yref=yaxis,
            line={"color": colour("ink", theme), "width": 1},
        )  # fmt: skip
        shift = _apart(panel, factor)
        figure.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=6, y=panel.line * factor, yref=yaxis, yshift=shift,
            text=text.plain(panel.line_label) if panel.line_label else "", font={"size": 12},
        )  # fmt: skip
    if panel.this_term:
        _this_term(figure, theme, panel, yaxis, factor)


def _apart(panel: Any, factor: float) -> int:
    """Two labels at the right end must not lie on each other."""
    if not panel.year_before:
        return 0
    low, high = _panel_range(panel)
    distance = (panel.line - panel.year_before[-1][1]) * factor / ((high - low) or 1) * 105
    return 0 if abs(distance) >= 15 else int(15 - distance) if distance >= 0 else int(-15 - distance)


def _this_term(figure, theme, panel, yaxis, factor) -> None:
    x, y = zip(*panel.this_term, strict=True)
    sign = "%" if panel.unit == "share" else ""
    acc = colour("acc", theme)
    figure.add_scatter(
        x=x, y=[one * factor for one in y], mode="lines+markers", yaxis=yaxis,
        line={"color": acc, "width": 2.5}, marker={"size": [0] * (len(x) - 1) + [8], "color": acc},
        hovertemplate="%{x}: %{y:.1f}" + sign + "<extra></extra>",
    )  # fmt: skip
    last = t("ui.chart.last_value", value=f"{y[-1] * factor:.0f}{sign}")
    figure.add_annotation(
        x=x[-1],
        xanchor="left",
        xshift=8,
        y=y[-1] * factor,
        yref=yaxis,
        text=f"<b>{last}</b>",
        font={"size": 13, "color": acc},
    )


def _panel_words(figure, panel, top, theme) -> None:
    figure.add_annotation(
        x=0, xref="paper", xanchor="left", xshift=-148, y=top - 0.02, yref="paper", yanchor="top", align="left",
        text=f"<b>{text.plain(panel.title)}</b>",
    )  # fmt: skip
    sub = text.plain(panel.sub)
    shown = "<br>".join(_lines(sub.split(" "), 16)) if " " in sub else sub
    figure.add_annotation(
        x=0, xref="paper", xanchor="left", xshift=-148, y=top - 0.02, yref="paper", yanchor="top", yshift=-20, align="left",
        text=shown, font={"size": 12, "color": colour("mute", theme)},
    )  # fmt: skip


def ridges(value: Any, key: str = "ridges") -> None:
    """How scores spread, term by term, with only the newest in teal."""
    put(_ridges(value), value.alt, key)


@remembered
def _ridges(value: Any, theme: str) -> go.Figure:
    count = len(value.rows)
    figure = base(theme, 56 * count + 92, margin={"l": 128, "r": 12, "t": 26, "b": 44})
    for place, row in enumerate(value.rows):
        floor = (count - 1 - place) * RIDGE_STEP
        xs, ys = _curve(row)
        line = colour("acc" if row.is_newest else "other", theme)
        fill = soft(theme) if row.is_newest else _grey(theme)
        figure.add_scatter(
            x=[*xs, *xs[::-1]], y=[floor + one for one in ys] + [floor] * len(xs), mode="lines", fill="toself",
            fillcolor=fill, line={"width": 0}, hoverinfo="skip",
        )  # fmt: skip
        figure.add_scatter(
            x=xs,
            y=[floor + one for one in ys],
            mode="lines",
            line={"color": line, "width": 1.5},
            hoverinfo="skip",
        )
        label = f"{term(row.term_id)}<br>n = {row.n:,}"
        figure.add_annotation(
            x=0, xref="paper", xanchor="right", xshift=-6, y=floor + 0.18, text=_term_label(label), align="right",
            font={"size": 12, "color": colour("ink" if row.is_newest else "mute", theme)},
        )  # fmt: skip
    figure.add_vline(x=value.pass_mark, line={"width": 1, "color": colour("ink", theme)})
    figure.add_annotation(
        x=value.pass_mark,
        y=1,
        yref="paper",
        yanchor="bottom",
        text=t("ui.chart.pass_mark", mark=f"{value.pass_mark:.0f}"),
    )
    figure.update_xaxes(range=[0, 100], dtick=20, title={"text": t("ui.chart.first_score")})
    figure.update_yaxes(
        range=[-0.1, (count - 1) * RIDGE_STEP + RIDGE_HEIGHT], showticklabels=False, showgrid=False
    )
    return figure


def _term_label(words: str) -> str:
    return words.replace("学年", "学年<br>").replace(", term", "<br>term")


def _grey(theme: str) -> str:
    return "rgba(138,149,154,.28)" if theme == "light" else "rgba(127,142,148,.26)"


def _curve(row: Any) -> tuple[list[float], list[float]]:
    """Counts per bin as shares, scaled to one height for all terms; each bin is drawn at its middle."""
    total = sum(count for _, count in row.bins) or 1
    width = 5
    xs = [0.0, *[low + width / 2 for low, _ in row.bins], 100.0]
    shares = [0.0, *[count / total for _, count in row.bins], 0.0]
    top = 0.28  # a bin of five points seldom holds more; terms stay comparable
    return xs, [min(share / top, 1.0) * RIDGE_HEIGHT for share in shares]


def funnel(value: Any, key: str = "funnel") -> None:
    """Each unit's rate against its number, with the limits between which chance alone would put it."""
    if value.comparator is not None and value.rows:
        put(_funnel(value), value.alt, key)


@remembered
def _funnel(value: Any, theme: str) -> go.Figure:
    figure = base(theme, 360, margin={"l": 48, "r": 60, "t": 16, "b": 46})
    most = max(row.n for row in value.rows) * 1.05
    least = max(min(row.n for row in value.rows) * 0.8, 1)
    centre = value.comparator
    sizes = [least + (most - least) * k / 60 for k in range(61)]
    for z, dash in ((Z95, "dot"), (Z998, "solid")):
        for sign in (-1, 1):
            limit = [100 * min(max(centre + sign * z * sqrt(centre * (1 - centre) / n), 0), 1) for n in sizes]
            figure.add_scatter(
                x=sizes,
                y=limit,
                mode="lines",
                line={"color": colour("other", theme), "width": 1, "dash": dash},
                hoverinfo="skip",
            )
    for differs in (False, True):
        _funnel_points(
            figure,
            theme,
            [row for row in value.rows if (row.difference in ("above", "below")) is differs],
            differs,
        )
    figure.add_hline(y=centre * 100, line={"width": 1, "color": colour("ink", theme)})
    figure.add_annotation(
        x=1,
        xref="paper",
        xanchor="left",
        xshift=4,
        y=centre * 100,
        text=text.plain(value.comparator_label),
        font={"size": 12},
    )
    figure.update_xaxes(range=[0, most], title={"text": t("ui.chart.funnel_n")})
    figure.update_yaxes(title={"text": text.plain(value.axis)}, ticksuffix="%")
    return figure


def _funnel_points(figure, theme, rows, differs) -> None:
    if not rows:
        return
    acc = colour("acc", theme)
    names = [text.name(row.link.name) for row in rows]
    marker = {"size": 10, "color": acc} if differs else {
        "size": 8, "color": colour("surface", theme), "line": {"color": colour("other", theme), "width": 1.5}
    }  # fmt: skip
    figure.add_scatter(
        x=[row.n for row in rows], y=[row.value * 100 for row in rows], mode="markers+text" if differs else "markers",
        marker=marker, text=names if differs else None, textposition="top center",
        textfont={"color": colour("ink", theme), "size": 12}, customdata=names,
        hovertemplate="%{customdata}<br>%{y:.1f}%, n = %{x:,}<extra></extra>",
    )  # fmt: skip


def warm() -> None:
    """Load what plotly loads on first use, at the start of the server instead of under the first reader."""
    for theme in ("light", "dark"):
        figure = base(theme, 100)
        figure.add_scatter(x=[0, 1], y=[0, pi])
        figure.add_scatterpolar(r=[1], theta=[0])
        figure.add_bar(x=[1], y=[0], orientation="h")
        figure.add_annotation(x=0, y=0, text="")
        figure.add_vline(x=0)
        figure.to_json()
