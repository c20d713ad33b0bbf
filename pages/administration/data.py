"""Which sources are connected, what did the loads do, what was set aside, what does each gap block?"""

from reports import page_book
from ui import finding, layout, notices, scope_bar, tables
from ui.page import Page
from views import warehouse
from views.administration import sources
from views.parts import Sentence

PAGE = Page(path="data", title="data.menu", requires="data")
PARTS = ("sources", "gaps", "carried", "loads", "set_aside", "checks", "snapshots", "models")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    page = sources.overview(viewer.scope, snapshot)
    scope_bar.draw(
        page.header, export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page))
    )
    finding.sentences(page.findings)
    tabs = layout.tabs(tuple(Sentence(f"data.tab_{part}") for part in PARTS))
    for tab, part in zip(tabs, PARTS, strict=True):
        with tab, layout.card(part, Sentence(f"data.{part}_title"), side=sources.SIDES.get(part)):
            table = getattr(page, part)
            tables.table(table) if table else notices.no_data(Sentence(f"data.no_{part}"))


def blocks(page):
    shown = [(Sentence("figures.export_findings"), page.findings)]
    return shown + [(Sentence(f"data.tab_{part}"), getattr(page, part)) for part in PARTS]
