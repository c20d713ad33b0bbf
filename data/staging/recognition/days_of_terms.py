"""Days of what is told by the term alone: hours of labour recognised for 2023-2024学年第一学期."""

from __future__ import annotations

from data.staging.columns import Calendar
from data.staging.recognition.drafts import Draft
from data.staging.recognition.folder import Folder

DAYS = {"fact_second_classroom": "held_on", "fact_social_practice": "from_on"}  # what may be told by the term


def fill_day_of_term(draft: Draft, folder: Folder) -> None:
    """The first day of the row's term where no header tells the day; nothing where the file tells no term either."""
    column, rule = DAYS.get(draft.table), folder.terms.get(draft.found.name)
    if column is None or column in draft.columns or not draft.told or rule is None or not rule.terms:
        return
    first = {day["term_id"]: day["first_monday"] for day in folder.days}
    if rule.is_column:
        draft.calendar = Calendar(day_zero=first)
        draft.columns[column] = {**rule.raw, "parse": "term_start"}
        draft.direct.add(column)
    else:
        if rule.raw["const"] not in first:
            return
        draft.columns[column] = {"const": first[rule.raw["const"]].isoformat()}
        draft.note(column, *rule.notes)
    draft.note(column, f"{column}: no header says the day; the first day of the term stands for it")
