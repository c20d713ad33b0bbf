"""A table whose first line is data: told from one with a header by its cells, its columns named by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import polars as pl

from data.staging import parsing
from data.staging.grades import read_grade
from data.staging.recognition.spoken_terms import spoken_term
from errors import shape

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤示"
MOSTLY = 0.9
LARGEST_CREDIT = 12
FIGURE = re.compile(r"^[A-Za-z]{0,3}\d[\dA-Za-z.\-/: ]*$")
PERSON = r"^[A-Za-z]{0,2}\d{6,14}[A-Za-z]?$"
NAME = rf"^[{SURNAMES}][\u3400-\u9fff·○*某]{{1,5}}$"
CLASS = r"^\p{Han}{2,}.*\d{2,4}\p{Han}?$"
CODE = r"^[A-Za-z]{0,4}\d[\dA-Za-z.\-]{2,}$"
Shapes = tuple[tuple[str, Callable[[pl.Series], pl.Series]], ...]


def _fits(pattern: str) -> Callable[[pl.Series], pl.Series]:
    return lambda texts: texts.str.contains(pattern)


def _each(test: Callable[[str], bool]) -> Callable[[pl.Series], pl.Series]:
    return lambda texts: texts.map_elements(test, return_dtype=pl.Boolean)


PLAIN: Shapes = (  # the name of a column -> how most of its cells look; the first that fits
    ("身份证号", _fits(r"^\d{17}[\dXx]$")),
    ("手机号", _fits(r"^1[3-9]\d{9}$")),
    ("性别", _fits("^[男女]$")),
    ("学年学期", _each(lambda text: spoken_term(text) is not None and not text.isdigit())),
    ("日期", lambda texts: parsing.date(texts).is_not_null()),
    ("姓名", _fits(NAME)),
    ("班级名称", _fits(CLASS)),
)


def rows_above(rows: Sequence[Sequence[str | None]]) -> int | None:
    """How many rows stand above the first record of a table without a header; None where there is a header."""
    filled = [sum(bool(cell and cell.strip()) for cell in row) for row in rows]
    first = next((place for place, count in enumerate(filled) if count > max(filled) / 2), None)
    if first is None or max(filled) < 2 or first + 1 >= len(rows):
        return None
    top, below = rows[first], [row for row, count in zip(rows, filled, strict=True)][first + 1 :]
    columns = [[row[place] for row in below if place < len(row) and row[place]] for place in range(len(top))]
    alike = [_is_alike(cell, cells) for cell, cells in zip(top, columns, strict=True) if cell and cells]
    return first if any(alike) and None not in alike else None


def _is_alike(cell: str, cells: list[str]) -> bool | None:
    """Whether a first cell is a figure of the shape of those below; None where it is a word above figures."""
    figures = sum(bool(FIGURE.match(text.strip())) for text in cells)
    if figures < MOSTLY * len(cells):
        return False
    if not FIGURE.match(cell.strip()):
        return None if read_grade(cell.strip()).problem else False
    forms = {shape(text.strip()) for text in cells}
    return shape(cell.strip()) in forms and len(cell.strip()) >= 2


def guessed_columns(frame: pl.DataFrame) -> tuple[str, ...]:
    """A name for every column whose cells say what they are, "" for the others; a guess, to be decided by a person."""
    columns = [
        parsing.text(parsing.cleaned(frame[name], ())).drop_nulls()
        for name in frame.columns
        if name != "_row"
    ]
    names = [_plain(texts) for texts in columns]
    student = _student(columns, names)
    if student is not None:
        names[student] = "学号"
    _name_teaching(columns, names)
    return tuple(name if name and names.index(name) == place else "" for place, name in enumerate(names))


def _plain(texts: pl.Series) -> str:
    if texts.is_empty():
        return ""
    if texts.to_list() == [str(number) for number in range(1, len(texts) + 1)]:
        return "序号"
    return next((name for name, test in PLAIN if test(texts).fill_null(False).mean() >= MOSTLY), "")


def _student(columns: list[pl.Series], names: list[str]) -> int | None:
    """The column of numbers beside the names of people, else the one with the most different numbers."""
    fitting = [
        place
        for place, texts in enumerate(columns)
        if not names[place] and len(texts) and texts.str.contains(PERSON).mean() >= MOSTLY
    ]
    if not fitting:
        return None
    person = names.index("姓名") if "姓名" in names else None
    return min(
        fitting,
        key=lambda place: (person is not None and abs(place - person) > 1, -columns[place].n_unique(), place),
    )


def _name_teaching(columns: list[pl.Series], names: list[str]) -> None:
    """Courses, credits and the grade among what is left: what repeats from row to row, and marks up to 100."""
    grades: list[int] = []
    people = columns[names.index("学号")].n_unique() if "学号" in names else 0
    for place, texts in enumerate(columns):
        if names[place] or texts.is_empty():
            continue
        if _are_grades(texts):
            grades.append(place)
        elif texts.n_unique() > max(1, len(texts) / 2) and texts.n_unique() >= people:
            continue
        elif texts.str.contains(CODE).mean() >= MOSTLY:
            names[place] = "课程代码"
        elif texts.str.contains(r"\p{Han}{2,}").mean() >= MOSTLY and "课程名称" not in names:
            names[place] = "课程名称"
    credits = [place for place in grades if _are_credits(columns[place])]
    if credits and len(grades) > 1:
        names[credits[0]] = "学分"
        grades.remove(credits[0])
    if grades:
        names[grades[-1]] = "成绩"


def _are_grades(texts: pl.Series) -> bool:
    return sum(not read_grade(text).problem for text in texts) >= MOSTLY * len(texts)


def _are_credits(texts: pl.Series) -> bool:
    numbers = texts.cast(pl.Float64, strict=False)
    halves = ((numbers * 2) == (numbers * 2).round()) & numbers.is_between(0, LARGEST_CREDIT)
    return bool(halves.fill_null(False).all())
