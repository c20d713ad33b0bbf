"""Do two sets of scores of one assessment mean the same? And what can still be read from the newer one where they do not.

Frames hold one row per student x assessment: `score` (0-1), `evidence` (the student's standing in other assessments, null where
there is none), `weight` (null: not told). Keys name the sets that are compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

FEW_PAIRS = 8  # students with other scores, below which nothing is said of the order
FINE = 60  # equally common scores that are as good as a scale without steps
NO_ORDER = 0.1  # earlier rank correlation below which the order told nothing then either


@dataclass(frozen=True)
class Limits:
    """See guards.yaml."""

    distance: float
    chance: float
    constant: float
    constant_earlier: float
    coarse: float
    order: float
    order_least: float


def described(scores: pl.DataFrame, by: Sequence[str], suffix: str = "") -> pl.DataFrame:
    """Per set: n, mean, weight (the largest), most_common (share of one single score), fine (chance that two scores differ, as a
    number of equally common scores), order (rank correlation of scores with evidence, null where it cannot be told) and pairs (over
    how many students)."""
    both = scores.drop_nulls("evidence")
    order = both.group_by(by).agg(order=pl.corr("score", "evidence", method="spearman"), pairs=pl.len())
    pairs_alike = (pl.col("len") * (pl.col("len") - 1)).sum()
    common = (
        scores.group_by(*by, "score").len().group_by(by).agg(_most=pl.col("len").max(), _alike=pairs_alike)
    )
    whole = scores.group_by(by).agg(
        n=pl.len(), mean=pl.col("score").mean(), weight=pl.col("weight").max().cast(pl.Float64)
    )
    table = whole.join(common, on=by).join(order, on=by, how="left")
    told = (pl.col("pairs") >= FEW_PAIRS) & pl.col("order").is_not_nan()
    table = table.with_columns(
        pl.when(told).then("order"),
        pl.col("pairs").fill_null(0),
        most_common=pl.col("_most") / pl.col("n"),
        fine=pl.col("n") * (pl.col("n") - 1) / pl.col("_alike").clip(1),
    ).drop("_most", "_alike")
    return table.rename({name: f"{name}{suffix}" for name in table.columns if name not in by})


def distances(
    now: pl.DataFrame, before: pl.DataFrame, by: Sequence[str], same: Sequence[str]
) -> pl.DataFrame:
    """Per set of `now` the largest gap between its cumulative distribution and that of `before` with the same `same`
    (Kolmogorov-Smirnov, looked at on and just before each score of `now`: the gap is largest at one of them)."""
    count = pl.len().over(by)
    points = now.select(
        *by,
        "score",
        _upto=pl.col("score").rank("max").over(by) / count,
        _under=(pl.col("score").rank("min").over(by) - 1) / count,
    ).sort("score")
    steps = before.group_by(*same, "score").len().sort(*same, "score")
    total = pl.col("len").sum().over(same)
    steps = steps.with_columns(_share=pl.col("len").cum_sum().over(same) / total).sort("score")
    for name, exact in (("_upto", True), ("_under", False)):
        beside = points.join_asof(
            steps.select(*same, "score", "_share"),
            on="score",
            by=list(same),
            allow_exact_matches=exact,
            check_sortedness=False,
        )
        points = points.with_columns((pl.col(name) - beside["_share"].fill_null(0.0)).abs())
    return points.group_by(by).agg(distance=pl.max_horizontal(pl.col("_upto").max(), pl.col("_under").max()))


def changed(table: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    """The sets that changed, with `reason` and `read_as`; the table holds `described` of now, the same `_before`, and `distance`."""
    chance = limits.chance * (1 / pl.col("n") + 1 / pl.col("n_before")).sqrt()
    reason = (
        pl.when((pl.col("weight") == 0) & (pl.col("weight_before") > 0)).then(pl.lit("weight_zero"))
        .when((pl.col("most_common") >= limits.constant) & (pl.col("most_common_before") < limits.constant_earlier))
        .then(pl.lit("constant"))
        .when((pl.col("distance") > limits.distance) & (pl.col("distance") > chance)).then(pl.lit("distribution"))
        .when(pl.col("fine") * limits.coarse < pl.col("fine_before").clip(upper_bound=FINE)).then(pl.lit("coarse"))
        .when(_is_disordered(limits)).then(pl.lit("order"))
    )  # fmt: skip
    found = table.with_columns(reason=reason, read_as=_reading(limits)).drop_nulls("reason")
    is_same_range = (pl.col("reason") == "coarse") & (pl.col("read_as") == "rank")
    return found.with_columns(read_as=pl.when(is_same_range).then(pl.lit("kept")).otherwise("read_as"))


def _is_disordered(limits: Limits) -> pl.Expr:
    here, there = (pl.col(name).clip(-0.999, 0.999) for name in ("order", "order_before"))
    error = (1 / (pl.col("pairs") - 3) + 1 / (pl.col("pairs_before") - 3)).sqrt()
    return (there - here >= limits.order_least) & (there.arctanh() - here.arctanh() > limits.order * error)


def _reading(limits: Limits) -> pl.Expr:
    """What is left of the scores: their order, its reverse, or nothing; a coarser scale of the same range is taken as it is.

    The order is believed until the students' other scores speak against it by more than their standard error.
    """
    here, there = pl.col("order"), pl.col("order_before")
    is_untold = here.is_null() | there.is_null() | (there < NO_ORDER)
    error = 1 / (pl.col("pairs") - 3).sqrt()
    return (
        pl.when(pl.col("most_common") >= limits.constant).then(pl.lit("unknown"))
        .when(is_untold | (here + error >= there / 2)).then(pl.lit("rank"))
        .when(here <= -there / 2).then(pl.lit("reversed_rank"))
        .otherwise(pl.lit("unknown"))
    )  # fmt: skip


def read_again(scores: pl.Series, before: pl.Series, read_as: str) -> pl.Series:
    """Each score as the earlier score of the same standing, so that it means to a model what it meant when the model learnt; null
    where it is unknown."""
    if read_as == "kept":
        return scores
    if read_as == "unknown":
        return pl.Series([None] * scores.len(), dtype=pl.Float64)
    standing = (scores.rank("average") - 0.5) / scores.len()
    sorted_before = before.sort()
    wanted = standing if read_as == "rank" else 1 - standing
    places = (wanted * (before.len() - 1)).round().cast(pl.Int64)
    return sorted_before.gather(places)
