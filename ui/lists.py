"""Quiet lists in cards: things to decide, to do, people who help, the course of a case, cells of limits."""

from __future__ import annotations

from typing import Any

from ui import parts, text
from ui.html import div, esc, show, span, tag
from ui.i18n import t


def items(values: tuple[Any, ...], *, avatars: bool = False, columns: bool = False) -> None:
    """Draw entries under each other (or side by side): title, text, something at the right, a date block."""
    if values:
        show(items_html(values, avatars=avatars, columns=columns))


def items_html(values: tuple[Any, ...], *, avatars: bool = False, columns: bool = False) -> str:
    """The entries as HTML."""
    cls = "items cols" if columns else "items"
    return div(cls, *(_item(one, avatars) for one in values), role="list")


def _item(one: Any, with_avatar: bool) -> str:
    lead = _date_block(one.on) if one.on else parts.avatar(text.plain(one.title)) if with_avatar else ""
    body = div("ib", text.html(one.body)) if one.body else ""
    side = div("is", side_html(one.side)) if one.side is not None else ""
    return div("item", lead, div("im", tag("b", text.html(one.title)), body), side, role="listitem")


def side_html(value: Any) -> str:
    """What stands at the right of an entry: state word, warning chip, or a grey chip."""
    if hasattr(value, "level"):
        return parts.warning_chip(value.level, value.count, value.text)
    if hasattr(value, "state"):
        return parts.state_word(value.state)
    return parts.chip(value, outline=True)


def _date_block(day: Any) -> str:
    month = t(f"ui.month.m{day.month}")
    return div(
        "dateb", tag("b", f"{day.day:02d}"), span("", esc(month)), aria_label=text.plain(day), role="img"
    )


def timeline(values: tuple[Any, ...]) -> None:
    """Draw what has happened, oldest first: date, what, by whom."""
    if not values:
        return
    steps = [
        div(
            "tstep",
            span("td", esc(f"{one.on:%m-%d}") if one.on else ""),
            div("tt", text.html(one.title), div("sub", text.html(one.body)) if one.body else ""),
            role="listitem",
        )
        for one in values
    ]
    show(div("timeline", *steps, role="list"))


def limits(values: tuple[Any, ...]) -> None:
    """Draw cells of national limits: value, chip where near or beyond, distance, the limits themselves."""
    if values:
        show(limits_html(values))


def limits_html(values: tuple[Any, ...]) -> str:
    """The cells as HTML."""
    return div(f"limits n{len(values)}", *(_limit(one) for one in values))


def _limit(one: Any) -> str:
    label = text.html(one.name)
    chip = ""
    if one.state == "near":
        chip = parts.warning_chip("yellow", words=t("ui.limit.near"))
    if one.state == "breach":
        chip = parts.warning_chip("red", words=t("ui.limit.breach"))
    return div(
        "limit",
        div("fl", span("", label), parts.why(one.why, text.name(one.name))),
        div("lv", tag("b", text.big(one.amount)), chip),
        div("tg", text.html(one.gap)),
        div("tn", text.html(one.note)),
        role="group",
        aria_label=text.plain(one.name),
    )


def person_head(name: str | None, facts: tuple[Any, ...], side: Any = None) -> None:
    """Draw the head of a case: avatar, name, facts, level."""
    who = div(
        "im",
        tag("b", esc(name or t("ui.name_hidden")), cls="cname"),
        div("pfacts", *(span("f", text.html(fact)) for fact in facts if fact)),
    )
    show(div("casehead", parts.avatar(name), who, div("is", side_html(side)) if side is not None else ""))


def title(words: Any, of: Any, facts: tuple[Any, ...]) -> None:
    """Draw the head of something that is no person: what it is, what it belongs to, facts."""
    who = div("im", tag("b", text.html(words), cls="cname"), div("sub", text.html(of)))
    show(div("casehead", who), div("pfacts", *(span("f", text.html(fact)) for fact in facts if fact)))


def heading(title: Any, side: Any = None) -> None:
    """Draw a heading inside a card with a muted note at its right."""
    show(div("lhead sec", tag("b", text.html(title)), span("", text.html(side) if side is not None else "")))


def counted(values: tuple[Any, ...]) -> None:
    """Draw sentences side by side whose numbers are large: expected to reach, expected to miss, not yet spoken to."""
    if values:
        show(div("reach", *(div("", text.html(value)) for value in values)))
