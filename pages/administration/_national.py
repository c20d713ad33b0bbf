"""Which national tables can be filled, how many rows fit, what is missing; and the files, for whoever holds every row of them."""

from reports import national_zip
from ui import filters, finding, layout, tables, text
from views.administration import national_page
from views.parts import Amount, Name, Sentence


def draw(viewer, _page, _snapshot):
    page = national_page.overview(viewer.scope)
    with layout.card("national", Sentence("national.title")):
        finding.sentences((page.finding,))
        if national_zip.offered(viewer):
            names = tuple(Name(one.name, one.name_en) for one in page.taken)
            finding.note(Sentence("national.taken", {"tables": names}))
            filters.export(
                lambda: national_zip.made(viewer),
                national_zip.FILE,
                label=text.plain(Sentence("national.take")),
                kind="zip",
            )
        tables.table(page.table)
        count = Amount(len(page.not_held.rows), "count")
        with layout.fold(Sentence("national.not_held_title", {"count": count})):
            tables.table(page.not_held)
