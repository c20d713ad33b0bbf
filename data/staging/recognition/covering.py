"""Tables that several sheets may tell: units, people, courses and teaching classes, each from whoever tells them best."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from data.staging.recognition.compose import draft_of
from data.staging.recognition.drafts import Draft
from data.staging.recognition.folder import Folder
from data.staging.recognition.found import Found, is_told
from data.staging.recognition.grades import LATER
from data.staging.recognition.nowhere import is_unlike
from data.staging.recognition.people import has_both

COVERED = 0.8  # of the keys of a sheet that better ones hold already: nothing is added then
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
FACTS = ("fact_grade_attempt", "fact_session", "fact_attendance")
OF_TEACHING = ("dim_offering", "bridge_offering_teacher", "fact_enrolment")


@dataclass
class Chosen:
    """The entries of the mapping in the order in which references need them, and those that lack something."""

    drafts: list[Draft] = field(default_factory=list)
    lacking: list[Draft] = field(default_factory=list)


def shared_tables() -> list[tuple[str, str]]:
    """Tables that several sheets may tell; units last, for they are told by sheets that are taken for something else."""
    teaching = ["fact_enrolment", "dim_offering", "bridge_offering_teacher", "dim_course"]
    people = [("dim_student", ""), ("dim_person", "student"), ("dim_teacher", ""), ("dim_person", "teacher")]
    units = [("dim_class", ""), ("dim_major", ""), ("dim_org", ""), ("dim_org", "course")]
    return [*((table, "") for table in teaching), *people, *units]


def covering(
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
