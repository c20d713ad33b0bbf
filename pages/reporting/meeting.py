"""Which pages are shown at the next meeting, in which order, and as of when?"""

from functools import partial

from actions import meeting as acts
from errors import ShownError
from reports import deck, presenting
from ui import exports, finding, forms, layout, notices, pack, scope_bar, text
from ui.forms import Field
from ui.page import Page, discover, rerun
from views import warehouse
from views.parts import Refusal, Sentence
from views.reporting import meeting

PAGE = Page(path="meeting", title="meeting.menu", requires="meeting")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    page = meeting.overview(viewer.scope, snapshot)
    open_pages = tuple(one for one in page.pages if one.is_open)
    scope_bar.draw(page.header, is_collected=True)
    finding.sentences(page.findings)
    if not page.pages:
        return notices.refusal(_empty())
    with layout.bar("meeting"):
        if open_pages:
            pack.start(presenting.address(open_pages[0]))
            exports.side_by_side(deck.of_pack(viewer, open_pages))
    with layout.card("pack", Sentence("meeting.list_title"), side=Sentence("meeting.list_side")):
        _rows(viewer, snapshot, page.pages)
    return _wording(viewer, page.pages)


def _empty():
    return Refusal("empty", Sentence("meeting.none_title"), Sentence("meeting.none_body"))


def _rows(viewer, snapshot, held):
    titles = {path: module.PAGE.title for path, module in discover("pages").items()}
    for place, one in enumerate(held, start=1):
        pressed = pack.row(one, place, len(held), titles, presenting.address(one))
        if pressed is not None:
            _changed(viewer, snapshot, one, pressed)


def _changed(viewer, snapshot, one, pressed):
    engine = warehouse.engine()
    change = {
        "up": partial(acts.move, engine, viewer, one.number, -1),
        "down": partial(acts.move, engine, viewer, one.number, 1),
        "remove": partial(acts.remove, engine, viewer, one.number),
        "renew": partial(acts.renew, engine, viewer, one.number, snapshot.snapshot_id, snapshot.as_of),
    }
    change[pressed]()
    rerun()


def _wording(viewer, held):
    """Another title for the audience, a note for whoever presents."""
    with layout.fold(Sentence("meeting.word_title")):
        pages = tuple((str(one.number), text.plain(meeting.told(one))) for one in held)
        fields = (
            Field("number", "one", Sentence("meeting.field_page"), pages),
            Field("title", "line", Sentence("meeting.field_title"), limit=acts.TITLE_LIMIT),
            Field("note", "words", Sentence("meeting.field_note"), limit=acts.NOTE_LIMIT),
        )
        answers = forms.filled("pack_words", fields, save=Sentence("meeting.save"))
    if answers is None:
        return None
    try:
        acts.word(
            warehouse.engine(), viewer, int(answers["number"]), title=answers["title"], note=answers["note"]
        )
    except ShownError:
        return forms.failed(text.plain(Sentence("meeting.not_written")))
    return rerun()
