"""Who is asking, which pages, run."""

from __future__ import annotations

import gc
import logging
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from access import audit, grants, policy
from access.viewer import Viewer, demo_people, make_viewer, own_name
from data.warehouse.home import as_of, read_setting
from settings import Settings, read_settings
from ui import charts, frame, i18n, notices, run
from ui import page as pages
from ui.frame import Facts
from views import naming, search, warehouse

MARK = Path(__file__).parent / "ui" / "static" / "mark.png"
SIDEBAR_WIDTH = 216
log = logging.getLogger("huaxiang.app")


@st.cache_resource(show_spinner=False)
def ready(directory: str, url: str, mode: str | None) -> bool:
    """Once per process and home: everything loaded that a page needs, and kept out of every later garbage collection.

    Streamlit collects all generations after each run; freezing what stays took that from 118 to 48 ms.
    """
    settings = read_settings()
    warehouse.configure(settings.home)
    pages.discover("pages")
    frame.style_html()
    charts.warm()
    for language in i18n.LANGUAGES:
        i18n.catalogue(language)
    policy.categories()
    if mode == "local":
        with warehouse.engine().begin() as connection:
            grants.first_start(connection)
    gc.collect()
    gc.freeze()
    return True


def open_home(settings: Settings) -> str:
    """The configured home, opened; returns the mode it is served in."""
    if settings.mode not in (None, "demo", "local"):
        return settings.mode
    if not warehouse.is_open(settings.home):
        warehouse.configure(settings.home)
    mode = settings.mode
    if mode is None:
        with warehouse.engine().connect() as connection:
            mode = "demo" if read_setting(connection, "kind") == "demo" else "local"
    ready(str(settings.home.directory), settings.home.shown_url, mode)
    if not warehouse.is_open(settings.home):
        warehouse.configure(settings.home)
    return mode


def who(mode: str) -> tuple[Viewer, str | None]:
    """The viewer of this run and the home's own default language; any error here shows nothing."""
    kept = st.session_state.get("role") if asked_for() else None  # the start page offers the choice again
    wanted = run.parameter("as") or kept
    with warehouse.engine().connect() as connection:
        viewer = make_viewer(
            connection,
            mode=mode,
            session=get_script_run_ctx().session_id,
            wanted=wanted,
            today=date.today(),
            as_of=as_of(connection),
        )
        default = None if mode == "demo" else read_setting(connection, "default_language")
    if viewer.role:
        st.session_state["role"] = viewer.role
    return viewer, default


def speak(default: str | None) -> dict[str, str]:
    """Set the language: chosen by hand, else the college's default, else the browser's. Returns what links carry."""
    chosen = run.parameter("lang")
    browser = "zh" if (st.context.locale or "").lower().startswith("zh") else "en"
    i18n.use(chosen if chosen in i18n.LANGUAGES else default or browser)
    return {"lang": chosen} if chosen in i18n.LANGUAGES else {}


def asked_for() -> str:
    """The page in the address, as the browser sent it; empty for the start page."""
    return (get_script_run_ctx().pages_manager.intended_page_name or "").strip("/")


def show_only(name: str, **params: str) -> None:
    """Show one designed state at whatever address was opened, and nothing else."""
    frame.style()
    chosen = asked_for()

    def draw() -> None:
        notices.state(name, **params)

    listed = [st.Page(draw, title=i18n.t("nav.product"), url_path="", default=True)]
    if chosen and "/" not in chosen:
        listed.append(st.Page(draw, title=i18n.t("nav.product"), url_path=chosen))
    st.navigation(listed, position="hidden").run()


def known_pages(viewer: Viewer) -> dict[str, str]:
    """Path and title of the pages the active role may open, for the menu."""
    found = pages.discover("pages")
    return {
        path: module.PAGE.title
        for path, module in found.items()
        if viewer.role and policy.may_open(viewer.role, module.PAGE.requires)
    }


def start(viewer: Viewer, facts: Facts) -> None:
    """The address `/`: the home of the active role; role cards where a demo reader has not chosen one."""
    if viewer.role is None:
        with warehouse.engine().connect() as connection:
            people = {role: own_name(connection, pid) or "" for role, pid in demo_people(connection).items()}
        frame.role_cards(facts, people)
        return
    module = pages.discover("pages").get(pages.home_path(viewer.role))
    if module is None:
        notices.state("not_found")
        return
    open_module(viewer, module)


