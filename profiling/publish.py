"""Everything one snapshot holds, from facts to rows with their access columns and category. Pure: frames in, frames out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from profiling import marts, rules, weeks
from profiling.board import board
from profiling.catalogue import VERSION, functions, indicators
from profiling.facts import Facts
from profiling.gates import gate_states
from profiling.indices.peers import percentiles
from profiling.judge import judge
from profiling.reference import distribution_of, populations
from profiling.standard import Standard, next_standard, standards, teacher_standard
from profiling.values import COLUMNS
from profiling.verdict_rows import dimension_rows, index_rows, item_rows

KEPT_TERMS = 5  # units keep a series of five terms, persons the newest only
KEYS = ("org_code", "major_code", "class_code", "course_code", "offering_id", "teacher_pid", "student_pid")
PROCESS = (
    "stu_attendance",
    "stu_unexcused",
    "stu_task_ontime",
    "stu_engagement_regularity",
    "stu_quiz_score",
    "stu_practice_hours",
)
FEW_TEACHERS = (
    3  # evaluation and supervision of a course with fewer teachers are teacher data (F.2, last line)
)
TEACHER_DATA = ("crs_set_eb", "crs_supervision")


@dataclass
class Snapshot:
    """Frames by mart table, without snapshot_id."""

    frames: dict[str, pl.DataFrame]


def compute(
    facts: Facts, *, seed: int = 20250902, say: Callable[[str], None] = lambda text: None
) -> Snapshot:
    """All rows of one snapshot; deterministic for equal facts and seed."""
    say("indicators")
    values = latest_marked(facts, all_values(facts))
    values = with_context(values)
    say("standards")
    indexes, dimensions, items = judged(facts, values, seed=seed)
    say("page rows")
    entity = entity_keys(facts)
    placed = {
        "ind_value": placed_values(facts, values, entity),
        "mart_index": with_access(indexes, entity),
        "mart_dimension": with_access(dimensions, entity),
        "mart_item": with_access(items, entity),
        "mart_week": with_access(weeks.weeks(facts), entity, student="attendance_process"),
        "mart_score_bin": marts.score_bins(facts),
        "mart_student": marts.student_headers(facts),
        "mart_roster": marts.rosters(facts),
        "mart_offering": marts.offerings(facts),
        "mart_rule_warning": rules.warnings(facts).join(
            facts.enrolled.select("student_pid", "class_code", "major_code", "org_code"), on="student_pid"
        ),
        "mart_source_gap": source_gaps(values, indexes, items),
    }
    return Snapshot(placed)


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


def entity_keys(facts: Facts) -> pl.DataFrame:
    """entity_kind, entity_id and the access columns of every unit and person."""
    own = {
        "school": pl.DataFrame({"entity_id": ["school"]}),
        "org": facts["org"].select(entity_id="org_code", org_code="org_code"),
        "major": facts["major"].select(entity_id="major_code", major_code="major_code", org_code="org_code"),
        "class": facts["class"].select(
            entity_id="class_code", class_code="class_code", major_code="major_code", org_code="org_code"
        ),
        "course": facts["course"].select(
            entity_id="course_code", course_code="course_code", org_code="org_code"
        ),
        "offering": facts.offering.select(
            entity_id="offering_id", offering_id="offering_id", course_code="course_code", org_code="org_code"
        ),
        "teacher": facts.teacher.select(
            entity_id="teacher_pid", teacher_pid="teacher_pid", org_code="org_code"
        ),
        "student": facts.student.select(
            entity_id="student_pid",
            student_pid="student_pid",
            class_code="class_code",
            major_code="major_code",
            org_code="org_code",
        ),
    }
    frames = [frame.with_columns(entity_kind=pl.lit(kind)) for kind, frame in own.items()]
    keys = pl.concat(frames, how="diagonal")
    absent = [pl.lit(None, dtype=pl.String).alias(name) for name in KEYS if name not in keys.columns]
    return (
        keys.with_columns(absent)
        .select("entity_kind", "entity_id", *KEYS)
        .unique(["entity_kind", "entity_id"], keep="first", maintain_order=True)
    )


def with_access(
    frame: pl.DataFrame, entity: pl.DataFrame, *, student: str = "student_academic_record"
) -> pl.DataFrame:
    """Rows with access columns and the category of their kind of entity; rows about nobody we know are dropped."""
    category = (
        pl.when(pl.col("entity_kind") == "teacher")
        .then(pl.lit("teacher_profile"))
        .when(pl.col("entity_kind") == "student")
        .then(pl.lit(student))
        .otherwise(pl.lit("unit_indicator"))
    )
    return frame.join(entity, on=["entity_kind", "entity_id"]).with_columns(category=category)


def placed_values(facts: Facts, values: pl.DataFrame, entity: pl.DataFrame) -> pl.DataFrame:
    """ind_value rows: access columns, category by what the number tells, as-of and definition version."""
    frame = with_access(values, entity)
    few = _few_teachers(facts)
    indicator, kind = pl.col("indicator_id"), pl.col("entity_kind")
    category = (
        pl.when(indicator == "tch_ethics_result")
        .then(pl.lit("teacher_appraisal"))
        .when(indicator == "tch_supervision")
        .then(pl.lit("supervision_record"))
        .when(indicator.is_in(PROCESS))
        .then(pl.lit("attendance_process"))
        .when((kind == "course") & indicator.is_in(TEACHER_DATA) & pl.col("entity_id").is_in(few))
        .then(pl.lit("teacher_profile"))
        .otherwise("category")
    )
    return frame.with_columns(
        category=category, as_of=pl.lit(facts.as_of), definition_version=pl.lit(VERSION)
    )


def _few_teachers(facts: Facts) -> list[str]:
    team = facts["offering_teacher"].join(
        facts.offering.select("offering_id", "course_code"), on="offering_id"
    )
    counts = team.group_by("course_code").agg(teachers=pl.col("teacher_pid").n_unique())
    return counts.filter(pl.col("teachers") < FEW_TEACHERS)["course_code"].to_list()


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
