"""Header cells as people write them and as mappings name them: one normal form for both, and the row they stand in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

SEARCHED_ROWS = 20  # titles above a header take at most a handful of rows in the exports seen


def normal_header(text: object) -> str:
    """The form in which headers are compared: half width, no inner line breaks or double blanks, lower case.

    >>> normal_header(" 课程（一）\\n 名称")
    '课程(一) 名称'
    """
    return shown_header(text).lower()


def shown_header(text: object) -> str:
    """A header as a person reads it: the normal form with its own capitals.

    >>> shown_header("大学英语Ⅰ\n"), normal_header("大学英语Ⅰ\n")
    ('大学英语I', '大学英语i')
    """
    plain = unicodedata.normalize("NFKC", "" if text is None else str(text)).replace("\ufeff", "")
    return re.sub(r"\s+", " ", plain).strip()


def given_headers(given: Sequence[str], width: int) -> list[str]:
    """Names for the columns of a table without a header: those given, 列1, 列2 … for the rest.

    >>> given_headers(["学号", ""], 3)
    ['学号', '列2', '列3']
    """
    named = [*given, *([""] * (width - len(given)))]
    return [name or f"列{number}" for number, name in enumerate(named, start=1)]


def shown_headers(cells: Sequence[object]) -> dict[str, str]:
    """Column -> its header as a person reads it, where that differs from the column's name in more than a number."""
    names = unique_headers(cells)
    shown = {}
    for name, cell in zip(names, cells, strict=True):
        plain = shown_header(cell)
        if plain and plain != plain.lower():
            shown[name] = plain + name.removeprefix(plain.lower())
    return shown


def header_position(rows: Sequence[Sequence[object]], wanted: Collection[str]) -> int | None:
    """Which of the first rows is the header: the one with the most wanted names; None where no row has any."""
    names = {normal_header(name) for name in wanted}
    found = [len(names & {normal_header(cell) for cell in row}) for row in rows[:SEARCHED_ROWS]]
    best = max(found, default=0)
    return found.index(best) if best else None


def unique_headers(cells: Sequence[object]) -> list[str]:
    """Normal forms without repeats: a blank becomes column_3, a second 成绩 becomes 成绩_2."""
    seen: dict[str, int] = {}
    names = []
    for number, cell in enumerate(cells, start=1):
        name = normal_header(cell) or f"column_{number}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return names
