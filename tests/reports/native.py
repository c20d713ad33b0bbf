"""Charts of a workbook as its file says them: for each chart the sheet, column and rows of its series."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from lxml import etree

SPACE = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
PLACE = re.compile(
    r"'?(?P<sheet>[^!]+?)'?!\$(?P<column>[A-Z]+)\$(?P<first>\d+)(?::\$[A-Z]+\$(?P<last>\d+))?$"
)


def charts_of(content: bytes) -> list[list[tuple[str, int, int, int]]]:
    """Series by chart, in the order in which they were drawn: (sheet, column, first row, last row), counted from 0."""
    archive = zipfile.ZipFile(BytesIO(content))
    names = [name for name in archive.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
    names.sort(key=lambda name: int(re.search(r"\d+", name)[0]))
    return [_series(etree.fromstring(archive.read(name))) for name in names]


def _series(chart) -> list[tuple[str, int, int, int]]:
    places = chart.xpath("//c:ser/c:val/c:numRef/c:f/text()", namespaces=SPACE)
    return [_place(place) for place in places]


def _place(words: str) -> tuple[str, int, int, int]:
    found = PLACE.match(words)
    first = int(found["first"]) - 1
    return (
        found["sheet"].replace("''", "'"),
        _column(found["column"]),
        first,
        int(found["last"] or found["first"]) - 1,
    )


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
