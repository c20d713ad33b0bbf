"""Student indicators beyond courses (B.5, C.12): certificates, contests, second classroom, practice, fitness, placement, plan."""

from __future__ import annotations

import polars as pl

from profiling.elapsed import elapsed_share
from profiling.facts import Facts
from profiling.moments import newest_two_terms
from profiling.own_plans import of_plans
from profiling.periods import school_year, year_bounds, years_over
from profiling.points import award_points, student_share
from profiling.values import empty, shaped

CERTIFICATE_POINTS = {"junior": 1.0, "intermediate": 2.0, "senior": 3.0, "none": 1.0}
ROLE_POINTS = {"leader": 2.0, "core": 1.0, "participant": 0.5}


def _to_date(facts: Facts, indicator: str, sums: pl.DataFrame) -> pl.DataFrame:
    """A number of every enrolled student to date, 0 where the register has nothing of the student; sums: student_pid, value, n."""
    values = facts.enrolled.select("student_pid").join(sums, on="student_pid", how="left")
    values = values.with_columns(
        value=pl.col("value").cast(pl.Float64).fill_null(0.0), period=pl.lit(facts.current_term)
    )
    return shaped(values, indicator, "student", "student_pid")


def _of_year(facts: Facts, indicator: str, rows: pl.DataFrame, value: pl.Expr) -> pl.DataFrame:
    """A number of the newest school year that is over; who entered later has none to show yet (not_applicable).

    rows: student_pid and `on`, the day that decides the year.
    """
    year = years_over(facts.as_of, 1)[0]
    last = year_bounds([year])["last_on"][0]
    sums = rows.filter(school_year(pl.col("on")) == year).group_by("student_pid").agg(value=value, n=pl.len())
    values = facts.enrolled.select("student_pid", "entry_on", "entry_year").join(
        sums, on="student_pid", how="left"
    )
    later = pl.coalesce(pl.col("entry_on") > last, pl.col("entry_year") > last.year - 1)
    values = values.with_columns(
        value=pl.when(~later.fill_null(False)).then(pl.col("value").cast(pl.Float64).fill_null(0.0)),
        status=pl.when(later.fill_null(False)).then(pl.lit("not_applicable")),
        period=pl.lit(year),
    )
    return shaped(values.drop("entry_on", "entry_year"), indicator, "student", "student_pid")


def _activities(facts: Facts, *modules: str) -> pl.DataFrame:
    """Recognised activities of the second classroom up to the as-of, of some modules or all."""
    rows = facts["second_classroom"].filter(
        pl.col("is_recognised").fill_null(False) & (pl.col("held_on") <= facts.as_of)
    )
    return rows.filter(pl.col("module").is_in(modules)) if modules else rows


def stu_certificates(facts: Facts) -> pl.DataFrame:
    """Points of certificates to date; not applicable where the programme asks for none and nobody of the major holds one."""
    if facts["certificate"].is_empty():
        return empty()
    held = facts["certificate"].filter(pl.col("issued_on") <= facts.as_of)
    points = (
        pl.col("level")
        .fill_null("none")
        .replace_strict(CERTIFICATE_POINTS, default=1.0, return_dtype=pl.Float64)
    )
    sums = held.group_by("student_pid").agg(value=points.sum(), n=pl.len())
    people = facts.student.select("student_pid", "major_code")
    offered = held.join(people, on="student_pid")["major_code"].unique().to_list()
    asked = certificate_asked(facts).filter("is_asked")["student_pid"].to_list()
    values = facts.enrolled.select("student_pid", "major_code").join(sums, on="student_pid", how="left")
    applies = pl.col("major_code").is_in(offered) | pl.col("student_pid").is_in(asked)
    values = values.with_columns(
        value=pl.when(applies).then(pl.col("value").fill_null(0.0)),
        status=pl.when(~applies.fill_null(False)).then(pl.lit("not_applicable")),
        period=pl.lit(facts.current_term),
    )
    return shaped(values, "stu_certificates", "student", "student_pid")


def certificate_asked(facts: Facts) -> pl.DataFrame:
    """student_pid, is_asked: whether the newest programme of major and entry year asks for a certificate."""
    newest = facts["programme"].sort("version").unique(["major_code", "entry_grade"], keep="last")
    return facts.enrolled.select("student_pid", "major_code", entry_grade="entry_year").join(
        newest.select("major_code", "entry_grade", is_asked=pl.col("is_certificate_required").fill_null(False)),
        on=["major_code", "entry_grade"], how="inner",
    ).select("student_pid", "is_asked")  # fmt: skip


def stu_contest_points(facts: Facts) -> pl.DataFrame:
    """Points of awards won to date times the student's part of the team."""
    if facts["competition"].is_empty():
        return empty()
    won = facts["competition"].filter(pl.col("held_on") <= facts.as_of)
    points = award_points("student_contest") * student_share()
    return _to_date(
        facts, "stu_contest_points", won.group_by("student_pid").agg(value=points.sum(), n=pl.len())
    )


