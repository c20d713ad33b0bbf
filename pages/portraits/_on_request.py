"""申请查看: ask to read one person's record for a purpose and a time, what is open now, and the end of it."""

from actions import break_glass
from errors import ShownError
from ui import finding, forms, layout, lists, notices, scope_bar, text
from ui.forms import Field
from ui.page import rerun
from views import clock, warehouse
from views.administration import on_request
from views.parts import Amount, Sentence


def first(viewer, kind):
    """Before anybody is named: how to ask, and what is open now."""
    scope_bar.draw(on_request.header(kind))
    finding.sentences(on_request.HOW)
    mine(viewer, kind)


def mine(viewer, kind):
    """The reader's open requests, each with its way there and its end."""
    opened = on_request.opened(viewer.scope, clock.now(), kind)
    with layout.card("opened", Sentence("on_request.mine_title"), side=Sentence("on_request.mine_side")):
        if not opened:
            return notices.no_data(Sentence("on_request.mine_none"))
        for one in opened:
            lists.items((one.item,))
            _close(viewer, one)
    return None


def reference(viewer, kind, person):
    """What the access log names as the purpose of a view: the number of the request; None where none is needed."""
    if kind not in break_glass.kinds(viewer.scope):
        return None
    one = on_request.open_for(viewer.scope, kind, person, clock.now())
    return one and f"request {one.number}"


def head(viewer, kind, person):
    """Above an open record: until when and for what, what it leaves out; to the person itself one line of notice."""
    if kind in break_glass.kinds(viewer.scope):
        one = on_request.open_for(viewer.scope, kind, person, clock.now())
        if one is not None:
            with layout.card("opened", Sentence("on_request.open_title")):
                finding.note(one.item.body)
                finding.note(on_request.left_out(viewer.scope, kind))
                _close(viewer, one)
    elif person == viewer.scope.person:
        finding.note(on_request.one_line(viewer.scope, kind, person))


def _close(viewer, one):
    if not forms.pressed(f"close_{one.number}", Sentence("on_request.close")):
        return
    break_glass.close(warehouse.engine(), viewer, one.number)
    forms.saved(text.plain(Sentence("on_request.closed")))
    rerun()


def instead(viewer, kind, person):
    """In place of a record that is not open: the form; the same whoever the address names."""
    notices.refusal(on_request.ask_first(kind))
    with layout.card("ask", Sentence("on_request.form_title"), sub=Sentence("on_request.form_sub")):
        answers = forms.filled(f"ask_{kind}", _fields(), save=Sentence("on_request.send"))
    if answers is not None and _asked(viewer, kind, answers, person=person) is not None:
        forms.saved(text.plain(Sentence("on_request.recorded")))
        rerun()
    mine(viewer, kind)


def may_offer(viewer, asked):
    """Whether the search offers to ask for the record of an exact number."""
    able = viewer.scope is not None and any(
        break_glass.can_ask(viewer.scope, kind) for kind in break_glass.RECORDS
    )
    return able and on_request.is_like_a_number(asked)


def by_number(viewer, asked):
    """Below the search: ask for the record of whoever has exactly this number, without telling who that is."""
    kinds = break_glass.kinds(viewer.scope)
    title = Sentence("on_request.number_title", {"number": asked})
    with layout.card("ask_number", title, sub=Sentence("on_request.number_sub")):
        fields = (*_kind_field(kinds), *_fields())
        answers = forms.filled("ask_number", fields, save=Sentence("on_request.send"))
    if answers is None:
        return
    found = _asked(viewer, answers.get("kind", kinds[0]), answers, number=asked)
    if found is not None:
        forms.saved(text.plain(Sentence("on_request.opens" if found else "on_request.nothing_opens")))
        rerun()  # the search finds by name what is open now


def _kind_field(kinds):
    if len(kinds) == 1:
        return ()
    words = forms.worded(kinds, lambda kind: Sentence(f"requests.from_{kind}"))
    return (Field("kind", "few", Sentence("on_request.field_kind"), words),)


def _fields():
    hours = forms.worded(
        map(str, break_glass.HOURS),
        lambda hours: Sentence("on_request.hours", {"count": Amount(int(hours), "count")}),
    )
    return (
        Field("purpose", "words", Sentence("on_request.field_purpose"), limit=break_glass.PURPOSE_LENGTH[1]),
        Field("hours", "few", Sentence("on_request.field_hours"), hours),
    )


def _asked(viewer, kind, answers, *, person=None, number=None):
    """The request is written; what opens by it ("" for nothing), None where it was refused with a reason."""
    given = {"purpose": answers["purpose"], "hours": int(answers["hours"])}
    try:
        if number is None:
            break_glass.ask(warehouse.engine(), viewer, kind, person, **given)
            return person
        return break_glass.ask_by_number(warehouse.engine(), viewer, kind, number, **given) or ""
    except ShownError:
        forms.failed(text.plain(Sentence("on_request.not_recorded")))
        return None
