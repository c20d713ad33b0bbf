"""The one base class for errors that are shown to people; everything else is a bug and fails loudly."""

from __future__ import annotations

LONGEST_SHAPE = 40


class ShownError(Exception):
    """What we were doing, what was found (its shape where personal), what was expected, what to do."""

    def __init__(
        self,
        doing: str,
        *,
        found: str | None = None,
        expected: str | None = None,
        remedy: str | None = None,
        file: str | None = None,
        row: int | None = None,
        column: str | None = None,
        code: str | None = None,
    ) -> None:
        self.code = code  # which refusal this is, for a page that words it in the reader's language
        self.doing, self.found, self.expected, self.remedy = doing, found, expected, remedy
        self.file, self.row, self.column = file, row, column
        super().__init__(self._message())

    def _message(self) -> str:
        place = ", ".join(
            f"{word} {value}"
            for word, value in (("file", self.file), ("row", self.row), ("column", self.column))
            if value is not None
        )
        parts = [self.doing + (f" ({place})" if place else "")]
        parts += [
            f"{word}: {value}"
            for word, value in (("found", self.found), ("expected", self.expected), ("to do", self.remedy))
            if value
        ]
        return "; ".join(parts)


class NotAllowed(ShownError):
    """A reader asked for something that the access rules do not give."""


class WrongUsage(ShownError):
    """A command that cannot be meant: it exits 2, as one that cannot be parsed does."""


def shape(value: object) -> str:
    """The shape of a value, for messages: digits become 9, letters A, Chinese characters 汉.

    >>> shape("2024A7 张三")
    '9999A9 汉汉'
    """
    text = "" if value is None else str(value)[: LONGEST_SHAPE + 1]
    text = "".join(map(_kind, text))
    return text if len(text) <= LONGEST_SHAPE else text[: LONGEST_SHAPE - 3] + "..."


def _kind(letter: str) -> str:
    """What kind of letter it is, of any script; signs stay."""
    if "\u3400" <= letter <= "\u9fff" or "\uf900" <= letter <= "\ufaff" or letter >= "\U00020000":
        return "汉"
    if letter.isalpha():
        return "A"
    if letter.isdigit():
        return "9"
    return letter if letter.isprintable() else "?"
