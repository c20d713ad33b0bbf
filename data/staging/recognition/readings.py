"""What recognition makes of one column: its rule, and what a person must decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Reading:
    """A column's rule as it stands in the mapping, and what a person must decide; without a rule it is left out."""

    rule: Any = None
    notes: tuple[str, ...] = ()
