"""`jobs restore FILE`: a backup back into an empty home, or over an existing one with --replace."""

from __future__ import annotations

from pathlib import Path

from data.warehouse.backup import restore
from data.warehouse.migrate import upgrade

HELP = "put a backup into the home (an existing one only with --replace, after a backup of it)"


def add_arguments(parser) -> None:
    """The backup, and whether it may take the place of what is there."""
    parser.add_argument("file", metavar="FILE", type=Path, help="a file written by `jobs backup`")
    parser.add_argument(
        "--replace", action="store_true", help="the home holds a warehouse: back it up and replace it"
    )


def run(context, arguments) -> dict:
    """Restore, then upgrade when the backup is of an older revision."""
    restore(context.home, arguments.file, replace=arguments.replace, say=context.progress.step)
    before, after = upgrade(context.home, say=context.progress.step)
    size = arguments.file.stat().st_size
    context.say(f"restored {arguments.file} ({size / 1e6:.1f} MB); revision {before} -> {after}")
    return {"bytes": size, "from": before, "to": after}
