"""School and department indicators (B.1): ratios of the complete registers, headcounts, graduation."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.values import empty, rate, shaped

SCHOOL = "school"
PART_TIME_FACTOR = 0.5  # external teachers count half, at most a quarter of the full-time ones (B.0)


def _year(facts: Facts) -> str:
    start = facts.as_of.year - (0 if (facts.as_of.month, facts.as_of.day) >= (9, 1) else 1)
    return f"{start}-{start + 1}"


def _full_time(facts: Facts) -> pl.DataFrame:
    return facts.teacher.filter(pl.col("staff_type") == "full_time").with_columns(
        school=pl.lit(SCHOOL), one=pl.lit(1)
    )


def _counts(
    frame: pl.DataFrame, indicator: str, facts: Facts, kinds: dict[str, str], of: str
) -> pl.DataFrame:
    """How many different ones of a register (`of`: its key) per kind of unit."""
    frame = frame.drop_nulls(of).with_columns(school=pl.lit(SCHOOL))
    parts = []
    for kind, key in kinds.items():
        counts = frame.group_by(key).agg(n=pl.col(of).n_unique()).with_columns(value="n")
        parts.append(shaped(counts.with_columns(period=pl.lit(facts.current_term)), indicator, kind, key))
    return pl.concat(parts)


def sch_students(facts: Facts) -> pl.DataFrame:
    """How many students are in school: school, department, major, class."""
    kinds = {"school": "school", "org": "org_code", "major": "major_code", "class": "class_code"}
    if facts.in_school.is_empty():
        return empty()
    return _counts(facts.in_school, "sch_students", facts, kinds, "student_pid")


def sch_teachers(facts: Facts) -> pl.DataFrame:
    """How many full-time teachers: school, department."""
    if facts.teacher.is_empty():
        return empty()
    return _counts(
        _full_time(facts), "sch_teachers", facts, {"school": "school", "org": "org_code"}, "teacher_pid"
    )


def sch_majors(facts: Facts) -> pl.DataFrame:
    """How many majors have students in school: school, department."""
    if facts.in_school.is_empty():
        return empty()
    return _counts(
        facts.in_school, "sch_majors", facts, {"school": "school", "org": "org_code"}, "major_code"
    )


def sch_classes(facts: Facts) -> pl.DataFrame:
    """How many classes have students in school: school, department, major."""
    kinds = {"school": "school", "org": "org_code", "major": "major_code"}
    if facts.in_school.is_empty():
        return empty()
    return _counts(facts.in_school, "sch_classes", facts, kinds, "class_code")


def sch_student_teacher_ratio(facts: Facts) -> pl.DataFrame:
    """Students over teachers (full-time plus half the external ones, these at most a quarter of the full-time)."""
    if facts.teacher.is_empty() or facts.in_school.is_empty():
        return empty()
    full = _full_time(facts).height
    external = facts.teacher.filter(pl.col("staff_type") == "external_part").height * PART_TIME_FACTOR
    teachers = full + min(external, full / 4)
    frame = pl.DataFrame(
        {
            "school": [SCHOOL],
            "students": [facts.in_school.height],
            "teachers": [teachers],
            "period": [_year(facts)],
        }
    )
    return shaped(
        rate(frame, ["school", "period"], "students", "teachers", sampled=False),
        "sch_student_teacher_ratio",
        "school",
        "school",
    )


def _share(facts: Facts, indicator: str, frame: pl.DataFrame, holds: pl.Expr) -> pl.DataFrame:
    """Share of a register of full-time teachers, at school and department."""
    if frame.is_empty():
        return empty()
    frame = frame.with_columns(holds=holds.fill_null(False).cast(pl.Int64), period=pl.lit(_year(facts)))
    return pl.concat(
        shaped(rate(frame, [key, "period"], "holds", "one", sampled=False), indicator, kind, key)
        for kind, key in (("school", "school"), ("org", "org_code"))
    )


def sch_dual_qualified_share(facts: Facts) -> pl.DataFrame:
    """Full-time teachers of professional courses recognised as dual-qualified over all of them."""
    frame = _full_time(facts).filter(
        pl.col("is_professional").fill_null(False) & pl.col("dual_level").is_not_null()
    )
    return _share(facts, "sch_dual_qualified_share", frame, pl.col("dual_level") != "none")


def sch_postgrad_share(facts: Facts) -> pl.DataFrame:
    """Full-time teachers with a master's or doctor's degree over full-time teachers."""
    frame = _full_time(facts).filter(pl.col("degree").is_not_null())
    return _share(facts, "sch_postgrad_share", frame, pl.col("degree").is_in(["master", "doctor"]))


def sch_senior_title_share(facts: Facts) -> pl.DataFrame:
    """Full-time teachers with associate professor's title or above over full-time teachers."""
    frame = _full_time(facts).filter(pl.col("title_rank").is_not_null())
    return _share(
        facts,
        "sch_senior_title_share",
        frame,
        pl.col("title_rank").is_in(["associate_professor", "professor"]),
    )


def sch_counsellor_ratio(facts: Facts) -> pl.DataFrame:
    """Students in school over full-time counsellors: school, department."""
    found = facts.teacher.filter(pl.col("staff_type") == "counsellor")
    if found.is_empty():
        return empty()
    students = facts.in_school.with_columns(school=pl.lit(SCHOOL))
    parts = []
    for kind, key in (("school", "school"), ("org", "org_code")):
        counsellors = found.with_columns(school=pl.lit(SCHOOL)).group_by(key).agg(counsellors=pl.len())
        frame = (
            students.group_by(key)
            .agg(students=pl.len())
            .join(counsellors, on=key)
            .with_columns(period=pl.lit(facts.current_term))
        )
        parts.append(
            shaped(
                rate(frame, [key, "period"], "students", "counsellors", sampled=False),
                "sch_counsellor_ratio",
                kind,
                key,
            )
        )
    return pl.concat(parts)


def sch_ontime_grad_rate(facts: Facts) -> pl.DataFrame:
    """Entrants of a cohort graduated within the standard years over entrants; period is the graduating year."""
    due = facts["graduation"].filter(pl.date("due_year", 7, 31) <= facts.as_of).with_columns(
        school=pl.lit(SCHOOL),
        ontime=(pl.col("outcome") == "graduated").cast(pl.Int64),
        one=pl.lit(1),
        period=pl.col("due_year").cast(pl.String),
    )  # fmt: skip
    if due.is_empty():
        return empty()
    kinds = (("school", "school"), ("org", "org_code"), ("major", "major_code"))
    return pl.concat(
        shaped(rate(due, [key, "period"], "ontime", "one", sampled=False), "sch_ontime_grad_rate", kind, key)
        for kind, key in kinds
    )
