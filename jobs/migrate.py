"""`jobs migrate`: create the home's warehouse, or bring an existing one to the newest revision."""

from __future__ import annotations

from data.warehouse.migrate import upgrade

HELP = "create the warehouse, or upgrade it (an existing home is backed up first)"


def add_arguments(parser) -> None:
    """No options of its own."""


def run(context, arguments) -> dict:
    """Upgrade and say from which revision to which."""
    before, after = upgrade(context.home, say=context.progress.step)
    if before == after:
        context.say(f"warehouse is at revision {after}; nothing to do")
    elif before is None:
        context.say(f"warehouse created at revision {after}")
    else:
        context.say(
            f"warehouse upgraded from revision {before} to {after}; pages may wait for: python -m jobs profile"
        )
    return {"from": before, "to": after}
