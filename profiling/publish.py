"""Everything one snapshot holds, from facts to rows with their access columns and category. Pure: frames in, frames out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import polars as pl

from profiling import disclose, marts, person_rows, placing, raised, rule_trial, rules, tallies, weeks
from profiling.comparison import peer_sets, with_context
from profiling.facts import Facts
from profiling.freshness import marked_stale
from profiling.judging import LAST, Judgements, assignments, judged, of_stage
from profiling.standard import Standard, standards
from profiling.unlock import source_gaps
from profiling.values import COLUMNS

KEPT_TERMS = 5  # units keep a series of five terms, persons the newest only


@dataclass
class Snapshot:
    """Frames by mart table, without snapshot_id."""

    frames: dict[str, pl.DataFrame]


def compute(
    facts: Facts,
    *,
    seed: int = 20250902,
    least: disclose.Least | None = None,
    register: dict[str, Standard] | None = None,
    closes: Iterable[rule_trial.Close] = (),
    say: Callable[[str], None] = lambda text: None,
) -> Snapshot:
    """All rows of one snapshot; deterministic for equal facts, seed, smallest groups and standards in force.

    register: standards in force by id; those that come with the product where none are given. closes: past terms of
    which the warning rules are tried.
    """
    say("indicators")
    values, judgements = judged_values(facts, register or standards(), seed=seed, say=say)
    say("page rows")
    frames = from_facts(facts)
    entity = placing.entity_keys(facts)
    frames["ind_value"] = placing.values(facts, with_context(values, peer_sets(facts)), entity)
    del values  # a large college's take half a gigabyte
    frames |= placed(judgements.frames, entity, frames["ind_value"])
    frames["mart_source_gap"] = source_gaps(
        judgements.items, judgements.indexes, register or standards(), facts.connected
    )
    del judgements
    least = least or disclose.Least()
    frames = disclosed(facts, frames, least)
    say("warning rules at past closes")
    tried = tallies.framed(rule_trial.rows(closes, least))
    return Snapshot(frames | {"mart_tally": pl.concat([frames["mart_tally"], tried])})


def from_facts(facts: Facts) -> dict[str, pl.DataFrame]:
    """Rows that pages show as they come from the facts; prepared results of examinations are given back on the way."""
    bins = marts.score_bins(facts)
    facts.forget("first_attempt", "marking")
    people = of_people(facts)
    facts.forget("grade", "_answers")
    return people | {
        "mart_week": placing.by_entity(
            weeks.weeks(facts), placing.entity_keys(facts), student="attendance_process"
        ),
        "mart_score_bin": bins,
        "mart_offering": marts.offerings(facts),
    }


def of_people(facts: Facts) -> dict[str, pl.DataFrame]:
    """Headers, rosters, warnings and records of students; records of teachers."""
    warned = rules.warnings(facts)
    return {
        "mart_student_record": person_rows.student_records(facts),
        "mart_student_days": person_rows.student_days(facts),
        "mart_teacher_record": person_rows.teacher_records(facts),
        "mart_student": marts.student_headers(facts),
        "mart_roster": marts.rosters(facts),
        "mart_rule_warning": warned.join(
            facts.enrolled.select("student_pid", "class_code", "major_code", "org_code"), on="student_pid"
        ),
        "mart_alert": raised.raised(facts, warned),
    }


def judged_values(
    facts: Facts, register: dict[str, Standard], *, seed: int, say: Callable[[str], None] = lambda text: None
) -> tuple[pl.DataFrame, Judgements]:
    """Values and judgements: from facts, then from values, then everybody but the school, then from these, then the school."""
    values = marked(facts, of_stage("facts", facts))
    values = marked(facts, [values, *of_stage("values", facts, values)])
    say("standards")
    listed = assignments(facts, register)
    first = judged(facts, values, [one for one in listed if one[0].entity != LAST], seed=seed)
    values = marked(facts, [values, *of_stage("indices", facts, values, first.indexes, first.dimensions)])
    last = [one for one in listed if one[0].entity == LAST]
    return values, first.with_(judged(facts, values, last, seed=seed)) if last else first


def placed(judgements: tuple, entity: pl.DataFrame, valued: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Judgements of units and persons with their access columns and the category that decides who reads them."""
    indexes, dimensions, items = judgements
    return {
        "mart_index": placing.indexes(indexes, entity),
        "mart_dimension": placing.dimensions(dimensions, entity),
        "mart_item": placing.items(items, entity, valued),
    }


def disclosed(
    facts: Facts, frames: dict[str, pl.DataFrame], least: disclose.Least
) -> dict[str, pl.DataFrame]:
    """The same rows, each with who besides the holders of the persons' rows may see it."""
    sizes = disclose.unit_sizes(facts)
    values = disclose.values(frames["ind_value"], sizes, least)
    items = disclose.items(frames["mart_item"], values)
    dimensions = disclose.above(frames["mart_dimension"], items, ["dimension_id"])
    return frames | {
        "ind_value": values,
        "mart_item": items,
        "mart_dimension": dimensions,
        "mart_index": disclose.above(frames["mart_index"], dimensions, []),
        "mart_week": disclose.weeks(frames["mart_week"], sizes, least),
        "mart_score_bin": disclose.bins(frames["mart_score_bin"], least),
        "mart_offering": disclose.offerings(frames["mart_offering"], least),
        "mart_tally": tallies.tallies(facts, values, dimensions, least),
    }


def marked(facts: Facts, parts: list[pl.DataFrame]) -> pl.DataFrame:
    """Value rows together, the newest period per indicator and entity marked `is_latest`.

    Persons who left and terms long past are dropped; students and teachers keep what is newest of each indicator.
    """
    plain = [part.select(list(COLUMNS)) for part in parts if part.height]
    values = pl.concat(plain or [pl.DataFrame(schema=COLUMNS)])
    # sums depend on the order of rows in the last bit: twelve digits make ties equal in every run
    values = marked_stale(facts, values.with_columns(pl.col(pl.Float64).round_sig_figs(12)))
    kept = facts.terms[-KEPT_TERMS:]
    term_like = pl.col("period").str.contains(r"^\d{4}-\d{4}-\d$")
    values = values.filter(~term_like | pl.col("period").is_in(kept))
    present = {"student": facts.enrolled["student_pid"], "teacher": facts.teacher["teacher_pid"]}
    for kind, pids in present.items():
        values = values.filter((pl.col("entity_kind") != kind) | pl.col("entity_id").is_in(pids.implode()))
    values = values.with_columns(
        is_latest=pl.col("period") == pl.col("period").max().over("entity_kind", "entity_id", "indicator_id")
    )
    return values.filter(pl.col("is_latest") | (pl.col("entity_kind") != "student"))
