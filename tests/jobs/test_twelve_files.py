"""A folder of twelve files of several makers, an empty home and four commands: profiles that stand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from access import grants
from access.viewer import make_viewer
from data.warehouse import bulk
from data.warehouse.home import open_engine
from data.warehouse.pseudonym import pids, pseudonym_key
from data.warehouse.schema import metadata
from tests import databases
from tests.data import twelve_files
from views import warehouse
from views.administration.first_profiles import READERS, first_profiles

FIVE_GRADES = {"优秀": 95.0, "良好": 85.0, "中等": 75.0, "及格": 65.0, "不及格": 50.0}
THERE, AWAY = ["到课", "迟到", "早退"], ["旷课"]
TERM, RUNNING = "2024-2025-2", "2025-2026-1"


@pytest.fixture(scope="module")
def college(tmp_path_factory):
    return twelve_files.make(tmp_path_factory.mktemp("twelve"))


@pytest.fixture(scope="module")
def told(college, shared_folder, tmp_path_factory, jobs):
    """What each command answers; the mapping is used as it is proposed."""
    place = tmp_path_factory.mktemp("new_college")
    home = databases.copy_home(databases.empty_template(shared_folder), place / "home")
    folder, mapping, answers = str(college[1]), place / "m.yaml", {}
    for name, words in {
        "proposed": ("ingest", "files", "--path", folder, "--propose", str(mapping)),
        "loaded": ("ingest", "files", "--path", folder, "--mapping", str(mapping)),
        "profiled": ("profile",),
    }.items():
        jobs(*words, "--json", str(place / f"{name}.json"), home=home)
        answers[name] = json.loads((place / f"{name}.json").read_text(encoding="utf-8"))
    answers["home"] = home
    yield answers
    databases.drop_home(home)


@pytest.fixture
def held_home(told):
    """The tables of the profiled home by name."""
    engine = open_engine(told["home"])
    with engine.connect() as connection:
        yield lambda name: bulk.read_table(connection, _table(name))
    engine.dispose()


def _table(name):
    return next(table for table in metadata.tables.values() if table.name == name)


def test_the_folder_holds_twelve_files_of_four_forms_and_five_makers(college):
    names = sorted(path.name for path in college[1].iterdir())
    assert len(names) == 12
    assert {name.rsplit(".", 1)[1] for name in names} == {"csv", "xls", "xlsx"}
    assert {name.split("_")[0] for name in names} >= {"正方", "强智", "超星", "雨课堂", "国标"}
    beginnings = {path.read_bytes()[:2] for path in college[1].glob("*.xls")}
    assert beginnings == {b"<h", b"\xd0\xcf"}  # a web page and a workbook of the nineties


def test_every_file_is_recognised_and_every_row_loads(told):
    """Nothing refused, nothing set aside; each of the twelve fills a table."""
    files = {file["file"].split(",")[0] for file in told["proposed"]["files"] if file["tables"]}
    assert len(files) == 12
    assert (told["loaded"]["refused"], told["loaded"]["reasons"]) == ([], {})
    filled = told["loaded"]["tables"]
    wanted = ("dim_student", "dim_teacher", "dim_course", "dim_offering", "bridge_offering_teacher", "fact_enrolment",
              "fact_grade_attempt", "fact_session", "fact_attendance", "dim_task", "fact_assignment", "fact_set_response")  # fmt: skip
    assert all(filled[table]["loaded"] > 0 for table in wanted)


def test_the_same_files_again_add_nothing(told, college, tmp_path, jobs):
    again = tmp_path / "again.json"
    mapping = told["proposed"]["mapping"]
    jobs("ingest", "files", "--path", str(college[1]), "--mapping", mapping, "--check", "--json", str(again), home=told["home"])  # fmt: skip
    tables = json.loads(again.read_text(encoding="utf-8"))["tables"].values()
    assert sum(counts["loaded"] for counts in tables) == 0


def test_a_student_has_the_attendance_of_the_file(told, college, held_home):
    """Every student's share of sessions there, over those not excused, and an index that says it cannot tell."""
    rows = college[0].read(f"考勤_{RUNNING}")
    counted = rows.filter(pl.col("状态").is_in(THERE + AWAY)).group_by("学号").agg(there=pl.col("状态").is_in(THERE).sum().cast(pl.Float64), all=pl.len().cast(pl.Float64))  # fmt: skip
    by_hand = counted.with_columns(entity_id=pids(pseudonym_key(told["home"]), "student", counted["学号"]))
    values = held_home("ind_value").filter((pl.col("indicator_id") == "stu_attendance") & (pl.col("period") == RUNNING))  # fmt: skip
    both = by_hand.join(values, on="entity_id", how="inner")
    assert both.height == by_hand.height == twelve_files.STUDENTS
    assert both["numerator"].to_list() == both["there"].to_list()
    assert both["denominator"].to_list() == both["all"].to_list()
    judged = held_home("mart_index").filter(pl.col("entity_kind") == "student")
    assert judged.height >= twelve_files.STUDENTS
    assert set(judged["decision"]) == {"insufficient"} and set(judged["withheld_reason"]) == {"coverage"}


