"""Which courses, majors and classes of a department differ beyond chance, who is warned, and what is late?"""

from pages.portraits import _under
from reports import page_book
from ui import charts, figures, filters, finding, layout, notices, places, scope_bar, tables, text, tiles
from ui.page import Page
from views import choices, naming, warehouse
from views.figures import compare
from views.parts import Refusal, Sentence
from views.units import department

PAGE = Page(path="department", title="department.menu", requires="department")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    units = choices.departments(viewer.scope, snapshot)
    if not units:
        return notices.refusal(department.nothing())
    code, term = choices.held(units, filters.chosen()), filters.term()
    page = department.overview(viewer.scope, snapshot, code, term, filters.chosen("major"))
    if isinstance(page, Refusal):
        return notices.refusal(page)
    scope_bar.draw(
        page.header,
        units=units,
        unit=code,
        unit_label=text.plain(Sentence("department.choose")),
        terms=naming.term_ids(viewer.scope, snapshot),
        term=term or snapshot.term_id,
        week=snapshot.week_no,
        ways=compare.WAYS,
        export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page), code),
    )
    finding.sentences(page.findings)
    _under.draw(viewer, snapshot, "org", code, page.tiles)
    places.line(page.places, text.plain(page.header.title))
    tiles.strip(compare.tiles(viewer.scope, snapshot, "org", code, page.tiles, filters.compare()))
    if page.filter:
        with layout.bar("major"):
            filters.choices("major", page.filter, page.major, label=text.plain(Sentence("department.limit")))
    left, right = layout.columns("wide")
    with left, layout.card("courses", Sentence("department.courses_title"), sub=page.courses_sub):
        _courses(page)
    with right:
        _classes(page)
    with layout.card("majors", Sentence("department.tab_majors")):
        _table(page, "majors")
    _work(page)
    finding.note(page.not_connected)
    return None


def _courses(page):
    if page.courses is None:
        return notices.no_data(Sentence("department.no_courses"))
    kinds = tuple((kind, text.plain(Sentence(f"department.tab_{kind}"))) for kind in ("ranked", "funnel"))
    kind = filters.pick("view", kinds, label=text.plain(Sentence("department.courses_title")))
    charts.funnel(page.courses) if kind == "funnel" else figures.intervals(page.courses)
    return None


def _classes(page):
    title, side = Sentence("department.attendance_title"), Sentence("department.attendance_side")
    with layout.card("attendance", title, side=side):
        figures.heat_map(page.attendance) if page.attendance else notices.no_data(
            Sentence("department.no_attendance")
        )
        finding.note(page.attendance_note)
    with layout.card("warnings", Sentence("department.warnings_title")):
        _table(page, "warnings")


def _work(page):
    if page.actions is None:
        _teachers(page)
        finding.note(page.actions_note or Sentence("department.no_actions"))
    else:
        left, right = layout.columns("even")
        with left, layout.card("actions", Sentence("department.actions_title")):
            tables.table(page.actions)
        with right:
            _teachers(page)
    with layout.fold(Sentence("department.tab_figures")):
        _table(page, "figures")


def _teachers(page):
    with layout.card("teachers", Sentence("department.teachers_title")):
        _table(page, "teachers")


def _table(page, part):
    table = getattr(page, part)
    tables.table(table) if table else notices.no_data(Sentence(f"department.no_{part}"))


def blocks(page):
    return [
        (Sentence("figures.export_findings"), page.findings),
        (Sentence("figures.export_tiles"), page.tiles),
        (Sentence("drill.export_places"), page.places),
        (Sentence("department.export_courses"), page.courses),
        (Sentence("department.export_attendance"), page.attendance),
        *((Sentence(f"department.tab_{part}"), getattr(page, part)) for part in department.TABLES),
    ]
