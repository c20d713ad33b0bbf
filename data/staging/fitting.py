"""How a column is read from the header that a person named: by the cells that stand under it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from data.sources.files import Layout, read_file
from data.staging.correction import GRADE, MARK, from_header
from data.staging.open_mapping import OpenMapping
from data.staging.recognition.columns import reading
from data.staging.recognition.found import understood
from data.staging.recognition.sheets import Sheet, glob_free
from errors import ShownError


def fitted(mapping: OpenMapping, folder: Path, place: int, column: str, header: str) -> Any:
    """The rule for a column: years out of 2024级, translations of the words that are known, a format of odd dates."""
    entry = mapping.entries[place]
    plain = from_header(mapping, place, column, header)
    sheet = mapping.sheets.get(entry.file or "")
    if column in (GRADE, MARK) or sheet is None or sheet.files > 1 or sheet.column(header) is None:
        return plain
    rule = mapping.files[entry.file]
    layout = Layout(rule.get("encoding"), rule.get("separator"), rule.get("header_row"), rule.get("sheet"))
    path = glob_free(sheet.path)
    try:
        file = read_file(folder / path, wanted={header}, layout=layout)
    except ShownError:
        return plain
    found = understood(entry.file, Sheet(sheet.path, path, sheet.sheet, file, sheet.header_row))
    made = reading(found, entry.table, column, header).rule
    if made is None or (isinstance(plain, dict) and not isinstance(made, dict)):
        return plain
    return made
