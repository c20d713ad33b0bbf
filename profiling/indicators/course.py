"""Course indicators (B.3): one function each, at teaching class, course, department and school by ratio of sums."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.indicators.evaluation import publication_rule, response_scores, shrunken_means, visit_scores
from profiling.indices.shrink import shrink_rates
from profiling.values import empty, rate, shaped

SCHOOL = "school"
KINDS = {"offering": "offering_id", "course": "course_code", "org": "org_code", "school": "school"}


def _about(facts: Facts, counts: pl.DataFrame) -> pl.DataFrame:
    """Counts per offering with the keys of the units above it."""
    keys = facts.offering.select("offering_id", "course_code", "org_code", "course_type", period="term_id")
    return (
        counts.drop("term_id", strict=False).join(keys, on="offering_id").with_columns(school=pl.lit(SCHOOL))
    )


def _rates(
    facts: Facts, indicator: str, counts: pl.DataFrame, top: str, bottom: str, *, sampled: bool = True
) -> pl.DataFrame:
    frame = _about(facts, counts)
    return pl.concat(
        shaped(rate(frame, [key, "period"], top, bottom, sampled=sampled), indicator, kind, key)
        for kind, key in KINDS.items()
    )


def crs_content_execution(facts: Facts) -> pl.DataFrame:
    """Which share of the planned topic units due was delivered as planned (weight: planned periods)?"""
    return _rates(
        facts, "crs_content_execution", facts.past_session, "periods_delivered", "periods_due", sampled=False
    )


def crs_session_held(facts: Facts) -> pl.DataFrame:
    """Which share of the sessions due was held as planned or made up?"""
    counts = facts.past_session.with_columns(due=pl.lit(1))
    return _rates(facts, "crs_session_held", counts, "as_planned", "due", sampled=False)


def crs_attendance(facts: Facts) -> pl.DataFrame:
    """Present, late and early leave over recorded less approved leave."""
    counts = facts.attendance_by_offering_week.with_columns(wanted=pl.col("recorded") - pl.col("on_leave"))
    return _rates(facts, "crs_attendance", counts, "present", "wanted")


def crs_participation(facts: Facts) -> pl.DataFrame:
    """Mean over sessions of participants over present, sessions with interaction."""
    if not facts.has_events("fact_interaction"):
        return empty()
    counts = facts.interaction.with_columns(
        share=pl.col("participants") / pl.col("present"), sessions=pl.lit(1)
    )
    return _rates(facts, "crs_participation", counts, "share", "sessions", sampled=False)


def crs_stage_coverage(facts: Facts) -> pl.DataFrame:
    """Sessions whose week saw student activity in at least two of before, in, after class, over sessions held."""
    if not facts.has_events("fact_lms_daily"):
        return empty()
    stages = facts.stages.with_columns(pl.col("week_no").cast(pl.Int64))
    held = facts.past_session.filter(pl.col("is_held") == 1).with_columns(pl.col("week_no").cast(pl.Int64))
    counts = held.join(stages, on=["offering_id", "week_no"], how="left").with_columns(
        covered=(pl.col("stages").fill_null(0) >= 2).cast(pl.Int64), sessions=pl.lit(1)
    )
    return _rates(facts, "crs_stage_coverage", counts, "covered", "sessions", sampled=False)


def _tasks_done(facts: Facts, kind: str) -> pl.DataFrame:
    """Per offering: tasks of a kind handed in on time and tasks due x students."""
    due = facts.due_tasks.filter(pl.col("task_kind") == kind).group_by("offering_id").agg(tasks=pl.len())
    done = facts.submissions_by_offering_week.filter(pl.col("task_kind") == kind)
    done = done.group_by("offering_id").agg(pl.col("ontime").sum())
    frame = due.join(facts.active_size, on="offering_id").join(done, on="offering_id", how="left")
    frame = frame.with_columns(
        expected=pl.col("tasks") * pl.col("size"), ontime=pl.col("ontime").fill_null(0)
    )
    return frame.with_columns(ontime=pl.min_horizontal("ontime", "expected"))


def crs_pre_completion(facts: Facts) -> pl.DataFrame:
    """Pre-class tasks done before class over those assigned."""
    return _rates(facts, "crs_pre_completion", _tasks_done(facts, "pre_task"), "ontime", "expected")


def crs_assignment_ontime(facts: Facts) -> pl.DataFrame:
    """Assignments handed in on time over those due."""
    return _rates(facts, "crs_assignment_ontime", _tasks_done(facts, "assignment"), "ontime", "expected")


def crs_quiz_coverage(facts: Facts) -> pl.DataFrame:
    """Sessions with an in-class quiz answered by at least half of the class, over sessions held."""
    if not facts.has_events("fact_quiz"):
        return empty()
    held = facts.past_session.filter(pl.col("is_held") == 1).join(
        facts.active_size, on="offering_id", how="left"
    )
    quiz = facts.quiz_by_session.select("session_id", "answered")
    counts = held.join(quiz, on="session_id", how="left").with_columns(
        covered=(pl.col("answered").fill_null(0) * 2 >= pl.col("size")).fill_null(False).cast(pl.Int64),
        sessions=pl.lit(1),
    )
    return _rates(facts, "crs_quiz_coverage", counts, "covered", "sessions", sampled=False)


def crs_feedback_days(facts: Facts) -> pl.DataFrame:
    """Median days from submission to returned mark."""
    if facts.marking.is_empty():
        return empty()
    frame = _about(facts, facts.marking)
    return pl.concat(
        shaped(
            frame.group_by(key, "period").agg(value=pl.col("days").median(), n=pl.len(), denominator=pl.len().cast(pl.Float64)),
            "crs_feedback_days", kind, key,
        )
        for kind, key in KINDS.items()
    )  # fmt: skip


def crs_first_pass(facts: Facts) -> pl.DataFrame:
    """Passes on first attempt over first attempts; below the school the published value is shrunken towards peers."""
    counts = facts.first_attempt.select(
        "offering_id", passed=(pl.col("result") == "passed").cast(pl.Int64), sat=pl.lit(1)
    )
    if counts.is_empty():
        return empty()
    frame = _about(facts, counts)
    parts = []
    for kind, key in KINDS.items():
        values = rate(frame, [key, "period"], "passed", "sat")
        if kind in ("offering", "course"):
            peers = frame.group_by(key).agg(
                pl.col("course_type").first(), peer_org=pl.col("org_code").first()
            )
            values = _shrunken_rates(values.join(peers, on=key, how="left"))
        parts.append(shaped(values, "crs_first_pass", kind, key))
    return pl.concat(parts)


def _shrunken_rates(values: pl.DataFrame) -> pl.DataFrame:
    """C.5 within course type x department and period, widened to the whole period below ten entities."""
    values = values.with_columns(raw_value="value")
    group = pl.struct("period", "course_type", "peer_org").hash().alias("group")
    values = values.with_columns(group, many=pl.len().over("period", "course_type", "peer_org"))
    parts = []
    for _, part in values.filter(pl.col("many") >= 10).group_by("group", maintain_order=True):
        parts.append(_posterior(part, part))
    small = values.filter(pl.col("many") < 10)
    for period, part in small.group_by("period", maintain_order=True):
        parts.append(_posterior(part, values.filter(pl.col("period") == period[0]))) if part.height else None
    return pl.concat(parts).drop("group", "many", "course_type", "peer_org")


def _posterior(part: pl.DataFrame, group: pl.DataFrame) -> pl.DataFrame:
    """The part's rows with values shrunken by what the whole peer group shows."""
    fitted = shrink_rates(group["numerator"].to_numpy(), group["denominator"].to_numpy())
    key = next(name for name in ("offering_id", "course_code") if name in part.columns)
    found = group.select(key, "period").with_columns(
        value=pl.Series(fitted.value), low=pl.Series(fitted.low), high=pl.Series(fitted.high)
    )
    return part.drop("value", "low", "high").join(found, on=[key, "period"]).select(part.columns)


