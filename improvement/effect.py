"""Did an improvement action move its figure (indicators.md E.4)? From two stored values alone, for or against the direction.

The standard error comes from the stored 90 % interval; improvement beyond MDC = 1.645 * sqrt(SE_before^2 + SE_after^2) is
more than chance. A figure that carries no interval is counted in full: it can meet its target or move, never more.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose, sqrt

Z = 1.645  # the 90 % interval that is stored, and the 90 % of MDC
SAME = 1e-9
USABLE = "observed"

EFFECTIVE, PARTLY, NO_EFFECT, CANNOT_TELL = "effective", "partly", "no_effect", "cannot_tell"
OUTCOMES = (EFFECTIVE, PARTLY, NO_EFFECT, CANNOT_TELL)


@dataclass(frozen=True)
class Stored:
    """A value as stored at a moment."""

    value: float | None
    low: float | None
    high: float | None
    n: int | None
    status: str | None
    period: str | None
    definition: str | None


@dataclass(frozen=True)
class Effect:
    """The outcome, why, how far the value moved for the better, and the least change that is more than chance."""

    outcome: str
    reason: str
    change: float | None = None
    mdc: float | None = None


def effect(
    before: Stored,
    after: Stored | None,
    *,
    direction: str,
    target: float | None = None,
    far: float | None = None,
    least: int = 0,
) -> Effect:
    """effective, partly, no_effect or cannot_tell, with the reason.

    direction: up, down, or band (nearer to what lies between `target` and `far` is better). least: the smallest n the
    definition asks for.
    """
    blocked = unusable(before, after, least)
    if blocked is None and (
        direction not in ("up", "down", "band") or (direction == "band" and target is None)
    ):
        blocked = "direction"
    if blocked is not None or after is None:
        return Effect(CANNOT_TELL, blocked or "no_value")
    aimed = (direction, target, far)
    change = better_by(before.value, after.value, *aimed)
    mdc = least_change(before, after)
    if is_met(after.value, *aimed) and not is_met(before.value, *aimed):
        return Effect(EFFECTIVE, "target", change, mdc)
    if change <= SAME:
        return Effect(NO_EFFECT, "not_better", change, mdc)
    if mdc is None:
        return Effect(PARTLY, "no_interval", change)
    if change > mdc:
        return Effect(EFFECTIVE, "beyond_chance", change, mdc)
    return Effect(PARTLY, "within_chance", change, mdc)


def unusable(before: Stored, after: Stored | None, least: int) -> str | None:
    """Why the two values cannot be compared; None where they can."""
    if after is None or before.value is None or after.value is None:
        return "no_value"
    if before.definition != after.definition:
        return "definition"
    if age(after.period) <= age(before.period):
        return "no_new_period"
    if before.status != USABLE or after.status != USABLE:
        return "coverage"
    if any(one.n is not None and one.n < least for one in (before, after)):
        return "few"
    return None


def age(period: str | None) -> str:
    """What orders the periods of one indicator: a term, a month or a year; of '5y:2025' the year."""
    return (period or "").rpartition(":")[2]


def standard_error(one: Stored) -> float | None:
    """Half the stored 90 % interval in standard errors; None where none is stored."""
    if one.low is None or one.high is None:
        return None
    return (one.high - one.low) / (2 * Z)


def least_change(before: Stored, after: Stored) -> float | None:
    """The minimum detectable change; a value without an interval is counted in full, two of them have none."""
    errors = [standard_error(one) for one in (before, after)]
    known = [one for one in errors if one is not None]
    return Z * sqrt(sum(one**2 for one in known)) if known else None


def has_changed(before: Stored, after: Stored) -> bool:
    """Whether two values, whichever way, differ by more than the minimum detectable change; by rounding alone they do not."""
    if (
        before.value is None
        or after.value is None
        or isclose(before.value, after.value, rel_tol=SAME, abs_tol=SAME)
    ):
        return False
    return abs(after.value - before.value) > (least_change(before, after) or 0.0)


def better_by(
    before: float, after: float, direction: str, target: float | None, far: float | None = None
) -> float:
    """How far the value moved for the better; below zero for the worse."""
    if direction == "band" and target is not None:
        return outside(before, target, far) - outside(after, target, far)
    return before - after if direction == "down" else after - before


def outside(value: float, target: float, far: float | None) -> float:
    """How far a value lies outside a band; 0 inside. Without a second edge the band is a point."""
    low, high = sorted((target, target if far is None else far))
    return max(low - value, value - high, 0.0)


def is_met(value: float, direction: str, target: float | None, far: float | None = None) -> bool:
    """Whether a value reaches the target; a target exactly reached counts as met."""
    if target is None:
        return False
    if direction == "band":
        return outside(value, target, far) <= SAME
    return value <= target + SAME if direction == "down" else value >= target - SAME


def verified(grades: tuple[str, ...], outcome: str) -> bool:
    """Whether an action closes as verified: E2, and E1 (a movement for the better that was computed), E3 or E4."""
    computed = {"E1"} if outcome in (EFFECTIVE, PARTLY) else set()
    given = set(grades) | computed
    return "E2" in given and bool(given & {"E1", "E3", "E4"})
