"""One improvement action beside the list: the figure then and now, evidence, and what keeps it going or closes it."""

from access import audit
from pages.improvement import _task_forms
from ui import finding, forms, lists, notices
from ui import tasks as drawn
from views import rights, warehouse
from views.improvement import task, tasks
from views.parts import Sentence

PAGE = "tasks"


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
    return _task_forms.draw(viewer, one)


def blocks(viewer, snapshot, case, every):
    """The figure of the action that is open, for the file of the page."""
    found = task.detail(viewer.scope, snapshot, case, every) if case else None
    return [(Sentence("tasks.export_case"), found.movement)] if found and found.movement else []
