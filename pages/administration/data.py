"""Which sources are there and how fresh, what do gaps block, is the data sound, what waits to be mended, what rests on what?"""

from pages.administration import (
    _data_checks,
    _data_runs,
    _data_sources,
    _intake,
    _lineage,
    _national,
    _set_aside,
)
from reports import page_book
from ui import filters, finding, scope_bar, text
from ui.page import Page
from views import warehouse
from views.administration import sources
from views.parts import Sentence

PAGE = Page(path="data", title="data.menu", requires="data")

# Each answers one question: name (data.tab_<name>) and what draws it from the viewer, the page and the snapshot.
PARTS = (
    ("sources", _data_sources.draw),
    ("gaps", _data_sources.draw_gaps),
    ("checks", _data_checks.draw),
    ("set_aside", _set_aside.draw),
    ("lineage", _lineage.draw),
    ("national", _national.draw),
    ("runs", _data_runs.draw),
)
BLOCKS = ("sources", "gaps", "carried", "loads", "set_aside", "rules", "checks", "snapshots", "models")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    page = sources.overview(viewer.scope, snapshot)
    scope_bar.draw(
        page.header, export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page))
    )
    finding.sentences(page.findings)
    parts = _intake.parts(viewer, PARTS)
    names = tuple((name, text.plain(Sentence(f"data.tab_{name}"))) for name, _ in parts)
    opened = "sources" if filters.chosen() else parts[0][0]  # a source of the address is opened
    tab = filters.pick("tab", names, label=text.plain(page.header.title), default=opened)
    dict(parts)[tab](viewer, page, snapshot)


def blocks(page):
    shown = [(Sentence("figures.export_findings"), page.findings)]
    return shown + [(Sentence(f"data.tab_{part}"), getattr(page, part)) for part in BLOCKS]
