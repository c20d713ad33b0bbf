"""How students are looked after: who advises whom, contacts, warnings and their answers, plans, requests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import numpy as np
import polars as pl

from data.sample.calendar import AS_OF, CUT, TERMS, Term
from data.sample.lived import Lived
from data.sample.membership import days_of, in_class, logistic, members, numbered, over, picked, there
from data.sample.staff import OFFICE_ROLES
from data.sample.world import World, generator, names

KEPT = TERMS[2:]  # terms whose contacts are in the system
ADVISED = 0.5  # share of students with an adviser
BY_PUBLIC = 0.24  # share of these whose adviser teaches general education
HOURS = {
    "red": (24, 11.0),
    "orange": (72, 30.0),
    "yellow": (168, 62.0),
}  # until an answer is due; the usual one
MILESTONES = (("学习目标", 10, 20), ("技能与证书", 12, 15), ("实践与拓展", 4, 20), ("年度总结", 6, 15))
TOPICS = ("宿舍报修", "教学安排", "成绩查询", "资助政策", "校园网络", "食堂服务")
CHANNELS = ("网上大厅", "服务窗口", "电话")
REQUESTS = 0.05  # per student and month of teaching


def registers(world: World, lived: Lived) -> Iterator[tuple[str, pl.DataFrame]]:
    """Advisers, warnings, contacts, milestones, plans, requests."""
    advised = advisers(world)
    warnings = alerts(world, lived)
    yield "bridge_advised_student", advised.select("staff_no", "student_no", "valid_from", "valid_to")
    yield "qa_alert", warnings.drop("staff_no", "student", "answered_at")
    yield "fact_contact", contacts(world, advised, warnings)
    yield "qa_student_milestone", milestones(world)
    yield "qa_recovery_plan", recovery_plans(world, lived)
    yield "fact_request", requests(world)


def _diligence(world: World, numbers: pl.Series) -> np.ndarray:
    known = dict(world.teachers.select("staff_no", "diligence").iter_rows())
    return numbers.replace_strict(known, default=0.0, return_dtype=pl.Float64).to_numpy()


def advisers(world: World) -> pl.DataFrame:
    """Half the students have an adviser, a full-time teacher of their unit or of general education."""
    draw = generator(world.seed, "advisers of students")
    public = names()["public_department"]["code"]
    people = members(world).filter(pl.col("entry_year") >= 2022)
    chosen = people.filter(pl.Series(draw.random(people.height) < ADVISED))
    by_public = pl.Series(draw.random(chosen.height) < BY_PUBLIC)
    chosen = chosen.with_columns(pool=pl.when(by_public).then(pl.lit(public)).otherwise("org_code"))
    parts = []
    for (pool, year), own in chosen.group_by(["pool", "entry_year"], maintain_order=True):
        staff = world.teachers.filter(
            (pl.col("org_code") == pool) & (pl.col("staff") == "full_time") & (pl.col("entry_on") <= date(year, 9, 1))
        )["staff_no"]  # fmt: skip
        turn = (np.arange(own.height) + draw.integers(0, 1000)) % max(1, staff.len())
        parts.append(own.with_columns(staff_no=staff[turn]))
    left = pl.when(pl.col("to_on") < AS_OF).then("to_on")
    return pl.concat(parts).with_columns(valid_from=pl.date("entry_year", 9, 20), valid_to=left).filter(
        pl.col("valid_to").is_null() | (pl.col("valid_to") > pl.col("valid_from"))
    ).sort("staff_no", "student_no")  # fmt: skip


def alerts(world: World, lived: Lived) -> pl.DataFrame:
    """Warnings of the terms kept: of courses still open, and of absence and idleness in the first weeks."""
    parts = []
    for term in [term for term in KEPT if term.index in lived.early]:
        draw = generator(world.seed, f"alerts{term.index}")
        parts += [_of_results(world, lived, term, draw), _of_weeks(world, lived, term, draw)]
    frame = pl.concat(parts).sort("raised_at", "student_no", "rule_id")
    frame = frame.with_columns(alert_no=numbered("YJ", frame))
    return _answered(world, frame.filter(pl.col("raised_at") <= CUT), generator(world.seed, "answers"))


def _of_results(world: World, lived: Lived, term: Term, draw: np.random.Generator) -> pl.DataFrame:
    owed = lived.owed.get(
        term.index - 1, pl.DataFrame(schema={"student": pl.UInt32, "course_code": pl.String})
    )
    owed = owed.join(world.courses.select("course_code", "credits"), on="course_code", maintain_order="left")
    open_credits = owed.group_by("student", maintain_order=True).agg(credits=pl.col("credits").sum()).filter(pl.col("credits") >= 5)  # fmt: skip
    level = pl.when(pl.col("credits") >= 10).then(pl.lit("red")).when(pl.col("credits") >= 7).then(pl.lit("orange")).otherwise(pl.lit("yellow"))  # fmt: skip
    frame = in_class(world, term).join(open_credits, on="student", maintain_order="left")
    return _raised(frame.with_columns(level=level, rule_id=pl.lit("failed_term")), term, (17, 24), draw)


def _of_weeks(world: World, lived: Lived, term: Term, draw: np.random.Generator) -> pl.DataFrame:
    """The least engaged twentieth of a term, between its fourth and its eighth week."""
    early = (
        lived.early[term.index].sort("engaged").head(max(6, round(0.055 * lived.early[term.index].height)))
    )
    worst = pl.int_range(pl.len()) / pl.len()
    level = pl.when(worst < 0.15).then(pl.lit("red")).when(worst < 0.45).then(pl.lit("orange")).otherwise(pl.lit("yellow"))  # fmt: skip
    early = early.with_columns(level=level)
    frame = in_class(world, term).join(early, on="student", maintain_order="left")
    rule = picked(draw, ("absence", "idle"), [0.7, 0.3], frame.height)
    return _raised(frame.with_columns(rule_id=rule), term, (24, 58), draw)


def _raised(
    frame: pl.DataFrame, term: Term, days: tuple[int, int], draw: np.random.Generator
) -> pl.DataFrame:
    """Day and hour within a term, and until when an answer is due; the leavers are not warned."""
    count = frame.height
    minutes = draw.integers(days[0] * 1440, days[1] * 1440, count)
    start = datetime.combine(term.first_monday, time())
    frame = frame.with_columns(raised_at=pl.lit(start) + pl.duration(minutes=pl.Series(minutes)))
    gone = (pl.col("left_on") <= pl.col("raised_at").dt.date()).fill_null(False)
    hours = pl.col("level").replace_strict({level: due for level, (due, _) in HOURS.items()}, return_dtype=pl.Int64)  # fmt: skip
    frame = frame.filter(~gone).with_columns(due_at=pl.col("raised_at") + pl.duration(hours=hours))
    return frame.select("student", "student_no", "staff_no", "rule_id", "level", "raised_at", "due_at")


def _answered(world: World, frame: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    """When the counsellor first spoke with the student: mostly in time, the diligent sooner; and when it was closed."""
    usual = frame["level"].replace_strict({level: hours for level, (_, hours) in HOURS.items()}, return_dtype=pl.Float64).to_numpy()  # fmt: skip
    hours = usual * np.exp(draw.normal(0, 0.55, frame.height) - 0.3 * _diligence(world, frame["staff_no"]))
    silent = pl.Series(draw.random(frame.height) < 0.02)
    at = pl.col("raised_at") + pl.duration(minutes=pl.Series((60 * hours).astype(int) + 20))
    closed = pl.col("answered_at") + pl.duration(hours=pl.Series(draw.integers(120, 700, frame.height)))
    frame = frame.with_columns(answered_at=pl.when((at <= CUT) & ~silent).then(at))
    done = (closed <= CUT) & pl.Series(draw.random(frame.height) < 0.9)
    return frame.with_columns(closed_at=pl.when(done).then(closed))


def contacts(world: World, advised: pl.DataFrame, warnings: pl.DataFrame) -> pl.DataFrame:
    """Answers to warnings, talks of the counsellors with their classes, meetings of the advisers."""
    answers = warnings.filter(pl.col("answered_at").is_not_null()).select(
        "student_no", "staff_no", "alert_no", contacted_at="answered_at", contact_kind=pl.lit("warning")
    )
    parts = [answers]
    for term in KEPT:
        draw = generator(world.seed, f"contacts{term.index}")
        parts += [_talks(world, term, draw), _meetings(world, advised, term, draw)]
    frame = pl.concat(parts, how="diagonal").filter(pl.col("contacted_at") <= CUT)
    frame = frame.sort("contacted_at", "student_no", "staff_no", maintain_order=True)
    return frame.with_columns(contact_no=numbered("LX", frame, 7))


def _talks(world: World, term: Term, draw: np.random.Generator) -> pl.DataFrame:
    frame = in_class(world, term).drop_nulls("staff_no")
    chance = logistic(2.3 + 0.9 * _diligence(world, frame["staff_no"])) * over(term) ** 0.25
    frame = frame.filter(pl.Series(draw.random(frame.height) < chance))
    return _at(frame, term, draw).with_columns(contact_kind=picked(draw, ("talk", "visit"), [0.93, 0.07], frame.height))  # fmt: skip


def _meetings(world: World, advised: pl.DataFrame, term: Term, draw: np.random.Generator) -> pl.DataFrame:
    """Two or three meetings a term of most advisers with their students; in the running term most are behind us."""
    day = term.sunday(3)
    now = advised.filter(
        (pl.col("valid_from") <= day) & (pl.col("valid_to").is_null() | (pl.col("valid_to") > day))
    )
    keeps = (
        draw.random(now.height)
        < logistic(1.35 + 0.8 * _diligence(world, now["staff_no"])) * over(term) ** 0.25
    )
    times = np.where(keeps, 2 + (draw.random(now.height) < 0.4), draw.random(now.height) < 0.6).astype(int)
    frame = now[np.repeat(np.arange(now.height), times)]
    return _at(frame, term, draw).with_columns(contact_kind=pl.lit("advising"))


def _at(frame: pl.DataFrame, term: Term, draw: np.random.Generator) -> pl.DataFrame:
    """Each row with a moment of an afternoon between the second week and the end of teaching, or the as-of."""
    first = term.first_monday + timedelta(days=7)
    day = days_of(first, min(term.sunday(16), AS_OF - timedelta(days=1)), draw, frame.height)
    moment = day.cast(pl.Datetime) + pl.Series(draw.integers(13 * 60, 20 * 60, frame.height) * 60_000_000).cast(pl.Duration)  # fmt: skip
    return frame.select("student_no", "staff_no", contacted_at=moment)


def milestones(world: World) -> pl.DataFrame:
    """Four milestones of each student's plan for two academic years; most are reached in time and confirmed."""
    people = members(world)
    parts = []
    for year in (2024, 2025):
        draw = generator(world.seed, f"plans{year}")
        own = people.filter((pl.col("entry_year") <= year) & (pl.col("entry_year") > year - 3))
        own = own.with_columns(day=pl.lit(date(year, 10, 10)))
        own = there(own, "day")
        own = own.filter(pl.Series(draw.random(own.height) < logistic(2.9 + 0.5 * own["spirit"].to_numpy())))
        parts += [_milestone(own, year, place, draw) for place in range(len(MILESTONES))]
    return pl.concat(parts).sort("student_no", "plan_year", "milestone_no")


