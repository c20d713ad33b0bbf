"""`jobs backtest`: train on closed terms, judge on a later one, store nothing. Sources without terms: jobs/backtest_folds.py."""

from __future__ import annotations

import argparse
from pathlib import Path

import polars as pl

from data.warehouse.queries import risk_frames as frames
from errors import ShownError, WrongUsage
from jobs import backtest_folds
from jobs.risk_data import labelled
from models.risk.candidates import SIMPLEST_FIRST
from models.risk.court import Case, course_disjoint
from models.risk.declaration import declaration
from models.risk.fit import Fitted, choose, enough, fit_candidate
from models.risk.guards import Watch
from models.risk.judge import checks, judge

HELP = "train on closed terms and judge on a later one; stores nothing"
LABEL = {"home": "y_course_fail", "oulad": "final result Fail or Withdrawn"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Source, terms, days or points."""
    sources = sorted({**LABEL, **backtest_folds.LABEL})
    parser.add_argument("source", choices=sources, help="home: the college's own schema, demo included")
    parser.add_argument("--train", type=_listed, help="terms, e.g. 2013B,2013J")
    parser.add_argument("--test", help="the term to judge on")
    at = parser.add_mutually_exclusive_group()
    at.add_argument("--days", type=_days, help="days since day zero, e.g. 14,28,56")
    at.add_argument("--points", type=_any_points, help="prediction points, e.g. W4,W8; with --folds S0,S1,S2")
    parser.add_argument(
        "--folds", type=int, help="stratified folds, for a source without terms (uci_dropout)"
    )
    parser.add_argument("--seeds", type=int, default=5, help="fits to average")
    parser.add_argument("--features", type=Path, help="write the test population's features as Parquet")
    parser.add_argument(
        "--no-guards", action="store_true", help="take the scores of changed assessments as they are"
    )


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _days(text: str) -> list[str]:
    days = _listed(text)
    if not days or not all(day.isdigit() for day in days):
        raise argparse.ArgumentTypeError(f"{text!r} is no list of days such as 14,28")
    return [str(int(day)) for day in days]


def listed_points(text: str) -> list[str]:
    """Prediction points from a list with commas; unknown ones are wrong usage."""
    points = _listed(text)
    if not points or not set(points) <= set(declaration().points):
        raise argparse.ArgumentTypeError(f"{text!r}: known points are {','.join(declaration().points)}")
    return points


def _any_points(text: str) -> list[str]:
    """Points of the college's terms, or of periods of study."""
    points = _listed(text)
    return points if points and set(points) <= set(declaration().summaries) else listed_points(text)


def _refuse_incomplete(arguments) -> None:
    given = {
        "--train": arguments.train,
        "--test": arguments.test,
        "--days or --points": arguments.days or arguments.points,
    }
    missing = [name for name, value in given.items() if not value]
    periods = set(arguments.points or ()) & set(declaration().summaries)
    if missing or periods:
        found = f"no {', no '.join(missing)}" if missing else f"--points {','.join(sorted(periods))}"
        expected = "terms and moments in them, or --folds K for a source without terms"
        raise WrongUsage(f"backtest {arguments.source}", found=found, expected=expected)


def run(context, arguments) -> dict:
    """One result per day or point; the checks are those of the last one."""
    if arguments.folds is not None or arguments.source in backtest_folds.LABEL:
        return backtest_folds.run(context, arguments)
    _refuse_incomplete(arguments)
    context.require_data("backtest")
    with context.timed() as clock:
        results, written, found, changed = [], [], {}, []
        moments = arguments.days or arguments.points
        for at in moments:
            context.progress.step(f"{arguments.source} at {at}")
            watch = Watch(is_on=not arguments.no_guards)
            result, test, train = _one(context, arguments, at, watch)
            changed += watch.found
            results.append(result)
            written.append(test)
            context.say(_line(result))
        found = checks(train, test, moments[-1], results[-1]["chosen"])
        if arguments.features:
            _write(context, arguments.features, written, moments)
        for line in told_changes(changed):
            context.say(line)
        context.say(_told(arguments, moments, clock()))
        return {
            "source": arguments.source,
            "train": arguments.train,
            "test": arguments.test,
            "label": LABEL[arguments.source],
            "results": results,
            "checks": found,
            "guards": changed,
            "earliest_reliable": earliest_reliable(results),
            "seconds": clock(),
        }


def _one(context, arguments, at: str, watch: Watch) -> tuple[dict, pl.DataFrame, pl.DataFrame]:
    with context.engine.connect() as connection:
        terms = [frames.find_term(connection, code) for code in arguments.train]
        last = frames.find_term(connection, arguments.test)
        if last["term_id"] in {term["term_id"] for term in terms}:
            raise ShownError(
                "backtest", found=f"{arguments.test} among the training terms", expected="a later term"
            )
        terms.sort(key=lambda term: term["first_monday"])
        parts = [labelled(connection, context.home, term, at, arguments.source, watch) for term in terms]
        test = labelled(connection, context.home, last, at, arguments.source, watch)
    train = enough(pl.concat(parts).drop_nulls("y"))
    if not 0 < train["y"].sum() < train.height:
        raise ShownError(
            "backtest",
            found=f"{train.height} labelled rows of one kind or none",
            expected="passed and failed ones",
        )
    choice = choose(train, [term["term_id"] for term in terms], at)
    fitted: dict[str, Fitted] = {
        name: fit_candidate(name, train, at, arguments.seeds) for name in SIMPLEST_FIRST
    }
    result = judge(fitted, choice, test) | {
        "course_disjoint_auroc": _unseen(fitted[choice.chosen], train, test)
    }
    return result, test, train


def _unseen(model: Fitted, train: pl.DataFrame, test: pl.DataFrame) -> float | None:
    """AUROC on courses that were left out of the training, each in its turn; null where the test term has no labels."""
    known = test.drop_nulls("y")
    if not known.height:
        return None
    return course_disjoint(Case(model, train, (), known, known.select("student_pid"), 0.0))["found"]


def earliest_reliable(results: list[dict]) -> str | None:
    """The first moment from which on the chosen model ranks reliably and means its probabilities; null where there is none."""
    wanted = declaration().acceptance
    reliable = [
        result["auroc"] is not None
        and result["auroc_low"] >= wanted["reliable"]
        and result["ece"] <= wanted["ece"]
        for result in results
    ]
    later = [all(reliable[place:]) for place in range(len(results))]
    return results[later.index(True)]["at"] if True in later else None


def told_changes(found: list[dict]) -> list[str]:
    """One line per assessment that changed its meaning: where, why, and how its scores were read."""
    return [
        f"{one['term_id']} at {one['at']}: {one['course_code']} {one['item']} changed ({one['reason']}), mean "
        f"{one['mean']:.2f} after {one['mean_before']:.2f}; read as {one['read_as']}"
        for one in found
    ]


def _told(arguments, moments: list[str], seconds: float) -> str:
    kept = f"features in {arguments.features}" if arguments.features else "nothing stored"
    trained = f"{','.join(arguments.train)} -> {arguments.test}"
    return f"{arguments.source} {trained} at {', '.join(moments)}: {kept}; {seconds} s"


def _line(result: dict) -> str:
    if result["auroc"] is None:
        return f"{result['at']}: {result['n']} enrolments, no labels in the test term"
    return (
        f"{result['at']}: {result['n']} enrolments, {result['positives']} at risk; {result['chosen']} AUROC "
        f"{result['auroc']:.3f} ({result['auroc_low']:.3f}-{result['auroc_high']:.3f}), rule {result['rule_auroc']:.3f}, "
        f"ECE {result['ece']:.3f}"
    )


def _write(context, path: Path, tests: list[pl.DataFrame], moments: list[str]) -> None:
    """student_no, offering_no, day (or point), features; sorted by those keys."""
    name = "day" if moments[0].isdigit() else "point"
    with context.engine.connect() as connection:
        numbers = frames.student_numbers(connection)
    parts = []
    for at, frame in zip(moments, tests, strict=True):
        value = pl.lit(int(at) if at.isdigit() else at).alias(name)
        keyed = frame.join(numbers, on="student_pid", how="left").with_columns(value)
        parts.append(keyed.select("student_no", "offering_no", name, *declaration().features_at(at)))
    path.parent.mkdir(parents=True, exist_ok=True)
    pl.concat(parts, how="diagonal").sort("student_no", "offering_no", name).write_parquet(path)
