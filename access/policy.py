"""Roles, pages and the access matrix as loaded data: asked by scope, menus and tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from errors import ShownError

HERE = Path(__file__).parent
LETTERS = "NSMAB"
KINDS = (
    "all", "org", "major", "class", "course", "offering", "teacher", "student", "team", "consent", "case", "actor",
    "visitor", "addressed", "technical",
)  # fmt: skip


@dataclass(frozen=True)
class Grant:
    """One letter of a cell, the kinds of scope that limit its rows, and the condition under which it holds."""

    letter: str
    kinds: tuple[str, ...] = ()
    condition: str | None = None


@dataclass(frozen=True)
class Cell:
    """What one role may read of one category."""

    grants: tuple[Grant, ...] = ()
    individual: bool = True

    @property
    def rows(self) -> tuple[Grant, ...]:
        """The grants that give rows about persons or units; aggregates are not among them."""
        return tuple(grant for grant in self.grants if grant.letter != "A")

    @property
    def letters(self) -> frozenset[str]:
        """The letters of the cell, without their kinds."""
        return frozenset(grant.letter for grant in self.grants)

    @property
    def gives_aggregates(self) -> bool:
        """Whether figures about groups may be known."""
        return any(grant.letter == "A" for grant in self.grants)

    @property
    def gives_rows(self) -> bool:
        return bool(self.rows) or (self.gives_aggregates and not self.individual)

    @property
    def opens_on_request(self) -> bool:
        """Whether a request of purpose and time (break-glass) may open one person's rows."""
        return any(grant.letter == "B" for grant in self.grants)


NOTHING = Cell()


@cache
def roles() -> dict[str, dict]:
    """All roles of roles.yaml by id."""
    return yaml.safe_load((HERE / "roles.yaml").read_text(encoding="utf-8"))["roles"]


@cache
def _role_lists(part: str) -> dict[str, tuple[str, ...]]:
    listed = yaml.safe_load((HERE / "roles.yaml").read_text(encoding="utf-8"))[part]
    return {page: tuple(names) for page, names in listed.items()}


def pages() -> dict[str, tuple[str, ...]]:
    """Page id -> roles that may open it."""
    return _role_lists("pages")


def exports() -> dict[str, tuple[str, ...]]:
    """Page id -> roles that may take its tables away as a file: a right apart from the right to view."""
    return _role_lists("exports")


@cache
def _matrix() -> dict[str, dict]:
    return yaml.safe_load((HERE / "matrix.yaml").read_text(encoding="utf-8"))["categories"]


@cache
def categories() -> dict[str, dict[str, Cell]]:
    """Category -> role -> cell, from matrix.yaml; raises ShownError where a cell says what is not known."""
    return {
        name: {
            role: parsed_cell(text, entry["individual"], f"{name}.cells.{role}")
            for role, text in entry["cells"].items()
        }
        for name, entry in _matrix().items()
    }


def parsed_cell(text: str, individual: bool, place: str = "") -> Cell:
    """A cell as written: 'A, N:org@alert, B:student'; '-' is nothing."""
    parts = [part.strip() for part in str(text).split(",")]
    return Cell(tuple(_grant(part, place) for part in parts if part != "-"), individual)


def _grant(text: str, place: str) -> Grant:
    head, _, condition = text.partition("@")
    letter, _, kinds = head.partition(":")
    found = tuple(kinds.split("+")) if kinds else ()
    if letter not in LETTERS or len(letter) != 1 or set(found) - set(KINDS) or (letter == "A") != (not found):
        raise ShownError(
            "reading the access matrix", file="access/matrix.yaml", column=place, found=repr(text),
            expected=f"a letter of {LETTERS} with kinds of scope ({', '.join(KINDS)}); A without, or -",
        )  # fmt: skip
    return Grant(letter, found, condition or None)


def cell(role: str, category: str) -> Cell:
    """What `role` may read of `category`; anything not written in the matrix is nothing."""
    return categories().get(category, {}).get(role, NOTHING)


def is_sensitive(category: str) -> bool:
    """Whether figures of this category need the larger smallest group (health, cards, fairness)."""
    return bool(_matrix().get(category, {"sensitive": True}).get("sensitive", False))


def needs_reported_group(category: str) -> bool:
    """Whether the group that is reported, and not only the group it is of, must be large enough."""
    return bool(_matrix().get(category, {}).get("reported", False))


def document(category: str) -> str | None:
    """The row of F.2 that the category is; None for parts of the product that follow from one."""
    return _matrix().get(category, {}).get("document")


def objection(category: str) -> str | None:
    """The topic of objection that takes a person out of this category for every reader; None where there is none."""
    return _matrix().get(category, {}).get("objection")


def may_open(role: str | None, page: str) -> bool:
    """Whether the role may open the page; unknown pages are closed."""
    return role is not None and role in pages().get(page, ())


def may_export(role: str | None, page: str) -> bool:
    """Whether the role may take tables of the page away as a file; needs the right to open the page."""
    return may_open(role, page) and role in exports().get(page, ())
