"""Sheets that no list of words recognises and that a kept mapping knows by its own headers."""

from __future__ import annotations

import glob
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from data.sources.files import Top, read_file, tops
from data.sources.headers import normal_header
from data.staging.as_last_time import needed_headers
from data.staging.mapping import Mapping
from data.staging.recognition.sheets import Sheet, Unread
from errors import ShownError

BETWEEN = ", sheet "  # how an unread sheet is told: file, sheet name


def known_sheets(
    folder: Path, unread: Iterable[Unread], mappings: Iterable[Mapping]
) -> tuple[list[Sheet], list[Unread]]:
    """The unread sheets that some mapping's headers all stand in, as sheets; and those that stay unread."""
    wanted = [
        (mapping, name, groups) for mapping in mappings for name, groups in needed_headers(mapping).items()
    ]
    found, left = [], []
    for one in unread:
        sheet = next(filter(None, (_read(folder, one, *each) for each in wanted)), None)
        if sheet:
            found.append(sheet)
        else:
            left.append(one)
    return found, left


def _read(
    folder: Path, one: Unread, mapping: Mapping, name: str, groups: list[frozenset[str]]
) -> Sheet | None:
    path, _, sheet = one.shown.partition(BETWEEN)
    row = _header_row(folder / path, sheet or None, groups)
    if row is None:
        return None
    said = mapping.files[name].layout()
    layout = replace(said, header_row=row, sheet=sheet or None)
    try:
        file = read_file(
            folder / path, wanted={header for group in groups for header in group}, layout=layout
        )
    except ShownError:
        return None
    titles = tuple(filter(None, (sheet, Path(path).stem)))
    return Sheet(glob.escape(path), one.shown, sheet or None, file, row, titles)


def _header_row(path: Path, sheet: str | None, groups: list[frozenset[str]]) -> int | None:
    """The first row in which a header of every group stands, from 1."""
    try:
        found: list[Top] = tops(path)
    except (ShownError, OSError):
        return None
    for top in found:
        if top.header_row or (sheet is not None and top.sheet != sheet):
            continue
        for at, cells in enumerate(top.rows, start=1):
            there = {normal_header(cell) for cell in cells if cell}
            if all(group & there for group in groups):
                return at
    return None
