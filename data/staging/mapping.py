"""A mapping: the YAML that says how one source's files fill the warehouse; read, checked and hashed here."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from data.sources.headers import normal_header
from data.staging import counting
from data.staging.based import PlainYaml as PlainYaml
from data.staging.cell_parts import one_group
from data.staging.counting import Counting
from data.staging.file_rule import FileRule
from data.staging.strict import Strict
from data.staging.targets import read_targets

DECLARED = (
    "(declared in the mapping)"  # stands in for a file name where rows are written in the mapping itself
)
Parse = Literal[
    "text", "integer", "number", "percent", "date", "datetime", "boolean", "term", "term_start", "day"
]


class Rule(Strict):
    """How one target column is made: from headers or a constant, translated, parsed, scaled, defaulted.

    `row_number`: the place of the record in its file, from 1, for a source that gives its rows no number.
    """

    from_: tuple[str, ...] = Field(default=(), alias="from")
    const: Any = None
    row_number: bool = False
    join: str | None = (
        None  # several headers become one text; without it they are alternatives, first found wins
    )
    first_filled: bool = False  # of alternatives that are all there, the first one with a value in the row
    part: str | None = None  # a regular expression with one group: what it catches is the text; before `map`
    map: dict[str, Any] | None = None
    otherwise: Literal["reject", "keep", "empty"] = "reject"
    parse: Parse | None = None
    format: str | tuple[str, ...] | None = None
    scale: float | None = None
    digits: int | None = Field(
        default=None, ge=2, le=40
    )  # of a number that lost its leading zeros: 101 is 00101
    default: Any = None

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, value):
        if isinstance(value, str):
            return {"from": [value]}
        if isinstance(value, dict) and isinstance(value.get("from"), str):
            return {**value, "from": [value["from"]]}
        return value

    @field_validator("map", mode="before")
    @classmethod
    def _text_keys(cls, value):
        return None if value is None else {_word(key): item for key, item in value.items()}

    @field_validator("part")
    @classmethod
    def _catches_one_part(cls, value):
        return None if value is None else one_group(value)

    @model_validator(mode="after")
    def _says_where_from(self):
        if self.part and not self.from_:
            raise ValueError("`part` is a part of the cells under `from`")
        if self.first_filled and self.join is not None:
            raise ValueError("`join` puts several headers together, `first_filled` chooses one: not both")
        if self.row_number and self.model_fields_set != {"row_number"}:
            raise ValueError(
                "`row_number: true` stands alone: the place of a row is neither read nor translated"
            )
        if not self.from_ and self.const is None and self.default is None and not self.row_number:
            raise ValueError("a column needs `from`, `const`, `default` or `row_number: true`")
        return self


class Grade(Strict):
    """Grade cells are text (indicators A.6): one text, optionally a mark beside it, become score, result and reason."""

    text: str | None = None  # the header; without it each of the `variants` names its own under score_text
    without: str | None = (
        None  # a regular expression: what it catches is no part of the grade, e.g. the (补考) behind 60
    )
    mark: str | None = None
    mark_of: tuple[
        str, ...
    ] = ()  # of several grades in one row those that the mark speaks of; all where it is not said
    pass_mark: float | None = None  # the home's setting where the mapping does not say
    letters: dict[str, float] | None = None
    words: dict[str, str] = {}  # the source's own codes in the words of grade_words.yaml, e.g. 206: 缓考
    mark_words: dict[
        str, str
    ] = {}  # the same for the mark alone, where its codes could be scores, e.g. 3: 缓考


class Join(Strict):
    """Columns of another file, found by equal keys; each of its rows is accounted too unless it is only looked up."""

    file: str
    on: tuple[str, ...] | dict[str, str]
    lookup: bool = False  # true: a reference many rows point to; its rows are accounted where they are loaded
    once: bool = False  # true: a key that several of its rows share finds none of them


class RecordedAt(Strict):
    """When the source knew a row: a column, or the event plus days; neither means the time of loading."""

    column: Rule | None = None
    after_event_days: float | None = None
    first_load_only: bool = (
        False  # the declared lag holds for a first load of history, later loads are unknown
    )


class TableRule(Strict):
    """One target fed by one file (or by rows written in the mapping)."""

    to: str
    file: str | None = None
    rows: tuple[dict[str, Any], ...] = ()
    with_: tuple[Join, ...] = Field(default=(), alias="with")
    only: dict[str, tuple[str, ...]] | None = None
    columns: dict[str, Rule] = {}
    grade: Grade | None = None
    split: dict[str, tuple[str, ...]] = {}  # header -> the marks that stand between several values of a cell
    variants: tuple[dict[str, Rule], ...] = ()
    repeat: Literal["set_aside", "first", "last"] | dict[str, Literal["sum", "min", "max"]] = "set_aside"
    recorded_at: RecordedAt | Literal["unknown"] = "unknown"
    absent: Literal["missing", "zero"] = "missing"
    count: Counting | None = None  # of a log of events: counted while it is read, its rows never kept

    @field_validator("split", mode="before")
    @classmethod
    def _one_or_more_marks(cls, value):
        marks = {header: [mark] if isinstance(mark, str) else mark for header, mark in (value or {}).items()}
        if not all(mark and all(mark) for mark in marks.values()):
            raise ValueError("`split` needs a mark, or a list of marks, for every header")
        return marks

    @model_validator(mode="after")
    def _fits_its_target(self):
        known = read_targets().targets.get(self.to)
        if known is None:
            raise ValueError(f"`to: {self.to}` is no target; see data/staging/targets.yaml")
        if bool(self.file) == bool(self.rows):
            raise ValueError(f"`to: {self.to}` needs either `file` or `rows`")
        given = set(self.columns) | {name for variant in self.variants for name in variant}
        given |= {name for row in self.rows for name in row}
        unknown = given - set(known.columns)
        if unknown:
            raise ValueError(
                f"`to: {self.to}` has no columns {sorted(unknown)}; it has {sorted(known.columns)}"
            )
        if self.grade and not self.grade.text and not self._variants_have_grades():
            raise ValueError("`grade` needs `text`, or `variants` that each name a header under score_text")
        made = given | ({"score_text", "score", "result", "result_reason"} if self.grade else set())
        lacking = known.lacking(made)
        if self.count:
            lacking = sorted(set(counting.COLUMNS.get(self.to, ())) - made)
        if lacking:
            raise ValueError(
                f"`to: {self.to}` lacks the required columns {sorted(lacking)}{known.instead(lacking)}"
            )
        return self

    @model_validator(mode="after")
    def _counts_events_and_nothing_else(self):
        if self.count is None:
            if self.to == counting.WEEKS:
                raise ValueError(f"`to: {self.to}` needs `count`: it is filled by counting a log")
            return self
        self.count.refuse_other(self.to)
        if not self.file or self.with_ or self.variants or self.split or self.grade or self.rows:
            raise ValueError(
                "a log that is counted is one file, without `with`, `variants`, `split` or `grade`"
            )
        if self.recorded_at != "unknown" and self.recorded_at.column:
            raise ValueError(
                "`recorded_at` of a log is `after_event_days` or unknown: a column would keep a moment"
            )
        return self

    def _variants_have_grades(self) -> bool:
        return bool(self.variants) and all(
            "score_text" in variant and variant["score_text"].from_ for variant in self.variants
        )

    def rules(self) -> list[Rule]:
        """The rules of all columns, variants included."""
        return [*self.columns.values(), *(item for variant in self.variants for item in variant.values())]

    def headers(self) -> set[str]:
        """Every header of the table's own file that is read."""
        named = {header for item in self.rules() for header in item.from_}
        named |= set(self.split) | set(self.only or ()) | (self.count.headers() if self.count else set())
        if self.grade:
            named |= {header for header in (self.grade.text, self.grade.mark) if header}
        if self.recorded_at != "unknown" and self.recorded_at.column:
            named |= set(self.recorded_at.column.from_)
        return named


