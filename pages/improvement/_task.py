"""One improvement action beside the list: the figure then and now, evidence, and what keeps it going or closes it."""

from access import audit
from actions import improvement
from errors import NotAllowed, ShownError
from ui import filters, finding, forms, lists, notices, text
from ui import tasks as drawn
from ui.forms import Field
from ui.page import rerun
from views import rights, task, tasks, warehouse
from views.parts import Sentence

PAGE = "tasks"
KNOWN = ("length", "archive", "own", "day", "state", "grade")
ACTS = ("evidence", "extend", "close")


def drawer(viewer, snapshot, case):
    """The action as a drawer over the list, on a phone; nothing while none is chosen."""
    if case is not None:
        forms.drawer(Sentence("tasks.panel_title"), lambda: _drawn(viewer, snapshot, case), parameter="case")


def _drawn(viewer, snapshot, case):
    """A click in the drawer runs this alone: the right is asked again."""
    return panel(viewer, snapshot, case) if rights.still_holds(viewer) else notices.state("out_of_scope")


def panel(viewer, snapshot, case, every=None):
    """The action the address names; one about a person is a view of that person and is recorded."""
    if case is None:
        return notices.refusal(tasks.choose_first())
    found = task.detail(viewer.scope, snapshot, case, every)
    if found is None:
        return notices.refusal(tasks.gone())
    one = found.task
    if one.person is not None:
        audit.viewed(warehouse.engine(), viewer, *one.person, page=PAGE)
    lists.title(one.indicator, one.about, found.facts)
    if found.movement:
        drawn.movement(found.movement)
    for words in (found.effect, found.proof, found.cause, found.measure):
        finding.note(words)
    lists.heading(Sentence("tasks.steps_title"))
    lists.timeline(found.steps) if found.steps else notices.no_data(Sentence("tasks.no_steps"))
    if one.is_made_here and one.closed_on is None and _may_keep(viewer, one):
        _forms(viewer, one)
    return None


def blocks(viewer, snapshot, case, every):
    """The figure of the action that is open, for the file of the page."""
    found = task.detail(viewer.scope, snapshot, case, every) if case else None
    return [(Sentence("tasks.export_case"), found.movement)] if found and found.movement else []


def _may_keep(viewer, one):
    owner = one.row["teacher_pid"] or one.row["student_pid"]
    return improvement.can_keep(viewer.scope, one.row["opened_by"], owner)


def _forms(viewer, one):
    act = filters.pick("act", tuple((name, text.plain(Sentence(f"tasks.act_{name}"))) for name in ACTS), label=text.plain(Sentence("tasks.panel_title")))  # fmt: skip
    if act == "close":
        finding.note(Sentence("tasks.close_note"))
        if forms.pressed(f"close_{one.key}", Sentence("tasks.close")):
            _tried(lambda: improvement.close(warehouse.engine(), viewer, int(one.key)))
        return
    fields = _evidence() if act == "evidence" else _extension(one)
    answers = forms.filled(f"{act}_{one.key}", fields, save=Sentence("tasks.save"))
    if answers:
        keep = improvement.add_evidence if act == "evidence" else improvement.extend
        _tried(lambda: keep(warehouse.engine(), viewer, int(one.key), **answers))


def _evidence():
    grades = forms.worded(improvement.grades(), lambda code: Sentence(f"tasks.grade_{code}"))
    return (
        Field("grade", "one", Sentence("tasks.field_grade"), grades, default="E2"),
        Field("text", "words", Sentence("tasks.field_evidence"), limit=improvement.longest()),
        Field("archive_no", "line", Sentence("tasks.field_archive"), limit=60),
    )


def _extension(one):
    following = improvement.day_after(one.due_on)
    return (
        Field("due_on", "day", Sentence("tasks.field_due"), default=following, earliest=following),
        Field("reason", "words", Sentence("tasks.field_reason"), limit=improvement.longest()),
    )


def _tried(act):
    try:
        act()
    except NotAllowed:
        return forms.failed(text.plain(Sentence("tasks.failed_right")))
    except ShownError as error:
        return forms.failed(
            text.plain(Sentence(f"tasks.failed_{error.code if error.code in KNOWN else 'other'}"))
        )
    forms.saved(text.plain(Sentence("tasks.saved")))
    return rerun()
