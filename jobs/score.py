"""`jobs score`: predictions for the running term at every point that has passed; a stored prediction stays."""

from __future__ import annotations

import argparse
import hashlib
import json
from datetime import UTC, datetime

import polars as pl

from data.warehouse import home_settings
from data.warehouse.bulk import write_frame
from data.warehouse.home import as_of
from data.warehouse.queries import risk_court, risk_store
from data.warehouse.queries.risk_frames import Cut
from data.warehouse.schema.risk import ml_course_risk, ml_prediction
from jobs.risk_court import watch
from jobs.risk_data import cut_of, features_of, without_objecting
from models.risk.declaration import declaration
from models.risk.explain import reasons
from models.risk.fit import Fitted
from models.risk.guards import Watch
from models.risk.refit import credit_band
from models.risk.store import load

HELP = "score the running term with the models that are switched on; who has objected is left out"
OFF = (
    "the model layer is off: nothing scored, and no stored prediction is shown; it is switched on after its impact assessment: "
    "settings set model_layer_assessment_id NUMBER, then settings set model_layer on"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose: every point that has passed is scored once."""


def run(context, arguments) -> dict:
    """Score what has not been scored yet, oldest point first; the newest point becomes the latest."""
    context.require_data("scoring")
    with context.timed() as clock:
        with context.engine.connect() as connection:
            if not home_settings.model_layer(connection):
                context.say(OFF)
                return {"scored": 0, "points": {}, "model_layer": False, "seconds": clock()}
            today = as_of(connection)
            term = risk_store.running_term(connection, today)
        if term is None:
            context.say("no term is running; nothing scored")
            return {"scored": 0, "points": {}, "seconds": clock()}
        points = {point: _score(context, term, cut) for point, cut in _passed(context, term, today)}
        done = [point for point, count in points.items() if count is not None]
        if done:
            with context.engine.begin() as connection:
                risk_store.mark_latest(connection, term["term_id"], done[-1])
                _mark_support(connection)
        scored = sum(count or 0 for count in points.values())
        said = ", ".join(f"{p} {'no model' if n is None else n}" for p, n in points.items())
        context.say(f"{term['term_id']}: {scored} new predictions ({said}); {clock()} s")
        return {"scored": scored, "points": points, "term": term["term_id"], "seconds": clock()}


def _mark_support(connection) -> None:
    """Rosters of the snapshot in view say who needs support in a course; a new snapshot asks again (jobs profile)."""
    current = risk_store.current_snapshot(connection)
    if current is not None:
        risk_store.mark_support(connection, current, declaration().listing["p_any"])


def _passed(context, term: dict, today) -> list[tuple[str, Cut]]:
    """Points whose last day is over or is today, oldest first."""
    with context.engine.connect() as connection:
        cuts = [(point, cut_of(connection, term, point)) for point in declaration().points]
    return sorted(((p, cut) for p, cut in cuts if cut.day <= today), key=lambda pair: pair[1].moment)


def _score(context, term: dict, cut: Cut) -> int | None:
    """New predictions at one point; None when no model is switched on for it."""
    with context.engine.connect() as connection:
        row = risk_store.switched_on(connection, cut.at)
        known = risk_store.predicted(connection, term["term_id"], cut.at)
        stored = risk_store.predicted_courses(connection, term["term_id"], cut.at)
        if row is None:
            return 0 if known else None
        context.progress.step(f"scoring {term['term_id']} at {cut.at}")
        watch = Watch()
        frame = features_of(connection, context.home, term, cut.at, watch)
        frame = without_objecting(connection, frame)
        places = risk_store.places(connection, cut.day)
    path = context.home.folder("artifacts") / row["artifact"]
    kept = load(path, row["artifact_sha256"], row["manifest_sha256"])
    model, again = kept.model, kept.refits
    if frame.is_empty():
        return 0
    with context.engine.begin() as writing:
        risk_store.keep_changes(writing, term["term_id"], cut.at, watch.found)
    stamp = {"term_id": term["term_id"], "point": cut.at, "model_id": row["model_id"], "is_latest": False}
    courses = _courses(model, frame, places, stamp).filter(~pl.col("student_pid").is_in(known))
    courses = courses.join(stored, on=["student_pid", "offering_id"], how="anti")
    everybody = _students(model, again, frame, places, stamp, cut)
    students = everybody.filter(~pl.col("student_pid").is_in(known))
    write_frame(context.engine, ml_course_risk, courses)
    written = write_frame(context.engine, ml_prediction, students)
    _watched(context, row, kept.manifest, frame, everybody, term)
    return written


def _watched(
    context, row: dict, manifest: dict, frame: pl.DataFrame, students: pl.DataFrame, term: dict
) -> None:
    """Have people or data changed since the training? Measured once per term and point, when it is scored first."""
    with context.engine.begin() as connection:
        if risk_court.is_monitored(connection, term["term_id"], row["point"], row["model_id"]):
            return
        listed = students.select("student_pid", "p_any", "org_code", efc="expected_failed_credits")
        rows = watch(connection, row, manifest, frame, listed, term, json.loads(row["metrics"]))
        risk_court.keep_monitor(connection, term["term_id"], row["point"], rows)


def _stamped(frame: pl.DataFrame, stamp: dict) -> pl.DataFrame:
    return frame.with_columns(pl.lit(value).alias(name) for name, value in stamp.items())


def _courses(model: Fitted, frame: pl.DataFrame, places: pl.DataFrame, stamp: dict) -> pl.DataFrame:
    rows = frame.select("student_pid", "offering_id", "credits").with_columns(
        probability=pl.Series(model.probability(frame))
    )
    rows = rows.join(places.drop("major_code"), on="student_pid", how="left", maintain_order="left")
    return _stamped(rows, stamp)


def _students(
    model: Fitted, again: list[Fitted], frame: pl.DataFrame, places: pl.DataFrame, stamp: dict, cut: Cut
) -> pl.DataFrame:
    why = reasons(model, frame, model.probability(frame))
    chance = model.students(frame).select("student_pid", "p_any")
    rows = credit_band(model, again, frame).join(chance, on="student_pid", maintain_order="left")
    rows = rows.join(_prints(frame), on="student_pid", maintain_order="left")
    rows = rows.join(places, on="student_pid", how="left", maintain_order="left")
    texts = [json.dumps(why[student], ensure_ascii=False) for student in rows["student_pid"]]
    rows = rows.rename({"efc": "expected_failed_credits"}).with_columns(
        reasons=pl.Series(texts),
        cutoff=pl.lit(cut.moment),
        scored_at=pl.lit(datetime.now(UTC).replace(tzinfo=None, microsecond=0)),
    )
    return _stamped(rows, stamp)


def _prints(frame: pl.DataFrame) -> pl.DataFrame:
    """Per student a hash of the features that were used, and the share of sources that spoke."""
    rows = []
    for (student,), part in frame.group_by(["student_pid"], maintain_order=True):
        digest = hashlib.sha256(part.drop("student_pid").write_csv().encode()).hexdigest()
        share = part["sources_share"].mean() if "sources_share" in part.columns else None
        rows.append((student, digest, share))
    return pl.DataFrame(
        rows,
        orient="row",
        schema={"student_pid": pl.String, "features_sha256": pl.String, "sources_share": pl.Float64},
    )
