"""Whether a number of a sentence is one of the page's: stored and read for it, shown on it, a declared limit, a distance
between such values of one indicator, or a count of the rows at hand."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import polars as pl
import yaml

from data.warehouse.queries.history import end_of_day
from tests.sentences.recording import Opened, parts
from views.parts import Amount, Sentence
from views.units import attendance

ROOT = Path(__file__).resolve().parents[2]
DECLARED = ("profiling/**/*.yaml", "views/**/*.yaml", "access/**/*.yaml", "models/**/*.yaml")
CLOSE = 1e-9
MEASURES = {"attendance": attendance.INDICATOR}
MOVING = ("expected_failed_credits", "score", "weighted_score")  # of which a page tells how far they moved
TRIED = "plan."  # scores of a what-if, stored nowhere: tests/profiling/test_planner.py
YEAR = 365  # days: "closed within the last year"
MOST_KINDS = 60  # a column of more different values groups nothing that a sentence counts


def strange(opened: Opened) -> list[str]:
    """Numbers of the page's sentences that its data do not hold."""
    known = Known(opened)
    return [
        f"{opened.where}: {amount.value} {amount.unit} in {sentence.key} {sentence.params}"
        for sentence in opened.said.values()
        for amount in sentence.params.values()
        if not sentence.key.startswith(TRIED)
        and isinstance(amount, Amount)
        and amount.value is not None
        and not known.holds(amount)
    ]


class Known:
    """All numbers that a page may tell."""

    def __init__(self, opened: Opened) -> None:
        stored = [number for frame in opened.frames for number in _numbers(frame.to_dicts())]
        shown = [number for block in opened.blocks for number in _outside_sentences(block)]
        self.floats = sorted({*stored, *shown, *declared(), *distances(opened)})
        self.counts = (
            {int(number) for number in self.floats if float(number).is_integer()}
            | _counts(opened)
            | _days(opened)
        )

    def holds(self, amount: Amount) -> bool:
        """Whether the amount is one of them; counts are whole and may be counts of rows."""
        value = float(amount.value)
        if value.is_integer() and int(value) in self.counts:
            return True
        return _is_in(self.floats, value)


def _is_in(ordered: list[float], value: float) -> bool:
    from bisect import bisect_left

    width = CLOSE * max(1.0, abs(value))
    place = bisect_left(ordered, value - width)
    return place < len(ordered) and ordered[place] <= value + width


def _numbers(value: object) -> list[float]:
    found = []
    for one in parts(value):
        if isinstance(one, bool):
            continue
        if isinstance(one, int | float) and one == one and abs(one) != float("inf"):
            found.append(float(one))
        elif isinstance(one, str) and one[:1] in "[{":
            found += _of_json(one)
    return found


def _of_json(text: str) -> list[float]:
    try:
        return _numbers(json.loads(text))
    except ValueError:
        return []


def _outside_sentences(value: object) -> list[float]:
    if isinstance(value, Sentence):
        return []
    if isinstance(value, tuple | list):
        return [number for one in value for number in _outside_sentences(one)]
    if hasattr(value, "__dataclass_fields__"):
        return [
            number
            for name in value.__dataclass_fields__
            for number in _outside_sentences(getattr(value, name))
        ]
    return _numbers(value)


@cache
def declared() -> tuple[float, ...]:
    """Every number of the definitions: limits, benchmarks, anchors, smallest groups; percentages as shares too."""
    files = [file for pattern in DECLARED for file in ROOT.glob(pattern)]
    found = {number for file in files for number in _numbers(_all_of(file))}
    return tuple(found | {number / 100 for number in found})


def _all_of(file: Path) -> list:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return list(yaml.load_all(file.read_text(encoding="utf-8"), Loader=loader))


