"""Model page: what the risk model can and cannot do at each prediction point, told from what its training stored."""

from __future__ import annotations

import json
from dataclasses import dataclass

from access.scope import Scope
from data.warehouse.queries import risk_court as queries
from models.risk.declaration import declaration
from views import naming, warehouse
from views.operations import model_card, model_court, model_guards, model_watch
from views.parts import (
    Amount,
    Header,
    Item,
    Refusal,
    Reliability,
    ReliabilityPoint,
    Sentence,
    State,
    Table,
    Trend,
    TrendPoint,
    Trends,
)
from views.warehouse import Snapshot

ORDER = {"found": "auroc", "low": "auroc_low", "high": "auroc_high", "rule": "rule_auroc"}


@dataclass(frozen=True)
class PointModel:
    """The newest model of a prediction point, with its judgement unpacked."""

    model_id: str
    point: str
    trained_at: object
    test_term: str | None
    terms: tuple[str, ...]
    chosen: str | None
    best: str | None
    is_on: bool
    reasons: tuple[str, ...]
    metrics: dict

    @property
    def is_judged(self) -> bool:
        """Whether there was enough to fit and judge anything."""
        return self.chosen is not None


@dataclass(frozen=True)
class ModelPage:
    """Everything the Model page shows about one chosen point, beside what it shows of all."""

    header: Header
    findings: tuple[Sentence, ...]
    points: tuple[tuple[str, Sentence], ...]
    point: str
    cards: tuple[Item, ...]
    state_title: Sentence
    in_use: Sentence | None
    refused: tuple[Item, ...]
    facts: tuple[Item, ...]
    reliability: Reliability | None
    waiting: Trends | None
    court: Table | None
    groups: Table | None
    drift: Table | None
    guards: Table | None
    statistics: Table | None
    card: Table | None


def models(scope: Scope) -> tuple[PointModel, ...]:
    """The newest model of each point, in the order of time; read afresh, for a training publishes no snapshot."""
    rows = warehouse.read(queries.models(), scope).to_dicts()
    newest = {row["point"]: row for row in rows}
    return tuple(_unpacked(newest[point]) for point in declaration().points if point in newest)


def _unpacked(row: dict) -> PointModel:
    return PointModel(
        model_id=row["model_id"], point=row["point"], trained_at=row["trained_at"], test_term=row["test_term"],
        terms=tuple(json.loads(row["train_terms"])), chosen=row["chosen"], best=row["best"],
        is_on=bool(row["is_switched_on"]), reasons=tuple(json.loads(row["reasons"] or "[]")),
        metrics=json.loads(row["metrics"]),
    )  # fmt: skip


def overview(scope: Scope, snapshot: Snapshot, asked: str | None) -> ModelPage | Refusal:
    """The page for the point asked, else that at work in the term; a designed state where nothing was trained."""
    known = models(scope)
    if not known:
        return Refusal(
            "no_model",
            Sentence("model.none_title"),
            Sentence("model.none_body"),
            Sentence("model.none_remedy"),
        )
    one = _chosen(known, asked, model_watch.scored(scope, snapshot))
    judged = one.is_judged
    return ModelPage(
        header=_header(one),
        findings=_findings(scope, snapshot, known),
        points=tuple((each.point, point_name(each.point)) for each in known),
        point=one.point,
        cards=tuple(_card(each) for each in known),
        state_title=Sentence("model.state_title" if one.is_on else "model.refused_title"),
        in_use=Sentence("model.in_use") if one.is_on else None,
        refused=_refused(one),
        facts=_facts(one),
        reliability=_reliability(one),
        waiting=waiting(known),
        court=model_court.table(one.metrics.get("court", [])) if judged else None,
        groups=model_court.groups(scope, snapshot, one.model_id),
        drift=model_watch.table(scope, snapshot, one.point),
        guards=model_guards.table(scope, snapshot, one.point, one.metrics.get("guards", [])),
        statistics=model_court.statistics(one.metrics) if judged else None,
        card=model_card.table(one),
    )


def _chosen(known: tuple[PointModel, ...], asked: str | None, scored: frozenset[str]) -> PointModel:
    """The point asked for; else the newest in use that has scored this term, the first in use, the last of all."""
    named = [one for one in known if one.point == asked]
    in_use = [one for one in known if one.is_on]
    at_work = [one for one in in_use if one.point in scored]
    return (named or at_work[-1:] or in_use[:1] or known[-1:])[0]


def point_name(point: str) -> Sentence:
    """The prediction point in words."""
    return Sentence(f"data.model_point_{point}")


def _header(one: PointModel) -> Header:
    kind = Sentence("model.kind", {"point": point_name(one.point)})
    facts = (Sentence("model.trained", {"day": one.trained_at.date()}),)
    if one.test_term:
        facts += (Sentence("model.judged_on", {"term": one.test_term}),)
    return Header(title=Sentence("model.title"), kind=kind, facts=facts)


