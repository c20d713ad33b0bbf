"""Is the quality loop alive (B.1, C.15)? Goals, standards, actions, tasks, warnings, incidents, requests, data."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from profiling.catalogue import indicators
from profiling.facts import Facts
from profiling.indicators.school import SCHOOL
from profiling.moments import local_day, with_term
from profiling.periods import school_year, years_over
from profiling.values import empty, rate, shaped

REVIEW_DAYS, REVIEW_DAYS_SCHOOL = 365, 730
MOST = 1.2  # attainment of one goal counts up to 120 %
SESSIONS = 10_000
LOOP = (
    "entity_kind",
    "entity_code",
    "major_code",
    "teacher_pid",
    "due_on",
    "closed_on",
)  # of an action, wherever it is from


def _of_school(
    frame: pl.DataFrame, indicator: str, top: str, bottom: str, *, sampled: bool = False
) -> pl.DataFrame:
    frame = frame.with_columns(school=pl.lit(SCHOOL))
    return shaped(
        rate(frame, ["school", "period"], top, bottom, sampled=sampled), indicator, "school", "school"
    )


def _over(facts: Facts) -> pl.Expr:
    """Months that are over: the running one is told from its last day on."""
    return pl.col("period") < (facts.as_of + timedelta(days=1)).strftime("%Y-%m")


def closed_with_evidence(facts: Facts) -> pl.DataFrame:
    """Actions due by the as-of with the term of their due day: due (1) and done (closed, with evidence verified by the as-of).

    Loaded ones and those opened in the product. Of loaded ones none where no evidence is recorded at all: nobody can tell
    then which loop is closed.
    """
    verified = facts["evidence"].filter(pl.col("verified_on") <= facts.as_of)["action_no"].unique()
    loaded = facts["action"].clear() if facts["evidence"].is_empty() else facts["action"]
    proven = pl.col("action_no").is_in(verified.implode())
    actions = pl.concat(
        [
            loaded.select(*LOOP, is_proven=proven, is_self_found=pl.lit(False)),
            facts["improvement"].select(
                *(name for name in LOOP if name != "entity_code"), entity_code="entity_id",
                is_proven=(pl.col("verified_on") <= facts.as_of).fill_null(False), is_self_found=pl.col("is_self_found").fill_null(False),
            ),
        ],
        how="diagonal",
    )  # fmt: skip
    due = with_term(facts, actions.filter(pl.col("due_on") <= facts.as_of), "due_on")
    closed = (pl.col("closed_on") <= facts.as_of).fill_null(False) & pl.col("is_proven")
    return due.with_columns(due=pl.lit(1), done=closed.cast(pl.Int64))


def sch_loop_closure(facts: Facts) -> pl.DataFrame:
    """Actions due in the term that are closed with verified evidence, over actions due."""
    rows = closed_with_evidence(facts)
    return _of_school(rows, "sch_loop_closure", "done", "due") if rows.height else empty()


def maj_loop_closure(facts: Facts) -> pl.DataFrame:
    """The same of actions of a major."""
    own = pl.when(pl.col("entity_kind") == "major").then("entity_code").otherwise("major_code")
    rows = closed_with_evidence(facts).with_columns(major=own).drop_nulls("major")
    if rows.is_empty():
        return empty()
    return shaped(
        rate(rows, ["major", "period"], "done", "due", sampled=False), "maj_loop_closure", "major", "major"
    )


def tch_loop_closure(facts: Facts) -> pl.DataFrame:
    """The same of a teacher's own actions; a problem that the teacher found is never counted against the finder (E.4)."""
    rows = closed_with_evidence(facts).filter(~pl.col("is_self_found")).drop_nulls("teacher_pid")
    if rows.is_empty():
        return empty()
    values = rate(rows, ["teacher_pid", "period"], "done", "due", sampled=False)
    return shaped(values, "tch_loop_closure", "teacher", "teacher_pid")


