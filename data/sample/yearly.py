"""Records that do not follow the term: evaluation, supervision, workload, training, practice, appraisal, graduates."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl

from data.sample.calendar import AS_OF
from data.sample.teaching import TermPlan
from data.sample.world import World, generator, person_name

YEARS = (2021, 2022, 2023, 2024, 2025)
OLD_COHORTS = (2018, 2019, 2020)
ITEMS = 2


def evaluation(world: World, plan: TermPlan, draw: np.random.Generator) -> pl.DataFrame:
    """Anonymous responses per offering and teacher (no student anywhere); the scale is compressed as in real life."""
    skill = world.teachers.select("staff_no", "skill")
    base = plan.teachers.join(
        plan.offerings.select("offering", "offering_no", "term_id", "enrolled"), on="offering"
    ).join(skill, on="staff_no")
    rate, shift = draw.uniform(0.25, 0.92, base.height), draw.normal(0, 1.2, base.height)
    counts = np.rint(base["enrolled"].to_numpy() * rate).astype(int)
    frame = base.with_columns(_mean=92 + 1.8 * pl.col("skill") + pl.Series(shift), _n=pl.Series(counts))
    frame = frame.select(
        "offering_no", "term_id", "staff_no", "_mean", response=pl.int_ranges(0, pl.col("_n"))
    ).explode("response", empty_as_null=False)
    frame = frame.join(pl.DataFrame({"item_no": list(range(1, ITEMS + 1))}), how="cross")
    days = draw.integers(0, 14, frame.height)
    start = datetime.combine(plan.term.first_monday, datetime.min.time()) + timedelta(days=7 * 14, hours=12)
    score = np.clip(np.rint(frame["_mean"].to_numpy() + draw.normal(0, 5, frame.height)), 40, 100)
    return frame.with_columns(
        response_id=pl.format(
            "{}/{}/{}/{}", "term_id", "offering_no", pl.col("staff_no").str.slice(-3), "response"
        ),
        score=pl.Series(score),
        submitted_at=pl.lit(start) + pl.duration(days=pl.Series(days)),
    ).drop("_mean", "response")


def supervision(world: World, plan: TermPlan, draw: np.random.Generator) -> pl.DataFrame:
    """Visits by a few supervisors of differing severity; about a third of the offerings in a term."""
    seniors = world.teachers.filter(pl.col("title").is_in(["professor", "associate_professor"]))[
        "staff_no"
    ].to_list()[:8]
    severity = generator(world.seed, "severity").normal(0, 2.5, len(seniors))
    skill = dict(world.teachers.select("staff_no", "skill").iter_rows())
    first = plan.sessions.filter(pl.col("status") == "held").select(
        "offering", "offering_no", "week", "starts"
    )
    lead = plan.teachers.unique("offering", keep="first", maintain_order=True).select("offering", "staff_no")
    chosen = first.join(lead, on="offering", maintain_order="left")
    chosen = chosen.filter(pl.Series(draw.random(chosen.height) < 0.03))
    rows = []
    for row in chosen.to_dicts():
        who = int(draw.integers(len(seniors)))
        if seniors[who] == row["staff_no"]:
            continue
        kind = str(draw.choice(["随机", "申请", "专项"], p=[0.7, 0.15, 0.15]))
        for item in range(1, ITEMS + 1):
            score = 84 + 3 * skill[row["staff_no"]] - severity[who] + draw.normal(0, 4)
            rows.append(
                {
                    "visit_id": f"{plan.term.term_id}/{row['offering_no']}/{row['week']}",
                    "item_no": item,
                    "term_id": plan.term.term_id,
                    "offering_no": row["offering_no"],
                    "staff_no": row["staff_no"],
                    "supervisor_no": seniors[who],
                    "visited_on": row["starts"].date(),
                    "kind": kind,
                    "score": float(np.clip(round(score, 1), 40, 100)),
                }
            )
    return pl.DataFrame(rows, infer_schema_length=None).unique(["visit_id", "item_no"], maintain_order=True)


def workload(plan: TermPlan) -> pl.DataFrame:
    """Standard hours per teacher and offering; more for large groups."""
    size = pl.col("enrolled").clip(20, 100)
    shared = plan.teachers.join(
        plan.offerings.select("offering", "offering_no", "term_id", "enrolled"), on="offering"
    )
    share = pl.col("share").fill_null(0.5)
    return shared.select(
        "staff_no", "term_id", "offering_no", kind=pl.lit("理论与实践"),
        hours=(pl.col("hours") * share * (0.85 + size / 200)).round(1),
    )  # fmt: skip


def training(world: World) -> pl.DataFrame:
    """Accepted training per teacher and year over five years."""
    draw, rows = generator(world.seed, "training"), []
    for teacher in world.teachers.filter(
        pl.col("staff").is_in(["full_time", "external_part", "counsellor"])
    ).to_dicts():
        for year in YEARS:
            for number in range(int(draw.poisson(1.0 if teacher["staff"] == "external_part" else 2.6))):
                start = date(year, 1, 5) + timedelta(days=int(draw.integers(0, 350)))
                end = start + timedelta(days=int(draw.integers(1, 12)))
                if end <= AS_OF and start >= teacher["entry_on"]:
                    rows.append(
                        {
                            "staff_no": teacher["staff_no"],
                            "training_no": f"XX{year}{number:02d}",
                            "topic": str(
                                draw.choice(["教学设计", "信息化教学", "专业技能", "课程思政", "学生工作"])
                            ),
                            "level": str(
                                draw.choice(["college", "provincial", "national"], p=[0.6, 0.32, 0.08])
                            ),
                            "hours": float(draw.choice([8, 16, 24, 32, 40, 56])),
                            "from_on": start,
                            "to_on": end,
                            "accepted": "是" if draw.random() < 0.95 else "否",
                        }
                    )
    return pl.DataFrame(rows, infer_schema_length=None)


def enterprise_practice(world: World) -> pl.DataFrame:
    """Placements in enterprises over five years, some of them overlapping."""
    draw, rows = generator(world.seed, "practice"), []
    for teacher in world.teachers.filter(pl.col("professional")).to_dicts():
        for year in YEARS:
            if draw.random() < 0.55:
                start = date(year, int(draw.integers(1, 11)), int(draw.integers(1, 28)))
                end = start + timedelta(days=int(draw.choice([30, 45, 60, 90])))
                if start >= teacher["entry_on"] and end <= AS_OF:
                    rows.append(
                        {
                            "staff_no": teacher["staff_no"],
                            "kind": str(draw.choice(["企业实践", "企业兼职"], p=[0.85, 0.15])),
                            "company": f"示例合作企业{int(draw.integers(1, 40)):02d}",
                            "from_on": start,
                            "to_on": end,
                            "accepted": "是" if draw.random() < 0.93 else "否",
                        }
                    )
    return pl.DataFrame(rows, infer_schema_length=None).unique(["staff_no", "from_on"], maintain_order=True)


def appraisal(world: World) -> pl.DataFrame:
    """Yearly appraisal and ethics results (restricted)."""
    draw, rows = generator(world.seed, "appraisal"), []
    for teacher in world.teachers.filter(pl.col("staff") != "admin").to_dicts():
        for year in YEARS[:-1]:
            if teacher["entry_on"].year <= year:
                rows.append(
                    {
                        "staff_no": teacher["staff_no"],
                        "year": year,
                        "result": str(draw.choice(["优秀", "称职", "基本称职"], p=[0.16, 0.81, 0.03])),
                        "ethics": str(draw.choice(["优秀", "合格", "基本合格"], p=[0.22, 0.765, 0.015])),
                    }
                )
    return pl.DataFrame(rows, infer_schema_length=None)


def old_graduates(world: World) -> pl.DataFrame:
    """Entrants of cohorts before the first term of the demo, whose standard years are over."""
    draw, rows = generator(world.seed, "graduates"), []
    for year in OLD_COHORTS:
        for number in range(max(30, world.students_wanted // 4)):
            major = world.majors[number % len(world.majors)]
            rows.append(
                {
                    "student_no": f"S{year}9{number:05d}",
                    "name": person_name(draw, number),
                    "entry_year": year,
                    "major_code": major["code"],
                    "org_code": major["org"],
                    "outcome": str(draw.choice(["graduated", "left", "delayed"], p=[0.945, 0.03, 0.025])),
                }
            )
    return pl.DataFrame(rows, infer_schema_length=None)


def graduation(world: World, old: pl.DataFrame) -> pl.DataFrame:
    """How every entrant of a finished cohort ended: graduated on time, delayed, left."""
    recent = world.students.filter(pl.col("entry_year") + 3 <= 2025)
    draw = generator(world.seed, "delayed")
    delayed = pl.Series(draw.random(recent.height) < 0.02)
    recent = recent.with_columns(
        outcome=pl.when(pl.col("left_on").is_not_null())
        .then(pl.lit("left"))
        .when(delayed)
        .then(pl.lit("delayed"))
        .otherwise(pl.lit("graduated"))
    )
    both = pl.concat([old, recent.select(old.columns)])
    due = pl.col("entry_year") + 3
    return both.with_columns(
        due_year=due, graduated_on=pl.when(pl.col("outcome") == "graduated").then(pl.date(due, 6, 25))
    ).drop("name")
