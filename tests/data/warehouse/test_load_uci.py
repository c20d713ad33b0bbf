"""The public data of student dropout: the README's counts load and balance, and every column is read or left out by name."""

import polars as pl
import pytest
from sqlalchemy import func, select

from data.sources.headers import normal_header
from data.staging.reading_mappings import shipped_mapping
from data.warehouse.home import open_engine
from data.warehouse.loading.source import load_source
from data.warehouse.schema import metadata
from tests import databases

T = metadata.tables
ROWS, PER_ROW = 4_424, ("dim_major", "dim_person", "dim_student", "fact_student_entry", "fact_study_summary")


@pytest.fixture(scope="module")
def uci_home(datasets, shared_folder, tmp_path_factory):
    """The whole data set, loaded once for this module."""
    folder = tmp_path_factory.mktemp("uci") / "home"
    home = databases.copy_home(databases.empty_template(shared_folder), folder)
    result = load_source(home, shipped_mapping("uci_dropout"), datasets / "uci_dropout")
    yield home, result
    databases.drop_home(home)


def _counts(home, query) -> dict:
    engine = open_engine(home)
    with engine.connect() as connection:
        found = dict(connection.execute(query).all())
    engine.dispose()
    return found


def test_verified_counts_load_and_balance(uci_home):
    home, result = uci_home
    for name in PER_ROW:
        counts = result.tables[name]
        assert (counts.read, counts.loaded, counts.set_aside) == (ROWS, ROWS, 0), name
    student, summary = T["dim_student"].c, T["fact_study_summary"].c
    states = _counts(home, select(student.student_status, func.count()).group_by(student.student_status))
    assert states == {"graduated": 2_209, "withdrawn": 1_421, "enrolled": 794}
    majors = _counts(home, select(student.major_code, func.count()).group_by(student.major_code))
    assert len(majors) == 17
    without_mark = select(summary.period_no, func.count()).where(summary.mean_score.is_(None))
    assert _counts(home, without_mark.group_by(summary.period_no))[2] == 870


def test_published_csv_after_the_parquet_adds_nothing(uci_home, datasets, tmp_path):
    (tmp_path / "data.csv").write_bytes((datasets / "uci_dropout" / "data.csv").read_bytes())
    again = load_source(uci_home[0], shipped_mapping("uci_dropout"), tmp_path)
    for name in PER_ROW:
        assert (again.tables[name].already, again.tables[name].loaded) == (ROWS, 0), name


def test_every_column_is_read_or_left_out_by_name(datasets):
    mapping = shipped_mapping("uci_dropout")
    published = pl.read_parquet_schema(datasets / "uci_dropout" / "data.parquet")
    read = {normal_header(header) for rule in mapping.tables for header in rule.headers()}
    left_out = {normal_header(header) for header in mapping.files["students"].left_out}
    assert read | left_out == {normal_header(header) for header in published}
    assert not read & left_out
