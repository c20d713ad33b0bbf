"""The files that the demo college's subsystems would export."""

import hashlib
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import yaml

from data.sample.calendar import AS_OF, CUT
from data.sample.generate import generate
from tests.databases import PROJECT

WORDS = {"缓考", "缺考", "旷考", "作弊", "违纪", "免修", "学分认定", "退学", "休学"}
TEXTS = {"优秀", "良好", "中等", "及格", "不及格", "合格", "不合格"}
# what is planned may lie ahead; what happened may not
PLANNED = {
    ("学期", "结束日期"),
    ("学期", "成绩截止"),
    ("教学周", "周一"),
    ("任务", "截止时间"),
    ("任务", "上课日期"),
    ("图书借阅", "应还日期"),
    ("学生成长计划", "期限"),
    ("学业恢复计划", "有效期至"),
    ("诉求", "答复期限"),
    ("预警", "响应期限"),
    ("目标", "期限"),
    ("工作任务", "期限"),
    ("改进任务", "期限"),
    ("教师规划", "期限"),
    ("质量事故", "办结期限"),
    ("合作协议", "结束日期"),
}


def _read(folder: Path, name: str) -> pl.DataFrame:
    """All files of one kind, every cell as text."""
    return pl.concat(pl.read_csv(path, infer_schema=False) for path in sorted(folder.glob(f"{name}*.csv")))


def _hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_same_seed_gives_the_same_files(college, tmp_path):
    generate(300, 7, tmp_path)
    assert _hashes(tmp_path / "exports" / "demo") == _hashes(college)


def test_another_seed_gives_another_college(college, tmp_path):
    generate(300, 8, tmp_path)
    other, own = _hashes(tmp_path / "exports" / "demo"), _hashes(college)
    assert other.keys() == own.keys()
    assert other["学生.csv"] != own["学生.csv"]


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_grade_books_hold_every_status_word(tmp_path, seed):
    generate(300, seed, tmp_path)
    folder = tmp_path / "exports" / "demo"
    books = pl.concat([_read(folder, "成绩_"), _read(folder, "补考成绩_")])
    assert set(books["备注"].drop_nulls()) == WORDS | {"成绩尚未录入"}
    assert set(books["成绩"].drop_nulls()) > TEXTS
    assert set(books["类别"]) == {"正考", "重修", "补考", "缓考"}
    assert set(books["作废"]) == {"是", "否"}
    assert set(books["迟录"]) == {"是", "否"}


def test_running_term_has_midterm_marks_and_no_results(college):
    book = pl.read_csv(college / "成绩_2025-2026-1.csv", infer_schema=False)
    assert book["成绩"].is_null().all()
    assert book["期中"].is_not_null().all()
    assert set(book["备注"]) == {"成绩尚未录入"}


def test_midterm_marks_are_entered_before_the_end_of_week_8(college):
    book = _read(college, "成绩_2024-2025-2").filter(pl.col("期中").is_not_null())
    assert book["期中录入"].unique().to_list() == ["2025-04-18 17:00:00"]  # Sunday of week 8 is 20 April


def test_late_results_are_entered_after_the_deadline(college):
    book = _read(college, "成绩_2024-2025-2").filter(pl.col("备注").is_null() & (pl.col("作废") == "否"))
    due = date(2025, 7, 13)
    entered = book["录入时间"].str.slice(0, 10).str.to_date()
    assert ((entered > due) == (book["迟录"] == "是")).all()


def test_people_are_recognisably_synthetic(college):
    for register, number, shape in (("学生", "学号", r"^S20\d\d9\d{5}$"), ("教师", "工号", r"^T9\d{5}$")):
        people = pl.read_csv(college / f"{register}.csv", infer_schema=False)
        assert people["姓名"].str.starts_with("示例·").all()
        assert people[number].str.contains(shape).all()


def test_no_file_tells_what_came_after_the_as_of(college):
    late = []
    for path in sorted(college.glob("*.csv")):
        frame = pl.read_csv(path, infer_schema=False)
        kind = path.stem.split("_")[0]
        if kind == "课次":
            frame = frame.filter(pl.col("状态") != "未上")
        for name in frame.columns:
            days = frame[name].str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).max()
            if days and days > AS_OF and (kind, name) not in PLANNED:
                late.append((path.name, name, days))
    for path in sorted(college.glob("*.parquet")):
        frame = pl.read_parquet(path)
        for name, kind in frame.schema.items():
            if kind.is_temporal():
                newest = frame[name].max()
                limit = CUT if kind == pl.Datetime else AS_OF
                late += [(path.name, name, newest)] if newest and newest > limit else []
    assert late == []


def test_stamps_of_the_running_term_reach_the_last_week(college):
    """The as-of test can only fail where there are rows close to it."""
    frame = pl.read_parquet(college / "考勤_2025-2026-1.parquet")
    assert frame["上课日期"].max() == date(2025, 10, 31)
    assert frame["录入时间"].max() <= CUT


def test_evaluation_holds_no_student(college):
    columns = {name for path in college.glob("评教_*.csv") for name in pl.read_csv(path, n_rows=1).columns}
    assert "学号" not in columns


def test_sex_stands_in_the_restricted_register_alone(college):
    holders = [path.name for path in college.glob("*.csv") if "性别" in pl.read_csv(path, n_rows=1).columns]
    assert holders == ["学生敏感信息.csv"]


def test_every_file_is_named_by_the_mapping(college):
    mapping = yaml.safe_load(
        (PROJECT / "data/staging/mappings/demo_college.yaml").read_text(encoding="utf-8")
    )
    patterns = [file["path"] for file in mapping["files"].values()]
    patterns = [one for pattern in patterns for one in (pattern if isinstance(pattern, list) else [pattern])]
    unread = [p.name for p in college.iterdir() if not any(p.match(pattern) for pattern in patterns)]
    assert unread == []


def test_absent_students_answer_no_quiz(college):
    term = "2024-2025-2"
    seen = pl.read_parquet(college / f"考勤_{term}.parquet")
    quiz = pl.read_parquet(college / f"测验_{term}.parquet")
    away = seen.filter(pl.col("状态").is_in(["旷课", "病假", "事假", "公假"]))
    key = ["学号", "教学班号", "上课日期", "节次"]
    assert away.height > 0
    assert quiz.join(away, on=key, how="semi").is_empty()
