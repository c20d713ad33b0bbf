"""From a file's records to rows of a target: typed, coded, complete; what cannot be is set aside with its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from data.sources.distinct import plain
from data.sources.files import ROW
from data.staging import parsing
from data.staging.columns import TYPES, Cells, Made, constant
from data.staging.grades import read_grades
from data.staging.mapping import Rule, TableRule
from data.staging.once import make_once, repeated
from data.staging.targets import Target, TargetColumn, target
from errors import shape

REJECTED = {
    ROW: pl.Int64,
    "reason": pl.String,
    "column": pl.String,
    "value_shape": pl.String,
    "expected": pl.String,
}
RECORDED, VOID = "recorded_at", "is_void"
DEFAULT_ORDER = ("term_id",)  # made first: other columns count days from the row's term


@dataclass(frozen=True)
class Staged:
    """Rows ready to be loaded (with `_row`, the record each came from) and the records set aside."""

    rows: pl.DataFrame
    rejected: pl.DataFrame


def no_rejects() -> pl.DataFrame:
    """An empty frame of records set aside."""
    return pl.DataFrame(schema=REJECTED)


def rejects(
    rows: pl.Series, reason: str, column: str | None, values: pl.Series | None, expected: str
) -> pl.DataFrame:
    """Records set aside for one reason; of the values only the shape is kept."""
    shapes = pl.Series([None], dtype=pl.String).new_from_index(0, len(rows))
    if values is not None:
        texts = values.cast(pl.String)
        shapes = texts.replace_strict(
            {text: shape(text) for text in texts.drop_nulls().unique()}, default=None, return_dtype=pl.String
        )
    return pl.DataFrame({ROW: rows, "value_shape": shapes.alias("value_shape")}).select(
        pl.col(ROW).cast(pl.Int64),
        pl.lit(reason).alias("reason"),
        pl.lit(column, dtype=pl.String).alias("column"),
        "value_shape",
        pl.lit(expected).alias("expected"),
    )


def stage(rule: TableRule, cells: Cells) -> Staged:
    """All rows of one table rule; each record is set aside at most once, for the first thing wrong with it."""
    wanted = target(rule.to)
    if rule.split:
        cells = _split(rule.split, cells)
    if rule.variants:
        cells = replace(cells, codes=None)  # rows of several variants lie under one another as plain text
    variants = rule.variants or ({},)
    parts = [_one(rule, {**rule.columns, **variant}, wanted, cells, variant) for variant in variants]
    rows = pl.concat([part.rows for part in parts], how="diagonal")
    rejected = pl.concat([*(part.rejected for part in parts), _without_any_variant(rule, cells, rows)])
    rejected = rejected.unique(ROW, keep="first", maintain_order=True)
    if not rejected.is_empty():
        rows = rows.filter(~pl.col(ROW).is_in(rejected[ROW].implode()))
    return Staged(_valid_first(rows), rejected)


def _valid_first(rows: pl.DataFrame) -> pl.DataFrame:
    """Of rows with one key the first is kept: that must not be one that the source itself has made void."""
    if VOID not in rows.columns or not rows[VOID].any():
        return rows
    return rows.sort(VOID, maintain_order=True, nulls_last=False)


def _without_any_variant(rule: TableRule, cells: Cells, rows: pl.DataFrame) -> pl.DataFrame:
    """Records that hold no value for any variant make no row at all; they are accounted as such."""
    if not rule.variants:
        return no_rejects()
    numbers = cells.frame[ROW].unique(maintain_order=True)
    return rejects(
        numbers.filter(~numbers.is_in(rows[ROW].implode())), "no_value", None, None, "a value in any column"
    )


def _one(
    rule: TableRule, rules: dict[str, Rule], wanted: Target, cells: Cells, variant: dict[str, Rule]
) -> Staged:
    made = _columns(rule, rules, wanted, cells)
    rejected = [no_rejects()]
    keep = pl.Series([True]).new_from_index(0, cells.frame.height)
    numbers = cells.frame[ROW]
    if variant:  # a variant without its value is no row: missing is never zero
        filled = [name for name, item in variant.items() if item.from_]
        needed = [name for name in filled if wanted.columns[name].required] or filled
        for name in ["score_text"] if rule.grade and "score_text" in filled else needed:
            keep = keep & made[name].is_given()
    for name, column in made.items():
        for reason, expected, mask in problems(name, column.small or column, wanted.columns.get(name)):
            if not column.may_hold(mask):
                continue
            bad = column.of_rows(mask.fill_null(False)) & keep
            if bad.any():
                shown = column.shown(bad)
                rejected.append(rejects(numbers.filter(bad), reason, column.header or name, shown, expected))
    rows = pl.DataFrame([numbers, *(column.values.alias(name) for name, column in made.items())])
    return Staged(rows if keep.all() else rows.filter(keep), pl.concat(rejected))


def _columns(rule: TableRule, rules: dict[str, Rule], wanted: Target, cells: Cells) -> dict[str, Made]:
    """Every column the rule or the target's defaults give, terms first."""
    made: dict[str, Made] = {}
    for name in sorted(rules, key=lambda name: name not in DEFAULT_ORDER):
        terms = made["term_id"].values if "term_id" in made else None
        made[name] = make_once(name, rules[name], wanted.columns[name], cells, terms)
    if rule.grade:
        made |= _grade(rule, rule.grade.text or rules["score_text"].from_[0], cells)
    for name, column in wanted.columns.items():
        if column.default is not None:
            made |= _defaulted(name, column, made, cells)
    recorded = rule.recorded_at
    if recorded != "unknown" and recorded.column:
        moment = TargetColumn(type="datetime")
        made[RECORDED] = make_once(
            RECORDED,
            recorded.column,
            moment,
            cells,
            made["term_id"].values if "term_id" in made else None,
        )
    return made


