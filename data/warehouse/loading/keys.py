"""From business columns to the warehouse's own: pseudonyms, ids, the person's version at the event, teaching week."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import polars as pl

from data.sources.distinct import Codes, by_distinct, by_distinct_of, is_coded, plain, where
from data.sources.files import ROW
from data.staging.grades import Scale
from data.staging.mapping import TableRule
from data.staging.parsing import at_noon
from data.staging.stage import RECORDED, Staged, no_rejects, rejects
from data.staging.targets import Identity, Target, read_targets
from data.warehouse import lake
from data.warehouse.loading.known import Known
from data.warehouse.loading.person_versions import local_day, version_at
from data.warehouse.pseudonym import pids

SURROGATES = {"student_sk": ("dim_student", "student_pid"), "teacher_sk": ("dim_teacher", "teacher_pid")}
REFERENCES = {  # what `refers` names -> table, its column, the business column a person would look at
    "offering_id": ("dim_offering", "offering_id", "offering_no"),
    "task_id": ("dim_task", "task_id", "task_no"),
    "term_id": ("dim_term", "term_id", "term_id"),
    "course_code": ("dim_course", "course_code", "course_code"),
    "student_no": ("dim_person", "person_pid", "student_no"),
    "staff_no": ("dim_person", "person_pid", "staff_no"),
}
MOST_WEEKS = 520  # ten years: a day further from its term is a typing error, and no teaching week of it
TIMETABLED = (
    "fact_session",
    "fact_attendance",
)  # what follows the timetable: a make-up day counts as the day it replaces
SESSION_TABLES = (
    "fact_session", "fact_attendance", "fact_quiz", "fact_interaction", "fact_training_access", "dim_task",
)  # fmt: skip


@dataclass(frozen=True)
class KeyContext:
    """What keys are made with."""

    known: Known
    key: bytes  # of the pseudonyms
    zone: str
    load_id: int
    loaded_at: datetime
    is_first_load: bool
    scale: Scale = field(default_factory=Scale)
    taught_as: dict[date, int] = field(default_factory=dict)  # make-up day -> weekday of its timetable
    codes: Codes | None = None  # of ids and other texts; None where they are made as plain text
    met: dict[str, pl.DataFrame] = field(default_factory=dict)  # pseudonyms made before, by kind of person

    def coded(self, texts: pl.Series, name: str) -> pl.Series:
        """The column of this name, in codes where the load uses them."""
        return texts.cast(self.codes.of(name)).alias(name) if self.codes else texts.alias(name)


def resolve(staged: Staged, rule: TableRule, target: Target, context: KeyContext) -> Staged:
    """Rows with the columns the target stores (and `_row`); rows that point nowhere are set aside."""
    rows, originals = _with_ids(staged.rows, context), staged.rows
    rejected = [staged.rejected, _dangling(rows, originals, rule, target, context.known)]
    rejected.append(_too_long(rows, rule, target))
    rows = _without(rows, pl.concat(rejected))
    rows, far = _with_calendar(rows, rule, target, context)
    rejected.append(far)
    rows = _with_events(rows, rule, target, context)
    rows, unknown = _with_surrogates(rows, rule, target, context)
    rejected.append(unknown)
    stored = _stored_columns(target)
    rows = _without(rows, pl.concat(rejected))
    return Staged(
        rows.select(ROW, *(name for name in rows.columns if name in stored)),
        pl.concat(rejected).unique(ROW, keep="first", maintain_order=True),
    )


def _stored_columns(target: Target) -> set[str]:
    extra = {"event_time", "term_id"} if target.is_lake else set()
    names = set(lake.schema(target.name)) if target.is_lake else set(target.table.columns.keys())
    return names | extra


def _without(rows: pl.DataFrame, rejected: pl.DataFrame) -> pl.DataFrame:
    if rejected.is_empty():
        return rows
    return rows.filter(~pl.col(ROW).is_in(rejected[ROW].unique().implode()))


def _with_ids(rows: pl.DataFrame, context: KeyContext) -> pl.DataFrame:
    """Pseudonyms for numbers, composed ids for the rest; missing parts give a null id."""
    rows = _with_people(rows, context)
    for name, identity in read_targets().identity.items():
        if identity.from_ and name in rows.columns and set(identity.from_) <= set(rows.columns):
            rows = rows.with_columns(_composed(rows, identity, context))
    return rows


def _composed(rows: pl.DataFrame, identity: Identity, context: KeyContext) -> pl.Series:
    """An id out of its parts; asked once for each combination where all parts are coded or days."""
    separator = "-" if identity.stores == "programme_id" else "/"

    def compose(parts: pl.DataFrame) -> pl.Series:
        texts = [_id_part(parts, part) for part in identity.from_]
        return parts.select(pl.concat_str(texts, separator=separator).alias(identity.stores)).to_series()

    parts = [rows[part] for part in identity.from_]
    if context.codes and all(is_coded(part) or part.dtype == pl.Date for part in parts):
        return by_distinct_of(parts, lambda found: context.coded(compose(found), identity.stores))
    return compose(rows)


def _with_people(rows: pl.DataFrame, context: KeyContext) -> pl.DataFrame:
    if "person_no" in rows.columns:
        rows = rows.with_columns(
            pl.concat_str(pl.col("kind"), pl.lit("_identity")).alias("category"),
        )
        student = pids(context.key, "student", rows["person_no"])
        teacher = pids(context.key, "teacher", rows["person_no"])
        return rows.with_columns(student.zip_with(rows["kind"] == "student", teacher).alias("person_pid"))
    for name, identity in read_targets().identity.items():
        if identity.person and name in rows.columns:
            rows = rows.with_columns(_pseudonyms(rows[name], identity, context))
    return rows


def _pseudonyms(numbers: pl.Series, identity: Identity, context: KeyContext) -> pl.Series:
    return by_distinct(
        numbers,
        lambda texts: context.coded(
            pids(context.key, identity.person, texts, met=context.met), identity.stores
        ),
    ).alias(identity.stores)


def _id_part(rows: pl.DataFrame, name: str) -> pl.Expr:
    if rows.schema[name] == pl.Date:
        return pl.col(name).dt.strftime("%Y-%m-%d")
    return pl.col(name).cast(pl.String)


def _dangling(
    rows: pl.DataFrame, originals: pl.DataFrame, rule: TableRule, target: Target, known: Known
) -> pl.DataFrame:
    """Rows whose reference is not in the warehouse, for the first reference that fails."""
    found = [no_rejects()]
    identity = read_targets().identity
    for name in target.refers:
        table, key, business = REFERENCES[name]
        column = identity[name].stores if name in identity else name
        if column not in rows.columns:
            continue
        there = known.frame(table)[key]
        missing = where(
            rows[column], lambda ids, there=there: ids.is_not_null() & ~ids.is_in(there.implode())
        )
        if missing is not None:
            found.append(
                rejects(
                    rows[ROW].filter(missing),
                    f"unknown_{business}",
                    header_of(rule, business),
                    originals[business].filter(missing),
                    f"one that {table} holds: load it first",
                )
            )
    return pl.concat(found)


def _too_long(rows: pl.DataFrame, rule: TableRule, target: Target) -> pl.DataFrame:
    """Rows whose number makes an id longer than the warehouse keeps: SQLite would take it, PostgreSQL would end the load."""
    found = [no_rejects()]
    for name, identity in read_targets().identity.items():
        stored = None if target.is_lake else target.table.columns.get(identity.stores)
        if stored is None or identity.stores not in rows.columns or not getattr(stored.type, "length", None):
            continue
        long = where(rows[identity.stores], lambda ids, most=stored.type.length: ids.str.len_chars() > most)
        if long is not None:
            expected = f"with what it belongs to at most {stored.type.length} characters"
            place = header_of(rule, name)
            found.append(
                rejects(rows[ROW].filter(long), "too_long", place, rows[name].filter(long), expected)
            )
    return pl.concat(found)


def header_of(rule: TableRule, column: str) -> str:
    """The source's own name of a column, for messages; the target's where the mapping made it up."""
    made = rule.columns.get(column)
    return " + ".join(made.from_) if made and made.from_ else column


def _with_calendar(
    rows: pl.DataFrame, rule: TableRule, target: Target, context: KeyContext
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Teaching week and weekday from the date, unless the source gave them; days far from their term are set aside."""
    stored = set(lake.TABLES[target.name]["columns"]) if target.is_lake else set(target.table.columns.keys())
    if "week_no" not in stored or "term_id" not in rows.columns or target.event not in rows.columns:
        return rows, no_rejects()
    terms = context.known.frame("dim_term")
    mondays = dict(zip(terms["term_id"], terms["first_monday"], strict=True))
    day = local_day(rows[target.event], context.zone)
    week = _weeks(rows["term_id"], day.alias("day"), mondays)
    taught_as = context.taught_as if target.name in TIMETABLED else {}
    made = {"week_no": week, "weekday": by_distinct(day, lambda days: _weekday(days, taught_as))}
    for name, values in made.items():
        if name in stored:
            given = rows[name] if name in rows.columns else None
            filled = values if given is None else given.cast(pl.Int64).zip_with(given.is_not_null(), values)
            rows = rows.with_columns(filled.alias(name))
    far = (week.abs() > MOST_WEEKS).fill_null(False)
    if not far.any():
        return rows, no_rejects()
    place = header_of(rule, target.event)
    expected = f"a day at most {MOST_WEEKS} weeks from the beginning of its term"
    found = rejects(rows[ROW].filter(far), "out_of_range", place, day.filter(far), expected)
    return rows.filter(~far), found


