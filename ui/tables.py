"""Tables as static HTML: no zebra, no vertical lines, numbers right-aligned; cells are drawn by what they are."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ui import parts, run, sources, text
from ui.format import MISSING, table_day
from ui.html import div, esc, show, span, tag
from ui.i18n import t

FEW_COLUMNS = 3  # these fit a phone side by side
MOST_ROWS = 200  # a static table; what is longer is counted and exported in full


def table(value: Any, *, caption: Any = None) -> None:
    """Draw a table with its note."""
    show(table_html(value, caption=caption))


def table_html(value: Any, *, caption: Any = None) -> str:
    """The table as HTML; on a phone the rows of a table of many columns become blocks, each value under its head."""
    heads = "".join(
        tag("th", text.html(column.head), cls=_side(column), scope="col") for column in value.columns
    )
    body = "".join(_row(row, value.columns) for row in value.rows[:MOST_ROWS])
    label = tag("caption", text.html(caption), cls="vh") if caption else ""
    cls = "tb" if len(value.columns) <= FEW_COLUMNS else "tb stack"
    drawn = tag("table", label + tag("thead", tag("tr", heads)) + tag("tbody", body), cls=cls)
    role = "region" if caption else "group"  # landmarks are told apart by their names
    label = text.plain(caption or t("ui.table"))
    return div("tbw", drawn, tabindex="0", role=role, aria_label=label) + _note(value)


def _note(value: Any) -> str:
    lines = [text.html(value.note)] if value.note else []
    if len(value.rows) > MOST_ROWS:
        lines.append(esc(t("ui.rows_shown", shown=MOST_ROWS, all=f"{len(value.rows):,}")))
    return "".join(div("note", line) for line in lines)


def _row(row: tuple, columns: tuple) -> str:
    cells = zip(row, columns, strict=True)
    drawn = (
        tag("td", cell(content), cls=_side(column), data_head=text.plain(column.head))
        for content, column in cells
    )
    return tag("tr", "".join(drawn))


def _side(column: Any) -> str | None:
    return {"right": "r", "wide": "w"}.get(column.align)


def cell(value: Any) -> str:
    """One cell as HTML, by its kind: state word, sparkline, bar, warning chip, date, or any text."""
    if value is None:
        return MISSING
    if isinstance(value, date) and not isinstance(value, datetime):
        return tag("span", esc(table_day(value, run.now().today)), cls="nb")
    if isinstance(value, tuple) and value and all(hasattr(one, "level") for one in value):
        chips = (parts.warning_chip(one.level, one.count, one.text, bars=False) for one in value)
        return span("chips", *chips)
    if hasattr(value, "level"):
        return parts.warning_chip(value.level, value.count, value.text)
    if hasattr(value, "states"):
        return sources.runs_html(value.states)
    if hasattr(value, "share"):
        return parts.bar(value.share)
    if hasattr(value, "values") and hasattr(value, "target"):
        return parts.sparkline(value.values, value.target) or MISSING
    if hasattr(value, "state"):
        return parts.state_word(value.state)
    return text.html(value)
