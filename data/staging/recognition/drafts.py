"""One table filled by one sheet, as a draft of a mapping's entry: its columns, what is missing, what must be decided."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from data.staging import mapping
from data.staging.columns import Calendar
from data.staging.mapping import TableRule
from data.staging.parsing import text
from data.staging.recognition.found import Found
from data.staging.recognition.readings import Reading
from data.staging.recognition.things import Join
from data.staging.stage import Staged, stage
from data.staging.targets import target

# what tells one row of a table from another, in the columns of a mapping
KEYS = {
    "dim_person": ("kind", "person_no"), "dim_student": ("student_no",), "dim_teacher": ("staff_no",),
    "dim_org": ("org_code",), "dim_major": ("major_code",), "dim_class": ("class_code",), "dim_course": ("course_code",),
    "dim_offering": ("term_id", "offering_no"), "bridge_offering_teacher": ("term_id", "offering_no", "staff_no"),
    "fact_enrolment": ("student_no", "term_id", "offering_no"),
    "fact_grade_attempt": ("student_no", "term_id", "offering_no", "attempt_no"),
    "dim_programme": ("major_code", "entry_grade", "version"),
}  # fmt: skip


@dataclass
class Draft:
    """What a mapping would say to fill a table from a sheet."""

    table: str
    found: Found
    who: str = ""  # student or teacher, for people; own or course, for the units of a sheet that has both
    columns: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)  # column ("" for the whole) -> to be decided
    joins: list[Join] = field(default_factory=list)
    split: dict[str, str | list[str]] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)  # declared in place of a file
    variants: list[dict[str, Any]] = field(default_factory=list)
    grade: dict[str, Any] | None = None
    repeat: str | None = None
    recorded_at: str | None = None
    only: dict[str, list[str]] = field(default_factory=dict)  # header -> the words of rows that count
    count: dict[str, Any] | None = None  # of a log
    cards: Found | None = None  # the sheet that says whose a card of the log is
    calendar: Calendar = field(default_factory=Calendar)  # where days are read off terms
    missing: dict[str, str] = field(default_factory=dict)  # required column -> why it cannot be filled
    told: bool = False  # a header or a name tells this table
    direct: set[str] = field(default_factory=set)  # columns that a header of the file itself fills

    def note(self, column: str, *texts: str) -> None:
        """Something that a person must look at."""
        if not texts:
            return
        listed = self.notes.setdefault(column, [])
        listed += [told for told in texts if told not in listed]

    def join(self, join: Join | None) -> None:
        """Another sheet whose columns are needed."""
        if join and join not in self.joins:
            self.joins.append(join)

    def take(self, column: str, made: Reading) -> None:
        """A column as it was read off a header; without a rule only what a person must decide."""
        self.note(column if made.rule is not None else "", *made.notes)
        if made.rule is not None:
            self.columns[column] = made.rule
            self.direct.add(column)

    def raw(self) -> dict[str, Any]:
        """The entry as it stands in the mapping."""
        if self.rows:
            return {"to": self.table, "rows": self.rows}
        entry: dict[str, Any] = {"to": self.table, "file": self.found.name}
        if self.joins:
            entry["with"] = [join.raw() for join in self.joins]
        if self.split:
            entry["split"] = self.split
        if self.only:
            entry["only"] = self.only
        entry["columns"] = self.columns
        if self.variants:
            entry["variants"] = self.variants
        if self.grade is not None:
            entry["grade"] = self.grade
        if self.repeat:
            entry["repeat"] = self.repeat
        if self.recorded_at:
            entry["recorded_at"] = {"column": self.recorded_at}
        if self.count is not None:
            entry["count"] = self.count
        return entry

    def headers(self) -> set[str]:
        """Headers of the sheet that the entry reads."""
        given = [*self.columns.values(), *(raw for variant in self.variants for raw in variant.values())]
        names = {header for raw in given for header in _from(raw)} | set(self.split)
        names |= {self.grade[key] for key in ("text", "mark") if self.grade and key in self.grade}
        names |= {ours for join in self.joins for ours, _ in join.on}
        names |= set(self.only) | set((self.count or {}).get("once_per", ()))
        return names | ({self.recorded_at} if self.recorded_at else set())

    @cached_property
    def rule(self) -> TableRule | None:
        """The entry, checked; None where it lacks something."""
        try:
            return TableRule.model_validate(self.raw())
        except ValidationError:
            return None

    @cached_property
    def staged(self) -> Staged:
        """What a load would make of the rows, as far as it can be said without a warehouse."""
        joins = [(mapping.Join.model_validate(join.raw()), join.other) for join in self.joins]
        cells = self.found.cells(tuple(joins))
        for header, wanted in self.only.items():
            meant = text(cells.get(header)).is_in(wanted).fill_null(False)
            cells = replace(cells, frame=cells.frame.filter(meant))
        return stage(self.rule, replace(cells, calendar=self.calendar))

    @cached_property
    def keys(self) -> set[tuple]:
        """The keys of the rows that would be loaded."""
        names = KEYS.get(self.table)
        if self.rule is None or names is None:
            return set()
        if self.rows:
            return {tuple(row.get(name) for name in names) for row in self.rows}
        return set(self.staged.rows.select(names).drop_nulls().unique().iter_rows())

    def forget(self) -> None:
        """Look at rule and rows again: the entry has changed."""
        for name in ("rule", "staged", "keys"):
            vars(self).pop(name, None)

    @property
    def required(self) -> list[str]:
        """Columns that a row cannot be without."""
        columns = target(self.table).columns.items()
        return [name for name, column in columns if column.required and column.default is None]


def _from(raw: Any) -> list[str]:
    if isinstance(raw, str):
        return [raw]
    given = raw.get("from", [])
    return [given] if isinstance(given, str) else list(given)
