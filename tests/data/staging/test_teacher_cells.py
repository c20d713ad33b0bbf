"""Number, name and title of every teacher of a class in one cell, as 正方 writes them, are taken apart by the proposal."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
import yaml

from data.staging.based import PlainYaml
from data.staging.propose import propose_mapping
from data.staging.reading_mappings import read_mapping
from data.staging.recognition.teacher_cells import teachers_of
from data.warehouse import bulk
from data.warehouse.home import open_engine
from data.warehouse.loading.source import load_source
from data.warehouse.schema import metadata
from tests.data.vendor_files import write_csv

ROWS = [
    ["学年", "学期", "教学班ID", "课程代码", "课程名称", "jsxx"],
    ["2024-2025", "1", "K1", "A01", "示例课甲", "0099001/示例·甲/讲师;0099002/示例·乙/教授"],
    ["2024-2025", "1", "K2", "A02", "示例课乙", "0099001/示例·甲/讲师"],
    ["2024-2025", "1", "K3", "A02", "示例课乙", None],
]


@pytest.mark.parametrize(
    ("texts", "are"),
    [
        (["0099001/示例·甲/讲师;0099002/示例·乙/教授", "X1/示例·甲"], True),
        (["示例·甲/示例·乙"], False),
        (["A/B/C"], False),
        (["3/4", "2/2"], False),
        (["0099001;0099002"], False),
        ([], False),
    ],
)
def test_such_cells_are_told_from_others(texts, are):
    assert (teachers_of(pl.Series(texts, dtype=pl.String)) is not None) is are


def test_teachers_of_a_task_list_alone_load(tmp_path, empty_home):
    """Two teachers of one class are two persons and two rows beside the class; nobody's name stands in the proposal."""
    folder = tmp_path / "files"
    folder.mkdir()
    write_csv(folder / "教学任务.csv", ROWS)
    proposal = propose_mapping(folder, source="files", today=date(2026, 11, 27))
    assert "示例·甲" not in proposal.text and "0099001" not in proposal.text
    rules = {rule["to"]: rule for rule in yaml.load(proposal.text, Loader=PlainYaml)["tables"]}
    assert rules["bridge_offering_teacher"]["split"] == {"jsxx": ";"}
    path = tmp_path / "m.yaml"
    path.write_text(proposal.text, encoding="utf-8")
    load_source(empty_home, read_mapping(path), folder)
    engine = open_engine(empty_home)
    with engine.connect() as connection:
        people = bulk.read_table(connection, metadata.tables["dim_person"])
        taught = bulk.read_table(connection, metadata.tables["bridge_offering_teacher"])
    engine.dispose()
    assert sorted(zip(people["person_no"], people["full_name"], strict=True)) == [("0099001", "示例·甲"), ("0099002", "示例·乙")]  # fmt: skip
    assert taught.height == 3
