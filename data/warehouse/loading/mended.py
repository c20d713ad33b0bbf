"""A file of rows set aside that their owner has mended and gives back: read as it was made, marked in the account when it loads.

The product makes such a file itself (reports/set_aside_file.py): the source's own columns, and at their right columns that say what
was wrong. The number of the row set aside, under NUMBER, is what tells a file given back from an export of the source.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
from sqlalchemy import Engine, select, update

from access.spreadsheet_cells import as_written
from data.sources.files import ROW, Layout, SourceFile, tops
from data.sources.headers import normal_header
from data.staging.mapping import TableRule
from data.warehouse.schema.meta import meta_set_aside_row
from errors import ShownError

NUMBER = ("暂存编号", "set_aside_no")  # in the languages the file is made in
BATCH = 400


def layout_of(path: Path, layout: Layout) -> Layout:
    """The form the mapping declares for the source's own export; of a file given back, the form the product wrote."""
    if layout == Layout():
        return layout
    first = [cell for top in tops(path) for cell in (top.rows[0] if top.rows else ())]
    return Layout() if any(normal_header(cell) in NUMBER for cell in first) else layout


def as_read(file: SourceFile) -> SourceFile:
    """A file given back with its cells as the source wrote them, without what kept them from running as formulas."""
    if not is_given_back(file.frame):
        return file
    texts = [name for name, kind in file.frame.schema.items() if kind == pl.String]
    quoted = pl.col(texts).str.starts_with("'")
    cells = pl.when(quoted).then(pl.col(texts).map_elements(as_written, return_dtype=pl.String))
    return replace(file, frame=file.frame.with_columns(cells.otherwise(pl.col(texts)).name.keep()))


def is_given_back(frame: pl.DataFrame) -> bool:
    """Whether these are rows set aside that come back."""
    return any(name in frame.columns for name in NUMBER)


def refuse_what_needs_the_whole(rule: TableRule, file: SourceFile) -> None:
    """Raises where rows cannot be told apart without the file they stood in."""
    if is_given_back(file.frame) and any(item.row_number for item in rule.rules()):
        raise ShownError(
            "loading mended rows",
            file=file.name,
            found="rows set aside of a file whose rows are numbered by their place",
            expected="the whole file, mended",
            remedy="mend the rows in the original file and load that",
        )


def refuse_as_partner(file: SourceFile) -> None:
    """Raises for mended rows in place of a file that others are joined with: what they lack would look removed."""
    if is_given_back(file.frame):
        raise ShownError(
            "joining two files",
            file=file.name,
            found="rows set aside, given back",
            expected="the whole file: other files are joined with it",
            remedy="mend the rows in the original file and load both files",
        )


def mark_mended(
    engine: Engine, load_id: int, file: SourceFile, table: str, *, rejected: pl.DataFrame, source: str
) -> None:
    """Note by which load rows set aside came in: those given back that are not set aside again, of the same source.

    A bad file that was loaded several times has the same row set aside several times: all of them came in.
    """
    number = next((name for name in NUMBER if name in file.frame.columns), None)
    if number is None:
        return
    kept = file.frame.filter(~pl.col(ROW).is_in(rejected[ROW].implode()))
    numbers = kept[number].cast(pl.String).str.strip_chars().cast(pl.Int64, strict=False)
    ids = numbers.drop_nulls().unique().to_list()
    columns = meta_set_aside_row.c
    for start in range(0, len(ids), BATCH):
        wanted = columns.set_aside_id.in_(ids[start : start + BATCH]) & (columns.source_id == source)
        with engine.begin() as connection:
            same = connection.execute(select(columns.original).where(wanted).distinct()).scalars().all()
            waits = (
                columns.mended_load.is_(None) & (columns.source_id == source) & (columns.table_name == table)
            )
            came = update(meta_set_aside_row).where(waits, columns.original.in_(same))
            connection.execute(came.values(mended_load=load_id))
