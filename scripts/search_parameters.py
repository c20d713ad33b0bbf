"""Which settings of the candidates rank best forward in time? Fitted on Open University 2013B, judged on 2013J; 2014B is never read.

    python scripts/search_parameters.py HOME     # a home that holds `jobs ingest oulad`; writes models/risk/search.yaml

Every setting of the list is fitted at days 14, 28, 56 and 84. Chosen is the smallest model whose mean AUROC is within one standard error
of the best; what models/risk/declaration.yaml uses must be what is chosen here (tests/models/test_search.py).
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import yaml

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from data.warehouse.home import Home, open_engine  # noqa: E402
from data.warehouse.queries.risk_frames import find_term  # noqa: E402
from jobs.risk_data import labelled  # noqa: E402
from models.risk.candidates import fit_mean, inputs, matrix, predict_mean  # noqa: E402
from models.risk.declaration import Boosting, Logistic, declaration  # noqa: E402
from models.risk.evaluate import auroc  # noqa: E402

FILE = PROJECT / "models" / "risk" / "search.yaml"
TRAIN, JUDGE, DAYS = "2013B", "2013J", ("14", "28", "56", "84")
MARGIN, DRAWN, SEED, FITS = 0.006, 24, 20, 2  # margin: one standard error of an AUROC on the rows judged
BOOSTING = {
    "learning_rate": (0.03, 0.05, 0.1),
    "iterations": (80, 180, 300),
    "leaves": (6, 12, 24),
    "least_rows": (20, 40, 80),
    "l2": (1.0, 5.0, 20.0),
    "features_tried": (0.25, 0.4, 0.8),
}
STRENGTHS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)


def settings() -> list[tuple[str, dict]]:
    """Every strength of the logistic candidate; for boosting the settings in use and a seeded draw of the grid."""
    draw = np.random.default_rng(SEED)
    drawn = [{name: draw.choice(values).item() for name, values in BOOSTING.items()} for _ in range(DRAWN)]
    return [("logistic", {"strength": one}) for one in STRENGTHS] + [("boosting", one) for one in drawn]


def frames(home: Home) -> dict[str, tuple]:
    """Training and judging rows of each day."""
    engine, found = open_engine(home), {}
    with engine.connect() as connection:
        for day in DAYS:
            found[day] = tuple(
                labelled(connection, home, find_term(connection, term), day, "oulad").drop_nulls("y")
                for term in (TRAIN, JUDGE)
            )
    engine.dispose()
    return found


def judged(name: str, setting: dict, rows: dict[str, tuple]) -> dict:
    """AUROC of one setting per day, and the mean."""
    made = Boosting(**setting) if name == "boosting" else Logistic(**setting)
    settings, found = declaration().candidates.model_copy(update={name: made}), {}
    for day, (train, judge) in rows.items():
        columns = inputs(train, day)
        fitted = fit_mean(name, train, columns, FITS, settings)
        found[day] = auroc(judge["y"].to_numpy(), predict_mean(fitted, matrix(judge, columns)))
    mean = float(np.mean(list(found.values())))
    return {
        "candidate": name,
        **setting,
        "auroc": {day: round(value, 4) for day, value in found.items()},
        "mean": round(mean, 4),
    }


def chosen(tried: list[dict], name: str) -> dict:
    """The smallest setting whose mean is within the margin of the best of its kind."""
    own = [one for one in tried if one["candidate"] == name]
    best = max(one["mean"] for one in own)
    close = [one for one in own if one["mean"] >= best - MARGIN]
    return min(
        close,
        key=lambda one: (
            one.get("iterations", 0) * one.get("leaves", 0),
            one.get("strength", 0),
            -one["mean"],
        ),
    )


def main() -> None:
    """Try every setting and write what was found."""
    rows = frames(Home(Path(sys.argv[1])))
    tried = []
    for name, setting in settings():
        tried.append(judged(name, setting, rows))
        print(tried[-1], file=sys.stderr, flush=True)
    body = {
        "owner": declaration().owner,
        "reviewed_on": datetime.now(UTC).date(),
        "trained_on": TRAIN,
        "judged_on": JUDGE,
        "days": list(DAYS),
        "margin": MARGIN,
        "chosen": {name: _setting(chosen(tried, name)) for name in ("logistic", "boosting")},
        "tried": tried,
    }
    FILE.write_text(
        yaml.safe_dump(body, sort_keys=False, width=150, default_flow_style=None), encoding="utf-8"
    )


def _setting(one: dict) -> dict:
    return {name: value for name, value in one.items() if name not in ("candidate", "auroc", "mean")}


if __name__ == "__main__":
    main()
