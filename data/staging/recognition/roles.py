"""Lists in which students and teachers stand together: who a row is, as a column of roles says."""

from __future__ import annotations

from data.staging.recognition.drafts import Draft
from data.staging.recognition.forms import word_forms
from data.staging.targets import target

STUDENTS = ("学生", "学员", "学习者", "student", "students", "learner")
TEACHERS = (
    "教师", "老师", "任课教师", "主讲教师", "助教", "教学团队", "teacher", "teachers", "instructor", "noneditingteacher", "ta",
)  # fmt: skip


def only_role(draft: Draft) -> None:
    """Rows of teachers are no students and the other way round; a role that nobody knows is neither."""
    header = draft.found.fields.get("person_role")
    words = _of_students(draft)
    if header is None or words is None:
        return
    counts = draft.found.counts(header)
    known = {word for word in counts if set(word_forms(word)) & {*STUDENTS, *TEACHERS}}
    meant = [word for word in counts if set(word_forms(word)) & set(words)]
    if not known:
        return
    draft.only = {header: meant}
    others = sum(count for word, count in counts.items() if word not in known)
    if others:
        draft.note("", f"{others} rows have a role under {header} that is not known; they are left out")


def _of_students(draft: Draft) -> tuple[str, ...] | None:
    """The roles that a table is about; None for tables that are about no people."""
    if draft.who in ("student", "teacher"):
        return STUDENTS if draft.who == "student" else TEACHERS
    columns = target(draft.table).columns
    if "student_no" in columns and draft.found.has("student_no"):
        return STUDENTS
    return TEACHERS if draft.table == "dim_teacher" else None
