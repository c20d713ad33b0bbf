"""A page as slides: its sentences and tiles first, then a slide for each part, pictures as native charts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from access import audit
from access.viewer import Viewer
from errors import NotAllowed
from reports import page_sheets
from reports.chart import Chart, Line
from reports.handing_out import HandedOut, collected
from reports.marking import guarded, object_kind, watermark
from reports.pictures import charts
from reports.slides import ROWS, Deck, Tile, fitting
from ui import text
from ui.format import MISSING
from ui.i18n import catalogue, language, t
from ui.page import role_name
from ui.tokens import colour
from views import rights, warehouse
from views.parts import HeatMap, Sentence
from views.parts import Tile as PageTile
from views.warehouse import Snapshot

BARS = 18  # on one slide
SLIDES_OF_A_TABLE = 5
SHADES = (("d0", 0.12), ("d1", 0.04), ("d2", 0.0))  # of a heat map: how far below its standard a cell begins
REFUSED = "export"
NOTHING = (None, "", MISSING)


def maker(
    viewer: Viewer, page: str, snapshot: Snapshot | None, choices: dict[str, str]
) -> Callable[[], bytes]:
    """Makes the slides of one page as it is drawn now; the right is asked again when they are made."""
    frozen = snapshot.snapshot_id if snapshot else None

    def build() -> bytes:
        unit = choices.get("id") or page
        if not rights.may_take_away(viewer, page):
            audit.refused(warehouse.engine(), viewer, page, kind=REFUSED, unit=unit)
            raise NotAllowed(
                "exporting", found=f"role {viewer.role}", expected="a role that may take it away"
            )
        return guarded(lambda: _made(viewer, page, choices, frozen, unit))

    return build


def _made(viewer: Viewer, page: str, choices: dict[str, str], frozen: int | None, unit: str) -> bytes:
    handed = collected(viewer, page, choices, frozen)
    if handed is None:
        raise NotAllowed("exporting", found="nothing to show", expected="a page that opens")
    deck = Deck(watermark(viewer, page, handed.snapshot, "", names=False), t("projection.masked"))
    add(deck, handed, viewer.role)
    content = deck.content()
    audit.exported(
        warehouse.engine(),
        viewer,
        object_kind(page),
        unit,
        page=page,
        content=content,
        rows=deck.row_count,
        fields="pptx",
    )
    return content


def add(
    deck: Deck, handed: HandedOut, role: str, *, title: str | None = None, note: str | None = None
) -> None:
    """Put the slides of a page behind those that are there; title and note are the presenter's."""
    deck.foot(_foot(handed, role))
    tiles = next((part for _, part in handed.blocks if _is(part, PageTile)), ())
    said = next((part for _, part in handed.blocks if _is(part, Sentence)), ())
    name = title or _name(handed)
    deck.said(name, tuple(text.plain(one) for one in said), tuple(_tile(one) for one in tiles), note)
    for head, part in handed.blocks:
        if part and part is not said and part is not tiles:
            _part(deck, question(head), part)


def _is(part: Any, kind: type) -> bool:
    return isinstance(part, tuple) and bool(part) and isinstance(part[0], kind)


def _foot(handed: HandedOut, role: str) -> str:
    snapshot = handed.snapshot
    return t(
        "deck.footer", page=_name(handed), role=role_name(role), day=f"{snapshot.as_of:%Y-%m-%d}" if snapshot else MISSING,
        snapshot=snapshot.snapshot_id if snapshot else MISSING,
    )  # fmt: skip


def _name(handed: HandedOut) -> str:
    """Page and unit; the page alone where it is its own unit."""
    page, unit = text.plain(Sentence(f"{handed.page}.menu")), text.plain(handed.header.title)
    return unit if unit.startswith(page) or unit == MISSING else f"{page} · {unit}"


def question(head: Any) -> str:
    """The question that the card of a part asks; the title of its sheet where the card has none of its own."""
    key = getattr(head, "key", "")
    page, _, part = key.partition(".")
    asked = f"{page}.{part.partition('_')[2]}_title"
    return t(asked) if asked in catalogue(language()) else text.plain(head)


def _tile(one: PageTile) -> Tile:
    figure = one.figure
    chips = t("ui.join").join(f"{t(f'states.level.{level}')} {count}" for level, count in one.chips)
    hidden = figure.status in ("suppressed", "missing", "not_applicable")
    value = chips or (MISSING if hidden else text.plain(figure.amount))
    gap = figure.status_reason or one.gap
    return Tile(
        text.name(figure.name),
        value,
        text.plain(gap) if gap else "",
        text.plain(one.note) if one.note else "",
    )


def _part(deck: Deck, title: str, part: Any) -> None:
    """Native charts of a picture; of rows and of pictures without a chart a native table, on as many slides as it takes."""
    made = charts(part)
    if len(made) > 1:
        return deck.charts(title, made)
    if made:
        for words, one in _numbered(title, _cut(made[0])):
            deck.chart(words, one)
        return None
    sheet = page_sheets.sheet(title, part)
    shades = _shades(part)
    heads, rows = (sheet.heads, sheet.rows) if shades else _filled(sheet.heads, sheet.rows)
    return _tables(deck, title, heads, rows, shades)


def _filled(heads: tuple, rows: tuple) -> tuple[tuple, tuple]:
    """The table without columns in which nothing stands: a sparkline has no number, not every row a second name."""
    kept = [place for place in range(len(heads)) if any(row[place] not in NOTHING for row in rows)]
    return tuple(heads[place] for place in kept), tuple(tuple(row[place] for place in kept) for row in rows)


def _cut(one: Chart) -> list[Chart]:
    """A chart of many bars in parts that can be read from the last row."""
    if one.kind not in ("bar", "stacked") or len(one.categories) <= BARS:
        return [one]
    pieces = [slice(at, at + BARS) for at in range(0, len(one.categories), BARS)]
    return [
        replace(one, categories=one.categories[at], lines=tuple(_cut_line(line, at) for line in one.lines), strong=one.strong[at])
        for at in pieces
    ]  # fmt: skip


def _cut_line(line: Line, at: slice) -> Line:
    return replace(line, values=line.values[at], low=line.low[at], high=line.high[at])


def _numbered(title: str, pieces: list) -> list[tuple[str, Any]]:
    if len(pieces) == 1:
        return [(title, pieces[0])]
    count = len(pieces)
    return [
        (t("deck.continued", title=title, place=place, count=count), piece)
        for place, piece in enumerate(pieces, start=1)
    ]


def _tables(deck: Deck, title: str, heads: tuple, rows: tuple, shades: tuple) -> None:
    if not rows or not heads:
        return
    kept = rows[: ROWS * SLIDES_OF_A_TABLE]
    note = t("deck.rows_left", all=len(rows), shown=len(kept)) if len(kept) < len(rows) else ""
    for words, at in _numbered(title, fitting(heads, kept)):
        deck.table(words, heads, kept[at], note, shades[at] if shades else ())


def _shades(part: Any) -> tuple[tuple[str | None, ...], ...]:
    """Colours of a heat map's cells, none beside the names; the number stands in every cell."""
    if not isinstance(part, HeatMap):
        return ()
    return tuple((None, *(_shade(value, part.standard) for value in row)) for row in part.values)


def _shade(value: float | None, standard: float | None) -> str | None:
    if value is None or standard is None:
        return None
    below = standard - value
    token = next((token for token, least in SHADES if below > least), "d3")
    return colour("d1" if token == "d0" else token, "light")
