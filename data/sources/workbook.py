"""Excel workbooks, xlsx and old xls: every sheet as a grid of texts, as a person would read the cells."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from data.sources.grid import Grid
from errors import ShownError

MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # xlsx (a zip) and BIFF xls (a compound file)
DIGITS = 15  # that a spreadsheet keeps of a number
EXACT = 10**DIGITS
FORMULA_ALONE = re.compile(rb"(?:</f>|<f[^>]*/>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
UNKNOWN_RESULTS = (
    "{count} cells hold a formula without its result and are read as empty; "
    "expected: results; to do: open the workbook in a spreadsheet program and save it"
)
PANIC = "pyo3_runtime"  # where the reader's own failures come from; they are no Exception, so that nobody else catches them


def is_workbook(body: bytes) -> bool:
    """Whether the first bytes are those of an Excel file, whatever its name ends in."""
    return body.startswith(MARKS)


def grids_of_workbook(body: bytes, *, file: str) -> Iterator[Grid]:
    """The sheets in their order, without charts and macros; raises ShownError for what is damaged or locked."""
    try:
        unknown = _formulas_without_results(body)
        with CalamineWorkbook.from_filelike(BytesIO(body)) as book:
            for place, sheet in enumerate(book.sheets_metadata):
                if sheet.typ == SheetTypeEnum.WorkSheet:
                    yield _grid(book, place, sheet.name, unknown)
    except PasswordError:
        raise _unreadable(file, "a workbook with a password", "save it without the password") from None
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise _unreadable(file, f"{type(error).__name__}: a damaged workbook or another zip file") from None
    except BaseException as error:
        if type(error).__module__ != PANIC:
            raise
        raise _unreadable(file, "a damaged workbook") from None


def _formulas_without_results(body: bytes) -> int:
    """How many cells of a workbook hold a formula and no result; programs that compute nothing write such cells."""
    if not zipfile.is_zipfile(BytesIO(body)):
        return 0
    with zipfile.ZipFile(BytesIO(body)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return sum(len(FORMULA_ALONE.findall(archive.read(name))) for name in names)


def _grid(book: CalamineWorkbook, place: int, name: str, unknown: int) -> Grid:
    sheet = book.get_sheet_by_index(place)
    rows = [[cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    told = UNKNOWN_RESULTS.format(count=unknown) if unknown else None
    return Grid(name, rows, tuple(sheet.merged_cell_ranges or ()), told)


def cell_text(cell: object) -> str | None:
    """A cell as text; a number beyond fifteen digits has lost some and is written as 2.01501010101010e+17, so that it is seen.

    >>> [cell_text(cell) for cell in (2023010101.0, 0.1 + 0.2, True, "", 201501010101010123.0)]
    ['2023010101', '0.3', 'true', None, '2.01501010101010e+17']
    """
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int | float):
        return _number(float(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell) if cell not in (None, "") else None


def _number(value: float) -> str:
    if abs(value) >= EXACT:
        return f"{value:.{DIGITS - 1}e}"
    return str(int(value)) if value == int(value) else f"{value:.{DIGITS}g}"


def _unreadable(
    file: str, found: str, remedy: str = "open it in a spreadsheet program and save it again as xlsx"
) -> ShownError:
    return ShownError(
        "reading a workbook", file=file, found=found, expected="a whole xlsx or xls workbook", remedy=remedy
    )
