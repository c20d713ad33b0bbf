"""`jobs ingest … --watch`: look again and again, and load when files have changed and are written to their end."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from data.sources.files import matching
from data.staging.mapping import Mapping
from errors import ShownError, WrongUsage

LEAST = 1  # seconds
Look = dict[str, tuple[int, int]]  # file -> size and time of change


Load = Callable[
    [Callable[[], None]], dict
]  # calls what it is given as soon as its rows are in, then looks at them


def watched(context, arguments, mapping: Mapping, folder: Path | None, load: Load) -> dict:
    """One load without `--watch`; with it loads until Ctrl-C, and the answer of the last one with how many went in.

    folder: None for a database, which is asked at every turn. A load that fails is told and tried again when something changes.
    """
    if arguments.watch is None:
        return load(lambda: None)
    if arguments.watch < LEAST or arguments.check:
        raise WrongUsage(
            "watching",
            found="--watch with --check, or below a second",
            expected="seconds from 1 on, without --check",
        )
    answer, loaded, done, before = {}, [], None, None
    one = partial(load, partial(loaded.append, True))
    try:
        while True:
            now = _look(mapping, folder)
            if folder is None or (now and now == before and now != done):
                answer, done = _tried(context, one) or answer, now
            before = now
            time.sleep(arguments.watch)
    except KeyboardInterrupt:
        context.say(f"stopped watching after {len(loaded)} loads")
    return {**answer, "loads": len(loaded)}


def _tried(context, load: Callable[[], dict]) -> dict | None:
    try:
        return load()
    except ShownError as error:
        context.say(f"not loaded: {error}")
        return None


def _look(mapping: Mapping, folder: Path | None) -> Look:
    """What lies there now; a file that two looks find unchanged is written to its end."""
    if folder is None or not folder.exists():
        return {}
    found = {path for rule in mapping.files.values() for path in matching(folder, rule.path)}
    return {str(path): state for path in sorted(found) if (state := _state(path))}


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:  # gone between two looks
        return None
    return found.st_size, found.st_mtime_ns
