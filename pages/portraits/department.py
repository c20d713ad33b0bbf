"""Which courses, majors and classes of a department differ beyond chance, and who is warned?"""

from pages.improvement import _propose
from reports import page_book
from ui import charts, figures, filters, finding, layout, notices, scope_bar, tables, text, tiles
from ui.page import Page
from views import choices, department, naming, warehouse
from views.parts import Refusal, Sentence

PAGE = Page(path="department", title="department.menu", requires="department")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    units = choices.departments(viewer.scope, snapshot)
    if not units:
        return notices.refusal(department.nothing())
    code, term = choices.held(units, filters.chosen()), filters.term()
    page = department.overview(viewer.scope, snapshot, code, term)
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
        export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page), code),
    )
    finding.sentences(page.findings)
    _propose.draw(viewer, snapshot, "org", code)
    tiles.strip(page.tiles)
    left, right = layout.columns("wide")
    with left, layout.card("courses", Sentence("department.courses_title"), sub=page.courses_sub):
        _courses(page)
    with (
        right,
        layout.card(
            "attendance", Sentence("department.attendance_title"), side=Sentence("department.attendance_side")
        ),
    ):
        _attendance(page)
    _detail(page)
    finding.note(page.not_connected)
    return None


def _courses(page):
    if page.courses is None:
        return notices.no_data(Sentence("department.no_courses"))
    kinds = tuple((kind, text.plain(Sentence(f"department.tab_{kind}"))) for kind in ("ranked", "funnel"))
    kind = filters.pick("view", kinds, label=text.plain(Sentence("department.courses_title")))
    charts.funnel(page.courses) if kind == "funnel" else figures.intervals(page.courses)
    return None


def _attendance(page):
    if page.attendance is None:
        return notices.no_data(Sentence("department.no_attendance"))
    figures.heat_map(page.attendance)
    finding.note(page.attendance_note)
    return None


def _detail(page):
    parts = ("majors", "teachers", "warnings", "figures")
    for tab, part in zip(
        layout.tabs(tuple(Sentence(f"department.tab_{part}") for part in parts)), parts, strict=True
    ):
        with tab, layout.card(part, Sentence(f"department.tab_{part}")):
            table = getattr(page, part)
            tables.table(table) if table else notices.no_data(Sentence(f"department.no_{part}"))


def blocks(page):
    return [
        (Sentence("figures.export_findings"), page.findings),
        (Sentence("figures.export_tiles"), page.tiles),
        (Sentence("department.export_courses"), page.courses),
        (Sentence("department.export_attendance"), page.attendance),
        *(
            (Sentence(f"department.tab_{part}"), getattr(page, part))
            for part in ("majors", "teachers", "warnings", "figures")
        ),
    ]
