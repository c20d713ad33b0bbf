"""How counsellors look after their students (C.11, CO): warnings, talks, requests, plans, satisfaction, caseload, cases."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.indicators.evaluation import publication_rule, shrunken_means
from profiling.moments import local_day, newest_two_terms, term_over, with_term
from profiling.own_plans import of_plans
from profiling.staff import accepted_activities, enrolled_on, in_year_over, of_year, staff, with_counsellor
from profiling.values import empty, rate, shaped

FEW = 5
SCALE = (1.0, 5.0)  # of the survey; values are told as 0 to 100


def _rates(indicator: str, rows: pl.DataFrame, top: pl.Expr, *, least: int = 0) -> pl.DataFrame:
    """Share of rows with `top` per counsellor and period; provisional below `least` rows."""
    rows = rows.with_columns(top=top.fill_null(False).cast(pl.Int64), one=pl.lit(1))
    values = rate(rows, ["counsellor_pid", "period"], "top", "one", sampled=False)
    values = values.with_columns(status=pl.when(pl.col("n") < least).then(pl.lit("provisional")))
    return shaped(values, indicator, "teacher", "counsellor_pid")


def _own_now(facts: Facts) -> pl.DataFrame:
    """Students in school at the as-of with their counsellor and the running term."""
    rows = facts.in_school.select("student_pid", day=pl.lit(facts.as_of))
    rows = with_counsellor(facts, rows, "day")
    return rows.with_columns(period=pl.lit(facts.current_term, dtype=pl.String))


def cou_contact_ontime(facts: Facts) -> pl.DataFrame:
    """Warnings of own students with a first recorded contact by the due time, over warnings due in the two newest terms."""
    due = facts["alert"].filter((pl.col("due_at") <= facts.cut).fill_null(False))
    if due.is_empty() or facts["contact"].is_empty():
        return empty()
    first = facts["contact"].drop_nulls("alert_no").group_by("alert_no").agg(at=pl.col("contacted_at").min())
    due = due.with_columns(raised=local_day(facts, "raised_at"), day=local_day(facts, "due_at"))
    rows = with_term(facts, with_counsellor(facts, due, "raised"), "day")
    rows = rows.filter(pl.col("period").is_in(newest_two_terms(facts))).join(first, on="alert_no", how="left")
    return _rates("cou_contact_ontime", rows, pl.col("at") <= pl.col("due_at"), least=FEW)


def cou_talk_coverage(facts: Facts) -> pl.DataFrame:
    """Own students whom the counsellor talked with in the newest term over, over own students on its last day."""
    term = term_over(facts)
    if facts["contact"].is_empty() or term is None:
        return empty()
    name, first, last = term
    own = with_counsellor(facts, enrolled_on(facts, last), "day").with_columns(period=pl.lit(name))
    talks = facts["contact"].filter(
        (pl.col("contact_kind") == "talk") & local_day(facts, "contacted_at").is_between(first, last)
    )
    talks = talks.select("student_pid", counsellor_pid="teacher_pid", talked=pl.lit(True)).unique()
    rows = own.join(talks, on=["student_pid", "counsellor_pid"], how="left")
    return _rates("cou_talk_coverage", rows, pl.col("talked"))


def cou_request_ontime(facts: Facts) -> pl.DataFrame:
    """Requests addressed to the counsellor answered by the due time, over those due in the two newest terms."""
    people = staff(facts, "counsellor").select("teacher_pid")
    rows = facts["request"].filter((pl.col("due_at") <= facts.cut).fill_null(False))
    rows = rows.join(people, on="teacher_pid", how="semi").with_columns(day=local_day(facts, "due_at"))
    rows = with_term(facts, rows, "day").filter(pl.col("period").is_in(newest_two_terms(facts)))
    if rows.is_empty():
        return empty()
    rows = rows.rename({"teacher_pid": "counsellor_pid"})
    return _rates("cou_request_ontime", rows, pl.col("answered_at") <= pl.col("due_at"), least=FEW)


def cou_plan_coverage(facts: Facts) -> pl.DataFrame:
    """Own students with a plan of the running school year (a milestone of it), over own students in school."""
    if facts.current_term is None:
        return empty()
    year = int(facts.current_term[:4])
    planned = of_plans(facts, "student").filter(pl.col("plan_year") == year)
    if planned.is_empty():
        return empty()
    planned = planned.select("student_pid", planned=pl.lit(True)).unique()
    rows = _own_now(facts).join(planned, on="student_pid", how="left")
    return _rates("cou_plan_coverage", rows, pl.col("planned"))


def cou_caseload(facts: Facts) -> pl.DataFrame:
    """Students in school per counsellor."""
    rows = _own_now(facts)
    values = rows.group_by("counsellor_pid", "period").agg(value=pl.len().cast(pl.Float64), n=pl.len())
    return shaped(values, "cou_caseload", "teacher", "counsellor_pid")


def cou_cases(facts: Facts) -> pl.DataFrame:
    """Cases written by counsellors in the newest school year over."""
    if facts["teacher_activity"].is_empty():
        return empty()
    rows = accepted_activities(facts, "case_written").filter(in_year_over(facts, "held_on"))
    found = rows.group_by("teacher_pid").agg(value=pl.len().cast(pl.Float64), n=pl.len())
    return of_year(facts, staff(facts, "counsellor"), found, "cou_cases")


def cou_satisfaction(facts: Facts) -> pl.DataFrame:
    """Mean rating of the counsellor by own students in the newest survey, 0 to 100, shrunken towards all counsellors."""
    surveys = facts["survey"].filter(pl.col("population") == "counselled")
    scores = _ratings(facts, surveys)
    if scores.is_empty():
        return empty()
    newest = scores.filter(pl.col("year") == pl.col("year").max())
    stats = newest.group_by("teacher_pid", "year").agg(
        raw_value=pl.col("score").mean(), variance=pl.col("score").var(), n=pl.len()
    )
    stats = stats.with_columns(period=pl.col("year").cast(pl.String), group=pl.lit("*"))
    values = shrunken_means(stats, "teacher_pid").join(
        _asked(facts, surveys), on=["teacher_pid", "year"], how="left"
    )
    values = values.with_columns(
        response_rate=pl.when(pl.col("asked") > 0).then((pl.col("n") / pl.col("asked")).clip(0, 1))
    )
    return shaped(publication_rule(values), "cou_satisfaction", "teacher", "teacher_pid")


def _ratings(facts: Facts, surveys: pl.DataFrame) -> pl.DataFrame:
    """One row per response about a counsellor: survey year, teacher_pid, mean of its items on 0 to 100."""
    low, high = SCALE
    rows = facts["survey_response"].drop_nulls(["teacher_pid", "score"])
    rows = rows.join(surveys.select("survey_no", "year"), on="survey_no")
    means = rows.group_by("survey_no", "response_no", "teacher_pid", "year").agg(pl.col("score").mean())
    return means.with_columns(score=(pl.col("score") - low) / (high - low) * 100)


def _asked(facts: Facts, surveys: pl.DataFrame) -> pl.DataFrame:
    """Enrolled students per counsellor on the day on which the survey of a year opened: teacher_pid, year, asked."""
    parts = [
        with_counsellor(facts, enrolled_on(facts, opened), "day").with_columns(year=pl.lit(year, dtype=surveys["year"].dtype))
        for year, opened in surveys.drop_nulls("opened_on").group_by("year").agg(pl.col("opened_on").min()).iter_rows()
    ]  # fmt: skip
    if not parts:
        return pl.DataFrame(
            schema={"teacher_pid": pl.String, "year": surveys["year"].dtype, "asked": pl.UInt32}
        )
    return pl.concat(parts).group_by("year", teacher_pid="counsellor_pid").agg(asked=pl.len())
