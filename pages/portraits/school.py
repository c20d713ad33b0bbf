"""Are the five foci on target, what is near the national floor, which departments differ from the school?"""

from pages.improvement import _propose
from reports import page_book
from ui import figures, filters, finding, layout, lists, notices, scale, scope_bar, tables, tiles
from ui.page import Page
from views import naming, school, warehouse
from views.parts import Sentence

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
        export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page)),
    )
    finding.sentences(page.findings)
    _propose.draw(viewer, snapshot, "school", "school")
    tiles.strip(page.tiles)
    _standing(page)
    _detail(page)
    finding.note(page.not_connected)


def _standing(page):
    left, right = layout.columns("wide")
    with left, layout.card("foci", Sentence("school.foci_title"), side=Sentence("school.foci_side")):
        scale.rows(page.foci) if page.foci else notices.no_data(Sentence("school.no_standard_title"))
    if page.floors:
        with (
            left,
            layout.card("floors", Sentence("school.floors_title"), side=Sentence("school.floors_side")),
        ):
            lists.limits(page.floors)
    with (
        right,
        layout.card("parts", Sentence("school.standard_title"), side=Sentence("school.standard_side")),
    ):
        finding.note(page.withheld)
        scale.rows(page.dimensions, legend=False, compact=True) if page.dimensions else notices.no_data()


def _detail(page):
    titles = ("school.tab_departments", "school.tab_majors", "school.tab_items")
    departments, majors, items = layout.tabs(tuple(Sentence(title) for title in titles))
    with (
        departments,
        layout.card("departments", Sentence("school.departments_title"), sub=page.departments_sub),
    ):
        figures.intervals(page.departments) if page.departments else notices.no_data()
    with majors, layout.card("majors", Sentence("school.majors_title")):
        tables.table(page.majors) if page.majors else notices.no_data(Sentence("department.no_majors"))
    with items, layout.card("items", Sentence("school.tab_items"), side=Sentence("school.foci_side")):
        scale.rows(page.items) if page.items else notices.no_data(Sentence("school.no_standard_title"))


def blocks(page):
    return [
        (Sentence("figures.export_findings"), page.findings),
        (Sentence("figures.export_tiles"), page.tiles),
        (Sentence("school.export_foci"), page.foci),
        (Sentence("school.export_dimensions"), page.dimensions),
        (Sentence("school.tab_items"), page.items),
        (Sentence("school.export_floors"), page.floors),
        (Sentence("school.export_departments"), page.departments),
        (Sentence("school.tab_majors"), page.majors),
    ]