def crs_excellent_rate(facts: Facts) -> pl.DataFrame:
    """Scores of 90 and above over numeric scores."""
    counts = facts.first_attempt.filter(pl.col("score").is_not_null()).select(
        "offering_id", excellent=(pl.col("score") >= 90).cast(pl.Int64), scored=pl.lit(1)
    )
    return _rates(facts, "crs_excellent_rate", counts, "excellent", "scored") if counts.height else empty()


def crs_mean_sd(facts: Facts) -> pl.DataFrame:
    """Mean of numeric first-attempt scores; `raw_value` holds the standard deviation."""
    scored = facts.first_attempt.filter(pl.col("score").is_not_null()).select("offering_id", "score")
    if scored.is_empty():
        return empty()
    frame = _about(facts, scored)
    parts = []
    for kind, key in KINDS.items():
        stats = frame.group_by(key, "period").agg(
            value=pl.col("score").mean(),
            raw_value=pl.col("score").std(),
            n=pl.len(),
            numerator=pl.col("score").sum(),
            denominator=pl.len().cast(pl.Float64),
        )
        half = 1.645 * pl.col("raw_value") / pl.col("n").sqrt()
        parts.append(
            shaped(
                stats.with_columns(low=pl.col("value") - half, high=pl.col("value") + half),
                "crs_mean_sd",
                kind,
                key,
            )
        )
    return pl.concat(parts)


def crs_process_exam_gap(facts: Facts) -> pl.DataFrame:
    """Spearman correlation of process score and final examination."""
    pairs = facts.first_attempt.filter(
        pl.col("process_score").is_not_null() & pl.col("exam_score").is_not_null()
    )
    if pairs.is_empty():
        return empty()
    frame = _about(facts, pairs.select("offering_id", "process_score", "exam_score"))
    values = frame.group_by("course_code", "period").agg(
        value=pl.corr("process_score", "exam_score", method="spearman"), n=pl.len()
    )
    values = values.with_columns(
        value=pl.when(pl.col("n") >= 20).then(pl.col("value")),
        status=pl.when(pl.col("n") < 20).then(pl.lit("missing")),
    )
    return shaped(values, "crs_process_exam_gap", "course", "course_code")


