"""What a page is, how pages are found, and the one place where a page is opened: right checked, errors caught."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

import streamlit as st

from access import policy
from errors import NotAllowed, ShownError
from ui import notices, run
from ui.html import esc
from ui.i18n import language, t

log = logging.getLogger("huaxiang.page")


@dataclass(frozen=True)
class Page:
    """The constant PAGE of a page file: its address, the key of its title, the page of access/roles.yaml it needs."""

    path: str
    title: str
    requires: str


@cache
def discover(package: str) -> dict[str, ModuleType]:
    """Modules of `<package>/<section>/<page>.py` that declare PAGE, by their path; imported once per process."""
    root = Path(importlib.import_module(package).__file__).parent
    found: dict[str, ModuleType] = {}
    for file in sorted(root.glob("*/*.py")):
        if file.stem.startswith("_"):
            continue
        module = importlib.import_module(f"{package}.{file.parent.name}.{file.stem}")
        if hasattr(module, "PAGE"):
            found[module.PAGE.path] = module
    return found


def open_page(module: ModuleType, viewer: Any, refused: Callable[[str], None]) -> None:
    """Draw a page for a viewer who may open it; the designed refusal otherwise, which is logged through `refused`."""
    page = module.PAGE
    if not policy.may_open(viewer.role, page.requires):
        refused(page.path)
        not_allowed(page, viewer)
        return
    guarded(lambda: module.render(viewer), page.path)


def guarded(draw: Callable[[], None], place: str) -> None:
    """The one error boundary: what is not ours to explain is logged without values and shown as a designed state."""
    try:
        draw()
    except NotAllowed:
        log.warning("page %s refused rows outside the scope", place)
        notices.state("out_of_scope")
    except ShownError as error:
        log.warning("page %s: %s", place, type(error).__name__)
        notices.state("shown_error", message=str(error))
    except Exception as error:
        reference = uuid4().hex[:8]
        log.error("page %s failed (%s): %s", place, reference, where(error))
        notices.state("broken", reference=reference)


def where(error: Exception) -> str:
    """Kind and place of an error: the message may hold a person's values and stays out of the log."""
    steps, trace = [], error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        steps.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return f"{type(error).__name__} at {' < '.join(reversed(steps[-6:]))}"


def not_allowed(page: Page, viewer: Any) -> None:
    """Which roles may see the page, and where the reader's own pages are; never a number of HTTP."""
    allowed = [role_name(role) for role in policy.pages().get(page.requires, ())]
    notices.state(
        "not_allowed",
        links=switch_links(page, viewer) + home_link(viewer.role),
        page=t(page.title),
        role=role_name(viewer.role),
        roles=t("ui.join").join(allowed),
    )


def switch_links(page: Page, viewer: Any, fits: Callable[[str], bool] = bool) -> str:
    """The same page in the first of the reader's other roles that may open it and `fits`; in a demo every role is everybody's."""
    others = (role for role in viewer.roles if role != viewer.role)
    able = [role for role in others if policy.may_open(role, page.requires) and fits(role)]
    return "".join(
        f'<a class="btn" data-in="1" href="{esc(run.href(page.path, **{"as": role}))}">'
        f"{esc(t('ui.switch_to', role=role_name(role)))}</a>"
        for role in able[:1]
    )


def role_links(viewer: Any, page: str | None) -> str:
    """The page in every role of the reader that may open it, else the home of each."""
    able = [role for role in viewer.roles if page and policy.may_open(role, page)]
    return "".join(
        f'<a class="btn" data-in="1" href="{esc(run.href(page if able else home_path(role), **{"as": role}))}">'
        f"{esc(t('ui.switch_to', role=role_name(role)))}</a>"
        for role in able or viewer.roles
    )


def role_name(role: str) -> str:
    """The role in words, from access/roles.yaml."""
    return policy.roles()[role]["name_zh" if language() == "zh" else "name_en"]


def home_path(role: str | None) -> str:
    """The page a role lands on; the school where its own home may not be opened."""
    home = policy.roles().get(role or "", {}).get("home", "school")
    return home if policy.may_open(role, home) else "school"


def home_link(role: str | None) -> str:
    """A link to the page the role lands on."""
    return f'<a class="btn" data-in="1" href="{esc(run.href(home_path(role)))}">{esc(t("ui.go_home"))}</a>'


def rerun() -> None:
    """Run the page again after a write."""
    st.rerun()