def _credits(facts: Facts, indicator: str, *modules: str) -> pl.DataFrame:
    if facts["second_classroom"].is_empty():
        return empty()
    sums = _activities(facts, *modules).group_by("student_pid").agg(value=pl.col("credits").sum(), n=pl.len())
    return _to_date(facts, indicator, sums)


def stu_second_classroom(facts: Facts) -> pl.DataFrame:
    """Recognised credits of the second classroom to date."""
    return _credits(facts, "stu_second_classroom")


def stu_innovation(facts: Facts) -> pl.DataFrame:
    """Recognised credits of the module innovation to date."""
    return _credits(facts, "stu_innovation", "innovation")


def stu_literacy_credits(facts: Facts) -> pl.DataFrame:
    """Recognised credits of the module literacy to date."""
    return _credits(facts, "stu_literacy_credits", "literacy")


def stu_labour(facts: Facts) -> pl.DataFrame:
    """Recognised hours of labour education to date."""
    if facts["second_classroom"].is_empty():
        return empty()
    sums = _activities(facts, "labour").group_by("student_pid").agg(value=pl.col("hours").sum(), n=pl.len())
    return _to_date(facts, "stu_labour", sums)


def stu_leadership(facts: Facts) -> pl.DataFrame:
    """Points of roles in clubs and projects to date: leader 2, core 1, participant 0.5."""
    if facts["second_classroom"].is_empty():
        return empty()
    rows = _activities(facts).filter((pl.col("module") == "club") | pl.col("is_project").fill_null(False))
    points = pl.col("role").replace_strict(ROLE_POINTS, default=0.5, return_dtype=pl.Float64)
    return _to_date(facts, "stu_leadership", rows.group_by("student_pid").agg(value=points.sum(), n=pl.len()))


def stu_civic_hours(facts: Facts) -> pl.DataFrame:
    """Recognised hours of the modules ideology and civic in the newest school year that is over."""
    if facts["second_classroom"].is_empty():
        return empty()
    rows = _activities(facts, "ideology", "civic").with_columns(on="held_on")
    return _of_year(facts, "stu_civic_hours", rows, pl.col("hours").sum())


def stu_sport_hours(facts: Facts) -> pl.DataFrame:
    """Recognised hours of the module sport in the newest school year that is over."""
    if facts["second_classroom"].is_empty():
        return empty()
    rows = _activities(facts, "sport").with_columns(on="held_on")
    return _of_year(facts, "stu_sport_hours", rows, pl.col("hours").sum())


def _practices(facts: Facts) -> pl.DataFrame:
    """Recognised practices that were over at the as-of, by the day they ended."""
    rows = facts["social_practice"].with_columns(on=pl.coalesce("to_on", "from_on"))
    return rows.filter(pl.col("is_recognised").fill_null(False) & (pl.col("on") <= facts.as_of))


def stu_social_practice(facts: Facts) -> pl.DataFrame:
    """Recognised hours of practice and volunteering in the newest school year that is over."""
    if facts["social_practice"].is_empty():
        return empty()
    return _of_year(facts, "stu_social_practice", _practices(facts), pl.col("hours").sum())


def stu_practice_projects(facts: Facts) -> pl.DataFrame:
    """Recognised practices, volunteering and approved substitutes in the newest school year that is over."""
    if facts["social_practice"].is_empty():
        return empty()
    return _of_year(facts, "stu_practice_projects", _practices(facts), pl.len())


def stu_fitness(facts: Facts) -> pl.DataFrame:
    """Total score of the newest fitness test; exempt or not yet due in the first year: not applicable."""
    if facts["fitness"].is_empty():
        return empty()
    totals = facts["fitness"].filter(
        (pl.col("item") == "total") & (pl.col("tested_on").fill_null(facts.as_of) <= facts.as_of)
    )
    newest = totals.sort("year").unique("student_pid", keep="last")
    values = facts.enrolled.select("student_pid").join(newest, on="student_pid", how="left")
    values = values.join(elapsed_share(facts), on="student_pid", how="left")
    exempt = pl.col("is_exempt").fill_null(False)
    not_due = pl.col("year").is_null() & (pl.col("elapsed").fill_null(0) < 2)
    values = values.select(
        "student_pid",
        value=pl.when(~exempt).then("score"),
        status=pl.when(exempt | not_due).then(pl.lit("not_applicable")),
        period=pl.coalesce(pl.col("year").cast(pl.String), pl.lit(str(facts.as_of.year))),
    )
    return shaped(values, "stu_fitness", "student", "student_pid")


