"""One load at a time per home: a lock that a killed process gives back by itself."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from data.warehouse.home import Home
from errors import ShownError

LOCK_FILE = "load.lock"


@contextmanager
def load_lock(home: Home) -> Iterator[None]:
    """Hold the home's load lock; raises ShownError while another process loads into this home."""
    home.directory.mkdir(parents=True, exist_ok=True)
    with (home.directory / LOCK_FILE).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ShownError(
                "loading",
                found="another load into this home is running",
                expected="one load at a time",
                remedy="wait until it has ended",
            ) from None
        yield
