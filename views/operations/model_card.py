"""The model card (indicators D.12): what the model is for and not for, on what it learnt, how it was judged, who answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.risk.court_rules import rules
from models.risk.declaration import declaration
from views import naming
from views.parts import Amount, Column, Name, Sentence, Table

if TYPE_CHECKING:
    from views.operations.model import PointModel


def table(one: PointModel) -> Table:
    """The card as a table of topics; sentences come from the catalogue, values from what was stored and declared."""
    columns = (Column(Sentence("model.card_topic")), Column(Sentence("model.card_text"), "wide"))
    return Table(columns, tuple((Sentence(f"model.card_{name}"), value) for name, value in _topics(one)))


def _topics(one: PointModel) -> tuple[tuple[str, object], ...]:
    declared = declaration()
    return (
        ("name", Name(one.model_id)),
        ("version", Name(str(declared.version))),
        ("point", Sentence(f"data.model_point_{one.point}")),
        ("owner", naming.role_name(declared.owner)),
        ("date", one.trained_at.date()),
        ("purpose", Sentence("model.card_purpose_text")),
        ("label", Sentence("model.card_label_text")),
        ("population", _population(one)),
        ("window", tuple(Sentence("figures.term", {"term": term}) for term in one.terms)),
        ("families", tuple(Sentence(f"model.family_{name}") for name in declared.families_at(one.point))),
        ("never", Sentence("model.card_never_text")),
        ("method", _method(one)),
        ("result", _result(one)),
        ("limits", Sentence("model.card_limits_text")),
        ("capacity", _capacity()),
        ("oversight", Sentence("model.card_oversight_text")),
        ("monitoring", Sentence("model.card_monitoring_text", {"limit": Amount(rules().drift["psi"], "correlation")})),
        ("assessment", Sentence("model.card_assessment_text")),
    )  # fmt: skip


def _population(one: PointModel) -> Sentence:
    known = {name: Amount(one.metrics.get(name, 0), "count") for name in ("n", "positives")}
    return Sentence("model.card_population_text", known)


def _method(one: PointModel) -> Sentence:
    if not one.is_judged:
        return Sentence("model.too_little")
    return Sentence("model.card_method_text", {"kind": Sentence(f"data.model_kind_{one.chosen}"), "best": Sentence(f"data.model_kind_{one.best}")})  # fmt: skip


def _result(one: PointModel) -> Sentence:
    failed = tuple(Sentence(f"data.model_reason_{reason}") for reason in one.reasons)
    if one.is_on or not failed:
        return Sentence("model.card_result_on" if one.is_on else "model.card_result_off_plain")
    return Sentence("model.card_result_off", {"reasons": failed})


def _capacity() -> Sentence:
    held = declaration().listing
    return Sentence("model.card_capacity_text", {"size": Amount(held["capacity"], "count"), "least": Amount(held["p_any"], "share")})  # fmt: skip
