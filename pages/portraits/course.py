"""Did the pass rate of a course differ, which of before, in and after class moved, how do its classes run?"""

from pages.improvement import _propose
from pages.portraits import _plan
from reports import page_book
from ui import charts, filters, finding, layout, notices, scale, scope_bar, tables, text, tiles
from ui.page import Page
from views import choices, course, naming, warehouse
from views.parts import Refusal, Sentence

PAGE = Page(path="course", title="course.menu", requires="course")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    units = choices.courses(viewer.scope, snapshot)
    if not units:
        return notices.refusal(course.nothing())
    code, term = choices.held(units, filters.chosen()), filters.term()
    page = course.overview(viewer.scope, snapshot, code, term)
    if isinstance(page, Refusal):
        return notices.refusal(page)
    scope_bar.draw(
        page.header,
        units=units,
        unit=code,
        unit_label=text.plain(Sentence("course.choose")),
        terms=naming.term_ids(viewer.scope, snapshot),
        term=page.term_id,
        week=snapshot.week_no,
        export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page), code),
    )
    finding.sentences(page.findings)
    _propose.draw(viewer, snapshot, course.KIND, code)
    tiles.strip(page.tiles)
    _running(page)
    _results(page)
    _plan.draw(viewer, snapshot, course.KIND, code)
    if page.figures:
        with layout.fold(Sentence("course.tab_figures")):
            tables.table(page.figures)
    finding.note(page.not_connected)
    return None


def _running(page):
    left, right = layout.columns("wide")
    with left, layout.card("weeks", Sentence("course.weeks_title"), sub=Sentence("course.weeks_sub")):
        charts.weeks(page.weeks) if page.weeks else notices.no_data(Sentence("course.no_weeks"))
    with right, layout.card("ridges", Sentence("course.ridges_title"), side=Sentence("course.ridges_side")):
        charts.ridges(page.ridges) if page.ridges else notices.no_data(Sentence("course.no_ridges"))


def _results(page):
    left, right = layout.columns("even")
    with left, layout.card("classes", Sentence("course.classes_title"), side=page.classes_side):
        tables.table(page.classes) if page.classes else notices.no_data(Sentence("course.no_classes"))
    with (
        right,
        layout.card("standard", Sentence("course.standard_title"), side=Sentence("course.standard_side")),
    ):
        finding.note(page.withheld)
        if page.dimensions:
            scale.rows(page.dimensions, compact=True)
        else:
            notices.no_data(Sentence("course.no_standard"))


def blocks(page):
    return [
        (Sentence("figures.export_findings"), page.findings),
        (Sentence("figures.export_tiles"), page.tiles),
        (Sentence("course.export_weeks"), page.weeks),
        (Sentence("course.classes_title"), page.classes),
        (Sentence("course.export_ridges"), page.ridges),
        (Sentence("course.export_dimensions"), page.dimensions),
        (Sentence("course.tab_figures"), page.figures),
    ]
