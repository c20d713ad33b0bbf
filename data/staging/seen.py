"""What a proposal saw of each sheet: its columns by shape, how far they are filled, a few cells, words of code lists.

No value of a person is kept: columns that are known to hold one, and columns nobody knows, show shapes. Words stand only where
they can be those of a list.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.sources.files import ROW
from data.sources.headers import normal_header
from data.staging.recognition.forms import plain
from data.staging.recognition.found import Found
from errors import shape

PREVIEWED = 5  # rows
MOST_PLACES = 400  # of a log
MOST_WORDS = 40  # distinct texts of a column that may be a code list
LONGEST_WORD = 24
LONGEST_CELL = 40
PERSONAL_FIELDS = ("student_no", "staff_no", "student_name", "teacher_name", "person_name", "person")
PERSONAL_WORDS = ("姓名", "名字", "name", "人员", "学生", "教师", "学号", "工号", "电话", "手机", "证件", "身份", "住址", "地址", "邮箱", "qq", "微信")  # fmt: skip
NOT_PERSONAL = ("class_name", "course_name", "org_name", "major_name", "course_org_name", "class", "course", "org", "major")  # fmt: skip


@dataclass(frozen=True)
class ColumnSeen:
    """One column of a sheet."""

    header: str
    shape: str | None  # of the first filled cell
    filled: float  # share of rows, 0 to 1
    is_shown: bool  # whether cells may be shown; shapes otherwise
    never: str | None = None  # why it is never loaded
    words: dict[str, int] | None = None  # text -> rows, where the column can be a code list
    cells: tuple[str | None, ...] = ()  # of the first rows: cells or their shapes
    beside: dict[str, int] | None = None  # text -> rows, of a column of figures: what is no figure


@dataclass(frozen=True)
class SheetSeen:
    """One sheet (or several files of one shape) as it was read."""

    shown: str
    path: str
    sheet: str | None
    header_row: int | None
    encoding: str | None
    rows: int
    files: int
    confidence: str  # high | medium | low | none
    columns: tuple[ColumnSeen, ...]
    is_log: bool = False  # of cards or doors: no cell of it is kept, and the file not longer than it takes
    notice: str | None = None

    @property
    def headers(self) -> list[str]:
        return [one.header for one in self.columns]

    def column(self, header: str) -> ColumnSeen | None:
        """The column of this header, as mappings name it."""
        name = normal_header(header)
        return next((one for one in self.columns if normal_header(one.header) == name), None)


def seen(found: Found, confidence: str) -> SheetSeen:
    """What may be kept of one sheet."""
    sheet = found.sheet
    column = _column_of_log if found.log else _column
    columns = tuple(column(found, header) for header in sheet.headers if header not in found.people)
    columns += tuple(  # a header that is somebody's name or number is told by its shape
        ColumnSeen(shape(header), None, 0.0, is_shown=False)
        for header in sheet.headers
        if header in found.people
    )
    return SheetSeen(
        sheet.shown, sheet.path, sheet.sheet, sheet.header_row, sheet.file.encoding, sheet.file.row_count,
        sheet.files, confidence, columns, found.log is not None, sheet.file.notice,
    )  # fmt: skip


def _column_of_log(found: Found, header: str) -> ColumnSeen:
    """Of a log no cell of any row is kept: the names of its places with their rows, shapes of all else."""
    texts, rows = found.texts(header), max(1, found.frame.height)
    names = _names_of_places(found, header) if header in found.log.places else None
    if not found.log.places and header not in found.never:
        names = _words(found, header)  # any of these columns may turn out to be the place
    first = shape(texts[0]) if len(texts) else None
    return ColumnSeen(header, first, len(texts) / rows, False, found.never.get(header), names)


def _names_of_places(found: Found, header: str) -> dict[str, int] | None:
    counts = found.counts(header)
    named = {
        name: rows for name, rows in counts.items() if len(name) <= LONGEST_CELL and name not in found.people
    }
    return dict(list(named.items())[:MOST_PLACES])


def _column(found: Found, header: str) -> ColumnSeen:
    texts, rows = found.texts(header), max(1, found.frame.height)
    words = None if header in found.never else _words(found, header)
    is_shown = header not in found.never and (words is not None or _is_harmless(found, header))
    cells = _cells(found, header, is_shown=is_shown)
    told = found.never.get(header)
    first = shape(texts[0]) if len(texts) else None
    beside = None if told else _beside_figures(found, header)
    return ColumnSeen(header, first, len(texts) / rows, is_shown, told, words, cells, beside)


def _cells(found: Found, header: str, *, is_shown: bool) -> tuple[str | None, ...]:
    top = found.frame.sort(ROW).head(PREVIEWED)[normal_header(header)]
    if top.dtype.is_nested():
        return ()
    texts = [None if cell is None else str(cell) for cell in top.to_list()]
    return tuple(
        text
        if text is None
        else text[:LONGEST_CELL]
        if is_shown and text not in found.people
        else shape(text)
        for text in texts
    )


def _beside_figures(found: Found, header: str) -> dict[str, int] | None:
    """Texts without a digit in a column that holds figures: 缺考 among marks; few and short, and nobody's name."""
    counts = found.counts(header)
    texts = {text: rows for text, rows in counts.items() if not any(sign.isdigit() for sign in text)}
    is_list = 0 < len(texts) <= MOST_WORDS and len(texts) < len(counts)
    is_short = all(len(text) <= LONGEST_WORD and text not in found.people for text in texts)
    return texts if is_list and is_short else None


def _is_harmless(found: Found, header: str) -> bool:
    """A column of a field we know that is no person's."""
    known = {where: name for name, where in found.fields.items()}
    name = known.get(header)
    if name is None or name in (*PERSONAL_FIELDS, "remark"):
        return False
    return name in NOT_PERSONAL or not _sounds_personal(header)


def _sounds_personal(header: str) -> bool:
    return any(word in plain(header) for word in PERSONAL_WORDS)


def _words(found: Found, header: str) -> dict[str, int] | None:
    """Texts that can be words of a list: few, short, repeated, and nobody's name or number."""
    known = {where: name for name, where in found.fields.items()}
    if known.get(header) in PERSONAL_FIELDS or (header not in known and _sounds_personal(header)):
        return None
    counts, rows = found.counts(header), max(1, found.frame.height)
    if not counts or len(counts) > MOST_WORDS or (len(counts) > rows / 2 and rows > 3):
        return None
    if any(len(word) > LONGEST_WORD or word in found.people for word in counts):
        return None
    return dict(counts)
