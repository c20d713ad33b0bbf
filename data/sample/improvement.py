"""How the college improves: actions with their evidence, incidents, activities of the branches, care for the data themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import polars as pl

from data.sample.calendar import AS_OF, LONG_LATE
from data.sample.membership import days_of, logistic, numbered, often, picked
from data.sample.teamwork import on_file
from data.sample.world import World, generator, names

YEARS = (2022, 2023, 2024, 2025)
FIRST = date(2022, 1, 4)
SOURCES = (
    "academic_affairs", "student_affairs", "hr", "lms", "classroom", "evaluation", "internship", "employment", "research", "assets", "library"
)  # fmt: skip
SLOW = "research"  # the office whose figures come late
# per year: who is improved, how often, and which indicators the actions are about
ABOUT = {
    "school": (9.0, ("sch_request_ontime", "sch_ontime_grad_rate", "sch_student_satisfaction")),
    "org": (5.0, ("crs_attendance", "crs_session_held", "crs_feedback_days")),
    "major": (5.5, ("maj_core_first_pass", "maj_requirement_coverage", "maj_session_held", "maj_room_use")),
    "course": (1.1, ("crs_attendance", "crs_content_execution", "crs_stage_coverage", "crs_first_pass")),
    "teacher": (
        2.6,
        ("tch_feedback_ontime", "tch_stage_coverage", "tch_class_records", "tch_training_hours"),
    ),
}
CAUSES = ("任务安排不够具体", "数据反馈不及时", "方法与学情不匹配", "资源更新不足", "协同不够")
MEASURES = ("调整教学安排并跟踪", "开展专题研讨", "补充资源与测验", "安排听课与反馈", "修订标准与流程")
INCIDENTS = 190  # students per incident in a year


def registers(world: World, old: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Actions, evidence, incidents, branch activities, sample reviews, deliveries."""
    done = actions(world)
    yield "qa_action", done.drop("care")
    yield "qa_evidence", evidence(done, generator(world.seed, "evidence"))
    yield "fact_quality_incident", incidents(world)
    yield "fact_branch_activity", branches(world)
    yield "dq_sample_review", reviews(world)
    yield "dq_delivery", deliveries(world)


def _entities(world: World) -> dict[str, pl.DataFrame]:
    """Who is improved: kind -> entity_code, org_code, major_code, staff_no in charge, care (how diligent that person is)."""
    led = world.roles.filter(pl.col("role") != "counsellor").select("staff_no", "target_kind", "target_code")
    leader = {kind: own.select("staff_no", entity_code="target_code") for (kind,), own in led.group_by(["target_kind"], maintain_order=True)}  # fmt: skip
    majors = pl.DataFrame([(m["code"], m["org"], m["code"]) for m in world.majors], schema=["entity_code", "org_code", "major_code"], orient="row")  # fmt: skip
    units = pl.DataFrame(
        {"entity_code": [unit["code"] for unit in (*world.departments, names()["public_department"])]}
    )
    nothing = pl.lit(None, dtype=pl.String)
    staff = on_file(world).filter(pl.col("staff").is_in(["full_time", "counsellor"]))
    college = names()["college"]["code"]
    parts = {
        "school": staff.head(1).select("staff_no", entity_code=pl.lit(college), org_code=nothing, major_code=nothing),
        "org": units.join(leader["org"], on="entity_code", maintain_order="left").with_columns(org_code="entity_code", major_code=nothing),
        "major": majors.join(leader["major"], on="entity_code", maintain_order="left"),
        "course": world.courses.select("org_code", "major_code", entity_code="course_code").join(leader["course"], on="entity_code", maintain_order="left"),
        "teacher": staff.select("staff_no", "org_code", entity_code=nothing, major_code=nothing),
    }  # fmt: skip
    care = world.teachers.select("staff_no", "entry_on", care="diligence")
    return {kind: own.join(care, on="staff_no", maintain_order="left") for kind, own in parts.items()}


