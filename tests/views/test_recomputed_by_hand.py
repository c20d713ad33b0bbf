"""A teacher's index can be worked out again by hand from what the page shows: counts, marks, weights (20 random people)."""

import itertools
import math
import random
from datetime import datetime

import pytest
from sqlalchemy import select

from access.scope import Scope
from data.warehouse.home import open_engine
from data.warehouse.schema.marts import mart_dimension, mart_index
from views import warehouse
from views.parts import Amount
from views.teachers import teacher

PEOPLE, SEED = 20, 20251102
NEAR = {"abs": 1e-9, "rel": 0}
NOW = datetime(2025, 11, 3)
SCORES = {"anchors": (0, 60, 80, 100), "band": (0, 60, 100, 100, 60, 0)}


def _chosen(engine):
    """Stored index rows of twenty teachers: one of every standard, the others at random."""
    columns = mart_index.c
    query = select(columns.entity_id, columns.standard_id, columns.score, columns.coverage).where(
        columns.entity_kind == "teacher", columns.relation == "own", columns.snapshot_id == _snapshot().snapshot_id
    )  # fmt: skip
    with engine.connect() as connection:
        rows = sorted(map(tuple, connection.execute(query)))
    random.Random(SEED).shuffle(rows)
    first = {row[1]: row for row in rows}
    rest = [row for row in rows if row not in first.values()]
    return [*first.values(), *rest][:PEOPLE]


def _snapshot():
    return warehouse.current_snapshot()


@pytest.fixture(scope="module")
def chosen(demo_home):
    warehouse.configure(demo_home)
    return _chosen(open_engine(demo_home))


def _page(pid):
    scope = Scope("teacher", pid, (("teacher", frozenset({pid})),))
    return teacher.profile(scope, _snapshot(), pid, NOW)


def _points(value, marks):
    """Straight lines between the marks; outside them the first and the last score."""
    listed = [mark.value for mark in marks.params["marks"]]
    kind = marks.key.rpartition(".")[2]
    if kind == "levels":
        return listed[int(value)]
    if listed[0] > listed[-1]:
        value, listed = -value, [-mark for mark in listed]
    pairs = list(zip(listed, SCORES[kind], strict=True))
    if value <= pairs[0][0]:
        return pairs[0][1]
    for (low, at_low), (high, at_high) in itertools.pairwise(pairs):
        if value <= high:
            return at_low + (at_high - at_low) * (value - low) / (high - low)
    return pairs[-1][1]


def _worked_out(page):
    """Dimension -> (weight, score, coverage) from the rows of the table, checking counts and points on the way."""
    parts = {}
    for dimension, weight, _, share, value, top, bottom, _, marks, shown in page.evidence.rows:
        applies, known = parts.setdefault((dimension, weight.value), ([], []))
        if isinstance(shown, Amount):
            points = _points(value.value, marks)
            assert points == pytest.approx(shown.value, **NEAR)
            known.append((share.value, points))
            if value.unit == "share":
                assert top.value / bottom.value == pytest.approx(value.value, **NEAR)
        if isinstance(shown, Amount) or not shown.key.endswith("not_applicable"):
            applies.append(share.value)
    found = {}
    for (dimension, weight), (applies, known) in parts.items():
        mass = sum(share for share, _ in known)
        score = sum(share * points for share, points in known) / mass if mass else None
        found[dimension] = (weight, score, mass / sum(applies) if applies else None)
    return found


def _index(parts):
    shown = [
        (weight, score) for weight, score, covered in parts.values() if covered and covered >= 0.5 - 1e-9
    ]
    logs = sum(weight * math.log(max(score, 10)) for weight, score in shown)
    return math.exp(logs / sum(weight for weight, _ in shown))


def _coverage(parts):
    there = [(weight, covered) for weight, _, covered in parts.values() if covered is not None]
    return sum(weight * covered for weight, covered in there) / sum(weight for weight, _ in there)


def test_twenty_teachers_of_all_standards(chosen):
    assert len(chosen) == PEOPLE
    assert len({standard for _, standard, _, _ in chosen}) >= 6


def test_index_follows_from_what_the_page_shows(chosen):
    told = 0
    for pid, standard, score, coverage in chosen:
        page = _page(pid)
        parts = _worked_out(page)
        assert _coverage(parts) == pytest.approx(coverage, **NEAR), (pid, standard)
        if score is None:
            assert page.evidence.note.key == "evidence.note_withheld"
            continue
        told += 1
        assert page.evidence.note.params["score"].value == score
        assert _index(parts) == pytest.approx(score, **NEAR), (pid, standard)
    assert told >= PEOPLE // 2


def test_dimensions_follow_from_what_the_page_shows(chosen, demo_home):
    columns = mart_dimension.c
    stored = select(columns.standard_id, columns.dimension_id, columns.score).where(
        columns.snapshot_id == _snapshot().snapshot_id, columns.entity_kind == "teacher"
    )  # fmt: skip
    engine = open_engine(demo_home)
    for pid, standard, _, _ in chosen:
        query = stored.where(columns.entity_id == pid, columns.standard_id == standard)
        with engine.connect() as connection:
            rows = {row.dimension_id: row.score for row in connection.execute(query)}
        parts = dict(zip(sorted(rows), _worked_out(_page(pid)).values(), strict=True))
        for dimension, (_, score, covered) in parts.items():
            wanted = score if covered and covered >= 0.5 - 1e-9 else None
            assert (rows[dimension] is None) == (wanted is None), (pid, dimension)
            assert wanted is None or wanted == pytest.approx(rows[dimension], **NEAR), (pid, dimension)
