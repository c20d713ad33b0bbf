"""The card of an own plan: steps with state and day, the nearest gaps that can be taken in."""

from __future__ import annotations

from typing import Any

from ui import run, text
from ui.format import day
from ui.html import div, esc, show, span, tag
from ui.i18n import t

DOTS = {"submitted": "half", "confirmed": "half", "returned": "hollow", "late": "hollow", "done": "full"}


def steps(values: tuple[Any, ...], *, page: str, person: str, is_mine: bool) -> None:
    """Draw the steps; the person's own are links to what can be done with them."""
    if values:
        show(div("psteps", *(_step(one, page, person, is_mine) for one in values), role="list"))


def _step(one: Any, page: str, person: str, is_mine: bool) -> str:
    state = span(
        "state", tag("i", cls=f"dot {DOTS[one.state]}", aria_hidden="true"), span("", text.html(one.word))
    )
    note = div("psn", text.html(one.note)) if one.note else ""
    body = div("psb", tag("b", esc(_words(one))), div("sub", text.html(one.figure)), note)
    due = span("psd late" if one.state == "late" else "psd", esc(t("plan_steps.ui_due", due=day(one.due_on))))
    side = div("pss", state, due)
    act = ""
    if is_mine and one.state in ("submitted", "confirmed", "returned", "late"):
        word = t(f"plan_steps.ui_act_{'done' if one.state in ('confirmed', 'late') else one.state}")
        address = run.href(page, id=person, plan=f"s{one.key}")
        act = tag("a", esc(word), cls="btn", href=address, data_in="1", aria_label=f"{word}: {_words(one)}")
    return div(f"pstep {one.state}", body, side, act, role="listitem")


def _words(one: Any) -> str:
    """What the person wrote; before an audience it is not there."""
    return one.text or t("plan_steps.ui_hidden")


def gaps(values: tuple[Any, ...], *, page: str, person: str, title: Any) -> None:
    """Draw the nearest gaps, each with the link that takes it into the plan."""
    if not values:
        return
    lines = [
        div(
            "pgap",
            div("psb", tag("b", text.html(name)), div("sub", text.html(need))),
            tag(
                "a", esc(t("plan_steps.ui_take")), cls="btn", href=run.href(page, id=person, plan=key), data_in="1",
                aria_label=f"{t('plan_steps.ui_take')}: {text.plain(name)}",
            ),
            role="listitem",
        )
        for key, name, need in values
    ]  # fmt: skip
    show(div("lhead sec", tag("b", text.html(title)), ""), div("pgaps", *lines, role="list"))


def waiting(values: tuple[Any, ...], *, selected: str | None, kept: dict[str, str]) -> None:
    """Draw the steps that wait for a confirmation: whose, what, by when; each row is one link."""
    show(div("tklist", *(_waiting(one, one.step.key == selected, kept) for one in values), role="list"))


def _waiting(one: Any, is_selected: bool, kept: dict[str, str]) -> str:
    who = one.who.name if hasattr(one.who, "page") else one.who
    what = div(
        "tkw",
        tag("b", text.html(who)),
        div("sub", span("f", esc(_words(one.step))), span("f", text.html(one.step.name))),
    )
    clock = div(
        "tkc",
        tag("b", esc(t("plan_steps.ui_since", due=day(one.made_on)))),
        div("sub", esc(t("plan_steps.ui_due", due=day(one.step.due_on)))),
    )
    address = run.href("tasks", **kept, case=one.step.key)
    cls = "tkrow on" if is_selected else "tkrow"
    current = "true" if is_selected else None
    return div(
        "tkitem",
        tag("a", what + clock, cls=cls, href=address, data_in="1", aria_current=current),
        role="listitem",
    )
