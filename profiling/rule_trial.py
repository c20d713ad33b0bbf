"""How many students would each line of the warning rules have flagged at the close of past terms? (D.5)

Counted by the code of the rules themselves, on facts as they were known on the day: grades when those of the term were
due, absences and tasks when teaching ended.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from profiling import rules
from profiling.disclose import Least
from profiling.facts import Facts
from profiling.indicators.student import credits_by_student
from profiling.rules import Rule, rule_table

TOPIC, TERMS = "rule", 4
JUDGED = "judged"
LEVELS = ("red", "orange", "yellow")


@dataclass(frozen=True)
class Close:
    """One closed term: the facts of the day its grades were due, and of the day its teaching ended."""

    term_id: str
    closed: Facts
    taught: Facts


def rows(closes: Iterable[Close], least: Least) -> list[dict]:
    """Tally rows: per term, the students judged and warned by each layer, and flagged by each line at each value.

    part: layer, or rule of profiling/rules.yaml; step: judged, a level, or the value as `%g`. A layer of which nothing
    was known has no row: unknown, not none.
    """
    found = []
    for close in closes:
        for layer, facts in (("term_close", close.closed), ("in_term", close.taught)):
            judged = _judged(facts, layer)
            if judged:
                counts = {(layer, JUDGED): judged} | _levels(facts, layer) | _lines(facts, layer)
                found += _flagged(close.term_id, counts, judged, least)
    return found


def _judged(facts: Facts, layer: str) -> int:
    """Students in school of whom the layer can say anything at all."""
    if layer == "term_close":
        known = facts.once(credits_by_student) if facts.closed_terms else None
        return 0 if known is None else _in_school(facts, known["student_pid"])
    pids = [pl.Series("student_pid", [], dtype=pl.String)]
    if facts.has_events("fact_attendance"):
        pids.append(facts.attendance_by_student_offering["student_pid"])
    if facts.has_events("fact_assignment") and facts.due_coursework.height:
        running = facts.enrolment.filter(pl.col("term_id") == facts.current_term)
        pids.append(running.join(facts.due_coursework, on="offering_id", how="semi")["student_pid"])
    return _in_school(facts, pl.concat(pids))


def _in_school(facts: Facts, pids: pl.Series) -> int:
    return facts.in_school.filter(pl.col("student_pid").is_in(pids.unique().implode())).height


def _levels(facts: Facts, layer: str) -> dict[tuple[str, str], int]:
    """Students at each level by the rules in force, each once, at the heaviest."""
    if layer == "term_close":
        warned = rules.warnings(facts).filter(pl.col("layer") == layer)
        counted = dict(warned.group_by("level").agg(pl.len()).iter_rows())
        return {(layer, level): counted.get(level, 0) for level in LEVELS}
    beyond = {level: set() for level in LEVELS}
    for line in rule_table().in_term:
        beyond[line.level] |= set(_crossing(facts, line) or ())
    counts, heavier = {}, set()
    for level in LEVELS:
        counts[layer, level] = _in_school(facts, pl.Series(sorted(beyond[level] - heavier), dtype=pl.String))
        heavier |= beyond[level]
    return counts


def _lines(facts: Facts, layer: str) -> dict[tuple[str, str], int]:
    """Students who have crossed each line at each value that is offered for it."""
    first: dict[str, Rule] = {}
    for line in getattr(rule_table(), layer):
        first.setdefault(line.rule, line)
    counts = {}
    for name, line in first.items():
        for limit in rule_table().alternatives.get(name, ()):
            pids = _crossing(facts, line.at(limit))
            if pids is not None:
                counts[name, f"{limit:g}"] = _in_school(facts, pl.Series(pids, dtype=pl.String))
    return counts


def _crossing(facts: Facts, line: Rule) -> list[str] | None:
    """Students beyond a line; None where the source it needs is not there, or says nothing of anybody."""
    if line.rule == "absence":
        known = facts.once(rules.absences) if facts.has_events("fact_attendance") else pl.DataFrame()
        return rules.absent(known, line)["student_pid"].to_list() if known.height else None
    if line.rule == "idle":
        known = facts.once(_idle_in_term)
        return (
            known.filter(pl.col("courses") >= line.courses)["student_pid"].to_list() if known.height else None
        )
    known = facts.once(rules.measures)[line.rule]
    return [pid for pid, _ in rules.crossed(known, line)] if known.height else None


def _idle_in_term(facts: Facts) -> pl.DataFrame:
    """student_pid, courses: the most courses in which a student handed in nothing, over the windows of the term; everybody
    enrolled stands in it where anything was due."""
    term = facts["term"].filter(pl.col("term_id") == facts.current_term)
    weeks = max((line.weeks for line in rule_table().in_term if line.rule == "idle"), default=0)
    ends = range(weeks, int(term["week_count"][0]) + 1, weeks) if weeks and term.height else ()
    over = timedelta(days=(facts.as_of - term["first_monday"][0]).days + 1) if term.height else timedelta()
    windows = [rules.idle_courses(facts, weeks, facts.cut - over + timedelta(weeks=end)) for end in ends]
    found = [window for window in windows if window is not None]
    if not found:
        return pl.DataFrame(schema={"student_pid": pl.String, "courses": pl.UInt32})
    everybody = facts.in_school.select("student_pid", courses=pl.lit(0, dtype=pl.UInt32))
    return pl.concat([everybody, *found]).group_by("student_pid").agg(pl.col("courses").max())


def _flagged(term: str, counts: dict[tuple[str, str], int], judged: int, least: Least) -> list[dict]:
    """The counts with who may see each: of a row of values, those that no smallest group lies between."""
    flags = {
        name: _open_cells(counts, judged, k)
        for name, k in (("is_open", least.cross_unit), ("is_open_inside", least.own_unit))
    }
    return [
        {"topic": TOPIC, "period": term, "part": part, "step": step, "n": n, "behind": "rule_warning"}
        | {name: (part, step) in cells for name, cells in flags.items()}
        for (part, step), n in counts.items()
    ]  # fmt: skip


def _open_cells(counts: dict[tuple[str, str], int], judged: int, k: int) -> set[tuple[str, str]]:
    """Cells that readers without the rows may see.

    The values of one line lie inside each other: a count is told where it, and what parts it from the next count told, is
    nobody or at least k. Levels of a layer make up its total, so they are told together or not at all.
    """
    if judged < k:
        return set()
    told = {cell for cell in counts if cell[1] == JUDGED}
    for part in dict.fromkeys(part for part, _ in counts):
        cells = sorted((n, cell) for cell, n in counts.items() if cell[0] == part and cell[1] != JUDGED)
        told |= _levels_told(cells, judged, k) if cells[0][1][1] in LEVELS else _values_told(cells, judged, k)
    return told


def _levels_told(cells: list[tuple[int, tuple]], judged: int, k: int) -> set[tuple]:
    numbers = [n for n, _ in cells]
    numbers.append(judged - sum(numbers))
    return set() if any(0 < n < k for n in numbers) else {cell for _, cell in cells}


def _values_told(cells: list[tuple[int, tuple]], judged: int, k: int) -> set[tuple]:
    before, told = 0, set()
    for n, cell in cells:
        if not (0 < n - before < k or 0 < judged - n < k):
            before = n
            told.add(cell)
    return told
