"""What has happened to a student, by date, and the milestones of the own growth plan."""

from __future__ import annotations

from datetime import date

from access.scope import Scope
from data.warehouse.queries import student as queries
from views import warehouse
from views.parts import Amount, Column, Sentence, State, Table
from views.people import records
from views.students.study import Study
from views.warehouse import Snapshot

EVENTS = (
    "certificate",
    "contest",
    "reward",
    "sanction",
    "internship",
)  # what stands in a timeline on its own
PASSED = ("passed", "recognised")


def of_student(head: dict, study: Study, done: tuple[dict, ...]) -> Table | None:
    """Entry, terms with their result, certificates, contests, placements, rewards: newest first; None where nothing is known."""
    events = [*_terms(study), *(_event(row) for row in done if row["kind"] in EVENTS and row["began_on"])]
    events.sort(key=lambda event: event[0], reverse=True)
    if head["entry_year"]:
        events.append((str(head["entry_year"]), Sentence("student.history_entry"), None))
    if not events:
        return None
    columns = tuple(Column(Sentence(f"student.head_{name}")) for name in ("when", "event", "detail"))
    return Table(columns, tuple((_when(when), what, detail) for when, what, detail in events))


def _when(when: str) -> Sentence | str:
    if len(when) == 10:
        return Sentence("student.history_on", {"year": when[:4], "day": date.fromisoformat(when)})
    return Sentence("student.history_year", {"year": when[:4]})


def _terms(study: Study) -> list[tuple]:
    """One event per term with a result, dated by the year it ended in."""
    made = []
    for term in sorted({row["term_id"] for row in study.rows}):
        rows = [row for row in study.rows if row["term_id"] == term]
        settled = [row for row in rows if row["result"] in (*PASSED, "failed")]
        if settled:
            passed = [row for row in settled if row["result"] in PASSED]
            params = {
                "passed": Amount(len(passed), "count"),
                "all": Amount(len(settled), "count"),
                "credits": Amount(sum(row["credits"] or 0.0 for row in passed), "credits"),
            }
            made.append((_ended(term), Sentence("figures.term", {"term": term}), Sentence("student.history_term", params)))  # fmt: skip
    return made


def _ended(term: str) -> str:
    """A sortable mark of a term's end: the first ends in January, the second in July of the second year; else the term itself."""
    parts = term.split("-")
    if len(parts) != 3:
        return term
    return f"{parts[1]}-{'01' if parts[2] == '1' else '07'}"


def _event(row: dict) -> tuple:
    return row["began_on"].isoformat(), records.what(row), records.detail(row)


def milestones(scope: Scope, snapshot: Snapshot, student_pid: str) -> Table | None:
    """Milestones of the growth plan: due, done, confirmed; one not yet due is in progress, never failed."""
    rows = warehouse.read(queries.milestones(student_pid), scope).to_dicts()
    if not rows:
        return None
    columns = tuple(Column(Sentence(f"student.head_{name}")) for name in ("milestone", "due", "state", "confirmed"))  # fmt: skip
    return Table(columns, tuple(_milestone(row, snapshot) for row in rows))


def _milestone(row: dict, snapshot: Snapshot) -> tuple:
    done = row["done_on"] is not None and row["done_on"] <= snapshot.as_of
    state = "done" if done else "open" if row["due_on"] < snapshot.as_of else "progress"
    confirmed = row["confirmed_on"]
    return row["title"], _dated(row["due_on"]), State(state), _dated(confirmed) if confirmed else None


def _dated(day: date) -> Sentence:
    return Sentence("student.history_on", {"year": str(day.year), "day": day})
