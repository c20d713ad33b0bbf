"""A college of a few rows that is loaded already, and a way to load one messy file into it by a few columns of a mapping."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from data.staging.mapping import Mapping
from data.staging.propose import Proposal, propose_mapping
from data.staging.reading_mappings import read_mapping
from data.warehouse import bulk
from data.warehouse.home import Home, open_engine
from data.warehouse.loading.source import LoadResult, load_source
from data.warehouse.schema import metadata

TERMS = [
    {"term_id": "2023-2024-1", "start_year": 2023, "term_no": 1, "first_monday": date(2023, 9, 4), "end_on": date(2024, 1, 14), "week_count": 19},
    {"term_id": "2023-2024-2", "start_year": 2023, "term_no": 2, "first_monday": date(2024, 2, 26), "end_on": date(2024, 7, 7), "week_count": 19},
]  # fmt: skip
TERM = {"const": "2023-2024-1"}
STUDENTS = [f"23010100{number}" for number in range(1, 9)]
TEACHERS = ["009900001", "00990002X", "A009900003", "999A9", "外4", "99001", "1234A5B6C"]
COURSES = ["10A1001B2", "20305", "3040506X", "40506070", "50B12345"]
OFFERINGS = ["K1", "K2", "K3"]
RECORDED = "2024-01-20"


def _declared(table: str, *rows: dict) -> dict:
    return {"to": table, "rows": list(rows)}


BASE = [
    _declared("dim_person", *({"kind": "student", "person_no": number} for number in STUDENTS)),
    _declared("dim_person", *({"kind": "teacher", "person_no": number} for number in TEACHERS)),
    _declared("dim_student", *({"student_no": number, "entry_on": "2023-09-01", "student_status": "enrolled"} for number in STUDENTS)),
    _declared("dim_teacher", *({"staff_no": number, "entry_on": "2020-09-01", "staff_type": "full_time"} for number in TEACHERS)),
    _declared("dim_course", *({"course_code": code, "name": f"课程{code}"} for code in COURSES)),
    _declared("dim_offering", *({**TERM_AND, "course_code": COURSES[0], "pass_mark": 60} for TERM_AND in [{"term_id": TERM["const"], "offering_no": number} for number in OFFERINGS])),
]  # fmt: skip
STUDENT_IN_CLASS = {"student_no": "学号", "term_id": TERM, "offering_no": {"const": "K1"}}
FIRST = {"attempt_no": {"const": 1}, "attempt_kind": {"const": "first"}}


def mapping_of(tables: list[dict], files: dict, **changes) -> Mapping:
    """A mapping of these tables and files."""
    body = {
        "mapping": "messy", "source": "academic_affairs", "owner": "academic_affairs", "reviewed_on": "2026-11-01",
        "terms": TERMS, "files": files, "tables": tables,
    }  # fmt: skip
    return Mapping.model_validate({**body, **changes})


@dataclass
class College:
    """The home, a folder for files, and what a load of them brought."""

    home: Home
    folder: Path
    result: LoadResult | None = None

    def write(self, name: str, text: str | bytes, encoding: str = "utf-8") -> Path:
        """A file of the folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    def load(self, *tables: dict, file: str | dict = "messy.csv", **changes) -> LoadResult:
        """Load one file (under the name `messy`) into these tables; every record must be accounted."""
        given = [{"file": "messy", **table} for table in tables]
        self.result = load_source(self.home, mapping_of(given, {"messy": file}, **changes), self.folder)
        return self.balanced()

    def grades(
        self, text="成绩", *, file: str | dict = "messy.csv", mark=None, grade=None, **columns
    ) -> LoadResult:
        """Load a file of grades of the class K1."""
        said = {"text": text, **({"mark": mark} if mark else {}), **(grade or {})}
        rule = {
            "to": "fact_grade_attempt",
            "columns": {**STUDENT_IN_CLASS, **FIRST, **columns},
            "grade": said,
        }
        return self.load(rule, file=file)

    def propose(self) -> Proposal:
        """The mapping proposed for the folder."""
        return propose_mapping(self.folder, source="files")

    def load_proposed(self) -> LoadResult:
        """Load the folder by the proposal as it stands."""
        return self.load_text(self.propose().text)

    def load_text(self, text: str) -> LoadResult:
        """Load the folder by the text of a mapping."""
        path = self.folder.parent / "proposed.yaml"
        path.write_text(text, encoding="utf-8")
        self.result = load_source(self.home, read_mapping(path), self.folder)
        return self.balanced()

    def balanced(self) -> LoadResult:
        """The result, where no file was refused and every record is accounted."""
        assert self.result.refused == []
        assert all(counts.balances for counts in self.result.tables.values())
        return self.result

    def rows(self, table: str) -> pl.DataFrame:
        """What the last load brought into a table."""
        engine = open_engine(self.home)
        with engine.connect() as connection:
            frame = bulk.read_table(connection, metadata.tables[table])
        engine.dispose()
        return frame.filter(pl.col("load_id") == self.result.load_id)

    def column(self, table: str, name: str) -> list:
        """One column of what the last load brought, sorted."""
        return sorted(self.rows(table)[name].to_list(), key=lambda value: (value is None, value))


def base(home: Home, folder: Path) -> None:
    """The college itself: units by a file, for a load reads one at least; the rest declared."""
    folder.mkdir(exist_ok=True)
    (folder / "base.csv").write_text("编号,名称\nD0,示例学院\n", encoding="utf-8")
    unit = {"org_code": "编号", "name": "名称", "org_kind": {"const": "college"}}
    units = {"to": "dim_org", "file": "base", "columns": unit}
    result = load_source(home, mapping_of([units, *BASE], {"base": "base.csv"}), folder)
    assert not result.refused and not result.reasons, (result.refused, result.details)