def _defaulted(name: str, column: TargetColumn, made: dict[str, Made], cells: Cells) -> dict[str, Made]:
    """The target's default where the mapping gives nothing: another column, or a value."""
    other = made.get(column.default) if isinstance(column.default, str) else None
    if column.stands_in and other is None:
        return {} if name in made else {name: Made(repeated(constant(None, column, 1), name, cells))}
    fill = other.values if other else repeated(constant(column.default, column, 1), name, cells)
    if name not in made:
        return {name: Made(fill)}
    if not made[name].values.null_count():
        return {}
    old = made[name].in_full()
    filled, fill = plain(old.values), plain(fill)
    return {
        name: Made(
            filled.fill_null(fill) if other is None else filled.zip_with(filled.is_not_null(), fill),
            old.source,
            old.header,
            old.problems,
        )
    }


def _grade(rule: TableRule, header: str, cells: Cells) -> dict[str, Made]:
    texts = cells.get(header).cast(pl.String)
    if rule.grade.without:
        texts = texts.str.replace(rule.grade.without, "")
    is_marked = rule.grade.mark and (not rule.grade.mark_of or header in rule.grade.mark_of)
    marks = cells.get(rule.grade.mark).cast(pl.String) if is_marked else None
    if rule.grade.words:
        texts = texts.replace(rule.grade.words)
        marks = marks.replace(rule.grade.words) if marks is not None else None
    if rule.grade.mark_words and marks is not None:
        marks = marks.replace(rule.grade.mark_words)
    scale, said = cells.scale, rule.grade.pass_mark
    needed = scale.pass_mark if said is None else said
    read = read_grades(texts, marks, pass_mark=needed, letters=rule.grade.letters, own=scale.words)
    problems = tuple(
        (reason, "a score of 0-100 or a grade word", read["problem"] == reason)
        for reason in read["problem"].drop_nulls().unique().sort()
    )
    score_text = texts if marks is None else texts.fill_null(marks)
    return {
        "score_text": Made(score_text, texts, header, problems),
        **{name: Made(read[name]) for name in ("score", "result", "result_reason")},
    }


def problems(name: str, made: Made, column: TargetColumn | None):
    """What may be wrong with a column: unreadable, unknown code, out of range, too long, missing."""
    yield from made.problems
    if column is None:
        return
    values = made.values
    if column.codes:
        yield (
            "unknown_code",
            f"one of {', '.join(column.codes)}",
            values.is_not_null() & ~values.is_in(list(column.codes)),
        )
    if column.range:
        low, high = column.range
        yield "out_of_range", f"{low:g} to {high:g}", ~values.is_between(low, high)
    if column.length and values.dtype == pl.String:
        yield "too_long", f"at most {column.length} characters", values.str.len_chars() > column.length
    if column.required:  # comes last: an unreadable cell is told as such, not as missing
        yield "missing_required", "a value", values.is_null()


def _split(separators: dict[str, tuple[str, ...]], cells: Cells) -> Cells:
    """Several values in one cell become several rows of the same record; of several headers first goes with first."""
    lists = {header: _values(cells.get(header), marks) for header, marks in separators.items()}
    most = pl.select(pl.max_horizontal(1, *(parts.list.len() for parts in lists.values()))).to_series()
    places = pl.int_ranges(0, most)
    in_step = [parts.list.gather(places, null_on_oob=True) for parts in lists.values()]
    frame = cells.frame.with_columns(in_step).explode([parts.name for parts in in_step])
    return replace(cells, frame=frame)


def _values(cell: pl.Series, marks: tuple[str, ...]) -> pl.Series:
    """The values between the marks; what is blank between two of them is none."""
    texts, (first, *others) = parsing.text(cell), marks
    for other in others:
        texts = texts.str.replace_all(other, first, literal=True)
    value = pl.element().str.strip_chars()
    return texts.str.split(first).list.eval(value.filter(value != "")).fill_null([])


def empty_rows(name: str) -> pl.DataFrame:
    """No rows of a target, with the types of its columns."""
    columns = target(name).columns
    return pl.DataFrame(
        schema={ROW: pl.Int64, **{column: TYPES[item.type] for column, item in columns.items()}}
    )
