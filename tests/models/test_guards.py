"""Guards: an assessment that changed its meaning is found from inputs alone, and its scores do less harm."""

import dataclasses
import json

import numpy as np
import polars as pl
import pytest

from data.warehouse.home import open_engine
from data.warehouse.queries.risk_frames import find_term, risk_frames
from jobs.risk_data import cut_of
from models.risk import guards
from models.risk.guards import Watch, treat
from models.risk.item_change import described, distances

LAST = "2024-2025-2"
RECODED = {
    "constant": lambda score: score * 0 + 1.0,
    "reversed": lambda score: 1 - score,
    "of ten": lambda score: score / 10,
    "passed or not": lambda score: (score >= 0.6).cast(pl.Float64),
}


@pytest.fixture(scope="module")
def frames(demo_home):
    engine = open_engine(demo_home)
    with engine.connect() as connection:
        yield risk_frames(connection, demo_home, cut_of(connection, find_term(connection, LAST), "W8"))
    engine.dispose()


def _planted(frames, seed, recode):
    """Frames with one assessment of each of up to 20 courses recoded, and which they are."""
    offerings = frames.enrolments.select("offering_id", "course_code").unique()
    tasks = guards._named(frames.tasks.join(offerings, on="offering_id"))
    counts = pl.concat(
        [frames.assignments.select("task_id", "score"), frames.quizzes.select("task_id", "score")]
    )
    scored = counts.drop_nulls("score").group_by("task_id").len().filter(pl.col("len") >= 15)
    tasks = tasks.join(scored, on="task_id", how="semi")
    order = pl.Series(np.random.default_rng(seed).permutation(tasks.height))
    chosen = (
        tasks.sort("task_id")
        .with_columns(_o=order)
        .sort("_o")
        .unique("course_code", keep="first", maintain_order=True)
    )
    chosen = chosen.head(20)

    def written(table):
        is_chosen = pl.col("task_id").is_in(chosen["task_id"].implode())
        return table.with_columns(
            pl.when(is_chosen).then(recode(pl.col("score"))).otherwise("score").alias("score")
        )

    changed = dataclasses.replace(
        frames, assignments=written(frames.assignments), quizzes=written(frames.quizzes)
    )
    return changed, set(chosen.select("course_code", "item").rows())


@pytest.mark.parametrize("name", RECODED)
def test_recoded_assessments_are_found_and_others_left_alone(frames, name):
    found, planted, false = 0, 0, 0
    for seed in range(3):
        changed, wanted = _planted(frames, seed, RECODED[name])
        told = {(one["course_code"], one["item"]) for one in treat(changed)[1]}
        found, planted, false = found + len(told & wanted), planted + len(wanted), false + len(told - wanted)
    items = guards._present(frames).select(guards.ITEM).n_unique()
    assert planted >= 15
    assert found >= 0.9 * planted
    assert false <= 0.05 * 3 * items


def test_scores_of_ten_are_read_as_what_they_used_to_mean(frames):
    changed, wanted = _planted(frames, 0, RECODED["of ten"])
    treated, found = treat(changed)
    read = {one["read_as"] for one in found if (one["course_code"], one["item"]) in wanted}
    assert "rank" in read
    before, after = (
        pl.concat([part.assignments["score"], part.quizzes["score"]]).drop_nulls()
        for part in (frames, treated)
    )
    assert abs(before.mean() - after.mean()) < 0.01


def test_a_constant_says_nothing_and_a_weight_of_nothing_is_told(frames):
    changed, wanted = _planted(frames, 1, RECODED["constant"])
    found = [one for one in treat(changed)[1] if (one["course_code"], one["item"]) in wanted]
    assert found and all(one["read_as"] == "unknown" for one in found if one["reason"] == "constant")
    earlier = frames.earlier.tasks.with_columns(weight=pl.lit(10.0))
    unweighted = dataclasses.replace(
        frames,
        tasks=frames.tasks.with_columns(weight=pl.lit(0.0)),
        earlier=dataclasses.replace(frames.earlier, tasks=earlier),
    )
    reasons = {one["reason"] for one in treat(unweighted)[1] if one["item"] != guards.MIDTERM}
    assert reasons == {"weight_zero"}


def test_switched_off_guards_change_nothing(frames):
    changed, _ = _planted(frames, 0, RECODED["reversed"])
    watch = Watch(is_on=False)
    assert watch.passed(changed) is changed and watch.found == []


def test_findings_name_no_person(frames):
    changed, _ = _planted(frames, 0, RECODED["reversed"])
    text = json.dumps(treat(changed)[1])
    assert not any(pid in text for pid in frames.enrolments["student_pid"].unique())


def test_distance_is_that_of_two_samples():
    from scipy.stats import ks_2samp

    draw = np.random.default_rng(4)
    now, before = draw.normal(0.6, 0.2, 41).round(1), draw.normal(0.7, 0.1, 90).round(1)
    frames = [pl.DataFrame({"k": "a", "score": part}) for part in (now, before)]
    found = distances(*frames, ["k"], ["k"])["distance"][0]
    assert found == pytest.approx(ks_2samp(now, before).statistic)


def test_described_by_hand():
    scores = pl.DataFrame(
        {
            "k": ["a"] * 10,
            "score": [0.1 * n for n in range(10)],
            "evidence": [0.05 * n for n in range(10)],
            "weight": [None] * 10,
        }
    )
    row = described(scores, ["k"]).to_dicts()[0]
    assert row["n"] == 10 and row["order"] == pytest.approx(1.0) and row["most_common"] == pytest.approx(0.1)
    assert row["weight"] is None
