"""The subsystems of the college as cards, one of them opened, and what gaps block."""

from ui import filters, finding, layout, lists, notices, sources, tables, text
from views import warehouse
from views.administration import mappings_used, source_detail
from views.parts import Sentence

DETAIL = ("files", "reasons", "checks", "mapping")


def draw(viewer, page, snapshot):
    opened = next((one for one in page.held.sources if one.row["source_id"] == filters.chosen()), None)
    if opened is None:
        with layout.card("sources", Sentence("data.sources_title"), side=Sentence("data.sources_side")):
            sources.cards(page.cards) if page.cards else notices.no_data(Sentence("data.no_sources"))
        return
    held = page.held
    found = source_detail.detail(
        opened,
        warehouse.today(),
        loaded=mappings_used.read(viewer.scope),
        reasons=held.reasons,
        mended=held.mended,
        checks=held.checked,
        names=held.names,
    )
    sources.back(text.plain(Sentence("data.back")))
    sources.card(found.card)
    if found.tables:
        finding.note(Sentence("data.source_tables", {"tables": found.tables}))
    for part in DETAIL:
        with layout.card(f"source_{part}", Sentence(f"data.source_{part}_title"), height="content"):
            table = getattr(found, part)
            tables.table(table) if table else notices.no_data(Sentence(f"data.no_source_{part}"))


def draw_gaps(viewer, page, snapshot):
    with layout.card("gaps", Sentence("data.gaps_title"), height="content"):
        lists.items(page.gap_items) if page.gap_items else notices.no_data(Sentence("data.no_gaps"))
        if page.gaps:
            with layout.fold(Sentence("data.gaps_table")):
                tables.table(page.gaps)
    with layout.card("carried", Sentence("data.carried_title"), height="content"):
        tables.table(page.carried) if page.carried else notices.no_data(Sentence("data.no_carried"))
