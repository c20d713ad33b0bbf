"""What holds for one run of the script: the page, what its links carry on, the theme, the college's today and zone."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

import streamlit as st

CARRIED = ("as", "lang", "term")  # query parameters that links take along


@dataclass(frozen=True)
class Run:
    """Set once per run by the frame; drawing functions read it instead of being handed six arguments."""

    page: str = ""
    carried: dict[str, str] = field(default_factory=dict)
    theme: str = "light"
    today: date | None = None
    zone: str = "UTC"
    is_narrow: bool = False  # a phone or a narrow window: charts put their words above instead of beside


_run: ContextVar[Run] = ContextVar("run", default=Run())  # noqa: B039 - frozen


def use(run: Run) -> None:
    """Set the values of this run."""
    _run.set(run)


def now() -> Run:
    """The values of this run."""
    return _run.get()


def theme() -> str:
    """light or dark, as the browser shows the page; read when a chart is drawn."""
    return now().theme


def href(page: str, **query: str | None) -> str:
    """A relative address of a page that keeps role, language and term; works as a plain link and without a reload."""
    given = {**now().carried, **{key: value for key, value in query.items() if value is not None}}
    address = page or "./"
    return f"{address}?{urlencode(given)}" if given else address


def parameter(name: str) -> str | None:
    """One query parameter of the address; None where it is absent or empty."""
    return st.query_params.get(name) or None
