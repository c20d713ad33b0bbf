"""`jobs profile`: features, indicators, indices, rules; publishes one new snapshot."""

from __future__ import annotations

import hashlib
import resource
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from sqlalchemy import insert, select

from data.warehouse import snapshots
from data.warehouse.home import read_setting
from data.warehouse.locks import profile_lock
from data.warehouse.queries.history import History, earlier, read_history, week_of
from data.warehouse.queries.risk_store import mark_support
from data.warehouse.queries.standards import in_force
from data.warehouse.schema.marts import qa_standard
from data.warehouse.schema.meta import meta_snapshot
from errors import ShownError, WrongUsage
from jobs.check import checked_after
from jobs.retention import forget_waiting_logs
from models.risk.declaration import declaration
from profiling.disclose import Least
from profiling.facts import Facts
from profiling.publish import Snapshot, compute
from profiling.rule_trial import TERMS, Close
from profiling.standard import register_of, standards

HELP = "compute indicators, indices and rules and publish one new snapshot"
OF_THE_PAST = ("ind_value", "mart_index", "mart_dimension", "mart_item")
DEFINITIONS = Path(__file__).resolve().parent.parent / "profiling"


def add_arguments(parser) -> None:
    """Engine, as-of, and whether an unchanged home may be skipped."""
    parser.add_argument("--engine", choices=["polars", "spark"], default="polars")
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE")
    parser.add_argument("--if-changed", action="store_true", help="do nothing when values would be the same")


def run(context, arguments) -> dict:
    """Read, compute, write beside the current snapshot, flip."""
    if arguments.engine == "spark":
        raise WrongUsage("profiling", found="--engine spark", expected="polars: Spark is not built yet")
    context.require_data("profiling")
    with profile_lock(context.home):
        result, told = _profile(context, arguments)
    forget_waiting_logs(context)
    checked_after(context)
    context.say(told)
    return result


def _profile(context, arguments) -> tuple[dict, str]:
    """The answer of the verb, and its last line."""
    with context.timed() as clock:
        history = read_history(context.home, context.engine, arguments.as_of)
        _refuse_empty(history)
        context.progress.step(f"read {history.rows} rows")
        snapshot = computed(context, history, closes(context.engine, history))
        digest = snapshots.digest(snapshot.frames)
        current = _current(context.engine)
        if arguments.if_changed and current and current[1] == digest:
            result = _result(current[0], digest, snapshot.frames, history, clock())
            return result, f"snapshot {current[0]} is unchanged"
        draft = snapshots.begin(
            context.engine,
            as_of=history.as_of,
            term_id=history.current_term,
            week_no=week_of(history),
            engine_name="polars",
        )
        snapshots.write(context.engine, draft, snapshot.frames, say=context.progress.step)
        with context.engine.begin() as connection:
            mark_support(connection, draft.snapshot_id, declaration().listing["p_any"])
        result = _result(draft.snapshot_id, digest, snapshot.frames, history, clock())
        snapshots.publish(context.engine, draft, _facts(result))
    counts = f"{result['values']} values, {result['indices']} indices"
    return result, f"snapshot {draft.snapshot_id}: {counts}, {result['seconds']} s"


def closes(engine, history: History) -> Iterator[Close]:
    """The last closed terms as they were known when grades were due and when teaching ended, one at a time."""
    terms = (
        history.frames["term"].filter(pl.col("grades_due_on") <= history.as_of).sort("start_year", "term_no")
    )
    for row in terms[-TERMS:].iter_rows(named=True):
        ended = row["first_monday"] + timedelta(weeks=int(row["week_count"]), days=-1)
        days = (row["grades_due_on"], min(ended, history.as_of))
        yield Close(
            row["term_id"], *(facts_of(earlier(engine, history, day, row["term_id"])) for day in days)
        )


def computed(context, history: History, closes: Iterable[Close] = ()) -> Snapshot:
    """All rows of a snapshot of what was read, by the standards in force on its day."""
    keep_standards(context.engine)
    register = standards_of(context.engine, history)
    return compute(
        facts_of(history, register),
        least=smallest_groups(context.engine),
        register=register,
        closes=closes,
        say=context.progress.step,
    )


