"""What is not sound, since when; every rule and how it stands; every check with its runs."""

from ui import layout, notices, tables
from views.parts import Sentence


def draw(viewer, page, snapshot):
    with layout.card(
        "to_mend", Sentence("data.to_mend_title"), side=Sentence("data.runs_side"), height="content"
    ):
        if page.to_mend:
            tables.table(page.to_mend)
        else:
            notices.no_data(Sentence("data.all_sound" if page.checks else "data.no_checks"))
    if page.rules:
        with layout.card("rules", Sentence("data.rules_title"), height="content"):
            tables.table(page.rules)
            with layout.fold(Sentence("data.checks_title")):
                tables.table(page.checks)