def distances(opened: Opened) -> set[float]:
    """Distances between values, anchors and limits of one and the same indicator (or measure)."""
    held = defaultdict(set)
    for name in ("indicator_id", "measure"):
        for row in opened.rows(name):
            held[row[name]] |= {number for key, number in _labelled(row) if key not in ("snapshot_id", "n")}
    for key, numbers in _declared_by_indicator().items():
        held[key] |= numbers if key in held else set()
    for measure, key in MEASURES.items():  # a weekly measure is told against the target of its indicator
        held[measure] |= _declared_by_indicator().get(key, set()) if measure in held else set()
    found = set()
    for frame in opened.frames:
        held |= {
            (id(frame), name): set(_numbers(frame[name].to_list()))
            for name in MOVING
            if name in frame.columns
        }
        for name in frame.columns:
            if f"{name}_previous" in frame.columns:
                rows = zip(frame[name].to_list(), frame[f"{name}_previous"].to_list(), strict=True)
                found |= {abs(now - before) for now, before in rows if now is not None and before is not None}
    for numbers in held.values():
        ordered = sorted(numbers)[:400]
        found |= {abs(one - other) for one in ordered for other in ordered}
        whole = [one for one in ordered if one > 0 and float(one).is_integer()]
        found |= {
            one / other for one in whole for other in whole if one < other
        }  # a headcount as part of another
    return found


def _days(opened: Opened) -> set[int]:
    """Days between the home's as-of and any day read, and how many rows have a day on either side of it or of a year before."""
    today, found = opened.as_of, set()
    cut = end_of_day(today, "Asia/Shanghai")  # the zone of the demo college
    for frame in opened.frames:
        for name in frame.columns:
            if frame.schema[name] == pl.Datetime:  # whole days that a moment is old at the end of the as-of
                found |= {max((cut - one).days, 0) for one in frame[name].to_list() if one is not None}
            if frame.schema[name] != pl.Date:
                continue
            ages = [(today - one).days for one in frame[name].to_list() if one is not None]
            found |= {abs(age) for age in ages}
            found |= {
                sum(age > 0 for age in ages),
                sum(0 <= age <= YEAR for age in ages),
                sum(age <= 0 for age in ages),
            }
    return found


def _labelled(row: dict) -> Iterable[tuple[str, float]]:
    return [(key, number) for key, value in row.items() for number in _numbers(value)]


@cache
def _declared_by_indicator() -> dict[str, set[float]]:
    found: dict[str, set[float]] = defaultdict(set)
    for pattern in DECLARED:
        for file in ROOT.glob(pattern):
            for one in parts(_all_of(file)):
                name = one.get("indicator") or one.get("id") if isinstance(one, dict) else None
                if isinstance(name, str):
                    found[name] |= set(_numbers(one))
                    found[name] |= {number / 100 for number in _numbers(one)}
                    found[name] |= {
                        float(number) / 100
                        for number in re.findall(r"[\d.]+(?=\s*%)", str(one.get("benchmark")))
                    }
    return found


def _counts(opened: Opened) -> set[int]:
    """Rows read, rows of each kind among them, and the lengths of what the page shows; sums of neighbours are none."""
    found = {0}
    for frame in opened.frames:
        found.add(frame.height)
        for name in frame.columns:
            if frame.schema[name].is_nested() or frame[name].n_unique() > MOST_KINDS:
                found.add(frame[name].n_unique())
                continue
            found |= set(frame[name].value_counts()["count"].to_list()) | {frame[name].n_unique()}
    found |= {
        len(one)
        for one in parts((opened.blocks, list(opened.said.values())))
        if isinstance(one, tuple | list)
    }
    return found | _by_source(opened)


def _by_source(opened: Opened) -> set[int]:
    """What the files of one source brought together."""
    frames = [frame for frame in opened.frames if "source_id" in frame.columns]
    whole = [frame.group_by("source_id").agg(pl.col(pl.Int64).sum()) for frame in frames]
    return {number for one in whole for name in one.columns[1:] for number in one[name].to_list()}
