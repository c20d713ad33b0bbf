"""Folds for a source without terms: each student is judged by models that saw neither the student's row nor its outcome.

Rows and keys are put in an order that only what they say decides: pseudonyms differ between homes, figures must not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from sklearn.model_selection import StratifiedKFold

from errors import ShownError
from models.risk.candidates import SIMPLEST_FIRST, inputs
from models.risk.dataset import DIGITS
from models.risk.declaration import declaration
from models.risk.evaluate import auroc, metrics
from models.risk.fit import Choice, choose, fit_candidate
from models.risk.judge import judge, permuted, permuted_line, single_line
from profiling.features.study import study_features

GROUP = "major_code"
PERMUTED_RUNS = 100  # over all folds together


def summary_frame(
    students: pl.DataFrame, entries: pl.DataFrame, summaries: pl.DataFrame, at: str
) -> pl.DataFrame:
    """What may the model see after so many periods of study? One row per student: keys, major_code, features of the point.

    students: student_pid, major_code, y (1: left before the end). source_pid is the pseudonym; student_pid, term_id and credits
    (null: a student counts once) are what fitting groups and weighs by.
    """
    declared = declaration()
    known = summaries.filter(pl.col("period_no") <= declared.periods(at))
    frame = study_features(students, entries, known)
    wanted, names = declared.features_at(at), declared.categories()
    frame = frame.with_columns(
        pl.lit(None, pl.String if name in names else pl.Float64).alias(name)
        for name in wanted
        if name not in frame.columns
    )
    numbers = [pl.col(name).cast(pl.Float64).round(DIGITS) for name in wanted if name not in names]
    codes = [pl.col(name) for name in dict.fromkeys([GROUP, *wanted]) if name in {GROUP, *names}]
    kept = frame.select(pl.col("student_pid").alias("source_pid"), "y", *codes, *numbers)
    return _in_own_order(kept, at)


def _in_own_order(frame: pl.DataFrame, at: str) -> pl.DataFrame:
    content = [name for name in frame.columns if name != "source_pid"]
    place = pl.int_range(pl.len()).cast(pl.String).str.zfill(9)
    return frame.sort(content).with_columns(
        student_pid=place, term_id=pl.lit(at), credits=pl.lit(None, pl.Float64)
    )


@dataclass(frozen=True)
class Pooled:
    """A candidate as the folds together know it: every row's probability comes from a fold that held the row back."""

    at: str
    name: str
    columns: list[str]
    held: np.ndarray  # by the row's place in the frame
    any_model: None = None

    def probability(self, frame: pl.DataFrame) -> np.ndarray:
        """Calibrated probability of each row, out of fold."""
        return self.held[frame["student_pid"].cast(pl.Int64).to_numpy()]


@dataclass(frozen=True)
class Fold:
    """What one fold chose on its own training rows, and its probabilities of the rows it held back."""

    rows: np.ndarray
    held_back: np.ndarray
    choice: Choice
    columns: dict[str, list[str]]
    scores: dict[str, np.ndarray]


def backtest_folds(
    frame: pl.DataFrame, at: str, *, folds: int, seeds: int, step: Callable[[str], None] = lambda text: None
) -> tuple[dict, dict]:
    """How good is the model on students it has not seen? The figures of one point, and the checks against leakage.

    Every fold chooses on inner folds of its training rows, fits and calibrates there, out of fold. The candidate that most folds
    choose gives the figures (a tie: the simpler one), pooled over folds; `auroc_own_choice` lets each fold score by its own choice.
    """
    refuse_too_few(frame, folds)
    done = []
    for number, (rows, held_back) in enumerate(_split(frame, folds), start=1):
        step(f"{at}: fold {number} of {folds}")
        done.append(_fold(frame, rows, held_back, at, seeds))
    choice = together([fold.choice for fold in done])
    pooled = {name: _pooled(name, done, at, frame.height) for name in SIMPLEST_FIRST}
    y, p = frame["y"].to_numpy(), pooled[choice.chosen].probability(frame)
    result = judge(pooled, choice, frame, by=GROUP) | {
        "student": metrics(y, p),  # a row is a student
        "chosen_by_fold": [fold.choice.chosen for fold in done],
        "auroc_own_choice": auroc(y, _own_choice(done, frame.height)),
    }
    return result, _checks(frame, done, at, choice.chosen)


def refuse_too_few(frame: pl.DataFrame, folds: int) -> None:
    """Raises ShownError where a fold, or an inner fold of one, would lack students of either kind."""
    fewest = min(int(frame["y"].sum()), frame.height - int(frame["y"].sum()))
    if fewest < 5 * folds:
        raise ShownError(
            "backtest",
            found=f"{fewest} students of the rarer kind",
            expected=f"at least {5 * folds} who left and as many who did not, for {folds} folds",
            remedy="load more students, or ask for fewer folds",
        )


def together(choices: Sequence[Choice]) -> Choice:
    """The choice of most folds, the simpler one in a tie; forward figures are means over the folds."""

    def most(names: list[str]) -> str:
        counts = Counter(names)
        return max(SIMPLEST_FIRST, key=lambda name: (counts[name], -SIMPLEST_FIRST.index(name)))

    forward = {name: float(np.mean([choice.forward[name] for choice in choices])) for name in SIMPLEST_FIRST}
    return Choice(most([one.best for one in choices]), most([one.chosen for one in choices]), forward)


def _split(frame: pl.DataFrame, folds: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Stratified by the outcome; one row per student, so no student is on both sides."""
    return list(StratifiedKFold(folds, shuffle=True, random_state=0).split(frame, frame["y"].to_numpy()))


def _fold(frame: pl.DataFrame, rows: np.ndarray, held_back: np.ndarray, at: str, seeds: int) -> Fold:
    train, judged = frame[rows], frame[held_back]
    fitted = {name: fit_candidate(name, train, at, seeds) for name in SIMPLEST_FIRST}
    return Fold(
        rows,
        held_back,
        choose(train, [at], at),
        {name: model.columns for name, model in fitted.items()},
        {name: model.probability(judged) for name, model in fitted.items()},
    )


def _pooled(name: str, done: list[Fold], at: str, height: int) -> Pooled:
    columns = dict.fromkeys(column for fold in done for column in fold.columns[name])
    return Pooled(at, name, list(columns), _laid_together(height, done, [fold.scores[name] for fold in done]))


def _own_choice(done: list[Fold], height: int) -> np.ndarray:
    return _laid_together(height, done, [fold.scores[fold.choice.chosen] for fold in done])


def _laid_together(height: int, done: list[Fold], scores: list[np.ndarray]) -> np.ndarray:
    held = np.full(height, np.nan)
    for fold, part in zip(done, scores, strict=True):
        held[fold.held_back] = part
    return held


def _checks(frame: pl.DataFrame, done: list[Fold], at: str, name: str) -> dict:
    """Leakage: labels permuted within each fold's training rows must give 0.5; no single feature may rank almost perfectly."""
    runs = max(2, PERMUTED_RUNS // len(done))
    values = [permuted(frame[fold.rows], frame[fold.held_back], at, name, runs) for fold in done]
    return permuted_line(np.concatenate(values)) | single_line(frame, inputs(frame, at))
