"""The demo's own exports as the other systems' tables are made of them: every cell as text."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import polars as pl

SPOKEN_TERM = {"1": "一", "2": "二"}
VENDOR_TERM = {"1": "3", "2": "12"}


class Canonical:
    """One folder of the demo's exports."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str) -> pl.DataFrame:
        """One file by its name without ending, typed columns as text."""
        path = self.folder / f"{name}.parquet"
        if path.exists():
            return pl.read_parquet(path).with_columns(
                pl.col(pl.Datetime).dt.strftime("%Y-%m-%d %H:%M:%S"),
                pl.col(pl.Date).dt.strftime("%Y-%m-%d"),
                pl.col(pl.Float64).cast(pl.String),
                pl.col(pl.Int64, pl.UInt32).cast(pl.String),
            )
        return pl.read_csv(self.folder / f"{name}.csv", infer_schema=False)

    @cached_property
    def terms(self) -> list[str]:
        """The terms whose files are there."""
        return sorted(path.stem.split("_", 1)[1] for path in self.folder.glob("教学班_*.csv"))

    def has(self, name: str) -> bool:
        """Whether a file of this name is there."""
        return any((self.folder / f"{name}.{ending}").exists() for ending in ("csv", "parquet"))

    @cached_property
    def names(self) -> pl.DataFrame:
        """学号, 姓名 of every student, names as these systems pad them."""
        return self.read("学生").with_columns(padded("姓名"))

    @cached_property
    def staff(self) -> pl.DataFrame:
        """工号, 姓名, 职称 of every member of staff as of the last appointment."""
        posts = self.read("教师任职").sort("生效日期").unique("工号", keep="last").select("工号", "职称")
        return self.read("教师").join(posts, on="工号", how="left", maintain_order="left")


def padded(name: str) -> pl.Expr:
    """Given names of two characters with a wide blank between them, as lists line them up."""
    return pl.col(name).str.replace(r"·(.)(.)$", "·${1}\u3000$2").alias(name)


def year(term: str = "学年学期") -> pl.Expr:
    """2024 of 2024-2025-1."""
    return pl.col(term).str.slice(0, 4)


def years(term: str = "学年学期") -> pl.Expr:
    """2024-2025 of 2024-2025-1."""
    return pl.col(term).str.slice(0, 9)


def term_no(term: str = "学年学期") -> pl.Expr:
    """1 of 2024-2025-1."""
    return pl.col(term).str.slice(10)


def vendor_term(term: str = "学年学期") -> pl.Expr:
    """3 for a first term, 12 for a second one."""
    return term_no(term).replace_strict(VENDOR_TERM, return_dtype=pl.String)


def spoken_term(term: str = "学年学期") -> pl.Expr:
    """2024-2025学年第一学期 of 2024-2025-1."""
    number = term_no(term).replace_strict(SPOKEN_TERM, return_dtype=pl.String)
    return pl.format("{}学年第{}学期", years(term), number)


def compact(name: str) -> pl.Expr:
    """20250901 of 2025-09-01."""
    return pl.col(name).str.replace_all("-", "", literal=True)


def slashed(name: str) -> pl.Expr:
    """2025/9/1 8:00 of 2025-09-01 08:00:00, as spreadsheets show it; seconds stay where there are any."""
    cell = pl.col(name).str.replace_all("-", "/", literal=True)
    cell = cell.str.replace_all(r"/0", "/").str.replace(r" 0(\d)", " $1")
    return cell.str.replace(r"^(.* \d+:\d\d):00$", "$1")


def lesson(name: str = "节次") -> pl.Expr:
    """第1-2节 of 1-2."""
    return pl.format("第{}节", pl.col(name))


def filled(name: str, value: str) -> pl.Expr:
    """The column with a word where nothing stands."""
    return pl.col(name).fill_null(value)
