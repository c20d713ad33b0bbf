"""A large file read in pieces gives the records, the row numbers and the rows that are none of a file read as a whole."""

from __future__ import annotations

import random

import polars as pl
import pytest

from data.sources import blocks, pieces
from data.sources.distinct import is_coded, plain
from data.sources.files import ROW, Layout, read_file

WANTED = ["学号", "课程", "成绩"]
DAMAGE = (
    "",
    ",,",
    "合计,,80",
    "制表人:,,",
    "S1,C1,80,多,余",
    'S3,"高等, 数学",90',
    'S4,"第一行\n第二行",60',
    "学号,课程,成绩",
    "S5,C\r1,88",
)


def _text(seed: int) -> str:
    """A title, a header, some hundred records and damage among them."""
    draw = random.Random(seed)
    lines = [
        f"S{draw.randrange(40)},C{draw.randrange(9)},{draw.choice(['良好', '缓考', '85', '无', ''])}"
        for _ in range(400)
    ]
    for damage in draw.choices(DAMAGE, k=15):
        lines.insert(draw.randrange(len(lines)), damage)
    return "\n".join(["某学院成绩表", "学号,课程,成绩", *lines]) + draw.choice(["", "\n"])


def _of(files: list) -> tuple[list, list]:
    frame = pl.concat(
        [file.frame.select(plain(file.frame[name]) for name in file.frame.columns) for file in files]
    )
    return frame.rows(), sorted(row for file in files for row in file.broken)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("seed", range(12))
def test_pieces_are_the_whole(tmp_path, monkeypatch, seed, encoding):
    monkeypatch.setattr(pieces, "LARGE", 1)
    monkeypatch.setattr(blocks, "PIECE", random.Random(seed).randint(200, 3_000))
    path = tmp_path / "a.csv"
    path.write_bytes(_text(seed).encode(encoding))
    whole = read_file(path, wanted=WANTED, layout=Layout())
    assert pieces.is_large_text(path, Layout())
    read = list(pieces.pieces(path, wanted=WANTED, layout=Layout()))
    assert len(read) > 1
    assert _of([piece.file for piece in read]) == (whole.frame.rows(), sorted(whole.broken))
    last = read[-1]
    assert (last.file.sha256, last.file.first_row, last.done) == (whole.sha256, whole.first_row, last.size)
    assert last.rows == whole.row_count
    numbers = whole.frame[ROW].sample(5, seed=seed)
    again = pieces.rows_of(path, numbers, wanted=WANTED, layout=Layout())
    assert again.rows() == whole.frame.filter(pl.col(ROW).is_in(numbers.implode())).rows()


def test_a_quote_that_nobody_closes_costs_rows_near_it_and_loses_none(tmp_path, monkeypatch):
    monkeypatch.setattr(pieces, "LARGE", 1)
    monkeypatch.setattr(blocks, "PIECE", 1_000)
    good = [f"S{number % 40},C1,{number}" for number in range(600)]
    lines = [*good[:200], '"S2,C1,70', *good[200:400], 'S3,"C1,70', *good[400:]]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["学号,课程,成绩", *lines]), encoding="utf-8")
    read = list(pieces.pieces(path, wanted=WANTED, layout=Layout()))
    rows, broken = _of([piece.file for piece in read])
    assert [row[3] for row in rows] == [str(number) for number in range(600)]
    assert [(number, reason) for number, reason, _ in broken] == [(202, "open_quote"), (403, "open_quote")]
    assert is_coded(read[0].file.frame["课程"])


@pytest.mark.parametrize(
    ("body", "layout"),
    [
        (b"PAR1", Layout()),
        (b"\x1f\x8b\x08", Layout()),
        ("学号\n1\n".encode("utf-16"), Layout()),
        (b"<table>", Layout()),
        ("学号\n1\n".encode(), Layout(fill_down=("学号",))),
        ("学号,暂存编号\n1,7\n".encode(), Layout()),
    ],
)
def test_what_needs_the_whole_file_is_read_as_one(tmp_path, monkeypatch, body, layout):
    monkeypatch.setattr(pieces, "LARGE", 1)
    path = tmp_path / "a.csv"
    path.write_bytes(body)
    assert not pieces.is_large_text(path, layout, other=("暂存编号",))
