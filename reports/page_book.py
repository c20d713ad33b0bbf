"""The Excel of one page: each block that the page shows becomes a sheet, in the reader's language and rights.

Who may take it away is asked twice, the file says whose it is and what for, and the access log has its row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from access import audit
from access.viewer import Viewer
from errors import NotAllowed
from reports import page_slides
from reports.excel import Sheet, workbook
from reports.marking import Mark, guarded, object_kind, watermark
from reports.page_sheets import sheet
from ui import run, text
from ui.i18n import t
from ui.page import role_name
from views import rights, warehouse
from views.parts import Header, Link, Portrait, Sentence
from views.warehouse import Snapshot

PERSON_PAGES = ("student", "teacher")
NAMED_LINKS = (*PERSON_PAGES, "requests")  # a link to a request says who sent it
NAMED_PAGES = (
    *PERSON_PAGES,
    "worklist",
    "cases",
    "access_log",
    "class",
    "teaching_class",
)  # about persons by name, whatever stands on them
PURPOSE_LIMIT = 60
KIND_OF_REFUSAL = "export"


@dataclass(frozen=True)
class Book:
    """A workbook, how many rows of data it carries and under which heads, for the audit."""

    content: bytes
    row_count: int
    fields: str


def book(about: dict[str, Any], blocks: list[tuple[Any, Any]], mark: Mark | None = None) -> Book:
    """The workbook of the blocks (title, part of the page); parts that are empty are left out.

    The first sheet says what this is, as of when, for whom and from which snapshot: `about` are its facts by the
    catalogue key figures.export_<key>. The watermark stands there in words and on every sheet.
    """
    sheets = [sheet(text.plain(title), part) for title, part in blocks if part]
    facts = [
        (t(f"figures.export_{key}"), text.plain(value)) for key, value in about.items() if value is not None
    ]
    facts += [(t("exports.watermark"), mark.line)] if mark else []
    facts.append(("", t("figures.export_note")))
    first = Sheet(t("figures.export_about"), ("", ""), tuple(facts))
    count = sum(len(one.rows) for one in sheets)
    return Book(workbook([first, *sheets], mark), count, ", ".join(one.title for one in sheets))


@dataclass(frozen=True)
class Offer:
    """What the scope bar draws: `build(purpose)` makes the workbook, `slides()` the presentation; `has_names` asks for a
    purpose before a workbook. The rest is what the page hands out: its parts, from which snapshot."""

    build: Callable[[str | None], bytes]
    file_name: str
    has_names: bool
    slides: Callable[[], bytes] | None = None
    page: str = ""
    header: Header | None = None
    blocks: tuple = ()
    snapshot: Snapshot | None = None
    unit: str = ""


def offer(
    viewer: Viewer,
    page: str,
    snapshot: Snapshot | None,
    header: Header,
    blocks: list[tuple[Any, Any]],
    unit: str = "",
) -> Offer | None:
    """The export of a page for its scope bar, None for a role that may look and not take away.

    The right is asked again when the file is built: what was revoked since the page was drawn gives no file.
    """
    if not rights.is_offered(viewer, page):
        return None
    names = page in NAMED_PAGES or holds_names((header.title, blocks))

    def build(purpose: str | None = None) -> bytes:
        if not rights.may_take_away(viewer, page):
            audit.refused(warehouse.engine(), viewer, page, kind=KIND_OF_REFUSAL, unit=unit or page)
            raise NotAllowed(
                "exporting", found=f"role {viewer.role}", expected="a role that may take it away"
            )
        return guarded(lambda: _made(viewer, page, snapshot, header, blocks, unit, purpose, names))

    as_of = snapshot.as_of if snapshot else None
    file_name = f"{page}-{as_of or ''}.xlsx".replace("-.", ".")
    slides = page_slides.maker(
        viewer, page, snapshot, {"id": unit} | run.choices() if unit else run.choices()
    )
    return Offer(build, file_name, names, slides, page, header, tuple(blocks), snapshot, unit)


def _made(
    viewer: Viewer, page: str, snapshot: Snapshot | None, header: Header, blocks: list, unit: str, purpose: str | None, names: bool
) -> bytes:  # fmt: skip
    said = (purpose or "").strip()[:PURPOSE_LIMIT]
    made = book(
        _about(viewer, page, snapshot, header), blocks, watermark(viewer, page, snapshot, said, names=names)
    )
    audit.exported(
        warehouse.engine(), viewer, object_kind(page), unit or page, page=page, content=made.content, rows=made.row_count,
        fields=made.fields, purpose=said or None,
    )  # fmt: skip
    return made.content


def holds_names(part: Any) -> bool:
    """Whether any part of a page leads to a person, or is a person's own card: such a file is personal data."""
    if isinstance(part, Portrait):
        return True
    if isinstance(part, Link):
        return part.page in NAMED_LINKS
    if isinstance(part, tuple | list):
        return any(holds_names(one) for one in part)
    if isinstance(part, dict):
        return any(holds_names(one) for one in part.values())
    if is_dataclass(part) and not isinstance(part, type):
        return any(holds_names(getattr(part, one.name)) for one in fields(part))
    return False


def _about(viewer: Viewer, page: str, snapshot: Snapshot | None, header: Header) -> dict[str, Any]:
    return {
        "page": Sentence(f"{page}.menu"),
        "unit": header.title,
        "as_of": f"{snapshot.as_of:%Y-%m-%d}" if snapshot else None,
        "role": role_name(viewer.role),
        "snapshot": str(snapshot.snapshot_id) if snapshot else None,
        "standard": header.standard,
    }
