"""Every figure of an entity that is computed, as one table: value, likely range, n, period, against the school."""

from __future__ import annotations

from views import catalogue
from views.figures.values import Values
from views.parts import Amount, Column, Sentence, Table

HEADS = ("indicator", "value", "range", "n", "period", "difference")
RIGHT = ("value", "n")


def everything(own: Values) -> Table | None:
    """All figures with a value, newest period each, columns without any entry left out; None where there is none."""
    rows = [_row(own, key) for key in own.rows if own.has(key) and catalogue.is_known(key)]
    if not rows:
        return None
    kept = [number for number in range(len(HEADS)) if any(row[number] is not None for row in rows)]
    columns = tuple(
        Column(Sentence(f"figures.head_{HEADS[number]}"), "right" if HEADS[number] in RIGHT else "left")
        for number in kept
    )
    return Table(columns, tuple(tuple(row[number] for number in kept) for row in rows))


def _row(own: Values, key: str) -> tuple:
    figure, entry = own.figure(key), catalogue.entry(key)
    return (
        entry.name,
        figure.amount,
        likely_range(figure.low, figure.high, entry.unit),
        Amount(figure.n, "count") if figure.n is not None else None,
        Sentence("figures.period", {"period": figure.period}),
        Sentence(f"figures.school_{figure.difference}") if figure.difference else None,
    )


def likely_range(low: float | None, high: float | None, unit: str) -> Sentence | None:
    """The likely range in the indicator's unit; None for a complete register."""
    if low is None or high is None:
        return None
    return Sentence("figures.range", {"low": Amount(low, unit), "high": Amount(high, unit)})
