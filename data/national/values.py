"""Rows of a reading as rows of a national table: codes, dates and stamps as the standard writes them, and what does not fit.

A row that breaks a rule is left out whole and counted under the first rule it breaks; nothing is mended and nothing invented.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from data.national.register import Field, NationalTable, codes

ROW_ID, SCHOOL, COLLECTED = "ZJSJWYXBS", "XXDM", "SJCJSJ"
HEADERS = {
    ROW_ID: "主键数据唯一性标识-zjsjwyxbs",
    SCHOOL: "学校代码（10位数字码）-xxdm",
    COLLECTED: "数据采集时间-sjcjsj",
}
YES_NO = {True: "1", False: "0"}
UNKNOWN = "?"  # stands where the list has no code for a word; never written


@dataclass(frozen=True)
class Stamps:
    """What every row carries: the key its id is derived with, the ten digits of the school, the moment of collection."""

    key: bytes
    school: str
    collected_at: datetime  # in the college's zone


@dataclass(frozen=True)
class Made:
    """A national table: text columns by code in order, rows read, and how many were left out for which field and reason."""

    table: NationalTable
    frame: pl.DataFrame
    read: int
    problems: tuple[tuple[str, str, int], ...]  # field, reason, rows

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers of the national template, in the order of the columns."""
        named = {field.code: field.header for field in self.table.fields}
        return tuple((HEADERS | named)[code] for code in self.frame.columns)


def made(table: NationalTable, rows: pl.DataFrame, stamps: Stamps) -> Made:
    """The rows of a reading as the table; `rows` has the columns that `held` and `key` name."""
    texts = rows.select(
        pl.struct(*table.key).map_elements(lambda key: _row_id(table, key, stamps.key), pl.String).alias(ROW_ID),
        *(_text(field, rows).alias(field.code) for field in table.fields),
    ) if rows.height else _empty(table)  # fmt: skip
    reason = _reason(table, rows, texts) if rows.height else pl.Series("reason", [], dtype=pl.String)
    problems = [
        (*found.split(" "), count) for found, count in reason.drop_nulls().value_counts(sort=True).iter_rows()
    ]
    valid = texts.filter(reason.is_null()).with_columns(
        pl.lit(stamps.school).alias(SCHOOL), pl.lit(f"{stamps.collected_at:%Y%m%d %H%M%S}").alias(COLLECTED)
    )
    order = [ROW_ID, SCHOOL, *(field.code for field in table.fields), COLLECTED]
    return Made(table, valid.select(order), rows.height, tuple(sorted(problems, key=lambda one: -one[2])))


def _empty(table: NationalTable) -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys([ROW_ID, *(field.code for field in table.fields)], pl.String))


def _row_id(table: NationalTable, key: dict, secret: bytes) -> str:
    """Thirty-two characters, the same for the same row at every export, telling nothing of the number in it."""
    told = "\x1f".join([table.id, *("" if value is None else str(value) for value in key.values())])
    return hmac.new(secret, f"national:{told}".encode(), hashlib.sha256).hexdigest()[:32].upper()


def _text(field: Field, rows: pl.DataFrame) -> pl.Expr:
    """The value of a field as the standard writes it; null where there is none."""
    if not field.held:
        return pl.lit(None, dtype=pl.String)
    value, stored = pl.col(field.held), rows.schema[field.held]
    if stored == pl.Null:
        return pl.lit(None, dtype=pl.String)
    if field.type == "code":
        return _code(field, value)
    if field.type == "yes_no":
        return value.cast(pl.Boolean).replace_strict(YES_NO, default=None, return_dtype=pl.String)
    if field.type in ("date", "month", "moment"):
        return _moment(
            value, stored, {"date": "%Y%m%d", "month": "%Y%m", "moment": "%Y%m%d %H%M%S"}[field.type]
        )
    if field.type == "school_year":
        return pl.format("{}-{}", value.cast(pl.Int64), value.cast(pl.Int64) + 1)
    if field.type == "number":
        return value.cast(pl.Float64).map_elements(lambda number: _number(number, field.digits), pl.String)
    if field.type in ("whole", "year"):
        return value.cast(pl.Int64).cast(pl.String)
    text = value.cast(pl.String).str.strip_chars()
    return pl.when(text != "").then(text)


def _code(field: Field, value: pl.Expr) -> pl.Expr:
    word = value.cast(pl.String)
    known = codes()[field.codes or ""].ours
    return pl.when(word.is_not_null()).then(
        word.replace_strict(known, default=UNKNOWN, return_dtype=pl.String)
    )


def _moment(value: pl.Expr, stored: pl.DataType, form: str) -> pl.Expr:
    """SQLite hands dates of a sum back as text."""
    if stored == pl.String:
        value = value.str.slice(0, 19).str.to_datetime(strict=False)
    return value.dt.strftime(form)


def _number(value: float, digits: int | None) -> str:
    shown = f"{value:.{2 if digits is None else digits}f}"
    return shown.rstrip("0").rstrip(".") if digits is None and "." in shown else shown


def _reason(table: NationalTable, rows: pl.DataFrame, texts: pl.DataFrame) -> pl.Series:
    """The first rule each row breaks as `FIELD reason`, null where it breaks none."""
    tests: list[pl.Expr] = []
    for field in table.fields:
        code = pl.col(field.code)
        if field.required:
            tests.append(_found(code.is_null(), field, "missing_required"))
        if field.type == "code":
            tests.append(_found(code == UNKNOWN, field, "outside_list"))
        if field.length:
            tests.append(_found(code.str.len_chars() > field.length, field, "too_long"))
        if field.least is not None:
            tests.append(_found(code.cast(pl.Float64) < field.least, field, "below_least"))
    tests.append(pl.when(~pl.col(ROW_ID).is_first_distinct()).then(pl.lit(f"{ROW_ID} repeated_key")))
    return texts.select(pl.coalesce(tests).alias("reason")).to_series()


def _found(test: pl.Expr, field: Field, reason: str) -> pl.Expr:
    return pl.when(test).then(pl.lit(f"{field.code} {reason}"))
