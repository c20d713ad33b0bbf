"""Which requests about their own data wait for an answer of this role, how long still, and what is answered?"""

from access import audit
from actions import requests as answering
from errors import ShownError
from ui import filters, finding, forms, layout, lists, notices, scope_bar, text
from ui.forms import Field
from ui.page import Page, rerun
from views import clock, warehouse
from views.administration import requests
from views.parts import Sentence

PAGE = Page(path="requests", title="requests.menu", requires="requests")


def render(viewer):
    page = requests.overview(viewer.scope, clock.now())
    scope_bar.draw(page.header)
    finding.sentences(page.findings)
    listed = requests.listed(page)
    if not listed:
        with layout.card("requests", Sentence("requests.none_title")):
            return notices.no_data(Sentence("requests.none_body"))
    left, right = layout.columns("even")
    with left, layout.card("requests", Sentence("requests.list_title"), side=Sentence("requests.list_side")):
        lists.items(listed)
    with right, layout.card("request"):
        return _panel(viewer, page.find(filters.chosen()))


def _panel(viewer, one):
    """One request in full. Opening it is a view of a person and is recorded."""
    if one is None:
        return notices.refusal(requests.not_here())
    audit.viewed(warehouse.engine(), viewer, one.person_kind, one.person, page=PAGE.path)
    lists.person_head(one.name, one.facts, one.clock)
    lists.heading(one.title)
    finding.note(Sentence("requests.words", {"words": one.words}))
    if one.answer is not None:
        return finding.note(one.answer)
    return _form(viewer, one) if answering.can_answer(viewer.scope) else None


def _form(viewer, one):
    decisions = forms.worded(answering.decisions(), lambda code: Sentence(f"requests.decision_{code}"))
    fields = (
        Field("decision", "few", Sentence("requests.field_decision"), decisions),
        Field("words", "words", Sentence("requests.field_words"), limit=answering.longest()),
    )
    answers = forms.filled(
        f"answer_{one.number}", fields, save=Sentence("requests.send"), title=Sentence("requests.form_title")
    )
    if answers is None:
        return None
    try:
        answering.answer(warehouse.engine(), viewer, one.number, **answers)
    except ShownError:
        return forms.failed(text.plain(Sentence("requests.not_answered")))
    forms.saved(text.plain(Sentence("requests.answered")))
    return rerun()
