"""What can I see, why, and through whom may I learn more?"""

from ui import finding, forms, layout, notices, scope_bar, tables, text
from ui.forms import Field
from ui.page import Page, rerun
from views import naming, warehouse
from views.administration import my_access
from views.parts import Sentence

PAGE = Page(path="access", title="access.menu", requires="access")


def render(viewer):
    page = my_access.overview(viewer, warehouse.current_snapshot())
    scope_bar.draw(page.header)
    finding.sentences(page.findings)
    with layout.card("roles", Sentence("access.roles_title"), side=Sentence("access.roles_side")):
        tables.table(page.roles) if page.roles.rows else notices.no_data(Sentence("access.no_roles"))
    with layout.card("matrix", Sentence("access.matrix_title"), side=Sentence("access.matrix_side")):
        tables.table(page.matrix)
    left, right = layout.columns("even")
    with left, layout.card("pages", Sentence("access.pages_title")):
        tables.table(page.pages)
    with right:
        _groups(page)
        _more(viewer)
    if page.may_look:
        _look(viewer)
    with layout.fold(Sentence("access.log_title")):
        tables.table(page.log) if page.log.rows else notices.no_data(Sentence("access.no_log"))


def _groups(page):
    with layout.card("groups", Sentence("access.groups_title")):
        for sentence in page.groups:
            finding.note(sentence)


def _more(viewer):
    with layout.card("more", Sentence("access.more_title")):
        finding.note(Sentence("access.more_text"))
        for path in my_access.ways(viewer.role):
            forms.link(Sentence(f"access.way_{path}"), path)


def _look(viewer):
    """The form of view as: role and number; the number goes no further than this form."""
    with layout.card("look", Sentence("access.look_title"), sub=Sentence("access.look_sub")):
        fields = (
            Field("number", "line", Sentence("access.look_number"), limit=40),
            Field(
                "role", "one", Sentence("access.look_role"), forms.worded(my_access.eyes(), naming.role_name)
            ),
        )
        answers = forms.filled("look", fields, save=Sentence("access.look_send"))
    if answers is None:
        return None
    person = my_access.person_to_look_through(viewer, answers["number"], answers["role"])
    if person is None:
        return forms.failed(text.plain(Sentence("access.look_refused")))
    forms.go(seen_as=person, seen_role=answers["role"])
    return rerun()
