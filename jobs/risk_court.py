"""Wires a newly fitted model to the court, and a scoring to the watch on drift."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import polars as pl
from sqlalchemy import Connection

from access.disclosure import treated_counts
from data.warehouse.queries import risk_court, risk_store
from jobs.risk_data import cut_of
from models.risk.accept import listed
from models.risk.court import Case, Judged
from models.risk.court_groups import MEASURES
from models.risk.court_rules import rules
from models.risk.drift import drift
from models.risk.evaluate import interval, student_weights
from models.risk.fit import Fitted

SENSITIVE, OPEN = "fairness_audit", "unit_indicator"


def case_of(
    connection: Connection, model: Fitted, train: pl.DataFrame, test: pl.DataFrame, term: dict, students: pl.DataFrame,
    earlier: Sequence[Judged],
) -> Case:  # fmt: skip
    """The model with everything the court reads: who was contacted, groups on the last day of the term, weeks to the close."""
    declared = rules().groups
    groups = risk_court.groups(
        connection,
        term["end_on"],
        {name: one.column for name, one in declared.items() if one.column},
        {name: one.attribute for name, one in declared.items() if one.attribute},
    )
    order = train.group_by("term_id").len().sort("term_id")["term_id"].to_list()
    return Case(
        model=model, train=train, terms=tuple(order), test=test, students=students,
        weeks=weeks_left(connection, term, model.at), earlier=tuple(earlier),
        contacted=risk_court.contacted(connection, term["term_id"]), groups=groups,
    )  # fmt: skip


def weeks_left(connection: Connection, term: dict, at: str) -> float:
    """Weeks from the cut of a point to the day grades close."""
    return (term["grades_due_on"] - cut_of(connection, term, at).day).days / 7


def audit_rows(model_id: str, point: str, audit: list[dict]) -> list[dict]:
    """The audit as rows of ml_group_audit, one per measure."""
    return [
        {
            "model_id": model_id, "attribute": row["attribute"], "group_value": row["value"], "measure": measure, "point": point,
            "category": SENSITIVE if rules().groups[row["attribute"]].is_sensitive else OPEN,
            "n": row["n"], "positives": row["positives"], "found": row[measure], "low": row[f"{measure}_low"],
            "high": row[f"{measure}_high"], "gap": row[f"{measure}_gap"], "gap_low": row[f"{measure}_gap_low"],
            "gap_high": row[f"{measure}_gap_high"],
        }
        for row in audit
        for measure in MEASURES
    ]  # fmt: skip


def watch(
    connection: Connection, row: dict, manifest: dict, frame: pl.DataFrame, students: pl.DataFrame, term: dict,
    figures: dict,
) -> list[dict]:  # fmt: skip
    """Rows of ml_monitor for one scoring.

    row: the model; frame: features scored; students: student_pid, efc, p_any, org_code; figures: the judgement stored with the
    model, in place of predictions where the last closed term had none.
    """
    stamp = {
        "term_id": term["term_id"], "point": row["point"], "model_id": row["model_id"], "category": OPEN,
        "measured_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
    }  # fmt: skip
    parts = drift(manifest["reference"], frame, row["point"])
    parts += _last_closed(connection, row, figures)
    parts += _composition(
        students.join(risk_store.caseloads(connection, term["end_on"]), on="student_pid", how="left")
    )
    return [stamp | part for part in parts]


def _last_closed(connection: Connection, row: dict, figures: dict) -> list[dict]:
    """Mean said against what happened, and recall at capacity, of the term the model was judged on."""
    term_id, stored = row["test_term"], figures.get("said_happened")
    seen = risk_court.said_and_happened(connection, term_id, row["point"])
    if seen.height:
        stored = said_happened(seen["p_any"].to_numpy(), seen["y_any"].to_numpy())
    rows = [_part("happened", term_id, **stored)] if stored else []
    capacity = figures.get("capacity", {})
    if capacity.get("recall_low") is not None:
        ends = {"low": capacity["recall_low"], "high": capacity["recall_high"]}
        rows.append(
            _part("recall", term_id, found=capacity["recall"], compared=capacity["rule_recall"], **ends)
        )
    return rows


def said_happened(said: np.ndarray, happened: np.ndarray) -> dict:
    """Mean chance said (found) and share that happened (compared) with its 90 % interval by student; beyond it: an alert."""
    draws = [w @ happened / w.sum(axis=1) for w in student_weights(np.arange(happened.size), seed=12)]
    low, high = interval(np.concatenate(draws), 0.90)
    mean = float(np.mean(said))
    return {
        "found": mean, "compared": float(np.mean(happened)), "low": low, "high": high, "n": int(happened.size),
        "is_alert": not low <= mean <= high,
    }  # fmt: skip


def _composition(students: pl.DataFrame) -> list[dict]:
    """Share of each department in the list and among all students; few listed persons of a department are not told."""
    known = students.with_columns(pl.col("caseload").fill_null("none"))
    on_list = known.filter(pl.Series(listed(known))) if known.height else known
    counts = known.drop_nulls("org_code").group_by("org_code").len().sort("org_code")
    units = counts["org_code"].to_list()
    own = [on_list.filter(pl.col("org_code") == unit).height for unit in units]
    told = treated_counts(own, int(rules().drift["least_listed"]))
    total = max(sum(own), 1)
    return [
        _part(
            "listed",
            unit,
            found=None if shown is None else shown / total,
            compared=size / known.height,
            n=shown,
        )
        for unit, size, shown in zip(units, counts["len"].to_list(), told, strict=True)
    ]


def _part(measure: str, subject: str, **figures) -> dict:
    names = ("found", "compared", "low", "high", "limit_value", "detail", "n")
    return {"measure": measure, "subject": subject} | dict.fromkeys(names) | {"is_alert": False} | figures
