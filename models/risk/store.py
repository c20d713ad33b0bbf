"""Keeping a fitted model: skops file and manifest, each with a hash; nothing unpickled, refused when anything does not match."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import skops.io

from errors import ShownError
from models.risk.calibrate import Calibration
from models.risk.declaration import declaration
from models.risk.fit import Fitted

PACKAGES = ("scikit-learn", "numpy", "polars", "skops")
NEEDED = (
    "model_id",
    "point",
    "terms",
    "snapshot",
    "data_sha256",
    "features_sha256",
    "sha256",
    "versions",
    "reference",
)
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
TRAIN = "python -m jobs train"


@dataclass(frozen=True)
class Artifact:
    """Where a model is kept: name of the skops file, its hash, the hash of the manifest beside it."""

    file: str
    sha256: str
    manifest_sha256: str


@dataclass(frozen=True)
class Loaded:
    """A model, its refits, and what its manifest says."""

    model: Fitted
    refits: list[Fitted]
    manifest: dict


def versions() -> dict[str, str]:
    """Python and the packages that a fitted model depends on, as installed."""
    return {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}


def features_sha256(at: str, columns: Sequence[str]) -> str:
    """Hash of everything declared about the features of a model: names in order, signs, categories, what is made relative."""
    declared = declaration()
    signs, codes = declared.signs(), declared.categories()
    about = {
        "at": at,
        "columns": [[name, signs.get(name), name in codes] for name in columns],
        "families": declared.families_at(at),
        "relative": [declared.ranked, declared.levelled, declared.own_level, declared.sources_named],
    }
    return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()


def save(folder: Path, model_id: str, model: Fitted, refits: list[Fitted], manifest: dict) -> Artifact:
    """Write <model_id>.skops and <model_id>.json into the folder.

    manifest: model_id, point, terms, snapshot, data_sha256, reference, metrics; hash of the features, of the file and the
    versions are added.
    """
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
    digest = _hash(path)
    manifest = manifest | {
        "sha256": digest,
        "versions": versions(),
        "features": model.columns,
        "features_sha256": features_sha256(model.at, model.columns),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, default=str)
    path.with_suffix(".json").write_text(text, encoding="utf-8")
    return Artifact(path.name, digest, _hash(path.with_suffix(".json")))


def load(path: Path, digest: str, manifest_digest: str | None) -> Loaded:
    """The model, its refits and manifest; refused when a file is missing or changed, the manifest lacks something or belongs
    to another model, packages or features are others than at the training, or the file holds unknown types."""
    manifest = read_manifest(path, manifest_digest)
    if not path.exists() or _hash(path) != digest or manifest["sha256"] != digest:
        raise _refused(path.name, "missing or changed", "the file that was written at the training")
    _check_versions(path, manifest["versions"])
    unknown = set(skops.io.get_untrusted_types(file=path)) - TRUSTED
    if unknown:
        raise _refused(path.name, f"unknown types {sorted(unknown)}", "types of scikit-learn and numpy alone")
    body = skops.io.load(path, trusted=sorted(set(skops.io.get_untrusted_types(file=path))))
    if features_sha256(body["at"], body["columns"]) != manifest["features_sha256"]:
        raise _refused(
            path.with_suffix(".json").name,
            "another hash of the features",
            "the features declared at the training",
        )
    return _loaded(body, manifest)


def _loaded(body: dict, manifest: dict) -> Loaded:
    calibration = Calibration(body["calibration"])

    def made(pipelines) -> Fitted:
        return Fitted(body["at"], body["name"], body["columns"], pipelines, calibration, body["any_model"])

    return Loaded(made(body["pipelines"]), [made(pipelines) for pipelines in body["refits"]], manifest)


def read_manifest(path: Path, digest: str | None) -> dict:
    """The manifest beside a model file; refused when it is missing, changed, incomplete or of another model."""
    beside = path.with_suffix(".json")
    if not beside.exists() or _hash(beside) != digest:
        raise _refused(beside.name, "missing or changed", "the manifest that was written at the training")
    manifest = json.loads(beside.read_text(encoding="utf-8"))
    lacking = [key for key in NEEDED if key not in manifest]
    if lacking:
        raise _refused(beside.name, f"without {', '.join(lacking)}", "a complete manifest")
    if manifest["model_id"] != path.stem:
        raise _refused(beside.name, "the manifest of another model", f"model_id {path.stem}")
    return manifest


def _check_versions(path: Path, trained: dict[str, str]) -> None:
    """Patch releases of Python alone may differ: what is fitted does not depend on them."""
    now = versions()
    other = [
        f"{name} {now.get(name, 'none')}" for name, was in trained.items() if _release(name, now) != _release(name, {name: was})
    ]  # fmt: skip
    if other:
        was = ", ".join(f"{each.split(' ')[0]} {trained[each.split(' ')[0]]}" for each in other)
        raise _refused(path.with_suffix(".json").name, ", ".join(other), was)


def _release(name: str, held: dict[str, str]) -> str | None:
    found = held.get(name)
    return ".".join(found.split(".")[:2]) if name == "python" and found else found


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _refused(file: str, found: str, expected: str) -> ShownError:
    return ShownError("reading a risk model", file=file, found=found, expected=expected, remedy=TRAIN)
