"""How scores of groups spread, one group under the other: from rows that the reader holds by name."""

from __future__ import annotations

from collections import Counter
from statistics import median

from views.parts import Amount, Link, Name, Sentence, SpreadRow, Spreads

WIDTH = 5
PASS_MARK = 60.0


def row(
    name: Name | Link, scores: list[float], pass_mark: float = PASS_MARK, *, is_own: bool = False
) -> SpreadRow:
    """The spread of the scores of one group in bins of five points."""
    bins = Counter(int(min(score, 99.9) // WIDTH * WIDTH) for score in scores)
    return SpreadRow(
        name=name,
        bins=tuple(sorted(bins.items())),
        n=len(scores),
        middle=median(scores),
        below=sum(score < pass_mark for score in scores),
        is_own=is_own,
    )


def picture(rows: tuple[SpreadRow, ...], pass_mark: float = PASS_MARK) -> Spreads | None:
    """The groups under each other; None where there is none."""
    if not rows:
        return None
    params = {"groups": Amount(len(rows), "count"), "scores": Amount(sum(one.n for one in rows), "count")}
    return Spreads(rows, WIDTH, pass_mark, Sentence("drill.spread_alt", params))
