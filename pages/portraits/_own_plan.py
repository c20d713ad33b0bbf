"""The card of the own plan on Teacher and Student: steps and states, gaps to take in, and the person's own forms."""

from actions import own_plan
from pages.portraits import _own_plan_forms
from pages.portraits._own_plan_forms import NAMED
from ui import filters, finding, forms, layout
from ui import plan_steps as drawn
from views.parts import Sentence
from views.people import plan_steps


def draw(viewer, snapshot, kind, pid):
    """The plan of the person in view, whoever reads the page; the forms for the person alone."""
    plan = plan_steps.of_person(viewer.scope, snapshot, kind, pid)
    is_mine = own_plan.can_plan(viewer.scope, kind, pid)
    with layout.card("own_plan", plan.title, sub=plan.finding):
        drawn.steps(plan.steps, page=kind, person=pid, is_mine=is_mine)
        finding.note(plan.loaded)
        if is_mine:
            drawn.gaps(plan.gaps, page=kind, person=pid, title=Sentence("plan_steps.gaps_title"))
            finding.note(Sentence(f"plan_steps.who_confirms_{kind}"))
    if is_mine and filters.chosen(NAMED) and not filters.chosen("propose"):  # one drawer at a time
        title = Sentence(f"plan_steps.title_{kind}")
        forms.drawer(title, lambda: _own_plan_forms.drawn(viewer, snapshot, kind, pid), parameter=NAMED)


def blocks(viewer, snapshot, kind, pid):
    """The plan for the file of the page."""
    plan = plan_steps.of_person(viewer.scope, snapshot, kind, pid)
    return [
        (plan.title, plan.table),
        (Sentence("plan_steps.export_state"), tuple(filter(None, (plan.finding, plan.loaded)))),
    ]
