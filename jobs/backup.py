"""`jobs backup FILE`: the whole home in one file."""

from __future__ import annotations

from pathlib import Path

from data.warehouse.backup import backup

HELP = "write the whole home (warehouse, lake, artefacts, keys) into one file"


def add_arguments(parser) -> None:
    """The file to write."""
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="the file to write, e.g. huaxiang-2025-11-02.tar.gz"
    )


def run(context, arguments) -> dict:
    """Back up and say how large the file is."""
    size = backup(context.home, arguments.file, say=context.progress.step)
    context.say(
        f"backed up into {arguments.file} ({size / 1e6:.1f} MB); it holds names and keys: keep it as the home"
    )
    return {"bytes": size}
