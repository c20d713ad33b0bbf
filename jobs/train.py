"""`jobs train`: fit, judge and store the risk model of each point, or refuse it with reasons."""

from __future__ import annotations

import argparse
import hashlib
import json
from datetime import UTC, datetime

import polars as pl
from sqlalchemy import insert

from data.warehouse.home import as_of
from data.warehouse.queries import risk_store
from data.warehouse.schema.risk import ml_model
from jobs.backtest import listed_points
from jobs.risk_data import labelled, without_objecting
from models.risk.accept import acceptance, capacity_figures, too_little
from models.risk.candidates import inputs
from models.risk.declaration import FILE, declaration
from models.risk.fit import choose, enough, fit_candidate
from models.risk.guards import Watch
from models.risk.judge import judge, single_feature
from models.risk.refit import refits
from models.risk.store import save

HELP = "fit, judge and store or refuse the risk models"
BASELINE = "logistic_history"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which points; all by default."""
    parser.add_argument("--points", type=listed_points, default=list(declaration().points), help="e.g. W4,W8")
    parser.add_argument("--seeds", type=int, default=5, help="fits to average")


def run(context, arguments) -> dict:
    """One model per point; the same data give the same model id and are not fitted again."""
    context.require_data("training")
    with context.timed() as clock:
        models = []
        for point in arguments.points:
            context.progress.step(f"risk model at {point}")
            row = _train(context, point, arguments.seeds)
            models.append(_reported(row))
            state = (
                "switched on"
                if row["is_switched_on"]
                else f"refused: {', '.join(json.loads(row['reasons']))}"
            )
            context.say(f"{point}: {row['chosen'] or 'no model'}, {state}")
        on = [model["point"] for model in models if model["switched_on"]]
        context.say(
            f"{len(models)} points trained, {len(on)} switched on ({', '.join(on) or 'none'}); {clock()} s"
        )
        return {"models": models, "seconds": clock()}


def _reported(row: dict) -> dict:
    return {
        "model_id": row["model_id"],
        "point": row["point"],
        "best": row["best"],
        "chosen": row["chosen"],
        "switched_on": bool(row["is_switched_on"]),
        "reasons": json.loads(row["reasons"] or "[]"),
        "metrics": {"auroc": None, **json.loads(row["metrics"])},  # null where there was too little to judge
    }


def _train(context, point: str, seeds: int) -> dict:
    watch = Watch()
    terms, data = _labelled_terms(context, point, watch)
    model_id = _model_id(point, terms, data, seeds)
    with context.engine.connect() as connection:
        known = connection.execute(risk_store.model(model_id)).first()
        snapshot = risk_store.current_snapshot(connection)
    if known is not None:
        return dict(known._mapping)
    row = {
        "model_id": model_id,
        "point": point,
        "trained_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
        "snapshot_id": snapshot,
        "train_terms": json.dumps([term["term_id"] for term in terms]),
    }
    short = too_little(len(terms), int(data["y"].sum()) if data.height else 0)
    row |= (
        _refused(short, len(terms), data) if short else _fitted(context, model_id, point, terms, data, seeds)
    )
    row["metrics"] = json.dumps(json.loads(row["metrics"]) | {"guards": watch.found})
    with context.engine.begin() as connection:
        connection.execute(insert(ml_model), row)
    return row


def _labelled_terms(context, point: str, watch: Watch) -> tuple[list[dict], pl.DataFrame]:
    with context.engine.connect() as connection:
        terms = risk_store.closed_terms(connection, as_of(connection))
        parts = [
            without_objecting(connection, labelled(connection, context.home, term, point, watch=watch))
            for term in terms
        ]
    return terms, pl.concat(parts).drop_nulls("y") if parts else pl.DataFrame(schema={"y": pl.Int8})


def _model_id(point: str, terms: list[dict], data: pl.DataFrame, seeds: int) -> str:
    """The point and a hash of everything the fit depends on."""
    digest = hashlib.sha256(FILE.read_bytes())
    digest.update(json.dumps([[term["term_id"] for term in terms], seeds]).encode())
    digest.update(data.write_csv().encode())
    return f"{point}-{digest.hexdigest()[:16]}"


def _refused(reasons: list[str], terms: int, data: pl.DataFrame) -> dict:
    positives = int(data["y"].sum()) if data.height else 0
    return {
        "test_term": None, "best": None, "chosen": None, "is_switched_on": False, "reasons": json.dumps(reasons),
        "metrics": json.dumps({"closed_terms": terms, "n": data.height, "positives": positives}),
        "artifact": None, "artifact_sha256": None,
    }  # fmt: skip


def _fitted(context, model_id: str, point: str, terms: list[dict], data: pl.DataFrame, seeds: int) -> dict:
    """Judged on the newest closed term by the terms before it; then fitted on all closed terms for use."""
    newest, earlier = terms[-1], [term["term_id"] for term in terms[:-1]]
    train, test = (
        enough(data.filter(pl.col("term_id").is_in(earlier))),
        data.filter(pl.col("term_id") == newest["term_id"]),
    )
    choice = choose(train, earlier, point)
    names = dict.fromkeys((BASELINE, choice.chosen, choice.best))
    judged = {name: fit_candidate(name, train, point, seeds) for name in names}
    metrics = judge(judged, choice, test)
    with context.engine.connect() as connection:
        caseload = risk_store.caseloads(connection, newest["end_on"])
        lines = declaration().warning
        warned = risk_store.reached_yellow(connection, newest, lines["failed_credits"], lines["open_credits"])
    model = judged[choice.chosen]
    metrics["capacity"] = capacity_figures(model, test, caseload, warned)
    metrics["single_feature_max"], metrics["single_feature_name"] = single_feature(test, inputs(train, point))
    lines = acceptance(metrics, model, judged[BASELINE], test, metrics["single_feature_max"])
    metrics["acceptance"] = lines
    reasons = [line["key"] for line in lines if not line["met"]]
    used = enough(data)
    final = fit_candidate(choice.chosen, used, point, seeds)
    reasons += ["no_student_scale"] if final.any_model is None else []
    manifest = {
        "model_id": model_id,
        "point": point,
        "terms": [*earlier, newest["term_id"]],
        "metrics": metrics,
    }
    artifact = save(context.home.folder("artifacts"), model_id, final, refits(final, used), manifest)
    return {
        "test_term": newest["term_id"],
        "best": choice.best,
        "chosen": choice.chosen,
        "is_switched_on": not reasons,
        "reasons": json.dumps(reasons),
        "metrics": json.dumps(metrics),
        "artifact": artifact[0],
        "artifact_sha256": artifact[1],
    }
