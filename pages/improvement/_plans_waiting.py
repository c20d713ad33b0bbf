"""Own plans that wait for the dean's or the counsellor's confirmation."""

from access import audit
from actions import own_plan
from ui import filters, finding, forms, layout, lists, notices, text
from ui import plan_steps as drawn
from ui.forms import Field
from ui.page import rerun
from views import rights, warehouse
from views.improvement import tasks
from views.parts import Amount, Sentence
from views.people import plan_steps

PAGE = "tasks"


def of(viewer, snapshot):
    """What waits for the active role; nothing for a role that confirms no plans. Long lists are recorded."""
    kind = own_plan.confirms(viewer.scope)
    if kind is None:
        return ()
    found = plan_steps.waiting(viewer.scope, snapshot, kind)
    audit.listed(warehouse.engine(), viewer, kind, PAGE, page=PAGE, rows=len(found), fields=tasks.FIELDS)
    return found


def tab(viewer, plans):
    """The tab with its count, for a role that confirms plans."""
    if not own_plan.can_decide(viewer.scope):
        return ()
    return (("plans", Sentence("plan_steps.tab_waiting", {"count": Amount(len(plans), "count")})),)


def draw(viewer, snapshot, plans):
    """The list and the step that is open."""
    if not plans:
        return notices.refusal(plan_steps.none_waiting())
    case = filters.chosen("case")
    one = next((plan for plan in plans if plan.step.key == case), None)
    if forms.is_phone():
        drawn.waiting(plans, selected=case, kept={"tab": "plans"})
        if one is not None:
            forms.drawer(Sentence("plan_steps.decide_title"), lambda: _drawn(viewer, one), parameter="case")
        return None
    left, right = layout.columns("even")
    with left:
        drawn.waiting(plans, selected=case, kept={"tab": "plans"})
    with right, layout.card("plan_step"):
        return _panel(viewer, one) if one else notices.refusal(tasks.choose_first())


def _drawn(viewer, one):
    return _panel(viewer, one) if rights.still_holds(viewer) else notices.state("out_of_scope")


def _panel(viewer, one):
    """One step in full. Opening it is a view of a person and is recorded."""
    audit.viewed(warehouse.engine(), viewer, one.kind, one.person, page=PAGE)
    lists.person_head(text.plain(getattr(one.who, "name", one.who)), (one.step.figure,))
    lists.heading(Sentence("plan_steps.step_title"))
    finding.note(Sentence("plan_steps.step_words", {"words": one.step.text, "day": one.step.due_on}))
    decisions = forms.worded(own_plan.DECISIONS, lambda code: Sentence(f"plan_steps.decide_{code}"))
    fields = (
        Field("decision", "few", Sentence("plan_steps.field_decision"), decisions),
        Field("reason", "words", Sentence("plan_steps.field_reason"), limit=own_plan.longest()),
    )
    answers = forms.filled(f"decide_{one.step.key}", fields, save=Sentence("plan_steps.decide"))
    if answers:
        _save(viewer, one, answers)
    return forms.link(Sentence("tasks.open_page"), one.kind, one.person)


def _save(viewer, one, answers):
    number, decision, reason = int(one.step.key), answers["decision"], answers["reason"]
    if forms.tried(
        "plan_steps", lambda: own_plan.decide(warehouse.engine(), viewer, number, decision, reason=reason)
    ):
        forms.leave("case")
        rerun()
