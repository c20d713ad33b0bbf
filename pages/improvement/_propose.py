"""提出改进 on a page: one button, and a drawer that holds the chosen figure as it stands and asks for cause and measure."""

from actions import improvement
from ui import filters, finding, forms, layout, notices, text
from ui.forms import Field
from ui.page import rerun
from views import rights, warehouse
from views.improvement import proposal
from views.parts import Sentence

NAMED = "propose"  # in the address: the figure that is chosen at first; anything else opens the form alone


def draw(viewer, snapshot, kind, key):
    """The button for whoever may open an action about this entity, and its form while the address names it."""
    if not improvement.can_propose(viewer.scope, kind, key):
        return
    with layout.bar("propose", width="content"):
        if forms.pressed(f"propose_{kind}_{key}", Sentence("proposal.button")):
            forms.go(**{NAMED: "1"})
    if filters.chosen(NAMED):
        forms.drawer(Sentence("proposal.title"), lambda: _drawn(viewer, snapshot, kind, key), parameter=NAMED)


def _drawn(viewer, snapshot, kind, key):
    """A click in the drawer runs this alone: the right is asked again."""
    return _form(viewer, snapshot, kind, key) if rights.still_holds(viewer) else notices.state("out_of_scope")


def _form(viewer, snapshot, kind, key):
    offered = proposal.offered(viewer.scope, snapshot, kind, key)
    if not offered.figures:
        return notices.no_data(Sentence("proposal.nothing"))
    with warehouse.engine().connect() as connection:
        pids = improvement.owners(connection, viewer.scope, kind, key)
    if not pids:
        return notices.no_data(Sentence("proposal.nobody"))
    finding.note(Sentence("proposal.lead"))
    answers = forms.filled(
        f"propose_{kind}_{key}", _fields(viewer, offered, pids), save=Sentence("proposal.save")
    )
    return _save(viewer, kind, key, answers) if answers else None


def _fields(viewer, offered, pids):
    owners = tuple((pid, text.plain(name)) for pid, name in proposal.owners(viewer.scope, pids))
    figures = tuple((name, text.plain(words)) for name, words in offered.figures)
    asked = {
        name: Sentence(f"proposal.field_{name}") for name in ("figure", "cause", "measure", "owner", "due")
    }
    return (
        Field("indicator_id", "one", asked["figure"], figures, default=filters.chosen(NAMED)),
        Field("cause", "words", asked["cause"], limit=improvement.longest()),
        Field("measure", "words", asked["measure"], limit=improvement.longest()),
        Field("owner", "one", asked["owner"], owners),
        Field("due_on", "day", asked["due"], default=offered.due_first, earliest=offered.due_from),
    )


def _save(viewer, kind, key, answers):
    asked = improvement.Proposal(entity_kind=kind, entity_id=key, **answers)
    if forms.tried("proposal", lambda: improvement.propose(warehouse.engine(), viewer, asked)):
        forms.leave(NAMED)
        rerun()
