"""The manual page on adding an indicator, followed to the letter in a copy of the project."""

import re
import shlex
import shutil
import subprocess
import sys

import polars as pl
import pytest
from sqlalchemy import select

from data.warehouse import bulk
from data.warehouse.home import Home, open_engine
from data.warehouse.schema.marts import ind_value
from tests.databases import PROJECT

PAGE = PROJECT / "docs" / "adding-an-indicator.md"
LEFT_OUT = shutil.ignore_patterns(".*", "var", "pictures", "__pycache__", "artifacts", "node_modules")
NEW = "stu_failed_sittings"


def _pieces(page):
    """Path and text of each block of the page, in its order."""
    return re.findall(r"(?ms)^```\w+ (\S+)\n(.*?)^```$", page)


def _written(page, project):
    """Existing files are appended to, others made; returns the paths."""
    for name, body in _pieces(page):
        path = project / name
        before = (
            path.read_text(encoding="utf-8").rstrip() + ("\n\n\n" if path.suffix == ".py" else "\n")
            if path.exists()
            else ""
        )
        path.write_text(before + body, encoding="utf-8")
    return [name for name, _ in _pieces(page)]


def _run(line, project):
    words = [sys.executable, *shlex.split(line)[1:]]
    done = subprocess.run(words, cwd=project, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{line}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


def _values(home):
    engine = open_engine(home)
    with engine.connect() as connection:
        found = bulk.read_frame(connection, select(ind_value).where(ind_value.c.indicator_id == NEW))
    engine.dispose()
    return found


@pytest.mark.slow
def test_page_followed_to_the_letter_puts_the_value_into_the_snapshot(tmp_path, own_database):
    page, project = PAGE.read_text(encoding="utf-8"), tmp_path / "project"
    shutil.copytree(PROJECT, project, ignore=LEFT_OUT)
    assert [name.split("/")[0] for name in _written(page, project)] == ["profiling", "profiling", "tests"]
    for line in re.findall(r"(?m)^    (python .*)$", page):
        _run(line, project)
    values = _values(Home(project / "var" / "try"))
    assert values.height == 4
    assert values["value"].sum() == 2.0
    assert set(values["entity_kind"]) == {"student"}
    assert values.filter(pl.col("status") != "observed").is_empty()


def test_page_is_short_and_its_example_is_not_part_of_the_product():
    page = PAGE.read_text(encoding="utf-8")
    assert len(page.splitlines()) < 40
    assert page.count(NEW) >= 5
    assert NEW not in "".join(
        path.read_text(encoding="utf-8") for path in (PROJECT / "profiling").rglob("*.yaml")
    )
