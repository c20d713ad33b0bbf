"""Benches of the risk model: the verb, fits, choice and calibration, the court, probabilities, reasons."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
from sqlalchemy import delete

from data.warehouse.home import Home, as_of, open_engine
from data.warehouse.queries import risk_store
from data.warehouse.schema.risk import ml_course_risk, ml_group_audit, ml_model, ml_monitor, ml_prediction
from jobs import risk_court, train
from jobs.bench_batch import case_of, verb
from jobs.context import Context
from jobs.risk_data import features_of
from models.risk.accept import at_capacity
from models.risk.calibrate import out_of_fold
from models.risk.candidates import fit_mean, inputs, one_thread
from models.risk.court import court
from models.risk.declaration import declaration
from models.risk.explain import reasons
from models.risk.fit import choose, enough, fit_candidate
from settings import Settings

LEARNT = (ml_prediction, ml_course_risk, ml_monitor, ml_group_audit, ml_model)
SCORED = (ml_prediction, ml_course_risk, ml_monitor)
POINT, SEEDS = "W8", 5  # the fullest point that a term reaches early; the seeds of `jobs train`
LONGEST = 8 * 60  # seconds after which a case is not repeated: each ends within 25 minutes


def repeated(
    work: Callable[[], object], runs: int, before: Callable[[], object] = lambda: None
) -> list[float]:
    """Wall seconds of each run, each from the state that `before` makes; fewer runs where they are long."""
    times: list[float] = []
    while len(times) < runs and sum(times) < LONGEST:
        before()
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return sorted(times)


def cases(home: Home, runs: int) -> Iterator[tuple[str, Callable[[], dict]]]:
    """Name and measurement of each case, on a home that holds a demo college."""
    for name, measure in MEASURES.items():
        yield name, lambda name=name, measure=measure: case_of(name, measure(home, runs))


def _emptied(home: Home, tables) -> Callable[[], None]:
    def empty() -> None:
        engine = open_engine(home)
        with engine.begin() as connection:
            for table in tables:
                connection.execute(delete(table))
        engine.dispose()

    return empty


def _all_points(home: Home, runs: int) -> list[float]:
    """The verb train with nothing known: every point fitted, judged, before the court, kept."""
    return repeated(verb(home, "train"), runs, _emptied(home, LEARNT))


def _context(home: Home) -> Context:
    return Context(Settings(home, False, None, Path(home.directory)), quiet=True)


def _learnt(context: Context, point: str):
    """The point, its terms, and training and test rows as the training splits them."""
    terms, data = train.labelled_terms(context, point)
    is_newest = pl.col("term_id") == terms[-1]["term_id"]
    return point, terms, enough(data.filter(~is_newest)), data.filter(is_newest)


def _train(home: Home, runs: int) -> list[float]:
    """Every point read and the costliest candidate fitted once on all closed terms, as it goes to use."""

    def work() -> None:
        context = _context(home)
        for point in declaration().points:
            rows = enough(train.labelled_terms(context, point)[1])
            fit_mean("boosting", rows, inputs(rows, point), SEEDS)
        context.close()

    return repeated(work, runs)


def _select(home: Home, runs: int) -> list[float]:
    """What a training adds to the fits themselves at every point: the choice forward in time and the folds of the calibration."""
    context = _context(home)
    known = [(point, *train.labelled_terms(context, point)) for point in declaration().points]

    def work() -> None:
        for point, terms, data in known:
            rows = enough(data)
            choose(rows, [term["term_id"] for term in terms], point)
            out_of_fold("boosting", rows, inputs(rows, point))

    times = repeated(work, runs)
    context.close()
    return times


def _court(home: Home, runs: int) -> list[float]:
    """The court of every point, as a training holds it."""
    context = _context(home)
    held = [_case(context, *_learnt(context, point)) for point in declaration().points]
    times = repeated(lambda: [court(case) for case in held], runs)
    context.close()
    return times


def _case(context: Context, point: str, terms: list[dict], rows, test):
    model = fit_candidate("boosting", rows, point, 1)
    with context.engine.connect() as connection:
        caseload = risk_store.caseloads(connection, terms[-1]["end_on"])
        students = at_capacity(model, test, caseload, caseload.head(0).select("student_pid"))
        return risk_court.case_of(connection, model, rows, test, terms[-1], students, ())


def _verb_score(home: Home, runs: int) -> list[float]:
    """The verb score with the models there and no prediction yet: reading, probabilities, bands, reasons of everybody, writing."""
    return repeated(verb(home, "score"), runs, _emptied(home, SCORED))


def _running(context: Context, home: Home):
    """A model of the point and the features of the running term."""
    point, _, rows, _ = _learnt(context, POINT)
    model = fit_candidate("boosting", rows, point, SEEDS)
    with context.engine.connect() as connection:
        term = risk_store.running_term(connection, as_of(connection))
        return model, features_of(connection, home, term, POINT)


def _score(home: Home, runs: int) -> list[float]:
    """Probabilities of every enrolment and every student of the running term at the point."""
    context = _context(home)
    model, frame = _running(context, home)
    times = repeated(one_thread(lambda: model.students(frame)), runs)
    context.close()
    return times


def _reasons(home: Home, runs: int) -> list[float]:
    """Reasons of every student whom the model would list at the point, whatever the capacity; everybody's are part of `verb_score`."""
    context = _context(home)
    model, frame = _running(context, home)
    probability, listed = model.probability(frame), pl.col("p_any") >= declaration().listing["p_any"]
    students = model.students(frame).filter(listed)["student_pid"]
    times = repeated(one_thread(lambda: reasons(model, frame, probability, students)), runs)
    context.close()
    return times


MEASURES = {
    "all_points": _all_points,
    "train": _train,
    "select": _select,
    "court": _court,
    "score": _score,
    "reasons": _reasons,
    "verb_score": _verb_score,
}
