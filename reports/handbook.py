"""The quality handbook of one student as a file to print: qualities, credits, records, plan, awards, under the reader's rights.

Built from the same page that the reader sees; who takes it away is asked twice and stands in it, and the access log has its row.
"""

from __future__ import annotations

from typing import Any

from access import audit
from access.viewer import Viewer
from errors import NotAllowed
from reports.page_book import KIND_OF_REFUSAL, PURPOSE_LIMIT, Offer, guarded, watermark
from ui import checklists, people, tables, text
from ui.frame import STYLES
from ui.html import div, esc, span, tag
from ui.i18n import language, t
from ui.tokens import root_css
from views import rights, warehouse
from views.parts import Name, Sentence
from views.warehouse import Snapshot

PAGE = "student"
SIGNED = ("student", "counsellor", "date")


def offer(viewer: Viewer, snapshot: Snapshot, page: Any, college: Name, pid: str) -> Offer | None:
    """The handbook for the Student page; None for a role that may look and not take away."""
    if not rights.is_offered(viewer, PAGE):
        return None

    def build(purpose: str | None = None) -> bytes:
        if not rights.may_take_away(viewer, PAGE):
            audit.refused(warehouse.engine(), viewer, PAGE, kind=KIND_OF_REFUSAL, unit=pid)
            raise NotAllowed(
                "making the handbook", found=f"role {viewer.role}", expected="a role that may take it away"
            )
        return guarded(lambda: _made(viewer, snapshot, page, college, pid, purpose))

    return Offer(build, f"handbook-{snapshot.as_of}.html", has_names=True)


def _made(viewer: Viewer, snapshot: Snapshot, page: Any, college: Name, pid: str, purpose: str | None) -> bytes:  # fmt: skip
    said = (purpose or "").strip()[:PURPOSE_LIMIT]
    parts = sections(page)
    mark = watermark(viewer, PAGE, snapshot, said or t("handbook.title"), names=True)
    content = document(page, college, snapshot, parts, mark.line).encode()
    audit.exported(
        warehouse.engine(), viewer, PAGE, pid, page=PAGE, content=content, rows=len(parts),
        fields=", ".join(title for title, _ in parts), purpose=said or None,
    )  # fmt: skip
    return content


def sections(page: Any) -> list[tuple[str, str]]:
    """Title and HTML of each chapter, in the order of the handbook; one without anything says so."""
    records = "".join(tag("h3", text.html(title)) + tables.table_html(table) for title, table in page.records)
    awards = checklists.lists_html(page.awards, is_open=True) if page.awards else ""
    courses = tables.table_html(page.courses) if page.courses.rows else ""
    chapters = [
        ("qualities", _table(page.qualities)),
        ("credits", _table(page.credits)),
        ("courses", courses),
        ("records", records),
        ("plan", _table(page.plan)),
        ("awards", awards and div("note", esc(t("awards.sub"))) + awards),
    ]
    return [(t(f"handbook.{name}"), body or _nothing(page, name)) for name, body in chapters]


def _table(value: Any) -> str:
    return tables.table_html(value) if value is not None else ""


def _nothing(page: Any, name: str) -> str:
    """That nothing is recorded, or that the role does not read it: never the one for the other."""
    return div("note", esc(t("handbook.unread" if name in page.unread else "handbook.nothing")))


def document(page: Any, college: Name, snapshot: Snapshot, parts: list[tuple[str, str]], mark: str) -> str:
    """The whole file: head, card, chapters, lines to sign, and who took it away when and for what."""
    title = t("handbook.title")
    style = root_css() + (STYLES / "print" / "a4.css").read_text(encoding="utf-8")
    chapters = "".join(
        tag(
            "section",
            tag("h2", f"{number}　{esc(name)}" if language() == "zh" else f"{number} {esc(name)}") + body,
        )
        for number, (name, body) in enumerate(parts, start=1)
    )
    signs = div("signs", *(div("", esc(t(f"handbook.sign_{one}"))) for one in SIGNED))
    body = _head(page, college, snapshot, title) + chapters + signs + div("foot", esc(mark))
    meta = '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
    whole = tag("head", f"{meta}{tag('title', esc(title))}{tag('style', style)}") + tag("body", body)
    return "<!DOCTYPE html>" + tag("html", whole, lang=language())


def _head(page: Any, college: Name, snapshot: Snapshot, title: str) -> str:
    card = page.portrait
    as_of = t("ui.footer.as_of", day=f"{snapshot.as_of:%Y-%m-%d}")
    line = div("head", span("", text.html(college)), span("", esc(as_of)))
    who = div("who", esc(card.name or t("ui.name_hidden")))
    number = t("ui.number.student", number=card.number) if card.number else None
    facts = [esc(number)] if number else []
    facts += [text.html(fact) for fact in card.facts]
    tags = div("tags", *(span("", text.html(one.label)) for one in card.tags)) if card.tags else ""
    standard = Sentence("handbook.standard", {"standard": page.header.standard}) if page.header.standard else None  # fmt: skip
    note = div("note", text.html(standard)) if standard else ""
    return line + tag("h1", esc(title)) + who + div("pfacts", " · ".join(facts)) + tags + people.facts_html(card.figures) + note  # fmt: skip
