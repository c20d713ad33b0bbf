"""`python -m jobs VERB`; Ctrl-C at any moment ends with 130."""

from __future__ import annotations

import os
import signal
import sys

# Readers come first: on two cores 20 viewers beside a profile and a load waited three times as long without this.
BATCH = {"ingest", "profile", "train", "score", "backtest", "check", "retention"}
# Polars' allocator, read when polars is loaded: give freed pages back at once. A profile of 20,000 students needs a tenth
# less memory by it and no more time.
ALLOCATOR = {"_RJEM_MALLOC_CONF": "dirty_decay_ms:0,muzzy_decay_ms:0"}


def _give_way() -> None:
    if __name__ != "__main__" or not BATCH & set(sys.argv[1:2]):
        return
    for name, value in ALLOCATOR.items():
        os.environ.setdefault(name, value)
    if hasattr(os, "nice"):
        os.nice(10)


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; returns the exit code (0 done, 1 refused by data or state, 2 usage, 130 interrupted)."""
    _give_way()
    try:
        from jobs.front_door import answer  # here, because importing takes longer than many a verb

        return answer(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        print("interrupted; the home is as it was or resumable", file=sys.stderr)
        return 130


if __name__ == "__main__":
    code = main()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # what was to be done is done
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code) if code == 130 else sys.exit(code)
