"""What is set for this home, what each setting means, who changed it last; change one."""

from datetime import date

from actions import home_settings as acts
from errors import ShownError
from ui import filters, finding, forms, layout, scope_bar, settings_rows, tables, text
from ui.page import Page, rerun
from views import warehouse
from views.administration import settings
from views.parts import Sentence

PAGE = Page(path="settings", title="settings.menu", requires="settings")
PARAMETER = "change"
WITHOUT_WORDS = "value"
WORDED = (
    WITHOUT_WORDS, "demo", "unassessed", "in_use", "unreadable", "word", "status", "number", "marks", "terms", "parts", "term",
    "register", "monday", "weeks", "holidays", "day", "outside", "make_up", "make_up_day", "made_up", "twice",
)  # fmt: skip


def render(viewer):
    page = settings.overview(viewer.scope, date.today())
    scope_bar.draw(page.header)
    finding.sentences(page.findings)
    for card in page.cards:
        _card(viewer, page, card)


def _card(viewer, page, card):
    can_change, asked = acts.can_change(viewer.scope), filters.chosen(PARAMETER)
    with layout.card(
        card.topic, Sentence(f"settings.topic_{card.topic}"), sub=Sentence(f"settings.sub_{card.topic}")
    ):
        for row in card.rows:
            settings_rows.row(row, opened=_opener(row.key, asked) if can_change else None)
            if can_change and row.key == asked:
                _change(viewer, row)
        if card.topic == "term" and page.weeks is not None:
            with layout.fold(Sentence("settings.fold_weeks", {"term": page.term_id})):
                tables.table(page.weeks)


def _opener(key, asked):
    """The button opens the form under its row, and closes it where it is open."""
    return (lambda: forms.leave(PARAMETER)) if key == asked else (lambda: forms.go(**{PARAMETER: key}))


def _change(viewer, row):
    typed = settings_rows.form(row)
    if typed is None:
        return None
    try:
        acts.change(warehouse.engine(), viewer, row.key, typed)
    except ShownError as error:
        return forms.failed(text.plain(_refusal(row, error)))
    forms.saved(text.plain(Sentence("settings.saved", {"name": row.name})))
    forms.leave(PARAMETER)
    return rerun()


def _refusal(row, error):
    """Why it was not set, in the reader's language; what would fit behind it."""
    if error.code not in WORDED:
        return Sentence("settings.refused", {"reason": str(error)})
    place = getattr(error, "place", "")
    return Sentence(f"settings.refused_{error.code}", {"place": place, "expected": row.expected})
