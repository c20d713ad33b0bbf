"""Pictures of a whole, drawn as HTML so that their text is text: 5 x 5 matrix, requirement coverage, goals, funnels, SWOT."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from ui import lists, parts, run, text
from ui.html import div, esc, percent, show, span, tag
from ui.i18n import t

ZONES = {"strong": "q3", "target": "q2", "qualified": "q1", "not_met": "q0"}
DEPTH_FOLDED = 3  # goals of single units fold away under the goal they share


def matrix(value: Any) -> None:
    """Draw the matrix: office, figure, state and actions in each cell; on a phone system by system."""
    show(matrix_html(value))


def matrix_html(value: Any) -> str:
    """The matrix as HTML."""
    heads = div("mxr mxh", span(""), *(span("", text.html(one)) for one in value.columns))
    rows = [
        div("mxr", tag("b", text.html(name), cls="mxn"), *map(_cell, value.columns, line), role="row")
        for name, line in zip(value.rows, value.cells, strict=True)
    ]
    return div("mx", heads, *rows, role="table", aria_label=text.plain(value.alt))


def _cell(level: Any, one: Any) -> str:
    name = text.html(one.indicator)
    if one.page:
        name = tag("a", name, cls="lk", href=run.href(one.page), data_in="1")
    state = parts.state_word(one.state) if one.state else span("sub", text.html(one.note))
    figure = div("mxv", tag("b", text.big(one.amount)), parts.why(one.why, text.name(one.indicator)))
    foot = div(
        "mxa", span("", text.html(one.office)), span("", text.html(one.actions)) if one.actions else ""
    )
    return div(
        f"mxc {ZONES.get(one.state or '', 'qn')}",
        span("mxl", text.html(level)),
        div("mxi", name),
        figure,
        div("", state),
        foot,
        role="cell",
    )


def coverage(value: Any) -> None:
    """Draw requirements x courses: a letter and its shade where a course supports a requirement."""
    show(coverage_html(value))


def coverage_html(value: Any) -> str:
    """The matrix as an HTML table that scrolls inside itself, what is missing above it."""
    notes = "".join(tag("p", text.html(note)) for note in value.notes)
    if run.now().is_narrow:
        return div("covn", notes) + _coverage_list(value) + _support_legend()
    head = tag("th", "", scope="col") + "".join(
        tag("th", tag("span", text.html(one)), scope="col") for one in value.courses
    )
    head += tag("th", tag("span", esc(t("boards.cover_count"))), scope="col")
    body = "".join(
        _requirement(name, row) for name, row in zip(value.requirements, value.support, strict=True)
    )
    table = tag("table", tag("thead", tag("tr", head)) + tag("tbody", body), cls="cov")
    box = div("tbw", table, tabindex="0", role="region", aria_label=text.plain(value.alt))
    return div("covn", notes) + box + _support_legend()


def _support_legend() -> str:
    return div("covl", *(span(f"cv {one}", one) + esc(t(f"boards.support_{one}")) for one in "HML"))


def _coverage_list(value: Any) -> str:
    """On a phone, where no matrix fits: under each requirement the courses that support it, the strongest first."""
    rows = []
    for name, row in zip(value.requirements, value.support, strict=True):
        held = sorted((place, one) for place, one in enumerate(row) if one)
        named = [
            span("f", span(f"cv {one}", one), " ", esc(text.plain(value.courses[place])))
            for place, one in sorted(held, key=lambda pair: "HML".index(pair[1]))
        ]
        rows.append(div("covi", tag("b", text.html(name)), div("", *named), role="listitem"))
    return div("", *rows, role="list", aria_label=text.plain(value.alt))


def _requirement(name: Any, row: tuple[str | None, ...]) -> str:
    count = sum(one is not None for one in row)
    cells = "".join(
        tag("td", span(f"cv {one}", one), title=t(f"boards.support_{one}")) if one else tag("td", "")
        for one in row
    )
    return tag(
        "tr",
        tag("th", text.html(name), scope="row") + cells + tag("td", str(count), cls="n"),
        cls=None if count else "bare",
    )


def goals(values: tuple[Any, ...]) -> None:
    """Draw the goal tree: indented rows with the part of the way that is done; goals of units fold away."""
    show(goals_html(values))


def goals_html(values: tuple[Any, ...]) -> str:
    """The tree as HTML."""
    drawn = []
    for folded, group in groupby(values, lambda one: one.depth >= DEPTH_FOLDED):
        rows = "".join(_goal(one) for one in group)
        title = tag("summary", esc(t("boards.goal_each")))
        drawn.append(tag("details", title + div("", rows, role="list"), cls="gfold") if folded else rows)
    return div("gtree", *drawn)


def _goal(one: Any) -> str:
    name = text.link(one.link) if one.link else text.html(one.name)
    side = span("sub", text.html(one.side)) if one.side else ""
    bar = span("gbar none")
    words = esc(t("boards.goal_unknown"))
    if one.way is not None:
        bar = span("gbar", tag("i", cls="done" if one.way >= 1 else None, style=f"width:{percent(one.way)}"))
        words = tag("b", f"{one.way * 100:.0f}%")
    return div(
        f"grow d{min(one.depth, DEPTH_FOLDED)}",
        div("gn", name, side),
        bar,
        span("gv", words),
        div("gt", text.html(one.note) if one.note else ""),
        role="listitem",
    )


def funnels(values: tuple[Any, ...]) -> None:
    """Draw warnings from opened to closed, level by level; every bar is a part of those opened."""
    show(div("fnls", *(_funnel(one) for one in values)))


def _funnel(one: Any) -> str:
    head = parts.warning_chip(one.level) if one.level else tag("b", esc(t("boards.all_levels")))
    rows = [_stage(stage) for stage in one.stages]
    return div("fnl", div("fnh", head), *rows, role="list")


def _stage(stage: Any) -> str:
    bar = span("fnb none")
    told = text.html(stage.words) if stage.words else ""
    if stage.share is not None:
        bar = span("fnb", tag("i", style=f"width:{percent(stage.share)}"))
        told = tag("b", f"{stage.n:,}") + span("sub", f"{stage.share * 100:.1f}%")
    return div("fnr", span("fnn", text.html(stage.name)), bar, span("fnv", told), role="listitem")


def quarters(value: Any) -> None:
    """Draw the four lists of a SWOT side by side."""
    boxes = [
        div(
            "swbox",
            tag("h4", esc(t(f"boards.swot_{part.key}"))),
            lists.items_html(part.items) if part.items else div("note", esc(t("boards.swot_nothing"))),
        )
        for part in value.parts
    ]
    show(div("swot", *boxes))


def stated(values: tuple[Any, ...]) -> None:
    """Draw sentences as they stand, in the card's own size."""
    if values:
        show(div("stated", *(tag("p", text.html(value)) for value in values)))


def notes(values: tuple[Any, ...]) -> None:
    """Draw muted lines under a picture."""
    if values:
        show("".join(div("note", text.html(value)) for value in values))
