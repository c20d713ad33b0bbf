"""How many points does an award, a course, a textbook, a project or an output earn, and whose part is how large? (C.11)

Everything is read from points.yaml. Unknown levels and awards earn nothing; unknown order of persons counts as not first.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl
import yaml

from profiling.catalogue import FAST_YAML
from profiling.facts import Facts
from profiling.standard import Standard, standards, teacher_standard

FILE = Path(__file__).with_name("points.yaml")


@cache
def table() -> dict:
    """The table of points as it stands in points.yaml."""
    return yaml.load(FILE.read_text(encoding="utf-8"), Loader=FAST_YAML)


def award_points(kind: str, *, level: str = "level", award: str = "award") -> pl.Expr:
    """Points of a row by its level and award; kind: teaching or student_contest. Without an award 0."""
    return _looked_up(
        {
            f"{rank}/{prize}": points
            for rank, prizes in table()["awards"][kind].items()
            for prize, points in prizes.items()
        },
        pl.format("{}/{}", level, award),
    )


def level_points(kind: str, *, level: str = "level") -> pl.Expr:
    """Points of a row by its level; kind: course, textbook or project."""
    return _looked_up(table()["levels"][kind], pl.col(level))


def output_points(*, kind: str = "output_kind") -> pl.Expr:
    """Points of a research output by its kind."""
    return _looked_up(table()["outputs"], pl.col(kind))


def _looked_up(points: dict[str, float], key: pl.Expr) -> pl.Expr:
    points = {name: float(earned) for name, earned in points.items()}
    return key.replace_strict(points, default=0.0, return_dtype=pl.Float64).fill_null(0.0)


def author_share(*, order: str = "person_order", count: str = "person_count") -> pl.Expr:
    """Part of one person of several: alone 1; else the first 0.6, the others share 0.4 equally.

    A count that is not known or below two says that the person was alone.
    """
    parts = table()["authors"]
    alone = (pl.col(count).fill_null(1) < 2).fill_null(True)
    first = (pl.col(order) == 1).fill_null(False)
    return (
        pl.when(alone)
        .then(pl.lit(parts["single"]))
        .when(first)
        .then(pl.lit(parts["first"]))
        .otherwise(parts["others"] / (pl.col(count) - 1))
    )


def student_share(*, size: str = "team_size", leader: str = "is_leader") -> pl.Expr:
    """Part of a student of a team of n: 1/n, its leader 1.2/n; alone (or size not known) 1."""
    parts = table()["team"]
    role = pl.when(pl.col(leader).fill_null(False)).then(parts["leader"]).otherwise(parts["member"])
    return pl.when(pl.col(size).fill_null(1) < 2).then(pl.lit(1.0)).otherwise(role / pl.col(size))


def capped(facts: Facts, rows: pl.DataFrame, indicator: str) -> pl.DataFrame:
    """Points per teacher, those of one kind of item up to half the stretch value of the person's own standard.

    rows: teacher_pid, item_kind, points (of the person). Returns teacher_pid, value (capped), raw_value (uncapped), n (rows).
    A person whose standard does not name the indicator, or who has none, is not capped.
    """
    kinds = rows.group_by("teacher_pid", "item_kind").agg(pl.col("points").sum(), n=pl.len())
    limits = stretch_values(facts, indicator)
    kinds = kinds.join(limits, on="teacher_pid", how="left").with_columns(
        kept=pl.min_horizontal("points", pl.col("stretch") * table()["cap_of_stretch"])
    )
    return kinds.group_by("teacher_pid").agg(
        value=pl.col("kept").sum(), raw_value=pl.col("points").sum(), n=pl.col("n").sum()
    )


def stretch_values(facts: Facts, indicator: str) -> pl.DataFrame:
    """Stretch value of the indicator in the standard that judges each teacher at the as-of (teacher_pid, stretch)."""
    register = facts.register if facts.register is not None else standards()
    known = {name: stretch for name, entry in register.items() if (stretch := _stretch(entry, indicator))}
    people = facts.teacher.select("teacher_pid", "staff_type", "title_rank", "entry_on").iter_rows()
    found = [
        (pid, known.get(teacher_standard(staff, title, entry, facts.as_of) or ""))
        for pid, staff, title, entry in people
    ]
    return pl.DataFrame(
        found, schema={"teacher_pid": pl.String, "stretch": pl.Float64}, orient="row"
    ).drop_nulls()


def _stretch(standard: Standard, indicator: str) -> float | None:
    items = [item for part in standard.dimensions for item in part.indicators if item.id == indicator]
    marks = items[0].in_stored_unit() if items and items[0].anchors else None
    return float(marks[3]) if marks else None
