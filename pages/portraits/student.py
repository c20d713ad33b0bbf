"""What is a student strong at, what is still needed, who can help, and who looked at the data?"""

from access import audit
from pages.portraits import _on_request, _own_plan, _refused, _under
from pages.portraits import _student_parts as parts
from reports import handbook, page_book
from ui import filters, finding, layout, notices, people, scope_bar, text
from ui.page import Page
from views import choices, clock, naming, warehouse
from views.parts import Refusal, Sentence
from views.students import student

PAGE = Page(path="student", title="student.menu", requires="student")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    asked = filters.chosen()
    if choices.sees_itself_only(viewer.scope, student.KIND):
        return _profile(viewer, snapshot, asked or viewer.scope.person)
    if not choices.may_choose(viewer.role, student.KIND):
        return (
            _profile(viewer, snapshot, asked) if asked else _on_request.first(viewer, student.KIND)
        )  # on request alone
    if not _chooser(viewer, snapshot, asked):
        return notices.refusal(student.nobody())
    return _profile(viewer, snapshot, asked) if asked else notices.refusal(student.choose_first())


def _chooser(viewer, snapshot, asked):
    """Class, then student; whether there is anybody to choose. A list of more than twenty names is recorded."""
    classes = choices.groups(viewer.scope, snapshot)
    if not classes:
        return False
    code = choices.held(classes, filters.chosen("class") or student.class_of(viewer.scope, snapshot, asked))
    listed = choices.students(viewer.scope, snapshot, code)
    audit.listed(
        warehouse.engine(),
        viewer,
        student.KIND,
        code,
        page=PAGE.path,
        rows=len(listed),
        fields=choices.PERSON_FIELDS,
    )
    with layout.bar("chooser"):
        filters.choices("class", classes, code, label=text.plain(Sentence("student.choose_class")))
        options = choices.with_blank(listed, student.BLANK)
        filters.choices("id", options, asked, label=text.plain(Sentence("student.choose")))
    return True


def _profile(viewer, snapshot, asked):
    page = student.profile(viewer.scope, snapshot, asked, clock.now())
    if isinstance(page, Refusal):
        return _refused.draw(viewer, PAGE, student.KIND, asked, page)
    audit.viewed(
        warehouse.engine(),
        viewer,
        student.KIND,
        asked,
        page=PAGE.path,
        purpose=_on_request.reference(viewer, student.KIND, asked),
    )
    blocks = parts.blocks(page) + _own_plan.blocks(viewer, snapshot, student.KIND, asked)
    scope_bar.draw(
        page.header, export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks, asked)
    )
    _on_request.head(viewer, student.KIND, asked)
    finding.sentences(page.findings)
    _under.draw(viewer, snapshot, student.KIND, asked)
    people.jump(Sentence("student.jump_help"), "help")
    people.portrait(page.portrait)
    left, right = layout.columns("wide")
    with left:
        parts.needs(page)
    with right:
        parts.help_and_viewers(page)
    _own_plan.draw(viewer, snapshot, student.KIND, asked)
    parts.qualities(page)
    college = naming.college(viewer.scope, snapshot)
    parts.folds(page, handbook.offer(viewer, snapshot, page, college, asked))
    return finding.note(page.not_connected)
