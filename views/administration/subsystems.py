"""The subsystems of the college: connected, by file or not there; who answers; how fresh; what each feeds and its gap blocks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache

from access.scope import Scope
from data.sources.register import read_register
from data.staging.reading_mappings import shipped_mapping
from data.warehouse.check_rules import rules
from data.warehouse.queries import provenance
from data.warehouse.queries import sources as queries
from profiling.catalogue import indicators
from views import naming, warehouse
from views.administration.check_history import Checked
from views.parts import Amount, Column, Name, Sentence, SourceCard, Table

MODES = ("connected", "file", "none")
WHOLE_COLLEGE = "demo_college"  # the mapping that comes with the product and holds a file of every subsystem
KINDS = ("student", "teacher", "course", "major", "class", "org", "school")


@dataclass(frozen=True)
class Source:
    """One source: its row of the register, what came from it and what hangs on it."""

    row: dict
    rows: int
    read: int
    aside: int
    tables: tuple[str, ...]  # that it brought, or would bring
    indicators: tuple[str, ...]
    gaps: tuple[dict, ...]  # rows of mart_source_gap of its tables
    checks: Counter

    @property
    def mode(self) -> str:
        return self.row["mode"] if self.row["mode"] in MODES else "none"


def read(scope: Scope, gaps: list[dict], checks: tuple[Checked, ...]) -> tuple[Source, ...]:
    """Every source of the register that a college has, in its order; sources that come with the product where they hold rows."""
    order = {source.id: number for number, source in enumerate(read_register().sources)}
    registered = warehouse.read(provenance.sources(), scope).to_dicts()
    registered.sort(key=lambda row: order.get(row["source_id"], len(order)))
    brought: dict[str, list[dict]] = {}
    for row in warehouse.read(queries.brought(), scope).to_dicts():
        brought.setdefault(row["source_id"], []).append(row)
    found = [_source(row, brought.get(row["source_id"], []), gaps, checks) for row in registered]
    return tuple(
        one for one in found if one.row["schedule_days"] is not None or one.rows or one.mode != "none"
    )


def _source(row: dict, brought: list[dict], gaps: list[dict], checks: tuple[Checked, ...]) -> Source:
    own = {one["table_name"] for one in brought} | would_bring().get(row["source_id"], set())
    needing = tuple(name for name, entry in indicators().items() if own & set(entry.sources))
    return Source(
        row=row,
        rows=sum(one["rows"] or 0 for one in brought),
        read=sum(one["read"] or 0 for one in brought),
        aside=sum(one["aside"] or 0 for one in brought),
        tables=tuple(sorted(own)),
        indicators=needing,
        gaps=tuple(gap for gap in gaps if gap["source_id"] in own),
        checks=Counter(one.status for one in checks if one.source_id == row["source_id"]),
    )


@cache
def would_bring() -> dict[str, set[str]]:
    """Source -> tables, as the mapping of a whole college has them: what a source that is not there would bring."""
    mapping = shipped_mapping(WHOLE_COLLEGE)
    found: dict[str, set[str]] = {}
    for rule in mapping.tables:
        if rule.file:
            found.setdefault(mapping.files[rule.file].source or mapping.source, set()).add(rule.to)
    return found


def card(source: Source, today: date) -> SourceCard:
    """One source as a card."""
    state, told = freshness(source, today)
    return SourceCard(
        key=source.row["source_id"],
        name=name(source.row),
        mode=source.mode,
        who=Sentence("data.card_who", {"producer": _producer(source.row), "owner": naming.role_name(source.row["owner"])}),
        freshness=told,
        state=state,
        facts=_facts(source),
        feeds=Sentence("data.card_feeds", {"count": Amount(len(source.indicators), "count")}),
        gap=gap(source),
        checks=tuple((state, source.checks[state]) for state in ("fail", "warn") if source.checks[state]),
    )  # fmt: skip


def name(row: dict) -> Name:
    return Name(row["name"] or row["source_id"], row["name_en"])


def _producer(row: dict) -> Name:
    return Name(row["producer"] or "—", row["producer_en"])


def _facts(source: Source) -> tuple[Sentence, ...]:
    if not source.read:
        return ()
    share = Amount(source.aside / source.read, "share")
    rows = Sentence("data.card_rows", {"rows": Amount(source.rows, "count")})
    aside = Sentence("data.card_aside", {"share": share, "rows": Amount(source.aside, "count")})
    return (rows, aside) if source.aside else (rows, Sentence("data.card_no_aside"))


def freshness(source: Source, today: date) -> tuple[str | None, Sentence]:
    """State and words: in time, late by so many days, or never; by the limits of checks.yaml."""
    schedule, last = source.row["schedule_days"], source.row["last_success_at"]
    if last is None:
        return None, Sentence("data.fresh_never")
    if not schedule:
        return None, Sentence("data.fresh_free", {"at": last})
    age = max((today - last.date()).days, 0)
    params = {"at": last, "days": Amount(schedule, "days")}
    if age <= schedule * rules().freshness.warn:
        return "pass", Sentence("data.fresh_pass", params)
    state = "fail" if age > schedule * rules().freshness.fail else "warn"
    return state, Sentence(f"data.fresh_{state}", {**params, "late": Amount(age - schedule, "days")})


def gap(source: Source) -> Sentence | None:
    """What its absence blocks: whom it alone would let judge, or who could no longer be judged without it."""
    counts = "unlocked" if source.mode == "none" else "carried"
    told = most(source.gaps, counts)
    return Sentence(f"data.card_{counts}", {"who": told}) if told else None


def most(gaps: tuple[dict, ...], counts: str) -> tuple[Sentence, ...]:
    """The largest count of each kind of entity that one table of the source settles: '214 teachers', '12 courses'."""
    found = {
        kind: max((gap[counts] or 0 for gap in gaps if gap["entity_kind"] == kind), default=0)
        for kind in KINDS
    }
    return tuple(
        Sentence(f"data.many_{kind}", {"count": Amount(count, "count")})
        for kind, count in found.items()
        if count
    )


def table(cards: tuple[SourceCard, ...]) -> Table | None:
    """The same as a table: for the file."""
    heads = ("name", "mode", "who", "fresh", "facts", "checks", "feeds", "gap")
    rows = tuple(
        (
            one.name,
            Sentence(f"data.mode_{one.mode}"),
            one.who,
            one.freshness,
            one.facts or None,
            tuple(checked(state, count) for state, count in one.checks) or None,
            one.feeds,
            one.gap,
        )
        for one in cards
    )
    return (
        Table(tuple(Column(Sentence(f"data.source_{head}"), "wide") for head in heads), rows)
        if rows
        else None
    )


def checked(state: str, count: int) -> Sentence:
    """How many checks of a source stand so."""
    return Sentence(f"data.card_checks_{state}", {"count": Amount(count, "count")})
