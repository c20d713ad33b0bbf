"""What an audience never sees: names and numbers of persons, and words that somebody has typed about or to a person.

One list for every page, every file that is shown around and every query there will be: `restrict` hides these columns for
a scope that hides names, wherever they stand.
"""

from __future__ import annotations

from sqlalchemy import Table

IDENTITY = ("full_name", "person_no")  # of tables that are an identity
# Typed by people, and of rows that were set aside as the source wrote them: any of it may name somebody.
TYPED = {
    "qa_intervention": ("note",),
    "qa_case_note": ("note",),
    "qa_referral": ("note",),
    "qa_meeting_page": ("note",),
    "qa_correction": ("text", "answer"),
    "qa_action": ("cause", "measure"),
    "qa_improvement": ("cause", "measure"),
    "qa_improvement_step": ("text", "archive_no"),
    "qa_swot_line": ("words",),
    "qa_plan_item": ("text", "reason", "evidence", "archive_no"),
    "qa_student_milestone": ("title",),
    "qa_teacher_milestone": ("title",),
    "sec_break_glass": ("purpose",),
    "sec_access_log": ("purpose",),
    "meta_set_aside_row": ("original",),
    "meta_row_history": ("old_row", "row_key"),
}


def hidden(table: Table) -> tuple[str, ...]:
    """Columns of a table that stay empty before an audience."""
    names = IDENTITY if table.info.get("is_identity") else TYPED.get(table.name, ())
    return tuple(name for name in names if name in table.c)
