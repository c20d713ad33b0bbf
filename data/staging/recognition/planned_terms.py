"""Plans of a programme with a column for each of its terms, filled with hours where a course is taught: 大一上, 大一下 …"""

from __future__ import annotations

import re

from data.staging.recognition.drafts import Draft

OF_STUDY = re.compile(r"^大([一二三四五])\s*([上下])(?:学期)?$")
IN_ORDER = re.compile(r"^第?\s*(?:([一二三四五六七八九十])|(\d{1,2}))\s*学期$")
NUMERALS = "一二三四五六七八九十"
FEWEST = 2  # columns of terms; one alone says nothing of the others
COLUMN = "planned_term"
KEY = ("major_code", "entry_grade", "version")


def planned_term(header: str) -> int | None:
    """Which term of the programme a header names, from 1.

    >>> planned_term("大二上"), planned_term("第5学期"), planned_term("第三学期"), planned_term("学期")
    (3, 5, 3, None)
    """
    if match := OF_STUDY.match(header.strip()):
        return 2 * NUMERALS.index(match[1]) + (1 if match[2] == "上" else 2)
    if match := IN_ORDER.match(header.strip()):
        return NUMERALS.index(match[1]) + 1 if match[1] else int(match[2])
    return None


def fill_planned_term(draft: Draft) -> None:
    """One variant for each term that has a column; a course of several terms stands with its first."""
    terms = {header: place for header in draft.found.left if (place := planned_term(header))}
    if COLUMN in draft.columns or len(terms) < FEWEST:
        return
    found = draft.found
    draft.variants = [
        {COLUMN: {"from": header, "map": dict.fromkeys(found.counts(header), place)}}
        for header, place in sorted(terms.items(), key=lambda term: term[1])
        if found.counts(header)
    ]
    draft.repeat = "first"
    draft.note(COLUMN, f"{COLUMN}: the first of the terms whose column is filled: {', '.join(terms)}")


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
