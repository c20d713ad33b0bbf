"""The scope bar: unit name, kind, coverage below A; chooser of the unit, term, more, export. One line."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui import exports, filters, parts, projection, run, text
from ui.html import div, esc, show, span, tag
from ui.i18n import t


def draw(
    header: Any,
    *,
    units: tuple[Any, ...] = (),
    unit: str | None = None,
    terms: tuple[str, ...] = (),
    term: str | None = None,
    week: int | None = None,
    export: Any = None,
    unit_label: str | None = None,
    ways: tuple[str, ...] = (),
    is_collected: bool = False,
) -> None:
    """Draw the bar. `units` are Choices of views.choices, `terms` term ids newest first, `export` an Offer of
    reports.page_book or None where the role may not take the page away, `ways` what the tiles can be compared with,
    `is_collected` for the page of the pack itself."""
    if run.now().asked is not None:
        raise run.HandedOut(header, export)
    if run.now().is_shown:
        return show(title_html(header))
    with st.container(key="scope_bar", horizontal=True, vertical_alignment="center", gap="small"):
        show(title_html(header), width="stretch")
        if len(units) > 1:
            filters.choices("id", units, unit, label=unit_label or t("ui.choose.unit"))
        if len(terms) > 1:
            filters.terms(terms, term, week, is_short=len(units) > 1)
        elif header.term_id:
            show(span("barfact", esc(_term_words(header))), width="content")
        more(header, ways)
        if export is not None:
            exports.offer(export)
        if not is_collected:
            show(projection.link_html(), width="content")
            _add(header, unit, term)
    return None


def _add(header: Any, unit: str | None, term: str | None) -> None:
    """加入会议材料: one click puts the page, as it is now, into the meeting pack."""
    add = run.now().add_page
    if add is not None and st.button(t("meeting.add"), key=f"pack_{run.now().page}", type="primary"):
        add(header, id=unit, term=term)


def _term_words(header: Any) -> str:
    from ui import format as formats

    return formats.term(header.term_id, header.week_no)


def title_html(header: Any) -> str:
    """The way down to the unit, its name, kind and facts, coverage chip."""
    kind = [text.html(one) for one in (header.kind, *header.facts) if one]
    facts = span("kind", *(span("f", one) for one in kind)) if kind else ""
    title = div("stitle", tag("h1", text.html(header.title)), facts, parts.coverage_chip(header.coverage))
    return trail_html(header.trail) + title


def trail_html(trail: tuple[Any, ...]) -> str:
    """The small line above the title: 学校 › 学院 › 专业, each a link; nothing for a page at the top."""
    if not trail:
        return ""
    steps = "".join(tag("li", text.link(one)) for one in trail)
    return tag("nav", tag("ol", steps), cls="trail", aria_label=t("drill.trail"))


def more(header: Any, ways: tuple[str, ...] = ()) -> None:
    """更多: what the figures are compared with, to be chosen, and how old they are; opens without a rerun."""
    facts = [
        ("as_of", text.plain(header.as_of or run.now().today)),
        ("compared", t("ui.more.compared_text")),
        ("range", t("ui.more.range_text")),
    ]
    if header.standard:
        facts.append(("standard", header.standard))
    rows = "".join(tag("dt", esc(t(f"ui.more.{word}"))) + tag("dd", esc(content)) for word, content in facts)
    body = div("pt", esc(t("ui.more.title"))) + compare_html(ways) + tag("dl", rows)
    show(
        parts.popover("more", esc(t("ui.more.button")), body, title=t("ui.more.title"), cls="btn more"),
        width="content",
    )


def compare_html(ways: tuple[str, ...]) -> str:
    """Links to this page with its tiles against something else; the chosen one is marked."""
    held = run.parameter("compare") if run.parameter("compare") in ways else ways[0] if ways else None
    links = [
        tag(
            "a", esc(t(f"compare.{way}")), cls="on" if way == held else None, data_in="1", href=filters.here(compare=way),
            aria_current="true" if way == held else None,
        )
        for way in ways
    ]  # fmt: skip
    return tag("nav", "".join(links), cls="ways", aria_label=t("ui.more.compared")) if links else ""
