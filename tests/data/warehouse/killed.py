"""A load or an undo that kills its own process at a moment told: python -m tests.data.warehouse.killed HOME URL FOLDER MOMENT [LOAD].

Moments are counted in what reaches the disk: statements sent to the database and files of the lake put in place.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import Engine, event

from data.sources import blocks, pieces
from data.warehouse import bulk
from data.warehouse.home import Home, open_engine
from data.warehouse.loading import tables, undo
from data.warehouse.loading.source import load_source
from data.warehouse.loading.undo import undo_load
from tests.data.small_source import make_mapping

count = 0


def small_steps() -> None:
    """Batches and pieces so small that a file of a few thousand rows takes many of them."""
    pieces.LARGE, blocks.PIECE = 1, 15_000
    bulk.BATCH, bulk.MANY, bulk.COPIED = 400, 500, 400
    tables.REPLACE_BATCH = 200
    undo.DELETE_BATCH = 500


def _die_at(moment: int) -> None:
    def step(*_) -> None:
        global count
        count += 1
        if count == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", step)
    sys.addaudithook(lambda name, told: step() if name == "os.rename" else None)


def main(directory: str, url: str, folder: str, moment: str, load: str | None = None) -> None:
    """Run until the moment; at moment 0 to the end, and say how many there were."""
    small_steps()
    home = Home(Path(directory), url or None)
    _die_at(int(moment))
    if load is None:
        load_source(home, make_mapping(), Path(folder))
    else:
        engine = open_engine(home)
        undo_load(engine, home, int(load))
        engine.dispose()
    print(count)


if __name__ == "__main__":
    main(*sys.argv[1:])