def _milestone(own: pl.DataFrame, year: int, place: int, draw: np.random.Generator) -> pl.DataFrame:
    title, month, day = MILESTONES[place]
    due = date(year + (month < 8), month, day)
    late = np.where(
        draw.random(own.height) < 0.8, -draw.integers(0, 20, own.height), draw.integers(1, 15, own.height)
    )
    done = pl.lit(due) + pl.duration(days=pl.Series(late))
    reached = pl.Series(draw.random(own.height) < logistic(2.2 + 0.9 * own["spirit"].to_numpy())) & (
        done <= AS_OF
    )
    confirmed = done + pl.duration(days=pl.Series(draw.integers(1, 12, own.height)))
    seen = reached & (confirmed <= AS_OF) & pl.Series(draw.random(own.height) < 0.95)
    return own.select(
        "student_no", milestone_no=pl.lit(f"M{year}{place + 1}"), plan_year=pl.lit(year), title=pl.lit(title), due_on=pl.lit(due),
        done_on=pl.when(reached).then(done), confirmed_on=pl.when(seen).then(confirmed),
    )  # fmt: skip


def recovery_plans(world: World, lived: Lived) -> pl.DataFrame:
    """Plans agreed in the fourth week with those who owe courses: three in four of them, for a year."""
    parts = []
    for term in TERMS[1:]:
        draw = generator(world.seed, f"recovery{term.index}")
        owing = lived.owed.get(term.index - 1)
        if owing is None:
            continue
        own = in_class(world, term).join(owing.select("student").unique(), on="student", how="semi", maintain_order="left")  # fmt: skip
        own = own.filter(pl.Series(draw.random(own.height) < 0.75))
        day = term.first_monday + timedelta(days=23)
        parts.append(own.select("student_no", plan_no=pl.lit(f"BF{term.term_id}"), approved_on=pl.lit(day), until_on=pl.lit(day + timedelta(days=365))))  # fmt: skip
    return pl.concat(parts).sort("approved_on", "student_no")


