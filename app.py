"""Who is asking, which pages, run."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from uuid import uuid4

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from access import audit, grants, policy, seen_as
from access.provider import Provider
from access.sign_in import Admitted, TurnedAway
from access.viewer import EVERY_ROLE, MODES, Viewer, demo_people, make_viewer, own_name
from data.warehouse.home import as_of, read_setting
from pages.portraits import _on_request
from reports import presenting
from settings import Settings, read_settings
from ui import frame, i18n, memory, notices, projection, run, sign_in
from ui import page as pages
from ui.frame import Facts
from ui.html import esc, tag
from views import search, warehouse
from views.parts import Name

MARK = Path(__file__).parent / "ui" / "static" / "mark.png"
SIDEBAR_WIDTH = 216
# pages of administration: they are about the home and its people, not about a profile
WITHOUT_PROFILE = ("data", "requests", "my_data", "access", "grants", "access_log", "settings")
LOADER = "data_admin"
CLOSED = "closed"  # no mode of ours: nothing is opened
log = logging.getLogger("huaxiang.app")


@st.cache_resource(show_spinner=False)
def opened(directory: str, url: str, mode: str | None) -> str:
    """Once per process and home: open it, settle its mode, and keep what is loaded out of later garbage collections.

    Streamlit collects all generations after each run; freezing what stays took a rerun from 118 to 48 ms.
    """
    settings = read_settings()
    warehouse.configure(settings.home)
    pages.discover("pages")
    with warehouse.engine().begin() as connection:
        settled = mode or ("demo" if read_setting(connection, "kind") == "demo" else "local")
        if settled == "local":
            grants.first_start(connection)
    memory.freeze()
    return settled


def open_home(settings: Settings) -> str:
    """The mode this process serves the configured home in; a mode that is not open opens nothing."""
    if settings.mode not in (None, *MODES) or (settings.has_provider and settings.mode != "oidc"):
        return CLOSED
    mode = opened(str(settings.home.directory), settings.home.shown_url, settings.mode)
    if not warehouse.is_open(settings.home):
        warehouse.configure(settings.home)
    return mode


def asked_for() -> str:
    """The page in the address; empty for the start page. After a click the browser names it by hash, as of the run before."""
    asked = get_script_run_ctx().pages_manager
    known = asked.get_pages().get(asked.intended_page_script_hash or "", {})
    return (known.get("url_pathname") or asked.intended_page_name or "").strip("/")


def known_page() -> str | None:
    """The page of ours that the address names; None for the start page and for what is no page."""
    return asked_for() if asked_for() in pages.discover("pages") else None


def needed() -> str | None:
    """What the page in the address requires."""
    module = pages.discover("pages").get(asked_for())
    return module.PAGE.requires if module else None


def wanted() -> str | None:
    """The role asked for: by the address, else the one of the run before; the start page offers the choice again."""
    return run.parameter("as") or (st.session_state.get("role") if asked_for() else None)


def who(mode: str, entered: Admitted | None) -> Viewer:
    """The viewer of this run."""
    with warehouse.engine().connect() as connection:
        session = entered.session if entered else get_script_run_ctx().session_id
        viewer = make_viewer(
            connection, mode=mode, session=session, wanted=wanted() or begins_as(mode), needs=needed(), today=date.today(),
            as_of=as_of(connection), person=entered.person if entered else None,
        )  # fmt: skip
    if viewer.role == wanted() or not wanted():
        st.session_state["role"] = viewer.role
    return through_other_eyes(viewer)


def begins_as(mode: str) -> str | None:
    """An own home without a profile begins where files are loaded, as the role that loads them."""
    if mode != "local" or asked_for() not in ("", "data") or warehouse.current_snapshot() is not None:
        return None
    st.query_params["as"] = LOADER  # it stays so when the first profile is there
    return LOADER


def through_other_eyes(viewer: Viewer) -> Viewer:
    """The viewer as the person the address names sees the product, inside the own scope; a refusal is logged and changes nothing."""
    person, role = (run.parameter(name) for name in run.EYES)
    if not person or not role or viewer.role is None:
        return viewer
    with warehouse.engine().connect() as connection:
        seen = seen_as.looking(
            connection, viewer, person=person, role=role, today=date.today(), as_of=as_of(connection)
        )
    if seen is None:
        audit.refused(warehouse.engine(), viewer, known_page() or "start", kind="view_as", unit=role)
        return viewer
    audit.viewed(warehouse.engine(), seen, seen.eyes.kind, person, page="access", purpose="view as")
    audit.viewed(warehouse.engine(), seen, "page", known_page() or "start", page=known_page() or "start")
    return seen


def home_facts() -> dict:
    """What the frame shows of the home, whoever reads."""
    keys = ("college_name", "college_name_en", "zone", "default_language", "session_hours")
    with warehouse.engine().connect() as connection:
        return {key: read_setting(connection, key) for key in keys}


def speak(default: str | None = None) -> dict[str, str]:
    """Set the language: chosen by hand, else the college's default, else the browser's. Returns what links carry."""
    chosen = run.parameter("lang")
    browser = "zh" if (st.context.locale or "").lower().startswith("zh") else "en"
    i18n.use(chosen if chosen in i18n.LANGUAGES else default or browser)
    return {"lang": chosen} if chosen in i18n.LANGUAGES else {}


def college_of(home: dict) -> Name | None:
    """The college's name, as far as it is known."""
    name, english = home["college_name"], home["college_name_en"]
    return Name(name or english, english) if name or english else None


