"""What comes next for a college that begins: three steps above the place for files, first profiles behind a load."""

from ui import finding, first_steps, layout
from ui.i18n import t
from views import warehouse
from views.administration import standing_loads
from views.administration.first_profiles import first_profiles
from views.parts import Sentence

BRING, LOAD, OPEN = range(3)


def guide(viewer, snapshot, *, is_proposed):
    """The three steps until the first profiles are there and nothing but the first load stands."""
    if snapshot is None:
        first_steps.steps(LOAD if is_proposed else BRING)
    elif len(standing_loads.standing_loads(viewer.scope)) <= 1 and not is_proposed:
        first_steps.steps(OPEN)


def hand_over(viewer):
    """Where to read first after a load: one profile of each kind, and what would make them fuller."""
    snapshot = warehouse.current_snapshot()
    if snapshot is None:
        return
    first = first_profiles(viewer, snapshot)
    with layout.card("first_profiles", Sentence("first_steps.profiles_title"), sub=Sentence("first_steps.profiles_sub")):  # fmt: skip
        if first:
            first_steps.profiles(first)
            finding.note(Sentence("first_steps.more"))
            first_steps.elsewhere(t("first_steps.to_gaps"), "data", tab="gaps")
        else:
            finding.note(Sentence("first_steps.no_role"))
            first_steps.elsewhere(t("first_steps.to_grants"), "grants")
