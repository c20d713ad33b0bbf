"""Results of one term: every status word that real grade books hold, make-ups in the next term, late entries."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import numpy as np
import polars as pl

from data.sample.calendar import CUT, TERMS, Term
from data.sample.latent import ABSENT, MISCONDUCT
from data.sample.teaching import TermPlan

FIVE_GRADES = ((90, "优秀"), (80, "良好"), (70, "中等"), (60, "及格"), (-1, "不及格"))


def _style(course_code: str) -> str:
    """How a course writes its results: marks, five grades or two (a tenth and a twentieth of the courses)."""
    number = sum(course_code.encode()) % 20
    return "five" if number in (3, 11) else "two" if number == 7 else "marks"


def _text(total: int, style: str) -> str:
    if style == "two":
        return "合格" if total >= 60 else "不合格"
    if style == "five":
        return next(word for floor, word in FIVE_GRADES if total >= floor)
    return str(total)


def first_attempts(
    plan: TermPlan, people: pl.DataFrame, marks: np.ndarray, total: np.ndarray, draw: np.random.Generator
) -> pl.DataFrame:
    """One row per enrolment of a closed term: text, mark word, components and when they were recorded."""
    frame = (
        plan.enrolments.with_row_index("enrolment")
        .join(
            plan.offerings.select("offering", "offering_no", "course_code", "lot"),
            on="offering",
            maintain_order="left",
        )
        .join(people, on="student", maintain_order="left")
    )
    rounded = np.clip(np.rint(total), 0, 100).astype(int)
    styles = {code: _style(code) for code in frame["course_code"].unique()}
    texts = [_text(int(t), styles[c]) for t, c in zip(rounded, frame["course_code"], strict=True)]
    word, text = _words(frame, draw, texts, plan.term)
    process = np.clip((0.45 * marks[:, 0] + 0.55 * marks[:, 2]), 0, 100).round(0)
    exam_day = datetime.combine(plan.term.exam_monday, time(9))
    days, late = draw.integers(0, 10, frame.height), draw.random(frame.height) < 0.012
    recorded = exam_day + timedelta(days=10)
    lag = days * 0.6 + np.where(late, 14, 0)
    frame = frame.with_columns(
        text=pl.Series(text),
        word=pl.Series(word, dtype=pl.String),
        process=pl.Series(process),
        midterm=pl.Series(np.clip(marks[:, 1], 0, 100).round(0)),
        exam=pl.Series(np.clip(marks[:, 3], 0, 100).round(0)),
        total=pl.Series(rounded),
        examined_on=pl.lit(exam_day.date()) + pl.duration(days=pl.Series(days)),
        recorded_at=pl.lit(recorded) + pl.duration(hours=pl.Series((lag * 24).astype(int))),
        late=pl.Series(late),
    )
    scored = pl.col("word").is_null()
    return frame.with_columns(
        exam=pl.when(scored).then("exam"),
        midterm=pl.when(_has_midterm()).then("midterm"),
        attempt=pl.lit(1),
        kind=pl.lit("正考"),
    )


def void_records(first: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    """Records entered by mistake and struck out later (成绩作废): kept in the book, never counted."""
    struck = first.filter(pl.col("word").is_null() & pl.Series(draw.random(first.height) < 0.004))
    return struck.with_columns(attempt=pl.lit(9), text=pl.lit("0"), void=pl.lit(True))


def _has_midterm() -> pl.Expr:
    return pl.col("lot") % 20 < 17


def _words(frame: pl.DataFrame, draw: np.random.Generator, texts: list[str], term: Term) -> tuple[list, list]:
    """Status words in the remark column and what the system puts into the score beside them."""
    chance = draw.random(frame.height)
    absent_to, cheat_to = ABSENT, ABSENT + MISCONDUCT
    words, scores = [], []
    for value, text, left in zip(chance, texts, frame["left_on"], strict=True):
        word = None
        if left is not None and left < term.exam_monday:
            word = "退学" if value < 0.8 else "休学"
        elif value < absent_to:
            word = "缺考" if value < absent_to * 0.7 else "旷考"
        elif value < cheat_to:
            word = "作弊" if value < absent_to + MISCONDUCT * 0.6 else "违纪"
        elif value < cheat_to + 0.010:
            word = "缓考"
        elif value < cheat_to + 0.018:
            word = "免修"
        elif value < cheat_to + 0.022:
            word = "学分认定"
        words.append(word)
        scores.append(text if word is None else "" if word in ("免修", "学分认定", "退学", "休学") else "0")
    return words, scores


def outcome(frame: pl.DataFrame) -> pl.Series:
    """1 failed, 0 passed, null where the first attempt has no result (deferred, recognised, left)."""
    failed = pl.col("word").is_in(["缺考", "旷考", "作弊", "违纪"]) | (
        pl.col("word").is_null() & (pl.col("total") < 60)
    )
    void = pl.col("word").is_in(["缓考", "免修", "学分认定", "退学", "休学"]).fill_null(False)
    return frame.select(pl.when(void).then(None).otherwise(failed.fill_null(False).cast(pl.Int8)).alias("y"))[
        "y"
    ]


def second_attempts(first: pl.DataFrame, term: Term, draw: np.random.Generator) -> pl.DataFrame:
    """Make-ups and sat deferrals in weeks 1-2 of the next term (none when that is after the as-of)."""
    later = next((t for t in TERMS if t.index == term.index + 1), None)
    if later is None:
        return first.clear()
    failed = first.filter((outcome(first) == 1) & ~pl.col("word").is_in(["作弊", "违纪"]).fill_null(False))
    deferred = first.filter(pl.col("word") == "缓考")
    sat = pl.concat([failed.with_columns(kind=pl.lit("补考")), deferred.with_columns(kind=pl.lit("缓考"))])
    mark = np.clip(np.rint(sat["total"].to_numpy() + draw.normal(6, 9, sat.height)), 0, 100).astype(int)
    styles = {code: _style(code) for code in sat["course_code"].unique()}
    day = datetime.combine(later.first_monday, time(14)) + timedelta(days=5)
    made_up = sat["kind"].to_numpy() == "补考"
    capped = np.where(made_up & (mark > 60), 60, mark)
    return sat.with_columns(
        text=pl.Series(
            [_text(int(m), styles[c]) for m, c in zip(capped, sat["course_code"], strict=True)],
            dtype=pl.String,
        ),
        word=pl.lit(None, dtype=pl.String),
        total=pl.Series(mark),
        attempt=pl.lit(2),
        examined_on=pl.lit(day.date()),
        recorded_at=pl.lit(day + timedelta(days=4)),
        process=pl.lit(None, dtype=pl.Float64),
        midterm=pl.lit(None, dtype=pl.Float64),
        exam=pl.lit(None, dtype=pl.Float64),
        late=pl.lit(False),
    )


def still_open(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    """Student and course that must be taken again: failed at first and not made up."""
    failed = first.filter(outcome(first) == 1).select("student", "course_code", "enrolment")
    passed = second.filter(pl.col("total") >= 60).select("enrolment")
    return failed.join(passed, on="enrolment", how="anti").select("student", "course_code")


def running_components(plan: TermPlan, people: pl.DataFrame, marks: np.ndarray) -> pl.DataFrame:
    """Mid-term marks of the running term: rows without a result yet (the examination is to come)."""
    frame = (
        plan.enrolments.with_row_index("enrolment")
        .join(
            plan.offerings.select("offering", "offering_no", "course_code", "lot"),
            on="offering",
            maintain_order="left",
        )
        .join(people, on="student", maintain_order="left")
        .with_columns(midterm=pl.Series(np.clip(marks[:, 1], 0, 100).round(0)))
    )
    return frame.filter(_has_midterm() & (midterm_recorded_at(plan.term) <= CUT))


def midterm_recorded_at(term: Term) -> datetime:
    """Mid-term marks are entered on the Friday of week 8."""
    return datetime.combine(term.first_monday, time(17)) + timedelta(days=7 * 7 + 4)
