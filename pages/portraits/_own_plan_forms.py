"""The person's own forms of a plan: take a gap in, report a step done, send it again, take it back."""

from actions import own_plan
from ui import filters, finding, forms, notices, text
from ui.forms import Field
from ui.page import rerun
from views import rights, warehouse
from views.parts import Sentence
from views.people import plan_steps

NAMED = "plan"  # in the address: a figure to take in, or s and the number of a step


def drawn(viewer, snapshot, kind, pid):
    """A click in the drawer runs this alone: the right is asked again."""
    if not rights.still_holds(viewer):
        return notices.state("out_of_scope")
    plan, asked = plan_steps.of_person(viewer.scope, snapshot, kind, pid), filters.chosen(NAMED)
    step = plan.find((asked or "").removeprefix("s"))
    return _of_step(viewer, plan, step) if step else _new(viewer, plan, asked)


def _new(viewer, plan, asked):
    """The form begins anew once a step was sent: its key counts them. One that was refused keeps its words."""
    if not plan.options:
        return notices.no_data(Sentence("plan_steps.no_gaps"))
    options = tuple((key, text.plain(words)) for key, words in plan.options)
    fields = (
        Field("indicator_id", "one", Sentence("plan_steps.field_figure"), options, default=asked),
        *_words_and_day(plan),
    )
    answers = forms.filled(f"plan_new_{len(plan.steps)}", fields, save=Sentence("plan_steps.save"))
    if answers:
        _sent(lambda: own_plan.add(warehouse.engine(), viewer, own_plan.Step(**answers)))
    return None


def _words_and_day(plan, step=None):
    return (
        Field("text", "words", Sentence("plan_steps.field_text"), limit=own_plan.longest(), default=step and step.text),
        Field(
            "due_on", "day", Sentence("plan_steps.field_due"), earliest=plan.due_from,
            default=max(step.due_on, plan.due_from) if step else plan.due_first,
        ),
    )  # fmt: skip


def _of_step(viewer, plan, step):
    """What the person can do with a step: report it done, send it again, take it back."""
    finding.note(step.figure)
    finding.note(step.note)
    engine, number = warehouse.engine(), int(step.key)
    if step.state in ("confirmed", "late"):
        fields = (
            Field("evidence", "words", Sentence("plan_steps.field_evidence"), limit=own_plan.longest()),
            Field("archive_no", "line", Sentence("plan_steps.field_archive"), limit=60),
        )
        answers = forms.filled(f"done_{number}", fields, save=Sentence("plan_steps.report"), title=step.text)
        return _sent(lambda: own_plan.report_done(engine, viewer, number, **answers)) if answers else None
    if step.state == "returned":
        answers = forms.filled(
            f"again_{number}", _words_and_day(plan, step), save=Sentence("plan_steps.send")
        )
        if answers:
            _sent(lambda: own_plan.send_again(engine, viewer, number, **answers))
    if step.state in ("submitted", "returned") and forms.pressed(
        f"back_{number}", Sentence("plan_steps.withdraw")
    ):
        _sent(lambda: own_plan.withdraw(engine, viewer, number))
    return None


def _sent(act):
    if forms.tried("plan_steps", act):
        forms.leave(NAMED)
        rerun()
