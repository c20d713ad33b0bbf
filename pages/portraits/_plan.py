"""The fold 'what if': the fewest steps to a standard, and toggles for trying others. Stored nowhere."""

from ui import finding, forms, layout, people, tables, text
from views.figures import plan
from views.parts import Sentence


def draw(viewer, snapshot, kind, key):
    page = plan.of_entity(viewer.scope, snapshot, kind, key)
    if page is None:
        return
    with layout.fold(page.title):
        for sentence in page.findings:
            finding.note(sentence)
        if page.steps is not None:
            tables.table(page.steps)
        if page.choices:
            _toggles(viewer, snapshot, kind, key, page)
            finding.note(Sentence("plan.note"))


def _toggles(viewer, snapshot, kind, key, page):
    options = tuple((name, text.plain(words)) for name, words in page.choices)
    chosen = forms.several(f"plan_{key}", Sentence("plan.choose"), options, page.proposed)
    people.facts(plan.tried(viewer.scope, snapshot, kind, key, chosen))
