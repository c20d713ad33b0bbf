"""Roles, pages and the access matrix as loaded data: asked by scope, menus and tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Cell:
    """What one role may read of one category: a letter and the kinds of scope that limit the rows."""

    letter: str
    kinds: tuple[str, ...] = ()
    individual: bool = True

    @property
    def gives_rows(self) -> bool:
        return self.letter in "NMS" or (self.letter == "A" and not self.individual)


NOTHING = Cell("-")


@cache
def roles() -> dict[str, dict]:
    """All roles of roles.yaml by id."""
    return yaml.safe_load((HERE / "roles.yaml").read_text(encoding="utf-8"))["roles"]


@cache
def pages() -> dict[str, tuple[str, ...]]:
    """Page id -> roles that may open it."""
    listed = yaml.safe_load((HERE / "roles.yaml").read_text(encoding="utf-8"))["pages"]
    return {page: tuple(names) for page, names in listed.items()}


@cache
def categories() -> dict[str, dict[str, Cell]]:
    """Category -> role -> cell, from matrix.yaml."""
    body = yaml.safe_load((HERE / "matrix.yaml").read_text(encoding="utf-8"))["categories"]
    return {
        name: {role: _cell(text, entry["individual"]) for role, text in entry["cells"].items()}
        for name, entry in body.items()
    }


def _cell(text: str, individual: bool) -> Cell:
    letter, _, kinds = str(text).partition(":")
    return Cell(letter, tuple(kinds.split("+")) if kinds else (), individual)


def cell(role: str, category: str) -> Cell:
    """What `role` may read of `category`; anything not written in the matrix is nothing."""
    return categories().get(category, {}).get(role, NOTHING)


def may_open(role: str | None, page: str) -> bool:
    """Whether the role may open the page; unknown pages are closed."""
    return role is not None and role in pages().get(page, ())
