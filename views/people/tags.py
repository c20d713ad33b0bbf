"""The tags of a portrait card: what the register says of a person, each with its rule and the numbers that prove it."""

from __future__ import annotations

from profiling.tag_register import Tag as Declared
from profiling.tag_register import tag_register
from views import catalogue, naming
from views.figures.figure_table import likely_range
from views.parts import Amount, Fact, Sentence, Tag
from views.people import answers, records
from views.people.answers import Answer, Known

POSITIVE_AT_MOST, AT_MOST = 6, 8
CODED = ("dual_level",)  # facts that are words, not numbers


def of_person(known: Known, shown: dict[str, tuple[Fact, ...]] | None = None) -> tuple[Tag, ...]:
    """Six to eight tags where the data give them, positive ones first; of a group the first one held.

    shown: evidence that only the page has, by kind of evidence (weeks, courses, classes, register).
    """
    held: dict[str, tuple[Declared, Answer]] = {}
    for declared in tag_register():
        if declared.entity == known.kind and declared.group not in held:
            answer = answers.of(declared.rule, known, declared.needs)
            if answer.is_met:
                held[declared.group] = declared, answer
    positive = [pair for pair in held.values() if pair[0].polarity == "positive"][:POSITIVE_AT_MOST]
    neutral = [pair for pair in held.values() if pair[0].polarity == "neutral"]
    chosen = [*positive, *neutral][:AT_MOST]
    return tuple(_tag(declared, answer, known, shown or {}) for declared, answer in chosen)


def answered(known: Known) -> dict[str, bool]:
    """Tag -> whether the person carries it, of the tags that can be judged; of a group only the first one held is carried."""
    found: dict[str, bool] = {}
    taken: set[str] = set()
    for declared in tag_register():
        if declared.entity != known.kind:
            continue
        answer = answers.of(declared.rule, known, declared.needs)
        if answer.state == "unknown":
            continue
        found[declared.id] = answer.is_met and declared.group not in taken
        if answer.is_met:
            taken.add(declared.group)
    return found


def _tag(declared: Declared, answer: Answer, known: Known, shown: dict[str, tuple[Fact, ...]]) -> Tag:
    label = Sentence(f"tags.{declared.entity}_{declared.id}", {"value": _told(declared, answer)})
    return Tag(
        label=label,
        rule=rule(declared, answer),
        is_earned=declared.polarity == "positive",
        evidence=(*_evidence(declared, answer, known, shown), *_kept(declared)),
    )


def _told(declared: Declared, answer: Answer) -> Amount | Sentence | str | None:
    if declared.rule.fact in CODED:
        return Sentence(f"teacher.dual_{answer.found}", otherwise=str(answer.found))
    if declared.rule.fact == "entry_year":
        return f"{answer.found.value:.0f}"
    return answer.found


def rule(declared: Declared, answer: Answer) -> Sentence:
    """The rule in words: what is compared with which line, and on how much it must rest."""
    test, params = declared.rule, {"limit": answer.limit}
    if test.indicator:
        params["name"] = catalogue.entry(test.indicator).name
        kind = test.reaches or ("at_least" if test.at_least is not None else "at_most")
        params["coverage"] = Amount(declared.needs.coverage, "share")
        if declared.needs.n == "register":
            return Sentence(f"tags.rule_{kind}_register", params)
        return Sentence(f"tags.rule_{kind}", params | {"n": Amount(declared.needs.n, "count")})
    if test.records:
        params["name"] = Sentence(f"records.kind_{test.records}")
        kind = "sum" if test.sum else "records"
        return Sentence(f"tags.rule_{kind}", params)
    return Sentence(f"tags.rule_fact_{test.fact}", params)


def _evidence(declared: Declared, answer: Answer, known: Known, shown: dict) -> tuple[Fact, ...]:
    if declared.evidence == "records":
        return records.facts(answer.records)
    if declared.evidence in ("figure", "weeks"):
        return (*_figure(answer, known), *shown.get(_weeks_of(declared), ()))
    return shown.get(declared.evidence) or (Fact(Sentence("tags.found"), _told(declared, answer)),)


def _weeks_of(declared: Declared) -> str:
    return f"weeks:{declared.rule.indicator}" if declared.evidence == "weeks" else ""


def _figure(answer: Answer, known: Known) -> tuple[Fact, ...]:
    """The stored value with its counts, its period and what it rests on."""
    figure = known.own.figure(answer.indicator)
    facts = [
        Fact(Sentence("tags.found"), answer.found),
        Fact(Sentence("tags.line"), answer.limit),
        Fact(Sentence("tags.counted"), figure.why.sentence if figure.why else None),
        Fact(Sentence("tags.period"), Sentence("figures.period", {"period": figure.period})),
    ]
    if figure.n is not None:
        facts.append(Fact(Sentence("tags.n"), Amount(figure.n, "count")))
    range_ = likely_range(figure.low, figure.high, figure.amount.unit)
    if range_ is not None:
        facts.append(Fact(Sentence("tags.range"), range_))
    if figure.response_rate is not None:
        facts.append(Fact(Sentence("tags.response"), Amount(figure.response_rate, "share")))
    coverage = _coverage(answer, known)
    if coverage is not None:
        facts.append(Fact(Sentence("tags.coverage"), Amount(coverage, "share")))
    return tuple(facts)


def _coverage(answer: Answer, known: Known) -> float | None:
    item = (
        next((row for row in known.held.items if row["indicator_id"] == answer.indicator), None)
        if known.held
        else None
    )
    return answers.coverage_behind(known.held, item)


def _kept(declared: Declared) -> tuple[Fact, ...]:
    """Who keeps the rule, and since when it holds."""
    words = Sentence(
        "tags.kept_by",
        {"owner": naming.role_name(declared.owner), "year": str(declared.dated.year), "day": declared.dated},
    )
    return (Fact(Sentence("tags.keeper"), words),)
