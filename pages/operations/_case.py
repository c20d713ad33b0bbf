"""The case of one student beside the list: why listed, what was done, and the form that records a contact."""

from access import audit
from actions import intervention
from errors import ShownError
from ui import finding, forms, lists, notices, text
from ui.page import rerun
from views import rights, warehouse
from views.operations import worklist
from views.parts import Sentence

PAGE = "worklist"


def opener(pid):
    """What a row does when it is opened: the address names the case."""
    return lambda: forms.go(case=pid)


def drawer(viewer, snapshot, pid):
    """The case as a drawer over the list, on a phone; nothing while none is chosen."""
    if pid is not None:
        forms.drawer(Sentence("worklist.case_title"), lambda: _drawn(viewer, snapshot, pid), parameter="case")


def _drawn(viewer, snapshot, pid):
    """A click in the drawer runs this alone, with the viewer of the page behind it: the right is asked again."""
    return panel(viewer, snapshot, pid) if rights.still_holds(viewer) else notices.state("out_of_scope")


def panel(viewer, snapshot, pid):
    """The case panel; a designed state while none is chosen. Opening a case is a view of a person and is recorded."""
    if pid is None:
        return notices.refusal(worklist.choose_case())
    case = worklist.panel(viewer.scope, snapshot, pid)
    if case is None:
        audit.refused(warehouse.engine(), viewer, PAGE, kind="student", unit=pid)
        return notices.refusal(worklist.case_gone())
    audit.viewed(warehouse.engine(), viewer, "student", pid, page=PAGE)
    lists.person_head(case.row.name, case.facts, case.row.level)
    lists.heading(Sentence("worklist.why_title"))
    lists.items(case.reasons) if case.reasons else notices.no_data(Sentence("worklist.no_reasons"))
    finding.note(case.expected)
    lists.heading(Sentence("worklist.steps_title"))
    lists.timeline(case.steps) if case.steps else notices.no_data(Sentence("worklist.no_steps"))
    if intervention.can_support(viewer.scope):
        _form(viewer, snapshot, pid)
    return forms.link(Sentence("worklist.open_profile"), "student", pid)


def _form(viewer, snapshot, pid):
    filled = forms.step(
        pid,
        title=text.plain(Sentence("worklist.form_title")),
        kinds=_words("kind", intervention.KINDS),
        states=_words("state", intervention.STATES),
        outcomes=_words("outcome", intervention.OUTCOMES),
        labels={name: text.plain(Sentence(f"worklist.form_{name}")) for name in forms.STEP_FIELDS},
        earliest=snapshot.as_of,
        limit=intervention.NOTE_LIMIT,
    )
    if filled is not None:
        _save(viewer, snapshot, pid, filled)


def _words(group, codes):
    return tuple((code, text.plain(Sentence(f"warnings.{group}_{code}"))) for code in codes)


def _save(viewer, snapshot, pid, filled):
    step = intervention.Step(student_pid=pid, term_id=snapshot.term_id, **filled)
    try:
        intervention.record_step(warehouse.engine(), viewer.scope, snapshot.snapshot_id, step)
    except ShownError as error:
        return forms.failed(text.plain(Sentence("worklist.not_saved", {"reason": str(error)})))
    audit.wrote(warehouse.engine(), viewer, "student", pid, page=PAGE, purpose=step.state)
    forms.saved(text.plain(Sentence("worklist.saved")))
    return rerun()
