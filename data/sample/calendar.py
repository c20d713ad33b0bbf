"""The demo's calendar: five terms, the as-of moment that is frozen, teaching weeks and deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

AS_OF = date(2025, 11, 2)  # Sunday of week 9 of the fifth term
LONG_LATE = 240  # days within which even what was left lying is done
CUT = datetime(2025, 11, 2, 23, 59)  # college time; nothing later exists in any file
WEEKS, TEACHING_WEEKS = 18, 16

# Days off of the running term as its home settings tell them. The made-up timetable has no lessons moved by them.
CALENDAR = {
    "first_monday": "2025-09-01",
    "weeks": WEEKS,
    "holidays": ["2025-10-01/2025-10-08", "2026-01-01"],
    "make_up": {"2025-09-28": "2025-10-07", "2025-10-11": "2025-10-08"},
}


@dataclass(frozen=True)
class Term:
    """One term of the demo; `index` counts from 0, the last one is running."""

    index: int
    term_id: str
    start_year: int
    term_no: int
    first_monday: date

    @property
    def end_on(self) -> date:
        return self.first_monday + timedelta(days=7 * WEEKS - 1)

    @property
    def grades_due_on(self) -> date:
        return self.end_on + timedelta(days=14)

    @property
    def exam_monday(self) -> date:
        return self.first_monday + timedelta(days=7 * TEACHING_WEEKS)

    def sunday(self, week: int) -> date:
        return self.first_monday + timedelta(days=7 * week - 1)


TERMS = tuple(
    Term(index, term_id, int(term_id[:4]), int(term_id[-1]), monday)
    for index, (term_id, monday) in enumerate(
        [
            ("2023-2024-1", date(2023, 9, 4)),
            ("2023-2024-2", date(2024, 2, 26)),
            ("2024-2025-1", date(2024, 9, 2)),
            ("2024-2025-2", date(2025, 2, 24)),
            ("2025-2026-1", date(2025, 9, 1)),
        ]
    )
)
CURRENT, NEWEST_CLOSED = TERMS[-1], TERMS[-2]


def study_term(entry_year: int, term: Term) -> int:
    """Which of the six terms of a programme an entry grade is in (1 to 6; other values: not in school)."""
    return 2 * (term.start_year - entry_year) + term.term_no


def term_frame() -> pl.DataFrame:
    """The calendar register as the academic system would export it."""
    return pl.DataFrame(
        [
            {
                "学年学期": term.term_id,
                "起始学年": term.start_year,
                "学期码": term.term_no,
                "第一周周一": term.first_monday,
                "结束日期": term.end_on,
                "周数": WEEKS,
                "成绩截止": term.grades_due_on,
            }
            for term in TERMS
        ]
    )


def week_frame() -> pl.DataFrame:
    """One row per term and week: sixteen teaching weeks, two of exams."""
    return pl.DataFrame(
        [
            {
                "学年学期": term.term_id,
                "周次": week,
                "周一": term.first_monday + timedelta(days=7 * (week - 1)),
                "教学周": "是" if week <= TEACHING_WEEKS else "否",
                "考试周": "否" if week <= TEACHING_WEEKS else "是",
            }
            for term in TERMS
            for week in range(1, WEEKS + 1)
        ]
    )
