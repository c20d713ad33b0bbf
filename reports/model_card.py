"""The model card as a file to keep and print: the card, what a list is worth, court, groups, drift and statistics of one point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from access import audit
from access.viewer import Viewer
from errors import NotAllowed
from reports.page_book import KIND_OF_REFUSAL, guarded, watermark
from ui import lists, tables, text
from ui.frame import STYLES
from ui.html import div, esc, span, tag
from ui.i18n import language, t
from ui.tokens import root_css
from views import naming, rights, warehouse
from views.warehouse import Snapshot

PAGE = "model"
CHAPTERS = ("card", "court", "groups", "drift", "statistics")


@dataclass(frozen=True)
class CardOffer:
    """What the page draws a button for: `build()` makes the file."""

    build: Callable[[], bytes]
    file_name: str


def offer(viewer: Viewer, snapshot: Snapshot, page: Any) -> CardOffer | None:
    """The card of the point that the page shows; None for a role that may look and not take away."""
    if not rights.is_offered(viewer, PAGE):
        return None

    def build() -> bytes:
        if not rights.may_take_away(viewer, PAGE):
            audit.refused(warehouse.engine(), viewer, PAGE, kind=KIND_OF_REFUSAL, unit=page.point)
            raise NotAllowed(
                "making the model card", found=f"role {viewer.role}", expected="a role that may take it away"
            )
        return guarded(lambda: _made(viewer, snapshot, page))

    return CardOffer(build, f"model-card-{page.point}-{snapshot.as_of}.html")


def _made(viewer: Viewer, snapshot: Snapshot, page: Any) -> bytes:
    mark = watermark(viewer, PAGE, snapshot, t("model.card_title"), names=False)
    content = document(page, naming.college(viewer.scope, snapshot), snapshot, mark.line).encode()
    audit.exported(
        warehouse.engine(), viewer, PAGE, page.point, page=PAGE, content=content, rows=len(chapters(page)),
        fields=", ".join(title for title, _ in chapters(page)), purpose=None,
    )  # fmt: skip
    return content


def chapters(page: Any) -> list[tuple[str, str]]:
    """Title and HTML of each chapter; one without figures says so."""
    worth = [(t("model.cards_title"), lists.items_html(page.cards))]
    worth.append((text.plain(page.state_title), lists.items_html((*page.refused, *page.facts))))
    made = [(t(f"model.{name}_title"), _table(page, name)) for name in CHAPTERS]
    return [made[0], *worth, *made[1:]]


def _table(page: Any, name: str) -> str:
    value = getattr(page, name)
    return tables.table_html(value) if value else div("note", esc(t(f"model.no_{name}")))


def document(page: Any, college: Any, snapshot: Snapshot, mark: str) -> str:
    """The whole file: head, findings, chapters, and who took it away when."""
    style = root_css() + (STYLES / "print" / "a4.css").read_text(encoding="utf-8")
    as_of = t("ui.footer.as_of", day=f"{snapshot.as_of:%Y-%m-%d}")
    head = div("head", span("", text.html(college)), span("", esc(as_of)))
    said = "".join(tag("p", text.html(one)) for one in page.findings)
    parts = "".join(
        tag("section", tag("h2", f"{number} {esc(name)}") + body)
        for number, (name, body) in enumerate(chapters(page), start=1)
    )
    body = head + tag("h1", esc(t("model.card_head"))) + div("who", text.html(page.header.kind)) + said + parts + div("foot", esc(mark))  # fmt: skip
    meta = '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
    title = tag("title", esc(t("model.card_head")))
    whole = tag("head", f"{meta}{title}{tag('style', style)}") + tag("body", body)
    return "<!DOCTYPE html>" + tag("html", whole, lang=language())
