"""The teaching classes of a course: name, teacher and size, measures, and in words what lies below the course beyond chance."""

from __future__ import annotations

from typing import Any

from ui import text
from ui.format import MISSING, amount
from ui.html import div, esc, show, span, tag
from ui.i18n import t

MOST_LINES = 8


def classes(value: Any) -> None:
    """Draw the classes; those below the course come first, their measures bold."""
    if value.lines:
        show(classes_html(value))


def classes_html(value: Any) -> str:
    """The classes as HTML lines; what is more than fits is counted."""
    head = div(
        "cbl cbh", span(""), *(span("cbv", text.html(head)) for head in value.heads), aria_hidden="true"
    )
    drawn = [_line(line, value.heads) for line in value.lines[:MOST_LINES]]
    notes = [text.html(value.note)] if value.note else []
    if len(value.lines) > MOST_LINES:
        notes.insert(0, esc(t("ui.rows_shown", shown=MOST_LINES, all=len(value.lines))))
    board = div("cboard", head, div("", *drawn, role="list"), role="group", aria_label=text.plain(value.alt))
    return div("cbox", board, *(div("note", note) for note in notes), style=f"--cols:{len(value.heads)}")


def _line(line: Any, heads: tuple[Any, ...]) -> str:
    lower = any(line.below)
    cells = [
        span("cbv low" if below else "cbv", span("vh", text.html(head)), _number(one))
        for one, below, head in zip(line.values, line.below, heads, strict=True)
    ]
    facts = span("cbf", *(span("f", text.html(fact)) for fact in line.sub if fact))
    word = tag("b" if lower else "span", text.html(line.word), cls="cbw") if line.word else ""
    return div(
        "cbl low" if lower else "cbl",
        span("cbn", text.link(line.link)),
        *cells,
        div("cbs", facts, word),
        role="listitem",
    )


def _number(one: Any) -> str:
    return esc(amount(one.value, one.unit, one.side)) if one is not None else MISSING
