"""Which standards hold, what do they say, and what would a changed one say of last year?"""

from datetime import date

from actions import standards as acts
from pages.improvement import _standard_editor as editor
from reports import page_book
from ui import filters, finding, layout, notices, people, scope_bar, tables, text
from ui.page import Page
from views import warehouse
from views.improvement import standards
from views.parts import Sentence

PAGE = Page(path="standards", title="standards.menu", requires="standards")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    today = snapshot.as_of if snapshot else date.today()
    page = standards.overview(viewer.scope, today)
    offer = page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page))
    scope_bar.draw(page.header, export=offer)
    finding.sentences(page.findings)
    if page.register is None:
        notices.no_data(Sentence("standards.none"))
        return
    chosen = filters.choices(
        "id", page.choices, filters.chosen(), label=text.plain(Sentence("standards.choose"))
    )
    known = standards.versions(viewer.scope, today, chosen)
    version = standards.held_version(known, filters.chosen("version"))
    _sheet(standards.sheet(known, version))
    if acts.can_edit(viewer.scope) and snapshot:
        editor.draw(viewer, snapshot, known, version, today)
    with layout.fold(Sentence("standards.register_title")):
        tables.table(page.register)


def blocks(page):
    return [(Sentence("standards.register_title"), page.register)] if page.register else []


def _sheet(sheet):
    standard = sheet.version.standard
    with layout.card(
        "sheet", Sentence("standards.sheet_title"), sub=Sentence(f"standards.entity_{standard.entity}")
    ):
        people.facts(sheet.facts)
        finding.note(sheet.gates)
        tables.table(sheet.table)
    with layout.fold(Sentence("standards.history_title")):
        tables.table(sheet.history)
