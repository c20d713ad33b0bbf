"""Where does a teacher stand on the tier's standard, what closes the gap, how do the own classes run?"""

from access import audit
from pages.portraits import _refused
from reports import page_book
from ui import charts, filters, finding, layout, notices, people, scale, scope_bar, tables, text
from ui.page import Page
from views import choices, clock, teacher, teachers, team, warehouse
from views.parts import Refusal, Sentence

PAGE = Page(path="teacher", title="teacher.menu", requires="teacher")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    asked = filters.chosen()
    if asked is None and choices.sees_itself_only(viewer.scope, teacher.KIND):
        asked = viewer.person
    if asked is None:
        return _listing(viewer, snapshot)
    page = teacher.profile(viewer.scope, snapshot, asked, clock.now())
    if isinstance(page, Refusal):
        return _refused.draw(viewer, PAGE, teacher.KIND, asked, page)
    audit.viewed(warehouse.engine(), viewer, teacher.KIND, asked, page=PAGE.path)
    scope_bar.draw(
        page.header, export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page), asked)
    )
    finding.sentences(page.findings)
    people.portrait(page.portrait)
    _standing(page)
    with layout.card("classes", Sentence("teacher.classes_title"), side=Sentence("teacher.classes_side")):
        tables.table(page.classes) if page.classes else notices.no_data(Sentence("teacher.no_classes"))
    _folds(page)
    finding.note(page.not_connected)
    return None


def _standing(page):
    left, right = layout.columns("wide")
    with left, layout.card("dimensions", Sentence("teacher.dimensions_title"), sub=page.against):
        finding.note(page.withheld)
        if page.radar is not None:
            thumbnail, rows = layout.columns("radar")
            with thumbnail:
                charts.radar(page.radar)
            with rows:
                scale.rows(page.dimensions, legend=False, compact=True)
        else:
            scale.rows(page.dimensions) if page.dimensions else notices.no_data(page.against)
    with right, layout.card("gaps", Sentence("teacher.gaps_title"), side=Sentence("teacher.gaps_side")):
        people.gaps(page.gaps) if page.gaps else notices.no_data(Sentence("teacher.no_gaps"))


def _folds(page):
    for part in ("figures", "gates", "viewers"):
        table = getattr(page, part)
        if table is not None:
            with layout.fold(Sentence(f"teacher.fold_{part}")):
                tables.table(table) if table.rows else notices.no_data(Sentence("teacher.no_viewers"))


def _listing(viewer, snapshot):
    if team.is_unnamed(viewer.scope):
        return _team(viewer, snapshot)
    units = choices.departments(viewer.scope, snapshot)
    code = choices.held(units, filters.chosen("unit"))
    page = teachers.listing(viewer.scope, snapshot, code)
    if isinstance(page, Refusal):
        return notices.refusal(page)
    scope_bar.draw(page.header)
    if len(units) > 1:
        with layout.bar("chooser"):
            filters.choices("unit", units, code, label=text.plain(Sentence("teacher.choose_unit")))
    audit.listed(
        warehouse.engine(), viewer, teacher.KIND, code, page=PAGE.path, rows=page.count, fields=page.fields
    )
    with layout.card("list", Sentence("teacher.list_title"), sub=Sentence("teacher.list_sub")):
        tables.table(page.table)
    return None


def _team(viewer, snapshot):
    scope_bar.draw(teachers.team_header())
    agreed = teachers.agreed(viewer.scope)
    with layout.card("list", Sentence("teacher.agreed_title"), sub=Sentence("teacher.agreed_sub")):
        tables.table(agreed) if agreed else notices.no_data(Sentence("teacher.agreed_none"))
    with layout.card("team", Sentence("teacher.team_title"), sub=Sentence("teacher.team_sub")):
        unnamed = team.table(viewer.scope, snapshot)
        tables.table(unnamed) if unnamed else notices.no_data(Sentence("teacher.team_none"))


def blocks(page):
    return [
        (Sentence("figures.export_findings"), page.findings),
        (Sentence("teacher.export_dimensions"), page.dimensions),
        (Sentence("teacher.export_steps"), page.gaps),
        (Sentence("teacher.classes_title"), page.classes),
        (Sentence("teacher.fold_gates"), page.gates),
        (Sentence("teacher.fold_figures"), page.figures),
    ]