def requests(world: World) -> pl.DataFrame:
    """Requests since the spring of 2024, most of them answered by counsellors, some by teachers and the service office."""
    parts = [_asked(world, term, generator(world.seed, f"requests{term.index}")) for term in TERMS[1:]]
    frame = pl.concat(parts).filter(pl.col("submitted_at") <= CUT).sort("submitted_at", "student_no")
    draw, count = generator(world.seed, "replies"), frame.height
    usual = 16 * np.exp(draw.normal(0, 0.75, count) - 0.3 * _diligence(world, frame["staff_no"]))
    at = pl.col("submitted_at") + pl.duration(minutes=pl.Series((60 * usual).astype(int) + 10))
    frame = frame.with_columns(answered_at=pl.when(at <= CUT).then(at), request_no=numbered("SQ", frame))
    closed = pl.col("answered_at") + pl.duration(hours=pl.Series(draw.integers(1, 60, count)))
    again = pl.col("closed_at") + pl.duration(hours=pl.Series(draw.integers(5, 90, count)))
    back = pl.Series(draw.random(count) < 0.03)
    rated = pl.Series(draw.random(count) < 0.6)
    rating = picked(draw, (1.0, 2.0, 3.0, 4.0, 5.0), [0.02, 0.03, 0.1, 0.35, 0.5], count)
    frame = frame.with_columns(
        due_at=pl.col("submitted_at") + timedelta(hours=72), closed_at=pl.when(closed <= CUT).then(closed)
    )
    return frame.with_columns(
        reopened_at=pl.when(back & (again <= CUT)).then(again), rating=pl.when(rated & pl.col("closed_at").is_not_null()).then(rating)
    ).drop("student")  # fmt: skip


