"""Which sheet fills which table: every file of facts its own, units, people and courses from whoever tells them best."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from data.staging.counting import WEEKS
from data.staging.recognition.attendance_grid import grid_drafts
from data.staging.recognition.compose import draft_of
from data.staging.recognition.drafts import Draft
from data.staging.recognition.folder import Folder
from data.staging.recognition.forms import named_forms, plain
from data.staging.recognition.found import Found, is_told
from data.staging.recognition.grades import LATER
from data.staging.recognition.headers_of import COMPOSED
from data.staging.recognition.log_drafts import log_drafts
from data.staging.recognition.nowhere import is_unlike
from data.staging.recognition.numbering import number_apart
from data.staging.recognition.people import has_both, has_students, is_of_teachers
from data.staging.recognition.planned_terms import declared_programme, without_listed
from data.staging.recognition.quiz_grid import quiz_drafts
from data.staging.recognition.sheets import glob_free
from data.staging.recognition.task_grid import task_drafts
from data.staging.recognition.vocabulary import vocabulary
from data.staging.recognition.wide import wide_drafts
from data.staging.targets import read_targets

COVERED = 0.8  # of the keys of a sheet that better ones hold already: nothing is added then
FEWEST_TELLING = 2  # headers of one table alone, where few of its required columns are there
FEWEST_ABOUT = 3  # of what only lists of students say, beside names and numbers that stand there once each
PEOPLE_COVERED = 0.5  # a list of people is trusted earlier: others are more often wrong than new
FINER = (  # what a row may speak of, and the fields that show it
    ("class", ("class_code", "class_name")),
    ("student", ("student_no",)),
    ("teacher", ("staff_no", "teacher_name")),
    ("course", ("course_code", "course_name", "planned_term")),
    ("offering", ("offering_no", "held_on")),
    ("grade", ("grade", "process_score", "exam_score", "attendance_status")),
    ("major", ("major_code", "major_name")),
)
OWN = {  # what the rows of a table's own list may speak of; anything more, and they are derived
    "dim_org": (), "dim_major": ("major",), "dim_class": ("major", "class", "teacher"), "dim_course": ("course",),
    "dim_student": ("major", "class", "student"), "dim_teacher": ("teacher",),
    "dim_offering": ("major", "class", "teacher", "course", "offering"),
    "bridge_offering_teacher": ("major", "class", "teacher", "course", "offering"),
    "fact_enrolment": ("major", "class", "student", "teacher", "course", "offering"),
    "dim_programme": ("major", "course"),
}  # fmt: skip
OWN["dim_person"] = ()
ABOUT_STUDENTS = ("class_code", "class_name", "major_code", "major_name", "org_code", "org_name", "grade_year", "entry_year", "entry_on", "student_status")  # fmt: skip


def _teaches(found: Found) -> bool:
    return found.speaks_of("offering_no", "course_code", "course_name")


SEEDS: dict[str, Callable[[Found], bool]] = {
    "dim_org": lambda found: found.has("org_code", "org_name"),
    "dim_major": lambda found: found.has("major_code", "major_name"),
    "dim_class": lambda found: found.speaks_of("class_code", "class_name"),
    "dim_course": lambda found: found.speaks_of("course_code", "course_name"),
    "dim_org course": lambda found: found.has("course_org_code", "course_org_name"),
    "dim_person student": lambda found: found.has("student_no"),
    "dim_person teacher": lambda found: found.has("staff_no") or has_both(found),
    "dim_student": lambda found: found.has("student_no"),
    "dim_teacher": lambda found: found.has("staff_no") or has_both(found),
    "dim_offering": _teaches,
    "bridge_offering_teacher": lambda found: _teaches(found) and found.has("staff_no"),
    "fact_enrolment": lambda found: found.has("student_no") and _teaches(found),
    "fact_grade_attempt": lambda found: found.has("student_no") and (_teaches(found) or is_told(found, "fact_grade_attempt") or bool(found.sheet.columns)) and found.has("grade", "process_score", "exam_score", *LATER),
    "fact_session": lambda found: found.has("held_on") and _teaches(found) and not found.has("student_no"),
    "fact_attendance": lambda found: found.has("student_no") and (is_told(found, "fact_attendance") or (found.has("held_on") and found.has("attendance_status"))),
}  # fmt: skip
OF_NUMBERS = ("fact_admission",)  # counts of a whole college: a list of persons is none
FACTS = ("fact_grade_attempt", "fact_session", "fact_attendance")
OF_TEACHING = ("dim_offering", "bridge_offering_teacher", "fact_enrolment")
BOTH = (
    ("dim_programme", "bridge_programme_course"),
    ("dim_textbook", "fact_textbook_adoption"),
)  # one file often tells both
ORDER = (
    "dim_school", "dim_org", "dim_major", "dim_class", "dim_person", "dim_student", "dim_teacher", "dim_course",
    "dim_programme", "bridge_programme_course", "dim_offering", "bridge_offering_teacher", "fact_enrolment",
    "fact_session", "dim_task", "fact_grade_attempt",
)  # fmt: skip


@dataclass
class Chosen:
    """The entries of the mapping in the order in which references need them, and those that lack something."""

    drafts: list[Draft] = field(default_factory=list)
    lacking: list[Draft] = field(default_factory=list)


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
    for table, who in _shared_tables():
        taken = _covering(table, who, folder, teaching if table in OF_TEACHING else bearing, others, result)
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


def _shared_tables() -> list[tuple[str, str]]:
    """Tables that several sheets may tell; units last, for they are told by sheets that are taken for something else."""
    teaching = ["fact_enrolment", "dim_offering", "bridge_offering_teacher", "dim_course"]
    people = [("dim_student", ""), ("dim_person", "student"), ("dim_teacher", ""), ("dim_person", "teacher")]
    units = [("dim_class", ""), ("dim_major", ""), ("dim_org", ""), ("dim_org", "course")]
    return [*((table, "") for table in teaching), *people, *units]


def _covering(
    table: str, who: str, folder: Folder, bearing: set[str], others: set[str], result: Chosen
) -> list[Draft]:
    """The sheets that together tell (nearly) all keys of a table; in loading order the best comes last."""
    people = {draft.found.name for draft in result.drafts if draft.table == OF_PERSON.get(who)}
    sheets = _that_may_tell(table, who, folder, bearing | people, others)
    if (
        table == "dim_course"
    ):  # a title names the course of grades and lessons: 体测 above a fitness test is none
        facts = {draft.found.name for draft in result.drafts if draft.table in (*FACTS, *OF_TEACHING)}
        sheets = [one for one in sheets if one.name in facts or one.has("course_code", "course_name")]
    drafts = [draft_of(table, one, folder, who) for one in sheets]
    drafts = [draft for draft in drafts if not _is_held(draft, folder.held.of(table))]
    complete = [draft for draft in drafts if not draft.missing and draft.rule is not None]
    if not complete:
        result.lacking += drafts
    held = {key for draft in result.drafts if draft.table == table for key in draft.keys}
    taken: list[Draft] = []
    for draft in sorted(complete, key=_rank):
        new = draft.keys - held
        enough = PEOPLE_COVERED if table in PEOPLE and not _is_own_list(draft) else COVERED
        if (not draft.keys and taken) or (held and len(new) <= (1 - enough) * len(draft.keys)):
            _tell_unheld(draft, len(new), taken)
        else:
            taken.append(draft)
            held |= draft.keys
    _tell_derived(table, taken)
    return taken[::-1]


def _is_held(draft: Draft, held: frozenset[tuple]) -> bool:
    """Whether a sheet only speaks of what the warehouse has from a list of its own; a list itself is always read."""
    owner = OF_PERSON.get(draft.who, draft.table)
    is_list = not _distance(owner, draft.found) and is_told(draft.found, owner)
    if not held or is_list or (draft.rule is not None and not draft.keys):
        return False
    new = len(draft.keys - held)
    enough = PEOPLE_COVERED if draft.table in PEOPLE else COVERED
    if new > (1 - enough) * len(draft.keys):
        return False
    left = (
        f"; {new} of {len(draft.keys)} keys are not there, rows that speak of them are set aside"
        if new
        else ""
    )
    draft.found.held.append(f"{draft.table} is in the warehouse already and is not read off this file{left}")
    return True


def _that_may_tell(table: str, who: str, folder: Folder, bearing: set[str], others: set[str]) -> list[Found]:
    seed = SEEDS.get(f"{table} {who}".strip()) or SEEDS[table]
    sheets = [one for one in folder.sheets if seed(one) and not is_unlike(one, table)]
    found = [one for one in sheets if _may_tell(table, who, one, bearing, others)]
    if table == "dim_offering" and any(one.has("offering_no") for one in found):
        found = [one for one in found if one.has("offering_no") or one.name in bearing]
    return found


def _tell_derived(table: str, taken: list[Draft]) -> None:
    for draft in taken:
        if table == "fact_enrolment" and _distance(table, draft.found):
            where = draft.found.sheet.shown
            draft.note("", f"no list of enrolments: who stands in {where} is taken for enrolled")


PEOPLE = ("dim_person", "dim_student", "dim_teacher")
OF_PERSON = {"student": "dim_student", "teacher": "dim_teacher"}


def _may_tell(table: str, who: str, found: Found, bearing: set[str], others: set[str]) -> bool:
    """Whether a sheet may fill a shared table: it is a list of its own, or facts that load stand on it."""
    is_own = _distance(OF_PERSON.get(who, table), found) == 0 and found.name not in others
    if table == "dim_person":
        is_own = is_own and found.has(f"{who}_name") and is_told(found, OF_PERSON[who])
        return is_own or found.name in bearing
    if table == "dim_student":
        is_own = is_own and found.speaks_of(*ABOUT_STUDENTS)
    if table in OF_TEACHING:
        is_own = is_own or (found.name not in others and not found.has("student_no", "planned_term"))
        return is_own or found.name in bearing
    return is_own or found.name in bearing or not found.has("student_no")


def _distance(table: str, found: Found) -> int:
    """How much more than the table itself a sheet's rows speak of."""
    seen = {what for what, fields in FINER if found.has(*fields)}
    return len(seen - set(OWN[table]))


