"""`jobs train`: fit, judge and store the risk model of each point, or refuse it with reasons."""

from __future__ import annotations

import argparse
import hashlib
import json
from datetime import UTC, datetime

import polars as pl
from sqlalchemy import insert

from data.warehouse.home import as_of
from data.warehouse.queries import risk_court, risk_store
from data.warehouse.schema.risk import ml_model
from jobs.backtest import listed_points
from jobs.risk_court import audit_rows, case_of, said_happened
from jobs.risk_data import labelled, without_objecting
from models.risk.accept import acceptance, at_capacity, capacity_figures, too_little
from models.risk.candidates import SIMPLEST_FIRST
from models.risk.court import Judged, court, refusals
from models.risk.court_rules import FILE as COURT
from models.risk.declaration import FILE, declaration
from models.risk.drift import reference
from models.risk.fit import Fitted, choose, enough, fit_candidate
from models.risk.guards import Watch
from models.risk.judge import judge, reliability
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
        models, earlier = [], []
        for point in arguments.points:
            context.progress.step(f"risk model at {point}")
            row = _train(context, point, arguments.seeds, earlier)
            models.append(_reported(row))
            context.say(f"{point}: {row['chosen'] or 'no model'}, {_state(row)}")
        on = [model["point"] for model in models if model["switched_on"]]
        context.say(
            f"{len(models)} points trained, {len(on)} switched on ({', '.join(on) or 'none'}); {clock()} s"
        )
        return {"models": models, "seconds": clock()}


def _state(row: dict) -> str:
    """In use, or refused and for what, features named."""
    if row["is_switched_on"]:
        return "switched on"
    named = {
        line["key"]: line.get("name")
        for line in json.loads(row["metrics"]).get("court", [])
        if line["met"] is False
    }
    told = [
        f"{reason} ({', '.join(named[reason])})"
        if isinstance(named.get(reason), list) and named[reason]
        else reason
        for reason in json.loads(row["reasons"])
    ]
    return f"refused: {', '.join(told)}"


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


def _train(context, point: str, seeds: int, earlier: list[Judged]) -> dict:
    """The row of the point's model, fitted unless it is there; what it says of the newest term is added to `earlier`."""
    watch = Watch()
    terms, data = labelled_terms(context, point, watch)
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
    made, audit = (
        (_refused(short, len(terms), data), [])
        if short
        else _fitted(context, row, terms, data, seeds, earlier)
    )
    made["metrics"] = json.dumps(json.loads(made["metrics"]) | {"guards": watch.found})
    with context.engine.begin() as connection:
        connection.execute(insert(ml_model), row | made)
        risk_court.keep_audit(connection, model_id, audit)
    return row | made


def labelled_terms(context, point: str, watch: Watch | None = None) -> tuple[list[dict], pl.DataFrame]:
    """Closed terms that have any, oldest first, and their labelled rows at a point, without who objects to the model layer."""
    with context.engine.connect() as connection:
        found = [
            (
                term,
                without_objecting(connection, labelled(connection, context.home, term, point, watch=watch)),
            )
            for term in risk_store.closed_terms(connection, as_of(connection))
        ]
    found = [(term, rows) for term, frame in found if (rows := frame.drop_nulls("y")).height]
    terms, parts = [term for term, _ in found], [rows for _, rows in found]
    return terms, pl.concat(parts) if parts else pl.DataFrame(schema={"y": pl.Int8})


def _model_id(point: str, terms: list[dict], data: pl.DataFrame, seeds: int) -> str:
    """The point and a hash of everything the fit depends on."""
    digest = hashlib.sha256(FILE.read_bytes())
    digest.update(COURT.read_bytes())
    digest.update(json.dumps([[term["term_id"] for term in terms], seeds]).encode())
    digest.update(_data_sha256(data).encode())
    return f"{point}-{digest.hexdigest()[:16]}"


def _data_sha256(data: pl.DataFrame) -> str:
    return hashlib.sha256(data.write_csv().encode()).hexdigest()


def _refused(reasons: list[str], terms: int, data: pl.DataFrame) -> dict:
    positives = int(data["y"].sum()) if data.height else 0
    return {
        "test_term": None, "best": None, "chosen": None, "is_switched_on": False, "reasons": json.dumps(reasons),
        "metrics": json.dumps({"closed_terms": terms, "n": data.height, "positives": positives}),
        "artifact": None, "artifact_sha256": None, "manifest_sha256": None,
    }  # fmt: skip


def _fitted(
    context, row: dict, terms: list[dict], data: pl.DataFrame, seeds: int, earlier: list[Judged]
) -> tuple[dict, list[dict]]:
    """Judged on the newest closed term by the terms before it; then fitted on all closed terms for use."""
    point, newest = row["point"], terms[-1]
    before = [term["term_id"] for term in terms[:-1]]
    train = enough(data.filter(pl.col("term_id").is_in(before)))
    test = data.filter(pl.col("term_id") == newest["term_id"])
    choice = choose(train, before, point)
    judged = {name: fit_candidate(name, train, point, seeds) for name in SIMPLEST_FIRST}
    metrics, audit = _judged(context, judged, choice, train, test, newest, earlier)
    reasons = [line["key"] for line in metrics["acceptance"] if line["met"] is False] + refusals(
        metrics["court"]
    )
    used = enough(data)
    final = fit_candidate(choice.chosen, used, point, seeds)
    reasons += ["no_student_scale"] if final.any_model is None else []
    artifact = _kept(context, row, final, used, metrics, [*before, newest["term_id"]])
    made = {
        "test_term": newest["term_id"], "best": choice.best, "chosen": choice.chosen, "is_switched_on": not reasons,
        "reasons": json.dumps(reasons), "metrics": json.dumps(metrics), "artifact": artifact.file,
        "artifact_sha256": artifact.sha256, "manifest_sha256": artifact.manifest_sha256,
    }  # fmt: skip
    return made, audit_rows(row["model_id"], point, audit)


def _judged(
    context,
    judged: dict,
    choice,
    train: pl.DataFrame,
    test: pl.DataFrame,
    newest: dict,
    earlier: list[Judged],
) -> tuple[dict, list[dict]]:
    """Figures, acceptance lines and the court's lines of the chosen candidate; the audit of groups apart."""
    model, lines = judged[choice.chosen], declaration().warning
    metrics = judge(judged, choice, test)
    with context.engine.connect() as connection:
        caseload = risk_store.caseloads(connection, newest["end_on"])
        warned = risk_store.reached_yellow(connection, newest, lines["failed_credits"], lines["open_credits"])
        students = at_capacity(model, test, caseload, warned)
        case = case_of(connection, model, train, test, newest, students, earlier)
    metrics["capacity"] = capacity_figures(students)
    metrics["weeks"] = case.weeks
    metrics["reliability"] = reliability(students)
    metrics["acceptance"] = acceptance(metrics, model, judged[BASELINE], test)
    if model.any_model is not None:
        metrics["said_happened"] = said_happened(students["p_any"].to_numpy(), students["y_any"].to_numpy())
    metrics["court"], audit = court(case)
    earlier.append(case.judged())
    return metrics, audit


def _kept(context, row: dict, final: Fitted, used: pl.DataFrame, metrics: dict, terms: list[str]):
    manifest = {
        "model_id": row["model_id"], "point": row["point"], "terms": terms, "snapshot": row["snapshot_id"],
        "data_sha256": _data_sha256(used), "reference": reference(used, final.columns), "metrics": metrics,
    }  # fmt: skip
    return save(context.home.folder("artifacts"), row["model_id"], final, refits(final, used), manifest)
