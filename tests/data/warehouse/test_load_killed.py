"""kill -9 at moments spread over a load: the next load completes and the home holds what an undisturbed one holds."""

import os
import signal
import subprocess
import sys
import time

import polars as pl
import pytest

from data.warehouse import bulk, lake
from data.warehouse.home import open_engine
from data.warehouse.loading.listing import all_loads
from data.warehouse.schema import metadata
from tests.databases import PROJECT

TABLES = ("dim_person", "dim_student", "dim_task", "fact_enrolment", "restricted.fact_student_sensitive")
STEPS = (
    "dim_offering",
    "dim_person",
    "fact_student_sensitive",
    "fact_enrolment",
    "fact_assignment",
    "fact_lms_daily",
)


def _ingest(home, folder):
    command = [
        sys.executable,
        "-m",
        "jobs",
        "ingest",
        "oulad",
        "--path",
        str(folder),
        "--home",
        str(home.directory),
    ]
    if home.warehouse_url:
        command += ["--warehouse", home.warehouse_url]
    return subprocess.Popen(
        command,
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "POLARS_MAX_THREADS": "2"},
    )


@pytest.mark.slow
def test_killed_loads_leave_a_home_that_the_next_completes(empty_home, datasets):
    for step, pause in zip(STEPS, (0.0, 0.05, 0.3, 0.0, 1.0, 0.0), strict=True):
        process = _ingest(empty_home, datasets / "oulad")
        for line in process.stderr:
            if f"-> {step}" in line:
                break
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    last = _ingest(empty_home, datasets / "oulad")
    last.communicate()
    assert last.returncode == 0
    engine = open_engine(empty_home)
    loads = all_loads(engine)
    with engine.connect() as connection:
        sizes = {name: bulk.read_table(connection, metadata.tables[name]).height for name in TABLES}
        stamps = {
            name: bulk.read_table(connection, metadata.tables[name])["load_id"].unique().to_list()
            for name in TABLES
        }
    engine.dispose()
    assert [load["status"] for load in loads] == ["failed"] * len(STEPS) + ["done"]
    people = pl.read_parquet(datasets / "oulad" / "studentInfo.parquet").unique(
        ["id_student", "code_presentation"]
    )
    assert sizes == {
        "dim_person": 19_720,
        "dim_student": 19_720,
        "dim_task": 149,
        "fact_enrolment": 21_333,
        "restricted.fact_student_sensitive": 5 * people.height - people["imd_band"].null_count(),
    }
    assert set(map(tuple, stamps.values())) == {(loads[-1]["load_id"],)}
    events = lake.scan(empty_home, "fact_lms_daily").collect()
    assert events["source_rows"].sum() == 879_259
    assert events["load_id"].unique().to_list() == [loads[-1]["load_id"]]
    assert not list(empty_home.folder("lake").rglob("*.tmp"))