def _asked(world: World, term: Term, draw: np.random.Generator) -> pl.DataFrame:
    people = in_class(world, term)
    frame = people[
        np.repeat(np.arange(people.height), draw.poisson(REQUESTS * 4.2 * over(term), people.height))
    ]
    moment = _at(frame, term, draw)["contacted_at"]
    service = OFFICE_ROLES["service_office"]
    office = world.teachers.filter(pl.col("org_code") == service)["staff_no"]
    who, chance = _teacher_of(world, frame, term, draw), pl.Series(draw.random(frame.height))
    by = pl.when(chance < 0.45).then("staff_no").when(chance < 0.75).then(who).otherwise(pl.lit(office[0]))
    gone = (pl.col("left_on") <= pl.lit(moment).dt.date()).fill_null(False)
    return frame.with_columns(submitted_at=moment).select(
        "student", pl.when(pl.Series(draw.random(frame.height) < 0.95)).then("student_no"), "submitted_at", staff_no=by,
        org_code=pl.when(chance < 0.75).then("org_code").otherwise(pl.lit(service)), channel=picked(draw, CHANNELS, [0.7, 0.2, 0.1], frame.height),
        topic=picked(draw, TOPICS, None, frame.height), gone=gone,
    ).filter(~pl.col("gone")).drop("gone")  # fmt: skip


def _teacher_of(world: World, frame: pl.DataFrame, term: Term, draw: np.random.Generator) -> pl.Series:
    """A full-time teacher of the student's unit, one in five of general education."""
    public = names()["public_department"]["code"]
    there_by = world.teachers.filter(
        (pl.col("staff") == "full_time") & (pl.col("entry_on") <= term.first_monday)
    )
    unit = np.where(draw.random(frame.height) < 0.2, public, frame["org_code"].to_numpy())
    who = np.empty(frame.height, dtype=object)
    for org in sorted(set(unit)):
        own = there_by.filter(pl.col("org_code") == org)["staff_no"].to_numpy()
        who[unit == org] = own[draw.integers(0, own.size, int((unit == org).sum()))]
    return pl.Series(who.tolist(), dtype=pl.String)
