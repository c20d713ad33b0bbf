"""Cases by reason and measure; an effect of support only by a design that allows it (D.13), else that it cannot be told."""

from __future__ import annotations

import json
from collections import defaultdict

from improvement import support
from views.operations.cases import CLOSED, Case
from views.parts import Amount, Column, Sentence, Table

HEADS = ("reason", "measure", "cases", "closed", "resolved", "effect")
RIGHT = ("cases", "closed", "resolved")
NO_RULE = "none"  # listed by the model, or asked for


def table(cases: tuple[Case, ...]) -> Table | None:
    """One row per reason at the first contact and first measure: cases, closed, resolved; the effect in words."""
    groups: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        if case.contacts:
            groups[(_reason(case), case.contacts[0]["kind"])].append(case)
    if not groups:
        return None
    columns = tuple(
        Column(Sentence(f"cases.head_{head}"), "right" if head in RIGHT else "left") for head in HEADS
    )
    return Table(columns, tuple(_row(*key, groups[key]) for key in sorted(groups)))


def _row(reason: str, kind: str, cases: list[Case]) -> tuple:
    closed = [case for case in cases if case.tab == CLOSED]
    resolved = sum(case.steps[-1]["outcome"] == "resolved" for case in closed)
    return (
        Sentence(f"cases.reason_{reason}"),
        Sentence(f"warnings.kind_{kind}"),
        Amount(len(cases), "count"),
        Amount(len(closed), "count"),
        Amount(resolved, "count"),
        Sentence("cases.effect_untold"),
    )


def _reason(case: Case) -> str:
    """The first line of the rules that was known at the first contact; that there was none otherwise."""
    known = json.loads(case.contacts[0]["known_rules"] or "[]")
    return known[0].split("|")[0] if known else NO_RULE


def note() -> Sentence:
    """Why no effect is estimated: the design that the college has declared, which is none."""
    return Sentence(f"cases.effect_note_{support.declared().effect.design}")
