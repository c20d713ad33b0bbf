"""Who is asking, which pages, run."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from access import audit, grants, policy
from access.viewer import MODES, Viewer, demo_people, make_viewer, own_name
from data.warehouse.home import as_of, read_setting
from settings import Settings, read_settings
from ui import frame, i18n, memory, notices, run
from ui import page as pages
from ui.frame import Facts
from views import search, warehouse
from views.parts import Name

MARK = Path(__file__).parent / "ui" / "static" / "mark.png"
SIDEBAR_WIDTH = 216
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
    if settings.mode not in (None, *MODES):
        return settings.mode
    mode = opened(str(settings.home.directory), settings.home.shown_url, settings.mode)
    if not warehouse.is_open(settings.home):
        warehouse.configure(settings.home)
    return mode


def asked_for() -> str:
    """The page in the address, as the browser sent it; empty for the start page."""
    return (get_script_run_ctx().pages_manager.intended_page_name or "").strip("/")


def needed() -> str | None:
    """What the page in the address requires; None for the start page and for what is no page."""
    module = pages.discover("pages").get(asked_for())
    return module.PAGE.requires if module else None


def who(mode: str) -> tuple[Viewer, dict]:
    """The viewer of this run and the settings of the home that the frame shows."""
    kept = st.session_state.get("role") if asked_for() else None  # the start page offers the choice again
    with warehouse.engine().connect() as connection:
        viewer = make_viewer(
            connection,
            mode=mode,
            session=get_script_run_ctx().session_id,
            wanted=run.parameter("as") or kept,
            needs=needed(),
            today=date.today(),
            as_of=as_of(connection),
        )
        keys = ("college_name", "college_name_en", "zone", "default_language")
        home = {key: read_setting(connection, key) for key in keys}
    if viewer.role:
        st.session_state["role"] = viewer.role
    return viewer, home


def speak(default: str | None = None) -> dict[str, str]:
    """Set the language: chosen by hand, else the college's default, else the browser's. Returns what links carry."""
    chosen = run.parameter("lang")
    browser = "zh" if (st.context.locale or "").lower().startswith("zh") else "en"
    i18n.use(chosen if chosen in i18n.LANGUAGES else default or browser)
    return {"lang": chosen} if chosen in i18n.LANGUAGES else {}


def facts_of(viewer: Viewer, home: dict) -> Facts:
    """What the frame shows besides the page."""
    snapshot = warehouse.current_snapshot()
    name, english = home["college_name"], home["college_name_en"]
    found = pages.discover("pages").items()
    may_open = [
        (path, one.PAGE.title) for path, one in found if policy.may_open(viewer.role, one.PAGE.requires)
    ]
    return Facts(
        product=i18n.t("nav.product"),
        college=Name(name or english, english) if name or english else None,
        as_of=snapshot.as_of if snapshot else None,
        mode=viewer.mode,
        pages=tuple(may_open),
        roles=viewer.roles,
        role=viewer.role,
        person=viewer.name,
    )


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
    if needs != "data" and policy.may_open(viewer.role, needs) and warehouse.current_snapshot() is None:
        notices.state("no_profile")
        return
    pages.open_page(module, viewer, lambda path: audit.refused(warehouse.engine(), viewer, path))


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
    frame.search_results(asked, units, search.people(viewer.scope, asked))


def show_only(name: str, **params: str) -> None:
    """One designed state at whatever address was opened, and nothing else."""
    frame.style()
    chosen, product = asked_for(), i18n.t("nav.product")
    listed = [st.Page(lambda: notices.state(name, **params), title=product, default=True)]
    if chosen and "/" not in chosen:
        listed.append(st.Page(lambda: notices.state(name, **params), title=product, url_path=chosen))
    st.navigation(listed, position="hidden").run()


def enter(viewer: Viewer, facts: Facts, carried: dict[str, str], zone: str | None) -> None:
    """The frame around the page of the address, for a viewer with a role or the choice of one."""
    term = run.parameter("term")
    carried |= ({"as": viewer.role} if viewer.role else {}) | ({"term": term} if term else {})
    asked_narrow = run.parameter("narrow") == "1"
    carried |= {"narrow": "1"} if asked_narrow else {}
    narrow = asked_narrow or "Mobile" in (st.context.headers.get("User-Agent") or "")
    theme = st.context.theme.type or "light"
    run.use(run.Run("", carried, theme, facts.as_of, zone or "UTC", narrow))
    frame.style()
    current = navigation(viewer, facts)
    place = current.url_path or (pages.home_path(viewer.role) if viewer.role else "")
    run.use(replace(run.now(), page=place))
    frame.sidebar(facts)
    asked = frame.header(facts)
    if asked and viewer.has_role:
        pages.guarded(lambda: found(viewer, asked), "search")
    current.run()
    frame.footer(facts)


def main() -> None:
    """One run. Whatever goes wrong before the viewer is known shows nothing."""
    # Without a title: one given here would hide those of the pages.
    st.set_page_config(page_icon=str(MARK), layout="wide", initial_sidebar_state=SIDEBAR_WIDTH)
    memory.settle()
    speak()
    try:
        mode = open_home(read_settings())
        if mode not in MODES:
            show_only("closed_mode")
            return
        viewer, home = who(mode)
        carried = speak(None if mode == "demo" else home["default_language"])
        facts = facts_of(viewer, home)
    except Exception as error:
        reference = uuid4().hex[:8]
        log.error("no viewer (%s): %s", reference, pages.where(error))
        show_only("no_identity", reference=reference)
        return
    if viewer.role is None and mode == "local":
        show_only("revoked")
        return
    enter(viewer, facts, carried, home["zone"])


main()
