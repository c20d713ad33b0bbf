"""How does a teaching class run, how does it stand beside parallel classes, who of it needs support in this course?"""

from access import audit
from pages.portraits import _refer
from reports import page_book
from ui import (
    charts,
    figures,
    filters,
    finding,
    layout,
    notices,
    scope_bar,
    spreads,
    tables,
    text,
    tiles,
)
from ui.page import Page
from views import choices, warehouse
from views.courses import teaching_choices, teaching_class, teaching_roster
from views.parts import Refusal, Sentence

PAGE = Page(path="teaching_class", title="teaching_class.menu", requires="teaching_class")


def render(viewer):
    snapshot, asked = warehouse.current_snapshot(), filters.chosen()
    units = teaching_choices.offered(viewer.scope, snapshot, asked)
    if not units and asked is None:
        return notices.refusal(teaching_class.nothing())
    code = choices.held(units, asked)
    page = teaching_class.overview(viewer.scope, snapshot, code)
    if isinstance(page, Refusal):
        return notices.refusal(page)
    audit.listed(
        warehouse.engine(),
        viewer,
        "student",
        code,
        page=PAGE.path,
        rows=page.listed,
        fields=teaching_roster.FIELDS,
    )
    scope_bar.draw(
        page.header,
        units=units,
        unit=code,
        unit_label=text.plain(Sentence("teaching_class.choose")),
        export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page), code),
    )
    finding.sentences(page.findings)
    tiles.strip(page.tiles)
    _running(page)
    _results(page)
    _refer.card(viewer, snapshot, code)
    with layout.card("roster", Sentence("teaching_class.roster_title"), side=Sentence("class.roster_side")):
        tables.table(page.roster) if page.roster else notices.no_data(page.roster_note)
    if page.figures:
        with layout.fold(Sentence("course.tab_figures")):
            tables.table(page.figures)
    return None


def _running(page):
    if page.support is None:
        _weeks(page)
        return finding.note(page.support_note)
    left, right = layout.columns("wide")
    with left:
        _weeks(page)
    with right, layout.card("support", Sentence("teaching_class.support_title")):
        tables.table(page.support)
    return None


def _weeks(page):
    with layout.card("weeks", Sentence("course.weeks_title"), sub=Sentence("teaching_class.weeks_sub")):
        charts.weeks(page.weeks) if page.weeks else notices.no_data(Sentence("course.no_weeks"))


def _results(page):
    left, right = layout.columns("even")
    with (
        left,
        layout.card("parallel", Sentence("teaching_class.parallel_title"), sub=page.parallel_sub),
    ):
        figures.intervals(page.parallel) if page.parallel else notices.no_data(
            Sentence("teaching_class.no_parallel")
        )
    with right, layout.card("spreads", Sentence("teaching_class.spreads_title")):
        if page.spreads is None:
            return notices.no_data(page.spreads_note)
        spreads.spreads(page.spreads)
        finding.note(page.spreads_note)
    return None


def blocks(page):
    return [
        (Sentence("figures.export_findings"), page.findings),
        (Sentence("figures.export_tiles"), page.tiles),
        (Sentence("course.export_weeks"), page.weeks),
        (Sentence("teaching_class.export_support"), page.support),
        (Sentence("teaching_class.export_parallel"), page.parallel),
        (Sentence("teaching_class.export_spreads"), page.spreads),
        (Sentence("class.tab_roster"), page.roster),
        (Sentence("course.tab_figures"), page.figures),
    ]
