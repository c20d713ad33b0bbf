"""A model file is read only if it, its manifest, the packages and the features are those of the training."""

import hashlib
import json

import numpy as np
import pytest

from errors import ShownError
from models.risk import store
from models.risk.drift import reference
from models.risk.fit import fit_candidate
from models.risk.refit import refits
from tests.models.court_cases import AT, TERMS, enrolments


@pytest.fixture(scope="module")
def fitted():
    frame = enrolments(students=150)
    model = fit_candidate("logistic", frame, AT, seeds=1)
    return frame, model, refits(model, frame, count=2)


@pytest.fixture
def kept(fitted, tmp_path):
    frame, model, again = fitted
    manifest = {"model_id": "W4-abc", "point": AT, "terms": list(TERMS), "snapshot": 7, "data_sha256": "d", "reference": reference(frame, model.columns)}  # fmt: skip
    return tmp_path, store.save(tmp_path, "W4-abc", model, again, manifest)


def _load(kept):
    folder, artifact = kept
    return store.load(folder / artifact.file, artifact.sha256, artifact.manifest_sha256)


def _rewritten(kept, **changed):
    """The manifest with other words and a hash that fits them: as if the row had been changed as well."""
    folder, artifact = kept
    path = (folder / artifact.file).with_suffix(".json")
    manifest = json.loads(path.read_text(encoding="utf-8")) | changed
    path.write_text(
        json.dumps({key: value for key, value in manifest.items() if value is not None}), encoding="utf-8"
    )
    return store.load(folder / artifact.file, artifact.sha256, hashlib.sha256(path.read_bytes()).hexdigest())


def test_what_was_kept_says_the_same(kept, fitted):
    frame, model, _ = fitted
    loaded = _load(kept)
    assert np.array_equal(loaded.model.probability(frame), model.probability(frame))
    assert len(loaded.refits) == 2 and loaded.manifest["snapshot"] == 7
    assert set(loaded.manifest) >= set(store.NEEDED) and loaded.manifest["versions"] == store.versions()


def test_a_changed_file_is_refused(kept):
    path = kept[0] / kept[1].file
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(ShownError, match=r"skops.*missing or changed.*jobs train"):
        _load(kept)


@pytest.mark.parametrize("ending", [".skops", ".json"])
def test_a_missing_file_is_refused(kept, ending):
    (kept[0] / kept[1].file).with_suffix(ending).unlink()
    with pytest.raises(ShownError, match="missing or changed"):
        _load(kept)


def test_a_changed_manifest_is_refused(kept):
    path = (kept[0] / kept[1].file).with_suffix(".json")
    path.write_text(
        path.read_text(encoding="utf-8").replace('"snapshot": 7', '"snapshot": 8'), encoding="utf-8"
    )
    with pytest.raises(ShownError, match=r"json.*missing or changed"):
        _load(kept)


def test_a_model_without_the_hash_of_a_manifest_is_refused(kept):
    folder, artifact = kept
    with pytest.raises(ShownError, match="manifest"):
        store.load(folder / artifact.file, artifact.sha256, None)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"model_id": "W8-abc"}, "another model"),
        ({"sha256": "0" * 64}, "missing or changed"),
        ({"features_sha256": "0" * 64}, "another hash of the features"),
        ({"data_sha256": None}, "without data_sha256"),
        ({"versions": store.versions() | {"numpy": "1.0.0"}}, r"found: numpy .*expected: numpy 1\.0\.0"),
        ({"versions": store.versions() | {"python": "3.8.1"}}, r"expected: python 3\.8\.1"),
        ({"versions": store.versions() | {"lightgbm": "4.0"}}, "lightgbm none"),
    ],
)
def test_a_manifest_that_does_not_match_is_refused(kept, changed, told):
    with pytest.raises(ShownError, match=told):
        _rewritten(kept, **changed)


def test_another_patch_release_of_python_is_read(kept):
    release = ".".join([*store.versions()["python"].split(".")[:2], "99"])
    assert _rewritten(kept, versions=store.versions() | {"python": release}).model.at == AT


def test_features_declared_otherwise_since_the_training_are_refused(kept, monkeypatch):
    turned = store.declaration().model_copy(deep=True)
    turned.families["tasks"].features["task_score"] = 1
    monkeypatch.setattr(store, "declaration", lambda: turned)
    with pytest.raises(ShownError, match="another hash of the features"):
        _load(kept)
