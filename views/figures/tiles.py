"""The tile strip: value, series, distance to the target or to the school, period. What is not computed is left out."""

from __future__ import annotations

from access.scope import Scope
from views import catalogue
from views.figures.standing import Standing, target_gap, target_of
from views.figures.values import Values
from views.naming import period_words
from views.parts import Amount, Figure, Sentence, Tile


def against_target(
    scope: Scope, ids: tuple[str, ...], values: Values, standings: dict[str, Standing]
) -> tuple[Tile, ...]:
    """Tiles with the distance to the target of the entity's own standard."""
    return tuple(_to_target(scope, key, values, standings) for key in ids if values.has(key))


def _to_target(scope: Scope, key: str, values: Values, standings: dict[str, Standing]) -> Tile:
    figure, entry = values.figure(key), catalogue.entry(key)
    words = period_words(scope, values.snapshot, figure.period)
    target = target_of(standings, key)
    params = {"period": words}
    if target is not None:
        note = Sentence("figures.note_target", params | {"target": Amount(target, entry.unit)})
    else:
        note = Sentence("figures.note_period", params)
    return Tile(
        figure=figure,
        series=values.series(key),
        target=target,
        gap=target_gap(figure.amount.value, target, entry) or _beside(key, values) or counted(figure),
        note=note,
    )


def _beside(key: str, values: Values) -> Sentence | None:
    """What belongs beside the number of students: their ratio to teachers, else the number of classes."""
    if key != "sch_students":
        return None
    ratio, classes = values.number("sch_student_teacher_ratio"), values.number("sch_classes")
    if ratio is not None:
        return Sentence("figures.beside_ratio", {"ratio": Amount(ratio, "ratio")})
    return Sentence("figures.beside_classes", {"count": Amount(classes, "count")}) if classes else None


def against_school(
    scope: Scope, ids: tuple[str, ...], values: Values, school: Values, period: str | None = None
) -> tuple[Tile, ...]:
    """Tiles with what the interval supports against the school, of a period where it has a value, else the newest."""
    shown = ((key, period if values.has(key, period) else None) for key in ids if values.has(key))
    return tuple(_to_school(scope, key, values, school, one) for key, one in shown)


def _to_school(scope: Scope, key: str, values: Values, school: Values, period: str | None) -> Tile:
    figure, entry = values.figure(key, period), catalogue.entry(key)
    words = period_words(scope, values.snapshot, figure.period)
    whole = school.number(key, figure.period)
    if whole is None or entry.unit == "count":
        note, gap = Sentence("figures.note_period", {"period": words}), _part(figure, whole)
    else:
        note = Sentence("figures.note_school", {"school": Amount(whole, entry.unit), "period": words})
        gap = Sentence(f"figures.school_{figure.difference}") if figure.difference else counted(figure)
    return Tile(figure=figure, series=values.series(key), gap=gap, note=note)


def _part(figure: Figure, whole: float | None) -> Sentence | None:
    """A headcount as part of the school's."""
    if not whole or figure.amount.unit != "count":
        return counted(figure)
    return Sentence("figures.part_of_school", {"share": Amount(figure.amount.value / whole, "share")})


def counted(figure: Figure) -> Sentence | None:
    """The size of what the value rests on, where nothing else is to be said."""
    if figure.n is None or figure.amount.unit == "count":
        return None
    return Sentence("figures.resting_on", {"n": Amount(figure.n, "count")})