def leaf_goals(facts: Facts) -> pl.DataFrame:
    """Goals without parts that are due in the calendar year of the as-of, with `whole`: weights multiplied up the tree."""
    goals = facts["goal"].with_columns(pl.col("weight").fill_null(1.0))
    parents = goals["parent_no"].drop_nulls().unique()
    weight = dict(goals.select("goal_no", "weight").iter_rows())
    above = dict(goals.select("goal_no", "parent_no").iter_rows())
    leaves = goals.filter(
        ~pl.col("goal_no").is_in(parents.implode()) & (pl.col("due_on").dt.year() == facts.as_of.year)
    )
    whole = pl.Series([_whole(number, weight, above) for number in leaves["goal_no"]], dtype=pl.Float64)
    return leaves.with_columns(whole=whole, period=pl.lit(str(facts.as_of.year)))


def _whole(goal: str | None, weight: dict[str, float], above: dict[str, str | None]) -> float:
    product, seen = 1.0, set()
    while goal in weight and goal not in seen:
        seen.add(goal)
        product *= weight[goal]
        goal = above[goal]
    return product


def goal_ways(facts: Facts, values: pl.DataFrame) -> pl.DataFrame:
    """Leaf goals of the year with `actual` (the newest value published) and `way`: the part of the way that is done, 0 to 1.2."""
    newest = values.filter(pl.col("is_latest") & (pl.col("status") == "observed")).select(
        "entity_kind", "indicator_id", entity_code="entity_id", actual="value"
    )
    goals = leaf_goals(facts).with_columns(
        entity_code=pl.when(pl.col("entity_kind") == SCHOOL).then(pl.lit(SCHOOL)).otherwise("entity_code")
    )
    goals = goals.join(newest, on=["entity_kind", "entity_code", "indicator_id"], how="inner").filter(
        pl.col("target").is_not_null()
    )
    part = (pl.col("actual") - pl.col("baseline")) / (pl.col("target") - pl.col("baseline"))
    plain = (
        pl.when(pl.col("goal_direction") == "down")
        .then(pl.when(pl.col("actual") == 0).then(MOST).otherwise(pl.col("target") / pl.col("actual")))
        .otherwise(pl.col("actual") / pl.col("target"))
    )
    way = pl.when(pl.col("baseline").is_null()).then(plain).otherwise(part)
    known = goals.with_columns(way=way).filter(pl.col("way").is_finite())
    return known.with_columns(pl.col("way").clip(0, MOST))


def sch_goal_attainment(facts: Facts, values: pl.DataFrame) -> pl.DataFrame:
    """Weighted mean over leaf goals of the year of the part of the way that is done, from the newest values published."""
    if facts["goal"].is_empty():
        return empty()
    sums = goal_ways(facts, values).group_by("period", school=pl.lit(SCHOOL)).agg(
        numerator=(pl.col("way") * pl.col("whole")).sum(), denominator=pl.col("whole").sum(), n=pl.len()
    )  # fmt: skip
    return shaped(
        sums.with_columns(value=pl.col("numerator") / pl.col("denominator")),
        "sch_goal_attainment",
        "school",
        "school",
    )


def sch_goal_standard_link(facts: Facts) -> pl.DataFrame:
    """Leaf goals of the year with a standard of the register and an indicator of the catalogue, over leaf goals of the year."""
    goals, papers = leaf_goals(facts), facts["standard_document"]["document_no"]
    if goals.is_empty() or papers.is_empty():
        return empty()
    linked = pl.col("document_no").is_in(papers.implode()) & pl.col("indicator_id").is_in(list(indicators()))
    goals = goals.with_columns(linked=linked.fill_null(False).cast(pl.Int64), one=pl.lit(1))
    return _of_school(goals, "sch_goal_standard_link", "linked", "one")


