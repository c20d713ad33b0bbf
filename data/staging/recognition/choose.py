"""Which sheet fills which table: every file of facts its own, units, people and courses from whoever tells them best."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from data.staging.counting import WEEKS
from data.staging.recognition.attendance_grid import grid_drafts
from data.staging.recognition.compose import draft_of
from data.staging.recognition.covering import (
    ABOUT_STUDENTS,
    FACTS,
    OF_TEACHING,
    SEEDS,
    Chosen,
    covering,
    shared_tables,
)
from data.staging.recognition.drafts import Draft
from data.staging.recognition.folder import Folder
from data.staging.recognition.forms import named_forms, plain
from data.staging.recognition.found import Found, is_told
from data.staging.recognition.headers_of import COMPOSED
from data.staging.recognition.log_drafts import log_drafts
from data.staging.recognition.nowhere import is_unlike
from data.staging.recognition.numbering import number_apart
from data.staging.recognition.people import has_students, is_of_teachers
from data.staging.recognition.planned_terms import declared_programme, without_listed
from data.staging.recognition.quiz_grid import quiz_drafts
from data.staging.recognition.sheets import glob_free
from data.staging.recognition.task_grid import task_drafts
from data.staging.recognition.vocabulary import vocabulary
from data.staging.recognition.wide import wide_drafts
from data.staging.targets import read_targets

FEWEST_TELLING = 2  # headers of one table alone, where few of its required columns are there
FEWEST_ABOUT = 3  # of what only lists of students say, beside names and numbers that stand there once each
OF_NUMBERS = ("fact_admission",)  # counts of a whole college: a list of persons is none
BOTH = (
    ("dim_programme", "bridge_programme_course"),
    ("dim_textbook", "fact_textbook_adoption"),
)  # one file often tells both
ORDER = (
    "dim_school", "dim_org", "dim_major", "dim_class", "dim_person", "dim_student", "dim_teacher", "dim_course",
    "dim_programme", "bridge_programme_course", "dim_offering", "bridge_offering_teacher", "fact_enrolment",
    "fact_session", "dim_task", "fact_grade_attempt",
)  # fmt: skip


def chosen(folder: Folder) -> Chosen:
    """Every table of every sheet, without what a better sheet says already."""
    result = Chosen()
    logs = [draft for one in folder.sheets if one.log for draft in _of_log(one, folder)]
    folder = replace(folder, sheets=[one for one in folder.sheets if not one.log])
    facts = [draft for found in folder.sheets for draft in _own_tables(found, folder)]
    complete = {draft.found.name for draft in facts if not draft.missing}
    composed = [
        draft for found in folder.sheets for draft in _facts(found, folder, is_other=found.name in complete)
    ]
    others = {draft.found.name for draft in facts if draft.missing == {} or not _is_roster(draft.found)}
    gridded = [
        draft for one in folder.sheets if one.name not in complete for draft in grid_drafts(one, folder)
    ]
    gridded += [
        draft
        for one in folder.sheets
        if one.name not in complete
        for draft in (*task_drafts(one, folder), *quiz_drafts(one, folder))
    ]
    of_days = {draft.found.name for draft in gridded}
    for draft in gridded:
        draft.found.is_grid = True
    composed = [draft for draft in composed if draft.found.name not in of_days] + gridded
    facts = [draft for draft in facts if draft.found.name not in of_days]
    others |= of_days
    composed += [draft for one in folder.sheets if one.name not in others for draft in _wide(one, folder)]
    composed = [draft for draft in composed if not is_unlike(draft.found, draft.table)]
    for draft in (*logs, *facts, *composed):
        (result.lacking if draft.missing or draft.rule is None else result.drafts).append(draft)
    bearing = {draft.found.name for draft in result.drafts}
    teaching = {draft.found.name for draft in result.drafts if "offering_no" in draft.columns}
    for table, who in shared_tables():
        taken = covering(table, who, folder, teaching if table in OF_TEACHING else bearing, others, result)
        result.drafts += taken
        bearing |= {draft.found.name for draft in taken}
        teaching |= {draft.found.name for draft in taken if "offering_no" in draft.columns}
    read = {draft.found.name for draft in result.drafts if draft.rows or draft.headers()}
    result.drafts = [draft for draft in result.drafts if draft.found.name in read]  # a title alone is no list
    number_apart(result.drafts)
    result.drafts = sorted(without_listed(result.drafts), key=_place)
    result.lacking = [draft for draft in result.lacking if _is_worth_telling(draft)]
    return result


def _of_log(found: Found, folder: Folder) -> list[Draft]:
    """Lessons with practice are known where the files or the warehouse have them; then doors are put to lessons."""
    others = [one for one in folder.sheets if not one.log]
    taught = any(one.has("course_type") for one in others)
    lessons = any(SEEDS["fact_session"](one) and one.has("periods") for one in others)
    return log_drafts(found, others, has_practice=folder.held.has_practice or (taught and lessons))


def _own_tables(found: Found, folder: Folder) -> list[Draft]:
    """Tables that only files of their own kind fill; of several that fit alike, those with the most columns."""
    drafts = []
    for table in vocabulary().tables:
        if table in (*COMPOSED, "dim_term", WEEKS) or (table in OF_NUMBERS and found.has("student_no")):
            continue
        draft = draft_of(table, found, folder)
        if draft.told and _is_seen(draft) and not is_of_teachers(draft):
            drafts.append(draft)
    if any(_named(Draft(table, found)) for table in vocabulary().tables if table.startswith("fact_")):
        # a sheet named 科研项目 is none of trainings, whatever its projects still lack
        drafts = [draft for draft in drafts if _named(draft) or _telling(draft)]
    drafts.sort(key=lambda draft: (len(draft.missing), -_named(draft), -_telling(draft), -len(draft.direct)))
    pairs = ([draft for draft in drafts if draft.table in both and not draft.missing] for both in BOTH)
    taken = next((pair for pair in pairs if len(pair) > 1), drafts[:1])
    return [*taken, *(one for draft in taken if len(taken) == 1 for one in declared_programme(draft))]


def _named(draft: Draft) -> int:
    """Whether the name of the sheet (2) or of its file (1) speaks of the table."""
    sheet, signs = draft.found.sheet, [plain(sign) for sign in vocabulary().tables[draft.table].names]
    places = ((2, sheet.sheet or ""), (1, Path(glob_free(sheet.path)).name))
    return next((rank for rank, name in places if any(sign in plain(name) for sign in signs)), 0)


def _is_roster(found: Found) -> bool:
    """Whether a sheet that cannot fill its own table is a list of students all the same: 毕业生名册."""
    about = [name for name in ABOUT_STUDENTS if found.has(name)]
    is_whole = found.has("student_name") and found.has("student_no") and len(about) >= FEWEST_ABOUT
    is_whole = is_whole and found.texts(found.fields["student_no"]).is_unique().all()
    is_list = (is_told(found, "dim_student") and len(about) > 1) or is_whole
    return found.has("student_no") and (is_list or (found.has("student_name") and has_students(found)))


def _is_seen(draft: Draft) -> bool:
    """At least half of the required columns come from headers, or several headers that only this table has."""
    required = set(draft.required)
    seen = required & (draft.direct | _said(draft))
    is_half = len(seen) >= len(required - {"term_id", "offering_no"}) / 2
    return len(draft.direct) >= 2 and (is_half or (bool(seen) and _telling(draft) >= FEWEST_TELLING))


def _said(draft: Draft) -> set[str]:
    """Columns that a title fills: 2023级机电一体化技术专业 above a plan."""
    assumed = vocabulary().tables[draft.table].assumed
    return {
        name
        for name, raw in draft.columns.items()
        if draft.told and isinstance(raw, dict) and "const" in raw and name not in assumed
    }


def _telling(draft: Draft) -> int:
    """How many of the headers it reads no other table has."""
    forms = {form for header in draft.headers() for form in named_forms(header)}
    return len(forms & vocabulary().telling[draft.table])


def _facts(found: Found, folder: Folder, *, is_other: bool) -> list[Draft]:
    """Grades, sessions and attendance; of a file that another table knows as its own only where its name says so too."""
    tables = [table for table in FACTS if SEEDS[table](found) and (not is_other or is_told(found, table))]
    tables = [table for table in tables if not _is_something_else(found, table)]
    return [draft_of(table, found, folder) for table in tables]


def _is_something_else(found: Found, table: str) -> bool:
    """Whether a header says that the file is of another kind: 任务点完成数 stands in no register of grades."""
    signs = {plain(sign) for sign in vocabulary().tables[table].unless}
    header = next((one for one in found.sheet.headers if signs & set(named_forms(one))), None)
    told = f"no {table} is read from this file: {header} says that its scores are no grades of a course"
    if header and told not in found.held:
        found.held.append(told)
    return header is not None


def _wide(found: Found, folder: Folder) -> list[Draft]:
    """A column per course, where the columns are courses: 肺活量 and 50米跑 are none."""
    drafts = wide_drafts(found, folder)
    return [] if drafts and _is_something_else(found, "fact_grade_attempt") else drafts


def _place(draft: Draft) -> tuple[int, int]:
    every = [*ORDER, *(name for name in read_targets().targets if name not in ORDER)]
    return every.index(draft.table), int(draft.who == "teacher")


def _is_worth_telling(draft: Draft) -> bool:
    """A table that lacks one column is worth a line; not one whose file another table fills."""
    is_far = draft.table in OF_TEACHING and {"term_id", "offering_no"} <= set(draft.missing)
    return not is_far and not any("holds" in why for why in draft.missing.values())
