"""Which sources are there and how fresh, what do gaps block, is the data sound, what waits to be mended, what rests on what?"""

from collections.abc import Callable
from typing import NamedTuple

from pages.administration import _data_checks, _data_runs, _data_sources, _lineage, _national, _set_aside
from reports import page_book
from ui import filters, finding, scope_bar, text
from ui.page import Page
from views import warehouse
from views.administration import sources
from views.parts import Sentence

PAGE = Page(path="data", title="data.menu", requires="data")


class Part(NamedTuple):
    """One tab, which answers one question: its name, what draws it from viewer, page and snapshot, and for whom it is there."""

    name: str  # data.tab_<name>
    draw: Callable
    is_there: Callable = lambda viewer: True


PARTS = (
    Part("sources", _data_sources.draw),
    Part("gaps", _data_sources.draw_gaps),
    Part("checks", _data_checks.draw),
    Part("set_aside", _set_aside.draw),
    Part("lineage", _lineage.draw),
    Part("national", _national.draw),
    Part("runs", _data_runs.draw),
)
BLOCKS = ("sources", "gaps", "carried", "loads", "set_aside", "rules", "checks", "snapshots", "models")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    page = sources.overview(viewer.scope, snapshot)
    scope_bar.draw(
        page.header, export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page))
    )
    finding.sentences(page.findings)
    parts = {part.name: part for part in PARTS if part.is_there(viewer)}
    names = tuple((name, text.plain(Sentence(f"data.tab_{name}"))) for name in parts)
    opened = "sources" if filters.chosen() else names[0][0]  # a source that the address names is opened
    tab = filters.pick("tab", names, label=text.plain(page.header.title), default=opened)
    parts[tab].draw(viewer, page, snapshot)


def blocks(page):
    shown = [(Sentence("figures.export_findings"), page.findings)]
    return shown + [(Sentence(f"data.tab_{part}"), getattr(page, part)) for part in BLOCKS]