def sch_standard_currency(facts: Facts) -> pl.DataFrame:
    """Standards in force reviewed within 12 months (school level: 24) over standards in force."""
    papers = facts["standard_document"].filter(pl.col("is_in_force").fill_null(False))
    if papers.is_empty():
        return empty()
    days = (pl.lit(facts.as_of) - pl.col("reviewed_on")).dt.total_days()
    limit = pl.when(pl.col("document_level") == SCHOOL).then(REVIEW_DAYS_SCHOOL).otherwise(REVIEW_DAYS)
    papers = papers.with_columns(
        fresh=days.is_between(0, limit).fill_null(False).cast(pl.Int64),
        one=pl.lit(1),
        period=pl.lit(facts.current_term),
    )
    return _of_school(papers, "sch_standard_currency", "fresh", "one")


def sch_culture_tasks(facts: Facts) -> pl.DataFrame:
    """Tasks of quality culture due in a school year that is over, done by the as-of, over those due."""
    rows = (
        facts["work"]
        .filter(pl.col("work_kind") == "culture")
        .with_columns(period=school_year(pl.col("due_on")))
    )
    rows = rows.filter(pl.col("period").is_in(years_over(facts.as_of))).with_columns(
        done=(pl.col("done_on") <= facts.as_of).fill_null(False).cast(pl.Int64), one=pl.lit(1)
    )
    return _of_school(rows, "sch_culture_tasks", "done", "one") if rows.height else empty()


def sch_branch_activities(facts: Facts) -> pl.DataFrame:
    """Branch activities planned in the term up to the as-of that were held, over those planned; counts alone."""
    rows = with_term(
        facts, facts["branch_activity"].filter(pl.col("planned_on") <= facts.as_of), "planned_on"
    )
    rows = rows.with_columns(
        held=(pl.col("held_on") <= facts.as_of).fill_null(False).cast(pl.Int64), one=pl.lit(1)
    )
    return _of_school(rows, "sch_branch_activities", "held", "one") if rows.height else empty()


def sch_alert_response(facts: Facts) -> pl.DataFrame:
    """Median hours from a warning to the first answer to it, by the month of the warning."""
    answered = answers(facts)
    if answered.is_empty():
        return empty()
    rows = facts["alert"].join(answered, on="alert_no").with_columns(
        school=pl.lit(SCHOOL), period=local_day(facts, "raised_at").dt.strftime("%Y-%m"),
        hours=(pl.col("answered") - pl.col("raised_at")).dt.total_seconds() / 3600,
    )  # fmt: skip
    values = (
        rows.filter(_over(facts)).group_by("school", "period").agg(value=pl.col("hours").median(), n=pl.len())
    )
    return shaped(values, "sch_alert_response", "school", "school")


def answers(facts: Facts) -> pl.DataFrame:
    """alert_no, answered: the first contact that names a warning, or the first step of support for its student, not before it."""
    return first_answers(facts, facts["alert"])


def first_answers(facts: Facts, warnings: pl.DataFrame) -> pl.DataFrame:
    """The same for warnings given as alert_no, student_pid, raised_at."""
    raised = warnings.select("alert_no", "student_pid", "raised_at")
    contacts = facts["contact"].select("alert_no", moment="contacted_at").join(raised, on="alert_no")
    steps = facts["intervention"].select("student_pid", moment="recorded_at").join(raised, on="student_pid")
    columns = ["alert_no", "raised_at", "moment"]
    found = pl.concat([contacts.select(columns), steps.select(columns)])
    found = found.filter(pl.col("moment") >= pl.col("raised_at"))
    return found.group_by("alert_no").agg(answered=pl.col("moment").min())


