"""Plans of a programme with a column for each of its terms, filled with hours where a course is taught: 大一上, 大一下 …"""

from __future__ import annotations

import re
from typing import Any

from data.staging.recognition.drafts import Draft
from data.staging.recognition.term_columns import columns_of_terms

FEWEST = 2  # columns of terms; one alone says nothing of the others
CORE_SIGN = re.compile(r"([★☆▲△●◆■※*#])\W{0,3}(?:为|是|号?表示|代表|标记)?[^,，;；。]{0,6}核心")
NO_HOURS = re.compile(r"^(?:0+(?:\.0+)?|[-—–/]+)$")
COLUMN = "planned_term"
KEY = ("major_code", "entry_grade", "version")


def fill_planned_term(draft: Draft) -> None:
    """One variant for each term that has a column; a course of several terms stands with its first."""
    of_terms = columns_of_terms(draft.found.sheet.headers)
    terms = {header: place for header, place in of_terms.items() if header in draft.found.left}
    if COLUMN in draft.columns or len(terms) < FEWEST:
        return
    found = draft.found
    draft.variants = [
        {COLUMN: rule}
        for header, place in sorted(terms.items(), key=lambda term: term[1])
        if (rule := _taught(list(found.counts(header)), header, place))
    ]
    draft.repeat = "first"
    draft.note(COLUMN, f"{COLUMN}: the first of the terms whose column is filled: {', '.join(terms)}")


def _taught(words: list[str], header: str, place: int) -> dict[str, Any] | None:
    """The place of the term where its column is filled; 0 hours are none."""
    filled = [word for word in words if not NO_HOURS.match(word)]
    rule = {"from": header, "map": dict.fromkeys(filled, place)}
    return (rule if filled == words else {**rule, "otherwise": "empty"}) if filled else None


def declared_programme(draft: Draft) -> list[Draft]:
    """The programme of a plan whose title says major and year, and its major where the title names that too."""
    given = {name: draft.columns.get(name) for name in KEY}
    if draft.table != "bridge_programme_course" or draft.missing:
        return []
    if not all(isinstance(raw, dict) and "const" in raw for raw in given.values()):
        return []
    key = {name: raw["const"] for name, raw in given.items()}
    programme, major = Draft("dim_programme", draft.found), Draft("dim_major", draft.found)
    programme.rows = [key]
    if name := draft.found.said.get("major_name"):
        major.rows = [{"major_code": key["major_code"], "name": name}]
    return [one for one in (major, programme) if one.rows]


def fill_core(draft: Draft) -> None:
    """★ before the name of a course, where a line of the sheet says that it marks the core courses."""
    header = draft.found.fields.get("course_name")
    lines = [*draft.found.sheet.titles, *(line for _, _, line in draft.found.sheet.file.broken)]
    sign = next((match[1] for line in lines if (match := CORE_SIGN.search(line))), None)
    if "is_core" in draft.columns or not header or sign is None:
        return
    if not draft.found.texts(header).str.contains(sign, literal=True).any():
        return
    draft.columns["is_core"] = {
        "from": header,
        "part": f"({sign})",
        "map": {sign: True},
        "otherwise": "empty",
        "default": False,
    }


def without_listed(drafts: list[Draft]) -> list[Draft]:
    """The drafts without majors that plans declare by their titles where a list of majors has them."""
    listed = {key for draft in drafts if draft.table == "dim_major" and not draft.rows for key in draft.keys}
    return [one for one in drafts if not (one.table == "dim_major" and one.rows and one.keys <= listed)]
