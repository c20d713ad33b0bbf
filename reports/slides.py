"""A presentation: 16:9 slides with a title, words, native tables and native charts, a line at the foot of each."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from reports import slide_charts
from reports.chart import Chart
from reports.marking import Mark
from ui.i18n import language
from ui.tokens import colour

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, TOP, ROOM, LOW = Inches(0.6), Inches(1.25), Inches(12.13), Inches(6.85)
EAST_ASIAN, LATIN = "Microsoft YaHei", "Microsoft YaHei"
LANGUAGE = {"zh": "zh-CN", "en": "en-GB"}
HEAD = Inches(0.4)  # where the title of a slide stands
TITLE_ONLY = 5  # number of the layout in python-pptx's own template
ROWS, POINTS = 12, 350  # of a table on one slide: rows at most, points of height at most
NAME_HEIGHT, LARGE_LETTERS = Inches(0.6), 8  # of a tile


@dataclass(frozen=True)
class Tile:
    """A large number with what it is and how far from its target."""

    name: str
    value: str
    gap: str
    note: str


def ink(token: str) -> RGBColor:
    """A colour of the product, for the light theme."""
    return RGBColor.from_string(colour(token, "light").lstrip("#"))


class Deck:
    """Slides one after another; `content()` is the file."""

    def __init__(self, mark: Mark, masked: str):
        self._file = Presentation()
        self._file.slide_width, self._file.slide_height = WIDTH, HEIGHT
        self._masked, self._foot, self.row_count = masked, "", 0
        _fonts(self._file)
        properties = self._file.core_properties
        properties.title, properties.author, properties.subject = mark.title, mark.author, mark.purpose
        properties.comments, properties.created, properties.language = (
            mark.line,
            mark.made_at,
            LANGUAGE[language()],
        )

    def foot(self, line: str) -> None:
        """What stands at the foot of the slides that follow."""
        self._foot = line

    def cover(self, title: str, lines: tuple[str, ...]) -> None:
        """The first slide: what this is, as of when, for whom."""
        slide = self._slide(title, top=Inches(2.3), size=36)
        self._words(slide, lines, Inches(3.5), size=18, token="mute")

    def said(
        self, title: str, sentences: tuple[str, ...], tiles: tuple[Tile, ...] = (), note: str | None = None
    ) -> None:
        """A slide of sentences, with large numbers below them; the note is the presenter's."""
        slide = self._slide(title)
        bottom = self._words(slide, sentences, TOP, size=20)
        if tiles:
            _tiles(slide, tiles, max(bottom + Inches(0.2), Inches(3.6)))
        if note:
            slide.notes_slide.notes_text_frame.text = note

    def chart(self, title: str, one: Chart, below: str = "") -> None:
        """One native chart, with a line of words below it."""
        slide = self._slide(title)
        words = tuple(part for part in (one.title, one.note, below) if part)
        bottom = self._words(slide, ("　".join(words),), TOP, size=14, token="mute") if words else TOP
        slide_charts.put(slide, one, LEFT, bottom, ROOM, LOW - bottom)

    def charts(self, title: str, several: tuple[Chart, ...]) -> None:
        """Native charts that share one question on one slide: under each other, more than two in two columns."""
        slide = self._slide(title)
        columns = 1 if len(several) <= 2 else 2
        width, height = ROOM // columns, (LOW - TOP) // -(-len(several) // columns)
        for number, one in enumerate(several):
            row, column = divmod(number, columns)
            place = (LEFT + column * width, TOP + row * height, width, height)
            slide_charts.put(slide, one, *place, named=True)

    def table(
        self, title: str, heads: tuple[str, ...], rows: tuple[tuple, ...], note: str = "", shades: tuple = ()
    ) -> None:
        """A native table; `shades` are colours of cells where the table is a picture."""
        slide = self._slide(title)
        top = TOP
        if note:
            top = self._words(slide, (note,), TOP, size=12, token="mute")
        _table(slide, heads, rows, top, shades)
        self.row_count += len(rows)

    def content(self) -> bytes:
        """The file."""
        out = BytesIO()
        self._file.save(out)
        return out.getvalue()

    def _slide(self, title: str, *, top: Emu = HEAD, size: int = 28) -> Any:
        slide = self._file.slides.add_slide(self._file.slide_layouts[TITLE_ONLY])
        head = slide.shapes.title
        head.left, head.top, head.width, head.height = LEFT, top, ROOM, Inches(0.8)
        _write(head.text_frame, (title,), size, "ink", bold=True)
        head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        self._line(slide)
        return slide

    def _line(self, slide: Any) -> None:
        """The foot: what the figures are, that nobody is named, the number of the slide."""
        number = str(len(self._file.slides))
        for left, width, words, side in (
            (LEFT, Inches(8.6), self._foot, PP_ALIGN.LEFT),
            (Inches(9.3), Inches(3.43), f"{self._masked} · {number}", PP_ALIGN.RIGHT),
        ):
            box = slide.shapes.add_textbox(left, Inches(6.98), width, Inches(0.3))
            _write(box.text_frame, (words,), 10, "mute", side=side)

    def _words(self, slide: Any, lines: tuple[str, ...], top: Emu, *, size: int, token: str = "ink") -> Emu:
        """Paragraphs under each other; where the next thing may begin."""
        height = Emu(sum(_lines(line, size) for line in lines) * Pt(size * 1.45))
        box = slide.shapes.add_textbox(LEFT, top, ROOM, height)
        _write(box.text_frame, lines, size, token)
        return Emu(top + height + Inches(0.15))


