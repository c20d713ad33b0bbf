"""Keeping a fitted model: skops file with a hash, nothing unpickled, refused when it was changed."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

import skops.io

from errors import ShownError
from models.risk.calibrate import Calibration
from models.risk.fit import Fitted

PACKAGES = ("scikit-learn", "numpy", "polars", "skops")
# types of scikit-learn's own trees and losses that skops does not know by itself
TRUSTED = {
    "sklearn._loss.link.Interval",
    "sklearn._loss.link.LogitLink",
    "sklearn._loss.loss.HalfBinomialLoss",
    "sklearn.ensemble._hist_gradient_boosting.binning._BinMapper",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn._loss._loss.CyHalfBinomialLoss",
    "numpy.dtype",
}


def save(folder: Path, model_id: str, model: Fitted, refits: list[Fitted], manifest: dict) -> tuple[str, str]:
    """Write <model_id>.skops and <model_id>.json into the folder; returns file name and SHA-256."""
    body = {
        "at": model.at,
        "name": model.name,
        "columns": model.columns,
        "pipelines": model.pipelines,
        "calibration": model.calibration.model,
        "any_model": model.any_model,
        "refits": [each.pipelines for each in refits],
    }
    path = folder / f"{model_id}.skops"
    skops.io.dump(body, path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest = manifest | {"sha256": digest, "versions": {name: version(name) for name in PACKAGES}}
    text = json.dumps(manifest, ensure_ascii=False, indent=1, default=str)
    path.with_suffix(".json").write_text(text, encoding="utf-8")
    return path.name, digest


def load(path: Path, digest: str) -> tuple[Fitted, list[Fitted]]:
    """The model and its refits; refused when the file is missing, changed or holds unknown types."""
    if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        raise ShownError(
            "reading a risk model", file=path.name, found="missing or changed", remedy="python -m jobs train"
        )
    unknown = set(skops.io.get_untrusted_types(file=path)) - TRUSTED
    if unknown:
        raise ShownError("reading a risk model", file=path.name, found=f"unknown types {sorted(unknown)}")
    body = skops.io.load(path, trusted=sorted(set(skops.io.get_untrusted_types(file=path))))
    calibration = Calibration(body["calibration"])

    def made(pipelines) -> Fitted:
        return Fitted(body["at"], body["name"], body["columns"], pipelines, calibration, body["any_model"])

    return made(body["pipelines"]), [made(pipelines) for pipelines in body["refits"]]
