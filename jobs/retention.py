"""`jobs retention`: remove what is over its time of keeping, rule by rule, and say so in the access log."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

from access.log_chain import append
from data.warehouse import retention
from data.warehouse.home import as_of
from data.warehouse.locks import load_lock, profile_lock
from data.warehouse.retention import Place, Rule

HELP = "remove what is over its time of keeping (rules: data/warehouse/retention.yaml)"
DOING = "removing what is over its time"


def add_arguments(parser) -> None:
    """`--check` removes nothing."""
    parser.add_argument("--check", action="store_true", help="say what would go, remove nothing")


def run(context, arguments) -> dict:
    """Every rule in turn, beside no load and no profile; killed at any moment, the next run goes on."""
    context.require_data(DOING)
    with context.engine.connect() as connection:
        place = Place(context.home, context.engine, as_of(connection))
    with context.timed() as clock, load_lock(context.home), profile_lock(context.home):
        done = [_one(context, place, rule, check=arguments.check) for rule in retention.rules()]
    total = sum(entry["rows"] for entry in done)
    word = "would go" if arguments.check else "removed or unlinked"
    context.say(f"{total} rows and files {word} by {len(done)} rules; {clock()} s")
    return {"rules": done, "rows": total, "check": arguments.check, "seconds": clock()}


def forget_waiting_logs(context) -> None:
    """Logs that were handed in and never loaded, when they have waited too long; said in the access log as well."""
    rule, place = retention.waiting_logs(), Place(context.home, context.engine, datetime.now(UTC).date())
    if files := retention.due(place, rule):
        _log(context, rule, files)
        retention.remove(place, rule)
        context.say(
            f"{files} files removed: a log of cards or doors waited more than {rule.days} days to be loaded"
        )


def _one(context, place: Place, rule: Rule, *, check: bool) -> dict:
    rows = retention.due(place, rule)
    if rows and not check:
        _log(context, rule, rows)
        retention.remove(place, rule)
    number, word = (rule.years, "year") if rule.years else (rule.days, "day")
    kept = f"{number} {word}" if number == 1 else f"{number} {word}s"
    context.say(f"{rule.rule_id} (kept {kept}, {rule.source}): {rows}")
    entry = asdict(rule)
    return {key: entry[key] for key in ("rule_id", "kind", "years", "days")} | {"rows": rows}


def _log(context, rule: Rule, rows: int) -> None:
    """Before the removal: nothing goes unlogged, and what a kill leaves is counted again by the run that finishes it."""
    row = {
        "person": "command line", "act": "write", "object_kind": "retention", "object_id": rule.rule_id,
        "purpose": rule.source, "row_count": rows,
    }  # fmt: skip
    with context.engine.begin() as connection:
        append(connection, row)
