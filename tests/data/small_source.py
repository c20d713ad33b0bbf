"""A source of a few rows for load tests: files written on the spot, a mapping beside them."""

from __future__ import annotations

from pathlib import Path

from data.staging.mapping import Mapping

TERM = {
    "term_id": "2024-2025-1",
    "source_code": "24秋",
    "start_year": 2024,
    "term_no": 1,
    "first_monday": "2024-09-02",
    "end_on": "2025-01-12",
    "week_count": 19,
}
STUDENTS = "学号,姓名,班级,入学\nS001,示例·甲,B1,2024-09-01\nS002,示例·乙,B1,2024-09-01\nS003,示例·丙,B2,2024-09-01\n"
OFFERINGS = "教学班,课程\nK1,C1\nK2,C2\n"
GRADES = "学号,教学班,次,成绩,备注,录入\nS001,K1,1,86,,2025-01-10 08:00\nS002,K1,1,0,缓考,2025-01-10 08:00\nS003,K2,1,优秀,,2025-01-11\n"
VISITS = "学号,教学班,日期,次数\nS001,K1,2024-09-02,3\nS001,K1,2024-09-02,2\nS002,K1,2024-09-03,4\n"

FILES = {"students": STUDENTS, "offerings": OFFERINGS, "grades": GRADES, "visits": VISITS}
IN_TERM = {"term_id": {"const": "2024-2025-1"}, "offering_no": "教学班"}
TABLES = [
    {
        "to": "dim_person",
        "file": "students",
        "columns": {"kind": {"const": "student"}, "person_no": "学号", "full_name": "姓名"},
    },
    {
        "to": "dim_student",
        "file": "students",
        "columns": {
            "student_no": "学号",
            "class_code": "班级",
            "entry_on": "入学",
            "student_status": {"const": "enrolled"},
        },
    },
    {"to": "dim_course", "file": "offerings", "columns": {"course_code": "课程", "name": "课程"}},
    {
        "to": "dim_offering",
        "file": "offerings",
        "columns": {**IN_TERM, "course_code": "课程", "pass_mark": {"const": 60}},
    },
    {
        "to": "fact_grade_attempt",
        "file": "grades",
        "columns": {"student_no": "学号", **IN_TERM, "attempt_no": "次", "attempt_kind": {"const": "first"}},
        "grade": {"text": "成绩", "mark": "备注"},
        "recorded_at": {"column": "录入"},
    },
    {
        "to": "fact_lms_daily",
        "file": "visits",
        "columns": {"student_no": "学号", **IN_TERM, "day": "日期", "visits": "次数"},
        "repeat": {"visits": "sum"},
        "recorded_at": {"after_event_days": 2},
    },
]


def write_files(folder: Path, **contents: str | bytes) -> Path:
    """The files of the source; a keyword replaces the contents of one, None leaves it out."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**FILES, **contents}.items():
        path = folder / f"{name}.csv"
        path.unlink(missing_ok=True)
        if text is not None:
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def make_mapping(tables: list[dict] | None = None, **changes) -> Mapping:
    """The mapping of the source; `tables` and keywords replace parts."""
    names = dict.fromkeys(table["file"] for table in tables or TABLES)
    body = {
        "mapping": "small",
        "source": "academic_affairs",
        "owner": "academic_affairs",
        "reviewed_on": "2026-11-01",
        "terms": [TERM],
        "files": {name: f"{name}.csv" for name in names},
        "tables": tables or TABLES,
    }
    return Mapping.model_validate({**body, **changes})


def rule(table: str, **changes) -> dict:
    """One of the tables above with some of it changed."""
    return {**next(item for item in TABLES if item["to"] == table), **changes}


def tables_with(*changed: dict) -> list[dict]:
    """All tables above with some replaced."""
    instead = {table["to"]: table for table in changed}
    return [instead.get(table["to"], table) for table in TABLES]
