"""What keeps an improvement action going: evidence, another due day, closing."""

from actions import improvement
from ui import filters, finding, forms, text
from ui.forms import Field
from ui.page import rerun
from views import warehouse
from views.parts import Sentence

ACTS = ("evidence", "extend", "close")


def _may_keep(viewer, one):
    owner = one.row["teacher_pid"] or one.row["student_pid"]
    return improvement.can_keep(viewer.scope, one.row["opened_by"], owner)


def draw(viewer, one):
    """The forms of an open action that was opened here, for whoever keeps it."""
    if not one.is_made_here or one.closed_on is not None or not _may_keep(viewer, one):
        return
    act = filters.pick("act", tuple((name, text.plain(Sentence(f"tasks.act_{name}"))) for name in ACTS), label=text.plain(Sentence("tasks.panel_title")))  # fmt: skip
    if act == "close":
        finding.note(Sentence("tasks.close_note"))
        if forms.pressed(f"close_{one.key}", Sentence("tasks.close")):
            _sent(lambda: improvement.close(warehouse.engine(), viewer, int(one.key)))
        return
    fields = _evidence() if act == "evidence" else _extension(one)
    answers = forms.filled(f"{act}_{one.key}", fields, save=Sentence("tasks.save"))
    if answers:
        keep = improvement.add_evidence if act == "evidence" else improvement.extend
        _sent(lambda: keep(warehouse.engine(), viewer, int(one.key), **answers))


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


def _sent(act):
    return rerun() if forms.tried("tasks", act) else None