def open_module(viewer: Viewer, module) -> None:
    """One page for one viewer; what needs a profile says so before the first one."""
    if module.PAGE.requires != "data" and warehouse.current_snapshot() is None:
        notices.state("no_profile")
        return
    pages.open_page(module, viewer, lambda path: audit.refused(warehouse.engine(), viewer, path))


def facts_of(viewer: Viewer) -> Facts:
    """What the frame shows."""
    snapshot = warehouse.current_snapshot()
    college = naming.college(viewer.scope, snapshot) if viewer.has_role and snapshot else None
    return Facts(
        product=i18n.t("nav.product"),
        college=college,
        as_of=snapshot.as_of if snapshot else None,
        mode=viewer.mode,
        pages=tuple(known_pages(viewer).items()),
        roles=viewer.roles,
        role=viewer.role,
        person=viewer.name,
    )


def draw(viewer: Viewer, facts: Facts, current: st.Page, chosen: str) -> None:
    """The frame around the page of the address."""
    frame.sidebar(facts)
    asked = frame.header(facts)
    if asked and viewer.has_role:
        found(viewer, asked)
    current.run()
    frame.footer(facts)


def found(viewer: Viewer, asked: str) -> None:
    """What the search finds within the scope."""
    snapshot = warehouse.current_snapshot()

    def listed() -> None:
        units = search.units(viewer.scope, snapshot, asked) if snapshot else ()
        frame.search_results(asked, units, search.people(viewer.scope, asked))

    pages.guarded(listed, "search")


def navigation(viewer: Viewer, facts: Facts) -> st.Page:
    """Every page at its address for every role: what the role may not open is refused by the page, in words."""
    product = i18n.t("nav.product")
    listed = [st.Page(lambda: start(viewer, facts), title=product, url_path="", default=True)]
    modules = pages.discover("pages")
    for path, module in modules.items():
        listed.append(
            st.Page(
                _opener(viewer, facts, module),
                title=f"{i18n.t(module.PAGE.title)} · {product}",
                url_path=path,
            )
        )
    chosen = asked_for()
    if chosen and chosen not in modules and "/" not in chosen:
        listed.append(st.Page(lambda: notices.state("not_found"), title=product, url_path=chosen))
    return st.navigation(listed, position="hidden")


def _opener(viewer: Viewer, facts: Facts, module):
    def open_it() -> None:
        if viewer.role is None:
            start(viewer, facts)
            return
        open_module(viewer, module)

    return open_it


def main() -> None:
    """One run: the mode, the viewer, the pages."""
    st.set_page_config(
        page_title="画像", page_icon=str(MARK), layout="wide", initial_sidebar_state=SIDEBAR_WIDTH
    )
    carried = speak(None)
    try:
        mode = open_home(read_settings())
        if mode not in ("demo", "local"):
            show_only("closed_mode")
            return
        viewer, default = who(mode)
        facts = facts_of(viewer)
    except Exception as error:
        reference = uuid4().hex[:8]
        log.error("no viewer (%s): %s", reference, type(error).__name__)
        show_only("no_identity", reference=reference)
        return
    carried = speak(default)
    if viewer.role is None and mode == "local":
        show_only("revoked")
        return
    enter(viewer, facts, carried)


def enter(viewer: Viewer, facts: Facts, carried: dict[str, str]) -> None:
    """Open the frame for a viewer who holds a role, or for the choice of one in a demo."""
    term = run.parameter("term")
    carried |= ({"as": viewer.role} if viewer.role else {}) | ({"term": term} if term else {})
    run.use(
        run.Run(
            carried=carried, theme=st.context.theme.type or "light", today=facts.as_of,
            zone=facts_zone(viewer),
            is_narrow="Mobile" in (st.context.headers.get("User-Agent") or ""),
        )
    )  # fmt: skip
    frame.style()
    current = navigation(viewer, facts)
    place = current.url_path or (pages.home_path(viewer.role) if viewer.role else "")
    run.use(replace(run.now(), page=place))
    draw(viewer, facts, current, place)


def facts_zone(viewer: Viewer) -> str:
    """The college's zone."""
    snapshot = warehouse.current_snapshot()
    return naming.setting(viewer.scope, snapshot, "zone", "UTC") if viewer.has_role and snapshot else "UTC"


main()
