"""Which cases of support are open, which are overdue, how did the closed ones end, and can an effect be told?"""

from access import audit
from reports import page_book
from ui import filters, finding, layout, notices, people, scope_bar, tables, text
from ui.page import Page
from views import choices, warehouse
from views.operations import case_counts, case_list
from views.parts import Refusal, Sentence

PAGE = Page(path="cases", title="cases.menu", requires="cases")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    if not case_list.reads_cases(viewer.scope):
        return _counts(viewer, snapshot)
    classes, asked = case_list.classes(viewer.scope, snapshot), filters.chosen()
    code = choices.held(classes, asked) if asked else None
    page = case_list.overview(viewer.scope, snapshot, code, filters.chosen("tab"))
    if isinstance(page, Refusal):
        return notices.refusal(page)
    audit.listed(
        warehouse.engine(),
        viewer,
        "student",
        code or PAGE.path,
        page=PAGE.path,
        rows=page.listed,
        fields=case_list.FIELDS,
    )
    export = page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page), code or "")
    scope_bar.draw(page.header, export=export)
    finding.sentences(page.findings)
    _chooser(classes, code)
    _list(page)
    return _told(page)


def _chooser(classes, code):
    if len(classes) > 1:
        with layout.bar("chooser"):
            filters.choices(
                "id",
                choices.with_blank(classes, case_list.EVERY),
                code,
                label=text.plain(Sentence("cases.choose_class")),
            )


def _list(page):
    filters.pick(
        "tab",
        tuple((name, text.plain(words)) for name, words in page.tabs),
        label=text.plain(page.header.title),
    )
    with layout.card("cases", Sentence("cases.list_title"), sub=Sentence("cases.list_sub")):
        tables.table(page.table) if page.table else notices.no_data(Sentence("cases.list_none"))


def _told(page):
    left, right = layout.columns("even")
    with left, layout.card("process", Sentence("cases.process_title"), sub=page.process_note):
        people.facts(page.process)
    with right, layout.card("outcome", Sentence("cases.outcome_title"), sub=Sentence("cases.outcome_sub")):
        people.facts(page.outcome) if page.outcome else notices.no_data(Sentence("cases.outcome_none"))
        finding.note(page.follow_up)
    with layout.card("effect", Sentence("cases.effect_title"), sub=page.effect_note):
        tables.table(page.effect) if page.effect else notices.no_data(Sentence("cases.effect_none"))


def _counts(viewer, snapshot):
    page = case_counts.overview(viewer.scope, snapshot)
    if isinstance(page, Refusal):
        return notices.refusal(page)
    shown = [(Sentence("figures.export_findings"), page.findings), (Sentence("cases.list_title"), page.table)]
    scope_bar.draw(page.header, export=page_book.offer(viewer, PAGE.path, snapshot, page.header, shown))
    finding.sentences(page.findings)
    with layout.card("counts", Sentence("cases.counts_title"), sub=Sentence("cases.counts_sub")):
        tables.table(page.table) if page.table else notices.no_data(Sentence("cases.list_none"))
    return finding.note(Sentence("cases.effect_note_none"))


def blocks(page):
    """The hand-over pack first, then what the page tells."""
    return [
        (Sentence("figures.export_findings"), page.findings),
        *page.pack,
        (Sentence("cases.process_title"), page.process),
        (Sentence("cases.outcome_title"), page.outcome),
        (Sentence("cases.effect_title"), page.effect),
    ]
