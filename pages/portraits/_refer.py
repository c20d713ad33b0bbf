"""Refer a student of the own teaching class to the counsellor, and see whether the own referrals were answered."""

from access import audit
from actions import referral
from errors import ShownError
from ui import finding, forms, layout, tables, text
from ui.forms import Field
from ui.page import rerun
from views import warehouse
from views.courses import referrals
from views.parts import Sentence

PAGE = "teaching_class"


def card(viewer, snapshot, code):
    """The card under the roster, for the teacher of the class alone."""
    if not referral.can_refer(viewer.scope, code):
        return None
    found = referrals.of_class(viewer.scope, snapshot, code)
    with layout.card("refer", Sentence("referrals.title"), sub=Sentence("referrals.sub")):
        if found.table is not None:
            tables.table(found.table)
        with layout.fold(Sentence("referrals.form_title")):
            return _form(viewer, snapshot, code, found)


def _form(viewer, snapshot, code, found):
    if not found.students:
        return finding.note(Sentence("referrals.nobody"))
    reasons = forms.worded(referral.REASONS, lambda reason: Sentence(f"referrals.reason_{reason}"))
    students = forms.worded(found.students, found.students.get)
    fields = (
        Field("student_pid", "one", Sentence("referrals.field_student"), students),
        Field("reason", "few", Sentence("referrals.field_reason"), reasons),
        Field("note", "words", Sentence("referrals.field_note"), limit=referral.NOTE_LIMIT),
    )
    answers = forms.filled(f"refer_{len(found.referrals)}", fields, save=Sentence("referrals.send"))
    return (
        _sent(viewer, snapshot, referral.Wish(offering_id=code, term_id=found.term_id, **answers))
        if answers
        else None
    )


def _sent(viewer, snapshot, wish):
    try:
        referral.refer(warehouse.engine(), viewer.scope, snapshot.snapshot_id, wish)
    except ShownError as error:
        return forms.failed(text.plain(Sentence(f"referrals.failed_{error.code or 'other'}")))
    audit.wrote(warehouse.engine(), viewer, "student", wish.student_pid, page=PAGE, purpose="referral")
    forms.saved(text.plain(Sentence("referrals.sent")))
    return rerun()
