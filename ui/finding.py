"""The finding: one to three generated sentences on the bare page, and what changed since the last visit."""

from __future__ import annotations

from typing import Any

from ui import text
from ui.html import div, esc, show, span, tag
from ui.i18n import t


def sentences(values: tuple[Any, ...]) -> None:
    """Draw the sentences; nothing where there is nothing to say."""
    if values:
        show(sentences_html(values))


def sentences_html(values: tuple[Any, ...]) -> str:
    """The sentences as HTML paragraphs of 20 px."""
    return div("finding", *(tag("p", text.html(value)) for value in values))


def since(value: Any) -> None:
    """One quiet line of at most three facts that changed since a day; says so where nothing notable did."""
    if value is not None:
        facts = [span("", text.html(one)) for one in value.changes] or [span("", esc(t("since.nothing")))]
        show(div("since", span("", text.html(value.when)), *facts))


def note(value: Any) -> None:
    """One muted line: what is not connected, what a list rests on."""
    if value is not None:
        show(div("note", text.html(value)))
