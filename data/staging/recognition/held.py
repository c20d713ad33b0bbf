"""What a warehouse holds already, as far as a proposal needs it: a better list than what can be read off grades."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Held:
    """Keys of tables in the columns of a mapping (see KEYS in drafts.py), and the first Monday of every term."""

    keys: Mapping[str, frozenset[tuple]] = field(default_factory=dict)
    terms: Mapping[str, date] = field(default_factory=dict)
    has_practice: bool = False  # lessons with practice, to which doors of training rooms can be put

    def of(self, table: str) -> frozenset[tuple]:
        """The keys of one table."""
        return self.keys.get(table, frozenset())
