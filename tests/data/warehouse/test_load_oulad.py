"""Open University data: the counts of the data set's README load and balance, and nothing is known too early."""

from datetime import date, datetime

import polars as pl
import pytest
from sqlalchemy import func, select

from data.staging.reading_mappings import shipped_mapping
from data.warehouse import bulk, lake
from data.warehouse.home import Home, open_engine, read_setting
from data.warehouse.loading.source import load_source
from data.warehouse.schema import metadata
from tests import databases

T = metadata.tables
README = {  # file -> rows, as the data set's README verifies them
    "courses.parquet": 15,
    "assessments.parquet": 149,
    "vle.parquet": 4_694,
    "studentInfo.parquet": 21_333,
    "studentRegistration.parquet": 21_333,
    "studentAssessment.parquet": 121_738,
    "studentVle_part.parquet": 879_259,
    "derived_vle_clicks_by_group.parquet": 21_333,
    "derived_vle_early_clicks.parquet": 18_765,
    "derived_vle_precourse_clicks.parquet": 15_435,
}
DAY_ZERO = {
    "2012-2013-2": date(2013, 2, 1),
    "2013-2014-1": date(2013, 10, 1),
    "2013-2014-2": date(2014, 2, 1),
}


@pytest.fixture(scope="module")
def oulad_home(datasets, shared_folder, tmp_path_factory):
    """The whole data set, loaded once for this module."""
    home = databases.copy_home(
        databases.empty_template(shared_folder), tmp_path_factory.mktemp("oulad") / "home"
    )
    result = load_source(home, shipped_mapping("oulad"), datasets / "oulad")
    yield home, result
    databases.drop_home(home)


def _read(home: Home, query) -> pl.DataFrame:
    engine = open_engine(home)
    with engine.connect() as connection:
        frame = bulk.read_frame(connection, query)
    engine.dispose()
    return frame


def test_verified_counts_load_and_balance(oulad_home):
    _, result = oulad_home
    for file, rows in README.items():
        for table, counts in result.files[file].items():
            assert counts.as_dict() == {
                "read": rows,
                "loaded": rows,
                "replaced": 0,
                "already": 0,
                "set_aside": 0,
            }, (file, table)
    assert result.tables["fact_enrolment"].read == 21_333
    assert result.reasons == {}


def test_second_load_and_the_csv_forms_add_nothing(oulad_home, datasets):
    home, first = oulad_home
    for folder in (datasets / "oulad", datasets / "oulad" / "csv"):
        again = load_source(home, shipped_mapping("oulad"), folder)
        assert all(counts.already == counts.read > 0 for counts in again.tables.values()), folder
    assert again.files["studentVle_part.excel_truncated.tsv.gz"]["fact_lms_daily"].read == 879_259
    assert first.tables["fact_lms_daily"].loaded == 879_259


def test_question_marks_read_like_blanks(oulad_home, datasets, tmp_path):
    home, _ = oulad_home
    for path in (datasets / "oulad" / "csv").glob("*.gz"):
        plain = path.name in ("studentRegistration.csv.gz", "vle.csv.gz")
        if not plain and "truncated" not in path.name:
            (tmp_path / path.name).write_bytes(path.read_bytes())
    again = load_source(home, shipped_mapping("oulad"), tmp_path)
    assert again.files["studentRegistration.qmark.csv.gz"]["fact_enrolment"].already == 21_333
    assert again.tables["dim_resource"].already == 4_694


def test_clicks_are_summed_not_dropped(oulad_home, datasets):
    home, _ = oulad_home
    source = pl.read_parquet(datasets / "oulad" / "studentVle_part.parquet")
    events = lake.scan(home, "fact_lms_daily").collect()
    assert events["visits"].sum() == source["sum_click"].sum()
    assert events["source_rows"].sum() == source.height
    offsets = events.with_columns(
        (pl.col("day") - pl.col("term_id").replace_strict(DAY_ZERO, return_dtype=pl.Date))
        .dt.total_days()
        .alias("offset")
    )
    assert (offsets["offset"].min(), offsets["offset"].max()) == (source["date"].min(), source["date"].max())


def test_registrations_keep_both_dates_and_missing_stays_missing(oulad_home, datasets):
    home, _ = oulad_home
    source = pl.read_parquet(datasets / "oulad" / "studentRegistration.parquet")
    enrolments = _read(home, select(T["fact_enrolment"]))
    assert enrolments["registered_on"].null_count() == source["date_registration"].null_count()
    assert enrolments["unregistered_on"].null_count() == source["date_unregistration"].null_count()
    starts = (
        enrolments["offering_id"].str.split("/").list.first().replace_strict(DAY_ZERO, return_dtype=pl.Date)
    )
    assert (enrolments["unregistered_on"] - starts).dt.total_days().max() == source[
        "date_unregistration"
    ].max()
    passed = enrolments.group_by("final_result", "is_passed").len().sort("final_result")
    assert dict(zip(passed["final_result"], passed["is_passed"], strict=True)) == {
        "Distinction": True,
        "Fail": False,
        "Pass": True,
        "Withdrawn": False,
    }