def facts_of(viewer: Viewer, home: dict) -> Facts:
    """What the frame shows besides the page."""
    snapshot = warehouse.current_snapshot()
    found = pages.discover("pages").items()
    may_open = [
        (path, one.PAGE.title) for path, one in found if policy.may_open(viewer.role, one.PAGE.requires)
    ]
    return Facts(
        product=i18n.t("nav.product"), college=college_of(home),
        as_of=snapshot.as_of if snapshot else None, mode=viewer.mode, pages=tuple(may_open),
        roles=viewer.roles, role=viewer.role, person=viewer.name,
        term=snapshot.term_id if snapshot else None, week=snapshot.week_no if snapshot else None,
    )  # fmt: skip


def start(viewer: Viewer, facts: Facts) -> None:
    """The address `/`: the home of the active role, or role cards where a demo reader has not chosen one."""
    if viewer.role is None:
        with warehouse.engine().connect() as connection:
            people = {role: own_name(connection, pid) or "" for role, pid in demo_people(connection).items()}
        frame.role_cards(facts, people)
        return
    open_module(viewer, pages.discover("pages")[pages.home_path(viewer.role)])


def open_module(viewer: Viewer, module) -> None:
    """One page for one viewer; what needs a profile says so before the first one."""
    needs = module.PAGE.requires
    if (
        needs not in WITHOUT_PROFILE
        and policy.may_open(viewer.role, needs)
        and warehouse.current_snapshot() is None
    ):
        notices.state("no_profile", links=loading_link(viewer))
        return
    pages.open_page(module, viewer, lambda path: audit.refused(warehouse.engine(), viewer, path))


def loading_link(viewer: Viewer) -> str:
    """A way to where files are loaded, for who may take it."""
    if LOADER not in viewer.roles:
        return ""
    return tag(
        "a", esc(i18n.t("data.tab_load")), cls="btn", href=run.href("data", **{"as": LOADER}), data_in="1"
    )


def navigation(viewer: Viewer, facts: Facts) -> st.Page:
    """Every page at its address for every role: what the role may not open is refused by the page, in words."""
    product, modules = facts.product, pages.discover("pages")
    listed = [
        st.Page(lambda: pages.guarded(lambda: start(viewer, facts), "start"), title=product, default=True)
    ]
    for path, module in modules.items():
        title = f"{i18n.t(module.PAGE.title)} · {product}"
        listed.append(st.Page(_opener(viewer, facts, module), title=title, url_path=path))
    chosen = asked_for()
    if chosen and chosen not in modules and "/" not in chosen:
        listed.append(st.Page(lambda: notices.state("not_found"), title=product, url_path=chosen))
    return st.navigation(listed, position="hidden")


def _opener(viewer: Viewer, facts: Facts, module):
    def draw() -> None:
        start(viewer, facts) if viewer.role is None else open_module(viewer, module)

    return lambda: pages.guarded(draw, module.PAGE.path)


def found(viewer: Viewer, asked: str) -> None:
    """What the search finds within the scope."""
    snapshot = warehouse.current_snapshot()
    units = search.units(viewer.scope, snapshot, asked) if snapshot else ()
    people = search.people(viewer.scope, asked)
    frame.search_results(asked, units, people)
    if not people and _on_request.may_offer(viewer, asked):
        _on_request.by_number(viewer, asked)


def show_only(name: str, **params: str) -> None:
    """One designed state at whatever address was opened, and nothing else."""
    frame.only(lambda: notices.state(name, **params), asked_for())


