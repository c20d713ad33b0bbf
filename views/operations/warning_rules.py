"""Warning rules: each line in words with who owns it, and how many students each value would have flagged in closed terms."""

from __future__ import annotations

from dataclasses import dataclass

from access.scope import Scope
from profiling.rule_trial import JUDGED, LEVELS, TERMS, TOPIC
from profiling.rules import Rule, layers, rule_table
from views import catalogue, naming
from views.parts import Amount, Count, CountGrid, Header, Level, Sentence
from views.units import tallies
from views.warehouse import Snapshot, cached

LAYERS = ("term_close", "in_term")
UNITS = {
    "failed_term": "credits",
    "open": "credits",
    "progress": "share",
    "absence": "share",
    "idle": "count",
}


@dataclass(frozen=True)
class RuleCard:
    """One measure of the rules: its lines in force in words, and students flagged at each value, term by term."""

    rule: str
    title: Sentence
    sub: Sentence | None
    lines: tuple[tuple[Level, Sentence], ...]
    is_tried: bool  # has values of its own that can be tried
    grid: CountGrid | None


@dataclass(frozen=True)
class WarningRules:
    """Everything the Warning rules page shows."""

    header: Header
    findings: tuple[Sentence, ...]
    levels: CountGrid | None
    cards: tuple[RuleCard, ...]
    note: Sentence


@cached
def overview(scope: Scope, snapshot: Snapshot) -> WarningRules:
    """The rules in force and their trial on the last closed terms; counts by the cell rule for readers without the rows."""
    rows = tallies.counted(scope, snapshot, TOPIC)
    counts = {(row["part"], row["step"], row["period"]): row["n"] for row in rows}
    terms = tuple(sorted({row["period"] for row in rows})[-TERMS:])
    return WarningRules(
        header=_header(),
        findings=_findings(counts, terms),
        levels=_grid([(layer, level) for layer in LAYERS for level in LEVELS], counts, terms, _level_row),
        cards=tuple(_card(rule, counts, terms) for rule in sorted(layers(), key=_has_no_value)),
        note=Sentence("warning_rules.change", {"owner": naming.role_name(rule_table().owner)}),
    )


def _header() -> Header:
    table = rule_table()
    facts = (
        Sentence("warning_rules.owner", {"owner": naming.role_name(table.owner)}),
        Sentence("warning_rules.reviewed", {"day": table.reviewed_on}),
        Sentence("warning_rules.version", {"version": table.version}),
    )
    return Header(title=Sentence("warning_rules.title"), facts=facts, standard=catalogue.rules_version())


def _findings(counts: dict, terms: tuple[str, ...]) -> tuple[Sentence, ...]:
    """What the rules in force flagged at the newest close; that nothing can be counted before a term has closed."""
    if not terms:
        return (Sentence("warning_rules.finding_no_terms"),)
    said = [one for layer in LAYERS if (one := _flagged(counts, layer, terms[-1])) is not None]
    return tuple(said) or (Sentence("warning_rules.finding_hidden", {"term": terms[-1]}),)


def _flagged(counts: dict, layer: str, term: str) -> Sentence | None:
    found = {level: counts.get((layer, level, term)) for level in LEVELS}
    judged = counts.get((layer, JUDGED, term))
    if judged is None or None in found.values():
        return None
    params = {level: Amount(n, "count") for level, n in found.items()}
    params |= {"all": Amount(sum(found.values()), "count"), "judged": Amount(judged, "count")}
    return Sentence(f"warning_rules.finding_{layer}", params | {"term": term})


def _has_no_value(rule: str) -> bool:
    """Lines without a value of their own come last: there is nothing to try."""
    return rule not in rule_table().alternatives


def _card(rule: str, counts: dict, terms: tuple[str, ...]) -> RuleCard:
    lines = tuple(line for line in (*rule_table().term_close, *rule_table().in_term) if line.rule == rule)
    steps = [(rule, limit) for limit in rule_table().alternatives.get(rule, ())]
    return RuleCard(
        rule=rule,
        title=Sentence(f"warning_rules.rule_{rule}"),
        sub=Sentence("warning_rules.sub_progress") if rule == "progress" else None,
        lines=tuple((Level(line.level), _words(line)) for line in lines),
        is_tried=bool(steps),
        grid=_grid(steps, counts, terms, _value_row) if steps else None,
    )


def _words(line: Rule) -> Sentence:
    params = {"weeks": Amount(line.weeks, "count"), "sessions": Amount(line.sessions, "count")}
    if line.of:
        params["of"] = Sentence(f"warnings.level_{line.of}")
    if line.limit is not None:
        params["limit"] = Amount(line.limit, UNITS[line.rule])
    return Sentence(f"warning_rules.line_{line.rule}", params)


def _level_row(cell: tuple[str, str]) -> Sentence:
    layer, level = cell
    return Sentence(
        "warning_centre.grid_row",
        {"layer": Sentence(f"warning_centre.layer_{layer}"), "level": Sentence(f"warnings.level_{level}")},
    )


def _value_row(cell: tuple[str, float]) -> Sentence:
    """The value, and the level it stands for where it is in force."""
    rule, limit = cell
    value = Sentence(f"warning_rules.value_{rule}", {"limit": Amount(limit, UNITS[rule])})
    lines = (*rule_table().term_close, *rule_table().in_term)
    level = next((line.level for line in lines if line.rule == rule and line.limit == limit), None)
    if level is None:
        return value
    return Sentence("warning_rules.in_force", {"value": value, "level": Sentence(f"warnings.level_{level}")})


def _grid(steps: list[tuple], counts: dict, terms: tuple[str, ...], named) -> CountGrid | None:
    """Steps by term: flagged of those judged. None where no term tells anything."""
    cells = tuple(tuple(_count(counts, step, term) for term in terms) for step in steps)
    if not any(one.number or one.number is None or one.of for line in cells for one in line):
        return None
    return CountGrid(
        rows=tuple(named(step) for step in steps),
        columns=tuple(_term(term) for term in terms),
        cells=cells,
        page="warning_rules",
        key="",
        alt=Sentence("warning_rules.grid_alt", {"terms": Amount(len(terms), "count")}),
        words="warning_rules",
    )


def _term(term_id: str) -> Sentence:
    """A term as the head of a column: 2024秋; a code of a source's own as it is."""
    start, end, order = (*term_id.split("-"), "", "", "")[:3]
    return Sentence(f"ui.term.short{order}", {"start": start, "end": end}, otherwise=term_id)


def _count(counts: dict, step: tuple, term: str) -> Count:
    """Hidden by the cell rule, unknown (nobody judged), or so many of so many."""
    part, value = step
    layer = layers().get(part, part)
    key = (part, value if isinstance(value, str) else f"{value:g}", term)
    judged = counts.get((layer, JUDGED, term))
    if key not in counts:
        return Count(0, 0)
    return Count(counts[key], judged) if counts[key] is not None and judged is not None else Count(None, None)
