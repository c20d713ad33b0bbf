"""Who is in a class, who is warned and has nobody spoken to, how do attendance and scores of the class run?"""

from access import audit
from reports import page_book
from ui import figures, filters, finding, layout, lists, notices, scope_bar, spreads, tables, text, tiles
from ui.page import Page
from views import choices, naming, warehouse
from views.parts import Refusal, Sentence
from views.units import class_roster, class_unit

PAGE = Page(path="class", title="class.menu", requires="class")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    units = choices.classes(viewer.scope, snapshot)
    if not units:
        return notices.refusal(class_unit.nothing())
    code, term = choices.held(units, filters.chosen()), filters.term()
    page = class_unit.overview(viewer.scope, snapshot, code, term)
    if isinstance(page, Refusal):
        return notices.refusal(page)
    audit.listed(
        warehouse.engine(),
        viewer,
        "student",
        code,
        page=PAGE.path,
        rows=page.listed,
        fields=class_roster.FIELDS,
    )
    scope_bar.draw(
        page.header,
        units=units,
        unit=code,
        unit_label=text.plain(Sentence("class.choose")),
        terms=naming.term_ids(viewer.scope, snapshot),
        term=term or snapshot.term_id,
        week=snapshot.week_no,
        export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page), code),
    )
    finding.sentences(page.findings)
    tiles.strip(page.tiles)
    left, right = layout.columns("wide")
    with left:
        _people(page)
    with right:
        _cases(page)
    return None


def _cases(page):
    with layout.card("warned", Sentence("class.warned_title"), side=Sentence("class.warned_side")):
        lists.items(page.warned) if page.warned else notices.no_data(
            page.warned_note or Sentence("class.no_warned")
        )
    if page.unspoken_note is None:
        with layout.card("unspoken", Sentence("class.unspoken_title"), side=Sentence("class.unspoken_side")):
            lists.items(page.unspoken) if page.unspoken else notices.no_data(Sentence("class.no_unspoken"))


def _people(page):
    """The roster first; where the reader sees no name, the class as a whole."""
    drawn = {"roster": _roster, "weeks": _weeks, "spreads": _spreads}
    order = class_unit.parts_in_order(page)
    for tab, part in zip(
        layout.tabs(tuple(Sentence(f"class.tab_{part}") for part in order)), order, strict=True
    ):
        with tab:
            drawn[part](page)


def _roster(page):
    with layout.card("roster", Sentence("class.roster_title"), side=Sentence("class.roster_side")):
        tables.table(page.roster) if page.roster else notices.no_data(
            page.roster_note or Sentence("class.no_students")
        )


def _weeks(page):
    with layout.card("heat", Sentence("class.heat_title"), side=Sentence("class.heat_side")):
        figures.heat_map(page.heat) if page.heat else notices.no_data(Sentence("class.no_heat"))
        finding.note(page.heat_note)


def _spreads(page):
    with layout.card("spreads", Sentence("class.spreads_title"), side=page.spreads_side):
        spreads.spreads(page.spreads) if page.spreads else notices.no_data(
            page.roster_note or Sentence("class.no_spreads")
        )


def blocks(page):
    return [
        (Sentence("figures.export_findings"), page.findings),
        (Sentence("figures.export_tiles"), page.tiles),
        (Sentence("class.export_warned"), page.warned),
        (Sentence("class.export_unspoken"), page.unspoken),
        (Sentence("class.tab_spreads"), page.spreads),
        (Sentence("class.tab_roster"), page.roster),
        (Sentence("class.tab_weeks"), page.heat),
    ]
