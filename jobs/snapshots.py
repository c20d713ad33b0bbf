"""`jobs snapshots`: what was published, the current one marked."""

from __future__ import annotations

from data.warehouse.migrate import upgrade
from data.warehouse.snapshots import listed

HELP = "list published snapshots, the current one marked"


def add_arguments(parser) -> None:
    """No arguments of its own."""


def run(context, arguments) -> dict:
    """Newest first."""
    context.require_warehouse("listing snapshots")
    upgrade(context.home, say=context.progress.step)
    found = listed(context.engine)
    current = next((row["snapshot_id"] for row in found if row["is_current"]), None)
    for row in found:
        mark = "*" if row["is_current"] else " "
        context.say(
            f"{mark} {row['snapshot_id']}  as of {row['as_of']}  {row['value_count']} values  {str(row['digest'])[:12]}"
        )
    context.say(f"{len(found)} snapshots")
    return {"snapshots": found, "current": current}
