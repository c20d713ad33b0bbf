"""Who looked at my data, how do others see me, and what may I ask, refuse, agree to and take away?"""

from functools import partial

from access.scope import can_write
from actions import requests, rights
from errors import ShownError
from pages.administration import _as_others, _own_copy
from ui import filters, finding, forms, layout, lists, notices, scope_bar, tables, text
from ui.forms import Field
from ui.page import Page, rerun
from views import clock, warehouse
from views.administration import my_data
from views.parts import Refusal, Sentence

PAGE = Page(path="my_data", title="my_data.menu", requires="my_data")


def render(viewer):
    page = my_data.overview(viewer.scope, clock.now())
    if isinstance(page, Refusal):
        return notices.refusal(page)
    scope_bar.draw(page.header)
    finding.sentences(page.findings)
    left, right = layout.columns("wide")
    with left:
        _looked(viewer, page)
        _requests(viewer, page)
    with right:
        _choice(viewer, page)
        _own_copy.card(viewer)
    return _as_others.card(viewer, warehouse.current_snapshot())


def _looked(viewer, page):
    with layout.card("viewers", Sentence("my_data.viewers_title"), side=Sentence("my_data.viewers_side")):
        tables.table(page.viewers) if page.viewers.rows else notices.no_data(Sentence("my_data.no_viewers"))
    if not page.notices:
        return
    with layout.card("notices", Sentence("my_data.notices_title"), sub=Sentence("my_data.notices_sub")):
        lists.items(page.notices)
        if (
            page.unseen
            and can_write(viewer.scope)
            and forms.pressed("seen", Sentence("my_data.notices_seen"))
        ):
            rights.see_notices(warehouse.engine(), viewer)
            rerun()


def _requests(viewer, page):
    with layout.card("requests", Sentence("my_data.requests_title"), sub=Sentence("my_data.requests_sub")):
        lists.items(page.requests) if page.requests else notices.no_data(Sentence("my_data.no_requests"))
        if can_write(viewer.scope):
            asked = filters.chosen("act")
            with layout.fold(Sentence("my_data.form_title"), is_open=asked in requests.kinds()):
                _form(viewer, len(page.requests), asked)


def _form(viewer, sent, asked):
    """The form begins anew once a request was sent: its key counts them. A link may say what is asked."""
    kinds = forms.worded(requests.kinds(first=asked), lambda code: Sentence(f"requests.kind_{code}"))
    subjects = forms.worded(requests.subjects(viewer.scope), lambda code: Sentence(f"requests.about_{code}"))
    fields = (
        Field("kind", "few", Sentence("my_data.field_kind"), kinds),
        Field("about", "one", Sentence("my_data.field_about"), subjects),
        Field("words", "words", Sentence("my_data.field_words"), limit=requests.longest()),
    )
    answers = forms.filled(f"request_{sent}", fields, save=Sentence("my_data.send"))
    if answers is not None:
        _written(partial(requests.ask, warehouse.engine(), viewer, **answers), Sentence("my_data.sent"))


def _choice(viewer, page):
    topic = page.topic
    with layout.card("choice", Sentence(f"my_data.{topic}_title")):
        finding.note(page.choice)
        finding.note(Sentence(f"my_data.{topic}_text"))
        words = Sentence(f"my_data.{topic}_{'end' if page.holds else 'begin'}")
        if can_write(viewer.scope) and forms.pressed("choice", words):
            choose = partial(rights.choose, warehouse.engine(), viewer, topic, holds=not page.holds)
            _written(choose, Sentence("my_data.chosen"))


def _written(write, said):
    """Write, say so and begin the page anew; or say why not."""
    try:
        write()
    except ShownError:
        return forms.failed(text.plain(Sentence("my_data.not_written")))
    forms.saved(text.plain(said))
    return rerun()
