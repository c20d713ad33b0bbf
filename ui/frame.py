"""The frame around every page: style, header bar, sidebar with menu and identity, footer. Always in the same place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from ui import filters, notices, parts, run, text
from ui import format as formats
from ui.html import div, esc, show, span, tag
from ui.i18n import LANGUAGES, language, t
from ui.page import home_path, role_name
from ui.tokens import root_css
from views.parts import Sentence

STYLES = Path(__file__).with_name("styles")
# The menu: groups and the pages in them, in this order; only pages that exist and the role may open are drawn.
MENU = (
    (None, ("worklist",)),
    (
        "portraits",
        ("school", "department", "team", "major", "course", "teaching_class", "class", "teacher", "student"),
    ),
    ("operations", ("warning_centre", "cases", "warning_rules", "model")),
    ("improvement", ("tasks", "standards")),
    ("reporting", ("meeting",)),
    ("administration", ("data", "requests", "my_data", "access", "grants", "access_log", "settings")),
)


@dataclass(frozen=True)
class Facts:
    """What the frame shows besides the page: gathered by app.py, which may ask the views."""

    product: str
    college: Any = None
    as_of: date | None = None
    mode: str = "local"
    pages: tuple[tuple[str, str], ...] = ()  # (path, title key) the role may open
    roles: tuple[str, ...] = ()  # roles the reader may switch to
    role: str | None = None
    person: str | None = None
    standard: str | None = None
    definitions: str | None = None
    term: str | None = None
    week: int | None = None


@cache
def style_html() -> str:
    """Tokens, style sheets and the script of links, as one block that browsers keep."""
    sheets = "".join(file.read_text(encoding="utf-8") for file in sorted(STYLES.glob("*.css")))
    script = "".join(file.read_text(encoding="utf-8") for file in sorted(STYLES.glob("*.js")))
    return f"<style>{root_css()}{sheets}</style><script>{script}</script>"


def style() -> None:
    """Put style and script on the page, both constants of ours; behind st.navigation, which would take back the script's way."""
    st.html(style_html(), unsafe_allow_javascript=True)


def only(draw: Callable[[], None], asked: str) -> None:
    """Draw one thing at whatever address was opened (`asked`), and nothing else: neither menu nor page."""
    product = t("nav.product")
    listed = [st.Page(lambda: draw(), title=product, default=True)]
    if asked and "/" not in asked:
        listed.append(st.Page(lambda: draw(), title=product, url_path=asked))
    current = st.navigation(listed, position="hidden")
    style()
    current.run()


def header(facts: Facts) -> str | None:
    """Draw the header bar; returns what was typed into the search box."""
    place = f"{run.now().page}_{run.parameter('id') or ''}"  # a new place starts with an empty box
    with st.container(key="top_bar", horizontal=True, vertical_alignment="center", gap="small"):
        if facts.mode == "demo":
            show(span("badge", esc(t("ui.demo_badge"))), width="content")
        asked = st.text_input(
            t("ui.search.label"), key=f"search_{place}", placeholder=t("ui.search.placeholder"),
            label_visibility="collapsed", icon=":material/search:", max_chars=60, autocomplete="off",
        )  # fmt: skip
        show(div("tright", _as_of(facts), language_html()), width="stretch")
    return (asked or "").strip() or None


def _as_of(facts: Facts) -> str:
    if not facts.as_of:
        return ""
    return span("asof", esc(t("ui.as_of")) + " ", tag("b", esc(formats.as_of(facts.as_of)), cls="ink"))


def language_html() -> str:
    """The switch of languages, for this page."""
    switch = [
        tag(
            "a", esc(t(f"ui.language.{code}")), cls="on" if code == language() else None, data_in="1",
            href=filters.here(lang=code), lang=code, aria_current="true" if code == language() else None,
        )
        for code in LANGUAGES
    ]  # fmt: skip
    return tag("nav", "".join(switch), cls="lang", aria_label=t("ui.language.label"))


def sidebar(facts: Facts) -> bool:
    """Draw the sidebar: mark, names, menu, identity, the switch of roles; returns whether the reader asks to sign out."""
    with st.sidebar:
        show(div("sidebar", brand_html(facts), menu_html(facts), identity_html(facts)))
        return facts.mode == "oidc" and st.button(t("sign_in.sign_out"), key="sign_out")


