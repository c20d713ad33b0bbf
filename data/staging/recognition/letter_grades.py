"""Letters of an English registrar: the marks beside them are the grade, and the letters say why there is none."""

from __future__ import annotations

import re

import polars as pl

from data.staging import parsing
from data.staging.grades import grade_words
from data.staging.recognition.forms import header_forms
from data.staging.recognition.found import Found
from data.staging.recognition.vocabulary import vocabulary

LETTER = re.compile(r"^(?:[A-Z][+-]?|[A-Z]{2,6})$")
MOSTLY, NEARLY = 0.5, 0.9  # of the rows have a figure, of the cells are letters
WITHOUT_MARK = {"AB": "缺考", "ABS": "缺考", "NS": "缺考", "EX": "免修", "EXM": "免修", "EXEMPT": "免修"}


def are_letters(found: Found, header: str) -> bool:
    """Whether the cells are letters of a scale, reasons without one among them."""
    counts = found.counts(header)
    letters = {text: count for text, count in counts.items() if LETTER.match(text)}
    return len(set(letters) & set("ABCDF")) > 1 and sum(letters.values()) >= NEARLY * sum(counts.values())


def figures_beside(found: Found, header: str) -> str | None:
    """The header of the marks beside letters, where another header of a grade stands above figures."""
    words = vocabulary().fields
    for other in found.left:
        field = next((words[form][0] for form in header_forms(other) if form in words), None)
        figures = parsing.number(found.texts(other))
        if field == "grade" and len(figures) - figures.null_count() > MOSTLY * found.frame.height:
            return other
    return None


def reasons(found: Found, letters: str, marks: str) -> dict[str, str]:
    """Letter -> our word of why there is no mark; AB and EX only where no row with them has one."""
    cells = found.cells()
    rows = pl.DataFrame([cells.get(letters).alias("letter"), cells.get(marks).alias("mark")])
    given = parsing.number(rows["mark"]).fill_null(0) > 0  # systems preset 0 where there is no mark
    marked = set(rows.filter(given)["letter"].drop_nulls().unique())
    known = {
        letter: word
        for word, listed in grade_words().letters.items()
        for letter in listed
        if word in grade_words().status
    }
    known |= {letter: word for letter, word in WITHOUT_MARK.items() if letter not in marked}
    return {letter: known[letter] for letter in found.counts(letters) if letter in known}
