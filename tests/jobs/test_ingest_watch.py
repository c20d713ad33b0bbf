"""`jobs ingest --watch`: what is put into a folder is loaded, what is mended is loaded again, Ctrl-C ends it."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import func, select

from data.warehouse.home import open_engine
from data.warehouse.schema.meta import meta_load
from data.warehouse.schema.teaching import fact_grade_attempt
from tests.databases import PROJECT

EXAMPLE = PROJECT / "docs" / "examples" / "college_csv"
PATIENCE = 120  # seconds


def _watching(home, folder: Path) -> subprocess.Popen:
    place = [
        "--home",
        str(home.directory),
        *(["--warehouse", home.warehouse_url] if home.warehouse_url else []),
    ]
    words = [
        "ingest",
        "files",
        "--path",
        str(folder),
        "--mapping",
        str(EXAMPLE / "mapping.yaml"),
        "--watch",
        "1",
        "--json",
        "-",
    ]
    return subprocess.Popen(
        [sys.executable, "-m", "jobs", *words, *place],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def _loads(home, table=meta_load) -> int:
    engine = open_engine(home)
    query = select(func.count()).select_from(table)
    with engine.connect() as connection:
        found = connection.execute(
            query if table is not meta_load else query.where(table.c.status == "done")
        ).scalar_one()
    engine.dispose()
    return found


def _until(home, count: int, running: subprocess.Popen) -> None:
    end = time.monotonic() + PATIENCE
    while _loads(home) < count:
        assert running.poll() is None and time.monotonic() < end
        time.sleep(0.3)


def test_a_watched_folder_loads_what_comes_and_what_is_mended(empty_home, tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    running = _watching(empty_home, folder)
    try:
        time.sleep(2)
        assert _loads(empty_home) == 0  # nothing is there yet, and that is no error
        for path in EXAMPLE.glob("*.csv"):
            shutil.copy(path, folder)
        _until(empty_home, 1, running)
        before = _loads(empty_home, fact_grade_attempt)
        grades = folder / "成绩.csv"
        body = grades.read_bytes().decode("gb18030")
        grades.write_bytes(body.replace("7a", "70").encode("gb18030"))
        _until(empty_home, 2, running)
        assert _loads(empty_home, fact_grade_attempt) == before + 1
    finally:
        running.send_signal(signal.SIGINT)
        told, _ = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0
    assert json.loads(told[told.index("{") :])["loads"] == 2
