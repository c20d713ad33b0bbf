"""What a sheet says of one table: every column of it from a header, a rule of the folder, or an assumption."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from data.staging import parsing
from data.staging.recognition.columns import checked, reading
from data.staging.recognition.dates import HALVES, half_of_range
from data.staging.recognition.drafts import Draft
from data.staging.recognition.entry_days import fill_valid_from
from data.staging.recognition.forms import plain
from data.staging.recognition.found import Found, is_told
from data.staging.recognition.grades import fill_grade
from data.staging.recognition.headers_of import header_of
from data.staging.recognition.held import Held
from data.staging.recognition.offerings import OfferingRule
from data.staging.recognition.people import fill_number, fill_rows, fill_student
from data.staging.recognition.planned_terms import fill_planned_term
from data.staging.recognition.questionnaire import fill_questionnaire
from data.staging.recognition.readings import Reading
from data.staging.recognition.roles import only_role
from data.staging.recognition.said import fill_from_others, fill_said
from data.staging.recognition.teacher_cells import teachers_of
from data.staging.recognition.terms_found import TermRule
from data.staging.recognition.things import thing
from data.staging.recognition.titles import year_of_titles
from data.staging.recognition.vocabulary import vocabulary
from data.staging.targets import target

KEY_OF = {"dim_org": "org", "dim_major": "major", "dim_class": "class", "dim_course": "course"}
NAMED = {f"{thing}_code": thing for thing in ("org", "major", "class", "course")}
BOTH_DAYS = re.compile(
    r"^.*(?:起止|起讫|始末|起迄).*$|^(?:时间段|(?:实习|实践|培训|挂职|进修|学习)(?:时间|日期|期间))$"
)
YEARS_OF_TITLES = ("graduation_year", "due_year", "year", "entry_grade")
NAMES = ("family_name", "given_name")
BY_FIRST_ROW = ("dim_org", "dim_major", "dim_class", "dim_course", "dim_offering", "dim_programme")


@dataclass(frozen=True)
class Folder:
    """What is known of all sheets together."""

    sheets: list[Found]
    terms: dict[str, TermRule]
    offerings: dict[str, OfferingRule]
    first_day: date  # of the earliest term
    days: tuple[dict, ...] = ()  # of all terms, as rows of `terms:`
    held: Held = field(default_factory=Held)  # what the warehouse has already


def draft_of(table: str, found: Found, folder: Folder, who: str = "") -> Draft:
    """The draft of a table from a sheet, complete or not."""
    draft = Draft(table, found, who, told=is_told(found, table))
    only_role(draft)
    fill_rows(draft)
    for column in target(table).columns:
        _fill(draft, column, folder)
    fill_from_others(draft, [one.sheet for one in folder.sheets])
    fill_questionnaire(draft, folder.offerings.get(found.name))
    if table == "fact_grade_attempt":
        fill_grade(draft)
    if table == "bridge_programme_course":
        fill_planned_term(draft)
    _finish(draft)
    for column in draft.required:
        made = ({"result"} if draft.grade is not None else set()) | {
            name for one in draft.variants for name in one
        }
        if column not in draft.columns and column not in made:
            needed = vocabulary().tables[table].needs.get(column)
            draft.missing.setdefault(column, needed or "no header of it is known")
    return draft


def _fill(draft: Draft, column: str, folder: Folder) -> None:
    special: Callable | None = SPECIAL.get((draft.table, column)) or SPECIAL.get(("", column))
    if special:
        special(draft, column, folder)
    elif draft.who == "course" and column != "org_code":
        return
    elif column in NAMED:
        _thing(draft, column, folder)
    else:
        _plain(draft, column)
    words = vocabulary().tables[draft.table]
    if column not in draft.columns and column in words.said:
        fill_said(draft, column)
    if column not in draft.columns and column in words.assumed:
        draft.columns[column] = {"const": words.assumed[column]}
        if column != "pass_mark":  # the home's setting, told at the head of the mapping
            draft.note(column, f"{column}: no header says it; {words.assumed[column]} is assumed")
    elif column not in draft.columns and column == words.numbered and not draft.found.sheet.is_pattern:
        draft.columns[column] = {"row_number": True}
        draft.note(
            column, f"{column}: no header says it; the place of the row stands for it, in this one file only"
        )


def _plain(draft: Draft, column: str) -> None:
    header = header_of(draft, column)
    if header:
        _take(draft, column, reading(draft.found, draft.table, column, header))
        instead = vocabulary().tables[draft.table].instead.get(column, ())
        if column in draft.columns and plain(header) in map(plain, instead):
            draft.note(column, f"{column}: no header names it; {header} stands for it")
    if header and column == "degree" and "学历" in header and "学位" not in header:
        draft.note(column, f"degree: the education under {header} stands for the degree")
    elif column in HALVES and draft.told:
        both = [one for one in draft.found.left if BOTH_DAYS.match(plain(one))]
        _take(draft, column, half_of_range(draft.found, column, both[0]) if both else Reading())
    elif column in YEARS_OF_TITLES and draft.told:
        _year_of_title(draft, column)


def _year_of_title(draft: Draft, column: str) -> None:
    if year := year_of_titles(draft.found.sheet.titles):
        draft.columns[column] = {"const": year}
        draft.note(column, f"{column}: {year} is read from a title or name")


def _take(draft: Draft, column: str, made: Reading) -> None:
    draft.note(column if made.rule is not None else "", *made.notes)
    if made.rule is not None:
        draft.columns[column] = made.rule
        draft.direct.add(column)


def _thing(draft: Draft, column: str, folder: Folder) -> None:
    """The code of a unit, major, class or course; of the unit that teaches, where the table is about courses."""
    is_key = KEY_OF.get(draft.table) == NAMED[column]
    told = thing(draft.found, _kind(draft, column), folder.sheets)
    if told is None:
        _plain(draft, column)
    elif told.is_said:
        draft.columns[column] = told.raw(told.code)
        draft.note(column, *told.notes)
    elif told.join and is_key:
        draft.missing[column] = f"{told.join.other.sheet.shown} holds its codes"
    elif told.join:
        draft.columns[column] = told.code
        draft.join(told.join)
        draft.direct.add(column)
    elif is_key and column == "class_code" and (mark := _several(draft.found, told.code)):
        draft.columns[column] = told.code
        draft.direct.add(column)
        draft.split[told.code] = mark
        draft.note(column, *told.notes)
    elif column == "class_code" and draft.table == "dim_offering" and _several(draft.found, told.code):
        draft.note("", f"class_code is left out: cells under {told.code} hold several classes")
    else:
        notes = told.notes if is_key else ()  # told once, where the thing itself is filled
        _take(draft, column, checked(draft.found, draft.table, column, Reading(told.code, notes)))


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
    shares = {mark: texts.str.contains(mark, literal=True).mean() or 0 for mark in ";,、"}
    mark = max(shares, key=lambda mark: shares[mark])
    return mark if shares[mark] > 0.05 else None


def _name(draft: Draft, column: str, folder: Folder) -> None:
    """The name of the thing that the table is about; the code where no header names it."""
    kind = "course_org" if draft.who == "course" else KEY_OF[draft.table]
    told = thing(draft.found, kind, folder.sheets)
    if told is None:
        _plain(draft, column)
        return
    if told.is_said:
        draft.columns[column] = told.raw(told.name)
        return
    header = told.name
    if header == told.code and draft.told:
        header = header_of(draft, column) or header
    if header == told.code and told.code == draft.found.fields.get(f"{kind}_code"):
        draft.note(column, f"{column}: no header names it; its code under {told.code} stands for the name")
    _take(draft, column, checked(draft.found, draft.table, column, Reading(header)))


def _term(draft: Draft, column: str, folder: Folder) -> None:
    rule = folder.terms[draft.found.name]
    if rule.raw is None:
        draft.missing[column] = "; ".join(note.removeprefix("term_id: ") for note in rule.notes)
        return
    draft.columns[column] = rule.raw
    draft.note(column, *rule.notes)
    if rule.is_column:
        draft.direct.add(column)


def _offering(draft: Draft, column: str, folder: Folder) -> None:
    rule = folder.offerings.get(draft.found.name)
    if rule is None or rule.raw is None:
        draft.missing[column] = (
            "the file speaks of no course and no teaching class; write its number, e.g. offering_no: {const: JXB01}"
        )
        return
    if draft.table == "dim_offering" and rule.joins and "offering_no" in rule.joins[0].other.fields:
        draft.missing[column] = f"{rule.joins[0].other.sheet.shown} holds the teaching classes"
        return
    draft.columns[column] = rule.raw
    draft.direct.add(column)
    draft.note(column, *rule.notes)
    for join in rule.joins:
        draft.join(join)


def _kind_of_unit(draft: Draft, column: str, folder: Folder) -> None:
    """What a unit is: from a header, else from how its name ends, else a college."""
    _plain(draft, column)
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


def _staff(draft: Draft, column: str, folder: Folder) -> None:
    """Staff numbers; several in one cell become several rows."""
    header = header_of(draft, column)
    if header is None:
        return
    _number_of_staff(draft, column, header)


def _number_of_staff(draft: Draft, column: str, header: str) -> None:
    """The numbers under a header of teachers, one row for each; of a list with names, the part that is the number."""
    draft.direct.add(column)
    if several := teachers_of(draft.found.texts(header)):
        draft.columns[column] = {"from": header, "part": several.number}
        draft.split[header] = several.mark
        return
    fill_number(draft, column, header)


def _student(draft: Draft, column: str, folder: Folder) -> None:
    fill_student(draft, folder.sheets)


def _person_kind(draft: Draft, column: str, folder: Folder) -> None:
    draft.columns[column] = {"const": draft.who}


def _person_no(draft: Draft, column: str, folder: Folder) -> None:
    owner = Draft("dim_student" if draft.who == "student" else "dim_teacher", draft.found)
    owner.told = is_told(draft.found, owner.table)
    header = header_of(owner, "student_no" if draft.who == "student" else "staff_no")
    if header is None:
        draft.missing[column] = "no header of a number"
        return
    if draft.who == "teacher":
        _number_of_staff(draft, column, header)
        return
    fill_number(draft, column, header)


def _full_name(draft: Draft, column: str, folder: Folder) -> None:
    header = draft.found.fields.get(f"{draft.who}_name")
    if not header and draft.found.has("family_name") and draft.found.has("given_name"):
        draft.columns[column] = {"from": [draft.found.fields[name] for name in NAMES], "join": " "}
    if header and header in draft.split and (several := teachers_of(draft.found.texts(header))):
        draft.columns[column] = {"from": header, "part": several.name}
        draft.direct.add(column)
    elif header and not draft.split:
        _take(draft, column, checked(draft.found, draft.table, column, Reading(header)))


def _valid_from(draft: Draft, column: str, folder: Folder) -> None:
    fill_valid_from(draft, folder.first_day)


def _status(draft: Draft, column: str, folder: Folder) -> None:
    """The status of a session's student; where the teacher has corrected it, the correction."""
    _plain(draft, column)
    rule, header = draft.columns.get(column), draft.found.fields.get("attendance_correction")
    made = reading(draft.found, draft.table, column, header) if header else Reading()
    if not isinstance(rule, dict) or not isinstance(made.rule, dict) or "map" not in rule or made.notes:
        return
    both = {"from": [header, rule["from"]], "first_filled": True, "map": {**rule["map"], **made.rule["map"]}}
    draft.columns[column] = both