def test_what_a_presentation_lacks_is_missing(oulad_home):
    home, _ = oulad_home
    daily = (
        lake.scan(home, "fact_lms_daily")
        .select("offering_id")
        .unique()
        .collect()
        .to_series()
        .sort()
        .to_list()
    )
    assert daily == ["2012-2013-2/BBB-2013B", "2013-2014-1/AAA-2013J", "2013-2014-1/BBB-2013J"]
    tasks = _read(home, select(T["dim_task"]))
    assert tasks.filter(pl.col("due_at").is_null())["task_kind"].unique().to_list() == ["exam"]


def test_nothing_is_known_before_its_time(oulad_home):
    home, _ = oulad_home
    windows = lake.scan(home, "fact_activity_window").with_columns(
        (pl.col("recorded_at").dt.date() - pl.col("term_id").replace_strict(DAY_ZERO, return_dtype=pl.Date))
        .dt.total_days()
        .alias("known_on")
    )
    known = (
        windows.group_by("from_day", "to_day")
        .agg(pl.col("known_on").min().alias("low"), pl.col("known_on").max().alias("high"))
        .collect()
    )
    assert (known["low"] == known["to_day"] + 1).all()
    assert (known["high"] == known["to_day"] + 1).all()
    assert set(known.filter(pl.col("to_day") <= 20).select("from_day", "to_day").rows()) == {
        (-400, -1),
        (0, 6),
        (0, 13),
        (0, 20),
    }
    assert (
        known.filter(pl.col("to_day") > 20)["to_day"].min() >= 234
    )  # whole-course totals: known after the end only
    results = _read(
        home,
        select(
            T["fact_enrolment"].c.result_recorded_at,
            T["dim_offering"].c.term_id,
            T["dim_offering"].c.length_days,
        ).join_from(
            T["fact_enrolment"],
            T["dim_offering"],
            T["fact_enrolment"].c.offering_id == T["dim_offering"].c.offering_id,
        ),
    )
    ends = results["term_id"].replace_strict(DAY_ZERO, return_dtype=pl.Date).cast(pl.Int32) + results[
        "length_days"
    ].cast(pl.Int32)
    assert (results["result_recorded_at"].dt.date() == ends.cast(pl.Date)).all()


def test_banked_results_keep_their_day(oulad_home, datasets):
    home, _ = oulad_home
    source = pl.read_parquet(datasets / "oulad" / "studentAssessment.parquet")
    events = lake.scan(home, "fact_assignment").collect()
    assert events["is_banked"].sum() == source["is_banked"].sum()
    assert events["score"].null_count() == source["score"].null_count()
    assert (events["score"] < 0.4).sum() == (source["score"] < 40).sum()
    banked = events.filter("is_banked").with_columns(
        pl.col("term_id").replace_strict(DAY_ZERO, return_dtype=pl.Date).alias("zero")
    )
    assert ((banked["submitted_at"].dt.date() - banked["zero"]).dt.total_days() == -1).all()


def test_sensitive_attributes_are_restricted_only(oulad_home):
    home, _ = oulad_home
    held = _read(
        home,
        select(T["restricted.fact_student_sensitive"].c.attribute, func.count().label("n")).group_by(
            T["restricted.fact_student_sensitive"].c.attribute
        ),
    )
    assert set(held["attribute"]) == {"sex", "region", "deprivation", "age_band", "disability"}
    bands = _read(
        home,
        select(T["restricted.fact_student_sensitive"].c.value)
        .where(T["restricted.fact_student_sensitive"].c.attribute == "deprivation")
        .distinct(),
    )
    assert "10-20" in bands["value"].to_list()
    for name in ("dim_student", "fact_enrolment"):
        values = {str(value) for row in _read(home, select(T[name]).limit(2_000)).rows() for value in row}
        assert not values & {"M", "F", "male", "female", "Scotland", "0-35", "90-100%"}


def test_home_is_dated_inside_the_data(oulad_home):
    home, _ = oulad_home
    engine = open_engine(home)
    with engine.connect() as connection:
        settings = {
            key: read_setting(connection, key)
            for key in ("kind", "zone", "as_of", "current_term", "pass_mark")
        }
        terms = bulk.read_table(connection, T["dim_term"]).sort("term_id")
    engine.dispose()
    assert settings == {
        "kind": "local",
        "zone": "Europe/London",
        "as_of": "2014-09-30",
        "current_term": "2013-2014-2",
        "pass_mark": 40,
    }
    assert dict(zip(terms["source_code"], terms["day_zero"], strict=True)) == {
        "2013B": date(2013, 2, 1),
        "2013J": date(2013, 10, 1),
        "2014B": date(2014, 2, 1),
    }
    assert terms["grades_due_on"].to_list()[1] < date(
        2014, 2, 1
    )  # by declared convention closed when 2014B begins
    due = _read(
        home, select(T["dim_task"].c.due_at).where(T["dim_task"].c.task_id == "2013-2014-1/AAA-2013J/1752")
    )
    assert due["due_at"].to_list() == [datetime(2013, 10, 20, 11)]  # day 19 at noon of British summer time
