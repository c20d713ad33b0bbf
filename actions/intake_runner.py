"""Runs the commands of one arrival after each other, in a process of its own: python -m actions.intake_runner FOLDER

FOLDER/run.json names the steps; what each says stands in FOLDER/<step>.err, its result in FOLDER/<step>.json, and ended.json
comes last. What a step `removes` (the files of a load) goes as soon as it has done its work, whatever comes behind it. Whoever reads FOLDER/lock as held knows that it runs. SIGINT is handed on to the step, which takes itself back.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from data.warehouse.inbox import ENDED, LOCK, RUN


def main(folder: Path) -> int:
    """Every step until one does not end with 0; the exit code of the last that ran."""
    with (folder / LOCK).open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        plan = json.loads((folder / RUN).read_text(encoding="utf-8"))
        stopped: list[int] = []
        codes: dict[str, int] = {}
        for step in plan["steps"]:
            codes[step["name"]] = _one(folder, step, plan["project"], stopped)
            if step.get("removes") and _goes_on(folder, step, codes[step["name"]]):
                shutil.rmtree(step["removes"], ignore_errors=True)
            if stopped or not _goes_on(folder, step, codes[step["name"]]):
                break
        last = plan["steps"][-1]
        is_whole = not stopped and last["name"] in codes and _goes_on(folder, last, codes[last["name"]])
        ended = {
            "codes": codes,
            "stopped": bool(stopped),
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        half = folder / f".{ENDED}"
        half.write_text(json.dumps(ended), encoding="utf-8")
        half.replace(folder / ENDED)
    return 0 if is_whole else 1


def _goes_on(folder: Path, step: dict, code: int) -> bool:
    """Whether a step did its work: a load may refuse single files, and then answers all the same."""
    return code == 0 or (code in step.get("goes_on", ()) and (folder / f"{step['name']}.json").exists())


def _one(folder: Path, step: dict, project: str, stopped: list[int]) -> int:
    """Run one step; signals that come meanwhile are handed on to it."""
    with (
        (folder / f"{step['name']}.err").open("w") as told,
        (folder / f"{step['name']}.out").open("w") as said,
    ):
        child = subprocess.Popen(
            step["command"], cwd=project, stdin=subprocess.DEVNULL, stdout=said, stderr=told
        )

        def hand_on(number: int, _frame) -> None:
            stopped.append(number)
            child.send_signal(signal.SIGINT)

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, hand_on)
        while child.poll() is None:
            time.sleep(0.05)
        return child.returncode


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
