"""Kinds of places of a log: patterns for the names that are found there, and those that no word tells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from data.staging.recognition.log_words import log_words

EVERY = "."  # the pattern that fits whatever the others do not
ASKED = "place: no kind of place is known for"
LISTED = 60
LONGEST = 40
LATIN = re.compile(r"[A-Za-z]{2}")


@dataclass(frozen=True)
class Fitted:
    """Patterns in the order in which they are looked for; names that fit none, names that are a matter of opinion."""

    patterns: dict[str, str] = field(default_factory=dict)  # pattern -> kind
    left: dict[str, int] = field(default_factory=dict)  # name -> rows
    unsure: dict[str, dict[str, int]] = field(default_factory=dict)  # kind -> name -> rows


def told_kind(text: str) -> tuple[str, str] | None:
    """The kind of place that a text names for sure, and the word of it that says so.

    >>> told_kind("南苑食堂七号窗"), told_kind("Main Library"), told_kind("无名")
    (('canteen', '食堂'), ('library', 'Library'), None)
    """
    for kind, words in log_words().places.items():
        for word in words:
            if match := re.search(word, text, re.IGNORECASE):
                return kind, match.group()
    return None


def fitted(names: Mapping[str, int], said: str | None = None) -> Fitted:
    """Patterns for the names of places (name -> rows); what none fits is of the kind that the file's name says, if any.

    A gate in a log of one building is a door of the building.
    """
    words = log_words()
    lists = [
        (kind, listed, False)
        for kind, listed in words.places.items()
        if kind != "gate" or said in (None, "gate")
    ]
    lists += [(kind, listed, True) for kind, listed in words.unsure.items() if said is None]
    used: dict[tuple[str, bool], set[str]] = {}
    unsure: dict[str, dict[str, int]] = {}
    left = {}
    for name, rows in names.items():
        hit = next(
            ((kind, word, guess) for kind, listed, guess in lists for word in listed if _fits(word, name)),
            None,
        )
        if hit is None:
            left[name] = rows
            continue
        kind, word, is_guess = hit
        used.setdefault((kind, is_guess), set()).add(word)
        if is_guess:
            unsure.setdefault(kind, {})[name] = rows
    patterns = {
        pattern([word for word in listed if word in used[kind, guess]]): kind
        for kind, listed, guess in lists
        if (kind, guess) in used
    }
    if said and left:
        return Fitted({**patterns, EVERY: said}, {}, {said: left})
    return Fitted(patterns, left, unsure)


def _fits(word: str, name: str) -> bool:
    return re.search(word, name, re.IGNORECASE) is not None


def pattern(words: list[str]) -> str:
    """The words as one pattern of a mapping, whatever the capitals of Latin ones."""
    return ("(?i)" if any(map(LATIN.search, words)) else "") + "|".join(words)


def exact(name: str) -> str:
    """The pattern of one name alone."""
    return f"^{re.escape(name)}$"


def kind_by(patterns: Mapping[str, str], name: str) -> str | None:
    """The kind that the patterns of a mapping give a name: the first that is found in it wins."""
    return next((kind for one, kind in patterns.items() if re.search(one, name)), None)


def without_kind(patterns: Mapping[str, str], names: Mapping[str, int]) -> dict[str, int]:
    """Names (with their rows) that no pattern fits, the most frequent first."""
    left = {name: rows for name, rows in names.items() if kind_by(patterns, name) is None}
    return dict(sorted(left.items(), key=lambda item: -item[1]))


def listed(names: Mapping[str, int]) -> str:
    """Names with their rows for a note; the rest as a number."""
    shown = sorted(names.items(), key=lambda item: -item[1])
    told = ", ".join(f"{name[:LONGEST]}: {rows}" for name, rows in shown[:LISTED])
    rest = shown[LISTED:]
    return told + (f", and {len(rest)} more: {sum(rows for _, rows in rest)}" if rest else "")


def note_of_left(left: Mapping[str, int]) -> str:
    """What must be decided of names without a kind."""
    return f"{ASKED} {listed(left)} (rows); such rows are set aside"
