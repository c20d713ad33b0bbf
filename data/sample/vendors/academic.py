"""What every academic system of a college keeps: registers of its people, then books of each term."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from data.sample.vendors.canonical import Canonical
from data.sample.vendors.forms import VendorFile

# the college's own files that an export of such a system stands in for
REPLACED = ("学生", "学籍", "班级", "教学班_*", "任课_*", "选课_*", "课次_*", "成绩_*", "补考成绩_*")
GRADE_BOOKS = ("成绩", "补考成绩")


@dataclass(frozen=True)
class AcademicSystem:
    """The system of one maker: how it writes each register, each book of a term, and grades."""

    registers: tuple[Callable[[Canonical], VendorFile], ...]
    books: tuple[Callable[[Canonical, str], VendorFile], ...]
    grades: Callable[[Canonical, str, str], VendorFile]

    def files(self, college: Canonical) -> Iterator[VendorFile]:
        """Everything this system hands out for the college."""
        for register in self.registers:
            yield register(college)
        for term in college.terms:
            for book in self.books:
                yield book(college, term)
            for book in GRADE_BOOKS:
                if college.has(f"{book}_{term}"):
                    yield self.grades(college, book, term)
