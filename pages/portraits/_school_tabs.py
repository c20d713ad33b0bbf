"""The tabs of the School page: matrix, national minimum, majors, departments, trends, goals, warnings, standard."""

from ui import boards, charts, figures, finding, layout, notices, scale, tables
from views.parts import Sentence

TABS = ("matrix", "minimum", "board", "departments", "trends", "goals", "loops", "items")


def draw(page):
    drawers = (_matrix, _minimum, _board, _departments, _trends, _goals, _loops, _items)
    opened = layout.tabs(tuple(Sentence(f"school.tab_{name}") for name in TABS))
    for tab, drawer in zip(opened, drawers, strict=True):
        with tab:
            drawer(page)


def _matrix(page):
    with layout.card("matrix", Sentence("school.matrix_title"), sub=Sentence("school.matrix_sub")):
        boards.matrix(page.matrix)


def _minimum(page):
    with layout.card("minimum", Sentence("school.minimum_title"), side=Sentence("school.floors_side")):
        tables.table(page.minimum) if page.minimum else notices.no_data()


def _board(page):
    with layout.card("board", Sentence("school.board_title"), sub=Sentence("boards.board_sub")):
        if page.board is None:
            return notices.no_data(Sentence("department.no_majors"))
        charts.board(page.board)
        boards.notes(page.board.notes)
        with layout.fold(Sentence("boards.in_words")):
            tables.table(page.board_table)
    with layout.card("majors", Sentence("school.majors_title")):
        tables.table(page.majors) if page.majors else notices.no_data(Sentence("department.no_majors"))
    return None


def _departments(page):
    with layout.card("departments", Sentence("school.departments_title"), sub=page.departments_sub):
        figures.intervals(page.departments) if page.departments else notices.no_data()


def _trends(page):
    with layout.card("trends", Sentence("school.trends_title"), sub=Sentence("boards.trend_sub")):
        charts.trends(page.trends) if page.trends else notices.no_data()


def _goals(page):
    with layout.card("goals", Sentence("school.goals_title"), sub=Sentence("boards.goal_sub")):
        boards.goals(page.goals) if page.goals else notices.no_data(Sentence("school.no_goals"))
        finding.note(page.orphans)


def _loops(page):
    with layout.card("warnings", Sentence("school.warnings_title"), sub=page.warnings_sub):
        boards.funnels(page.warnings) if page.warnings else notices.no_data(Sentence("school.no_warnings"))
    left, right = layout.columns("even")
    with left, layout.card("requests", Sentence("school.requests_title"), sub=page.requests_sub):
        tables.table(page.requests) if page.requests else notices.no_data(Sentence("school.no_requests"))
    with right, layout.card("times", Sentence("school.times_title")):
        tables.table(page.times) if page.times else notices.no_data()


def _items(page):
    left, right = layout.columns("wide")
    with left, layout.card("items", Sentence("school.items_title"), side=Sentence("school.foci_side")):
        scale.rows(page.items) if page.items else notices.no_data(Sentence("school.no_standard_title"))
    with (
        right,
        layout.card("parts", Sentence("school.standard_title"), side=Sentence("school.standard_side")),
    ):
        finding.note(page.withheld)
        scale.rows(page.dimensions, legend=False, compact=True) if page.dimensions else notices.no_data()
