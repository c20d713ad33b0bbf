"""Who looked at whom, took files away, was refused, asked for a record or changed rights; and is the log as it was written?"""

from access import audit
from reports import page_book
from ui import filters, finding, layout, lists, notices, scope_bar, tables, text
from ui.page import Page
from views import warehouse
from views.administration import access_log
from views.parts import Sentence

PAGE = Page(path="access_log", title="access_log.menu", requires="access_log")
FIELDS = "person, role, object"


def render(viewer):
    names = ("tab", "days", "role", "act", "after")
    page = access_log.overview(viewer.scope, access_log.chosen(*(filters.chosen(name) for name in names)))
    tab = page.choice.tab
    audit.listed(warehouse.engine(), viewer, PAGE.path, tab, page=PAGE.path, rows=page.total, fields=FIELDS)
    snapshot = warehouse.current_snapshot()
    scope_bar.draw(
        page.header, export=page_book.offer(viewer, PAGE.path, snapshot, page.header, blocks(page), tab)
    )
    finding.sentences(page.findings)
    _tabs(page)
    with layout.card(tab, Sentence(f"access_log.{tab}_title"), sub=Sentence(f"access_log.{tab}_sub")):
        if tab not in ("unusual", "chain"):
            _choosers(page)
        lists.items(page.chain)
        tables.table(page.table) if page.table else notices.no_data(Sentence(f"access_log.no_{tab}"))
        finding.note(Sentence("access_log.keep"))


def _tabs(page):
    names = tuple((tab, text.plain(Sentence(f"access_log.tab_{tab}"))) for tab in access_log.TABS)
    filters.pick("tab", names, label=text.plain(page.header.title), default=page.choice.tab)


def _choosers(page):
    with layout.bar("log"):
        days = tuple(
            (str(days), text.plain(Sentence("access_log.days", {"days": str(days)})))
            for days in access_log.DAYS
        )
        filters.select(
            "days", days, str(page.choice.days), label=text.plain(Sentence("access_log.choose_days"))
        )
        _select("role", page.roles, page.choice.role)
        if len(page.acts) > 1:
            _select("act", page.acts, page.choice.act)
        pages = tuple((str(begin), text.plain(words)) for begin, words in page.pages)
        filters.select(
            "after", pages, str(page.choice.after), label=text.plain(Sentence("access_log.choose_rows"))
        )


def _select(name, known, current):
    """Roles or acts, all of them first."""
    options = (("", text.plain(Sentence(f"access_log.any_{name}"))),)
    options += tuple((key, text.plain(words)) for key, words in known)
    filters.select(name, options, current, label=text.plain(Sentence(f"access_log.choose_{name}")))


def blocks(page):
    tab = page.choice.tab
    return [
        (Sentence("figures.export_findings"), page.findings),
        (Sentence(f"access_log.tab_{tab}"), page.table),
        (Sentence("access_log.tab_chain"), page.chain),
    ]