def test_a_course_has_the_mean_of_its_grades(college, held_home):
    """Marks and words of the five grades; what is pending, passed without a mark or struck out has no number."""
    book = college[0].read(f"成绩_{TERM}").filter((pl.col("次数") == "1") & (pl.col("作废") == "否") & pl.col("备注").is_null())  # fmt: skip
    score = pl.col("成绩").cast(pl.Float64, strict=False).fill_null(pl.col("成绩").replace_strict(FIVE_GRADES, default=None, return_dtype=pl.Float64))  # fmt: skip
    course = college[0].read(f"教学班_{TERM}").select("教学班号", "课程号")
    first = college[0].read(f"选课_{TERM}").filter(pl.col("修读类型") == "初修").select("学号", "教学班号")
    by_hand = (
        book.with_columns(score=score)
        .join(course, on="教学班号")
        .join(first, on=["学号", "教学班号"])
        .group_by(entity_id="课程号")
        .agg(mean=pl.col("score").mean(), n=pl.col("score").count())
    )
    values = held_home("ind_value").filter((pl.col("indicator_id") == "crs_mean_sd") & (pl.col("entity_kind") == "course") & (pl.col("period") == TERM))  # fmt: skip
    both = values.join(by_hand, on="entity_id", suffix="_by_hand")
    assert both.height == values.height >= 40
    assert both["value"].to_list() == pytest.approx(both["mean"].to_list())


def test_a_teacher_has_the_evaluation_of_the_file(told, college, held_home):
    """Respondents of each teacher evaluated; the published mean lies among what they gave."""
    answers = college[0].read(f"评教_{TERM}").with_columns(pl.col("得分").cast(pl.Float64))
    by_hand = answers.group_by("工号").agg(asked=pl.col("问卷号").n_unique(), low=pl.col("得分").min(), high=pl.col("得分").max())  # fmt: skip
    by_hand = by_hand.with_columns(entity_id=pids(pseudonym_key(told["home"]), "teacher", by_hand["工号"]))
    values = held_home("ind_value").filter((pl.col("indicator_id") == "tch_set_eb") & pl.col("value").is_not_null())  # fmt: skip
    both = values.join(by_hand, on="entity_id")
    assert both.height == values.height >= 10
    assert both["n"].to_list() == both["asked"].to_list()
    assert both.select(pl.col("value").is_between("low", "high").all()).item()


def _viewer(wanted):
    with warehouse.engine().begin() as connection:
        grants.first_start(connection)
        return make_viewer(connection, mode="local", session="s", wanted=wanted, today=date.today(), as_of=warehouse.today())  # fmt: skip


def test_three_profiles_to_begin_with_are_those_that_most_is_known_of(told, held_home):
    """Each in a role of the owner that may open it; whoever holds none of these roles is shown none."""
    warehouse.configure(told["home"])
    viewer, snapshot = _viewer("data_admin"), warehouse.current_snapshot()
    first = {one.page: one for one in first_profiles(viewer, snapshot)}
    assert {page: one.role for page, one in first.items()} == {page: roles[0] for page, roles in READERS.items()}  # fmt: skip
    values = held_home("ind_value").filter(pl.col("value").is_not_null())
    known = values.group_by("entity_kind", "entity_id").agg(known=pl.col("indicator_id").n_unique())
    for page, one in first.items():
        own = known.filter(pl.col("entity_kind") == page)
        assert own.filter(pl.col("entity_id") == one.key)["known"].item() == own["known"].max()
    stranger = replace(viewer, person="somebody-else")
    assert first_profiles(stranger, snapshot) == ()
