"""The checks and their history: the state of each at its newest run, the strip of its runs, since when, what changed."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from access.scope import Scope
from data.warehouse.queries import sources as queries
from views import warehouse
from views.administration import checks as words
from views.parts import Amount, Column, Name, Runs, Sentence, State, Table

RUNS_SHOWN = 12
ORDER = ("fail", "warn", "not_made", "pass")
LOG = "access_log_chain"  # asked by `jobs check` alone, so that it may be missing in newer runs
WIDE = ("found", "expected")


@dataclass(frozen=True)
class Checked:
    """One check of one source and term: its newest finding and its states, oldest first; `since`: the state began then."""

    check_id: str
    source_id: str | None
    term_id: str | None
    status: str
    found: dict
    expected: dict
    states: tuple[str, ...]
    since: datetime
    is_new: bool  # another state than in the run before


def read(scope: Scope) -> tuple[Checked, ...]:
    """Every check of the newest run, what fails first."""
    made = warehouse.read(queries.runs(RUNS_SHOWN), scope)["checked_at"].to_list()
    if not made:
        return ()
    rows = warehouse.read(queries.states(made[-1], LOG), scope).to_dicts()
    by_check: dict[tuple, list[dict]] = {}
    for row in rows:
        by_check.setdefault((row["check_id"], row["source_id"], row["term_id"]), []).append(row)
    there = [listed for listed in by_check.values() if _is_asked(listed, made[0])]
    found = [_checked(listed) for listed in there]
    return tuple(
        sorted(
            found,
            key=lambda one: (ORDER.index(one.status), one.check_id, one.source_id or "", one.term_id or ""),
        )
    )


def _is_asked(listed: list[dict], newest: datetime) -> bool:
    return listed[-1]["checked_at"] == newest or listed[-1]["check_id"] == LOG


def _checked(listed: list[dict]) -> Checked:
    states = [row["status"] for row in listed]
    changes = [number for number in range(1, len(states)) if states[number] != states[number - 1]]
    since = listed[changes[-1] if changes else 0]["checked_at"]
    last = listed[-1]
    return Checked(
        last["check_id"], last["source_id"], last["term_id"], last["status"], json.loads(last["found"]),
        json.loads(last["expected"]), tuple(states[-RUNS_SHOWN:]), since, bool(changes) and changes[-1] == len(states) - 1,
    )  # fmt: skip


def changed(found: tuple[Checked, ...]) -> Sentence | None:
    """What the newest run found that the one before did not, counted; None where nothing moved."""
    moved = Counter(one.status for one in found if one.is_new)
    if not moved:
        return None
    worse = moved["fail"] + moved["warn"]
    params = {"worse": Amount(worse, "count"), "better": Amount(moved["pass"], "count")}
    return Sentence("findings.data_checks_moved", params)


def table(found: tuple[Checked, ...], names: dict[str, Name]) -> Table | None:
    """One row per check: state, its runs, what was looked at, found and expected, since when."""
    heads = ("state", "runs", "check", "subject", "found", "expected", "term", "source", "since")
    columns = tuple(
        Column(Sentence(f"data.check_{head}"), "wide" if head in WIDE else "left") for head in heads
    )
    rows = tuple(_row(one, names) for one in found)
    return Table(columns, rows) if rows else None


def _row(one: Checked, names: dict[str, Name]) -> tuple:
    source = names.get(one.source_id, Name(one.source_id)) if one.source_id else None
    return (
        State(one.status),
        Runs(one.states),
        words.name(one.check_id),
        words.subject(one.check_id) or source,
        words.found(one.check_id, one.found),
        words.expected(one.check_id, one.expected),
        Sentence("figures.term", {"term": one.term_id}) if one.term_id else None,
        source,
        one.since,
    )


def rules(found: tuple[Checked, ...]) -> Table | None:
    """One row per rule of A.7: how many checks it made and how they stand."""
    by_rule: dict[str, Counter] = {}
    for one in found:
        by_rule.setdefault(one.check_id.partition(".")[0], Counter())[one.status] += 1
    heads = ("state", "check", "count", "fail", "warn", "pass")
    columns = tuple(
        Column(Sentence(f"data.rule_{head}"), "right" if number > 1 else "left")
        for number, head in enumerate(heads)
    )
    rows = tuple(
        (
            State(next(state for state in ORDER if counts[state])),
            words.name(rule),
            Amount(sum(counts.values()), "count"),
            *(Amount(counts[state], "count") for state in ("fail", "warn", "pass")),
        )
        for rule, counts in sorted(by_rule.items(), key=lambda item: _worst(item[1]))
    )
    return Table(columns, rows) if rows else None


def _worst(counts: Counter) -> tuple:
    return tuple(-counts[state] for state in ORDER[:-1])
