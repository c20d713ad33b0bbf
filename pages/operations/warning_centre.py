"""Which warnings are open, how old are they, whom has nobody contacted in time, and which cases were handed over?"""

from access import audit
from reports import page_book
from ui import filters, finding, grids, layout, notices, scope_bar, tables, text, tiles
from ui.page import Page
from views import choices, warehouse
from views.operations import handed_over, warning_centre, warning_table
from views.parts import Refusal, Sentence

PAGE = Page(path="warning_centre", title="warning_centre.menu", requires="warning_centre")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    units = warning_centre.units(viewer.scope, snapshot)
    if not units:
        return notices.refusal(warning_centre.nothing())
    code = choices.held(units, filters.chosen())
    page = warning_centre.overview(viewer.scope, snapshot, code, filters.chosen("part"))
    if isinstance(page, Refusal):
        return notices.refusal(page)
    scope_bar.draw(
        page.header,
        units=units,
        unit=code,
        unit_label=text.plain(Sentence("department.choose")),
        export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page), code),
    )
    finding.sentences(page.findings)
    tiles.strip(page.tiles)
    if page.names:
        _named(viewer, code, "names", page.part_title, page.names, warning_table.FIELDS)
    with layout.card("ages", Sentence("warning_centre.ages_title"), sub=Sentence("warning_centre.ages_sub")):
        grids.counts(page.ages) if page.ages else notices.no_data(Sentence("warning_centre.no_open"))
    with layout.card("units", Sentence("warning_centre.units_title")):
        tables.table(page.units) if page.units else notices.no_data(Sentence("warning_centre.no_open"))
    if page.handed:
        _named(
            viewer, code, "handed", Sentence("warning_centre.handed_title"), page.handed, handed_over.FIELDS
        )
    else:
        with layout.card("handed", Sentence("warning_centre.handed_title")):
            notices.no_data(page.handed_note)
    finding.note(page.note)
    return None


def _named(viewer, code, key, title, table, fields):
    """A list of students by name; one of more than twenty is recorded."""
    with layout.card(key, title):
        audit.listed(
            warehouse.engine(), viewer, "student", code, page=PAGE.path, rows=len(table.rows), fields=fields
        )
        tables.table(table)


def blocks(page):
    return [
        (Sentence("figures.export_findings"), page.findings),
        (Sentence("figures.export_tiles"), page.tiles),
        (Sentence("warning_centre.export_ages"), page.ages),
        (Sentence("warning_centre.export_units"), page.units),
        (Sentence("warning_centre.export_names"), page.names),
        (Sentence("warning_centre.export_handed"), page.handed),
    ]
