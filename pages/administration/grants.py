"""Who holds which role over what, since when and by whom; give a role, take one, release an account."""

from datetime import date

from actions import grants as acts
from errors import ShownError
from ui import filters, finding, forms, grant_forms, layout, notices, scope_bar, tables, text
from ui.page import Page, rerun, role_name
from views import warehouse
from views.administration import grants
from views.parts import Sentence

PAGE = Page(path="grants", title="grants.menu", requires="grants")
PARTS = ("in_force", "past", "register", "accounts")
REFUSED = ("oneself", "duties", "period", "last_admin", "person", "unit", "role")


def render(viewer):
    today = date.today()
    page = grants.overview(viewer.scope, today)
    scope_bar.draw(page.header)
    finding.sentences(page.findings)
    tabs = layout.tabs(tuple(Sentence(f"grants.tab_{part}") for part in PARTS))
    for tab, part in zip(tabs, PARTS, strict=True):
        with tab, layout.card(part, Sentence(f"grants.{part}_title"), sub=Sentence(f"grants.{part}_sub")):
            table = getattr(page, part)
            tables.table(table) if table else notices.no_data(Sentence(f"grants.no_{part}"))
    if acts.can_act(viewer.scope):
        _forms(viewer, page, today)


def _forms(viewer, page, today):
    left, right = layout.columns("even")
    with left, layout.card("give", Sentence("grants.give_title"), sub=Sentence("grants.give_sub")):
        _give(viewer, today)
    with right, layout.card("take", Sentence("grants.take_title"), sub=Sentence("grants.take_sub")):
        _take(viewer, page)


def _give(viewer, today):
    names = tuple((role, role_name(role)) for role in acts.GRANTABLE)
    role = filters.select(
        "role", names, filters.chosen("role"), label=text.plain(Sentence("grants.form_role"))
    )
    kind = acts.unit_kind(role)
    units = grants.units_of(viewer.scope, kind) if kind else ()
    says = Sentence(f"grants.says_{kind or 'all'}")
    filled = grant_forms.give(role, units=units, today=today, says=says)
    if filled is not None:
        wish = acts.Wish(role=role, **filled)
        _act(lambda: _given(viewer, wish, today))


def _given(viewer, wish, today):
    _, person = acts.give(warehouse.engine(), viewer, wish, today=today)
    return Sentence("grants.given", {"who": grants.person(person), "role": role_name(wish.role)})


def _take(viewer, page):
    words = {
        part: text.plain(Sentence(f"grants.form_{part}")) for part in ("grant", "take", "account", "release")
    }
    if page.revocable:
        taken = grant_forms.choose("take", page.revocable, label=words["grant"], button=words["take"])
        if taken:
            _act(lambda: _taken(viewer, taken))
    if page.releasable:
        freed = grant_forms.choose(
            "release", page.releasable, label=words["account"], button=words["release"]
        )
        if freed:
            _act(lambda: _released(viewer, freed))


def _taken(viewer, taken):
    was_there = acts.take(warehouse.engine(), viewer, int(taken))
    return Sentence("grants.taken" if was_there else "grants.taken_before")


def _released(viewer, person):
    acts.release(warehouse.engine(), viewer, person)
    return Sentence("grants.released")


def _act(do):
    """Do it and say so; what is refused is told in the reader's language."""
    try:
        told = do()
    except ShownError as error:
        known = error.code in REFUSED
        words = (
            Sentence(f"grants.refused_{error.code}")
            if known
            else Sentence("grants.refused", {"reason": str(error)})
        )
        return forms.failed(text.plain(words))
    forms.saved(text.plain(told))
    grant_forms.done()
    return rerun()
