"""The same college as workbooks, old workbooks and web pages fills the same warehouse as its csv files."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from data.sources.encoding import decode
from data.staging.reading_mappings import read_mapping
from data.warehouse.loading.source import load_source
from tests.data.sheet_files import WRITERS

EXAMPLE = Path(__file__).resolve().parents[3] / "docs" / "examples" / "college_csv"


def _converted(folder: Path, kind: str) -> Path:
    for path in EXAMPLE.glob("*.csv"):
        text = decode(path.read_bytes(), file=path.name).text
        rows = [[cell or None for cell in row] for row in csv.reader(io.StringIO(text))]
        WRITERS[kind](folder / f"{path.stem}.{kind}", {path.stem: rows, "Sheet2": []}, [])
    mapping = (EXAMPLE / "mapping.yaml").read_text(encoding="utf-8").replace(".csv", f".{kind}")
    (folder / "mapping.yaml").write_text(mapping, encoding="utf-8")
    return folder


@pytest.mark.parametrize("kind", WRITERS)
def test_a_college_in_workbooks_loads_like_its_csv_files(tmp_path, empty_home, kind):
    """What csv has loaded is already there, row for row, in every table; the same rows are set aside for the same reasons."""
    by_csv = load_source(empty_home, read_mapping(EXAMPLE / "mapping.yaml"), EXAMPLE)
    folder = _converted(tmp_path, kind)
    by_sheet = load_source(empty_home, read_mapping(folder / "mapping.yaml"), folder)
    assert not by_sheet.refused and by_sheet.reasons == by_csv.reasons
    told = {
        name: (counts.read, counts.loaded + counts.already, counts.set_aside)
        for name, counts in by_csv.tables.items()
    }
    assert {
        name: (counts.read, counts.already, counts.set_aside) for name, counts in by_sheet.tables.items()
    } == told
