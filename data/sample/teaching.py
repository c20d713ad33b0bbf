"""One term of teaching as a plan: who takes which offering, who teaches it, when it meets, which tasks are set."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import numpy as np
import polars as pl

from data.sample.calendar import CUT, TEACHING_WEEKS, Term, study_term
from data.sample.world import World, generator

ASSIGNMENT_WEEKS = (2, 4, 5, 7, 9, 11, 13, 15)
QUIZ_WEEKS = (3, 6, 10, 13)
PRE_TASK_WEEKS = (2, 4, 6, 8, 10, 12, 14, 16)
STARTS = {"1-2": time(8, 0), "3-4": time(10, 0), "5-6": time(14, 0), "7-8": time(16, 0)}


@dataclass
class TermPlan:
    """Frames of one term. `enrolments` carries student (row in world.students) and offering (row in offerings)."""

    term: Term
    offerings: pl.DataFrame
    teachers: pl.DataFrame
    enrolments: pl.DataFrame
    sessions: pl.DataFrame
    tasks: pl.DataFrame


def active_classes(world: World, term: Term) -> pl.DataFrame:
    """Student row and the class in which the student studies this term."""
    start, students = term.first_monday, world.students.with_row_index("student")
    in_school = (
        (pl.col("entry_on") <= start + timedelta(days=7))
        & (pl.col("left_on").is_null() | (pl.col("left_on") > start))
        & (pl.col("graduated_on").is_null() | (pl.col("graduated_on") > start))
        & ~(
            (pl.col("suspended_on") <= start + timedelta(days=7)) & (pl.col("returned_on") > start)
        ).fill_null(False)
    )
    moved = pl.col("moved_on") <= start
    return students.filter(in_school).select(
        "student",
        "student_no",
        "left_on",
        class_code=pl.when(moved.fill_null(False)).then("new_class").otherwise("class_code"),
    )


def plan_term(world: World, term: Term, retakes: pl.DataFrame) -> TermPlan:
    """The plan of one term; `retakes` holds student and course_code of those who must repeat a course."""
    draw = generator(world.seed, f"plan{term.index}")
    offered = _offered(world, term)
    offerings = _offerings(offered, term)
    members = active_classes(world, term)
    enrolments = _enrolments(members, offered, offerings, retakes)
    offerings = _sized(offerings, enrolments)
    teachers = _assign(world, offerings, draw)
    sessions = _sessions(offerings, term, draw)
    return TermPlan(term, offerings, teachers, enrolments, sessions, _tasks(offerings, sessions, term))


def _offered(world: World, term: Term) -> pl.DataFrame:
    """Class x course taught this term, with the number of the teaching class (two classes share a public one)."""
    classes = world.classes.with_columns(
        study=pl.col("entry_year").map_elements(lambda year: study_term(year, term), return_dtype=pl.Int64)
    )
    plan = world.plan.select("major_code", "entry_grade", "course_code", "planned_term", "required")
    taught = classes.join(
        plan,
        left_on=["major_code", "entry_year", "study"],
        right_on=["major_code", "entry_grade", "planned_term"],
    ).sort("course_code", "entry_year", "class_code")
    public = pl.col("course_code").str.starts_with("GG")
    place = pl.int_range(pl.len()).over("course_code")
    return taught.with_columns(group=pl.when(public).then(place // 2).otherwise(place) + 1).with_columns(
        offering_no=pl.format("{}-{}", "course_code", pl.col("group").cast(pl.String).str.zfill(2))
    )


def _offerings(offered: pl.DataFrame, term: Term) -> pl.DataFrame:
    return (
        offered.group_by("offering_no", "course_code", maintain_order=True)
        .agg(
            class_code=pl.when(pl.len() == 1).then(pl.col("class_code").first()),
            label=pl.col("name").str.replace("班$", "").str.join("+"),
        )
        .with_row_index("offering")
        .with_columns(term_id=pl.lit(term.term_id), lot=_lot())
    )


def _lot() -> pl.Expr:
    """A stable number 0-59 per course: decides which courses use the platform, hold mid-terms, and so on."""
    return pl.col("course_code").map_elements(
        lambda code: zlib.crc32(code.encode()) % 60, return_dtype=pl.Int64
    )


def _enrolments(members, offered, offerings, retakes) -> pl.DataFrame:
    numbered = offered.select("class_code", "offering_no", "required").join(
        offerings.select("offering_no", "offering"), on="offering_no"
    )
    first = members.join(numbered, on="class_code").select(
        "student", "offering", "required", "left_on", study=pl.lit("first")
    )
    again = (
        retakes.join(members, on="student")
        .join(offerings.group_by("course_code").agg(pl.col("offering").first()), on="course_code")
        .select("student", "offering", required=pl.lit(True), left_on="left_on", study=pl.lit("retake"))
        .join(first, on=["student", "offering"], how="anti")
    )
    return pl.concat([first, again]).unique(["student", "offering"], keep="first").sort("student", "offering")


def _sized(offerings: pl.DataFrame, enrolments: pl.DataFrame) -> pl.DataFrame:
    counts = enrolments.group_by("offering").agg(enrolled=pl.len())
    return (
        offerings.join(counts, on="offering", how="left")
        .with_columns(pl.col("enrolled").fill_null(0))
        .sort("offering")
    )


def _assign(world: World, offerings: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    """Teachers of each offering with shares: one in eight is taught by two, half of those without declared shares."""
    courses = world.courses.select("course_code", "org_code", "type", "hours")
    rows, pools = [], {}
    for row in offerings.join(courses, on="course_code", maintain_order="left").to_dicts():
        pool = pools.setdefault(row["org_code"], _pool(world, row["org_code"]))
        start = sum(row["course_code"].encode()) + row["offering"] // 2
        lead = pool["full"][start % len(pool["full"])]
        if row["type"] == "C" and pool["part"] and draw.random() < 0.35:
            lead = pool["part"][start % len(pool["part"])]
        rows.append((row["offering"], lead, 1.0, True, row["hours"]))
        if draw.random() < 0.12 and len(pool["full"]) > 2:
            second = pool["full"][(start + 1) % len(pool["full"])]
            if second != lead:
                declared = bool(draw.random() < 0.5)
                rows[-1] = (row["offering"], lead, 0.7 if declared else None, declared, row["hours"])
                rows.append((row["offering"], second, 0.3 if declared else None, declared, row["hours"]))
    return pl.DataFrame(rows, schema=["offering", "staff_no", "share", "declared", "hours"], orient="row")


def _pool(world: World, org: str) -> dict[str, list[str]]:
    own = world.teachers.filter(pl.col("org_code") == org)
    return {
        "full": own.filter(pl.col("staff") == "full_time")["staff_no"].to_list(),
        "part": own.filter(pl.col("staff") == "external_part")["staff_no"].to_list(),
    }


def _sessions(offerings: pl.DataFrame, term: Term, draw: np.random.Generator) -> pl.DataFrame:
    """One or two meetings a week of two periods each; held, moved, cancelled or, after the as-of, planned."""
    slots = pl.DataFrame({"meeting": [0, 1]})
    weeks = pl.DataFrame({"week": list(range(1, TEACHING_WEEKS + 1))})
    base = offerings.select("offering", "offering_no", "course_code").join(slots, how="cross")
    double = pl.col("course_code").str.ends_with("K07") | pl.col("course_code").str.ends_with("K10")
    base = base.filter((pl.col("meeting") == 0) | double).join(weeks, how="cross")
    seat = pl.col("offering") * 7 + pl.col("meeting") * 11
    periods = list(STARTS)
    frame = base.with_columns(
        weekday=(seat % 5 + 1).cast(pl.Int64),
        periods=(seat // 5 % 4).replace_strict(dict(enumerate(periods)), return_dtype=pl.String),
    ).sort("offering", "week", "meeting")
    monday = datetime.combine(term.first_monday, time())
    start = pl.col("periods").replace_strict({k: v.hour for k, v in STARTS.items()}, return_dtype=pl.Int64)
    frame = frame.with_columns(
        starts=pl.lit(monday)
        + pl.duration(days=(pl.col("week").cast(pl.Int64) - 1) * 7 + pl.col("weekday") - 1, hours=start)
    )
    return _happened(frame, draw)


def _happened(frame: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    chance, lag, off = (
        draw.random(frame.height),
        draw.integers(0, 40, frame.height),
        draw.random(frame.height),
    )
    past = pl.col("starts") <= CUT
    made_up = pl.col("starts") + pl.duration(days=9)
    status = (
        pl.when(~past).then(pl.lit("planned"))
        .when(pl.col("_c") < 0.012).then(pl.lit("cancelled"))
        .when(pl.col("_c") < 0.035).then(pl.lit("moved"))
        .otherwise(pl.lit("held"))
    )  # fmt: skip
    topic = pl.format("单元{}", "week")
    recorded = pl.col("starts") + pl.duration(
        hours=pl.when(pl.col("_l") < 36).then(pl.col("_l") / 4 + 2).otherwise(110).cast(pl.Int64)
    )
    held = pl.col("status").is_in(["held", "moved"])
    return (
        frame.with_columns(_c=pl.Series(chance), _l=pl.Series(lag), _o=pl.Series(off))
        .with_columns(status=status)
        .with_columns(
            made_up_on=pl.when((pl.col("status") == "moved") & (made_up <= CUT)).then(made_up.dt.date()),
            planned_topic=topic,
            delivered_topic=pl.when(held).then(
                pl.when(pl.col("_o") < 0.03).then(pl.lit("机动")).otherwise(topic)
            ),
            recorded=pl.when(held & (recorded <= CUT)).then(recorded),
        )
        .drop("_c", "_l", "_o")
        .with_row_index("session")
    )


def _tasks(offerings: pl.DataFrame, sessions: pl.DataFrame, term: Term) -> pl.DataFrame:
    """Assignments, pre-class tasks and quizzes of each offering; quizzes and pre-class tasks belong to a session."""
    first = sessions.filter(pl.col("meeting") == 0).select("offering", "week", "session", "starts", "periods")
    monday = datetime.combine(term.first_monday, time())
    parts = []
    for kind, weeks in (("assignment", ASSIGNMENT_WEEKS), ("pre_task", PRE_TASK_WEEKS), ("quiz", QUIZ_WEEKS)):
        grid = offerings.select("offering", "offering_no").join(
            pl.DataFrame({"week": list(weeks)}), how="cross"
        )
        due_week_end = pl.lit(monday) + pl.duration(days=pl.col("week") * 7 - 3, hours=23)
        due = due_week_end if kind == "assignment" else pl.col("starts")
        parts.append(
            grid.join(first, on=["offering", "week"], how="left").with_columns(
                kind=pl.lit(kind),
                task_no=pl.format("{}{}", pl.lit({"assignment": "A", "pre_task": "P", "quiz": "Q"}[kind]), pl.col("week").cast(pl.String).str.zfill(2)),
                due=due,
                released=due - pl.duration(days=7 if kind != "quiz" else 0),
            )
        )  # fmt: skip
    frame = pl.concat(parts).sort("offering", "kind", "week").with_row_index("task")
    return frame.filter(pl.col("released") <= CUT)
