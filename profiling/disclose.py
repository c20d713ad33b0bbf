"""Who besides the holders of the rows may see a figure about a unit: settled once per snapshot, over a fixed lattice.

Adds to each row `behind` (category of the persons' rows behind it, null for nobody's), `is_open` and `is_open_inside` (readers
without those rows may see it: outside the unit, managers inside it) and, for shares, `extreme` (under | over: such readers see
only the side). Rows about persons keep behind null: whether they are read is settled by their own category.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl
import yaml

from access.lattice import unknown_cells
from profiling.catalogue import indicators
from profiling.facts import Facts

PERSONS = ("teacher", "student")
CELL = ["entity_kind", "entity_id"]
LEVELS = {"org": "school", "major": "org", "course": "org", "class": "major", "offering": "course"}
PARENT_KEY = {
    "org": None,
    "major": "org_code",
    "course": "org_code",
    "class": "major_code",
    "offering": "course_code",
}


@dataclass(frozen=True)
class Least:
    """Smallest number of persons behind a figure: across units, inside a unit for its managers."""

    cross_unit: int = 10
    own_unit: int = 5


@cache
def rules() -> dict:
    """disclosure.yaml."""
    return yaml.safe_load(Path(__file__).with_name("disclosure.yaml").read_text(encoding="utf-8"))


@cache
def behind_of(indicator_id: str) -> tuple[str | None, str | None]:
    """Category and way of counting persons behind one indicator of units."""
    if indicator_id in rules()["of_nobody"]:
        return None, None
    sources = indicators()[indicator_id].sources
    found = next((rule for rule in rules()["sources"] if rule["source"] in sources), None)
    return (found["category"], found["persons"]) if found else (None, None)


def unit_sizes(facts: Facts) -> pl.DataFrame:
    """entity_kind, entity_id, period, students, teachers: how many different people a unit had in a term."""
    taught = facts.offering.select(
        "offering_id", "course_code", "org_code", "major_code", "term_id", school=pl.lit("school")
    )
    known = pl.col("registered_on").is_null() | (pl.col("registered_on") <= facts.as_of)
    studying = (
        facts.enrolment.filter(known).select("student_pid", "offering_id").join(taught, on="offering_id")
    )
    teaching = facts["offering_teacher"].select("teacher_pid", "offering_id").join(taught, on="offering_id")
    home = facts.student.select("student_pid", "class_code", "major_code")
    at_home = studying.select("student_pid", "term_id").join(home, on="student_pid")
    columns = {"school": "school", "org": "org_code", "course": "course_code", "offering": "offering_id"}
    parts = [_counted(studying, kind, column, "student_pid", "students") for kind, column in columns.items()]
    parts += [
        _counted(at_home, kind, f"{kind}_code", "student_pid", "students") for kind in ("class", "major")
    ]
    taught_by = columns | {"major": "major_code"}
    staff = [
        _counted(teaching, kind, column, "teacher_pid", "teachers") for kind, column in taught_by.items()
    ]
    return pl.concat(parts).join(pl.concat(staff), on=[*CELL, "period"], how="left")


def _counted(frame: pl.DataFrame, kind: str, column: str, person: str, name: str) -> pl.DataFrame:
    counts = (
        frame.filter(pl.col(column).is_not_null())
        .group_by(column, "term_id")
        .agg(pl.col(person).n_unique().cast(pl.Int64).alias(name))
    )
    return counts.select(
        entity_kind=pl.lit(kind),
        entity_id=pl.col(column).cast(pl.String),
        period="term_id",
        **{name: pl.col(name)},
    )


def values(frame: pl.DataFrame, sizes: pl.DataFrame, least: Least) -> pl.DataFrame:
    """ind_value rows with behind, extreme, is_open, is_open_inside."""
    known = {name: behind_of(name) for name in frame["indicator_id"].unique()}
    person = pl.col("entity_kind").is_in(PERSONS)
    lookup = lambda place: pl.col("indicator_id").replace_strict(  # noqa: E731
        {name: pair[place] for name, pair in known.items()}, default=None, return_dtype=pl.String
    )
    frame = frame.with_columns(behind=pl.when(~person).then(lookup(0)), _by=lookup(1))
    frame = frame.join(sizes, on=[*CELL, "period"], how="left").with_columns(_persons=_persons_behind())
    share = [name for name in known if indicators()[name].unit == "share"]
    frame = frame.with_columns(extreme=_extreme(pl.col("indicator_id").is_in(share)))
    return _opened(frame, ["indicator_id", "period"], least).drop("_by", "_persons", "students", "teachers")


def _persons_behind() -> pl.Expr:
    """Persons behind a row: its own n, and never more than the unit had."""
    own = pl.col("n")
    return (
        pl.when(pl.col("_by") == "students")
        .then(pl.min_horizontal(own, "students"))
        .when(pl.col("_by") == "enrolled")
        .then(pl.col("students"))
        .when(pl.col("_by") == "teachers")
        .then(pl.min_horizontal(own, "teachers"))
        .otherwise(own)
        .fill_null(0)
    )


def _extreme(is_share: pl.Expr) -> pl.Expr:
    rule = rules()["extreme"]
    small = is_share & pl.col("behind").is_not_null() & (pl.col("n") < rule["below_n"])
    return (
        pl.when(small & (pl.col("value") < rule["low"]))
        .then(pl.lit("under"))
        .when(small & (pl.col("value") > rule["high"]))
        .then(pl.lit("over"))
    )


def _opened(frame: pl.DataFrame, table: list[str], least: Least) -> pl.DataFrame:
    """is_open and is_open_inside, by the lattice of each table (indicator and period) that has anything to hide."""
    frame = frame.with_row_index("_row")
    guarded = frame.filter(pl.col("behind").is_not_null())
    inside = _hidden(guarded, table, least.own_unit, set())
    outside = _hidden(guarded, table, least.cross_unit, inside)
    row = pl.col("_row")
    return frame.with_columns(
        is_open=~row.is_in(sorted(outside)), is_open_inside=~row.is_in(sorted(inside))
    ).drop("_row")


def _hidden(frame: pl.DataFrame, table: list[str], least: int, already: set[int]) -> set[int]:
    """Rows that stay hidden at one smallest number of persons. A row that shows only the side of an extreme counts as
    unknown, so that it does not follow from the others; it is not hidden itself."""
    small = (pl.col("_persons") < least) | pl.col("_row").is_in(sorted(already))
    frame = frame.with_columns(_small=small, _unknown=small | pl.col("extreme").is_not_null())
    found: set[int] = set()
    concerned = frame.filter(pl.col("_unknown")).select(table).unique()
    for _, part in frame.join(concerned, on=table, how="semi").group_by(table, maintain_order=True):
        found |= _hidden_in(part, least)
    return found


def _hidden_in(part: pl.DataFrame, least: int) -> set[int]:
    rows, persons, start, sided = {}, {}, set(), set()
    for row in part.select(*CELL, "_row", "_persons", "_small", "_unknown").iter_rows(named=True):
        node = (row["entity_kind"], row["entity_id"])
        rows[node], persons[node] = row["_row"], row["_persons"]
        start |= {node} if row["_unknown"] else set()
        sided |= {node} if row["_unknown"] and not row["_small"] else set()
    unknown = unknown_cells(persons, start, _partitions(part), least, _all_or_none(part, persons, least))
    return {rows[node] for node in unknown - sided if node in rows}


def _all_or_none(
    part: pl.DataFrame, persons: dict[tuple, int], least: int
) -> Callable[[Sequence[tuple]], bool]:
    """Whether a known sum over cells, a small one among them, tells that everybody or nobody of each is counted."""
    wanted = {"numerator", "denominator"} <= set(part.columns)
    listed = part.select(*CELL, "numerator", "denominator").drop_nulls() if wanted else pl.DataFrame()
    counted = {(kind, code): (over, under) for kind, code, over, under in listed.iter_rows()}

    def is_telling(cells: Sequence[tuple]) -> bool:
        known = [counted[cell] for cell in cells if cell in counted]
        if len(known) < len(cells) or all(persons[cell] >= least for cell in cells):
            return False
        over, under = sum(pair[0] for pair in known), sum(pair[1] for pair in known)
        return over == 0 or over == under

    return is_telling


def _partitions(part: pl.DataFrame) -> dict[tuple, list[list[tuple]]]:
    """Which cells make up which: by the access columns of the rows themselves."""
    found: dict[tuple, dict[str, list[tuple]]] = {}
    wanted = part.filter(pl.col("entity_kind").is_in(list(LEVELS)))
    for row in wanted.select(*CELL, "org_code", "major_code", "course_code").iter_rows(named=True):
        kind, key = row["entity_kind"], PARENT_KEY[row["entity_kind"]]
        above = (LEVELS[kind], row[key] if key else "school")
        found.setdefault(above, {}).setdefault(kind, []).append((kind, row["entity_id"]))
    return {above: list(kinds.values()) for above, kinds in found.items()}


def weeks(frame: pl.DataFrame, sizes: pl.DataFrame, least: Least) -> pl.DataFrame:
    """mart_week rows: a unit's weeks are open or hidden together, so that no week follows from the term's total."""
    rule = rules()["weeks"]
    units = frame.filter(~pl.col("entity_kind").is_in(PERSONS))
    keys = ["entity_kind", "entity_id", "term_id"]
    cells = units.group_by(keys).agg(pl.col("org_code", "major_code", "course_code").first())
    cells = cells.join(sizes.rename({"period": "term_id"}), on=keys, how="left").with_columns(
        behind=pl.lit(rule["category"]), extreme=pl.lit(None, dtype=pl.String),
        _persons=pl.col("students").fill_null(0),
    )  # fmt: skip
    cells = _opened(cells, ["term_id"], least).select(*keys, "behind", "is_open", "is_open_inside")
    return _with_flags(frame.join(cells, on=keys, how="left"))


def _with_flags(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of persons, and of nobody, hide nothing by themselves."""
    return frame.with_columns(pl.col("is_open", "is_open_inside").fill_null(True))


