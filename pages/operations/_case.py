"""The case of one student beside the list: why listed, what was done, and the forms that record a contact or a note."""

from access import audit
from actions import intervention
from errors import ShownError
from ui import finding, forms, layout, lists, notices, text
from ui.forms import Field
from ui.page import rerun
from views import clock, rights, warehouse
from views.operations import case_panel
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
        return notices.refusal(case_panel.choose_case())
    today = clock.today(snapshot)
    case = case_panel.panel(viewer.scope, snapshot, pid, today)
    if case is None:
        audit.refused(warehouse.engine(), viewer, PAGE, kind="student", unit=pid)
        return notices.refusal(case_panel.case_gone())
    audit.viewed(warehouse.engine(), viewer, "student", pid, page=PAGE)
    _why(case)
    lists.heading(Sentence("worklist.steps_title"))
    lists.timeline(case.steps) if case.steps else notices.no_data(Sentence("worklist.no_steps"))
    if intervention.can_support(viewer.scope):
        _forms(viewer, snapshot, case, today)
    elif case.notes:
        lists.timeline(case.notes)
    return forms.link(Sentence("worklist.open_profile"), "student", pid)


def _why(case):
    lists.person_head(case.row.name, case.facts, case.row.level)
    if case.asked:
        lists.heading(Sentence("worklist.asked_title"))
        lists.items(case.asked)
    lists.heading(Sentence("worklist.why_title"))
    lists.items(case.reasons) if case.reasons else notices.no_data(Sentence("worklist.no_reasons"))
    finding.note(case.expected)


def _forms(viewer, snapshot, case, today):
    pid = case.row.pid
    if case.is_unseen and forms.pressed(f"seen_{pid}", Sentence("worklist.seen")):
        return _save(viewer, snapshot, intervention.seen(pid, snapshot.term_id))
    filled = forms.step(
        pid,
        title=text.plain(Sentence("worklist.form_title")),
        kinds=_words("kind", _kinds()),
        states=_words("state", intervention.STATES),
        outcomes=_words("outcome", intervention.OUTCOMES),
        labels={name: text.plain(Sentence(f"worklist.form_{name}")) for name in forms.STEP_FIELDS},
        earliest=today,
        limit=intervention.NOTE_LIMIT,
    )
    if filled is not None:
        service = filled["kind"] if filled["kind"] in intervention.SERVICES else None
        kind = intervention.SERVICE if service else filled["kind"]
        return _save(viewer, snapshot, _step(pid, snapshot, filled | {"kind": kind, "service": service}))
    return _notes(viewer, snapshot, case)


def _kinds():
    """Ways to help as they are chosen: a referral to a service by the service it leads to."""
    plain = (kind for kind in intervention.KINDS if kind != intervention.SERVICE)
    return (*plain, *intervention.SERVICES)


def _words(group, codes):
    return tuple((code, text.plain(Sentence(f"warnings.{group}_{code}"))) for code in codes)


def _step(pid, snapshot, filled):
    return intervention.Step(student_pid=pid, term_id=snapshot.term_id, **filled)


def _save(viewer, snapshot, step):
    engine = warehouse.engine()
    return _written(
        viewer,
        step.student_pid,
        step.state,
        lambda: intervention.record_step(engine, viewer.scope, snapshot.snapshot_id, step),
    )


def _notes(viewer, snapshot, case):
    """What the counsellor knows and the data do not: what was written, and a form for more; begun anew once one is saved."""
    pid, engine = case.row.pid, warehouse.engine()
    with layout.fold(Sentence("worklist.notes_title"), is_open=bool(case.notes)):
        lists.timeline(case.notes)
        finding.note(Sentence("worklist.notes_note"))
        fields = (Field("words", "words", Sentence("worklist.notes_field"), limit=intervention.NOTE_LIMIT),)
        answers = forms.filled(f"note_{pid}_{len(case.notes)}", fields, save=Sentence("worklist.notes_save"))
    if answers is None:
        return None
    return _written(
        viewer,
        pid,
        "note",
        lambda: intervention.add_note(
            engine, viewer.scope, snapshot.snapshot_id, pid, snapshot.term_id, answers["words"]
        ),
    )


def _written(viewer, pid, purpose, write):
    """Write, log that it was written, and begin the page anew; or say why not."""
    try:
        write()
    except ShownError as error:
        return forms.failed(text.plain(Sentence("worklist.not_saved", {"reason": str(error)})))
    audit.wrote(warehouse.engine(), viewer, "student", pid, page=PAGE, purpose=purpose)
    forms.saved(text.plain(Sentence("worklist.saved")))
    return rerun()