def crs_set_eb(facts: Facts) -> pl.DataFrame:
    """Evaluation of a course, shrunken towards courses of its type and department (C.5); raw mean and n beside it."""
    scores = response_scores(facts)
    if scores.is_empty():
        return empty()
    about = facts.offering.select("offering_id", "course_code", "course_type", "org_code", period="term_id")
    sized = about.join(facts.active_size, on="offering_id", how="left")
    asked = (
        scores.select("offering_id")
        .unique()
        .join(sized, on="offering_id")
        .group_by("course_code", "period")
        .agg(asked=pl.col("size").sum())
    )
    stats = scores.join(about, on="offering_id").group_by("course_code", "period").agg(
        raw_value=pl.col("score").mean(), variance=pl.col("score").var(), n=pl.len(),
        group=pl.concat_str(pl.col("course_type").first(), pl.col("org_code").first(), ignore_nulls=True),
    )  # fmt: skip
    values = shrunken_means(stats, "course_code").join(asked, on=["course_code", "period"], how="left")
    values = values.with_columns(response_rate=(pl.col("n") / pl.col("asked")).clip(0, 1))
    return shaped(publication_rule(values), "crs_set_eb", "course", "course_code")


def crs_set_response(facts: Facts) -> pl.DataFrame:
    """Respondents over enrolled."""
    if facts["evaluation"].is_empty():
        return empty()
    answered = (
        facts["evaluation"].group_by("offering_id", "teacher_pid").agg(r=pl.col("response_id").n_unique())
    )
    answered = answered.group_by("offering_id").agg(responded=pl.col("r").max())
    counts = answered.join(facts.active_size, on="offering_id")
    return _rates(facts, "crs_set_response", counts, "responded", "size", sampled=False)


def crs_supervision(facts: Facts) -> pl.DataFrame:
    """Mean of visit scores of a course in a term, supervisor's severity taken out."""
    visits = visit_scores(facts)
    if visits.is_empty():
        return empty()
    about = facts.offering.select("offering_id", "course_code", period="term_id")
    values = (
        visits.join(about, on="offering_id")
        .group_by("course_code", "period")
        .agg(value=pl.col("score").mean(), spread=pl.col("score").std(), n=pl.len())
    )
    half = 1.645 * pl.col("spread") / pl.col("n").sqrt()
    values = values.with_columns(
        low=pl.col("value") - half,
        high=pl.col("value") + half,
        status=pl.when(pl.col("n") < 2).then(pl.lit("provisional")),
    )
    return shaped(values, "crs_supervision", "course", "course_code")


def crs_supervision_coverage(facts: Facts) -> pl.DataFrame:
    """Offerings visited at least once over offerings."""
    if facts["supervision"].is_empty():
        return empty()
    visited = facts["supervision"].select("offering_id").unique().with_columns(visited=pl.lit(1))
    counts = (
        facts["offering"]
        .select("offering_id")
        .join(visited, on="offering_id", how="left")
        .with_columns(pl.col("visited").fill_null(0), all=pl.lit(1))
    )
    return _rates(facts, "crs_supervision_coverage", counts, "visited", "all", sampled=False)


def _team(facts: Facts) -> pl.DataFrame:
    teacher = facts.teacher.select("teacher_pid", "dual_level", "is_enterprise")
    dual = (pl.col("dual_level").fill_null("none") != "none") | pl.col("is_enterprise").fill_null(False)
    hours = pl.col("share") * pl.col("course_hours").fill_null(1)
    return (
        facts["offering_teacher"]
        .join(facts.offering.select("offering_id", "course_hours"), on="offering_id")
        .join(teacher, on="teacher_pid", how="left")
        .with_columns(hours=hours, dual_hours=pl.when(dual).then(hours).otherwise(0.0))
    )


def crs_team_dual(facts: Facts) -> pl.DataFrame:
    """Hours taught by dual-qualified or enterprise teachers over hours."""
    team = _team(facts)
    return (
        _rates(facts, "crs_team_dual", team, "dual_hours", "hours", sampled=False) if team.height else empty()
    )


def crs_team_size(facts: Facts) -> pl.DataFrame:
    """How many teachers taught the course in the term."""
    team = _team(facts)
    if team.is_empty():
        return empty()
    values = (
        _about(facts, team)
        .group_by("course_code", "period")
        .agg(value=pl.col("teacher_pid").n_unique().cast(pl.Float64), n=pl.len())
    )
    return shaped(values, "crs_team_size", "course", "course_code")


def crs_standard_current(facts: Facts) -> pl.DataFrame:
    """1 where the course standard was reviewed within twelve months."""
    reviewed = facts["course"].filter(pl.col("standard_reviewed_on").is_not_null())
    age = (pl.lit(facts.as_of) - pl.col("standard_reviewed_on")).dt.total_days()
    values = reviewed.with_columns(value=(age <= 365).cast(pl.Float64), period=pl.lit(facts.current_term))
    return shaped(
        values.select("course_code", "value", "period"), "crs_standard_current", "course", "course_code"
    )
