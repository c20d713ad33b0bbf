"""Where does a major stand against its declared class, what closes the gap, is its programme compliant?"""

from pages.improvement import _propose
from reports import page_book
from ui import charts, filters, finding, layout, notices, people, scale, scope_bar, tables, text, tiles
from ui.page import Page
from views import choices, major, warehouse
from views.parts import Refusal, Sentence

PAGE = Page(path="major", title="major.menu", requires="major")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    units = choices.majors(viewer.scope, snapshot)
    if not units:
        return notices.refusal(major.nothing())
    code = choices.held(units, filters.chosen())
    page = major.overview(viewer.scope, snapshot, code)
    if isinstance(page, Refusal):
        return notices.refusal(page)
    scope_bar.draw(
        page.header,
        units=units,
        unit=code,
        unit_label=text.plain(Sentence("major.choose")),
        export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page), code),
    )
    finding.sentences(page.findings)
    _propose.draw(viewer, snapshot, "major", code)
    tiles.strip(page.tiles)
    left, right = layout.columns("even")
    with (
        left,
        layout.card("dimensions", Sentence("major.dimensions_title"), side=Sentence("major.dimensions_side")),
    ):
        finding.note(page.withheld)
        scale.rows(page.dimensions, compact=True) if page.dimensions else notices.no_data(
            Sentence("major.no_standard")
        )
    with right:
        _gaps(page)
        _programme(page)
    if page.figures:
        with layout.fold(Sentence("major.tab_figures")):
            tables.table(page.figures)
    finding.note(page.not_connected)
    return None


def _gaps(page):
    if page.waterfall is not None:
        with layout.card(
            "waterfall", Sentence("major.waterfall_title"), side=Sentence("major.waterfall_side")
        ):
            return charts.waterfall(page.waterfall)
    with layout.card("gaps", Sentence("major.gaps_title")):
        people.gaps(page.gaps) if page.gaps else notices.no_data(Sentence("major.no_gaps"))
    return None


def _programme(page):
    with layout.card("compliance", Sentence("major.compliance_title"), side=page.compliance_side):
        tables.table(page.compliance) if page.compliance else notices.no_data(Sentence("major.no_programme"))


def blocks(page):
    return [
        (Sentence("figures.export_findings"), page.findings),
        (Sentence("figures.export_tiles"), page.tiles),
        (Sentence("major.export_dimensions"), page.dimensions),
        (Sentence("major.export_steps"), page.gaps),
        (Sentence("major.export_compliance"), page.compliance),
        (Sentence("major.tab_figures"), page.figures),
    ]