def past(context, day: date) -> dict:
    """Values and verdicts as of an earlier day, published beside the current snapshot: to compare with, not to be paged through."""
    with context.timed() as clock, profile_lock(context.home):
        history = read_history(context.home, context.engine, day)
        _refuse_empty(history)
        frames = computed(context, history).frames
        frames = {name: frame if name in OF_THE_PAST else frame.clear() for name, frame in frames.items()}
        draft = snapshots.begin(
            context.engine, as_of=day, term_id=history.current_term, week_no=None, engine_name="polars"
        )
        snapshots.write(context.engine, draft, frames, say=context.progress.step)
        result = _result(draft.snapshot_id, snapshots.digest(frames), frames, history, clock())
        snapshots.publish(context.engine, draft, _facts(result), becomes_current=False)
    context.say(f"snapshot {draft.snapshot_id} as of {day}: {result['values']} values, {result['seconds']} s")
    return result


def facts_of(history: History, register: dict | None = None) -> Facts:
    """What was read, as the frames that indicators share, and the standards whose stretch values cap points."""
    return Facts(
        history.frames | {"first_warned": history.warned},
        history.events,
        history.as_of,
        history.cut,
        history.current_term,
        history.in_school_by,
        register,
        history.connected,
        history.late,
    )


def standards_of(engine, history: History) -> dict:
    """The standards by which the day is judged: in force when its term began, so that no term is judged by two (C.3)."""
    terms = history.frames["term"].filter(pl.col("term_id") == history.current_term)
    began = terms["first_monday"][0] if terms.height else history.as_of
    with engine.connect() as connection:
        return register_of(in_force(connection, began))


def smallest_groups(engine) -> Least:
    """The home's smallest groups behind a figure; what is not set stays at the default."""
    with engine.connect() as connection:
        given = {use: read_setting(connection, f"minimum_{use}") for use in ("cross_unit", "own_unit")}
    return Least(**{use: int(value) for use, value in given.items() if value is not None})


def _refuse_empty(history: History) -> None:
    if history.frames["offering"].is_empty():
        raise ShownError(
            "profiling",
            found="a home without offerings",
            expected="courses taught in terms; a source without them has nothing to profile",
            remedy="load a source that brings them: python -m jobs ingest",
        )


def _current(engine) -> tuple[int, str] | None:
    with engine.connect() as connection:
        row = connection.execute(
            select(meta_snapshot.c.snapshot_id, meta_snapshot.c.digest).where(meta_snapshot.c.is_current)
        ).first()
    return tuple(row) if row else None


def _result(snapshot_id: int, digest: str, frames: dict, history: History, seconds: float) -> dict:
    return {
        "snapshot": snapshot_id,
        "digest": digest,
        "indicators": int(frames["ind_value"]["indicator_id"].n_unique()),
        "values": frames["ind_value"].height,
        "indices": frames["mart_index"].height,
        "rows_scanned": history.rows,
        "seconds": seconds,
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def _facts(result: dict) -> dict:
    return {
        "digest": result["digest"],
        "value_count": result["values"],
        "index_count": result["indices"],
        "rows_scanned": result["rows_scanned"],
        "seconds": result["seconds"],
        "definitions_sha256": definitions_sha256(),
    }


def definitions_sha256() -> str:
    """Fingerprint of definitions, standards and rules."""
    whole = hashlib.sha256()
    for path in sorted(DEFINITIONS.rglob("*.yaml")):
        whole.update(path.read_bytes())
    return whole.hexdigest()


def keep_standards(engine) -> None:
    """The shipped standards as versions in the warehouse; a version kept there already is left as it is."""
    with engine.begin() as connection:
        kept = set(connection.execute(select(qa_standard.c.standard_id, qa_standard.c.version)).all())
        for name, standard in standards().items():
            if (name, standard.version) not in kept:
                connection.execute(
                    insert(qa_standard).values(
                        standard_id=name,
                        version=standard.version,
                        status=standard.status,
                        effective_from=standard.effective_from,
                        approved_by=standard.approved_by,
                        body=standard.model_dump_json(),
                    )
                )
