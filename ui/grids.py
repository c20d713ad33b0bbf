"""Counts by row and column as an HTML table: so many of so many, shaded by the share, each cell a way to what is behind it."""

from __future__ import annotations

from typing import Any

from ui import run, text
from ui.format import MISSING
from ui.html import div, esc, show, span, tag
from ui.i18n import t


def counts(value: Any) -> None:
    """Draw the grid."""
    show(counts_html(value))


def counts_html(value: Any) -> str:
    """The grid as HTML; scrolls sideways inside itself where it is too wide."""
    heads = "".join(tag("th", text.html(one), scope="col") for one in value.columns)
    groups = value.groups or (None,) * len(value.rows)
    body = ""
    for group, name, row in zip(groups, value.rows, value.cells, strict=True):
        if group is not None:
            label = tag("th", text.html(group), scope="rowgroup", colspan=len(value.columns) + 1, cls="cgg")
            body += tag("tr", label)
        cells = zip(value.columns, row, strict=True)
        drawn = "".join(_cell(value, one, f"{text.plain(name)} · {text.plain(head)}") for head, one in cells)
        body += tag("tr", tag("th", text.html(name), scope="row") + drawn)
    table = tag("table", tag("thead", tag("tr", tag("td", "") + heads)) + tag("tbody", body), cls="cgrid")
    alt = text.plain(value.alt)
    return div("tbw", table, tabindex="0", role="region", aria_label=alt) + _legend(value)


def _cell(grid: Any, one: Any, place: str) -> str:
    if not one.of and one.number is not None:
        return tag("td", "", cls="no", title=t(f"{grid.words}.grid_nobody"))
    if one.number is None:
        return tag("td", MISSING, cls="hid", title=t(f"{grid.words}.grid_hidden"))
    share = one.number / one.of
    words = tag("b", str(one.number)) + span("of", f"/{one.of}")
    if one.part and one.number:
        label = f"{place} {t(f'{grid.words}.grid_of', number=one.number, of=one.of)}"
        words = tag(
            "a", words, href=run.href(grid.page, id=grid.key, part=one.part), data_in="1", aria_label=label
        )
    shade = f"background:color-mix(in oklab,var(--z3) {share * 100:.0f}%,var(--z0))"
    return tag("td", words, cls="c", style=shade, title=f"{place} {share * 100:.0f}%")


def _legend(grid: Any) -> str:
    """What the shade means; what a dash means, where there is one."""
    words = [span("gramp"), span("nb", esc(t(f"{grid.words}.grid_legend")))]
    if any(one.number is None for row in grid.cells for one in row):
        words.append(span("", esc(t(f"{grid.words}.grid_hidden_mark"))))
    return div("hlegend", *words, aria_hidden="true")
