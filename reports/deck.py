"""The meeting pack as files: slides with native charts and a workbook, each page at its frozen day and without names."""

from __future__ import annotations

from dataclasses import replace

from access import audit
from access.viewer import Viewer
from errors import NotAllowed
from reports import page_slides
from reports.excel import Sheet, workbook
from reports.handing_out import HandedOut, collected
from reports.marking import guarded, watermark
from reports.page_book import Offer
from reports.page_sheets import sheet
from reports.slides import Deck
from ui import text
from ui.i18n import t
from ui.page import role_name
from views import rights, warehouse
from views.reporting import meeting
from views.reporting.meeting import PackPage

PAGE = "meeting"


def of_pack(viewer: Viewer, pages: tuple[PackPage, ...]) -> Offer | None:
    """What the page of the pack offers; None for a role that takes no files. Rights are asked again when a file is made."""
    if not rights.is_offered(viewer, PAGE):
        return None

    def build(purpose: str | None = None) -> bytes:
        return _checked(viewer, lambda: _book(viewer, pages, purpose))

    return Offer(build, f"{PAGE}.xlsx", False, lambda: _checked(viewer, lambda: _slides(viewer, pages)), PAGE)


def _checked(viewer: Viewer, make) -> bytes:
    if not rights.may_take_away(viewer, PAGE):
        audit.refused(warehouse.engine(), viewer, PAGE, kind=page_slides.REFUSED, unit=PAGE)
        raise NotAllowed("exporting", found=f"role {viewer.role}", expected="a role that may take it away")
    return guarded(make)


def _handed(
    viewer: Viewer, pages: tuple[PackPage, ...]
) -> tuple[list[tuple[PackPage, HandedOut]], list[PackPage]]:
    """The pages that may be taken away now, and those that may not."""
    found = [(one, collected(viewer, one.page, one.choices, one.snapshot_id)) for one in pages]
    return [(one, handed) for one, handed in found if handed], [one for one, handed in found if not handed]


def _slides(viewer: Viewer, pages: tuple[PackPage, ...]) -> bytes:
    held, left_out = _handed(viewer, pages)
    mark = watermark(viewer, PAGE, None, "", names=False)
    deck = Deck(mark, t("projection.masked"))
    deck.foot(t("deck.pack"))
    line = t("deck.pack_line", count=len(held), role=role_name(viewer.role))
    deck.cover(t("deck.pack"), (line, *(text.plain(meeting.told(one)) for one, _ in held[:8])))
    for one, handed in held:
        page_slides.add(deck, handed, viewer.role, title=one.title, note=one.note)
    if left_out:
        deck.foot(t("deck.pack"))
        lines = tuple(t("deck.left_out_line", page=text.plain(meeting.told(one))) for one in left_out)
        deck.said(t("deck.left_out"), lines)
    return _logged(viewer, deck.content(), deck.row_count, "pptx")


def _book(viewer: Viewer, pages: tuple[PackPage, ...], purpose: str | None) -> bytes:
    held, left_out = _handed(viewer, pages)
    sheets = [
        replace(made, title=f"{place} {made.title}")
        for place, (_, handed) in enumerate(held, start=1)
        for made in (sheet(text.plain(title), part) for title, part in handed.blocks if part)
    ]
    content = workbook(
        [_about(held, left_out), *sheets], watermark(viewer, PAGE, None, purpose or "", names=False)
    )
    return _logged(viewer, content, sum(len(one.rows) for one in sheets), "xlsx")


def _about(held: list[tuple[PackPage, HandedOut]], left_out: list[PackPage]) -> Sheet:
    heads = tuple(t(f"meeting.head_{head}") for head in ("place", "page", "as_of", "snapshot"))
    rows = [
        (place, text.plain(meeting.told(one)), one.as_of, one.snapshot_id)
        for place, (one, _) in enumerate(held, start=1)
    ]
    rows += [
        (None, t("deck.left_out_line", page=text.plain(meeting.told(one))), None, None) for one in left_out
    ]
    return Sheet(t("deck.pack"), heads, tuple(rows))


def _logged(viewer: Viewer, content: bytes, rows: int, kind: str) -> bytes:
    audit.exported(warehouse.engine(), viewer, PAGE, PAGE, page=PAGE, content=content, rows=rows, fields=kind)
    return content
