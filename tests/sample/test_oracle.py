"""The latent process: how well the best possible prediction does, and that it is calibrated."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from data.sample import latent
from data.sample.generate import oracle_of

SEEDS = (1, 2, 3, 4, 5)
# single colleges of 3,000 stray about their mean by .005 (18 seeds measured): three times that
STRAY = 0.015


@pytest.fixture(scope="module")
def five():
    return [oracle_of(3000, seed) for seed in SEEDS]


def test_oracle_reaches_its_band_over_five_seeds(five):
    assert 0.80 <= np.mean([one.auroc["W4"] for one in five]) <= 0.83
    assert 0.86 <= np.mean([one.auroc["W8"] for one in five]) <= 0.88


@pytest.mark.parametrize("point", ["W4", "W8"])
def test_single_colleges_stray_little(five, point):
    found = np.array([one.auroc[point] for one in five])
    assert np.abs(found - found.mean()).max() <= STRAY


def test_more_is_known_at_week_8_than_at_week_4(five):
    assert all(one.auroc["W8"] - one.auroc["W4"] > 0.03 for one in five)


def test_one_first_attempt_in_eleven_fails(five):
    assert 0.07 <= np.mean([one.failed_share for one in five]) <= 0.11


@pytest.mark.parametrize("point", ["W4", "W8"])
def test_oracle_is_calibrated(five, point):
    """In each tenth of the enrolments as many fail as the oracle says: it conditions on no more and no less than it may."""
    rows = pl.concat(frame for one in five for frame in one.rows).filter(pl.col("point") == point)
    tenths = rows.sort("oracle_p").with_columns(tenth=pl.int_range(pl.len()) * 10 // pl.len())
    found = (
        tenths.group_by("tenth").agg(pl.col("oracle_p").mean(), pl.col("y").mean(), n=pl.len()).sort("tenth")
    )
    error = (
        found["oracle_p"] * (1 - found["oracle_p"]) / found["n"]
    ).sqrt() * 1.5  # enrolments of a student go together
    assert ((found["y"] - found["oracle_p"]).abs() < 3.5 * error).all()


def test_closed_form_equals_simulation():
    """P(fail) of one enrolment at W8 against 200,000 continuations drawn from its state, fit by rejection."""
    draw = np.random.default_rng(3)
    path = latent.engagement_path(draw, np.array([-0.4]), 16)
    level, known = np.array([70.0]), 0.8
    engaged = latent.period_means(path)[0]
    mark = level + latent.ENGAGEMENT * engaged + known
    exact = latent.oracle("W8", level, path, mark[None, :])[0]
    size = 400_000
    fit = draw.normal(size=size)
    odds = sum(-0.5 * ((known - latent.FIT * fit) / latent.NOISE[p]) ** 2 for p in (0, 1))
    fit = fit[np.log(draw.random(size)) < odds - odds.max()]
    future = latent.engagement_path(draw, np.full(fit.size, path[0, 8]), 8)
    whole = np.hstack([np.repeat(path[:, :9], fit.size, axis=0), future[:, 1:]])
    later = level + latent.ENGAGEMENT * latent.period_means(whole)[:, 2:] + latent.FIT * fit[:, None]
    later = later + draw.normal(size=later.shape) * latent.NOISE[2:]
    total = mark[:2] @ latent.WEIGHTS[:2] + later @ latent.WEIGHTS[2:]
    chance = (latent.ABSENT + latent.MISCONDUCT) / latent.RESOLVED
    simulated = 1 - (1 - (total < 59.5).mean()) * (1 - chance)
    assert fit.size > 50_000
    assert abs(exact - simulated) < 4 * np.sqrt(simulated * (1 - simulated) / fit.size)


def test_no_product_code_knows_the_latent_state():
    root = Path(__file__).resolve().parents[2]
    folders = [path for path in root.iterdir() if (path / "__init__.py").exists() and path.name != "tests"]
    files = [path for folder in folders for path in folder.rglob("*.py")] + list(root.glob("*.py"))
    outside = [path for path in files if path.parent.name != "sample"]
    assert len(outside) > 100
    assert [path.name for path in outside if "latent" in path.read_text(encoding="utf-8")] == []