def _weeks(terms: pl.Series, days: pl.Series, mondays: dict[str, date]) -> pl.Series:
    """The teaching week of each row's day in its term, from 1; asked once for each term and day where terms are coded."""

    def week(found: pl.DataFrame) -> pl.Series:
        monday = found["term_id"].replace_strict(mondays, default=None, return_dtype=pl.Date)
        return ((found["day"] - monday).dt.total_days() // 7 + 1).cast(pl.Int64)

    if is_coded(terms) and days.dtype == pl.Date and not days.is_empty():
        return by_distinct_of([terms, days], week)
    return week(pl.DataFrame([plain(terms), days]))


def _weekday(day: pl.Series, taught_as: dict[date, int]) -> pl.Series:
    """1 Monday to 7 Sunday; a make-up day has the weekday whose timetable it follows."""
    own = day.dt.weekday().cast(pl.Int64)
    if not taught_as:
        return own
    other = day.replace_strict(taught_as, default=None, return_dtype=pl.Int64)
    return other.zip_with(other.is_not_null(), own)


def _with_events(rows: pl.DataFrame, rule: TableRule, target: Target, context: KeyContext) -> pl.DataFrame:
    """When it happened and when the source knew; what the mapping's policy does not know stays null until it is written."""
    if target.name == "fact_activity_window":
        zeros = context.known.day_zeros()
        starts = by_distinct(
            rows["term_id"], lambda ids: ids.replace_strict(zeros, default=None, return_dtype=pl.Date)
        )
        ends = (starts.cast(pl.Int32) + rows["to_day"].cast(pl.Int32)).cast(pl.Date)
        rows = rows.with_columns(ends.alias(target.event))
    event = _event_moment(rows, target, context.zone)
    if target.is_lake:
        rows = rows.with_columns(event.alias("event_time"))
    elif RECORDED not in target.table.columns:
        return rows.drop(RECORDED, strict=False)
    recorded, policy = rows.get_column(RECORDED, default=None), rule.recorded_at
    if (
        policy != "unknown"
        and policy.after_event_days is not None
        and (context.is_first_load or not policy.first_load_only)
    ):
        recorded = event + timedelta(days=policy.after_event_days)
    if recorded is None:
        recorded = pl.Series([None], dtype=pl.Datetime("us")).new_from_index(0, rows.height)
    return rows.with_columns(recorded.alias(RECORDED))


def _event_moment(rows: pl.DataFrame, target: Target, zone: str) -> pl.Series:
    """Naive UTC moment of the event; null where the target has none or the row gives none."""
    nothing = pl.Series([None], dtype=pl.Datetime("us")).new_from_index(0, rows.height)
    if target.event not in rows.columns:
        return nothing
    values = rows[target.event]
    moments = by_distinct(values, lambda days: at_noon(days, zone)) if values.dtype == pl.Date else values
    exact = rows.get_column("event_at", default=None)
    return moments if exact is None else exact.zip_with(exact.is_not_null(), moments)


def _with_surrogates(
    rows: pl.DataFrame, rule: TableRule, target: Target, context: KeyContext
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The person's version valid at the event; the first version for events before it, the newest without a date."""
    if target.is_lake or target.history:
        return rows, no_rejects()
    rejected = [no_rejects()]
    for name, (table, pid) in SURROGATES.items():
        if name not in target.table.columns or pid not in rows.columns:
            continue
        rows = rows.with_columns(
            version_at(rows, pid, target, context.known, context.zone, table, name).alias(name)
        )
        missing = rows[name].is_null()
        if missing.any() and not target.table.columns[name].nullable:
            rejected.append(
                rejects(
                    rows[ROW].filter(missing),
                    f"unknown_{table.removeprefix('dim_')}",
                    header_of(rule, {"student_pid": "student_no", "teacher_pid": "staff_no"}[pid]),
                    None,
                    f"a person that {table} holds: load it first",
                )
            )
    return rows, pl.concat(rejected)
