"""The tile strip: value, series, distance to the target or to the school, period. What is not computed is left out."""

from __future__ import annotations

from views import catalogue
from views.parts import Amount, Sentence, Tile
from views.standing import Standing, target_gap, target_of
from views.values import Values


def against_target(
    ids: tuple[str, ...], values: Values, standings: dict[str, Standing], period: str | None = None
) -> tuple[Tile, ...]:
    """Tiles with the distance to the target of the entity's own standard."""
    return tuple(_to_target(key, values, standings, period) for key in ids if values.has(key, period))


def _to_target(key: str, values: Values, standings: dict[str, Standing], period: str | None) -> Tile:
    figure, entry = values.figure(key, period), catalogue.entry(key)
    target = target_of(standings, key)
    note = (
        Sentence("figures.note_target", {"target": Amount(target, entry.unit), "period": figure.period})
        if target is not None
        else Sentence("figures.note_period", {"period": figure.period})
    )
    return Tile(
        figure=figure,
        series=values.series(key),
        target=target,
        gap=target_gap(figure.amount.value, target, entry) or counted(figure),
        note=note,
    )


def against_school(
    pairs: tuple[tuple[str, str], ...], values: Values, school: Values, period: str | None = None
) -> tuple[Tile, ...]:
    """Tiles with what the interval supports against the school; pairs of (own id, id of the school's value)."""
    return tuple(
        _to_school(own, other, values, school, period) for own, other in pairs if values.has(own, period)
    )


def _to_school(own: str, other: str, values: Values, school: Values, period: str | None) -> Tile:
    figure, entry = values.figure(own, period), catalogue.entry(own)
    school_value = school.number(other, figure.period)
    compared = figure.difference is not None and school_value is not None
    note = (
        Sentence("figures.note_school", {"school": Amount(school_value, entry.unit), "period": figure.period})
        if school_value is not None and entry.unit != "count"
        else Sentence("figures.note_period", {"period": figure.period})
    )
    return Tile(
        figure=figure,
        series=values.series(own),
        gap=Sentence(f"figures.school_{figure.difference}") if compared else counted(figure),
        note=note,
    )


def counted(figure) -> Sentence | None:
    """The size of what the value rests on, where nothing else is to be said."""
    if figure.n is None or figure.amount.unit == "count":
        return None
    return Sentence("figures.resting_on", {"n": Amount(figure.n, "count")})
