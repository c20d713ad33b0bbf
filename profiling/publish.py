"""Everything one snapshot holds, from facts to rows with their access columns and category. Pure: frames in, frames out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from profiling import disclose, marts, placing, rules, weeks
from profiling.board import board
from profiling.catalogue import functions, indicators
from profiling.facts import Facts
from profiling.gates import gate_states
from profiling.indices.peers import percentiles
from profiling.judge import judge
from profiling.reference import distribution_of, populations
from profiling.standard import Standard, next_standard, standards, teacher_standard
from profiling.values import COLUMNS
from profiling.verdict_rows import dimension_rows, index_rows, item_rows

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
    say: Callable[[str], None] = lambda text: None,
) -> Snapshot:
    """All rows of one snapshot; deterministic for equal facts, seed and smallest groups."""
    say("indicators")
    values = latest_marked(facts, all_values(facts))
    values = with_context(values)
    say("standards")
    judgements = judged(facts, values, seed=seed)
    say("page rows")
    frames = placed(facts, values, judgements)
    frames |= {
        "mart_student": marts.student_headers(facts),
        "mart_roster": marts.rosters(facts),
        "mart_rule_warning": rules.warnings(facts).join(
            facts.enrolled.select("student_pid", "class_code", "major_code", "org_code"), on="student_pid"
        ),
        "mart_source_gap": source_gaps(values, judgements[0], judgements[2]),
    }
    return Snapshot(disclosed(facts, frames, least or disclose.Least()))


def placed(facts: Facts, values: pl.DataFrame, judgements: tuple) -> dict[str, pl.DataFrame]:
    """Rows about units and persons with their access columns and the category that decides who reads them."""
    entity = placing.entity_keys(facts)
    indexes, dimensions, items = judgements
    valued = placing.values(facts, values, entity)
    return {
        "ind_value": valued,
        "mart_index": placing.indexes(indexes, entity),
        "mart_dimension": placing.dimensions(dimensions, entity),
        "mart_item": placing.items(items, entity, valued),
        "mart_week": placing.by_entity(weeks.weeks(facts), entity, student="attendance_process"),
        "mart_score_bin": marts.score_bins(facts),
        "mart_offering": marts.offerings(facts),
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
    }


def all_values(facts: Facts) -> pl.DataFrame:
    """Value rows of every computed indicator; persons who left and terms long past are dropped."""
    parts = [function(facts) for function in functions().values()]
    values = pl.concat([part for part in parts if part.height] or [pl.DataFrame(schema=COLUMNS)])
    # sums depend on the order of rows in the last bit: twelve digits make ties equal in every run
    values = values.with_columns(pl.col(pl.Float64).round_sig_figs(12))
    kept = facts.terms[-KEPT_TERMS:]
    term_like = pl.col("period").str.contains(r"^\d{4}-\d{4}-\d$")
    values = values.filter(~term_like | pl.col("period").is_in(kept))
    present = {"student": facts.enrolled["student_pid"], "teacher": facts.teacher["teacher_pid"]}
    for kind, pids in present.items():
        values = values.filter((pl.col("entity_kind") != kind) | pl.col("entity_id").is_in(pids.implode()))
    return values


def latest_marked(facts: Facts, values: pl.DataFrame) -> pl.DataFrame:
    """`is_latest` marks the newest period per indicator and entity; students keep that one alone."""
    values = values.with_columns(
        is_latest=pl.col("period") == pl.col("period").max().over("entity_kind", "entity_id", "indicator_id")
    )
    return values.filter(pl.col("is_latest") | (pl.col("entity_kind") != "student"))


def with_context(values: pl.DataFrame) -> pl.DataFrame:
    """Peer percentile, peer count and median, and how a rate stands to the school's beyond chance."""
    group = ["entity_kind", "indicator_id", "period"]
    parts = []
    for _, part in values.group_by(group, maintain_order=True):
        observed = part.filter(pl.col("status") == "observed")
        ranks = percentiles(
            part.select(pl.when(pl.col("status") == "observed").then("value")).to_series().to_numpy()
        )
        parts.append(
            part.with_columns(
                percentile=pl.Series(ranks, dtype=pl.Float64).fill_nan(None),
                peer_count=pl.lit(observed.height),
                peer_median=pl.lit(observed["value"].median(), dtype=pl.Float64),
            )
        )
    values = pl.concat(parts)
    school = values.filter(pl.col("entity_kind") == "school").select(
        "indicator_id", "period", school_value="value"
    )
    values = values.join(school, on=["indicator_id", "period"], how="left")
    difference = (
        pl.when(
            pl.col("low").is_null() | pl.col("school_value").is_null() | (pl.col("entity_kind") == "school")
        )
        .then(None)
        .when(pl.col("low") > pl.col("school_value"))
        .then(pl.lit("above"))
        .when(pl.col("high") < pl.col("school_value"))
        .then(pl.lit("below"))
        .otherwise(pl.lit("chance"))
    )
    return values.with_columns(difference=difference).drop("school_value")


