"""What the enrolment itself says: load of the term, repetition, registration, preparation."""

from __future__ import annotations

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

# Ladder of school leaving certificates; an unknown word stays null.
EDUCATION = {
    "No Formal quals": 0,
    "Lower Than A Level": 1,
    "A Level or Equivalent": 2,
    "HE Qualification": 3,
    "Post Graduate Qualification": 4,
}


def plan_features(enrolments: IntoFrameT, day_zero) -> IntoFrameT:
    """What is known from the plan? One row per student x offering, in the order given.

    credits, hours, is_retake (0/1), load_credits, load_courses (the student's term), class_size (enrolled at the cut),
    registered_before (days before day zero), previous_attempts, studied_credits, education (0-4).
    """
    frame = nw.from_native(enrolments)
    education = frame["prior_education"].cast(nw.String)
    ladder = nw.new_series(
        "education", [EDUCATION.get(word) for word in education], nw.Float64, backend=frame.implementation
    )
    registered = (nw.lit(day_zero).cast(nw.Date) - nw.col("registered_on")).dt.total_minutes() / 1440
    return (
        frame.with_columns(ladder)
        .with_columns(
            is_retake=nw.when(nw.col("study_type") == "retake").then(1.0).otherwise(0.0),
            load_credits=nw.col("credits").sum().over("student_pid"),
            load_courses=nw.col("offering_id").count().over("student_pid"),
            class_size=nw.col("student_pid").count().over("offering_id"),
            registered_before=registered,
        )
        .to_native()
    )
