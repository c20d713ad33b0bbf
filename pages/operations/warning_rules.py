"""By which lines is a student warned, and how many would each setting have flagged in the last closed terms?"""

from reports import page_book
from ui import finding, grids, layout, lists, notices, scope_bar
from ui.page import Page
from views import warehouse
from views.operations import warning_rules
from views.parts import Item, Sentence

PAGE = Page(path="warning_rules", title="warning_rules.menu", requires="warning_rules")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    page = warning_rules.overview(viewer.scope, snapshot)
    scope_bar.draw(
        page.header, export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page))
    )
    finding.sentences(page.findings)
    with layout.card(
        "levels", Sentence("warning_rules.levels_title"), sub=Sentence("warning_rules.levels_sub")
    ):
        _grid(page.levels)
    for first in range(0, len(page.cards), 2):
        for column, card in zip(layout.columns("even"), page.cards[first : first + 2], strict=False):
            with column:
                _card(card)
    finding.note(page.note)


def _card(card):
    with layout.card(card.rule, card.title, sub=card.sub):
        lists.items(tuple(Item(title=words, side=level) for level, words in card.lines))
        if card.is_tried:
            _grid(card.grid)


def _grid(grid):
    grids.counts(grid) if grid else notices.no_data(Sentence("warning_rules.no_terms"))


def blocks(page):
    return [
        (Sentence("figures.export_findings"), page.findings),
        (Sentence("warning_rules.export_levels"), page.levels),
        *((card.title, card.grid) for card in page.cards if card.grid),
    ]
