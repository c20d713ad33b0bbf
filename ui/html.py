"""The one place where HTML is put together: every value that is not a constant of ours passes `esc`."""

from __future__ import annotations

import html as _html
from urllib.parse import quote

import streamlit as st


def esc(value: object) -> str:
    """Text made safe for HTML, in content and in quoted attributes; null becomes nothing."""
    return "" if value is None else _html.escape(str(value), quote=True)


def tag(name: str, content: str = "", /, **attributes: object) -> str:
    """One element around content that is HTML already; attributes are escaped, `cls` is class, null ones left out.

    >>> tag("b", "x", cls='a"b', title=None)
    '<b class="a&quot;b">x</b>'
    """
    given = {("class" if key == "cls" else key.replace("_", "-")): value for key, value in attributes.items()}
    text = "".join(f' {key}="{esc(value)}"' for key, value in given.items() if value is not None)
    return f"<{name}{text}>{content}</{name}>"


def div(cls: str, *content: str, **attributes: object) -> str:
    """A division of class `cls` around parts that are HTML already."""
    return tag("div", "".join(content), cls=cls, **attributes)


def span(cls: str, *content: str, **attributes: object) -> str:
    """A span of class `cls` around parts that are HTML already."""
    return tag("span", "".join(content), cls=cls, **attributes)


def percent(value: float) -> str:
    """A position on a scale as CSS: 0.5 gives '50.00%'; kept inside the scale."""
    return f"{min(max(value, 0.0), 1.0) * 100:.2f}%"


def svg_mask(svg: str) -> str:
    """A drawing as a CSS mask: `st.html` removes SVG elements, and a mask takes its colour from the theme."""
    return f'url("data:image/svg+xml,{quote(svg)}")'


def show(*parts: str, width: str = "stretch") -> None:
    """Put HTML on the page as one element."""
    st.html("".join(parts), width=width)
