"""Damage of every kind seen in real exports, done to a good table by a seed and written in six formats."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from data.warehouse.loading.source import load_source
from errors import ShownError
from tests.data.sheet_files import page, xls, xlsx
from tests.data.small_source import GRADES, make_mapping

Rows = list[list[object]]
HEADER, *BODY = [line.split(",") for line in GRADES.strip().split("\n")]


@dataclass(frozen=True)
class Mutation:
    """What was done to the file, told when it fails: kind, format, seed."""

    kind: str
    form: str
    seed: int


def _cell(draw: random.Random, rows: Rows, value: object) -> Rows:
    row = draw.choice(rows[1:])
    row[draw.randrange(len(row))] = value
    return rows


def _one_of(*values: object) -> Callable[[random.Random, Rows], Rows]:
    return lambda draw, rows: _cell(draw, rows, draw.choice(values))


def _inserted(*made: list[object]) -> Callable[[random.Random, Rows], Rows]:
    def insert(draw: random.Random, rows: Rows) -> Rows:
        rows.insert(draw.randint(1, len(rows)), list(draw.choice(made)))
        return rows

    return insert


def _titles(draw: random.Random, rows: Rows) -> Rows:
    return [["某学院成绩登记表"], *([[]] * draw.randint(0, 3)), *rows]


def _header_spelling(draw: random.Random, rows: Rows) -> Rows:
    spelt = (
        lambda name: f" {name} ",
        lambda name: f"{name}\n",
        lambda name: f"\ufeff{name}",
        lambda name: f"{name}\u3000",
    )
    rows[0] = [draw.choice(spelt)(name) for name in rows[0]]
    return rows


def _columns_moved(draw: random.Random, rows: Rows) -> Rows:
    order = draw.sample(range(len(rows[0])), len(rows[0]))
    return [[row[place] for place in order] for row in rows]


def _column_lost(draw: random.Random, rows: Rows) -> Rows:
    lost = draw.randrange(len(rows[0]))
    return [row[:lost] + row[lost + 1 :] for row in rows]


def _column_twice(draw: random.Random, rows: Rows) -> Rows:
    again = draw.randrange(len(rows[0]))
    return [[*row, row[again]] for row in rows]


def _cut_short(draw: random.Random, rows: Rows) -> Rows:
    row = draw.choice(rows[1:])
    del row[draw.randint(1, len(row) - 1) :]
    return rows


def _repeated(draw: random.Random, rows: Rows) -> Rows:
    rows.insert(draw.randint(1, len(rows)), list(draw.choice(rows)))
    return rows


KINDS: dict[str, Callable[[random.Random, Rows], Rows]] = {
    "blank cell": _one_of(None, "", " ", "\u3000"),
    "sentinel": _one_of("无", "-", "/", "NULL", "—", "?"),
    "number as words": _one_of("八十六", "86分", "8 6", "８６", "86,5", "1,086"),
    "scientific": _one_of("2.015E+11", "1e400", "-1", "NaN", "inf"),
    "many digits": _one_of("9" * 40, 201501010101010123, "0" * 30),
    "date of another shape": _one_of("2025.1.10", "45667", "2025年13月40日", "10/01/25", "昨天"),
    "unknown word": _one_of("缓 考", "待定", "优+", "旷考(补)", "#N/A", "#REF!"),
    "long cell": _one_of("x" * 40_000, "汉" * 5_000),
    "odd characters": _one_of(
        "a\tb", "a\rb", "𠮷", "é", "\u200b", "🎓", "'; DROP TABLE fact_grade_attempt; --", "=1+1"
    ),
    "quotes": _one_of('"', '""', 'a"b', "'", '"a,b'),
    "blank row": _inserted([], [None] * 6, [""] * 6),
    "total or note": _inserted(
        ["合计", None, None, 86], ["备注:缺考记零分"], ["制表人:", None, "审核人:"], ["小计", 3]
    ),
    "row of the header again": _inserted(HEADER),
    "row repeated": _repeated,
    "row cut short": _cut_short,
    "row too long": _inserted(["S001", "K1", "2", "60", None, "2025-01-10", "多", "余"]),
    "titles above": _titles,
    "header spelt otherwise": _header_spelling,
    "columns moved": _columns_moved,
    "column lost": _column_lost,
    "column twice": _column_twice,
}
BYTES = ("bytes cut off", "bytes flipped", "bytes put in")


def _separated(separator: str, encoding: str) -> Callable[[Path, Rows], None]:
    def write(path: Path, rows: Rows) -> None:
        text = (
            "\n".join(separator.join("" if cell is None else str(cell) for cell in row) for row in rows)
            + "\n"
        )
        path.write_bytes(text.encode(encoding, errors="replace"))

    return write


def _book(writer) -> Callable[[Path, Rows], None]:
    def write(path: Path, rows: Rows) -> None:
        short = [[cell[:32_000] if isinstance(cell, str) else cell for cell in row] for row in rows]
        writer(path, {"Sheet1": short}, [])

    return write


FORMS: dict[str, tuple[str, Callable[[Path, Rows], None]]] = {
    "csv in UTF-8": (".csv", _separated(",", "utf-8")),
    "csv in GB18030": (".csv", _separated(",", "gb18030")),
    "tabs in UTF-16": (".tsv", _separated("\t", "utf-16")),
    "xlsx": (".xlsx", _book(xlsx)),
    "xls": (".xls", _book(xls)),
    "page named xls": (".xls", _book(page)),
}


def mutations(count: int, seed: int = 0) -> list[Mutation]:
    """So many mutations, every kind in every format before any a second time."""
    pairs = [(kind, form) for kind in (*KINDS, *BYTES) for form in FORMS]
    return [Mutation(*pairs[number % len(pairs)], seed + number) for number in range(count)]


def write(mutation: Mutation, folder: Path) -> Path:
    """The damaged table of grades as the only file of that name in the folder."""
    draw = random.Random(mutation.seed)
    for old in folder.glob("grades.*"):
        old.unlink()
    ending, writer = FORMS[mutation.form]
    path = folder / f"grades{ending}"
    rows = [list(HEADER), *(list(row) for row in BODY)]
    writer(path, KINDS[mutation.kind](draw, rows) if mutation.kind in KINDS else rows)
    if mutation.kind in BYTES:
        path.write_bytes(_damaged(draw, mutation.kind, path.read_bytes()))
    return path


def _damaged(draw: random.Random, kind: str, body: bytes) -> bytes:
    place = draw.randrange(1, len(body))
    if kind == "bytes cut off":
        return body[:place]
    if kind == "bytes put in":
        return body[:place] + draw.randbytes(draw.randint(1, 8)) + body[place:]
    damaged = bytearray(body)
    for _ in range(draw.randint(1, 4)):
        damaged[draw.randrange(len(damaged))] ^= 1 << draw.randrange(8)
    return bytes(damaged)


def judged(home, folder, wanted) -> dict:
    """How each went: files whose count does not balance by name, and how many still load rows; anything but a ShownError passes on."""
    mapping = make_mapping(files={**make_mapping().model_dump()["files"], "grades": "grades.*"})
    unbalanced, loads = [], 0
    for mutation in wanted:
        write(mutation, folder)
        try:
            result = load_source(home, mapping, folder, trial=True)
        except ShownError:
            continue
        unbalanced += [mutation for counts in result.tables.values() if not counts.balances]
        grades = result.tables.get("fact_grade_attempt")
        loads += bool(grades and grades.loaded)
    return {"unbalanced": unbalanced, "loads good rows": loads}
