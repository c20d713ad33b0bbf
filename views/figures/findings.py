"""Sentences generated from stored values. A unit is named as different only where its interval says so."""

from __future__ import annotations

from views.parts import Amount, Intervals, Link, Name, Sentence

NAMED_AT_MOST = 4  # names in a sentence; the rest is counted and lies in the picture below


def compared(what: str, picture: Intervals) -> Sentence | None:
    """How the units of a picture compare with its line: within chance, below (named), above (named).

    `what` is the word in the catalogue (departments, courses); None where there is no unit to speak of.
    """
    rows = [row for row in picture.rows if row.difference is not None]
    if not rows:
        return None
    below = [row.link for row in reversed(rows) if row.difference == "below"]
    above = [row.link for row in rows if row.difference == "above"]
    params = {
        "count": Amount(len(rows), "count"),
        "same": Amount(len(rows) - len(below) - len(above), "count"),
    }
    kind = {(False, False): "same", (True, False): "below", (False, True): "above", (True, True): "both"}
    if below:
        params |= {"below": _named(below), "below_count": Amount(len(below), "count")}
    if above:
        params |= {"above": _named(above), "above_count": Amount(len(above), "count")}
    return Sentence(f"findings.{what}_{kind[bool(below), bool(above)]}", params)


def _named(links: list[Link]) -> tuple[Link | Name, ...]:
    shown = tuple(links[:NAMED_AT_MOST])
    return shown if len(links) <= NAMED_AT_MOST else (*shown, Name("…"))


def kept(*sentences: Sentence | None) -> tuple[Sentence, ...]:
    """At most three sentences, those that have something to say."""
    return tuple(sentence for sentence in sentences if sentence is not None)[:3]
