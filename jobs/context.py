"""What every verb is handed: the settings, the opened home, a way to say things and a way to show progress."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Engine

from data.warehouse.home import Home, open_engine
from data.warehouse.migrate import is_there, upgrade
from errors import ShownError
from settings import Settings


class Progress:
    """Progress on standard error: a bar on a terminal, a plain line at most every two seconds otherwise."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self._last = 0.0

    def step(self, text: str) -> None:
        """Say which part begins."""
        print(f"[{time.monotonic() - self.started:6.1f} s] {text}", file=sys.stderr, flush=True)

    def over(self, items: Iterable, text: str, total: int | None = None) -> Iterator:
        """Yield the items and show how far the work is."""
        total = total if total is not None else len(items)  # type: ignore[arg-type]
        if sys.stderr.isatty():
            from rich.progress import track

            yield from track(items, description=text, total=total)
            return
        for done, item in enumerate(items, start=1):
            yield item
            if time.monotonic() - self._last > 2 or done == total:
                self._last = time.monotonic()
                self.step(f"{text} {done}/{total}")


@dataclass
class Context:
    """Handed to every verb."""

    settings: Settings
    quiet: bool = False  # true while --json - owns standard output
    progress: Progress = field(default_factory=Progress)

    @property
    def home(self) -> Home:
        return self.settings.home

    @cached_property
    def engine(self) -> Engine:
        return open_engine(self.home)

    def close(self) -> None:
        """Give the connections back, where any were opened."""
        if "engine" in self.__dict__:
            self.engine.dispose()

    def require_data(self, doing: str) -> None:
        """The home as batch work needs it: there (none is made by asking), up to date, without half a killed load."""
        from data.warehouse.loading.undo import (
            sweep_if_idle,
        )  # with all it needs: only batch work waits for that

        self.require_warehouse(doing)
        upgrade(self.home, say=self.progress.step)
        for dead in sweep_if_idle(self.engine, self.home):
            self.progress.step(f"load {dead} had been killed: rolled back")

    def require_warehouse(self, doing: str) -> None:
        """Raises ShownError where the home has no warehouse; it is not made by asking."""
        if not is_there(self.home):
            raise ShownError(
                doing,
                found=f"no warehouse in {self.home.directory}",
                expected="a home that holds data",
                remedy="check --home, or load a source first: python -m jobs ingest",
            )

    def say(self, text: str) -> None:
        """Human text on standard output."""
        if not self.quiet:
            print(text, flush=True)

    @contextmanager
    def timed(self):
        """Seconds of a block: `with context.timed() as clock: ...; clock()`."""
        started = time.monotonic()
        yield lambda: round(time.monotonic() - started, 2)