def _lines(words: str, size: int) -> int:
    """How many lines a text takes over the whole width: a Chinese letter is as wide as it is high."""
    width = sum(1.0 if ord(sign) > 0x2E80 else 0.55 for sign in words) * size
    return max(1, -(-int(width) // 850))


def _write(
    frame: Any, lines: tuple[str, ...], size: int, token: str, *, bold: bool = False, side: Any = None
) -> None:
    frame.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = side or PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = line
        dress(run.font, size, token, bold=bold)


def dress(font: Any, size: float, token: str, *, bold: bool = False) -> None:
    """Size, colour and language of a font; the typefaces are the theme's."""
    font.size, font.bold, font.color.rgb = Pt(size), bold, ink(token)
    font._element.set("lang", LANGUAGE[language()])


def _fonts(file: Any) -> None:
    """The theme's typefaces, East Asian ones included: charts and tables take theirs from it."""
    master = file.slide_masters[0].part
    theme = next(rel.target_part for rel in master.rels.values() if rel.reltype.endswith("/theme"))
    blob = theme.blob.decode("utf-8")
    for kind, face in (("latin", LATIN), ("ea", EAST_ASIAN)):
        blob = _with_face(blob, kind, face)
    theme._blob = blob.encode("utf-8")


def _with_face(blob: str, kind: str, face: str) -> str:
    parts = blob.split(f'<a:{kind} typeface="')
    kept = [parts[0]] + [f'{face}"{part.partition(chr(34))[2]}' for part in parts[1:]]
    return f'<a:{kind} typeface="'.join(kept)


def _tiles(slide: Any, tiles: tuple[Tile, ...], top: Emu) -> None:
    width = ROOM // len(tiles)
    for place, one in enumerate(tiles):
        left, wide = LEFT + place * width, width - Inches(0.1)
        name = slide.shapes.add_textbox(left, top, wide, NAME_HEIGHT)
        _write(name.text_frame, (one.name,), 14, "mute")
        name.text_frame.vertical_anchor = (
            MSO_ANCHOR.BOTTOM
        )  # values stand on one line, however long the names
        frame = slide.shapes.add_textbox(left, top + NAME_HEIGHT, wide, Inches(1.7)).text_frame
        _write(frame, (one.value, one.gap, one.note), 12, "mute")
        large = 28 if len(one.value) <= LARGE_LETTERS else 18
        for number, (size, token) in enumerate(((large, "ink"), (13, "ink"), (12, "mute"))):
            for run in frame.paragraphs[number].runs:
                dress(run.font, size, token, bold=number == 0)


def fitting(heads: tuple[str, ...], rows: tuple[tuple, ...]) -> list[slice]:
    """Which rows stand on one slide: as many as there is room for, those of several lines counted with all of them."""
    size = _size(heads)
    letters = [max(width / Pt(size) / 0.62, 1.0) for width in _widths(heads, rows)]
    found, begin, used = [], 0, 0.0
    for at, row in enumerate(rows):
        lines = max(-(-int(_wide(value) + 1) // int(room)) for value, room in zip(row, letters, strict=True))
        need = lines * size * 1.2 + 5
        if at > begin and (used + need > POINTS or at - begin >= ROWS):
            found.append(slice(begin, at))
            begin, used = at, 0.0
        used += need
    return [*found, slice(begin, len(rows))]


def _size(heads: tuple[str, ...]) -> int:
    return 12 if len(heads) <= 8 else 11 if len(heads) <= 12 else 9


def _table(slide: Any, heads: tuple[str, ...], rows: tuple[tuple, ...], top: Emu, shades: tuple) -> None:
    size = _size(heads)
    numeric = tuple(_is_numeric(column) for column in zip(*rows, strict=True))
    height = min(Inches(0.4), (LOW - top) // (len(rows) + 1))
    frame = slide.shapes.add_table(len(rows) + 1, len(heads), LEFT, top, ROOM, height * (len(rows) + 1))
    table = frame.table
    frame._element.graphic.graphicData.tbl.tblPr.find(
        qn("a:tableStyleId")
    ).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style
    for place, width in enumerate(_widths(heads, rows)):
        table.columns[place].width = width
    for row in table.rows:
        row.height = height
    for at, row in enumerate((heads, *rows)):
        for place, value in enumerate(row):
            shade = shades[at - 1][place] if shades and at else None
            words = ("" if value is None else str(value)) if at == 0 else written(value)
            _cell(table.cell(at, place), words, size, is_head=at == 0, shade=shade, is_right=numeric[place])


def _widths(heads: tuple[str, ...], rows: tuple[tuple, ...]) -> list[Emu]:
    """Columns as wide as their words need, within the slide."""
    columns = [(head, *(row[place] for row in rows)) for place, head in enumerate(heads)]
    need = [min(max(max(_wide(one) for one in column), 5.0), 34.0) for column in columns]
    words = [max(len(word) for one in column for word in written(one).split() or [""]) for column in columns]
    need = [max(one, min(word + 1.0, 16.0)) for one, word in zip(need, words, strict=True)]
    return [Emu(int(ROOM * one / sum(need))) for one in need]


def _wide(value: Any) -> float:
    return sum(1.8 if ord(sign) > 0x2E80 else 1.0 for sign in written(value))


def _is_numeric(column: tuple) -> bool:
    known = [one for one in column if one not in (None, "")]
    return sum(isinstance(one, int | float) for one in known) * 2 > len(known)


def _cell(cell: Any, words: str, size: int, *, is_head: bool, shade: str | None, is_right: bool) -> None:
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    cell.margin_left = cell.margin_right = Inches(0.06)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    side = PP_ALIGN.RIGHT if is_right else PP_ALIGN.LEFT
    _write(cell.text_frame, (words,), size, "mute" if is_head else "ink", bold=is_head, side=side)
    cell.fill.solid()
    cell.fill.fore_color.rgb = (
        RGBColor.from_string(shade.lstrip("#")) if shade else ink("sunk" if is_head else "surface")
    )


def written(value: Any) -> str:
    """A cell of a table in letters: numbers with thousands separators, as they were rounded; nothing as a dash."""
    if value is None or value == "":
        return "—"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)
