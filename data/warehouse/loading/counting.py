"""A log of card or door events into counts per student, week and kind of place, while it is read.

No row of the log is written anywhere, not to the warehouse, the lake, the rows set aside or a file of ours: of a row that is set
aside the reason is counted. A day is counted once: rows on days that an earlier load of the same log counted are already there,
and so are rows that repeat an event (same holder, minute and `once_per`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path

import polars as pl
from sqlalchemy import select

from data.sources.files import ROW, SourceFile, matching
from data.sources.headers import normal_header
from data.sources.streamed import digest, parts
from data.staging.cell_parts import with_parts
from data.staging.columns import Calendar, Cells
from data.staging.counting import Cards, Counting
from data.staging.mapping import Join, Mapping
from data.staging.parsing import cleaned, text
from data.staging.stage import no_rejects, stage
from data.warehouse import bulk, home_settings
from data.warehouse.loading.account import record_file, record_reasons
from data.warehouse.loading.counted import PERSON, log_name, people, recorded, write_days, write_weeks
from data.warehouse.loading.entry import Entry, EntryResult
from data.warehouse.loading.one_file import EXPECTED_OF_LINES
from data.warehouse.loading.practice import Practice, is_practice, merged, practice, with_lessons, write
from data.warehouse.loading.tallies import COUNTED, Seen, Tally
from data.warehouse.pseudonym import pids
from data.warehouse.schema.card_use import meta_counted_day
from data.warehouse.schema.structure import dim_calendar_week
from errors import ShownError

SETTING = "card_data"
WHY = "_why"  # of a row that is not counted: its reason, or ALREADY
ALREADY = "already"
SHARED = "\x00"  # stands for the students of a card that more than one has
EXPECTED = {
    "unknown_card": "a card that the list of cards holds",
    "shared_card": "a card of one student: events of a shared one are nobody's",
    "unknown_student_no": "one that dim_person holds: load it first",
    "unknown_place": "a place that a pattern of `places` fits",
    "outside_calendar": "a day in a week of a loaded term",
    "outside_practice": "a moment of a lesson with practice that the student is enrolled in",
}
HOLDER, AT, PLACE = "student_no", "at", "place"
COLUMN_OF = {"unknown_card": HOLDER, "shared_card": HOLDER, "unknown_student_no": HOLDER, "unknown_place": PLACE, "outside_calendar": AT, "outside_practice": AT}  # fmt: skip
CELL = [PERSON, "week_on", "place_type"]


@dataclass(frozen=True)
class _Setting:
    """What rows are told apart with."""

    cards: pl.DataFrame | None  # card, student_no
    weeks: pl.DataFrame  # week_on, term_id, week_no
    earlier: frozenset[date]  # days that earlier loads of this log counted
    seen: Seen
    practice: Practice | None


def refuse_stored_logs(mapping: Mapping, folder: Path) -> None:
    """Raises ShownError where another table of the mapping reads a log under another name: it would keep the rows."""
    files = {name: set(matching(folder, rule.path)) for name, rule in mapping.files.items() if rule.path}
    logs = {rule.file for rule in mapping.tables if rule.count}
    for rule in mapping.tables:
        read = {rule.file, *(join.file for join in rule.with_)} - {None}
        for name, log in [] if rule.count else [(name, log) for name in sorted(read) for log in sorted(logs)]:
            if shared := files.get(name, set()) & files[log]:
                raise ShownError(
                    "counting card and door events",
                    file=min(path.name for path in shared),
                    found=f"a file that `to: {rule.to}` reads as well",
                    expected="a log that nothing else of the mapping reads",
                    remedy=f"mend the path of {name!r} in `files`",
                )


def count_events(entry: Entry, path: Path) -> EntryResult:
    """One file of a log counted and accounted; raises ShownError where card data are off or the file cannot be used."""
    _refuse_switched_off(entry)
    tally = Tally()
    setting = _setting(entry)
    rule = entry.mapping.files[entry.rule.file]
    for part in parts(path, wanted=entry.shelf.wanted(entry.rule.file), layout=rule.layout()):
        _take(entry, with_parts(part, rule.parts), setting, tally)
    file = SourceFile(path.name, digest(path), pl.DataFrame())
    told = [_reason_row(file, entry.rule.to, *item) for item in tally.reasons.items()]
    if not entry.trial:
        _write(entry, tally, setting)
        stamped = [row | {"load_id": entry.context.load_id} for row in told]
        record_file(
            entry.engine, entry.context.load_id, file, entry.rule.to, tally.counts, policy=entry.policy,
            source=entry.source, is_joined=False,
        )  # fmt: skip
        if stamped:
            record_reasons(entry.engine, stamped)
    # the source is as new as the last day, not as its last event: that moment would be somebody's
    last = datetime.combine(max(tally.days), time(12)) if tally.days else None
    return EntryResult(file, entry.rule.to, tally.counts, no_rejects(), last, told=told)


def _refuse_switched_off(entry: Entry) -> None:
    with entry.engine.connect() as connection:
        if home_settings.value(connection, SETTING):
            return
    raise ShownError(
        "counting card and door events",
        file=entry.rule.file,
        found="card and door data switched off",
        expected="an impact assessment on record, and the switch on",
        remedy="python -m jobs settings set card_data_assessment_id ID, then card_data on",
    )


def _setting(entry: Entry) -> _Setting:
    mapping, name = entry.mapping.mapping, log_name(entry)
    days = meta_counted_day.c
    earlier = select(days.day).where(
        days.mapping == mapping, days.name == name, days.load_id != entry.context.load_id
    )
    weeks = select(dim_calendar_week.c.monday, dim_calendar_week.c.term_id, dim_calendar_week.c.week_no)
    with entry.engine.connect() as connection:
        held = frozenset(connection.execute(earlier).scalars())
        frame = bulk.read_frame(
            connection, weeks, {"week_on": pl.Date, "term_id": pl.String, "week_no": pl.Int64}
        )
    count: Counting = entry.rule.count
    seen = entry.shelf.counted.setdefault(name, Seen())
    cards = _cards(entry, count.cards) if count.cards else None
    weeks_of = frame.sort("term_id").unique("week_on", keep="first")
    return _Setting(cards, weeks_of, held, seen, practice(entry) if is_practice(entry) else None)


def _cards(entry: Entry, rule: Cards) -> pl.DataFrame:
    """card -> student number, SHARED where more than one student has it."""
    file = entry.shelf.partner(Join(file=rule.file, on=(rule.card_no,), lookup=True))
    wanted = {"card": normal_header(rule.card_no), HOLDER: normal_header(rule.student_no)}
    for header in wanted.values():
        if header not in file.frame.columns:
            raise ShownError(
                "reading the list of cards",
                file=file.name,
                column=header,
                found="no such header",
                expected=f"the headers {rule.card_no} and {rule.student_no}",
            )
    nulls = entry.mapping.nulls
    named = pl.DataFrame(
        [
            text(cleaned(file.frame[header], nulls), is_identifier=True).alias(name)
            for name, header in wanted.items()
        ]
    )
    return (
        named.drop_nulls()
        .group_by("card")
        .agg(pl.when(pl.col(HOLDER).n_unique() == 1).then(pl.col(HOLDER).first()).otherwise(pl.lit(SHARED)))
    )


def _take(entry: Entry, part: SourceFile, setting: _Setting, tally: Tally) -> None:
    """The rows of one part, each counted, already there or set aside."""
    cells = _cells(entry, part)
    staged = stage(entry.rule, cells)
    tally.read += cells.frame.height + len(part.broken)
    for number, reason, _ in part.broken:
        tally.set_aside(reason, None, EXPECTED_OF_LINES[reason], 1, number)
    _count_reasons(staged.rejected, tally)
    rows = _told_apart(entry, staged.rows, cells, setting)
    is_good = rows[WHY].is_null()
    good = rows.filter(is_good)
    is_new = setting.seen.take(good) if good.height else pl.Series(dtype=pl.Boolean)
    fresh = good.filter(is_new)
    tally.loaded += fresh.height
    tally.already += good.height - fresh.height + (rows[WHY] == ALREADY).sum()
    aside = rows.filter(~is_good & (pl.col(WHY) != ALREADY))
    for reason, count, first in aside.group_by(WHY).agg(pl.len(), pl.col(ROW).min()).iter_rows():
        tally.set_aside(reason, _header(entry, COLUMN_OF[reason]), EXPECTED[reason], count, first)
    tally.days |= set(fresh["_day"].unique())
    if setting.practice is not None:
        setting.seen.visits = merged(setting.seen.visits, fresh)
        return
    summed = fresh.group_by(*CELL, "term_id", "week_no").agg(event_count=pl.len().cast(pl.Int64))
    tally.counted = _summed(pl.concat([tally.counted, summed.select(*COUNTED)]))


def _summed(counted: pl.DataFrame) -> pl.DataFrame:
    whole = counted.group_by(*CELL, "term_id", "week_no").agg(pl.col("event_count").sum())
    return whole.select(*COUNTED).sort(CELL)


def _count_reasons(rejected: pl.DataFrame, tally: Tally) -> None:
    reasons = rejected.group_by("reason", "column", "expected").agg(pl.len(), pl.col(ROW).min())
    for reason, column, expected, count, first in reasons.iter_rows():
        tally.set_aside(reason, column, expected, count, first)


def _cells(entry: Entry, part: SourceFile) -> Cells:
    context = entry.context
    calendar = Calendar(context.known.term_codes(), context.known.day_zeros())
    left_out = [
        header for header in map(normal_header, entry.mapping.files[entry.rule.file].left_out)
        if header in part.frame.columns
    ]  # fmt: skip
    cells = Cells(
        part.frame.drop(left_out), part.name, max(part.first_row - 1, 1), entry.mapping.nulls, context.zone, calendar,
        context.scale, part.first_row,
    )  # fmt: skip
    for header, wanted in (entry.rule.only or {}).items():
        chosen = text(cells.get(header)).is_in(list(wanted)).fill_null(False)
        cells = replace(cells, frame=cells.frame.filter(chosen))
    return cells


def _told_apart(entry: Entry, rows: pl.DataFrame, cells: Cells, setting: _Setting) -> pl.DataFrame:
    """Rows with what is counted by (`_person`, `week_on`, `place_type`), `_day`, `_event`, and why one is not counted."""
    count: Counting = entry.rule.count
    extras = pl.DataFrame(
        [cells.frame[ROW], *(text(cells.get(header)).alias(f"_once{n}") for n, header in enumerate(count.once_per))]
    )  # fmt: skip
    rows = rows.join(extras, on=ROW, how="left", maintain_order="left")
    once = [name for name in extras.columns if name != ROW]
    local = pl.col(AT).dt.replace_time_zone("UTC").dt.convert_time_zone(entry.context.zone)
    rows = rows.with_columns(
        _event=pl.struct(HOLDER, pl.col(AT).dt.truncate("1m"), *once).hash(seed=0), _day=local.dt.date()
    )
    rows = rows.with_columns(
        week_on=pl.col("_day") - pl.duration(days=pl.col("_day").dt.weekday() - 1), place_type=_place(count)
    )
    rows = _with_students(rows, setting.cards, entry)
    rows = rows.join(setting.weeks, on="week_on", how="left", maintain_order="left")
    rows = rows.with_columns(_has_week=pl.col("term_id").is_not_null())
    is_outside = pl.lit(False)
    if setting.practice is not None:
        rows = with_lessons(rows, setting.practice, entry)
        is_outside = pl.col("session_id").is_null()
    return rows.with_columns(
        pl.when(pl.col("_student").is_null()).then(pl.lit("unknown_card"))
        .when(pl.col("_student") == SHARED).then(pl.lit("shared_card"))
        .when(pl.col(PERSON).is_null()).then(pl.lit("unknown_student_no"))
        .when(pl.col("place_type").is_null()).then(pl.lit("unknown_place"))
        .when(~pl.col("_has_week")).then(pl.lit("outside_calendar"))
        .when(is_outside).then(pl.lit("outside_practice"))
        .when(pl.col("_day").is_in(list(setting.earlier))).then(pl.lit(ALREADY))
        .alias(WHY)
    )  # fmt: skip


def _with_students(rows: pl.DataFrame, cards: pl.DataFrame | None, entry: Entry) -> pl.DataFrame:
    if cards is None:
        rows = rows.with_columns(pl.col(HOLDER).alias("_student"))
    else:
        named = cards.rename({"card": HOLDER, HOLDER: "_student"})
        rows = rows.join(named, on=HOLDER, how="left", maintain_order="left")
    rows = rows.with_columns(pids(entry.context.key, "student", rows["_student"]).alias("student_pid"))
    known = people(entry).to_frame("student_pid").with_row_index(PERSON)
    return rows.join(known, on="student_pid", how="left", maintain_order="left")


def _place(count: Counting) -> pl.Expr:
    """The kind of place by the first pattern that is found in it."""
    found = [
        pl.when(pl.col(PLACE).str.contains(pattern)).then(pl.lit(kind))
        for pattern, kind in count.places.items()
    ]
    return pl.coalesce(found) if found else pl.lit("training")


def _header(entry: Entry, column: str) -> str:
    rule = entry.rule.columns.get(column)
    return " + ".join(rule.from_) if rule and rule.from_ else column


def _reason_row(file: SourceFile, table: str, why: tuple, counted: list[int]) -> dict:
    reason, column, expected = why
    return {
        "file_name": file.name[:200],
        "table_name": table,
        "reason_code": reason,
        "column_name": column and column[:80],
        "value_shape": None,
        "expected": expected[:200],
        "first_row_no": counted[1],
        "row_count": counted[0],
    }


def _write(entry: Entry, tally: Tally, setting: _Setting) -> None:
    if setting.practice is None:
        write_weeks(entry, tally.counted)
    elif setting.seen.visits is not None:
        write(entry, setting.seen.visits, recorded(entry))
    write_days(entry, tally.days)
