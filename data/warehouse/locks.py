"""One load and one profile at a time per home: locks that a killed process gives back by itself."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from data.warehouse.home import Home
from errors import ShownError


class Busy(ShownError):
    """Another process holds the lock."""


@contextmanager
def load_lock(home: Home) -> Iterator[None]:
    """Hold the home's load lock; raises Busy while another process loads into this home."""
    with _held(home, "load", "loading", "another load into this home is running"):
        yield


@contextmanager
def profile_lock(home: Home) -> Iterator[None]:
    """Hold the home's profile lock; raises Busy while another process profiles this home.

    Two at once would sweep each other's half-written snapshots away as leftovers of a killed run.
    """
    with _held(home, "profile", "profiling", "another profile of this home is running"):
        yield


@contextmanager
def _held(home: Home, name: str, doing: str, found: str) -> Iterator[None]:
    home.directory.mkdir(parents=True, exist_ok=True)
    with (home.directory / f"{name}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(
                doing, found=found, expected=f"one {name} at a time", remedy="wait until it has ended"
            ) from None
        yield
