"""The latent process behind the demo and its oracle. Only the generator and tests may know it.

Of a student: ability `a` ~ N(0, 1), fixed; engagement `e_w`, weekly, stationary AR(1) with unit variance. Of a course:
difficulty. Of an enrolment: fit `x` ~ N(0, 1). The total is a weighted sum of four marks, one per period of the term
(weeks 1-4, 5-8, 9-16, examination), each mark = level + BE x mean engagement of the period + BX x fit + noise.

The oracle knows ability, difficulty, engagement up to the cut-off and every mark realised by then. Given these everything
unknown (fit, later engagement, later noise) is jointly Gaussian, so P(total < 60) is exact: the best that anyone with
this information can do. Absence from the examination and misconduct are pure chance and enter as a constant.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

RHO = 0.93
LEVEL, ABILITY, ENGAGEMENT, FIT = 71.0, 3.0, 2.5, 5.0
DIFFICULTY_SD, TEACHER_EFFECT = 2.5, 0.6
WEIGHTS = np.array([0.12, 0.30, 0.14, 0.44])
NOISE = np.array([8.0, 6.0, 8.0, 10.5])
PERIODS = ((1, 4), (5, 8), (9, 16), (13, 16))  # the examination feels the last four weeks
TEACHING_WEEKS = 16
ABSENT, MISCONDUCT = 0.008, 0.0025
KNOWN = {"W4": (4, (0,)), "W8": (8, (0, 1))}


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
    """P(first attempt fails) per enrolment at W4 or W8; `path` is enrolments x (weeks + 1), `marks` enrolments x 4."""
    cut, known = KNOWN[point]
    expected, covariance = _future(path, cut)
    residual_precision, pull = 1.0, np.zeros(level.size)
    for period in known:
        residual = marks[:, period] - level - ENGAGEMENT * expected[:, period]
        residual_precision += FIT**2 / NOISE[period] ** 2
        pull += FIT * residual / NOISE[period] ** 2
    fit = pull / residual_precision
    unknown = [period for period in range(4) if period not in known]
    mean = marks[:, list(known)] @ WEIGHTS[list(known)]
    for period in unknown:
        mean = mean + WEIGHTS[period] * (level + ENGAGEMENT * expected[:, period] + FIT * fit)
    weight = np.where(np.isin(range(4), unknown), WEIGHTS, 0.0)
    variance = (
        ENGAGEMENT**2 * weight @ covariance @ weight
        + (FIT * weight.sum()) ** 2 / residual_precision
        + ((weight * NOISE) ** 2).sum()
    )
    fails = norm.cdf((59.5 - mean) / np.sqrt(variance))
    return 1 - (1 - fails) * (1 - ABSENT - MISCONDUCT)


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
