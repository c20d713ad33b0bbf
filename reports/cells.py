"""Values of a page as cells of a file: numbers as numbers in the unit shown and rounded as shown, all else in words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ui import text
from ui.format import ALWAYS_DECIMAL, UNITS, unit_word
from ui.i18n import t
from views.parts import Amount, Bar, Level, Runs, Series, State

ALL_BUT = 99.9  # percent: what a share just under one is rounded to, never to all


def cell(value: Any) -> Any:
    """A value as a spreadsheet cell: numbers as numbers in the unit shown, everything else as the words shown."""
    if isinstance(value, Amount):
        return text.plain(value) if value.side is not None else rounded(value.value, value.unit)
    if isinstance(value, State):
        return t(f"states.word.{value.state}")
    if isinstance(value, tuple) and value and all(isinstance(one, Level) for one in value):
        return ", ".join(f"{t(f'states.level.{one.level}')} {one.count}" for one in value)
    if isinstance(value, Level):
        word = t(f"states.level.{value.level}")
        return value.count if value.count is not None else word
    if isinstance(value, Runs):
        return " → ".join(t(f"states.word.{state}") for state in value.states)
    if isinstance(value, Series):
        return None
    if isinstance(value, Bar):
        return None if value.share is None else round(value.share * 100, 1)
    if value is None or (isinstance(value, int | float | date) and not isinstance(value, datetime)):
        return value
    return text.plain(value)


def rounded(value: float | None, unit: str) -> float | None:
    """A stored number in the unit and with the decimals that pages show."""
    if value is None:
        return None
    factor, places = UNITS[unit]
    shown = round(value * factor, places)
    if unit == "share" and value < 1 and shown >= 100:
        return ALL_BUT
    return int(shown) if shown == int(shown) and unit not in ALWAYS_DECIMAL else shown


def decimals(unit: str) -> int:
    """How many decimals a unit is shown with."""
    return UNITS[unit][1]


def unit_of(unit: str) -> str:
    """The word of a unit in a head of a column or on an axis."""
    return "%" if unit == "share" else unit_word(unit)
