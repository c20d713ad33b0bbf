"""When a change of a stored value is more than chance (indicators.md E.4)."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose, sqrt

Z90 = 1.645  # stored intervals hold 90 %: half their width is 1.645 standard errors


@dataclass(frozen=True)
class Stored:
    """A value as stored: with the interval of what was sampled, without one where everything was counted."""

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def standard_error(self) -> float:
        """Standard error told by the interval; 0 of a complete register."""
        if self.low is None or self.high is None:
            return 0.0
        return (self.high - self.low) / (2 * Z90)


def minimum_detectable(before: Stored, after: Stored) -> float:
    """The smallest difference of two values that is told: MDC = 1.645 x sqrt(SE_before^2 + SE_after^2)."""
    return Z90 * sqrt(before.standard_error**2 + after.standard_error**2)


def has_changed(before: Stored, after: Stored) -> bool:
    """Whether the values differ by more than the minimum detectable change; rounding of the machine is none."""
    if isclose(before.value, after.value, rel_tol=1e-9, abs_tol=1e-12):
        return False
    return abs(after.value - before.value) > minimum_detectable(before, after)
