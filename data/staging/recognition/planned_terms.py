"""Plans of a programme with a column for each of its terms, filled with hours where a course is taught: 大一上, 大一下 …"""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.staging.recognition.drafts import Draft
from data.staging.recognition.forms import REMARK

OF_STUDY = re.compile(r"^大([一二三四五])\s*([上下])(?:学期)?$")
IN_ORDER = re.compile(r"^第?\s*(?:([一二三四五六七八九十])|(\d{1,2}))\s*学期$")
BARE = re.compile(r"^第?\s*(?:([一二三四五六七八九十])|([ⅠⅡⅢⅣⅤⅥⅦⅧ])|(\d{1,2}))$")
NUMERALS = "一二三四五六七八九十"
ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧ"
FEWEST = 2  # columns of terms; one alone says nothing of the others
FEWEST_BARE = (
    4  # of headers that are numerals and nothing more, from the first on: 一 二 三 四 under 各学期周学时
)
CORE_SIGN = re.compile(r"([★☆▲△●◆■※*#])\W{0,3}(?:为|是|号?表示|代表|标记)?[^,，;；。]{0,6}核心")
COLUMN = "planned_term"
KEY = ("major_code", "entry_grade", "version")


def planned_term(header: str) -> int | None:
    """Which term of the programme a header names, from 1.

    >>> planned_term("大二上"), planned_term("第5学期"), planned_term("第三学期"), planned_term("学期")
    (3, 5, 3, None)
    """
    header = REMARK.sub("", header)
    if match := OF_STUDY.match(header.strip()):
        return 2 * NUMERALS.index(match[1]) + (1 if match[2] == "上" else 2)
    if match := IN_ORDER.match(header.strip()):
        return NUMERALS.index(match[1]) + 1 if match[1] else int(match[2])
    return None


def columns_of_terms(headers: Sequence[str]) -> dict[str, int]:
    """Every header that names a term of the programme, with its place; bare numerals only where they count on from one.

    >>> columns_of_terms(["学分", "一", "二", "三", "四"]), columns_of_terms(["一", "三"])
    ({'一': 1, '二': 2, '三': 3, '四': 4}, {})
    """
    told = {header: place for header in headers if (place := planned_term(header))}
    bare = {header: place for header in headers if (place := _bare_numeral(header))}
    counts_on = sorted(bare.values()) == list(range(1, len(bare) + 1))
    return told or (bare if counts_on and len(bare) >= FEWEST_BARE else {})


def _bare_numeral(header: str) -> int | None:
    match = BARE.match(REMARK.sub("", header).strip())
    if not match:
        return None
    word, roman, figure = match.groups()
    return NUMERALS.index(word) + 1 if word else ROMAN.index(roman) + 1 if roman else int(figure)


def fill_planned_term(draft: Draft) -> None:
    """One variant for each term that has a column; a course of several terms stands with its first."""
    of_terms = columns_of_terms(draft.found.sheet.headers)
    terms = {header: place for header, place in of_terms.items() if header in draft.found.left}
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
