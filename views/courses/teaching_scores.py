"""Scores of a teaching class against the parallel classes of its course: rows where held, the course's bands else."""

from __future__ import annotations

from access.scope import Scope
from data.warehouse.queries import teaching_class as queries
from data.warehouse.queries import units
from views import naming, warehouse
from views.courses import spread
from views.courses.teaching_choices import class_name
from views.figures import score_spread
from views.parts import Name, SpreadRow, Spreads
from views.warehouse import Snapshot

FEWEST = 5
COURSE = Name("本课程全部教学班", "All classes of the course")


def beside(scope: Scope, snapshot: Snapshot, row: dict) -> Spreads | None:
    """This class, the parallel classes whose rows the reader holds, and the course as a whole; None without a score."""
    names = _names(scope, snapshot, row)
    found = _held(scope, snapshot, tuple(names))
    mark = _pass_mark(scope, row["offering_id"])
    own = found.pop(row["offering_id"], [])
    drawn = []
    if len(own) >= FEWEST:
        drawn.append(score_spread.row(names[row["offering_id"]], own, mark, is_own=True))
    drawn += [
        score_spread.row(names.get(key, Name(key)), scores, mark)
        for key, scores in sorted(found.items())
        if len(scores) >= FEWEST
    ]
    drawn += _whole(scope, snapshot, row) if drawn else []
    return score_spread.picture(tuple(drawn), mark)


def _held(scope: Scope, snapshot: Snapshot, offering_ids: tuple[str, ...]) -> dict[str, list[float]]:
    query = queries.scores(snapshot.snapshot_id, offering_ids)
    found: dict[str, list[float]] = {}
    for one in warehouse.read(query, scope).iter_rows(named=True):
        found.setdefault(one["offering_id"], []).append(one["score"])
    return found


def _names(scope: Scope, snapshot: Snapshot, row: dict) -> dict[str, Name]:
    known = naming.courses(scope, snapshot)
    listed = warehouse.read(queries.listed(course_codes=(row["course_code"],)), scope).to_dicts()
    same = (one for one in listed if one["term_id"] == row["term_id"])
    return {one["offering_id"]: class_name(one, known) for one in same}


def _pass_mark(scope: Scope, offering_id: str) -> float:
    rows = warehouse.read(units.offerings((offering_id,)), scope).to_dicts()
    return rows[0]["pass_mark"] if rows else score_spread.PASS_MARK


def _whole(scope: Scope, snapshot: Snapshot, row: dict) -> list[SpreadRow]:
    """First attempts of the course in the term, as far as the reader may see them; nothing where they may not."""
    ridges = spread.of_course(scope, snapshot, row["course_code"])
    same = [one for one in ridges.rows if one.term_id == row["term_id"]] if ridges else []
    return [SpreadRow(COURSE, one.bins, one.n, None, None) for one in same]
