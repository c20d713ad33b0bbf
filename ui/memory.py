"""What stays in memory is kept out of the collections that Streamlit runs after every script run.

It collects all generations each time. What pages remember grows by some 500 objects a view: after 120 views each run
spent 90 ms on looking through them again. Frozen objects are not looked through; the few that die in cycles later (closed
sessions) are found when everything is thawed once in a while.
"""

from __future__ import annotations

import gc
import itertools

FREEZE_EVERY, THAW_EVERY = 8, 400
_runs = itertools.count(1)


def freeze() -> None:
    """Collect once, then keep what is left out of later collections."""
    gc.collect()
    gc.freeze()


def settle() -> None:
    """Called at the start of a run, when the run before has just been collected after."""
    run = next(_runs)
    if run % THAW_EVERY == 0:
        gc.unfreeze()
        freeze()
    elif run % FREEZE_EVERY == 0:
        gc.freeze()
