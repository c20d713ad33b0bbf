"""College-shaped files for `bench ingest`: a college, its grades and its events, by a seed; plain polars writes them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import yaml

SEED = 7
FULL_SIZE = {"grades": 1_500_000, "events": 20_000_000}  # at FULL_STUDENTS and above
FULL_STUDENTS = 1_500
GRADES_OF_ONE, EVENTS_OF_ONE_CLASS = 75, 30  # per student; per student and teaching class
SIZE_OF_CLASS = 40
TERMS = [f"{year}-{year + 1}-{number}" for year in (2022, 2023, 2024) for number in (1, 2)]
MONDAYS = [date(2022, 9, 5), date(2023, 3, 6), date(2023, 9, 4), date(2024, 3, 4), date(2024, 9, 2), date(2025, 3, 3)]  # fmt: skip
WORDS, PASSED = ("优秀", "良好", "中等", "及格", "不及格"), 60
MARKS = ("缓考", "缺考")


def rows_of(what: str, students: int) -> int:
    """How many rows the case has: the full size from FULL_STUDENTS on, less below."""
    return int(FULL_SIZE[what] * min(1.0, students / FULL_STUDENTS))


def write_college(folder: Path, people: int, classes: int) -> None:
    """Students and teaching classes of every term, that grades and events point to."""
    folder.mkdir(parents=True, exist_ok=True)
    _students(people).write_csv(folder / "students.csv")
    _offerings(classes).write_csv(folder / "offerings.csv")


def _number(places: pl.Expr) -> pl.Expr:
    """Student numbers that look synthetic: 2022 and the place."""
    return pl.lit("2022") + places.cast(pl.String).str.zfill(7)


def _class(term: pl.Expr, places: pl.Expr) -> pl.Expr:
    """Teaching-class numbers as an academic system writes them."""
    return pl.concat_str(pl.lit("("), term, pl.lit(")-JX"), places.cast(pl.String).str.zfill(5))


def _students(people: int) -> pl.DataFrame:
    places = pl.int_range(people)
    return pl.select(
        _number(places).alias("学号"),
        (pl.lit("示例·") + places.cast(pl.String)).alias("姓名"),
        (pl.lit("B") + (places // SIZE_OF_CLASS).cast(pl.String)).alias("班级"),
        pl.lit("2022-09-01").alias("入学"),
    )


def _offerings(classes: int) -> pl.DataFrame:
    every = pl.DataFrame({"学年学期": TERMS}).join(
        pl.select(pl.int_range(classes).alias("place")), how="cross"
    )
    return every.select(
        "学年学期",
        _class(pl.col("学年学期"), pl.col("place")).alias("教学班号"),
        (pl.lit("C") + (pl.col("place") % 500).cast(pl.String)).alias("课程号"),
    )


def write_grades(folder: Path, rows: int) -> None:
    """The grade file of all terms, class by class; scores, words of the five-grade scale, marks, attempts."""
    draw = np.random.default_rng(SEED)
    people, classes = college_of_grades(rows)
    one = _taught(people, classes, rows).with_columns(
        pl.Series("score", np.clip(draw.normal(76, 12, rows), 0, 100).round(0).astype(int)),
        pl.Series("kind", draw.random(rows)),
        pl.Series("day", draw.integers(110, 130, rows)),
        pl.Series("second", draw.integers(0, 86_400, rows)),
    )
    score, kind = pl.col("score"), pl.col("kind")
    word = (
        pl.when(score >= 90).then(pl.lit(WORDS[0])).when(score >= 80).then(pl.lit(WORDS[1]))
        .when(score >= 70).then(pl.lit(WORDS[2])).when(score >= PASSED).then(pl.lit(WORDS[3])).otherwise(pl.lit(WORDS[4]))
    )  # fmt: skip
    examined = pl.col("monday") + pl.duration(days="day")
    one.select(
        _number(pl.col("person")).alias("学号"),
        pl.col("term").alias("学年学期"),
        _class(pl.col("term"), pl.col("class")).alias("教学班号"),
        pl.lit(1).alias("第几次"),
        pl.lit("正常考试").alias("考试性质"),
        pl.when(kind < 0.02)
        .then(pl.lit("0"))
        .when(kind < 0.2)
        .then(word)
        .otherwise(score.cast(pl.String))
        .alias("成绩"),
        pl.when(kind < 0.01)
        .then(pl.lit(MARKS[0]))
        .when(kind < 0.02)
        .then(pl.lit(MARKS[1]))
        .otherwise(pl.lit(""))
        .alias("备注"),
        examined.alias("考试日期"),
        (examined.cast(pl.Datetime("us")) + pl.duration(days=3, seconds="second"))
        .dt.strftime("%Y-%m-%d %H:%M:%S")
        .alias("录入时间"),
    ).write_csv(folder / "grades.csv")


def write_events(folder: Path, rows: int) -> None:
    """Learning on the platform by student, teaching class and day; written a term at a time, so that memory stays small."""
    draw = np.random.default_rng(SEED)
    people, classes = college_of_events(rows)
    with (folder / "events.csv").open("wb") as out:
        for number, (term, monday) in enumerate(zip(TERMS, MONDAYS, strict=True)):
            wanted = rows * (number + 1) // len(TERMS) - rows * number // len(TERMS)
            place = pl.int_range(wanted)
            day = (place * 7) % 120 if wanted < 120 else (place % EVENTS_OF_ONE_CLASS) * 4
            seat = place // EVENTS_OF_ONE_CLASS
            frame = pl.select(
                _number(seat % people).alias("学号"),
                pl.lit(term).alias("学年学期"),
                _class(pl.lit(term), (seat // people * (people // SIZE_OF_CLASS + 1) + seat % people // SIZE_OF_CLASS) % classes).alias("教学班号"),
                (pl.lit(monday) + pl.duration(days=day)).alias("日期"),
                pl.lit(pl.Series(draw.integers(1, 40, wanted))).alias("浏览次数"),
                pl.lit(pl.Series((draw.random(wanted) * 60).round(1))).alias("视频分钟"),
            )  # fmt: skip
            frame.write_csv(out, include_header=number == 0)


def college_of_grades(rows: int) -> tuple[int, int]:
    """How many students and teaching classes of a term the grades need."""
    people = max(rows // GRADES_OF_ONE, 1)
    return people, max(rows // len(TERMS) // SIZE_OF_CLASS + 1, 1)


def college_of_events(rows: int) -> tuple[int, int]:
    """How many students and teaching classes of a term the events need."""
    seats = rows // len(TERMS) // EVENTS_OF_ONE_CLASS + 1
    people = max(seats // 10, 1)
    return people, (seats // people + 1) * (people // SIZE_OF_CLASS + 1)


def _taught(people: int, classes: int, rows: int) -> pl.DataFrame:
    """Who sat in which class of which term: rows of term, class, person, all different."""
    place = pl.int_range(rows)
    per_term = -(-rows // len(TERMS))
    within = place % per_term
    return pl.select(
        (place // per_term).alias("number"),
        (within // SIZE_OF_CLASS % classes).alias("class"),
        (within * 7919 % people if np.gcd(7919, people) == 1 else within % people).alias("person"),
    ).with_columns(
        pl.col("number").replace_strict(dict(enumerate(TERMS))).alias("term"),
        pl.col("number").replace_strict(dict(enumerate(MONDAYS))).alias("monday"),
    )


def write_mapping(path: Path, *files: str) -> None:
    """The mapping of these files, as a college would write it."""
    body = {
        "mapping": "bench_" + "_".join(files),
        "source": "academic_affairs",
        "owner": "academic_affairs",
        "reviewed_on": date(2026, 11, 27),
        "terms": [_term(term, monday) for term, monday in zip(TERMS, MONDAYS, strict=True)],
        "files": {name: f"{name}.csv" for name in files},
        "tables": [rule for rule in _TABLES if rule["file"] in files],
    }
    path.write_text(yaml.safe_dump(body, allow_unicode=True), encoding="utf-8")


def _term(term: str, monday: date) -> dict:
    return {
        "term_id": term, "start_year": int(term[:4]), "term_no": int(term[-1]), "first_monday": monday.isoformat(),
        "end_on": date.fromordinal(monday.toordinal() + 139).isoformat(), "week_count": 20,
    }  # fmt: skip


_OF_CLASS = {"term_id": {"from": "学年学期", "parse": "term"}, "offering_no": "教学班号"}
_TABLES = [
    {
        "to": "dim_person",
        "file": "students",
        "columns": {"kind": {"const": "student"}, "person_no": "学号", "full_name": "姓名"},
    },
    {
        "to": "dim_student",
        "file": "students",
        "columns": {
            "student_no": "学号",
            "class_code": "班级",
            "entry_on": "入学",
            "student_status": {"const": "enrolled"},
        },
    },
    {
        "to": "dim_course",
        "file": "offerings",
        "columns": {"course_code": "课程号", "name": "课程号"},
        "repeat": "first",
    },
    {
        "to": "dim_offering",
        "file": "offerings",
        "columns": {**_OF_CLASS, "course_code": "课程号", "pass_mark": {"const": 60}},
    },
    {
        "to": "fact_grade_attempt",
        "file": "grades",
        "columns": {
            "student_no": "学号",
            **_OF_CLASS,
            "attempt_no": "第几次",
            "attempt_kind": {"from": "考试性质", "map": {"正常考试": "first", "补考": "makeup"}},
            "examined_on": "考试日期",
        },
        "grade": {"text": "成绩", "mark": "备注"},
        "recorded_at": {"column": "录入时间"},
    },
    {
        "to": "fact_lms_daily",
        "file": "events",
        "columns": {
            "student_no": "学号",
            **_OF_CLASS,
            "day": "日期",
            "visits": "浏览次数",
            "video_minutes": "视频分钟",
        },
        "recorded_at": {"after_event_days": 1},
    },
]
