"""The place of a course among those judged by the same standard, as a range, and from which of them nothing tells it apart."""

from __future__ import annotations

from dataclasses import dataclass

from access.scope import Scope
from data.warehouse.queries import standing as queries
from views import naming, warehouse
from views.figures.standing import Standing
from views.parts import Amount, IntervalRow, Intervals, Link, Name, Sentence
from views.warehouse import Snapshot

KIND = "course"
FEWEST = 2
NAMED = 5


@dataclass(frozen=True)
class Place:
    """The range of places in words, all courses of the standard with their likely ranges, and who is indistinguishable."""

    range: Sentence
    picture: Intervals
    same: Sentence


@warehouse.cached
def _rows(scope: Scope, snapshot: Snapshot, standard_id: str) -> tuple[dict, ...]:
    query = queries.places(snapshot.snapshot_id, KIND, standard_id)
    rows = warehouse.read(query, scope).to_dicts()
    return tuple(row for row in rows if row["score"] is not None)


def of_course(scope: Scope, snapshot: Snapshot, code: str, held: Standing | None) -> Place | None:
    """The place of one course; None without an index, or where nobody is judged by the same standard."""
    if held is None or held.is_withheld:
        return None
    rows = _rows(scope, snapshot, held.standard_id)
    own = next((row for row in rows if row["entity_id"] == code), None)
    if own is None or own["place_low"] is None or len(rows) < FEWEST:
        return None
    known = naming.courses(scope, snapshot)
    ordered = sorted(rows, key=lambda row: (-row["score"], row["entity_id"]))
    drawn = tuple(_row(row, own, known) for row in ordered)
    return Place(_range(own), _picture(drawn, held), _same(drawn))


def _range(own: dict) -> Sentence:
    params = {"low": str(own["place_low"]), "high": str(own["place_high"]), "of": str(own["place_of"])}
    return Sentence(
        "course.place_one" if own["place_low"] == own["place_high"] else "course.place_range", params
    )


def _row(row: dict, own: dict, known: dict[str, naming.Unit]) -> IntervalRow:
    is_own = row is own
    side = None if is_own else _side(row, own)
    return IntervalRow(
        link=naming.link(KIND, known, row["entity_id"]),
        value=row["score"],
        low=row["low"],
        high=row["high"],
        n=0,
        difference=side,
        word=Sentence("course.place_own" if is_own else f"course.place_{side}"),
        is_own=is_own,
    )


def _side(row: dict, own: dict) -> str:
    """Above or below only where neither the likely ranges of the scores nor those of the places touch."""
    apart = not _touch(row, own, "low", "high") and not _touch(row, own, "place_low", "place_high")
    if not apart:
        return "chance"
    return "above" if row["score"] > own["score"] else "below"


def _touch(one: dict, other: dict, low: str, high: str) -> bool:
    edges = (one[low], one[high], other[low], other[high])
    if any(edge is None for edge in edges):
        return True
    return one[low] <= other[high] and other[low] <= one[high]


def _picture(rows: tuple[IntervalRow, ...], held: Standing) -> Intervals:
    met = held.names.met
    return Intervals(
        rows=rows,
        comparator=met,
        comparator_label=Sentence("figures.threshold_met", {"mark": Amount(met, "score")}),
        unit="score",
        axis=Sentence("course.place_axis"),
        alt=Sentence("course.place_alt", {"count": Amount(len(rows), "count"), "standard": held.names.name}),
    )


def _same(rows: tuple[IntervalRow, ...]) -> Sentence:
    names: list[Link] = [row.link for row in rows if row.difference == "chance"]
    if not names:
        return Sentence("course.place_alone")
    shown = tuple(names[:NAMED]) if len(names) <= NAMED else (*names[:NAMED], Name("…"))
    return Sentence("course.place_same", {"count": Amount(len(names), "count"), "names": shown})