class Mapping(Strict):
    """One source's mapping."""

    mapping: str = Field(max_length=120)  # as the account of loads keeps it
    source: str = Field(max_length=40)
    owner: str
    reviewed_on: date
    note: str | None = None
    home: dict[str, Any] = {}  # settings of the home, written by the first load where not set yet
    nulls: tuple[str, ...] = ("", "无", "/", "-", "--", "—", "——", "–", "?", "NULL", "null", "None", "N/A")
    terms: tuple[dict[str, Any], ...] = ()
    database: str | None = (
        None  # address for the files with a `query`; ${NAME} stands for an environment variable
    )
    files: dict[str, FileRule]
    tables: tuple[TableRule, ...]
    sha256: str = ""

    @model_validator(mode="after")
    def _names_known_files(self):
        for rule in self.tables:
            for name in [rule.file, *(join.file for join in rule.with_)]:
                if name and name not in self.files:
                    raise ValueError(f"`to: {rule.to}` reads {name!r}, which `files` does not name")
        return self

    @model_validator(mode="after")
    def _keeps_no_row_of_a_log(self):
        logs = {rule.file for rule in self.tables if rule.count}
        for rule in self.tables:
            read = {rule.file, *(join.file for join in rule.with_)} & logs
            if read and not rule.count:
                raise ValueError(
                    f"`to: {rule.to}` reads {sorted(read)[0]!r}, a log whose rows are never kept"
                )
            if rule.count and rule.count.cards and rule.count.cards.file not in self.files:
                raise ValueError(f"`cards` reads {rule.count.cards.file!r}, which `files` does not name")
        if queried := sorted(logs & set(self.queries())):
            raise ValueError(
                f"{queried[0]!r} is a log: it is read from a file, a query would leave an extract"
            )
        return self

    @model_validator(mode="after")
    def _queries_one_database(self):
        if self.queries() and not self.database:
            raise ValueError("a `query` needs the address of its `database`, e.g. ${ACADEMIC_DATABASE}")
        if unfit := [name for name in self.queries() if not re.fullmatch(r"\w+", name)]:
            raise ValueError(f"the name of a query holds letters, digits and _ alone, not {unfit[0]!r}")
        return self

    @model_validator(mode="after")
    def _reads_nothing_left_out(self):
        for rule in self.tables:
            for name in filter(None, [rule.file, *(join.file for join in rule.with_)]):
                left_out = {normal_header(header) for header in self.files[name].left_out}
                read = sorted(header for header in rule.headers() if normal_header(header) in left_out)
                if read:
                    raise ValueError(f"`to: {rule.to}` reads {read}, which `left_out` says is never loaded")
        return self

    @model_validator(mode="after")
    def _counts_rows_of_one_file(self):
        for rule in self.tables:
            if not any(item.row_number for item in rule.rules()):
                continue
            patterns = self.files[rule.file].path if rule.file else ("rows",)
            if not rule.file or any(set(pattern) & set("*?[") for pattern in patterns):
                raise ValueError(
                    f"`to: {rule.to}` numbers rows by their place, which needs one file without * or ? in its path"
                )
        return self

    def queries(self) -> dict[str, FileRule]:
        """The files that are queries of the database, by name."""
        return {name: rule for name, rule in self.files.items() if rule.query}

    def with_extracts(self) -> Mapping:
        """The mapping that reads `name.parquet` where this one has the query `name`."""
        files = {
            name: rule.model_copy(update={"path": (f"{name}.parquet",)}) if rule.query else rule
            for name, rule in self.files.items()
        }
        return self.model_copy(update={"files": files})


def _word(key) -> str:
    """A translation's keys are the texts that stand in the cells, whatever YAML took them for."""
    return str(key).lower() if isinstance(key, bool) else str(key)