def sch_request_ontime(facts: Facts) -> pl.DataFrame:
    """Requests due in the month up to the as-of that were answered in time, over those due: school, department."""
    rows = facts["request"].filter(pl.col("due_at") <= facts.cut).with_columns(
        period=local_day(facts, "due_at").dt.strftime("%Y-%m"), one=pl.lit(1), school=pl.lit(SCHOOL),
        ontime=(pl.col("answered_at") <= pl.col("due_at")).fill_null(False).cast(pl.Int64),
    )  # fmt: skip
    rows = rows.filter(_over(facts))
    if rows.is_empty():
        return empty()
    kinds = (("school", "school"), ("org", "org_code"))
    return pl.concat(
        shaped(
            rate(rows.drop_nulls(key), [key, "period"], "ontime", "one", sampled=False),
            "sch_request_ontime",
            kind,
            key,
        )
        for kind, key in kinds
    )


def _incidents(facts: Facts) -> pl.DataFrame:
    return facts["incident"].filter(
        (pl.col("incident_class") == "teaching") & (pl.col("confirmed_on") <= facts.as_of)
    )


def sch_incident_rate(facts: Facts) -> pl.DataFrame:
    """Confirmed teaching incidents reported in the term per 10,000 sessions held: school."""
    if facts["incident"].is_empty():
        return empty()
    terms = facts["offering"].select("offering_id", period="term_id")
    held = (
        facts.past_session.filter(pl.col("is_held") == 1)
        .join(terms, on="offering_id")
        .group_by("period")
        .agg(sessions=pl.len())
    )
    found = with_term(facts, _incidents(facts), "reported_on").group_by("period").agg(incidents=pl.len())
    rows = held.join(found, on="period", how="left").with_columns(
        pl.col("incidents").fill_null(0), per=pl.col("sessions") / SESSIONS, n=pl.col("sessions")
    )
    values = rows.with_columns(
        school=pl.lit(SCHOOL),
        numerator=pl.col("incidents").cast(pl.Float64),
        denominator="per",
        value=pl.col("incidents") / pl.col("per"),
    )
    return shaped(
        values.select("school", "period", "numerator", "denominator", "value", pl.col("n").cast(pl.Int64)),
        "sch_incident_rate",
        "school",
        "school",
    )


def sch_incident_ontime(facts: Facts) -> pl.DataFrame:
    """Confirmed teaching incidents closed by their limit over those closed or overdue, by the term of the limit."""
    rows = _incidents(facts).filter(pl.col("due_on").is_not_null())
    settled = (pl.col("closed_on") <= facts.as_of).fill_null(False) | (pl.col("due_on") < facts.as_of)
    rows = with_term(facts, rows.filter(settled), "due_on").with_columns(
        ontime=(pl.col("closed_on") <= pl.col("due_on")).fill_null(False).cast(pl.Int64), one=pl.lit(1)
    )
    return _of_school(rows, "sch_incident_ontime", "ontime", "one") if rows.height else empty()


def sch_data_timeliness(facts: Facts) -> pl.DataFrame:
    """Deliveries that came by their due day over deliveries due in the month."""
    rows = facts["delivery"].filter(pl.col("due_on") <= facts.as_of).with_columns(
        period=pl.col("due_on").dt.strftime("%Y-%m"), one=pl.lit(1),
        ontime=(pl.col("delivered_on") <= pl.col("due_on")).fill_null(False).cast(pl.Int64),
    )  # fmt: skip
    rows = rows.filter(_over(facts))
    return _of_school(rows, "sch_data_timeliness", "ontime", "one") if rows.height else empty()


def sch_data_sample_accuracy(facts: Facts) -> pl.DataFrame:
    """Sampled records confirmed at their source over records sampled, by term."""
    rows = facts["sample_review"].filter(
        (pl.col("reviewed_on") <= facts.as_of)
        & pl.col("sampled").is_not_null()
        & pl.col("confirmed").is_not_null()
    )
    rows = with_term(facts, rows, "reviewed_on")
    return (
        _of_school(rows, "sch_data_sample_accuracy", "confirmed", "sampled", sampled=True)
        if rows.height
        else empty()
    )
