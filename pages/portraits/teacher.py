"""Where does a teacher stand on the tier's standard, what closes the gap, how do the own classes run?"""

from access import audit
from pages.portraits import _on_request, _own_plan, _plan, _refused, _under
from pages.portraits import _teacher_parts as parts
from reports import page_book
from ui import filters, finding, layout, notices, people, scope_bar, tables, text
from ui.page import Page
from views import choices, clock, warehouse
from views.parts import Refusal, Sentence
from views.teachers import teacher, teachers, team

PAGE = Page(path="teacher", title="teacher.menu", requires="teacher")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    asked = filters.chosen()
    if asked is None and choices.sees_itself_only(viewer.scope, teacher.KIND):
        asked = viewer.scope.person
    if asked is None:
        return _first(viewer, snapshot)
    page = teacher.profile(viewer.scope, snapshot, asked, clock.now())
    if isinstance(page, Refusal):
        return _refused.draw(viewer, PAGE, teacher.KIND, asked, page)
    audit.viewed(
        warehouse.engine(),
        viewer,
        teacher.KIND,
        asked,
        page=PAGE.path,
        purpose=_on_request.reference(viewer, teacher.KIND, asked),
    )
    blocks = parts.blocks(page) + _own_plan.blocks(viewer, snapshot, teacher.KIND, asked)
    scope_bar.draw(
        page.header, export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks, asked)
    )
    _on_request.head(viewer, teacher.KIND, asked)
    finding.sentences(page.findings)
    _under.draw(viewer, snapshot, teacher.KIND, asked)
    people.portrait(page.portrait)
    parts.standing(page)
    _plan.draw(viewer, snapshot, teacher.KIND, asked)
    _own_plan.draw(viewer, snapshot, teacher.KIND, asked)
    parts.classes(page)
    parts.folds(page)
    finding.note(page.not_connected)
    return None


def _first(viewer, snapshot):
    """The list of a department; for a role that reads on request alone, what is open to it now."""
    if not choices.may_choose(viewer.role, teacher.KIND):
        return _on_request.first(viewer, teacher.KIND)
    if team.is_unnamed(viewer.scope):
        return parts.team(
            teachers.team_header(), teachers.agreed(viewer.scope), team.table(viewer.scope, snapshot)
        )
    return _listing(viewer, snapshot)


def _listing(viewer, snapshot):
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
