"""Sheets of what stands beside each other: teaching classes, places, counts by row and column, spreads of scores."""

from __future__ import annotations

from ui import places, text
from ui.i18n import t
from views.parts import ClassBoard, CountGrid, Places, Spreads


def _head(name: str) -> str:
    return t(f"figures.{name}")


def _classes(part: ClassBoard):
    heads = (_head("export_name"), _head("export_text"), *part.heads, _head("export_state"))
    return [text.plain(head) for head in heads], [
        (line.link, line.sub, *line.values, line.word or "") for line in part.lines
    ]


def _places(part: tuple[Places, ...]):
    heads = (_head("export_name"), t("drill.export_places"), _head("head_n"), t("drill.export_like"))
    return heads, [(one.label or "", places.word(one), one.of, one.like) for one in part]


def _counts(part: CountGrid):
    heads = [_head("export_name")]
    for column in part.columns:
        heads += [text.plain(column), _head("head_n")]
    rows = zip(part.rows, part.cells, strict=True)
    return heads, [(name, *(number for one in row for number in (one.number, one.of))) for name, row in rows]


def _spreads(part: Spreads):
    heads = (_head("export_name"), _head("head_value"), _head("head_n"))
    return heads, [(row.name, low, count) for row in part.rows for low, count in row.bins]


MAKERS = {
    ClassBoard: _classes,
    Places: _places,
    CountGrid: _counts,
    Spreads: _spreads,
}