def actions(world: World) -> pl.DataFrame:
    """Improvement actions of four years with their deadline; the careful close them in time."""
    parts = []
    for kind, own in _entities(world).items():
        mean, about = ABOUT[kind]
        for year in YEARS:
            draw = generator(world.seed, f"actions {kind}{year}")
            last = min(date(year, 12, 20), AS_OF - timedelta(days=3))
            part = 1.0 if year < AS_OF.year else 0.85
            frame = often(own, np.full(own.height, mean * part), draw)
            opened = days_of(date(year, 1, 6), last, draw, frame.height)
            parts.append(
                frame.select(
                    "entity_code", "org_code", "major_code", "staff_no", "care", "entry_on", opened_on=opened, entity_kind=pl.lit(kind),
                    indicator_id=picked(draw, about, None, frame.height), cause=picked(draw, CAUSES, None, frame.height),
                    measure=picked(draw, MEASURES, None, frame.height),
                ).filter(pl.col("opened_on") > pl.col("entry_on"))
            )  # fmt: skip
    return _closed(pl.concat(parts).drop("entry_on"), generator(world.seed, "closing"))


def _closed(frame: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    count, care = frame.height, frame["care"].fill_null(0.0).to_numpy()
    length = draw.choice([30, 45, 60, 90, 120], count, p=[0.25, 0.2, 0.3, 0.15, 0.1])
    on_time = draw.random(count) < logistic(2.5 + 0.8 * care)
    taken = np.where(
        on_time, length * draw.uniform(0.4, 1.0, count), length + draw.integers(3, 70, count)
    ).astype(int)
    ever = pl.Series(on_time | (draw.random(count) < 0.6))
    much_later = pl.Series(
        length + draw.integers(LONG_LATE // 4, LONG_LATE, count)
    )  # left lying, closed in the end
    taken = pl.when(ever).then(pl.Series(taken)).otherwise(much_later)
    closed = pl.col("opened_on") + pl.duration(days=taken)
    frame = frame.with_columns(due_on=pl.col("opened_on") + pl.duration(days=pl.Series(length)))
    is_old = pl.col("due_on") < AS_OF - timedelta(days=LONG_LATE)
    frame = frame.with_columns(closed_on=pl.when((ever | is_old) & (closed <= AS_OF)).then(closed))
    frame = frame.sort("opened_on", "entity_kind", "entity_code", "staff_no", maintain_order=True)
    return frame.with_columns(action_no=numbered("GJ", frame))


def evidence(done: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    """One or two pieces of evidence per action that went on; those of closed ones nearly all verified before closing."""
    own = done.filter(pl.col("closed_on").is_not_null() | pl.Series(draw.random(done.height) < 0.4))
    frame = own[np.repeat(np.arange(own.height), draw.choice([1, 2, 3], own.height, p=[0.45, 0.4, 0.15]))]
    count = frame.height
    end = pl.coalesce("closed_on", pl.lit(AS_OF))
    span = (end - pl.col("opened_on")).dt.total_days()
    added = pl.col("opened_on") + pl.duration(
        days=(span * pl.Series(draw.uniform(0.3, 0.9, count))).floor().cast(pl.Int64)
    )
    verified = pl.Series(draw.random(count) < 0.95) & pl.col("closed_on").is_not_null()
    return frame.select(
        "action_no", evidence_no=numbered("ZJ", frame), evidence_kind=picked(draw, ("document", "data", "visit"), [0.5, 0.3, 0.2], count),
        added_on=added, verified_on=pl.when(verified).then("closed_on"),
    )  # fmt: skip


def incidents(world: World) -> pl.DataFrame:
    """Incidents of four years; nearly all confirmed and closed in time, one of the heaviest level in the last spring."""
    draw = generator(world.seed, "incidents")
    staff = world.teachers.filter((pl.col("staff") == "full_time") & (pl.col("entry_on") < FIRST))
    count = max(5, round(world.students_wanted / INCIDENTS)) * len(YEARS)
    taught = world.courses.group_by("org_code", maintain_order=True).agg(codes=pl.col("course_code"))
    who = (
        staff[draw.integers(0, staff.height, count)]
        .select("staff_no", "org_code")
        .join(taught, on="org_code", how="left", maintain_order="left")
    )
    days = days_of(FIRST, AS_OF - timedelta(days=5), draw, count)
    frame = who.with_columns(
        reported_on=days, incident_class=picked(draw, ("teaching", "quality"), [0.75, 0.25], count), lot=pl.Series(draw.integers(0, 1000, count)),
        level=picked(draw, ("I", "II", "III"), [0.03, 0.25, 0.72], count),
    )  # fmt: skip
    grave = frame.head(1).with_columns(
        reported_on=pl.lit(date(2025, 4, 14)), incident_class=pl.lit("teaching"), level=pl.lit("I")
    )
    return _handled(pl.concat([frame[1:], grave]).sort("reported_on", "staff_no", maintain_order=True), draw)


def _handled(frame: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    """Confirmed within the week unless found to be none; closed within the month, one in fourteen later."""
    count = frame.height
    real = pl.Series(draw.random(count) < 0.88) | (pl.col("level") == "I")
    confirmed = pl.col("reported_on") + pl.duration(days=pl.Series(draw.integers(1, 8, count)))
    late = draw.random(count) < 0.07
    closed = pl.col("reported_on") + pl.duration(
        days=pl.Series(np.where(late, draw.integers(31, 60, count), draw.integers(8, 30, count)))
    )
    return frame.select(
        "incident_class", "level", "org_code", "staff_no", "reported_on", incident_no=numbered("SG", frame, 4),
        course_code=pl.when(pl.col("incident_class") == "teaching").then(pl.col("codes").list.get(pl.col("lot") % pl.col("codes").list.len())),
        confirmed_on=pl.when(real & (confirmed <= AS_OF)).then(confirmed), due_on=pl.col("reported_on") + timedelta(days=30),
        closed_on=pl.when(closed <= AS_OF).then(closed),
    )  # fmt: skip


def _months() -> pl.Series:
    return pl.date_range(date(2022, 1, 1), date(2025, 10, 1), "1mo", eager=True)


def branches(world: World) -> pl.DataFrame:
    """An activity a month and unit, planned and nearly always held; counts only, nobody's name."""
    draw = generator(world.seed, "branches")
    units = [unit["code"] for unit in (*world.departments, names()["public_department"], *names()["offices"])]
    frame = pl.DataFrame({"org_code": units}).join(
        pl.DataFrame({"month": _months()}), how="cross", maintain_order="left_right"
    )
    day = pl.col("month") + pl.duration(days=pl.Series(draw.integers(5, 24, frame.height)))
    held = day + pl.duration(days=pl.Series(draw.integers(0, 6, frame.height)))
    went = pl.Series(draw.random(frame.height) < 0.975)
    return frame.select("org_code", activity_no=numbered("DJ", frame, 5), planned_on=day, held_on=pl.when(went & (held <= AS_OF)).then(held))  # fmt: skip


def reviews(world: World) -> pl.DataFrame:
    """Records of each source compared with the paper, twice a year."""
    draw = generator(world.seed, "reviews")
    days = [date(year, month, day) for year in YEARS for month, day in ((5, 20), (10, 24))]
    frame = pl.DataFrame({"reviewed_on": days}).join(pl.DataFrame({"source_id": SOURCES}), how="cross", maintain_order="left_right")  # fmt: skip
    sampled = draw.choice([40, 50, 60, 80], frame.height)
    right = np.where((frame["source_id"] == SLOW).to_numpy(), 0.955, 0.989)
    return frame.with_columns(review_no=numbered("FH", frame, 4), sampled=pl.Series(sampled), confirmed=pl.Series(draw.binomial(sampled, right)))  # fmt: skip


def deliveries(world: World) -> pl.DataFrame:
    """What each source owes on the fifth of every month, and the day it came; one of them is often late."""
    draw = generator(world.seed, "deliveries")
    frame = pl.DataFrame({"month": _months()}).join(pl.DataFrame({"source_id": SOURCES}), how="cross", maintain_order="left_right")  # fmt: skip
    count, due = frame.height, pl.col("month") + timedelta(days=4)
    late = draw.random(count) < np.where((frame["source_id"] == SLOW).to_numpy(), 0.22, 0.035)
    came = due + pl.duration(
        days=pl.Series(np.where(late, draw.integers(1, 12, count), -draw.integers(0, 4, count)))
    )
    never = pl.Series(late & (draw.random(count) < 0.2))
    return frame.select("source_id", due_on=due, delivered_on=pl.when(~never & (came <= AS_OF)).then(came))
