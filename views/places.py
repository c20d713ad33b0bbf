"""Ranges of places: where a unit may stand among its peers as far as the intervals tell, and whom it cannot be told from."""

from __future__ import annotations

from dataclasses import replace

from views.parts import Amount, IntervalRow, Intervals, Link, Name, Sentence


def with_places(picture: Intervals | None, what: str) -> Intervals | None:
    """The picture with a range of places per row; `what` is the word in the catalogue (departments, majors)."""
    if picture is None or any(row.low is None or row.high is None for row in picture.rows):
        return picture
    return replace(picture, rows=tuple(_placed(row, picture.rows, what) for row in picture.rows))


def _placed(row: IntervalRow, rows: tuple[IntervalRow, ...], what: str) -> IntervalRow:
    spans = [(one.low, one.high) for one in rows]
    low, high = place_range((row.low, row.high), spans)
    others = tuple(
        one.link.name for one in rows if one is not row and is_alike((row.low, row.high), (one.low, one.high))
    )
    return replace(row, place=words(low, high, len(rows), what), alike=alike_words(others))


def place_range(own: tuple[float, float], spans: list[tuple[float, float]]) -> tuple[int, int]:
    """First and last place that the intervals leave open, place 1 the highest; `spans` holds the own one too.

    >>> place_range((0.8, 0.9), [(0.8, 0.9), (0.85, 0.95), (0.5, 0.6)])
    (1, 2)
    """
    surely_above = sum(low > own[1] for low, _ in spans)
    surely_below = sum(high < own[0] for _, high in spans)
    return 1 + surely_above, len(spans) - surely_below


def is_alike(own: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two intervals meet."""
    return own[0] <= other[1] and other[0] <= own[1]


def words(low: int, high: int, of: int, what: str) -> Sentence:
    """A range of places in words: 第3–6位，共9院."""
    params = {"low": Amount(low, "count"), "high": Amount(high, "count"), "of": Amount(of, "count")}
    return Sentence(f"boards.place_{what}_{'one' if low == high else 'range'}", params)


def alike_words(names: tuple[Name | Link, ...]) -> Sentence:
    """From whom a unit cannot be told apart."""
    return Sentence("boards.alike", {"names": names}) if names else Sentence("boards.alike_nobody")
