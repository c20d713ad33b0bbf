"""Columns of units, majors, classes and courses: which header is the code, which the name, and what stands for either."""

from __future__ import annotations

from typing import Any

from data.staging.recognition.columns import checked
from data.staging.recognition.drafts import Draft
from data.staging.recognition.folder import Folder
from data.staging.recognition.found import Found
from data.staging.recognition.headers_of import header_of
from data.staging.recognition.plain_columns import fill_plain
from data.staging.recognition.readings import Reading
from data.staging.recognition.things import thing

KEY_OF = {"dim_org": "org", "dim_major": "major", "dim_class": "class", "dim_course": "course"}
MARKED = r"^[★☆▲△●◆■※*#]|[★☆▲△●◆■※*]$"
MARKED_NAME = r"^[★☆▲△●◆■※*#\s]*(.*?)[★☆▲△●◆■※*\s]*$"
CLASSES_BETWEEN = ";,、+＋"  # between several classes of one cell
NAMED = {f"{thing}_code": thing for thing in ("org", "major", "class", "course")}


def fill_thing(draft: Draft, column: str, folder: Folder) -> None:
    """The code of a unit, major, class or course; of the unit that teaches, where the table is about courses."""
    is_key = KEY_OF.get(draft.table) == NAMED[column]
    told = thing(draft.found, _kind(draft, column), folder.sheets)
    if told is None:
        fill_plain(draft, column)
    elif told.is_said:
        draft.columns[column] = told.raw(told.code)
        draft.note(column, *told.notes)
    elif told.join and is_key:
        draft.missing[column] = f"{told.join.other.sheet.shown} holds its codes"
    elif told.join:
        draft.columns[column] = told.code
        draft.join(told.join)
        draft.direct.add(column)
    elif is_key and column == "class_code" and (other := _list_of_each(draft.found, told.code, folder)):
        draft.missing[column] = f"{other.sheet.shown} holds its codes"
    elif is_key and column == "class_code" and (mark := _several(draft.found, told.code)):
        draft.columns[column] = told.code
        draft.direct.add(column)
        draft.split[told.code] = mark
        draft.note(column, *told.notes)
    elif column == "class_code" and draft.table == "dim_offering" and _several(draft.found, told.code):
        draft.note("", f"class_code is left out: cells under {told.code} hold several classes")
    else:
        notes = told.notes if is_key else ()  # told once, where the thing itself is filled
        draft.take(column, checked(draft.found, draft.table, column, Reading(told.code, notes)))


def _kind(draft: Draft, column: str) -> str:
    """Which thing a column of a code means on this sheet."""
    if column != "org_code":
        return NAMED[column]
    if draft.table == "dim_org":
        return "course_org" if draft.who == "course" else "org"
    of_course = draft.found.has("student_no", "course_org_code", "course_org_name")
    return "course_org" if draft.table in ("dim_course", "dim_offering") and of_course else "org"


def _several(found: Found, header: str) -> str | None:
    """The mark between several classes of one cell; None where a cell holds one."""
    texts = found.texts(header)
    shares = {mark: texts.str.contains(mark, literal=True).mean() or 0 for mark in CLASSES_BETWEEN}
    mark = max(shares, key=lambda mark: shares[mark])
    return mark if shares[mark] > 0.05 else None


def _list_of_each(found: Found, header: str, folder: Folder) -> Found | None:
    """The list of classes that has every one of the several in a cell by name, beside its code."""
    mark = _several(found, header)
    each = {part.strip() for text in found.counts(header) for part in text.split(mark)} if mark else set()
    lists = [
        one for one in folder.sheets if one is not found and one.has("class_code") and one.has("class_name")
    ]
    return next((one for one in lists if each and each <= set(one.counts(one.fields["class_name"]))), None)


def fill_name(draft: Draft, column: str, folder: Folder) -> None:
    """The name of the thing that the table is about; the code where no header names it."""
    kind = "course_org" if draft.who == "course" else KEY_OF[draft.table]
    told = thing(draft.found, kind, folder.sheets)
    if told is None:
        fill_plain(draft, column)
        return
    if told.is_said:
        draft.columns[column] = told.raw(told.name)
        return
    header = told.name
    if header == told.code and draft.told:
        header = header_of(draft, column) or header
    if header == told.code and told.code == draft.found.fields.get(f"{kind}_code"):
        draft.note(column, f"{column}: no header names it; its code under {told.code} stands for the name")
    draft.take(column, checked(draft.found, draft.table, column, Reading(_without_marks(draft, header))))


def _without_marks(draft: Draft, header: str) -> Any:
    """The name of a course without the sign that marks it in a plan: ★数控编程."""
    is_marked = draft.table == "dim_course" and draft.found.texts(header).str.contains(MARKED).any()
    return {"from": header, "part": MARKED_NAME} if is_marked else header


def fill_kind_of_unit(draft: Draft, column: str, folder: Folder) -> None:
    """What a unit is: from a header, else from how its name ends, else a college."""
    fill_plain(draft, column)
    name = draft.columns.get("name")
    if column in draft.columns or not isinstance(name, str):
        return
    found = draft.found
    kinds = {word: kind for word in found.counts(name) for kind in [_kind_by_name(word)] if kind != "college"}
    if kinds and len(kinds) <= 60:
        draft.columns[column] = {"from": name, "map": kinds, "otherwise": "empty", "default": "college"}
        draft.note(column, "org_kind: read off the ends of the names; all others are taken for colleges")


def _kind_by_name(name: str) -> str:
    if name.endswith(("学院", "系")):
        return "college"
    if name.endswith("教研室"):
        return "teaching_office"
    return "office" if name.endswith(("处", "办", "办公室", "中心", "馆", "委", "室")) else "college"
