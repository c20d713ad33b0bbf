"""Rows without a number are numbered by their place; what is left out leaves no trace; summaries keep "no mark" apart from 0."""

import polars as pl
import pytest
from sqlalchemy import select

from data.staging.reading_mappings import shipped_mapping
from data.warehouse import bulk
from data.warehouse.home import open_engine
from data.warehouse.loading.source import load_source
from data.warehouse.schema import metadata

T = metadata.tables
MADE_UP = "made-up-secret"
HEADERS = [
    "Marital status", "Application mode", "Application order", "Course", "Daytime/evening attendance\t", "Previous qualification",
    "Previous qualification (grade)", "Admission grade", "Gender",
    *(
        f"Curricular units {which} sem ({what})"
        for which in ("1st", "2nd")
        for what in ("credited", "enrolled", "evaluations", "approved", "grade", "without evaluations")
    ),
    "Target",
]  # fmt: skip
ROWS = [
    [MADE_UP, 17, 1, 171, 1, 1, 122.0, 127.3, MADE_UP, 0, 6, 8, 5, 13.5, 0, 0, 6, 6, 0, 0.0, 1, "Dropout"],
    [MADE_UP, 39, 1, 9254, 0, 1, 160.0, 142.5, MADE_UP, 0, 6, 6, 6, 14.0, 0, 0, 6, 6, 6, 12.4, 0, "Graduate"],
    [MADE_UP, 1, 2, 171, 1, 19, 122.0, 124.8, MADE_UP, 2, 0, 0, 0, 0.0, 0, 0, 0, 0, 0, 0.0, 0, "Enrolled"],
]


@pytest.fixture
def source(empty_home, tmp_path):
    """Writes the published shape of the file from rows and loads it; returns the account. `source.read` reads a table."""

    class Source:
        def __call__(self, lines):
            folder = tmp_path / "files"
            folder.mkdir(exist_ok=True)
            head = ";".join(f'"{name}"' if "\t" in name else name for name in HEADERS)
            body = "\n".join([head, *(";".join(map(str, line)) for line in lines)]) + "\n"
            (folder / "data.csv").write_bytes(b"\xef\xbb\xbf" + body.encode())
            return load_source(empty_home, shipped_mapping("uci_dropout"), folder)

        def parquet(self, rows):
            folder = tmp_path / "parquet"
            folder.mkdir()
            names = [name.strip() for name in HEADERS]
            pl.DataFrame(rows, schema=names, orient="row").write_parquet(folder / "data.parquet")
            return load_source(empty_home, shipped_mapping("uci_dropout"), folder)

        def read(self, query):
            engine = open_engine(empty_home)
            with engine.connect() as connection:
                frame = bulk.read_frame(connection, query)
            engine.dispose()
            return frame

        def everything(self):
            engine = open_engine(empty_home)
            with engine.connect() as connection:
                text = "\n".join(
                    str(row)
                    for table in metadata.tables.values()
                    for row in connection.execute(select(table))
                )
            engine.dispose()
            return text

    return Source()


def _numbers(source) -> set[str]:
    return set(source.read(select(T["dim_person"].c.person_no))["person_no"])


def test_number_is_the_place_in_the_file_whatever_is_set_aside_before_it(source):
    broken = [*ROWS[0], "one cell", "too many"]
    result = source([broken, *ROWS[1:]])
    assert _numbers(source) == {"2", "3"}
    assert result.reasons["too_many_cells"] and result.read == 3 * 5 + 2  # five tables, and two rows declared


def test_csv_and_parquet_give_the_same_numbers_and_twice_is_once(source):
    assert source(ROWS).tables["dim_person"].loaded == 3
    for again in (source(ROWS), source.parquet(ROWS)):
        for counts in again.tables.values():
            assert (counts.loaded, counts.already, counts.set_aside) == (0, counts.read, 0)
    assert _numbers(source) == {"1", "2", "3"}


def test_left_out_columns_leave_no_trace_not_even_of_rows_set_aside(source):
    unknown_end = [*ROWS[0][:-1], "Expelled"]
    too_many = [*ROWS[0], "", "one more"]
    open_quote = ['"' + MADE_UP, *ROWS[0][1:]]
    result = source([*ROWS, unknown_end, too_many, open_quote])
    assert set(result.reasons) >= {"unknown_word", "too_many_cells", "open_quote"}
    kept = source.everything()
    assert "Expelled" in kept  # the rest of the row is kept, in the restricted table
    assert MADE_UP not in kept


def test_summary_of_nothing_passed_has_no_mark(source):
    source(ROWS)
    table = T["fact_study_summary"].c
    query = select(table.period_no, table.enrolled_count, table.approved_count, table.mean_score)
    found = set(source.read(query).iter_rows())
    assert found == {
        (1, 6, 5, 67.5),
        (2, 6, 0, None),
        (1, 6, 6, 70.0),
        (2, 6, 6, 62.0),
        (1, 0, 0, None),
        (2, 0, 0, None),
    }


def test_mode_that_names_a_sensitive_attribute_is_emptied(source):
    source(ROWS)
    table = T["fact_student_entry"].c
    found = source.read(select(table.application_mode, table.is_daytime, table.prior_education))
    assert set(found.iter_rows()) == {("17", True, "1"), (None, False, "1"), ("1", True, "19")}


def test_state_comes_from_target_and_nothing_is_dated_by_the_file(source):
    source(ROWS)
    table = T["dim_student"].c
    found = source.read(select(table.major_code, table.student_status, table.entry_on, table.graduated_on))
    assert set(found.iter_rows()) == {
        ("171", "withdrawn", None, None),
        ("9254", "graduated", None, None),
        ("171", "enrolled", None, None),
    }
