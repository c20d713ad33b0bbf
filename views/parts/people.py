"""What makes a person recognisable."""

from __future__ import annotations

from dataclasses import dataclass

from views.parts.basis import Name, Sentence
from views.parts.lists import Fact


@dataclass(frozen=True)
class Tag:
    """A tag of a portrait card, positive (earned) or neutral, opening to its rule and the numbers that prove it."""

    label: Sentence
    rule: Sentence
    is_earned: bool = True
    evidence: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Rung:
    """One tier of the ladder: state past | current | met | borderline | not_met | insufficient | ahead."""

    name: Sentence
    state: str
    word: Sentence | None = None


@dataclass(frozen=True)
class Segment:
    """One of the seven qualities: done | progress | open | unconnected, with the sentence that says why."""

    name: Name
    state: str
    note: Sentence | None = None
    share: float | None = None


@dataclass(frozen=True)
class Check:
    """One condition of a checklist: done | open | untold (nobody can tell) | judged (by a panel), with what it rests on."""

    name: Name
    state: str
    note: Sentence | None = None


@dataclass(frozen=True)
class Checklist:
    """A scholarship or honour as a list of conditions, with the policy, owner and date behind it; compares with nobody."""

    name: Name
    kind: Sentence
    checks: tuple[Check, ...]
    source: Name
    rule: Sentence

    def count(self, state: str) -> int:
        """How many conditions are in a state."""
        return sum(one.state == state for one in self.checks)


@dataclass(frozen=True)
class Portrait:
    """The card that makes a person recognisable; name and number only where the reader may see them."""

    name: str | None
    number: str | None
    facts: tuple[Sentence | Name | str, ...]
    tags: tuple[Tag, ...]
    figures: tuple[Fact, ...]
    rungs: tuple[Rung, ...] = ()
    segments: tuple[Segment, ...] = ()
    ladder_note: Sentence | None = None
    certainty: tuple[Fact, ...] = ()  # how sure the ladder is: behind a click
