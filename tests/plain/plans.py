"""Milestones of own plans once more: delivered ones, and steps made in the product once they are confirmed."""

from __future__ import annotations

from tests.plain.college import College


def milestones(college: College, kind: str) -> list[dict]:
    """Rows with the person, plan_year, due_on, done_on."""
    person = f"{kind}_pid"
    made = [
        row
        for row in college.rows("qa_plan_item")
        if row[person] is not None and row["state"] == "confirmed" and row["confirmed_on"] <= college.as_of
    ]
    return [*college.rows(f"qa_{kind}_milestone"), *made]