def _is_void(draft: Draft, column: str, folder: Folder) -> None:
    """作废 as it stands, 是否有效 the other way round; a word that is neither sets its row aside."""
    _plain(draft, column)
    header = draft.found.fields.get("is_valid")
    if column in draft.columns or header is None:
        return
    words = draft.found.counts(header)
    said = {word: word.lower() not in parsing.WORDS_TRUE for word in words if _is_yes_or_no(word)}
    if said:
        draft.columns[column] = {"from": header, "map": said}
        draft.direct.add(column)


def _is_yes_or_no(word: str) -> bool:
    return word.lower() in (*parsing.WORDS_TRUE, *parsing.WORDS_FALSE)


def _nothing(draft: Draft, column: str, folder: Folder) -> None:
    """The target's own default holds."""


def _finish(draft: Draft) -> None:
    """What repeated keys mean, and when the source knew."""
    if draft.table in BY_FIRST_ROW or draft.table in ("dim_person", "dim_student", "dim_teacher"):
        draft.repeat = "first"
    if draft.table in ("bridge_offering_teacher", "fact_enrolment"):
        draft.repeat = "first"
    if draft.table == "dim_offering":
        _only_class_of_one(draft)
    if draft.table.startswith("fact_") and draft.found.has("recorded_at"):
        header = draft.found.fields["recorded_at"]
        if header not in {raw for raw in draft.columns.values() if isinstance(raw, str)}:
            draft.recorded_at = header