def offerings(frame: pl.DataFrame, least: Least) -> pl.DataFrame:
    """mart_offering rows: the size of a teaching class."""
    size = pl.col("enrolled").fill_null(0)
    return frame.with_columns(
        behind=pl.lit("student_academic_record"),
        is_open=size >= least.cross_unit,
        is_open_inside=size >= least.own_unit,
    )


def items(frame: pl.DataFrame, valued: pl.DataFrame) -> pl.DataFrame:
    """mart_item rows are as open as the value they score; one of which only a side is told is not."""
    cells = valued.filter(pl.col("is_latest")).select(
        *CELL, "indicator_id", "behind", shown=pl.col("is_open") & pl.col("extreme").is_null(),
        inside=pl.col("is_open_inside") & pl.col("extreme").is_null(),
    )  # fmt: skip
    frame = frame.join(cells.unique([*CELL, "indicator_id"]), on=[*CELL, "indicator_id"], how="left")
    return _with_flags(frame.rename({"shown": "is_open", "inside": "is_open_inside"}))


def above(frame: pl.DataFrame, parts: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """A score made of parts is hidden where exactly one part is: it would tell that one. Two cannot be told apart."""
    keys = [*CELL, "standard_id", *by]
    counted = parts.group_by(keys).agg(
        behind=pl.col("behind").drop_nulls().first(),
        is_open=(~pl.col("is_open")).sum() != 1,
        is_open_inside=(~pl.col("is_open_inside")).sum() != 1,
    )
    return _with_flags(frame.join(counted, on=keys, how="left"))


def bins(frame: pl.DataFrame, least: Least) -> pl.DataFrame:
    """mart_score_bin rows: fine bins for the holders of the grades, and bands that everyone else may see."""
    fine = frame.with_columns(
        width=pl.lit(5),
        behind=pl.lit("student_academic_record"),
        is_open=pl.lit(False),
        is_open_inside=pl.lit(False),
    )
    edges = rules()["bands"]
    start = pl.lit(0)
    for edge in edges[1:]:
        start = pl.when(pl.col("bin_from") >= edge).then(edge).otherwise(start)
    bands = frame.with_columns(bin_from=start.cast(pl.Int64)).group_by(
        "course_code", "term_id", "bin_from", maintain_order=True
    ).agg(pl.col("n").sum(), pl.col("org_code").first())  # fmt: skip
    bands = bands.with_columns(
        width=pl.when(pl.col("bin_from") == 0).then(60).otherwise(10),
        behind=pl.lit("student_academic_record"),
    )
    return pl.concat([fine, _opened_bands(bands, least)], how="diagonal_relaxed")


def _opened_bands(bands: pl.DataFrame, least: Least) -> pl.DataFrame:
    table = ["course_code", "term_id"]
    parts = []
    for _, part in bands.sort(*table, "bin_from").group_by(table, maintain_order=True):
        flags = {}
        for name, k in (("is_open", least.cross_unit), ("is_open_inside", least.own_unit)):
            persons = dict(enumerate(part["n"]))
            small = {place for place, n in persons.items() if n < k}
            gone = unknown_cells({**persons, "total": part["n"].sum()}, small, {"total": [list(persons)]}, k)
            flags[name] = [place not in gone and "total" not in gone for place in persons]
        parts.append(part.with_columns(**{name: pl.Series(flag) for name, flag in flags.items()}))
    return (
        pl.concat(parts) if parts else bands.with_columns(is_open=pl.lit(False), is_open_inside=pl.lit(False))
    )
