"""Where does a major stand against its declared class, what closes the gap, where do its students go?"""

from pages.portraits import _major_parts as parts
from pages.portraits import _under
from reports import page_book
from ui import filters, finding, notices, scope_bar, text, tiles
from ui.page import Page
from views import choices, warehouse
from views.figures import compare
from views.parts import Refusal, Sentence
from views.units import major

PAGE = Page(path="major", title="major.menu", requires="major")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    units = choices.majors(viewer.scope, snapshot)
    if not units:
        return notices.refusal(major.nothing())
    code = choices.held(units, filters.chosen())
    page = major.overview(viewer.scope, snapshot, code)
    if isinstance(page, Refusal):
        return notices.refusal(page)
    scope_bar.draw(
        page.header,
        units=units,
        unit=code,
        unit_label=text.plain(Sentence("major.choose")),
        ways=compare.WAYS,
        export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page), code),
    )
    finding.sentences(page.findings)
    _under.draw(viewer, snapshot, major.KIND, code, page.tiles)
    tiles.strip(compare.tiles(viewer.scope, snapshot, major.KIND, code, page.tiles, filters.compare()))
    parts.standing(page)
    parts.place(page)
    parts.tabs(viewer, page, code)
    finding.note(page.further)
    finding.note(page.not_connected)
    return None


def blocks(page):
    quarters = page.swot.parts if page.swot else ()
    return [
        (Sentence("figures.export_findings"), page.findings),
        (Sentence("figures.export_tiles"), page.tiles),
        (Sentence("major.export_dimensions"), page.dimensions),
        (Sentence("major.export_steps"), page.gaps),
        (Sentence("school.tab_board"), page.board),
        (Sentence("major.export_compliance"), page.compliance),
        (Sentence("major.tab_coverage"), page.coverage),
        (Sentence("major.tab_flow"), page.flow),
        (Sentence("major.tab_outcomes"), page.outcomes),
        (Sentence("major.tab_peers"), page.peer_table),
        (Sentence("major.export_place"), page.peers),
        *((Sentence(f"boards.swot_{part.key}"), part.items) for part in quarters),
        (Sentence("major.tab_path"), page.path),
        (Sentence("major.tab_figures"), page.figures),
    ]
