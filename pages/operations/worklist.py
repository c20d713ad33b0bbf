"""Whom should the counsellor talk to this week, why, and what was promised?"""

from access import audit
from pages.operations import _case
from reports import page_book
from ui import filters, finding, forms, layout, lists, notices, scope_bar, text
from ui import worklist as rows
from ui.page import Page
from views import warehouse
from views.operations import worklist
from views.parts import Refusal, Sentence

PAGE = Page(path="worklist", title="worklist.menu", requires="worklist")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    default = worklist.default_capacity(viewer.scope, snapshot)
    asked, tab = filters.chosen("capacity"), filters.chosen("tab")
    page = worklist.overview(
        viewer.scope, snapshot, worklist.capacity_of(asked, default), worklist.tab_of(tab)
    )
    if isinstance(page, Refusal):
        return notices.refusal(page)
    audit.listed(
        warehouse.engine(),
        viewer,
        "student",
        PAGE.path,
        page=PAGE.path,
        rows=len(page.rows),
        fields=worklist.FIELDS,
    )
    scope_bar.draw(
        page.header, export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page))
    )
    finding.sentences(page.findings)
    _capacity(page, default)
    if forms.is_phone():
        chosen = _list(page)
        return _case.drawer(viewer, snapshot, chosen)
    left, right = layout.columns("list")
    with left:
        chosen = _list(page)
    with right, layout.card("case"):
        return _case.panel(viewer, snapshot, chosen)


def _capacity(page, default):
    with layout.card("capacity"):
        left, right = layout.columns("capacity")
        with left:
            filters.slider(
                "capacity",
                1,
                worklist.CAPACITY_MOST,
                default,
                label=text.plain(Sentence("worklist.capacity")),
            )
        with right:
            lists.counted(page.reach)


def _list(page):
    """The tabs and the rows; returns the pid of the row that is open."""
    filters.pick(
        "tab",
        tuple((name, text.plain(words)) for name, words in page.tabs),
        label=text.plain(page.header.title),
    )
    if not page.rows:
        notices.refusal(worklist.nobody_in_tab(page))
        return None
    chosen = filters.chosen("case")
    with rows.frame():
        for row in page.rows:
            rows.row(row, selected=row.pid == chosen, opened=_case.opener(row.pid))
        rows.foot(page.shown, Sentence("worklist.note"))
    return chosen


def blocks(page):
    return [
        (Sentence("figures.export_findings"), (*page.findings, *page.reach)),
        (Sentence("worklist.export_rows"), page.table),
    ]
