"""The latent process behind the demo and its oracle. Only the generator and tests may know it.

Of a student: ability `a` ~ N(0, 1), fixed; engagement `e_w`, weekly, a stationary AR(1) of unit variance whose innovations
are the shocks. Of a course: difficulty. Of an enrolment: fit `x` ~ N(0, 1), how the course suits the student. The total
is a weighted sum of four marks, one for each period of the term (weeks 1-4, 5-8, 9-16, the examination):
mark = level + ENGAGEMENT x mean engagement of the period + FIT x fit + noise.

The oracle knows ability, difficulty, teacher, the engagement path up to the cut-off and every mark realised by then. Later
engagement depends on the path through its last value alone (AR(1)), and fit on the realised marks alone; both and the noise
to come are jointly Gaussian, so P(total < 59.5) is exact. Everything that a model can observe by the cut-off (attendance,
tasks, quizzes, clicks, earlier terms) is a function of that knowledge plus noise of its own: nothing beats the oracle but luck.
Absence from the examination and misconduct are pure chance and enter as a constant.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

RHO = 0.93
LEVEL, ABILITY, ENGAGEMENT, FIT = 77.0, 4.2, 3.4, 6.75
DIFFICULTY_SD, TEACHER_EFFECT, REPEAT_HELP = 3.4, 0.8, 5.0
WEIGHTS = np.array([0.12, 0.30, 0.14, 0.44])
NOISE = np.array([9.5, 8.1, 10.8, 15.2])
PERIODS = ((1, 4), (5, 8), (9, 16), (13, 16))  # the examination feels the last four weeks
TEACHING_WEEKS = 16
ABSENT, MISCONDUCT = 0.008, 0.0025  # of all enrolments
DEFERRED, EXEMPT, RECOGNISED = 0.010, 0.008, 0.004
RESOLVED = 1 - DEFERRED - EXEMPT - RECOGNISED
KNOWN = {"W4": (4, (0,)), "W8": (8, (0, 1))}  # point: last week known, marks realised by then


@dataclass
class Marks:
    """Per enrolment: level, the four marks, the unrounded total."""

    level: np.ndarray
    marks: np.ndarray
    total: np.ndarray


def engagement_path(draw: np.random.Generator, start: np.ndarray, weeks: int) -> np.ndarray:
    """Weekly engagement from the state before week 1 on; shape students x (weeks + 1), column 0 is the start."""
    path = np.empty((start.size, weeks + 1))
    path[:, 0] = start
    shocks = draw.normal(size=(start.size, weeks)) * np.sqrt(1 - RHO**2)
    for week in range(weeks):
        path[:, week + 1] = RHO * path[:, week] + shocks[:, week]
    return path


def period_means(path: np.ndarray) -> np.ndarray:
    """Mean engagement of each period; shape students x 4."""
    return np.stack([path[:, first : last + 1].mean(axis=1) for first, last in PERIODS], axis=1)


def draw_marks(draw: np.random.Generator, level: np.ndarray, engagement: np.ndarray) -> Marks:
    """Realise the four marks of each enrolment; `engagement` is enrolments x 4."""
    fit = draw.normal(size=level.size)
    noise = draw.normal(size=(level.size, 4)) * NOISE
    marks = level[:, None] + ENGAGEMENT * engagement + FIT * fit[:, None] + noise
    return Marks(level, marks, marks @ WEIGHTS)


def oracle(point: str, level: np.ndarray, path: np.ndarray, marks: np.ndarray) -> np.ndarray:
    """P(first attempt fails | it has a result) at W4 or W8; `path` is enrolments x (weeks + 1), `marks` enrolments x 4."""
    cut, known = KNOWN[point]
    expected, covariance = _future(path, cut)
    fit, precision = _fit_given(level, expected, marks, known)
    unknown = np.array([period not in known for period in range(4)])
    weight = np.where(unknown, WEIGHTS, 0.0)
    mean = marks[:, ~unknown] @ WEIGHTS[~unknown] + weight.sum() * (level + FIT * fit)
    mean += ENGAGEMENT * (expected @ weight)
    variance = (
        ENGAGEMENT**2 * weight @ covariance @ weight
        + (FIT * weight.sum()) ** 2 / precision
        + ((weight * NOISE) ** 2).sum()
    )
    fails = norm.cdf((59.5 - mean) / np.sqrt(variance))
    return 1 - (1 - fails) * (1 - (ABSENT + MISCONDUCT) / RESOLVED)


def _fit_given(level, engaged, marks, known: tuple[int, ...]) -> tuple[np.ndarray, float]:
    """Posterior mean and precision of fit given the realised marks of the known periods."""
    precision, pull = 1.0, np.zeros(level.size)
    for period in known:
        residual = marks[:, period] - level - ENGAGEMENT * engaged[:, period]
        precision += FIT**2 / NOISE[period] ** 2
        pull += FIT * residual / NOISE[period] ** 2
    return pull / precision, precision


def _future(path: np.ndarray, cut: int) -> tuple[np.ndarray, np.ndarray]:
    """Expected mean engagement of each period given the path up to the cut, and its covariance."""
    future = np.arange(cut + 1, TEACHING_WEEKS + 1)
    share = np.zeros((4, future.size))
    expected = np.zeros((path.shape[0], 4))
    for period, (first, last) in enumerate(PERIODS):
        weeks = np.arange(first, last + 1)
        expected[:, period] = path[:, weeks[weeks <= cut]].sum(axis=1) / weeks.size
        share[period, weeks[weeks > cut] - cut - 1] = 1 / weeks.size
    decay = RHO ** (future - cut)
    covariance = RHO ** np.abs(future[:, None] - future[None, :]) - decay[:, None] * decay[None, :]
    expected += path[:, [cut]] * (share @ decay)[None, :]
    return expected, share @ covariance @ share.T