def _is_own_list(draft: Draft) -> bool:
    """Whether a sheet is a list of these people and of nothing else: 学生名单 of a class, not of a course."""
    owner = OF_PERSON.get(draft.who, draft.table)
    says_course = any(name in draft.found.said for name in ("course_code", "course_name"))
    return draft.told and not _distance(owner, draft.found) and not says_course


def _rank(draft: Draft) -> tuple:
    assumed = {one for one in draft.required if _assumed(draft, one)}
    if draft.table in ("dim_offering", "bridge_offering_teacher"):
        assumed -= {"term_id"}  # a title says the term of a whole list of teaching classes
    stands_in = len(assumed)
    repeats = round(1 - len(draft.keys) / max(1, draft.found.frame.height), 1)
    distance = _distance(OF_PERSON.get(draft.who, draft.table), draft.found)
    return (
        stands_in,
        "full_name" not in draft.columns,
        draft.found.is_grid,
        distance,
        draft.table in PEOPLE and not _is_own_list(draft),
        not draft.told,
        -len(draft.direct),
        repeats,
        -draft.found.frame.height,
    )


def _assumed(draft: Draft, column: str) -> list[str]:
    """What a column rests on; zeros that are given back to a number are no assumption of this kind."""
    return [note for note in draft.notes.get(column, []) if not note.endswith("leading zeros back")]


def _tell_unheld(draft: Draft, count: int, taken: list[Draft]) -> None:
    """Keys of a sheet that no list holds: their rows will be set aside."""
    if count and taken and draft.table in ("dim_student", "dim_teacher", "dim_course", "dim_offering"):
        taken[0].note(
            "",
            f"{count} of {len(draft.keys)} keys of {draft.found.sheet.shown} are not in this list; rows that speak of them are set aside",
        )


def _place(draft: Draft) -> tuple[int, int]:
    every = [*ORDER, *(name for name in read_targets().targets if name not in ORDER)]
    return every.index(draft.table), int(draft.who == "teacher")


def _is_worth_telling(draft: Draft) -> bool:
    """A table that lacks one column is worth a line; not one whose file another table fills."""
    is_far = draft.table in OF_TEACHING and {"term_id", "offering_no"} <= set(draft.missing)
    return not is_far and not any("holds" in why for why in draft.missing.values())
