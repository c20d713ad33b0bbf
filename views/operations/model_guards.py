"""Assessments that no longer mean what they did in earlier terms, as the guards of the risk model found them."""

from __future__ import annotations

from access.scope import Scope
from data.warehouse.queries import risk_court as queries
from views import naming, warehouse
from views.parts import Amount, Column, Name, Sentence, Table
from views.warehouse import Snapshot

HEADS = (
    ("term", "left"),
    ("course", "left"),
    ("item", "left"),
    ("why", "wide"),
    ("read", "wide"),
    ("means", "left"),
)
FEWEST = 10  # scores whose mean is told to whoever opens the page
KINDS = ("assignment", "quiz", "pre_task", "exam", "midterm")


def table(scope: Scope, snapshot: Snapshot, point: str, learnt_from: list[dict]) -> Table | None:
    """Changed assessments of the terms that were scored at a point and of those the model learnt from; None where there is none.

    learnt_from: what the training stored of its own terms.
    """
    scored = warehouse.read(queries.changed_assessments(point), scope).to_dicts()
    terms = {row["term_id"] for row in scored}
    rows = scored + [row for row in reversed(learnt_from) if row["term_id"] not in terms]
    if not rows:
        return None
    courses = naming.courses(scope, snapshot)
    columns = tuple(Column(Sentence(f"model.guard_{head}"), align) for head, align in HEADS)
    return Table(columns, tuple(_row(row, courses) for row in rows), Sentence("model.guards_note"))


def _row(row: dict, courses: dict) -> tuple:
    return (
        Sentence("figures.term", {"term": row["term_id"]}),
        naming.unit_name(courses, row["course_code"]),
        _item(row["item"]),
        Sentence(f"model.guard_why_{row['reason']}"),
        Sentence(f"model.guard_read_{row['read_as']}"),
        _means(row),
    )


def _item(item: str) -> Sentence:
    """Kind, the source's own word and the place in the term."""
    kind, word, place = (*item.split("/"), "", "")[:3]
    named = Sentence(f"model.guard_kind_{kind if kind in KINDS else 'other'}")
    if not place:
        return named
    return Sentence(
        "model.guard_place", {"kind": Name(word) if word else named, "place": Amount(int(place), "count")}
    )


def _means(row: dict) -> Sentence | None:
    """Mean score now and before, in percent of the full score; untold of few."""
    if row["n"] < FEWEST:
        return None
    return Sentence(
        "model.guard_means_text",
        {"now": Amount(row["mean"], "share"), "before": Amount(row["mean_before"], "share")},
    )
