"""Results of one term: every status word that real grade books hold, make-ups in the next term, late and void entries."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import numpy as np
import polars as pl

from data.sample import latent
from data.sample.calendar import CUT, TERMS, Term
from data.sample.teaching import TermPlan

NO_RESULT = ("缓考", "免修", "学分认定", "退学", "休学")
FAILED = ("缺考", "旷考", "作弊", "违纪")
LATE = 0.012  # of the results, entered after the deadline
STRUCK, ENTERED_TWICE = (
    0.004,
    0.04,
)  # of first results struck out with a 0; of make-ups entered twice, one voided
WORDS = (  # word and its share of all enrolments
    ("缺考", latent.ABSENT * 0.7), ("旷考", latent.ABSENT * 0.3),
    ("作弊", latent.MISCONDUCT * 0.6), ("违纪", latent.MISCONDUCT * 0.4),
    ("缓考", latent.DEFERRED), ("免修", latent.EXEMPT), ("学分认定", latent.RECOGNISED),
)  # fmt: skip


def enrolled(plan: TermPlan, people: pl.DataFrame) -> pl.DataFrame:
    """Enrolments of the term with their row number, student_no, term_id and what is fixed about the offering."""
    about = plan.offerings.select("offering", "offering_no", "course_code", "has_midterm", "lot")
    frame = plan.enrolments.with_row_index("enrolment").join(about, on="offering", maintain_order="left")
    return frame.join(people, on="student", maintain_order="left").with_columns(_style())


def _style() -> pl.Expr:
    """How a course writes its results: five grades, two, or marks (a tenth, a twentieth, the rest of the courses)."""
    lot = pl.col("lot") % 20
    return pl.when(lot.is_in([3, 11])).then(pl.lit("five")).when(lot == 7).then(pl.lit("two")).otherwise(pl.lit("marks")).alias("style")  # fmt: skip


def _written(total: pl.Expr) -> pl.Expr:
    """The text of a total in the style of its course."""
    passed, style = total >= 60, pl.col("style")
    five = (
        pl.when(total >= 90).then(pl.lit("优秀")).when(total >= 80).then(pl.lit("良好"))
        .when(total >= 70).then(pl.lit("中等")).when(passed).then(pl.lit("及格")).otherwise(pl.lit("不及格"))
    )  # fmt: skip
    two = pl.when(passed).then(pl.lit("合格")).otherwise(pl.lit("不合格"))
    return pl.when(style == "two").then(two).when(style == "five").then(five).otherwise(total.cast(pl.String))


def first_attempts(
    plan: TermPlan, people: pl.DataFrame, realised: latent.Marks, draw: np.random.Generator
) -> pl.DataFrame:
    """One row per enrolment of a closed term: text, remark word, components and when they were recorded."""
    frame = enrolled(plan, people).with_columns(
        total=pl.Series(np.clip(np.rint(realised.total), 0, 100).astype(int))
    )
    frame = frame.with_columns(word=_words(frame, draw))
    days, late = pl.Series(draw.integers(0, 10, frame.height)), pl.Series(draw.random(frame.height) < LATE)
    exam_day = plan.term.exam_monday
    entered = datetime.combine(exam_day, time(9)) + timedelta(days=10)
    overdue = datetime.combine(plan.term.grades_due_on, time(9))
    none = pl.col("word").is_in(NO_RESULT).fill_null(False)
    preset = pl.when(pl.col("word").is_in(["退学", "休学", "免修", "学分认定"])).then(pl.lit("")).otherwise(pl.lit("0"))  # fmt: skip
    frame = frame.with_columns(
        text=pl.when(pl.col("word").is_null()).then(_written(pl.col("total"))).otherwise(preset),
        examined_on=pl.when(~none).then(pl.lit(exam_day) + pl.duration(days=days)),
        recorded_at=pl.when(late).then(pl.lit(overdue) + pl.duration(days=1 + days)).otherwise(pl.lit(entered) + pl.duration(hours=days * 14)),
        late=late, void=pl.lit(False), attempt=pl.lit(1), kind=_kind(),
    )  # fmt: skip
    return frame.with_columns(_components(plan.term, realised))


def _kind() -> pl.Expr:
    return pl.when(pl.col("study") == "retake").then(pl.lit("重修")).otherwise(pl.lit("正考"))


def _components(term: Term, realised: latent.Marks) -> list[pl.Expr]:
    """Process, mid-term and examination marks; their weighted sum is the total (latent.WEIGHTS)."""
    marks, weight = np.clip(realised.marks, 0, 100).round(0), latent.WEIGHTS
    process = ((marks[:, 0] * weight[0] + marks[:, 2] * weight[2]) / (weight[0] + weight[2])).round(0)
    there = pl.col("left_on").is_null()
    sat = there | (pl.col("left_on") > midterm_recorded_at(term).date())
    return [
        pl.when(there).then(pl.Series(process)).alias("process"),
        pl.when(pl.col("has_midterm") & sat).then(pl.Series(marks[:, 1])).alias("midterm"),
        pl.when(pl.col("word").is_null()).then(pl.Series(marks[:, 3])).alias("exam"),
    ]


def _words(frame: pl.DataFrame, draw: np.random.Generator) -> pl.Series:
    """The status word in the remark column, or null; who left before the examination has the word of leaving."""
    chance = draw.random(frame.height)
    ends = np.cumsum([share for _, share in WORDS])
    place = np.searchsorted(ends, chance, side="right")
    word = [WORDS[k][0] if k < len(WORDS) else None for k in place]
    return frame.select(pl.coalesce("left_word", pl.Series(word, dtype=pl.String)).alias("word"))["word"]


def outcome(frame: pl.DataFrame) -> pl.Series:
    """1 failed, 0 passed, null where the attempt has no result (deferred, recognised, left)."""
    failed = pl.col("word").is_in(FAILED).fill_null(pl.col("total") < 60)
    none = pl.col("word").is_in(NO_RESULT).fill_null(False)
    return frame.select(pl.when(~none).then(failed.cast(pl.Int8)).alias("y"))["y"]


def second_attempts(first: pl.DataFrame, term: Term, draw: np.random.Generator) -> pl.DataFrame:
    """Make-ups and sat deferrals in weeks 1-2 of the next term; a few make-ups are entered twice and one entry voided."""
    later = TERMS[term.index + 1]
    failed = outcome(first).fill_null(0) == 1
    misconduct = pl.col("word").is_in(["作弊", "违纪"]).fill_null(False)
    makeup = first.filter(failed & ~misconduct & (pl.col("kind") == "正考")).with_columns(kind=pl.lit("补考"))
    deferred = first.filter(pl.col("word") == "缓考").with_columns(kind=pl.lit("缓考"))
    sat = pl.concat([makeup, deferred])
    mark = np.clip(np.rint(sat["total"].to_numpy() + draw.normal(8, 10, sat.height)), 0, 100).astype(int)
    day = datetime.combine(later.first_monday, time(14)) + timedelta(days=5)
    none = pl.lit(None, dtype=pl.Float64)
    sat = sat.with_columns(
        total=pl.Series(mark), word=pl.lit(None, dtype=pl.String), attempt=pl.lit(2), examined_on=pl.lit(day.date()),
        recorded_at=pl.lit(day + timedelta(days=4)), process=none, midterm=none, exam=none, late=pl.lit(False),
    )  # fmt: skip
    capped = pl.when((pl.col("kind") == "补考") & (pl.col("total") > 60)).then(60).otherwise("total")
    sat = sat.with_columns(text=_written(capped))
    return pl.concat([sat, _entered_twice(sat, draw)])


def _entered_twice(sat: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    """Void copies with another mark; at least one, so that every college has some."""
    makeups = sat.filter(pl.col("kind") == "补考")
    count = min(makeups.height, max(1, round(ENTERED_TWICE * makeups.height)))
    chosen = makeups[np.sort(draw.permutation(makeups.height)[:count])]
    wrong = (pl.col("total") + 20).clip(0, 99)
    return chosen.with_columns(total=wrong, void=pl.lit(True), attempt=pl.lit(3)).with_columns(
        text=_written(pl.col("total"))
    )


def struck_out(first: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    """Records entered by mistake and struck out later (成绩作废): kept in the book with a 0, never counted."""
    struck = first.filter(pl.col("word").is_null() & pl.Series(draw.random(first.height) < STRUCK))
    return struck.with_columns(attempt=pl.lit(9), text=pl.lit("0"), void=pl.lit(True))


def still_open(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    """Student and course that must be taken again: failed or not sat, and not made up."""
    owed = (outcome(first).fill_null(0) == 1) | (first["word"] == "缓考").fill_null(False)
    passed = second.filter(~pl.col("void") & (pl.col("total") >= 60)).select("enrolment")
    frame = first.filter(owed).join(passed, on="enrolment", how="anti", maintain_order="left")
    return frame.select("student", "course_code")


def running_components(plan: TermPlan, people: pl.DataFrame, realised: latent.Marks) -> pl.DataFrame:
    """Mid-term marks of the running term: rows without a result yet (the examination is to come)."""
    frame = enrolled(plan, people).with_columns(
        midterm=pl.Series(np.clip(realised.marks[:, 1], 0, 100).round(0)), kind=_kind()
    )
    at = midterm_recorded_at(plan.term)
    there = pl.col("left_on").is_null() | (pl.col("left_on") > at.date())
    return frame.filter(pl.col("has_midterm") & there & (at <= CUT))


def midterm_recorded_at(term: Term) -> datetime:
    """Mid-term marks are entered on the Friday of week 8."""
    return datetime.combine(term.first_monday, time(17)) + timedelta(days=7 * 7 + 4)
