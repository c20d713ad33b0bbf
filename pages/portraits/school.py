"""Are the five foci on target, what needs a decision, who answers for what, how do majors and departments stand?"""

from pages.portraits import _school_tabs as tabs
from pages.portraits import _under
from reports import page_book
from ui import filters, finding, layout, lists, notices, scale, scope_bar, tiles
from ui.page import Page
from views import naming, warehouse
from views.figures import compare
from views.parts import Sentence
from views.units import school

PAGE = Page(path="school", title="school.menu", requires="school")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    term = filters.term()
    page = school.overview(viewer.scope, snapshot, term)
    scope_bar.draw(
        page.header,
        terms=naming.term_ids(viewer.scope, snapshot),
        term=term or snapshot.term_id,
        week=snapshot.week_no,
        ways=compare.WAYS,
        export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page)),
    )
    finding.sentences(page.findings)
    _under.draw(viewer, snapshot, "school", "school", page.tiles)
    tiles.strip(compare.tiles(viewer.scope, snapshot, "school", "school", page.tiles, filters.compare()))
    _standing(page)
    tabs.draw(page)
    finding.note(page.further)
    finding.note(page.not_connected)


def _standing(page):
    left, right = layout.columns("wide")
    with left, layout.card("foci", Sentence("school.foci_title")):
        scale.rows(page.foci) if page.foci else notices.no_data(Sentence("school.no_standard_title"))
    with right, layout.card("decisions", Sentence("decisions.title"), side=Sentence("decisions.side")):
        lists.items(page.decisions) if page.decisions else finding.note(Sentence("decisions.none"))
    if page.floors:
        with (
            left,
            layout.card("floors", Sentence("school.floors_title"), side=Sentence("school.floors_side")),
        ):
            lists.limits(page.floors)


def blocks(page):
    return [
        (Sentence("figures.export_findings"), page.findings),
        (Sentence("figures.export_tiles"), page.tiles),
        (Sentence("school.export_foci"), page.foci),
        (Sentence("decisions.title"), page.decisions),
        (Sentence("school.export_floors"), page.minimum),
        (Sentence("school.tab_matrix"), page.matrix),
        (Sentence("school.tab_board"), page.board),
        (Sentence("school.export_departments"), page.departments),
        (Sentence("school.tab_trends"), page.trends),
        (Sentence("school.tab_goals"), page.goals),
        (Sentence("school.export_warnings"), page.warnings),
        (Sentence("school.export_requests"), page.requests),
        (Sentence("school.export_times"), page.times),
        (Sentence("school.export_dimensions"), page.dimensions),
        (Sentence("school.tab_items"), page.items),
        (Sentence("school.tab_majors"), page.majors),
    ]
