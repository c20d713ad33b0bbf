"""Where rows of a snapshot belong: access columns of their unit or person, and the category that decides who reads them."""

from __future__ import annotations

import json
from functools import cache

import polars as pl

from profiling.catalogue import VERSION, indicators
from profiling.facts import Facts
from profiling.standard import standards

KEYS = ("org_code", "major_code", "class_code", "course_code", "offering_id", "teacher_pid", "student_pid")
FEW_TEACHERS = (
    3  # evaluation and supervision of a course with fewer teachers are teacher data (F.2, last line)
)
TEACHER_DATA = ("crs_set_eb", "crs_set_response", "crs_supervision", "crs_supervision_coverage")
APPRAISAL_GATES = ("ethics_ok", "no_level1_incident")
TEACHING = "D3"  # the dimension of a teacher's standard that evaluation and supervision belong to


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


def by_entity(
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


def values(facts: Facts, frame: pl.DataFrame, entity: pl.DataFrame) -> pl.DataFrame:
    """ind_value rows: access columns, category by what the number tells, as-of, definition version, facet."""
    facet = pl.col("indicator_id").replace_strict(facets(), default=None, return_dtype=pl.String)
    frame = _by_indicator(facts, by_entity(frame, entity))
    return frame.with_columns(
        as_of=pl.lit(facts.as_of),
        definition_version=pl.lit(VERSION),
        facet=pl.when(pl.col("entity_kind") == "teacher")
        .then(facet)
        .when(pl.col("category") == "teacher_profile")
        .then(pl.lit(TEACHING)),
    )


def items(frame: pl.DataFrame, entity: pl.DataFrame, valued: pl.DataFrame) -> pl.DataFrame:
    """mart_item rows: each belongs where the value it scores belongs."""
    keys = ["entity_kind", "entity_id", "indicator_id"]
    newest = valued.filter(pl.col("is_latest")).select(*keys, own="category", own_teacher="teacher_pid")
    frame = by_entity(frame, entity).join(newest.unique(keys), on=keys, how="left")
    fallback = _category(pl.lit(False))
    return frame.with_columns(
        category=pl.coalesce("own", fallback), teacher_pid=pl.coalesce("teacher_pid", "own_teacher")
    ).drop("own", "own_teacher")


def _by_indicator(facts: Facts, frame: pl.DataFrame) -> pl.DataFrame:
    """Category by what a number tells; what is one teacher's is also found as that teacher's own."""
    keys = ["entity_kind", "entity_id", "period"]
    frame = frame.join(few_teachers(facts), on=keys, how="left")
    frame = frame.with_columns(category=_category(pl.col("is_few").fill_null(False)))
    is_one = (pl.col("category") == "teacher_profile") & pl.col("sole").is_not_null()
    sole = pl.when(is_one).then(pl.col("sole"))
    return frame.with_columns(teacher_pid=pl.coalesce("teacher_pid", sole)).drop("is_few", "sole")


def _category(is_few: pl.Expr) -> pl.Expr:
    """What the definition of the indicator says of one person's value; else the category of the kind of entity."""
    special = pl.col("indicator_id").replace_strict(
        special_categories(), default=None, return_dtype=pl.String
    )
    of_person = pl.when(pl.col("entity_kind").is_in(["teacher", "student"])).then(special)
    few = pl.when(pl.col("indicator_id").is_in(TEACHER_DATA) & is_few).then(pl.lit("teacher_profile"))
    return pl.coalesce(of_person, few, "category")


@cache
def special_categories() -> dict[str, str]:
    """Indicator -> row of the access matrix that decides who reads one person's value, where it is not the usual one."""
    return {entry.id: entry.category for entry in indicators().values() if entry.category}


def dimensions(frame: pl.DataFrame, entity: pl.DataFrame) -> pl.DataFrame:
    """mart_dimension rows: a dimension of one item tells that item, so it belongs where the item belongs."""
    known = _dimension_categories()
    frame = by_entity(frame, entity)
    special = pl.concat_str("standard_id", pl.lit("/"), "dimension_id").replace_strict(
        known, default=None, return_dtype=pl.String
    )
    return frame.with_columns(category=pl.coalesce(special, "category"))


@cache
def _dimension_categories() -> dict[str, str]:
    found = {}
    special = special_categories()
    for name, standard in standards().items():
        for dimension in standard.dimensions:
            categories = {special.get(item.id) for item in dimension.indicators}
            if len(categories) == 1 and None not in categories:
                found[f"{name}/{dimension.id}"] = categories.pop()
    return found


@cache
def facets() -> dict[str, str]:
    """Indicator of teachers -> dimension of the teachers' standards it belongs to."""
    return {
        item.id: dimension.id
        for standard in standards().values()
        if standard.entity == "teacher"
        for dimension in standard.dimensions
        for item in dimension.indicators
    }


def indexes(frame: pl.DataFrame, entity: pl.DataFrame) -> pl.DataFrame:
    """mart_index rows; of a teacher, gates that tell a finding on ethics stand in a column of their own."""
    frame = by_entity(frame, entity)
    is_teacher = pl.col("entity_kind") == "teacher"
    own = pl.col("gates").map_elements(lambda text: _gates(text, told=True), return_dtype=pl.String)
    kept = pl.col("gates").map_elements(lambda text: _gates(text, told=False), return_dtype=pl.String)
    return frame.with_columns(
        appraisal_gates=pl.when(is_teacher).then(own),
        gates=pl.when(is_teacher).then(kept).otherwise("gates"),
    )


def _gates(text: str, *, told: bool) -> str:
    return json.dumps([gate for gate in json.loads(text) if (gate["id"] in APPRAISAL_GATES) == told])


def few_teachers(facts: Facts) -> pl.DataFrame:
    """entity_kind, entity_id, period, is_few, sole: courses and classes that few teachers taught in a term or school year."""
    about = facts.offering.select("offering_id", "course_code", "term_id").filter(
        pl.col("term_id").is_in(facts.terms)
    )
    # supervision is told by school year: the same question per year
    about = pl.concat([about, about.with_columns(pl.col("term_id").str.slice(0, 9))])
    team = facts["offering_teacher"].select("offering_id", "teacher_pid").join(about, on="offering_id")
    parts = [
        team.group_by(pl.col(column).alias("entity_id"), period="term_id").agg(
            teachers=pl.col("teacher_pid").n_unique(), sole=pl.col("teacher_pid").min()
        ).with_columns(entity_kind=pl.lit(kind))
        for kind, column in (("course", "course_code"), ("offering", "offering_id"))
    ]  # fmt: skip
    found = pl.concat(parts)
    return found.select(
        "entity_kind", "entity_id", "period", is_few=pl.col("teachers") < FEW_TEACHERS,
        sole=pl.when(pl.col("teachers") == 1).then("sole"),
    )  # fmt: skip
