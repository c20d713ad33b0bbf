"""`python -m jobs VERB`; Ctrl-C at any moment ends with 130."""

from __future__ import annotations

import os
import signal
import sys

# Readers come first: on two cores 20 viewers beside a profile and a load waited three times as long without this.
BATCH = {"ingest", "profile", "train", "score", "backtest", "check", "retention"}
# Polars' allocator, read when polars is loaded. A profile of 20,000 students that gives freed pages back at once needs a tenth less memory
# and no more time; a load asks for pieces of one size again and again and spends a fifth of its time on pages given back.
ALLOCATOR = "_RJEM_MALLOC_CONF"
GIVES_BACK, KEEPS = "dirty_decay_ms:0,muzzy_decay_ms:0", "dirty_decay_ms:10000,muzzy_decay_ms:-1"


def _give_way() -> None:
    verb = next(iter(sys.argv[1:2]), "")
    if __name__ != "__main__" or verb not in BATCH:
        return
    os.environ.setdefault(ALLOCATOR, KEEPS if verb == "ingest" else GIVES_BACK)
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
