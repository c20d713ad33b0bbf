import hashlib
from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from access import policy
from data.sample.calendar import CUT
from data.sample.generate import generate, oracle_auroc
from data.warehouse import lake
from data.warehouse.home import open_engine, read_setting
from data.warehouse.pseudonym import person_pid, pseudonym_key
from data.warehouse.queries.history import end_of_day
from data.warehouse.schema import metadata

WORDS = {"缓考", "缺考", "旷考", "作弊", "违纪", "免修", "学分认定", "退学", "成绩尚未录入"}
STAMPS = (
    "loaded_at",
    "started_at",
    "ended_at",
    "created_at",
    "published_at",
    "trained_at",
    "scored_at",
    "granted_at",
    "at",
    "checked_at",
    "last_success_at",
    "changed_at",
    "replaced_at",
)


@pytest.fixture(scope="module")
def college(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("college")
    generate(300, 7, folder)
    return folder


def _hashes(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("exports/demo/*"))
    }


def test_same_seed_gives_the_same_files(college, tmp_path):
    generate(300, 7, tmp_path)
    assert _hashes(tmp_path) == _hashes(college)


def test_another_seed_gives_another_college(college, tmp_path):
    generate(300, 8, tmp_path)
    assert _hashes(tmp_path)["学生.csv"] != _hashes(college)["学生.csv"]


def test_grade_books_hold_every_status_word(college):
    books = [pl.read_csv(path, infer_schema=False) for path in college.glob("exports/demo/*成绩_*.csv")]
    book = pl.concat([frame.select("成绩", "备注", "类别", "作废") for frame in books])
    assert set(book["备注"].drop_nulls()) >= WORDS
    assert set(book["成绩"].drop_nulls()) >= {"优秀", "良好", "中等", "及格", "不及格", "合格", "不合格"}
    assert set(book["类别"]) >= {"正考", "补考", "缓考"}
    assert set(book["作废"]) == {"是", "否"}


def test_exactly_the_students_asked_for_are_in_school(demo_home):
    with open_engine(demo_home).connect() as connection:
        table = metadata.tables["dim_student"]
        current = connection.execute(
            table.select().where(table.c.is_current, table.c.student_status == "enrolled")
        ).all()
    assert len(current) == 300


def test_people_are_recognisably_synthetic(college):
    names = pl.concat(
        [
            pl.read_csv(college / "exports/demo" / f"{kind}.csv", infer_schema=False)["姓名"]
            for kind in ("学生", "教师")
        ]
    )
    assert names.str.starts_with("示例·").all()


def test_nothing_exists_later_than_the_as_of(demo_home):
    limit = end_of_day(CUT.date(), "Asia/Shanghai")
    late = []
    with open_engine(demo_home).connect() as connection:
        for table in metadata.tables.values():
            if table.name.startswith(("fact_", "bridge_")):
                for column in table.columns:
                    if column.type.python_type is datetime and column.name not in STAMPS:
                        newest = connection.execute(table.select().with_only_columns(pl_max(column))).scalar()
                        late += [f"{table.name}.{column.name}"] if newest and newest > limit else []
    for name in lake.TABLES:
        newest = lake.scan(demo_home, name).select(pl.max("event_time", "recorded_at")).collect()
        late += [
            f"{name}.{column}" for column in newest.columns if newest[column][0] and newest[column][0] > limit
        ]
    assert late == []


def pl_max(column):
    from sqlalchemy import func

    return func.max(column)


def test_every_role_has_a_person_to_show(demo_home):
    with open_engine(demo_home).connect() as connection:
        people = read_setting(connection, "demo_people")
    assert set(people) == set(policy.roles()) - {"public"}


def test_oracle_of_one_college_lies_where_five_do():
    found = oracle_auroc(3000, 1)
    assert 0.79 <= found["W4"] <= 0.845  # the mean of five lies in .80-.83; one college strays by about .01
    assert 0.85 <= found["W8"] <= 0.895


@pytest.mark.slow
def test_oracle_reaches_its_band_over_five_seeds():
    found = [oracle_auroc(3000, seed) for seed in range(1, 6)]
    assert 0.80 <= np.mean([row["W4"] for row in found]) <= 0.83
    assert 0.86 <= np.mean([row["W8"] for row in found]) <= 0.88


def test_no_product_code_knows_the_latent_state():
    root = Path(__file__).resolve().parents[2]
    folders = (
        "access",
        "actions",
        "improvement",
        "jobs",
        "models",
        "pages",
        "profiling",
        "reports",
        "ui",
        "views",
    )
    files = [path for folder in folders for path in (root / folder).rglob("*.py")] + [root / "app.py"]
    files += [path for path in (root / "data").rglob("*.py") if "sample" not in path.parts]
    guilty = [path.name for path in files if "latent" in path.read_text(encoding="utf-8")]
    assert guilty == []


def test_pseudonyms_differ_between_homes(demo_home, empty_home):
    first, second = pseudonym_key(demo_home), pseudonym_key(empty_home)
    assert person_pid(first, "student", "S1") != person_pid(second, "student", "S1")
