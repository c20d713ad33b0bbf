"""Sources as cards, the strip of a check's runs, and the way from a source's column to a tile."""

from __future__ import annotations

from typing import Any

from ui import filters, parts, run, text
from ui.html import div, esc, show, span, tag
from ui.i18n import t

MOST = 5  # stations of one kind, and lines of one station, before the rest folds
TIMES = ("pass", "warn", "not_made", "fail")


def cards(values: tuple[Any, ...]) -> None:
    """Draw the sources side by side; each leads to its own view on the same page."""
    if values:
        show(div("srcs", *(_card(one) for one in values), role="list"))


def card(value: Any) -> None:
    """Draw one source alone, at the head of its view."""
    show(div("srcs one", _card(value, is_link=False)))


def back(words: str) -> None:
    """Draw the way back from one source to all."""
    show(
        div(
            "trail", tag("a", esc(words), cls="lk", href=run.href(run.now().page, tab="sources"), data_in="1")
        )
    )


def _card(one: Any, *, is_link: bool = True) -> str:
    name = text.html(one.name)
    address = filters.here(id=one.key, tab="sources")
    head = tag("a", name, cls="lk", href=address, data_in="1") if is_link else tag("b", name)
    fresh = span("state", parts.dot(one.state or "not_applicable"), span("wrap", text.html(one.freshness)))
    checks = "".join(
        span("state", parts.dot(state), span("", text.html(t_checks(state, count))))
        for state, count in one.checks
    )
    facts = div("sfacts", *(span("", text.html(fact)) for fact in one.facts)) if one.facts else ""
    return div(
        f"src {one.mode}",
        div(
            "shead", head, span("chip out" if one.mode == "none" else "chip", esc(t(f"data.mode_{one.mode}")))
        ),
        div("swho", text.html(one.who)),
        div("sfresh", fresh),
        facts,
        div("schecks", checks) if checks else "",
        div("sfeeds", text.html(one.feeds), div("", text.html(one.gap)) if one.gap else ""),
        role="listitem",
    )


def t_checks(state: str, count: int) -> str:
    """How many checks stand so, in words."""
    return t(f"data.card_checks_{state}", count=f"{count:,}")


def runs_html(states: tuple[str, ...]) -> str:
    """The strip: one dot for each run, oldest at the left; said in words for who hears it."""
    told = t("data.runs_alt", count=len(states), **{state: states.count(state) for state in TIMES})
    return tag(
        "span",
        "".join(parts.dot(state) for state in states),
        cls="runs",
        role="img",
        aria_label=told,
        title=told,
    )


def way(value: Any) -> None:
    """Draw the stations from left to right, on a phone under each other; the table beneath has what is folded here."""
    show(div("way", *(_station(steps) for steps in value.stations), role="list", aria_label=t("lineage.alt")))


def _station(steps: tuple[Any, ...]) -> str:
    kind = steps[0].kind if steps else ""
    head = div("wkind", esc(t(f"lineage.kind_{kind}"))) if kind else ""
    more = len(steps) - MOST
    rest = div("wmore", esc(t("lineage.more", count=more))) if more > 0 else ""
    body = [_step(one) for one in steps[:MOST]] or [div("wstep none", esc(t("lineage.none")))]
    return div("wst", head, *body, rest, role="listitem")


def _step(one: Any) -> str:
    lines = [div("wline", text.html(line)) for line in one.lines[:MOST]]
    more = len(one.lines) - MOST
    if more > 0:
        lines.append(div("wmore", esc(t("lineage.more", count=more))))
    return div("wstep", tag("b", text.html(one.title)), *lines)
