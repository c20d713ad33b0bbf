"""`backtest --folds` on the public data of student dropout, and how it refuses what it cannot do."""

import json

import polars as pl
import pytest

from tests import databases
from tests.models.test_backtest import KEYS


@pytest.mark.slow
def test_dropout_reaches_the_published_level_without_sensitive_columns(datasets, tmp_path, jobs):
    home = databases.Home(tmp_path / "home")
    jobs("ingest", "uci_dropout", "--path", str(datasets / "uci_dropout"), home=home)
    out, frame = tmp_path / "out.json", tmp_path / "features.parquet"
    words = ["uci_dropout", "--folds", "5", "--seeds", "1", "--features", str(frame)]
    jobs("backtest", *words, "--json", str(out), home=home)
    body = json.loads(out.read_text(encoding="utf-8"))
    result, checks = body["results"][0], body["checks"]
    assert (body["source"], body["train"], body["test"]) == ("uci_dropout", [], None)
    assert set(KEYS) <= set(result) and (result["n"], result["positives"]) == (4424, 1421)
    assert 0.89 <= result["auroc"] <= 0.92  # far above: a leak until shown otherwise
    assert result["rule_auroc"] < result["auroc"] and result["ece"] <= 0.03
    assert abs(checks["permuted_auroc"] - 0.5) <= 0.02 and checks["single_feature_max"] <= 0.95
    assert "application_mode" not in result["features"]
    written = pl.read_parquet(frame)
    assert written.columns[:2] == ["student_no", "point"] and written.height == 4424


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["uci_dropout"], 2, "has no terms"),
        (["uci_dropout", "--folds", "1"], 2, "2 to 20"),
        (["uci_dropout", "--folds", "5", "--train", "a"], 2, "no terms and no days"),
        (["uci_dropout", "--folds", "5", "--points", "W4"], 2, "periods of study"),
        (["home", "--folds", "5"], 2, "which has terms"),
        (["home", "--train", "a", "--test", "b", "--points", "S2"], 2, "--points S2"),
        (["home", "--test", "b", "--days", "14"], 2, "no --train"),
        (["uci_dropout", "--folds", "5"], 1, "load it first"),
    ],
)
def test_what_does_not_fit_is_refused(empty_home, jobs, words, code, message):
    assert message in jobs("backtest", *words, home=empty_home, expect=code).stderr
