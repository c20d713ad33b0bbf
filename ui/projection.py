"""投屏: the bar above and the line below a page before an audience; styles and keys are in ui/styles (6-projection)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ui import format as formats
from ui import run, text
from ui.html import div, esc, show, span, tag
from ui.i18n import t


def link_html() -> str:
    """The link 投屏 of a scope bar: this page, before an audience."""
    place = run.now().page
    return tag(
        "a",
        esc(t("projection.button")),
        cls="btn",
        data_in="1",
        href=run.kept_address(place, more={"show": "1"}),
    )


def draw(facts: Any, showing: Any, page: Callable[[], None]) -> None:
    """The page between its bar and its line; nothing else is drawn."""
    show(bar_html(facts, showing))
    page()
    show(foot_html(showing))


def bar_html(facts: Any, showing: Any) -> str:
    """Mark, college, page, badge; term and as-of at the right."""
    titles = dict(facts.pages)
    names = [text.html(facts.college) if facts.college else "", _page_words(titles, showing)]
    badge = span("badge", esc(t("ui.demo_badge"))) if facts.mode == "demo" else ""
    left = div(
        "showleft", span("mark", tag("i"), aria_hidden="true"), tag("b", esc(facts.product)),
        span("shownames", *(span("f", one) for one in names if one)), badge,
    )  # fmt: skip
    term = run.parameter("term") or facts.term
    right = [span("", esc(formats.term(term, facts.week if term == facts.term else None)))] if term else []
    if facts.as_of:
        right.append(span("", esc(f"{t('ui.as_of')} {formats.as_of(facts.as_of)}")))
    return tag("header", left + div("showright", *right), cls="showbar")


def _page_words(titles: dict[str, str], showing: Any) -> str:
    if showing.title:
        return esc(showing.title)
    key = titles.get(run.now().page)
    return esc(t(key)) if key else ""


def foot_html(showing: Any) -> str:
    """Which screen of how many, the keys, that names are hidden; the links that keys and clicks follow."""
    place = (
        span("f", esc(t("projection.place", place=showing.place, count=showing.count)))
        if showing.place
        else ""
    )
    left = div("showplace", place, span("f", span("showscreen")))
    gone = span("f", esc(t("projection.gone"))) if showing.state == "gone" else ""
    keys = [_step("before", showing.before), _step("after", showing.after), _leave(showing.leave)]
    middle = div("showkeys", *keys, span("showkey", esc(t("projection.black"))))
    return tag(
        "footer",
        left + middle + div("showright", gone, span("f", esc(t("projection.masked")))),
        cls="showfoot",
    )


def _step(way: str, address: str | None) -> str:
    return tag(
        "a",
        esc(t(f"projection.{way}")),
        cls="showstep",
        data_in="1",
        data_show=way,
        href=address or "#",
        data_to="page" if address else None,
    )


def _leave(address: str) -> str:
    return tag("a", esc(t("projection.leave")), cls="showstep", data_in="1", data_show="leave", href=address)
