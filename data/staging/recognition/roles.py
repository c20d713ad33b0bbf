"""Lists in which students and teachers stand together: who a row is, as a column of roles says."""

from __future__ import annotations

from data.staging.recognition.drafts import Draft
from data.staging.recognition.forms import plain, word_forms
from data.staging.recognition.vocabulary import vocabulary
from data.staging.targets import target

STUDENTS, TEACHERS = "dim_student", "dim_teacher"  # whose `rows` say the words of a role


def only_role(draft: Draft) -> None:
    """Rows of teachers are no students and the other way round; a role that nobody knows is neither."""
    header = draft.found.fields.get("person_role")
    owner = _owner(draft)
    if header is None or owner is None:
        return
    counts = draft.found.counts(header)
    known = {word for word in counts if set(word_forms(word)) & (_words(STUDENTS) | _words(TEACHERS))}
    meant = [word for word in counts if set(word_forms(word)) & _words(owner)]
    if not known:
        return
    draft.only = {header: meant}
    others = sum(count for word, count in counts.items() if word not in known)
    if others:
        draft.note("", f"{others} rows have a role under {header} that is not known; they are left out")


def _words(owner: str) -> set[str]:
    return set(map(plain, vocabulary().tables[owner].rows.words))


def _owner(draft: Draft) -> str | None:
    """The list of people that a table is about; None for tables that are about none."""
    if draft.who in ("student", "teacher"):
        return STUDENTS if draft.who == "student" else TEACHERS
    columns = target(draft.table).columns
    if "student_no" in columns and draft.found.has("student_no"):
        return STUDENTS
    return TEACHERS if draft.table == "dim_teacher" else None
