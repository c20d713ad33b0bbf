"""Is a student on the list of the model? Entered at one chance, left only after two successive points below another (D.6)."""

from __future__ import annotations

from collections.abc import Sequence

from models.risk.declaration import declaration


def is_listed(chances: Sequence[float]) -> bool:
    """Whether the list holds a student whose chances of failing a course at the points of a term were these, oldest first.

    Chances are `p_any`, shares 0-1; none means no model speaks. The thresholds are `listing` of declaration.yaml.
    """
    limits = declaration().listing
    is_on, low = False, 0
    for chance in chances:
        low = low + 1 if chance < limits["leaves_below"] else 0
        is_on = chance >= limits["p_any"] or (is_on and low < limits["leaves_after"])
    return is_on
