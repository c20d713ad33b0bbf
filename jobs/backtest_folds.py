"""`jobs backtest SOURCE --folds K`: stratified folds for a source that has summaries of studies but no terms; stores nothing."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from data.warehouse.queries import risk_frames as frames
from data.warehouse.queries import study
from errors import ShownError, WrongUsage
from jobs.risk_data import without_objecting
from models.risk.declaration import declaration
from models.risk.folds import backtest_folds, summary_frame

LABEL = {
    "uci_dropout": "state at the end of the normal length of study: Dropout, against Graduate or Enrolled"
}
MOST_FOLDS = 20
LEFT = "withdrawn"


def run(context, arguments) -> dict:
    """One result per point (the last one where none is named); the checks are those of the last result."""
    refuse_what_does_not_fit(arguments)
    context.require_data("backtest")
    with context.timed() as clock:
        results, written, found = [], [], {}
        points = arguments.points or list(declaration().summaries)[-1:]
        for at in points:
            frame = labelled_summaries(context, at)
            result, found = backtest_folds(
                frame, at, folds=arguments.folds, seeds=arguments.seeds, step=context.progress.step
            )
            results.append(result)
            written.append(frame)
            context.say(_line(result))
        if arguments.features:
            _write(context, arguments.features, written, points)
        context.say(_told(arguments, points, clock()))
        return {
            "source": arguments.source,
            "train": [],
            "test": None,
            "folds": arguments.folds,
            "label": LABEL[arguments.source],
            "results": results,
            "checks": found,
            "seconds": clock(),
        }


def refuse_what_does_not_fit(arguments) -> None:
    """Raises WrongUsage: folds are for sources without terms, and those have no terms or days to name."""
    known = list(declaration().summaries)
    if arguments.source not in LABEL:
        found, expected = (
            f"--folds for {arguments.source}, which has terms",
            "--train, --test and --days or --points",
        )
    elif not arguments.folds or not 2 <= arguments.folds <= MOST_FOLDS:
        found, expected = f"--folds {arguments.folds}", f"2 to {MOST_FOLDS}: {arguments.source} has no terms"
    elif arguments.train or arguments.test or arguments.days:
        found, expected = "--train, --test or --days", f"none: {arguments.source} has no terms and no days"
    elif not set(arguments.points or ()) <= set(known):
        found, expected = f"--points {','.join(arguments.points)}", f"of {','.join(known)} (periods of study)"
    else:
        return
    raise WrongUsage("backtest", found=found, expected=expected)


def labelled_summaries(context, at: str) -> pl.DataFrame:
    """Features of everyone summarised, with y: 1 for who left before the end. Who objects to the model layer is left out."""
    with context.engine.connect() as connection:
        students = without_objecting(connection, study.summarised_students(connection))
        entries = study.entry_facts(connection)
        summaries = study.study_summaries(connection, declaration().periods(at))
    if students.is_empty():
        raise ShownError(
            "backtest",
            found="no student with a summary of studies in this home",
            expected="a home that holds the source",
            remedy="load it first: python -m jobs ingest uci_dropout --path …",
        )
    labelled = students.select(
        "student_pid", "major_code", y=(pl.col("student_status") == LEFT).cast(pl.Int8)
    )
    return summary_frame(labelled, entries, summaries, at)


def _line(result: dict) -> str:
    return (
        f"{result['at']}: {result['n']} students, {result['positives']} left; {result['chosen']} AUROC "
        f"{result['auroc']:.3f} ({result['auroc_low']:.3f}-{result['auroc_high']:.3f}), rule {result['rule_auroc']:.3f}, "
        f"ECE {result['ece']:.3f}"
    )


def _told(arguments, points: list[str], seconds: float) -> str:
    kept = f"features in {arguments.features}" if arguments.features else "nothing stored"
    return f"{arguments.source} {arguments.folds} folds at {', '.join(points)}: {kept}; {seconds} s"


def _write(context, path: Path, parts: list[pl.DataFrame], points: list[str]) -> None:
    """student_no, point, features; sorted by those keys."""
    with context.engine.connect() as connection:
        numbers = frames.student_numbers(connection)
    keyed = [
        part.join(numbers, left_on="source_pid", right_on="student_pid", how="left")
        .with_columns(point=pl.lit(at))
        .select("student_no", "point", *declaration().features_at(at))
        for at, part in zip(points, parts, strict=True)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    pl.concat(keyed, how="diagonal").sort("student_no", "point").write_parquet(path)
