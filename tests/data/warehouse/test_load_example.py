"""The worked example of docs/load-your-own-data.md does what the page says."""

from pathlib import Path

from data.staging.reading_mappings import read_mapping
from data.warehouse import bulk
from data.warehouse.home import open_engine
from data.warehouse.loading.source import load_source
from data.warehouse.schema import metadata

EXAMPLE = Path(__file__).resolve().parents[3] / "docs" / "examples" / "college_csv"


def test_example_of_the_manual_loads_as_described(empty_home):
    result = load_source(empty_home, read_mapping(EXAMPLE / "mapping.yaml"), EXAMPLE)
    assert all(counts.balances for counts in result.tables.values())
    assert result.tables["fact_grade_attempt"].as_dict() == {
        "read": 8,
        "loaded": 6,
        "replaced": 0,
        "already": 0,
        "set_aside": 2,
    }
    assert result.reasons == {"number_shown_as_float": 2, "unknown_student_no": 2, "unknown_grade_word": 1}
    engine = open_engine(empty_home)
    with engine.connect() as connection:
        grades = bulk.read_table(connection, metadata.tables["fact_grade_attempt"])
        teachers = bulk.read_table(connection, metadata.tables["bridge_offering_teacher"])
    engine.dispose()
    assert sorted(grades["result"]) == ["failed", "failed", "passed", "passed", "passed", "pending"]
    assert sorted(teachers["share"]) == [0.5, 0.5, 1.0]
    assert not teachers["is_share_declared"].any()
    again = load_source(empty_home, read_mapping(EXAMPLE / "mapping.yaml"), EXAMPLE)
    assert sum(counts.loaded for counts in again.tables.values()) == 0


def test_manual_quotes_the_example_s_account():
    page = (EXAMPLE.parents[1] / "load-your-own-data.md").read_text(encoding="utf-8")
    assert "64 rows read = 59 loaded" in page
    for name in EXAMPLE.glob("*"):
        assert name.name in page
