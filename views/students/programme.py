"""Credits of a student against the programme, term by term, and how scores and credits have gone."""

from __future__ import annotations

from dataclasses import dataclass

from access.scope import Scope
from data.warehouse.queries import student as queries
from views import warehouse
from views.parts import Amount, Column, Path, PathPoint, Paths, Sentence, State, Table
from views.students.study import Study, term_score
from views.warehouse import Snapshot

PASSED = ("passed", "recognised")
HEADS = ("planned_term", "planned", "earned", "missing", "state")
PASS_MARK = 60.0


@dataclass(frozen=True)
class PlannedTerm:
    """One term of the programme: credits planned in it, of these earned, and where the student is."""

    number: int
    term_id: str
    planned: float
    earned: float
    state: str  # past | now | ahead

    @property
    def missing(self) -> float:
        return max(self.planned - self.earned, 0.0)


def terms(scope: Scope, snapshot: Snapshot, head: dict, study: Study) -> tuple[PlannedTerm, ...]:
    """The programme's terms with what is earned of their courses; empty where no programme is registered."""
    if head["entry_year"] is None or head["major_code"] is None:
        return ()
    versions = warehouse.read(queries.programmes(head["major_code"], head["entry_year"]), scope).to_dicts()
    if not versions:
        return ()
    courses = warehouse.read(queries.planned_courses(versions[0]["programme_id"]), scope).to_dicts()
    passed = {row["course_code"] for row in study.rows if row["result"] in PASSED}
    numbers = sorted({row["planned_term"] for row in courses if row["planned_term"]})
    return tuple(_term(number, courses, passed, head, snapshot) for number in numbers)


def _term(number: int, courses: list[dict], passed: set[str], head: dict, snapshot: Snapshot) -> PlannedTerm:
    rows = [row for row in courses if row["planned_term"] == number]
    term_id = term_of(head["entry_year"], number)
    now = snapshot.term_id or ""
    state = "now" if term_id == now else "past" if term_id < now else "ahead"
    return PlannedTerm(
        number,
        term_id,
        planned=sum(row["credits"] or 0.0 for row in rows),
        earned=sum(row["credits"] or 0.0 for row in rows if row["course_code"] in passed),
        state=state,
    )


def term_of(entry_year: int, number: int) -> str:
    """The term a programme counts as its n-th: of 2024 the third is 2025-2026-1."""
    start = entry_year + (number - 1) // 2
    return f"{start}-{start + 1}-{2 - number % 2}"


def table(found: tuple[PlannedTerm, ...]) -> Table | None:
    """Term by term: planned, earned, still missing; a term to come is never called short."""
    if not found:
        return None
    columns = tuple(Column(Sentence(f"student.head_{head}"), "right" if head in HEADS[1:4] else "left") for head in HEADS)  # fmt: skip
    return Table(columns, tuple(_row(one) for one in found), Sentence("student.programme_note"))


def _row(one: PlannedTerm) -> tuple:
    return (
        Sentence("student.planned_term", {"number": str(one.number), "term": one.term_id}),
        Amount(one.planned, "credits"),
        Amount(one.earned, "credits"),
        Amount(one.missing, "credits") if one.state == "past" else None,
        _state(one),
    )


def _state(one: PlannedTerm) -> State | Sentence:
    if one.missing <= 0 and one.planned > 0:
        return State("done")
    return {"past": State("open"), "now": State("progress")}.get(one.state) or Sentence("student.term_ahead")


def paths(found: tuple[PlannedTerm, ...], study: Study) -> Paths | None:
    """Weighted score per closed term against the pass mark, and credits earned against the programme; None below two terms."""
    drawn = tuple(path for path in (_scores(study), _credits(found)) if path and len(path.points) > 1)
    if not drawn:
        return None
    names = tuple(path.title for path in drawn)
    return Paths(drawn, Sentence("student.paths_alt", {"names": names}))


def _scores(study: Study) -> Path | None:
    points = []
    for term in sorted({row["term_id"] for row in study.rows}):
        mean = term_score([row for row in study.rows if row["term_id"] == term])
        if mean is not None:
            points.append(PathPoint(term, mean, line=PASS_MARK))
    if not points:
        return None
    return Path(Sentence("student.path_score"), tuple(points), "score", Sentence("student.path_score_line"))


def _credits(found: tuple[PlannedTerm, ...]) -> Path | None:
    planned = earned = 0.0
    points = []
    for one in found:
        if one.state != "past":
            break
        planned, earned = planned + one.planned, earned + one.earned
        points.append(PathPoint(one.term_id, earned, line=planned))
    if not points:
        return None
    return Path(
        Sentence("student.path_credits"), tuple(points), "credits", Sentence("student.path_credits_line")
    )
