"""A large text file as blocks of whole lines: its bytes, their digest, and what decides how a block can be read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from os import SEEK_CUR
from pathlib import Path
from typing import BinaryIO, TypeVar

from data.sources.records import LONGEST_CELL

PIECE = 64 << 20  # bytes read at a time
FIRST = 16 << 20  # of these, so that the records of the first block are used while the second is read
NEAR_END = 64 << 10
Made = TypeVar("Made")


@dataclass(frozen=True)
class Block:
    """Some lines of a file, and how many bytes of it have been read with them."""

    lines: bytes
    done: int
    has_quotes: bool
    has_returns: bool
    sha256: str | None  # of the whole file, with its last block


def one_ahead(make: Callable[[], Made | None], aside: Executor) -> Iterator[Made]:
    """What `make` gives until it gives None; the next one is made while this one is used."""
    coming = aside.submit(make)
    while (made := coming.result()) is not None:
        coming = aside.submit(make)
        yield made


class Blocks:
    """The blocks of one open file, from its beginning to its end."""

    def __init__(self, path: Path, handle: BinaryIO) -> None:
        self._handle, self._size, self._digest = handle, path.stat().st_size, hashlib.sha256()

    def next(self) -> Block | None:
        """The next lines, None after the last ones; what was read beyond the last of them is read again."""
        lines = self._lines()
        if not lines:
            return None
        has_quotes = b'"' in lines
        if self._handle.tell() < self._size and (cut := _cut(lines, has_quotes)) < len(lines):
            self._handle.seek(cut - len(lines), SEEK_CUR)
            lines = lines[:cut]
        self._digest.update(lines)
        done = self._handle.tell()
        sha256 = self._digest.hexdigest() if done == self._size else None
        return Block(lines, done, has_quotes, b"\r" in lines, sha256)

    def _lines(self) -> bytes:
        lines = self._handle.read(self._length())
        while b"\n" not in lines and self._handle.tell() < self._size:  # one line longer than a block
            lines += self._handle.read(PIECE)
        return lines

    def _length(self) -> int:
        """How much to read so that the block ends with a line, where one ends near its size: nothing is read twice then."""
        start = self._handle.tell()
        most = PIECE if start else min(PIECE, FIRST)
        if start + most >= self._size or most <= NEAR_END:
            return most
        self._handle.seek(start + most - NEAR_END)
        end = self._handle.read(NEAR_END).rfind(b"\n") + 1
        self._handle.seek(start)
        return most - NEAR_END + end if end else most


def _cut(lines: bytes, has_quotes: bool) -> int:
    """Where the last record ends: at a line's end that no quoted cell spans, if there is one near."""
    end = lines.rfind(b"\n") + 1
    if not has_quotes:
        return end
    place, quotes = end, lines.count(b'"', 0, end)
    for _ in range(LONGEST_CELL):
        if quotes % 2 == 0 or not place:
            break
        above = lines.rfind(b"\n", 0, place - 1) + 1
        quotes -= lines.count(b'"', above, place)
        place = above
    return place if place and quotes % 2 == 0 else end
