"""`jobs loads`: what was loaded; `jobs loads undo ID` takes one load back."""

from __future__ import annotations

from data.warehouse.loading.listing import all_loads
from data.warehouse.loading.undo import sweep, undo_load
from data.warehouse.locks import load_lock
from errors import WrongUsage

HELP = "list loads, or take one back: loads undo ID"
COUNTS = ("read", "loaded", "replaced", "already", "set_aside")


def add_arguments(parser) -> None:
    """Nothing to list, `undo ID` to take a load back."""
    parser.add_argument("act", nargs="?", choices=["undo"], help="take a load back")
    parser.add_argument("load_id", nargs="?", type=int, metavar="ID", help="which load")


def run(context, arguments) -> dict:
    """List, or undo and then list."""
    if arguments.act and arguments.load_id is None:
        raise WrongUsage(
            "taking back a load", found="no ID", expected="loads undo ID", remedy="see `jobs loads`"
        )
    context.require_warehouse("listing loads")
    if arguments.act:
        with load_lock(context.home):
            sweep(context.engine, context.home)
            undo_load(context.engine, context.home, arguments.load_id)
    loads = all_loads(context.engine)
    if not context.quiet:
        _print(loads)
    done = sum(load["status"] == "done" for load in loads)
    context.say(
        f"load {arguments.load_id} taken back; {done} loads stand"
        if arguments.act
        else f"{len(loads)} loads, {done} stand"
    )
    return {"loads": loads}


def _print(loads: list[dict]) -> None:
    print(
        f"{'load':>5}  {'started (UTC)':20}  {'status':8}  {'source':18}"
        + "".join(f"{name:>11}" for name in COUNTS)
    )
    for load in loads:
        totals = (sum(counts[name] for counts in load["tables"].values()) for name in COUNTS)
        line = f"{load['load_id']:>5}  {load['started_at']:20}  {load['status']:8}  {load['source']:18}"
        print(line + "".join(f"{total:>11}" for total in totals))
