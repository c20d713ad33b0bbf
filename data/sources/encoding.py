"""Which encoding a text file really has: UTF-8 and GB18030 by strict trial, a declared one checked, the rest refused."""

from __future__ import annotations

from dataclasses import dataclass

from charset_normalizer import from_bytes

from errors import ShownError

MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
TRIED = ("utf-8", "gb18030")
SIGNS = "·—…‘’“”"  # of Chinese text, outside the blocks of its characters
# A few damaged bytes spoil their rows, not the file; above this share the encoding itself is wrong.
DAMAGED_SHARE = 0.02
SMALL_FILE = 50  # lines; in a handful of lines one damaged row is already a large share
REPLACED = "\ufffd"
SAMPLE = 100_000
# Shares of zero bytes. Some exports fill fixed widths with them: those are cleaned away with the cells they stand in.
ZEROS_OF_UTF16, STRAY_ZEROS, NO_TEXT = 0.15, 0.02, 0.3


@dataclass(frozen=True)
class Decoded:
    """The text of a file, the encoding it was read with and what a person should know about that."""

    text: str
    encoding: str
    notice: str | None = None


def decode(body: bytes, *, file: str, declared: str | None = None) -> Decoded:
    """The text of a file. Damaged bytes become U+FFFD, so that only their rows are set aside.

    Raises ShownError where no known encoding fits, with the row of the first byte that does not.
    """
    for mark, name in MARKS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(name, errors="replace"), name)
    if declared:
        text = _strict(body, declared, file)
        if text is not None:
            return Decoded(text, declared)
    wide = wide_without_mark(body)
    if wide:
        return Decoded(body.decode(wide, errors="replace"), wide)
    _refuse_no_text(body, file)
    for name in TRIED:
        text = _strict(body, name, file)
        if text is not None and (name == "utf-8" or _reads_as_chinese(text)):
            told = f"declared {declared}, but the bytes are {name}; read as {name}" if declared else None
            return Decoded(text, name, told)
    return _damaged(body, declared, file)


def wide_without_mark(body: bytes) -> str | None:
    """UTF-16 that does not say so: digits, commas and line ends have a zero on one side of every pair of bytes."""
    zeros = [body[side:SAMPLE:2].count(0) for side in (0, 1)]
    pairs = max(len(body[:SAMPLE]) // 2, 1)
    if max(zeros) < ZEROS_OF_UTF16 * pairs or min(zeros) > STRAY_ZEROS * pairs:
        return None
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"


def _refuse_no_text(body: bytes, file: str) -> None:
    if body[:SAMPLE].count(0) > NO_TEXT * len(body[:SAMPLE]):
        raise ShownError(
            "decoding a file",
            file=file,
            row=body.count(b"\n", 0, body.index(0)) + 1,
            found="bytes that are no text",
            expected="csv or tsv",
            remedy="export the table as csv in UTF-8",
        )


def _strict(body: bytes, name: str, file: str) -> str | None:
    try:
        return body.decode(name)
    except UnicodeDecodeError:
        return None
    except LookupError:
        raise ShownError(
            "decoding a file",
            file=file,
            found=f"the mapping's encoding {name!r}",
            expected="a known encoding",
        ) from None


def _reads_as_chinese(text: str) -> bool:
    """GB18030 accepts nearly any bytes; what it makes of Latin-1 text is rare and private-use characters."""
    other = [letter for letter in text[:200_000] if ord(letter) > 127]
    common = sum(
        "\u4e00" <= letter <= "\u9fff"
        or "\u3000" <= letter <= "\u303f"
        or "\uff00" <= letter <= "\uffef"
        or letter in SIGNS
        for letter in other
    )
    return common >= 0.9 * len(other)


def _damaged(body: bytes, declared: str | None, file: str) -> Decoded:
    """The encoding that leaves the fewest damaged rows, if these are few."""
    limit = DAMAGED_SHARE if body.count(b"\n") >= SMALL_FILE else 0.5
    for name in dict.fromkeys((declared or "utf-8", *TRIED)):
        if _damage(body, name) <= limit:
            text = body.decode(name, errors="replace")
            return Decoded(text, name, f"read as {name}; rows with damaged bytes are set aside")
    guess = from_bytes(body[:100_000]).best()
    raise ShownError(
        "decoding a file",
        file=file,
        row=_first_bad_row(body),
        found=f"bytes that are neither UTF-8 nor GB18030 (they look like {guess.encoding if guess else 'no text'})",
        expected=f"{declared or 'UTF-8 or GB18030'}",
        remedy="save the file as UTF-8, or state its `encoding` in the mapping",
    )


def _damage(body: bytes, name: str) -> float:
    lines = body.decode(name, errors="replace").split("\n")
    return sum(REPLACED in line for line in lines) / len(lines)


def _first_bad_row(body: bytes) -> int:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        return body.count(b"\n", 0, error.start) + 1
    return 1
