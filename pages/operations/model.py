"""What can the risk model do at each point, what was tried to break it, and has anything changed since?"""

from reports import model_card, page_book
from ui import charts, filters, finding, layout, lists, notices, scope_bar, tables, text
from ui.page import Page
from views import warehouse
from views.operations import model
from views.parts import Refusal, Sentence

PAGE = Page(path="model", title="model.menu", requires="model")
PARTS = ("court", "groups", "drift", "guards", "statistics", "card")
WITH_SUB = ("groups", "drift", "guards", "statistics", "card")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    page = model.overview(viewer.scope, snapshot, filters.chosen("view"))
    if isinstance(page, Refusal):
        return notices.refusal(page)
    scope_bar.draw(
        page.header, export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page))
    )
    finding.sentences(page.findings)
    with layout.card("points", Sentence("model.cards_title"), sub=Sentence("model.cards_sub")):
        lists.items(page.cards)
    filters.pick(
        "view",
        tuple((point, text.plain(words)) for point, words in page.points),
        label=text.plain(Sentence("model.choose")),
        default=page.point,
    )
    _pictures(page)
    _tabs(page, model_card.offer(viewer, snapshot, page))
    return None


def _pictures(page):
    left, right = layout.columns("even")
    with (
        left,
        layout.card(
            "reliability", Sentence("model.reliability_title"), sub=Sentence("model.reliability_sub")
        ),
    ):
        charts.reliability(page.reliability) if page.reliability else notices.no_data(
            Sentence("model.no_reliability")
        )
    with right, layout.card("state", page.state_title):
        finding.note(page.in_use)
        lists.items((*page.refused, *page.facts))
    with layout.card("waiting", Sentence("model.waiting_title"), sub=Sentence("model.waiting_sub")):
        charts.trends(page.waiting, "waiting") if page.waiting else notices.no_data(
            Sentence("model.no_waiting")
        )


def _tabs(page, card):
    tabs = layout.tabs(tuple(Sentence(f"model.tab_{part}") for part in PARTS))
    for tab, part in zip(tabs, PARTS, strict=True):
        sub = Sentence(f"model.{part}_sub") if part in WITH_SUB else None
        with tab, layout.card(part, Sentence(f"model.{part}_title"), sub=sub):
            table = getattr(page, part)
            tables.table(table) if table else notices.no_data(Sentence(f"model.no_{part}"))
            if part == "card" and card is not None:
                filters.export(
                    card.build, card.file_name, label=text.plain(Sentence("model.card_make")), kind="html"
                )


def blocks(page):
    return [
        (Sentence("figures.export_findings"), page.findings),
        (page.state_title, (*page.refused, *page.facts)),
        (Sentence("model.export_cards"), page.cards),
        (Sentence("model.export_reliability"), page.reliability),
        (Sentence("model.waiting_title"), page.waiting),
        (Sentence("model.tab_court"), page.court),
        (Sentence("model.tab_groups"), page.groups),
        (Sentence("model.tab_drift"), page.drift),
        (Sentence("model.tab_guards"), page.guards),
        (Sentence("model.tab_statistics"), page.statistics),
        (Sentence("model.tab_card"), page.card),
    ]
