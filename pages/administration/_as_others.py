"""How others see me: the own page as a holder of another role would see it, and what that role does not read."""

from pages.portraits import _student_parts, _teacher_parts
from ui import filters, finding, layout, notices, people, tables, text
from views import naming
from views.administration import others_eyes
from views.parts import Refusal, Sentence, Table

NONE = "none"


def card(viewer, snapshot):
    """The choice of eyes, and under it the page through them."""
    with layout.card("eyes", Sentence("my_data.eyes_title"), sub=Sentence("my_data.eyes_sub")):
        if snapshot is None:
            return notices.no_data(Sentence("my_data.eyes_none_yet"))
        role = _chosen(viewer)
    if role == NONE:
        return None
    with layout.card("eyes_of", Sentence("my_data.eyes_of", {"role": naming.role_name(role)})):
        finding.note(others_eyes.not_read(viewer.scope.role, role))
    return _page(viewer, snapshot, role)


def _chosen(viewer):
    roles = others_eyes.roles(viewer.scope.role)
    words = [(role, text.plain(naming.role_name(role))) for role in roles]
    options = ((NONE, text.plain(Sentence("my_data.eyes_nobody"))), *words)
    return filters.select(
        "eyes", options, filters.chosen("eyes"), label=text.plain(Sentence("my_data.eyes_title"))
    )


def _page(viewer, snapshot, role):
    seen = others_eyes.page(viewer.scope, snapshot, role)
    if isinstance(seen, Refusal):
        return notices.refusal(seen)
    if isinstance(seen, Table):
        with layout.card(
            "eyes_courses", Sentence("my_data.eyes_courses"), sub=Sentence("my_data.eyes_courses_sub")
        ):
            return tables.table(seen)
    finding.sentences(seen.findings)
    people.portrait(seen.portrait)
    return _student(seen) if viewer.scope.role == "student" else _teacher(seen)


def _student(seen):
    left, right = layout.columns("wide")
    with left:
        _student_parts.needs(seen)
    with right:
        _student_parts.help_and_viewers(seen)
    _student_parts.qualities(seen)
    _student_parts.folds(seen)


def _teacher(seen):
    _teacher_parts.standing(seen)
    _teacher_parts.classes(seen)
    _teacher_parts.folds(seen)