def brand_html(facts: Facts) -> str:
    """Mark, product and college."""
    names = div(
        "bn", tag("b", esc(facts.product)), span("", text.html(facts.college) if facts.college else "")
    )
    return div("brand", span("mark", tag("i"), aria_hidden="true"), names)


def menu_html(facts: Facts) -> str:
    """The menu: groups of pages that the role may open."""
    titles = dict(facts.pages)
    groups = []
    for group, paths in MENU:
        known = [path for path in paths if path in titles]
        if not known:
            continue
        label = div("mg", esc(t(f"nav.group.{group}"))) if group else ""
        groups.append(label + "".join(_entry(path, titles[path]) for path in known))
    return tag("nav", "".join(groups), cls="menu", aria_label=t("nav.label"))


def _entry(path: str, title: str) -> str:
    here = path == run.now().page
    return tag(
        "a", esc(t(title)), href=run.href(path), data_in="1", cls="here" if here else None,
        aria_current="page" if here else None,
    )  # fmt: skip


def identity_html(facts: Facts) -> str:
    """Who is reading: role, name, and the roles one may switch to."""
    if facts.role is None:
        return ""
    lines = [span("il", esc(t("ui.identity"))), tag("b", esc(role_name(facts.role)))]
    if facts.person:
        lines.append(tag("b", esc(facts.person)))
    others = [role for role in facts.roles if role != facts.role]
    switch = _role_switch(others) if others else ""
    return div("ident", *lines, switch)


def _role_switch(roles: list[str]) -> str:
    """Links to the home of each other role; role cards are the start page's."""
    links = "".join(
        tag("a", esc(role_name(role)), data_in="1", href=run.href(home_path(role), **{"as": role}))
        for role in roles
    )
    body = div("pt", esc(t("ui.switch_role_title"))) + div("roles", links)
    return parts.popover(
        "roles", esc(t("ui.switch_role")), body, title=t("ui.switch_role_title"), cls="why sw"
    )


def role_cards(facts: Facts, people: dict[str, str]) -> None:
    """The start page of a demo: a card per role, each a person whose page has something to show."""
    cards = [
        tag(
            "a",
            div("rcn", tag("b", esc(role_name(role))), span("", esc(people.get(role, ""))))
            + div("rca", esc(t(f"access.asks.{role}"))),
            cls="rcard", data_in="1", href=run.href(home_path(role), **{"as": role}),
        )
        for role in facts.roles
    ]  # fmt: skip
    head = div("stitle", tag("h1", esc(t("access.cards.title")))) + div(
        "finding", tag("p", esc(t("access.cards.lead")))
    )
    show(head, div("rcards", *cards), div("note", esc(t("access.cards.note"))))


def through_eyes(viewer: Any) -> None:
    """The band above every page while an administrator looks through another person's eyes, with its end."""
    params = {"role": role_name(viewer.role), "number": viewer.eyes.number or ""}
    words = text.html(Sentence("access.looking", params))
    kept = {key: value for key, value in run.now().carried.items() if key not in run.EYES}
    end = tag("a", esc(t("access.looking_end")), cls="btn", data_in="1", href=run.address("access", kept))
    show(div("eyes", tag("p", words), end, role="status"))


def search_results(asked: str, units: tuple[Any, ...], people: tuple[Any, ...]) -> None:
    """What was found within the scope; the designed state where nothing was."""
    if not units and not people:
        notices.state("nothing_found", asked=asked)
        return
    lines = "".join(
        tag("li", text.link(one) + span("sub", esc(t(f"nav.kind.{one.page}")))) for one in (*people, *units)
    )
    show(div("found", tag("b", esc(t("ui.search.title", asked=asked))), tag("ul", lines)))


def footer(facts: Facts) -> None:
    """Draw the footer: versions at the left, as-of and the demo's nature at the right."""
    left = [t("ui.footer.range")]
    if facts.standard:
        left.insert(0, t("ui.footer.standard", version=facts.standard))
    if facts.definitions:
        left.insert(1, t("ui.footer.definitions", version=facts.definitions))
    right = [t("ui.footer.as_of", day=f"{facts.as_of:%Y-%m-%d}")] if facts.as_of else []
    if facts.mode == "demo":
        right.append(t("ui.footer.demo"))
    show(tag("footer", _facts_line(left) + _facts_line(right), cls="foot"))


def _facts_line(words: list[str]) -> str:
    return div("fline", *(span("f", esc(word)) for word in words))