def _findings(scope: Scope, snapshot: Snapshot, known: tuple[PointModel, ...]) -> tuple[Sentence, ...]:
    """From which point on the list may lean on the model; which points are refused; whether the layer is off."""
    on, off = [one for one in known if one.is_on], [one for one in known if not one.is_on]
    said = []
    if naming.setting(scope, snapshot, "model_layer") is False:
        said.append(Sentence("model.layer_off"))
    if not on:
        return (*said, Sentence("model.all_off", {"count": Amount(len(off), "count")}))
    first = on[0]
    params = {"point": point_name(first.point)}
    weeks = first.metrics.get("weeks")
    if weeks is not None:
        said.append(Sentence("model.earliest", params | {"weeks": Amount(weeks, "count")}))
    if off:
        said.append(Sentence("model.some_off", {"points": tuple(point_name(one.point) for one in off)}))
    return tuple(said)


def _card(one: PointModel) -> Item:
    side = Sentence("data.model_on" if one.is_on else "data.model_off")
    return Item(point_name(one.point), told(one), side)


def told(one: PointModel) -> Sentence:
    """What a list of this point is worth, as a counsellor would ask; or that there was too little to learn from."""
    capacity = one.metrics.get("capacity", {})
    if not one.is_judged or capacity.get("of_list") is None:
        return Sentence("model.too_little" if not one.is_judged else "model.nobody_listed")
    params = {name: Amount(capacity[name], "count") for name in ("of_list", "of_list_low", "of_list_high")}
    params |= {
        name: Amount(capacity[name], "share")
        for name in ("recall", "recall_low", "recall_high", "rule_recall")
    }
    return Sentence("model.of_list", params | {"size": Amount(declaration().listing["capacity"], "count")})


def _refused(one: PointModel) -> tuple[Item, ...]:
    """What the model was refused for: what each reason means, and the features or groups that are named; none where it is in use."""
    return (
        ()
        if one.is_on
        else tuple(Item(Sentence(f"data.model_reason_{key}"), _about(one, key)) for key in one.reasons)
    )


def _about(one: PointModel, key: str) -> Sentence | None:
    """What a refusal rests on: found against wanted, or the names that failed."""
    lines = [line for line in one.metrics.get("court", []) if line["key"] == key and line["met"] is False]
    names = [name for line in lines for name in _listed(line.get("name"))]
    if names:
        return Sentence("model.refused_names", {"names": tuple(model_court.subject(name) for name in names)})
    line = next((line for line in one.metrics.get("acceptance", []) if line["key"] == key), None)
    if line is None or isinstance(line["wanted"], list):
        return None
    unit = "correlation" if key in ("slope", "ece") else "share"
    return Sentence("model.refused_numbers", {name: Amount(line[name], unit) for name in ("found", "wanted")})


def _facts(one: PointModel) -> tuple[Item, ...]:
    """What the verdict rests on: terms and rows, the list, how well it orders, how true its chances are."""
    if not one.is_judged:
        return ()
    figures, capacity, happened = one.metrics, one.metrics["capacity"], one.metrics.get("said_happened")
    counts = {name: Amount(figures[name], "count") for name in ("n", "positives")}
    found = [
        _fact("learnt", counts | {"terms": Amount(len(one.terms), "count")}),
        _fact("list", {name: Amount(capacity[name], "count") for name in ("listed", "students", "caseloads")}),
        _fact("order", {name: Amount(figures[key], "share") for name, key in ORDER.items()}),
    ]  # fmt: skip
    if happened:
        told = {name: Amount(happened[name], "share") for name in ("found", "compared", "low", "high")}
        found.append(_fact("told", told, State("warn" if happened["is_alert"] else "pass")))
    return tuple(found)


def _fact(name: str, params: dict, side: State | None = None) -> Item:
    return Item(Sentence(f"model.fact_{name}"), Sentence(f"model.fact_{name}_text", params), side)


def _listed(name: object) -> list[str]:
    return [name] if isinstance(name, str) else list(name or [])


def _reliability(one: PointModel) -> Reliability | None:
    rows = one.metrics.get("reliability", [])
    if not rows:
        return None
    points = tuple(
        ReliabilityPoint(row["said"], row["happened"], row["low"], row["high"], row["n"]) for row in rows
    )
    return Reliability(points, Sentence("model.reliability_alt", {"parts": Amount(len(points), "count")}))


def waiting(known: tuple[PointModel, ...]) -> Trends | None:
    """The price of waiting: by point how well the list orders, whom it finds, how many weeks are left."""
    judged = [
        one
        for one in known
        if one.is_judged and one.metrics.get("capacity", {}).get("recall_low") is not None
    ]
    if len(judged) < 2:
        return None
    panels = (
        _panel(judged, "order", "share", lambda m: (m["auroc"], m["auroc_low"], m["auroc_high"])),
        _panel(judged, "found", "share", lambda m: tuple(m["capacity"][f"recall{end}"] for end in ("", "_low", "_high"))),
        _panel(judged, "weeks", "count", lambda m: (m.get("weeks"), None, None)),
    )  # fmt: skip
    return Trends(panels, Sentence("boards.trend_alt", {"names": tuple(panel.name for panel in panels)}))


def _panel(judged: list[PointModel], name: str, unit: str, read) -> Trend:
    points = tuple(TrendPoint(one.point, *read(one.metrics)) for one in judged)
    return Trend(
        name=Sentence(f"model.waiting_{name}"),
        unit=unit,
        points=points,
        note=Sentence(f"model.waiting_{name}_note"),
    )
