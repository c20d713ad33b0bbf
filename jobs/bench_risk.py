"""Benches of the risk model: all points trained, one fit, the court, a scoring, reasons."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import delete

from data.warehouse.home import Home, as_of, open_engine
from data.warehouse.queries import risk_store
from data.warehouse.schema.risk import ml_course_risk, ml_group_audit, ml_model, ml_monitor, ml_prediction
from jobs import risk_court, train
from jobs.bench_batch import case_of, verb
from jobs.context import Context
from jobs.risk_data import features_of
from models.risk.accept import at_capacity
from models.risk.candidates import one_thread
from models.risk.court import court
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


def _learnt(home: Home):
    """Terms, training and test rows of the point, as the training splits them."""
    context = _context(home)
    terms, data = train.labelled_terms(context, POINT)
    newest = terms[-1]["term_id"]
    return (
        context,
        terms,
        enough(data.filter(data["term_id"] != newest)),
        data.filter(data["term_id"] == newest),
    )


def _train(home: Home, runs: int) -> list[float]:
    """One point: the choice among the candidates and the fit of the chosen one, without reading and judging."""
    context, terms, rows, _ = _learnt(home)
    before = [term["term_id"] for term in terms[:-1]]

    def work() -> None:
        fit_candidate(choose(rows, before, POINT).chosen, rows, POINT, SEEDS)

    times = repeated(work, runs)
    context.close()
    return times


def _court(home: Home, runs: int) -> list[float]:
    """The court of one point; a training holds five."""
    context, terms, rows, test = _learnt(home)
    before = [term["term_id"] for term in terms[:-1]]
    model = fit_candidate(choose(rows, before, POINT).chosen, rows, POINT, SEEDS)
    with context.engine.connect() as connection:
        caseload = risk_store.caseloads(connection, terms[-1]["end_on"])
        students = at_capacity(model, test, caseload, caseload.head(0).select("student_pid"))
        case = risk_court.case_of(connection, model, rows, test, terms[-1], students, ())
    times = repeated(lambda: court(case), runs)
    context.close()
    return times


def _score(home: Home, runs: int) -> list[float]:
    """The verb score with the models there and no prediction yet."""
    return repeated(verb(home, "score"), runs, _emptied(home, SCORED))


def _reasons(home: Home, runs: int) -> list[float]:
    """Reasons of everyone in the running term at the point."""
    context, _, rows, _ = _learnt(home)
    model = fit_candidate("boosting", rows, POINT, SEEDS)
    with context.engine.connect() as connection:
        term = risk_store.running_term(connection, as_of(connection))
        frame = features_of(connection, home, term, POINT)
    told = one_thread(lambda: reasons(model, frame, model.probability(frame)))
    times = repeated(told, runs)
    context.close()
    return times


MEASURES = {"all_points": _all_points, "train": _train, "court": _court, "score": _score, "reasons": _reasons}
