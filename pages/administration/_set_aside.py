"""Rows set aside: whose they are and how many wait; the file for their owner to mend; why each was set aside."""

from functools import partial

from reports import set_aside_file
from ui import filters, finding, forms, layout, lists, notices, run, tables, text
from views import rights
from views.administration.sources import SIDES
from views.parts import Item, Sentence, State

PAGE, PURPOSE, FORMS = "data", "set_aside_purpose", ("xlsx", "csv")


def draw(viewer, page, snapshot):
    if page.parcels:
        with layout.card(
            "parcels", Sentence("data.parcels_title"), side=Sentence("data.parcels_side"), height="content"
        ):
            lists.items(tuple(_item(page, one) for one in page.parcels))
            if not run.now().is_shown:
                _taking(viewer, page)
    with layout.card(
        "set_aside", Sentence("data.set_aside_title"), side=SIDES["set_aside"], height="content"
    ):
        tables.table(page.set_aside) if page.set_aside else notices.no_data(Sentence("data.no_set_aside"))


def _item(page, one):
    params = {
        "source": page.held.names.get(one.source_id, one.source_id or "—"),
        "owner": one.owner or Sentence("data.parcel_no_owner"),
        "load": str(one.load_id),
        "rows": one.rows,
        "mended": one.mended,
    }
    kind = "all_in" if one.waiting == 0 else "later" if one.later else "body"
    body = Sentence(f"data.parcel_{kind}", params | {"later": str(one.later)})
    side = Sentence("data.parcel_waiting", {"rows": one.waiting}) if one.waiting else State("done")
    return Item(Sentence("data.parcel_file", {"file": one.file_name}), body, side)


def _taking(viewer, page):
    """The owner's own files; everyone else reads who may take them."""
    own = {one.key: one for one in page.parcels if one.is_own and one.waiting}
    if not own or not rights.is_offered(viewer, PAGE):
        if any(one.waiting for one in page.parcels):
            finding.note(Sentence("data.parcel_owner_only"))
        return
    names = tuple((key, f"{one.file_name} · {one.load_id}") for key, one in own.items())
    chosen = own[
        filters.select(
            "part", names, filters.chosen("part"), label=text.plain(Sentence("data.parcels_title"))
        )
    ]
    finding.note(
        Sentence(
            "data.parcel_how", {"file": set_aside_file.file_name(chosen, set_aside_file.own_form(chosen))}
        )
    )
    purpose = forms.purpose(
        PURPOSE, text.plain(Sentence("data.parcel_purpose")), text.plain(Sentence("data.parcel_next"))
    )
    if not purpose:
        return
    ordered = sorted(FORMS, key=lambda form: form != set_aside_file.own_form(chosen))
    with layout.bar("parcel"):
        for form in ordered:
            filters.export(
                partial(set_aside_file.made, viewer, chosen, form, purpose),
                set_aside_file.file_name(chosen, form),
                label=text.plain(Sentence(f"data.parcel_take_{form}")),
                kind=form,
                place=PAGE + "_parcel",
            )
