"""How does the team of a unit stand by tier and dimension, and what do its teachers still need to learn?"""

from access import audit
from pages.portraits import _team_parts
from reports import page_book
from ui import filters, finding, grids, layout, notices, scope_bar, spreads, tables, text
from ui.page import Page
from views import choices, clock, warehouse
from views.parts import Sentence
from views.teachers import team_needs, team_page

PAGE = Page(path="team", title="team.menu", requires="team")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    units = team_page.units(viewer.scope, snapshot)
    if not units:
        return notices.refusal(team_page.nothing())
    code = choices.held(units, filters.chosen())
    page = team_page.overview(viewer.scope, snapshot, code, clock.now(), filters.chosen("part"))
    scope_bar.draw(
        page.header,
        units=units,
        unit=code,
        unit_label=text.plain(Sentence("department.choose")),
        export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page), code),
    )
    finding.sentences(page.findings)
    if page.part_title:
        _names(viewer, page, code)
    if page.support:
        _team_parts.support(viewer, page.support, code, PAGE.path)
    with layout.card(
        "needs",
        Sentence("team.needs_title"),
        sub=Sentence("team.needs_sub"),
        side=Sentence("team.needs_side"),
    ):
        grids.counts(page.needs) if page.needs else notices.no_data(Sentence("team.no_needs"))
    _standing(page)
    _team_parts.tags(page.tags)
    return None


def _standing(page):
    if page.dimensions is None:
        _tiers(page)
        return finding.note(page.dimensions_note)
    left, right = layout.columns("even")
    with (
        left,
        layout.card("dimensions", Sentence("team.dimensions_title"), sub=Sentence("team.dimensions_sub")),
    ):
        spreads.spreads(page.dimensions)
    with right:
        _tiers(page)
    return None


def _tiers(page):
    with layout.card("tiers", Sentence("team.tiers_title")):
        tables.table(page.tiers) if page.tiers else notices.no_data(Sentence("department.no_teachers"))


def _names(viewer, page, code):
    """Teachers behind the cell that was opened; a list of more than twenty names is recorded."""
    with layout.card("names", page.part_title, side=Sentence("team.names_side")):
        if page.names is None:
            return notices.no_data(Sentence("team.no_names"))
        audit.listed(
            warehouse.engine(),
            viewer,
            "teacher",
            code,
            page=PAGE.path,
            rows=len(page.names.rows),
            fields=team_needs.FIELDS,
        )
        return tables.table(page.names)


def blocks(page):
    support = page.support
    return [
        (Sentence("figures.export_findings"), page.findings),
        (Sentence("team.export_support"), support and (support.waiting, support.answered)),
        (Sentence("team.export_asked"), support and support.asked),
        (Sentence("team.export_needs"), page.needs),
        (Sentence("team.export_dimensions"), page.dimensions),
        (Sentence("team.tiers_title"), page.tiers),
        (Sentence("team.export_tags"), page.tags),
        (Sentence("team.export_names"), page.names),
    ]
