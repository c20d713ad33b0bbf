"""The cards and tabs of the Major page."""

from functools import partial

from pages.portraits import _swot_forms
from ui import boards, charts, finding, layout, lists, notices, people, scale, tables
from views.parts import Sentence

TABS = ("flow", "coverage", "outcomes", "peers", "swot", "path", "figures")


def standing(page):
    left, right = layout.columns("even")
    with left, _card("dimensions"):
        finding.note(page.withheld)
        if page.dimensions:
            scale.rows(page.dimensions, compact=True)
        else:
            notices.no_data(Sentence("major.no_standard"))
    with right:
        _gaps(page)


def _card(name, **more):
    side = Sentence(f"major.{name}_side")
    return layout.card(name, Sentence(f"major.{name}_title"), side=side, **more)


def _gaps(page):
    if page.waterfall is not None:
        with _card("waterfall"):
            return charts.waterfall(page.waterfall)
    with layout.card("gaps", Sentence("major.gaps_title")):
        people.gaps(page.gaps) if page.gaps else notices.no_data(Sentence("major.no_gaps"))
    return None


def place(page):
    left, right = layout.columns("even")
    with left, layout.card("board", Sentence("major.board_title"), sub=Sentence("boards.board_sub")):
        if page.board is None:
            notices.no_data(Sentence("major.no_board"))
        else:
            charts.board(page.board)
            finding.note(page.suggestion)
            boards.notes(page.board.notes)
    with right, layout.card("compliance", Sentence("major.compliance_title"), side=page.compliance_side):
        tables.table(page.compliance) if page.compliance else notices.no_data(Sentence("major.no_programme"))
        boards.stated(page.peers)


def tabs(viewer, page, code):
    drawers = (_flow, _coverage, _outcomes, _peers, partial(_swot, viewer, code), _path, _figures)
    opened = layout.tabs(tuple(Sentence(f"major.tab_{name}") for name in TABS))
    for tab, drawer in zip(opened, drawers, strict=True):
        with tab:
            drawer(page)


def _flow(page):
    with layout.card("flow", Sentence("major.flow_title"), sub=page.flow_sub):
        if page.flow is None:
            return notices.no_data(Sentence("major.no_flow"))
        charts.flow(page.flow)
        finding.note(page.flow.note)
        with layout.fold(Sentence("boards.in_words")):
            tables.table(page.flow_table)
    return None


def _coverage(page):
    with layout.card("coverage", Sentence("major.coverage_title"), sub=page.coverage_sub):
        boards.coverage(page.coverage) if page.coverage else notices.no_data(Sentence("major.no_coverage"))


def _outcomes(page):
    with layout.card("outcomes", Sentence("major.outcomes_title"), side=Sentence("school.foci_side")):
        scale.rows(page.outcomes) if page.outcomes else notices.no_data(Sentence("major.no_standard"))


def _peers(page):
    with layout.card("peers", Sentence("major.peers_title"), sub=Sentence("major.peers_sub")):
        boards.stated(page.peers)
        tables.table(page.peer_table) if page.peer_table else notices.no_data(Sentence("major.no_peers"))


def _swot(viewer, code, page):
    with layout.card("swot", Sentence("major.swot_title"), sub=Sentence("major.swot_sub")):
        boards.quarters(page.swot) if page.swot else notices.no_data(Sentence("major.no_swot"))
        if page.swot and page.swot.aside:
            lists.heading(Sentence("boards.swot_set_aside"))
            lists.items(tuple(item for _, item in page.swot.aside))
    _swot_forms.draw(viewer, code, page.swot)


def _path(page):
    with layout.card("path", Sentence("major.path_title"), sub=Sentence("boards.trend_sub")):
        charts.trends(page.path) if page.path else notices.no_data()


def _figures(page):
    with layout.card("figures", Sentence("major.tab_figures")):
        tables.table(page.figures) if page.figures else notices.no_data()
