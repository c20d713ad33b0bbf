"""How tables, columns and codes of the warehouse are called on the pages that load files."""

from __future__ import annotations

import re
from typing import Any

from data.staging.correction import ATTEMPT, GRADE, MARK, MEANT_BY_GRADES, TERM, codes_of, spoken
from data.warehouse.dictionary import meaning
from views.parts import Name, Sentence


def file_name(shown: str) -> str:
    """A file or sheet as a proposal tells it, in signs that need no language: 成绩.xlsx · 一班, 成绩*.csv ×3, a table from row 10 on as ↓10."""
    shown = re.sub(r", table from row (\d+)", r" ↓\1", shown.replace(", sheet ", " · "))
    return re.sub(r" \((\d+) files\)$", r" ×\1", shown)


def table_name(table: str) -> Sentence:
    """A table as people call it."""
    return Sentence(f"data.table_{table}", otherwise=table)


def column_name(column: str) -> Sentence:
    """A column as people call it."""
    if column in (GRADE, MARK):
        return Sentence(f"intake.column_{column.removeprefix('grade.')}")
    return Sentence(f"columns.{column}", otherwise=column)


def column_meaning(table: str, column: str) -> str:
    """What a column means, as the data dictionary says it (English)."""
    return meaning(table, column)


def code_name(table: str, column: str, code: Any) -> Name | Sentence:
    """A code with how colleges usually write it."""
    if isinstance(code, bool):
        return Name("是" if code else "否", "yes" if code else "no")
    if column in (GRADE, MARK):
        return (
            Sentence(f"intake.grade_{MEANT_BY_GRADES[code]}") if code in MEANT_BY_GRADES else Name(str(code))
        )
    if column == TERM:
        return Sentence("intake.said_term", {"term": str(code)})
    if column == ATTEMPT:
        return Sentence("intake.said_attempt", {"number": str(code)})
    said = spoken(table, column).get(code)
    plain = str(code).replace("_", " ")
    if not said or said == str(code).replace("_", ""):
        return Sentence(f"intake.said_{code}", otherwise=plain)
    return Name(said.upper() if plain.isupper() else said, plain)


def kind_of_place(kind: str) -> Sentence:
    """A kind of place of a log."""
    return Sentence(f"intake.place_{kind}", otherwise=kind)


def codes(table: str, column: str) -> tuple[tuple[Any, Name], ...]:
    """Every code of a column with its words; empty where any value may stand."""
    return tuple((code, code_name(table, column, code)) for code in codes_of(table, column))
