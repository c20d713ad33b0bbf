"""Rows set aside as a file that their owner mends and gives back: the source's own columns, and beside them what was wrong.

The number of each row (first of the columns at the right) tells the load that they come back; see data/warehouse/loading/mended.py.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from pathlib import PurePath
from typing import Literal

from access import audit
from access.spreadsheet_cells import neutral
from access.viewer import Viewer
from errors import NotAllowed
from reports.excel import Sheet, workbook
from reports.marking import guarded, watermark
from ui import text
from ui.i18n import t
from views import rights, warehouse
from views.administration import set_aside
from views.administration.set_aside import Parcel, Row

PAGE, KIND = "data", "set_aside"
BESIDE = ("number", "reason", "column", "expected", "row")  # set_aside.file_<name>
Form = Literal["xlsx", "csv"]
SHEET_ENDINGS = (".xlsx", ".xls", ".xlsm")


@dataclass(frozen=True)
class _Part:
    heads: tuple[str, ...]
    rows: tuple[tuple, ...]


def file_name(parcel: Parcel, form: Form) -> str:
    """The name of the source's own file, so that the pattern of the mapping finds it; with the ending of the form."""
    name = PurePath(parcel.file_name).name
    return f"{name.partition('.')[0] or name}.{form}"


def own_form(parcel: Parcel) -> Form:
    """The form that the pattern of the mapping expects: a workbook comes back as one, all else as csv."""
    return "xlsx" if parcel.file_name.lower().endswith(SHEET_ENDINGS) else "csv"


def made(viewer: Viewer, parcel: Parcel, form: Form, purpose: str) -> bytes:
    """The file, recorded with its purpose; refused and recorded for whoever does not answer for the source (any more)."""
    if not (parcel.is_own and purpose.strip() and rights.may_take_away(viewer, PAGE)):
        _refuse(viewer, parcel)
    try:
        rows = set_aside.rows(viewer.scope, parcel.load_id, parcel.file_name)
    except NotAllowed:
        audit.refused(warehouse.engine(), viewer, PAGE, kind=KIND, unit=str(parcel.load_id))
        raise
    parts = _parts(rows)
    content = guarded(lambda: _workbook(viewer, parts, purpose) if form == "xlsx" else _csv(parts))
    heads = ", ".join(dict.fromkeys(head for part in parts for head in part.heads))
    audit.exported(
        warehouse.engine(), viewer, KIND, str(parcel.load_id), page=PAGE, content=content, rows=len(rows), fields=heads,
        purpose=purpose.strip(),
    )  # fmt: skip
    return content


def _refuse(viewer: Viewer, parcel: Parcel) -> None:
    audit.refused(warehouse.engine(), viewer, PAGE, kind=KIND, unit=str(parcel.load_id))
    raise NotAllowed(
        "taking away rows set aside",
        found=f"role {viewer.role}",
        expected=f"the role that answers for the source ({parcel.owner_role or 'none is named'}), with a purpose",
    )


def _parts(rows: tuple[Row, ...]) -> list[_Part]:
    """Rows of the same columns together: sheets of one workbook may differ. Lines that were no record stand with the first."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        if row.line is None:
            groups.setdefault(tuple(row.cells), []).append(row)
    lines = [row for row in rows if row.line is not None]
    groups = groups or {(): []}
    next(iter(groups.values())).extend(lines)
    return [_part(heads, sorted(found, key=lambda row: row.row_no)) for heads, found in groups.items()]


def _part(heads: tuple[str, ...], rows: list[Row]) -> _Part:
    has_line = any(row.line is not None for row in rows)
    beside = [t(f"set_aside.file_{name}") for name in BESIDE] + (
        [t("set_aside.file_line")] if has_line else []
    )
    body = [
        (*(row.cells.get(head) for head in heads), *_why(row), *((row.line,) if has_line else ()))
        for row in rows
    ]
    return _Part((*heads, *beside), tuple(body))


def _why(row: Row) -> tuple:
    told = (row.reasons, row.columns, row.expected)
    return (
        str(row.number),
        *(t("set_aside.file_join").join(map(text.plain, part)) for part in told),
        str(row.row_no),
    )


def _workbook(viewer: Viewer, parts: list[_Part], purpose: str) -> bytes:
    mark = watermark(viewer, PAGE, None, purpose.strip(), names=True)
    return workbook([Sheet(t("set_aside.file_sheet"), part.heads, part.rows) for part in parts], mark)


def _csv(parts: list[_Part]) -> bytes:
    """One table for all: a spreadsheet opens it with its first three bytes as UTF-8."""
    heads = list(dict.fromkeys(head for part in parts for head in part.heads))
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([neutral(head) for head in heads])
    for part in parts:
        for row in part.rows:
            held = dict(zip(part.heads, row, strict=True))
            writer.writerow([neutral(held.get(head)) for head in heads])
    return out.getvalue().encode("utf-8-sig")
