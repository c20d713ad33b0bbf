"""National tables as files: csv in UTF-8 with the field codes, xlsx with the template's headers, and what was left out and why."""

from __future__ import annotations

import io
import json
import zipfile

from reports.excel import Sheet, workbook
from views.administration.national import Made

FORMATS = ("csv", "xlsx")
REPORT = "conformity.json"


def files(tables: list[Made], form: str) -> dict[str, bytes]:
    """File name -> content: a file for each table that has valid rows, and the account of all of them."""
    written = {f"{one.table.id}.{form}": _content(one, form) for one in tables if one.frame.height}
    return written | {REPORT: json.dumps(account(tables), ensure_ascii=False, indent=1).encode()}


def account(tables: list[Made]) -> list[dict]:
    """Per table: rows read, valid, left out by field and reason, and the fields the college's data do not hold. No value of anybody."""
    return [
        {
            "table": one.table.id,
            "name": one.table.name,
            "rows": one.read,
            "valid": one.frame.height,
            "left_out": [
                {"field": field, "reason": reason, "rows": count} for field, reason, count in one.problems
            ],
            "not_held": [field.code for field in one.table.lacking],
        }
        for one in tables
    ]


def zipped(written: dict[str, bytes]) -> bytes:
    """The files in one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in written.items():
            archive.writestr(name, content)
    return out.getvalue()


def _content(one: Made, form: str) -> bytes:
    if form == "csv":
        return one.frame.write_csv(null_value="").encode()
    rows = tuple(one.frame.iter_rows())
    return workbook([Sheet(one.table.name, one.headers, rows)])
