"""Measures over the years beside the target of the standard; intervals where the value is of a sample."""

from __future__ import annotations

from views import catalogue
from views.figures.standing import Standing, target_of
from views.figures.values import Values
from views.parts import Amount, Sentence, Trend, TrendPoint, Trends


def of_indicators(ids: tuple[str, ...], own: Values, standings: dict[str, Standing]) -> Trends | None:
    """One panel per indicator with at least two periods; None where there is none."""
    panels = tuple(panel for key in ids if (panel := _panel(key, own, standings)))
    return pictured(panels)


def pictured(panels: tuple[Trend, ...]) -> Trends | None:
    """The panels with their text version."""
    if not panels:
        return None
    return Trends(panels, Sentence("boards.trend_alt", {"names": tuple(panel.name for panel in panels)}))


def _panel(key: str, own: Values, standings: dict[str, Standing]) -> Trend | None:
    rows = [row for row in own.rows.get(key, ()) if row["value"] is not None]
    if len(rows) < 2:
        return None
    entry = catalogue.entry(key)
    target = target_of(standings, key)
    return Trend(
        name=entry.name,
        unit=entry.unit,
        points=tuple(TrendPoint(row["period"], row["value"], row["low"], row["high"]) for row in rows),
        target=target,
        target_label=Sentence("boards.trend_target", {"target": Amount(target, entry.unit)})
        if target is not None
        else None,
        note=_note(rows[0], rows[-1]),
    )


def _note(first: dict, last: dict) -> Sentence:
    """A change is told only where the two intervals do not meet; a register without intervals tells no direction."""
    params = {"period": first["period"]}
    if None in (first["low"], first["high"], last["low"], last["high"]):
        return Sentence("boards.trend_register", params)
    if first["high"] < last["low"]:
        return Sentence("boards.trend_up", params)
    return Sentence("boards.trend_down" if first["low"] > last["high"] else "boards.trend_chance", params)
