"""What a grade cell says: a measured score, a word of a scale, or a status that is no score at all (indicators A.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict

NOISE = 9  # decimals; 59.99999999999999 is what a formula made of 60
FILE = Path(__file__).parent / "grade_words.yaml"
PARTS = ("score", "result", "result_reason", "problem")


class GradeWords(BaseModel):
    """The words, checked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    owner: str
    reviewed_on: date
    five_grade: dict[str, float]
    two_grade: dict[str, str]
    status: dict[str, tuple[str, str | None]]
    neutral: tuple[str, ...]
    letters: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class GradeReading:
    """One cell read: the score is null where the text is no measured score; `problem` says why a row is set aside."""

    score: float | None
    result: str | None
    result_reason: str | None = None
    problem: str | None = None


@dataclass(frozen=True)
class Scale:
    """What the college itself says of grades: its pass mark, and its own words (marks, or passed / failed)."""

    pass_mark: float = 60
    words: Mapping[str, float | str] = field(default_factory=dict)


@cache
def grade_words() -> GradeWords:
    """The words of grade_words.yaml."""
    return GradeWords.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def read_grade(
    text: str | None,
    mark: str | None = None,
    *,
    pass_mark: float = 60,
    letters: Mapping[str, float] | None = None,
    own: Mapping[str, float | str] | None = None,
) -> GradeReading:
    """One grade cell with the mark beside it.

    A status word wins over any number: 缓考 with a preset 0 is pending, 缺考 with 0 is failed without a score.
    The college's `own` words win over those of grade_words.yaml, `letters` of a mapping add to them.

    >>> read_grade("0", "缓考").result, read_grade("合格").score, read_grade("优秀").score
    ('pending', None, 95.0)
    """
    words = grade_words()
    for word in (mark, text):
        if word in words.status:
            result, reason = words.status[word]
            return GradeReading(None, result, reason)
    if text is None:
        return GradeReading(None, None, problem="missing_required")
    if own and text in own:
        return _own(text, own[text], pass_mark)
    if text in words.two_grade:
        return GradeReading(None, words.two_grade[text], "scale")
    if text in words.five_grade:
        score = words.five_grade[text]
        return GradeReading(score, "failed" if text == "不及格" else "passed", "scale")
    if letters and text in letters:
        return GradeReading(letters[text], _result(letters[text], pass_mark), "scale")
    return _measured(text, mark, pass_mark)


def _own(text: str, said: float | str, pass_mark: float) -> GradeReading:
    """A word of the college's own scale; 及格 stays a pass and 不及格 a failure, whatever marks they stand for."""
    if isinstance(said, str):
        return GradeReading(None, said, "scale")
    if text in grade_words().five_grade:
        return GradeReading(said, "failed" if text == "不及格" else "passed", "scale")
    return GradeReading(said, _result(said, pass_mark), "scale")


def _measured(text: str, mark: str | None, pass_mark: float) -> GradeReading:
    try:
        score = round(float(text.removesuffix("分").replace("_", "?")), NOISE)  # Python reads 8_6 as 86
    except ValueError:
        return GradeReading(None, None, problem="unknown_grade_word")
    if not 0 <= score <= 100:
        return GradeReading(None, None, problem="out_of_range")
    if score == 0 and mark and mark not in grade_words().neutral:
        # systems preset 0 beside a mark; with a mark we do not know, 0 may be no result at all
        return GradeReading(None, None, problem="unknown_grade_word")
    return GradeReading(score, _result(score, pass_mark))


def _result(score: float, pass_mark: float) -> str:
    return "passed" if score >= pass_mark else "failed"


def read_grades(
    texts: pl.Series,
    marks: pl.Series | None,
    *,
    pass_mark: float,
    letters: Mapping[str, float] | None = None,
    own: Mapping[str, float | str] | None = None,
) -> pl.DataFrame:
    """Columns score_text, score, result, result_reason, problem for a column of cells; reads each distinct pair once."""
    frame = pl.DataFrame(
        {
            "score_text": texts,
            "mark": marks
            if marks is not None
            else pl.Series([None], dtype=pl.String).new_from_index(0, len(texts)),
        }
    )
    frame = frame.with_columns(pl.all().cast(pl.String))
    pairs = frame.unique()
    readings = [
        read_grade(text, mark, pass_mark=pass_mark, letters=letters, own=own)
        for text, mark in pairs.iter_rows()
    ]
    types = {"score": pl.Float64, "result": pl.String, "result_reason": pl.String, "problem": pl.String}
    read = pairs.with_columns(
        pl.Series(part, [getattr(reading, part) for reading in readings], dtype=types[part]) for part in PARTS
    )
    joined = frame.join(read, on=["score_text", "mark"], how="left", nulls_equal=True, maintain_order="left")
    return joined.select("score_text", *PARTS)
