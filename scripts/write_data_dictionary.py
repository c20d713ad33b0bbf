"""Write docs/data-dictionary.md from the schema and data/warehouse/dictionary.yaml; `--check` only compares."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from data.warehouse import lake  # noqa: E402
from data.warehouse.schema import metadata  # noqa: E402

TARGET = PROJECT / "docs" / "data-dictionary.md"
SOURCE = PROJECT / "data" / "warehouse" / "dictionary.yaml"
CLASSES = {"P": "public", "I": "internal", "C": "confidential personal", "R": "restricted personal"}
HEAD = """# Data dictionary

Written by `scripts/write_data_dictionary.py` from the declared schema and `data/warehouse/dictionary.yaml`; do not edit.
Sensitivity: P public aggregate, I internal, C confidential personal, R restricted personal (a schema of its own on PostgreSQL).
"""


def meanings() -> dict[str, str]:
    """Column name, or table.column, to its meaning."""
    return yaml.safe_load(SOURCE.read_text(encoding="utf-8"))["columns"]


def described() -> Iterator[tuple[str, str]]:
    """Every table and column there is, lake tables included."""
    for table in metadata.tables.values():
        yield from ((table.name, column.name) for column in table.columns)
    for name in lake.TABLES:
        yield from ((name, column) for column in lake.schema(name))


def problems() -> list[str]:
    """Columns without a meaning, and meanings without a column."""
    known, used = meanings(), set()
    missing = []
    for table, column in described():
        key = next((key for key in (f"{table}.{column}", column) if key in known), None)
        used.add(key)
        if key is None:
            missing.append(f"{table}.{column} has no meaning in {SOURCE.name}")
    return missing + [
        f"{key} in {SOURCE.name} is the meaning of no column" for key in sorted(set(known) - used)
    ]


def text() -> str:
    """The whole document."""
    parts = [HEAD, "## Warehouse\n"]
    parts += [
        _warehouse_table(table) for table in sorted(metadata.tables.values(), key=lambda table: table.name)
    ]
    parts.append(
        "## Event lake\n\nParquet, `lake/<table>/term=<term_id>/<load>.parquet`; sensitivity C; no page reads it.\n"
    )
    parts += [_lake_table(name) for name in sorted(lake.TABLES)]
    return "\n".join(parts)


def _warehouse_table(table) -> str:
    info, known = table.info, meanings()
    reach = {
        "open": "every signed-in reader",
        "system": "jobs only",
        "own": f"category `{info['category'] or 'by row'}`, "
        + (
            ", ".join(f"{kind} by `{column}`" for kind, column in info["access"].items()) or "no scope column"
        ),
    }[info["reach"]]
    lines = [
        f"### {table.name}\n",
        f"{info['grain'].capitalize()}. Key: {_code(info['key'])}. Sensitivity {info['sensitivity']} ({CLASSES[info['sensitivity']]}). Read by: {reach}.\n",
        "| column | type | null | meaning |\n|---|---|---|---|",
    ]
    for column in table.columns:
        meaning = known.get(f"{table.name}.{column.name}") or known[column.name]
        lines.append(f"| `{column.name}` | {column.type} | {'yes' if column.nullable else ''} | {meaning} |")
    return "\n".join(lines) + "\n"


def _lake_table(name: str) -> str:
    known, declared = meanings(), lake.TABLES[name]
    lines = [
        f"### {name}\n",
        f"{declared['grain'].capitalize()}. Key: {_code(declared['key'])}.\n",
        "| column | type | meaning |\n|---|---|---|",
    ]
    for column, kind in lake.schema(name).items():
        lines.append(f"| `{column}` | {kind} | {known.get(f'{name}.{column}') or known[column]} |")
    return "\n".join(lines) + "\n"


def _code(names) -> str:
    return ", ".join(f"`{name}`" for name in names)


def main() -> int:
    """Write, or with --check say what is out of date; exit 1 then."""
    found = problems()
    if not found and "--check" not in sys.argv:
        TARGET.write_text(text(), encoding="utf-8")
    elif not found and (not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text()):
        found = [f"{TARGET.relative_to(PROJECT)} is out of date: run python scripts/write_data_dictionary.py"]
    for problem in found:
        print(problem, file=sys.stderr)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
