"""Did the pass rate of a course differ, which of before, in and after class moved, which class needs a look?"""

from pages.portraits import _course_parts, _plan, _under
from reports import page_book
from ui import filters, finding, layout, notices, scope_bar, tables, text, tiles
from ui.page import Page
from views import choices, naming, warehouse
from views.courses import course
from views.figures import compare
from views.parts import Refusal, Sentence

PAGE = Page(path="course", title="course.menu", requires="course")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    units = choices.courses(viewer.scope, snapshot)
    if not units:
        return notices.refusal(course.nothing())
    code, term = choices.held(units, filters.chosen()), filters.term()
    page = course.overview(viewer.scope, snapshot, code, term, filters.chosen("class"))
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
        ways=compare.WAYS,
        export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page), code),
    )
    if page.is_bare:
        return notices.refusal(course.not_yet())
    finding.sentences(page.findings)
    _under.draw(viewer, snapshot, course.KIND, code, page.tiles)
    tiles.strip(compare.tiles(viewer.scope, snapshot, course.KIND, code, page.tiles, filters.compare()))
    _course_parts.results(page, _course_parts.running(page))
    _course_parts.behind(page)
    _plan.draw(viewer, snapshot, course.KIND, code)
    if page.figures:
        with layout.fold(Sentence("course.tab_figures")):
            tables.table(page.figures)
    finding.note(page.not_connected)
    return None


def blocks(page):
    results, behind, goal = page.results, page.behind, page.goal
    return [
        (Sentence("figures.export_findings"), page.findings),
        (Sentence("figures.export_tiles"), page.tiles),
        (Sentence("course.export_weeks"), page.weeks),
        (Sentence("course.export_class_weeks"), page.class_weeks),
        (Sentence("course.export_classes"), page.classes),
        (Sentence("course.process_title"), page.process),
        (Sentence("course.export_ridges"), page.ridges),
        (Sentence("course.export_dimensions"), page.dimensions),
        (Sentence("course.export_pass_terms"), results.terms),
        (Sentence("course.export_pass_classes"), results.classes),
        (Sentence("course.export_adjusted"), results.adjusted),
        (Sentence("course.tab_gap"), goal.waterfall.steps if goal and goal.waterfall else None),
        (Sentence("course.tab_place"), page.place.picture if page.place else None),
        *(
            (Sentence(f"course.tab_{part}"), getattr(behind, part))
            for part in ("evaluation", "supervision", "resources", "team")
        ),
        (Sentence("course.tab_figures"), page.figures),
    ]
