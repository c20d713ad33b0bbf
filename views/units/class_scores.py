"""How the scores of a class spread, course by course of one term: for those who hold the students' records."""

from __future__ import annotations

from access.scope import Scope
from data.warehouse.queries import class_unit as queries
from views import choices, naming, warehouse
from views.figures import score_spread
from views.parts import Link, Name, Spreads
from views.warehouse import Snapshot

FEWEST = 5  # scores that make a spread


def of_class(
    scope: Scope, snapshot: Snapshot, class_code: str, term_id: str | None
) -> tuple[Spreads | None, str | None]:
    """Spread of scores by course in the term asked for where it has scores, else the newest that has; and that term."""
    rows = warehouse.read(queries.results(snapshot.snapshot_id, class_code), scope).to_dicts()
    scored = [row for row in rows if row["score"] is not None]
    terms = sorted({row["term_id"] for row in scored})
    if not terms:
        return None, None
    term = term_id if term_id in terms else terms[-1]
    groups: dict[str, list[dict]] = {}
    for row in scored:
        if row["term_id"] == term:
            groups.setdefault(row["course_code"], []).append(row)
    open_to_reader = (
        {one.key for one in choices.courses(scope, snapshot)} if choices.opens(scope, "course") else set()
    )
    known = naming.courses(scope, snapshot)
    drawn = tuple(
        score_spread.row(_name(code, found, known, open_to_reader), [row["score"] for row in found])
        for code, found in sorted(groups.items())
        if len(found) >= FEWEST
    )
    return score_spread.picture(drawn), term


def _name(code: str, rows: list[dict], known: dict, open_to_reader: set[str]) -> Name | Link:
    name = known[code].name if code in known else Name(rows[0]["course_name"] or code)
    return Link("course", code, name) if code in open_to_reader else name