def turn_away(provider: Provider, found: TurnedAway, home: dict) -> None:
    """The sign-in page at whatever address was opened."""
    facts = Facts(product=i18n.t("nav.product"), college=college_of(home), mode="oidc")
    draw = partial(sign_in.page, warehouse.engine(), facts, found, provider, known_page())
    frame.only(draw, asked_for())


def lost_role(viewer: Viewer) -> bool:
    """Whether the role asked for is not, or no longer, the reader's: said and written down, with ways to those that are."""
    asked, page = wanted(), known_page()
    if viewer.mode != "oidc" or viewer.eyes or asked not in EVERY_ROLE or asked in viewer.roles:
        return False
    audit.refused(warehouse.engine(), replace(viewer, role=None), page or "start", kind="role", unit=asked)
    st.session_state.pop("role", None)
    links = pages.role_links(viewer, page)
    frame.only(lambda: notices.state("not_held", links=links, role=pages.role_name(asked)), asked_for())
    return True


def enter(
    viewer: Viewer, facts: Facts, carried: dict[str, str], zone: str, showing: presenting.Showing | None
) -> None:
    """The frame around the page of the address, for a viewer with a role or the choice of one; before an audience its own."""
    term = run.parameter("term")
    carried |= {"show": "1"} if showing else {}
    carried |= ({"as": viewer.own_role} if viewer.role else {}) | ({"term": term} if term else {})
    carried |= dict(zip(run.EYES, (viewer.eyes.person, viewer.role), strict=True)) if viewer.eyes else {}
    asked_narrow = run.parameter("narrow") == "1"
    carried |= {"narrow": "1"} if asked_narrow else {}
    narrow = asked_narrow or "Mobile" in (st.context.headers.get("User-Agent") or "")
    theme = st.context.theme.type or "light"
    run.use(run.Run("", carried, theme, facts.as_of, zone, narrow and not showing, is_shown=bool(showing)))
    current = navigation(viewer, facts)
    frame.style()
    place = current.url_path or (pages.home_path(viewer.role) if viewer.role else "")
    opens = frozenset(path for path, _ in facts.pages)
    run.use(replace(run.now(), page=place, add_page=presenting.adder(viewer), opens=opens))
    if showing:
        return projection.draw(facts, showing, current.run)
    if frame.sidebar(facts):
        return sign_in.leave(warehouse.engine(), viewer.person)
    asked = frame.header(facts)
    if viewer.eyes:
        frame.through_eyes(viewer)
    if asked and viewer.has_role:
        pages.guarded(lambda: found(viewer, asked), "search")
    current.run()
    return frame.footer(facts)


def let_in() -> tuple | None:
    """The viewer of this run and what the frame needs; None where a state was shown in place of everything."""
    settings = read_settings()
    mode = open_home(settings)
    home = home_facts() if mode in MODES else {}
    provider, entered = None, None
    if mode == "oidc":
        provider = sign_in.provider_of(str(settings.home.directory), home["session_hours"])
        entered = provider and sign_in.enter(warehouse.engine(), provider, known_page() or "start")
    if mode not in MODES or (mode == "oidc" and entered is None):
        return show_only("closed_mode")
    carried = speak(None if mode == "demo" else home["default_language"])
    run.use(run.Run(known_page() or "", carried))
    if isinstance(entered, TurnedAway):
        return turn_away(provider, entered, home)
    viewer = who(mode, entered)
    if viewer.role is None and mode == "local":
        return show_only("revoked")
    if viewer.role is None and entered is not None:
        nobody = TurnedAway("no_role", entered.session, entered.person)
        sign_in.note(warehouse.engine(), nobody, known_page() or "start")
        return turn_away(provider, nobody, home)
    if lost_role(viewer):
        return None
    showing = presenting.begin(viewer, known_page() or "")
    viewer = showing.viewer if showing else viewer
    return viewer, facts_of(viewer, home), carried, home["zone"] or "UTC", showing


def main() -> None:
    """One run. Whatever goes wrong before the viewer is known shows nothing."""
    # Without a title: one given here would hide those of the pages.
    st.set_page_config(page_icon=str(MARK), layout="wide", initial_sidebar_state=SIDEBAR_WIDTH)
    memory.settle()
    speak()
    try:
        found = let_in()
    except Exception as error:
        reference = uuid4().hex[:8]
        log.error("no viewer (%s): %s", reference, pages.where(error))
        show_only("no_identity", reference=reference)
        return
    if found:
        enter(*found)


main()
