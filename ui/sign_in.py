"""The door in mode oidc: who has signed in at this run, and the only page that others see."""

from __future__ import annotations

import logging
import time
from collections import deque
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from sqlalchemy import Engine
from streamlit.runtime.scriptrunner import get_script_run_ctx

from access import audit, provider, sign_in
from access.provider import Provider
from access.sign_in import Admitted, TurnedAway
from errors import ShownError
from ui import frame, run
from ui.html import div, esc, show, tag
from ui.i18n import t

COOKIE = "_streamlit_user"  # there, but not taken for a sign-in: forged, of another address, or of a lost key
NOTED = "sign_in_noted"
STRANGERS_PER_HOUR = (
    600  # attempts of nobody known that one process writes down; more is a flood, and the log says so
)
OTHER_ACCOUNT = ("no_claim", "no_kind", "unknown", "ambiguous", "left", "taken", "moved", "no_role")
_strangers: deque[float] = deque()
log = logging.getLogger("huaxiang.sign_in")


def provider_of(directory: str, hours: int | None) -> Provider | None:
    """Who signs people in at this home, for at most `hours`; None where this process cannot sign people in."""
    found = _read(directory) if "is_logged_in" in st.user.to_dict() else None
    return (
        replace(found, session_hours=min(hours or found.session_hours, found.session_hours))
        if found
        else None
    )


@st.cache_resource(show_spinner=False)
def _read(directory: str) -> Provider | None:
    try:
        return provider.read(Path(directory) / "keys")
    except ShownError as error:
        log.error("no sign-in: %s", error)
        return None


def enter(engine: Engine, trusted: Provider, page: str) -> Admitted | TurnedAway:
    """Who is at the door at this run; whoever is turned away is written down, once per session and reason."""
    claims = st.user.to_dict()
    if claims.get("is_logged_in"):
        found = sign_in.recognise(engine, trusted, claims, datetime.now(UTC).replace(tzinfo=None))
    else:
        found = TurnedAway("unverified" if COOKIE in st.context.cookies.to_dict() else "none")
    note(engine, found, page)
    return found


def note(engine: Engine, found: Admitted | TurnedAway, page: str) -> None:
    """Write the sign-in or the attempt into the access log; of strangers so many an hour."""
    reason = found.reason if isinstance(found, TurnedAway) else "ok"
    session = found.session or get_script_run_ctx().session_id
    noted = st.session_state.setdefault(NOTED, set())
    if (session, reason) in noted or (found.person is None and _is_flood()):
        return
    act = "refuse" if isinstance(found, TurnedAway) else "sign_in"
    audit.account(engine, act, session=session, reason=reason, page=page, person=found.person)
    noted.add((session, reason))


def _is_flood() -> bool:
    now = time.monotonic()
    while _strangers and _strangers[0] < now - 3600:
        _strangers.popleft()
    if len(_strangers) >= STRANGERS_PER_HOUR:
        log.warning(
            "more than %d sign-in attempts of strangers in an hour: not all are logged", len(_strangers)
        )
        return True
    _strangers.append(now)
    return False


def leave(engine: Engine, person: str) -> None:
    """Sign out: end this sign-in for every copy of its cookie, then let Streamlit and the provider end theirs."""
    claims = st.user.to_dict()
    if claims.get("is_logged_in"):
        sign_in.end(engine, claims, person)
    st.logout()


def page(engine: Engine, facts: frame.Facts, found: TurnedAway, trusted: Provider, known: str | None) -> None:
    """The sign-in page: college, one button, language, and the reason where somebody was turned away.

    `known` is the page of ours that the address names; the browser keeps it for after the sign-in (ui/styles/links.js).
    """
    elsewhere = _is_elsewhere(trusted)
    reason = "elsewhere" if elsewhere and found.reason in ("none", "unverified") else found.reason
    keep = run.kept_address(known)
    with st.container(key="sign_in"):
        show(div("signin", frame.brand_html(facts), _words(reason), data_keep=keep, data_reason=reason))
        if reason == "elsewhere":
            show(tag("a", esc(t("sign_in.go_there")), cls="btn", href=trusted.start + keep))
        elif found.reason in OTHER_ACCOUNT:
            if st.button(t("sign_in.other_account"), key="sign_in_other", type="primary", width="stretch"):
                leave(engine, found.person or "")
        elif st.button(t("sign_in.button"), key="sign_in_go", type="primary", width="stretch"):
            st.login()
        show(div("signfoot", div("note", esc(t("sign_in.note"))), frame.language_html()))


def _is_elsewhere(trusted: Provider) -> bool:
    """Whether the browser shows the product under another address than the one the provider sends people back to."""
    parts = urlsplit(st.context.url or trusted.redirect_uri)
    return f"{parts.scheme}://{parts.netloc}" != trusted.origin


def _words(reason: str) -> str:
    if reason == "none":
        return tag("h1", esc(t("sign_in.title"))) + tag("p", esc(t("sign_in.lead")))
    told = tag("h1", esc(t(f"sign_in.{reason}.title")))
    return told + tag("p", esc(t(f"sign_in.{reason}.body")), role="status")
