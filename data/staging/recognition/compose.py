"""What a sheet says of one table: every column of it from a header, a rule of the folder, or an assumption."""

from __future__ import annotations

from collections.abc import Callable

from data.staging import parsing
from data.staging.recognition.columns import reading
from data.staging.recognition.days_of_terms import fill_day_of_term
from data.staging.recognition.drafts import Draft
from data.staging.recognition.folder import Folder
from data.staging.recognition.found import Found, is_told
from data.staging.recognition.grades import fill_grade
from data.staging.recognition.meeting_of_day import periods_of_day
from data.staging.recognition.people import fill_rows
from data.staging.recognition.person_columns import (
    fill_first_day,
    fill_full_name,
    fill_person_kind,
    fill_person_no,
    fill_staff,
    fill_student_no,
)
from data.staging.recognition.plain_columns import fill_plain, fill_study_type
from data.staging.recognition.planned_terms import fill_core, fill_planned_term
from data.staging.recognition.questionnaire import fill_questionnaire
from data.staging.recognition.readings import Reading
from data.staging.recognition.roles import only_role
from data.staging.recognition.said import fill_from_others, fill_said
from data.staging.recognition.thing_columns import KEY_OF, NAMED, fill_kind_of_unit, fill_name, fill_thing
from data.staging.recognition.vocabulary import vocabulary
from data.staging.targets import target

BY_FIRST_ROW = ("dim_org", "dim_major", "dim_class", "dim_course", "dim_offering", "dim_programme")


def draft_of(table: str, found: Found, folder: Folder, who: str = "") -> Draft:
    """The draft of a table from a sheet, complete or not."""
    draft = Draft(table, found, who, told=is_told(found, table))
    only_role(draft)
    fill_rows(draft)
    for column in target(table).columns:
        _fill(draft, column, folder)
    fill_from_others(draft, [one.sheet for one in folder.sheets])
    fill_day_of_term(draft, folder)
    fill_questionnaire(draft, folder.offerings.get(found.name))
    if table == "fact_grade_attempt":
        fill_grade(draft)
    if table == "fact_attendance" and (header := periods_of_day(found, draft.joins)):
        draft.columns["periods"] = header
    if table == "bridge_programme_course":
        fill_planned_term(draft)
        fill_core(draft)
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
        fill_thing(draft, column, folder)
    else:
        fill_plain(draft, column)
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
    if draft.table == "dim_offering" and rule.joins and "offering_no" in rule.joins[-1].other.fields:
        draft.missing[column] = f"{rule.joins[-1].other.sheet.shown} holds the teaching classes"
        return
    draft.columns[column] = rule.raw
    draft.direct.add(column)
    draft.note(column, *rule.notes)
    for join in rule.joins:
        draft.join(join)


def _status(draft: Draft, column: str, folder: Folder) -> None:
    """The status of a session's student; where the teacher has corrected it, the correction."""
    fill_plain(draft, column)
    rule, header = draft.columns.get(column), draft.found.fields.get("attendance_correction")
    made = reading(draft.found, draft.table, column, header) if header else Reading()
    if not isinstance(rule, dict) or not isinstance(made.rule, dict) or "map" not in rule or made.notes:
        return
    both = {"from": [header, rule["from"]], "first_filled": True, "map": {**rule["map"], **made.rule["map"]}}
    draft.columns[column] = both


def _is_void(draft: Draft, column: str, folder: Folder) -> None:
    """作废 as it stands, 是否有效 the other way round; a word that is neither sets its row aside."""
    fill_plain(draft, column)
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
    ("", "staff_no"): fill_staff,
    ("", "student_no"): fill_student_no,
    **{(table, "name"): fill_name for table in KEY_OF},
    **{(table, "valid_from"): _nothing for table in KEY_OF},
    ("dim_org", "org_kind"): fill_kind_of_unit,
    ("fact_enrolment", "study_type"): fill_study_type,
    ("fact_grade_attempt", "is_void"): _is_void,
    ("fact_attendance", "status"): _status,
    ("dim_person", "kind"): fill_person_kind,
    ("dim_person", "person_no"): fill_person_no,
    ("dim_person", "full_name"): fill_full_name,
    ("dim_student", "valid_from"): fill_first_day,
    ("dim_teacher", "valid_from"): fill_first_day,
}
