"""Which header of a sheet fills a column of a table."""

from __future__ import annotations

from data.staging.recognition.drafts import Draft
from data.staging.recognition.forms import header_forms
from data.staging.recognition.vocabulary import vocabulary

COMPOSED = (
    "dim_person", "dim_student", "dim_teacher", "dim_org", "dim_major", "dim_class", "dim_course", "dim_offering",
    "bridge_offering_teacher", "fact_enrolment", "fact_grade_attempt", "fact_session", "fact_attendance",
)  # fmt: skip


def header_of(draft: Draft, column: str) -> str | None:
    """The header that fills a column: one that only this table has, a known field, a word of this table."""
    found, words = draft.found, vocabulary()
    own = words.own[draft.table]
    pool = found.left if draft.table in COMPOSED else found.sheet.headers
    pool = [header for header in pool if header not in found.empty and header not in found.never]
    fitting = sorted(
        (
            (place, form in words.telling[draft.table], header)
            for header in pool
            for place, form in enumerate(header_forms(header))
            if own.get(form) == column
        ),
        key=lambda fit: fit[0],
    )
    telling = next((header for _, is_telling, header in fitting if is_telling), None)
    fields = words.tables[draft.table].from_.get(column, (column,))
    known = next((found.fields[name] for name in fields if name in found.fields), None)
    return telling or known or (fitting[0][2] if fitting and draft.told else None)