def assignments(facts: Facts) -> list[tuple[Standard, str, list[str]]]:
    """Standard, relation (own or next) and the entities judged by it."""
    pairs: dict[tuple[str, str], list[str]] = {}

    def put(standard_id: str | None, entity: str, relation: str = "own") -> None:
        if standard_id in standards():
            pairs.setdefault((standard_id, relation), []).append(entity)

    for pid, staff, title, entry in facts.teacher.select(
        "teacher_pid", "staff_type", "title_rank", "entry_on"
    ).iter_rows():
        standard_id = teacher_standard(staff, title, entry, facts.as_of)
        put(standard_id, pid)
        put(next_standard(standard_id) if standard_id else None, pid, "next")
    courses = facts["course"].filter(pl.col("course_code").is_in(facts["offering"]["course_code"].implode()))
    for code, category, tier in courses.select("course_code", "course_category", "course_tier").iter_rows():
        if category and tier:
            put(f"course.{category}.{tier}", code)
            put(next_standard(f"course.{category}.{tier}"), code, "next")
    for code, declared in facts["major"].select("major_code", "major_class").iter_rows():
        put(f"major.{declared}", code)
    for pid in facts.enrolled["student_pid"]:
        put("student.development", pid)
    put("school", "school")
    return [(standards()[name], relation, sorted(found)) for (name, relation), found in sorted(pairs.items())]


def judged(
    facts: Facts, values: pl.DataFrame, *, seed: int
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """mart_index, mart_dimension and mart_item rows of every entity with a standard."""
    indexes, dimensions, items = [], [], []
    latest, known = values.filter(_judged_period(facts)), populations(facts)
    for standard, relation, entities in assignments(facts):
        own = latest.filter(pl.col("entity_kind") == standard.entity)
        table = board(standard, entities, own, distribution_of(known, standard, entities))
        verdict = judge(table, gate_states(facts, own, standard.entity), seed=seed)
        about = {"entity_kind": standard.entity, "standard_id": standard.standard}
        indexes.append(index_rows(verdict, relation).with_columns(**{k: pl.lit(v) for k, v in about.items()}))
        dimensions.append(dimension_rows(verdict).with_columns(**{k: pl.lit(v) for k, v in about.items()}))
        items.append(item_rows(verdict).with_columns(**{k: pl.lit(v) for k, v in about.items()}))
    return pl.concat(indexes), pl.concat(dimensions), pl.concat(items)


def _judged_period(facts: Facts) -> pl.Expr:
    """The newest period; for figures that need a whole term (workload), the newest closed one."""
    closed = pl.lit(facts.closed_terms[-1] if facts.closed_terms else None, dtype=pl.String)
    whole = pl.col("indicator_id").is_in(["tch_workload"])
    return pl.when(whole).then(pl.col("period") == closed).otherwise(pl.col("is_latest")).fill_null(False)


def source_gaps(values: pl.DataFrame, indexes: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """For each missing source: how many entities lack an indicator of it, and how many indicators it feeds."""
    sources = pl.DataFrame(
        [
            (entry.id, source)
            for entry in indicators().values()
            if not entry.computed
            for source in entry.sources
        ],
        schema=["indicator_id", "source_id"],
        orient="row",
    )
    lacking = items.filter(pl.col("status") == "missing").join(sources, on="indicator_id")
    waiting = (
        indexes.filter((pl.col("decision") == "insufficient") & (pl.col("relation") == "own"))
        .select("entity_kind", "entity_id")
        .unique()
    )
    lacking = lacking.join(waiting, on=["entity_kind", "entity_id"], how="semi")
    return lacking.group_by("source_id", "entity_kind").agg(
        unlocked=pl.col("entity_id").n_unique().cast(pl.Int64),
        indicator_count=pl.col("indicator_id").n_unique().cast(pl.Int64),
    )