def stu_internship(facts: Facts) -> pl.DataFrame:
    """Mark of the newest marked placement; not applicable before the placement and while it runs without a mark."""
    if facts["internship"].is_empty():
        return empty()
    begun = facts["internship"].filter(pl.col("from_on") <= facts.as_of)
    newest = begun.sort("from_on").unique("student_pid", keep="last")
    marked = begun.filter(pl.col("score").is_not_null()).sort("from_on").unique("student_pid", keep="last")
    values = facts.enrolled.select("student_pid").join(
        marked.select("student_pid", "score"), on="student_pid", how="left"
    )
    values = values.join(newest.select("student_pid", "to_on"), on="student_pid", how="left")
    values = values.join(newest.select("student_pid", begun=pl.lit(True)), on="student_pid", how="left")
    values = values.join(elapsed_share(facts), on="student_pid", how="left")
    running = pl.col("begun").fill_null(False) & (pl.col("to_on").is_null() | (pl.col("to_on") > facts.as_of))
    before = pl.col("begun").is_null() & (pl.col("elapsed").fill_null(0) < pl.col("planned").fill_null(6) - 1)
    values = values.select(
        "student_pid",
        value="score",
        status=pl.when(pl.col("score").is_null() & (running | before)).then(pl.lit("not_applicable")),
        period=pl.lit(facts.current_term),
    )
    return shaped(values, "stu_internship", "student", "student_pid")


def stu_plan_progress(facts: Facts) -> pl.DataFrame:
    """Milestones of the own plan done over those due in the two newest terms; without one due there is no value."""
    terms = newest_two_terms(facts)
    milestones = of_plans(facts, "student")
    if milestones.is_empty() or not terms:
        return empty()
    start = facts["term"].filter(pl.col("term_id") == terms[0])["day_zero"][0]
    due = milestones.filter(pl.col("due_on").is_between(start, facts.as_of))
    done = (pl.col("done_on") <= facts.as_of).fill_null(False).cast(pl.Float64)
    values = due.group_by("student_pid").agg(
        numerator=done.sum(), denominator=pl.len().cast(pl.Float64), n=pl.len()
    )
    values = values.with_columns(
        value=pl.col("numerator") / pl.col("denominator"), period=pl.lit(facts.current_term)
    )
    return shaped(values, "stu_plan_progress", "student", "student_pid")


def stu_library(facts: Facts) -> pl.DataFrame:
    """Loans in the running term: context, never scored."""
    if facts["library_loan"].is_empty() or facts.current_term is None:
        return empty()
    start = facts["term"].filter(pl.col("term_id") == facts.current_term)["day_zero"][0]
    loans = facts["library_loan"].filter(pl.col("borrowed_on").is_between(start, facts.as_of))
    return _to_date(facts, "stu_library", loans.group_by("student_pid").agg(value=pl.len(), n=pl.len()))


def stu_request_open(facts: Facts) -> pl.DataFrame:
    """Requests of the student that are not closed, or were opened again: context."""
    if facts["request"].is_empty():
        return empty()
    reopened = (pl.col("reopened_at") > pl.col("closed_at")).fill_null(False)
    waiting = facts["request"].filter(
        pl.col("student_pid").is_not_null() & (pl.col("closed_at").is_null() | reopened)
    )
    return _to_date(
        facts, "stu_request_open", waiting.group_by("student_pid").agg(value=pl.len(), n=pl.len())
    )


def stu_risk_priority(facts: Facts) -> pl.DataFrame:
    """Expected failed credits: credits times stored probability, summed over the courses of the running term (D.4)."""
    rows = facts["course_risk"].filter(
        pl.col("is_latest") & (pl.col("term_id") == facts.current_term) & pl.col("credits").is_not_null()
    )
    if rows.is_empty():
        return empty()
    expected = (pl.col("credits") * pl.col("probability")).sum()
    values = rows.group_by("student_pid").agg(value=expected, denominator=pl.col("credits").sum(), n=pl.len())
    values = values.with_columns(numerator="value", period=pl.lit(facts.current_term))
    return shaped(values, "stu_risk_priority", "student", "student_pid")


def stu_participation(facts: Facts) -> pl.DataFrame:
    """Percentile of quizzes answered inside each teaching class of ten or more, averaged over three classes or more."""
    if not facts.has_events("fact_quiz"):
        return empty()
    answers = facts.events["fact_quiz"].filter(pl.col("term_id") == facts.current_term)
    counts = answers.group_by("student_pid", "offering_id").agg(answered=pl.len()).collect()
    asked = counts.select("offering_id").unique()
    running = facts.enrolment.filter(
        (pl.col("term_id") == facts.current_term) & pl.col("unregistered_on").is_null()
    )
    there = running.select("student_pid", "offering_id").join(asked, on="offering_id", how="semi")
    there = there.join(counts, on=["student_pid", "offering_id"], how="left").with_columns(
        pl.col("answered").fill_null(0)
    )
    rank = pl.col("answered").rank("average").over("offering_id")
    ranked = there.with_columns(
        peers=pl.len().over("offering_id"), percentile=(rank - 0.5) / pl.len().over("offering_id") * 100
    )
    values = (
        ranked.filter(pl.col("peers") >= 10)
        .group_by("student_pid")
        .agg(value=pl.col("percentile").mean(), n=pl.len())
    )
    values = values.filter(pl.col("n") >= 3).with_columns(period=pl.lit(facts.current_term))
    return shaped(values, "stu_participation", "student", "student_pid")
