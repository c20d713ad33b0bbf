"""What tables and columns mean, as data/warehouse/dictionary.yaml and the declarations say it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from data.warehouse import lake
from data.warehouse.schema import RESTRICTED_SCHEMA, metadata

FILE = Path(__file__).with_suffix(".yaml")


@cache
def meanings() -> dict[str, str]:
    """Column name, or table.column where one name means different things, to its meaning (English)."""
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))["columns"]


def meaning(table: str, column: str) -> str:
    """What a column of a table means (English)."""
    known = meanings()
    return known.get(f"{table}.{column}") or known.get(column, "")


def grain(table: str) -> str:
    """What one row of a warehouse or lake table is (English)."""
    if table in lake.TABLES:
        return lake.TABLES[table]["grain"]
    found = metadata.tables.get(table)
    return (found if found is not None else metadata.tables[f"{RESTRICTED_SCHEMA}.{table}"]).info["grain"]