def _only_class_of_one(draft: Draft) -> None:
    """A number that stands beside several classes, as a course alone does, says no class."""
    if "class_code" not in draft.columns or draft.rule is None:
        return
    rows = draft.staged.rows.select("term_id", "offering_no", "class_code").drop_nulls().unique()
    if rows.height > rows.select("term_id", "offering_no").unique().height:
        del draft.columns["class_code"]
        draft.notes.pop("class_code", None)
        draft.note("", "class_code is left out: one number of a teaching class stands beside several classes")
    draft.forget()


SPECIAL: dict[tuple[str, str], Callable[[Draft, str, Folder], None]] = {
    ("", "term_id"): _term,
    ("", "offering_no"): _offering,
    ("", "staff_no"): _staff,
    ("", "student_no"): _student,
    **{(table, "name"): _name for table in KEY_OF},
    **{(table, "valid_from"): _nothing for table in KEY_OF},
    ("dim_org", "org_kind"): _kind_of_unit,
    ("fact_grade_attempt", "is_void"): _is_void,
    ("fact_attendance", "status"): _status,
    ("dim_person", "kind"): _person_kind,
    ("dim_person", "person_no"): _person_no,
    ("dim_person", "full_name"): _full_name,
    ("dim_student", "valid_from"): _valid_from,
    ("dim_teacher", "valid_from"): _valid_from,
}
