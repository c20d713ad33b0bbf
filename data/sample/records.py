"""Dated records of five years: training, enterprise practice and appraisal of teachers; how each cohort ended."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from data.sample.calendar import AS_OF
from data.sample.world import World, generator, person_names

YEARS = (2020, 2021, 2022, 2023, 2024, 2025)
OLD_COHORTS = (2018, 2019, 2020)
TOPICS = ["教学设计", "信息化教学", "专业技能", "课程思政", "学生工作"]
LEVELS = ["college", "provincial", "national"]
APPRAISAL = (["优秀", "称职", "基本称职"], [0.16, 0.81, 0.03])
INTEGRITY = 0.975  # of the staff take part in a year
ETHICS = (["优秀", "合格", "基本合格", "不合格"], [0.22, 0.763, 0.014, 0.003])
PRACTICE = (["企业实践", "企业兼职"], [0.85, 0.15])


def _rows_per_year(teachers: pl.DataFrame, counts: np.ndarray) -> pl.DataFrame:
    """Each teacher as often in each year as `counts` (teachers x years) says, with a number within the year."""
    frame = teachers.select("staff_no", "entry_on").join(
        pl.DataFrame({"year": YEARS}, schema={"year": pl.Int32}), how="cross", maintain_order="left_right"
    )
    frame = frame.with_columns(number=pl.int_ranges(0, pl.Series(counts.ravel())))
    return frame.explode("number", empty_as_null=False)


def _dated(frame: pl.DataFrame, draw: np.random.Generator, longest: int, lengths: np.ndarray) -> pl.DataFrame:
    """A start within the year and an end; only what began after entry and ended by the as-of."""
    start = pl.date("year", 1, 1) + pl.duration(days=pl.Series(draw.integers(4, 365 - longest, frame.height)))
    frame = frame.with_columns(from_on=start).with_columns(
        to_on=pl.col("from_on") + pl.duration(days=pl.Series(lengths))
    )
    return frame.filter((pl.col("to_on") <= AS_OF) & (pl.col("from_on") >= pl.col("entry_on")))


def training(world: World) -> pl.DataFrame:
    """Training per teacher and year; part-timers have less of it."""
    draw = generator(world.seed, "training")
    own = world.teachers.filter(pl.col("staff") != "admin")
    mean = np.where(own["staff"] == "external_part", 1.1, 4.4)
    frame = _rows_per_year(own, draw.poisson(mean[:, None], (own.height, len(YEARS))))
    count = frame.height
    frame = frame.with_columns(
        training_no=pl.format("XX{}{}", "year", pl.col("number").cast(pl.String).str.zfill(2)),
        topic=pl.Series(draw.choice(TOPICS, count).tolist()),
        level=pl.Series(draw.choice(LEVELS, count, p=[0.6, 0.32, 0.08]).tolist()),
        hours=pl.Series(draw.choice([8.0, 16.0, 20.0, 24.0, 32.0], count)),
        accepted=pl.Series(draw.random(count) < 0.95),
    )
    frame = _dated(frame, draw, 13, draw.integers(1, 12, count)).with_columns(
        training_kind=pl.when(pl.col("topic") == "学生工作")
        .then(pl.lit("student_work"))
        .otherwise(pl.lit("professional"))
    )
    columns = [
        "staff_no",
        "training_no",
        "topic",
        "level",
        "hours",
        "from_on",
        "to_on",
        "accepted",
        "training_kind",
    ]
    return pl.concat(
        [frame.select(columns), integrity(world).select(columns), preservice(world).select(columns)]
    )


def integrity(world: World) -> pl.DataFrame:
    """The yearly half day on integrity for everybody on the staff between 8 September and 7 October."""
    draw = generator(world.seed, "integrity")
    frame = world.teachers.select("staff_no", "entry_on").join(
        pl.DataFrame({"year": YEARS}, schema={"year": pl.Int32}), how="cross", maintain_order="left_right"
    )
    day = pl.date("year", 9, 8) + pl.duration(days=pl.Series(draw.integers(0, 30, frame.height)))
    frame = frame.with_columns(from_on=day, to_on=day).filter(
        pl.Series(draw.random(frame.height) < INTEGRITY)
    )
    return frame.filter(pl.col("from_on") > pl.col("entry_on")).with_columns(
        training_no=pl.concat_str(pl.lit("LZ"), "year"), topic=pl.lit("廉洁从教"), level=pl.lit("college"), hours=pl.lit(4.0),
        accepted=pl.lit(True), training_kind=pl.lit("integrity"),
    )  # fmt: skip


def preservice(world: World) -> pl.DataFrame:
    """Training before the first class, for those who entered since 2020; one in twenty-five does not pass it."""
    draw = generator(world.seed, "preservice")
    own = world.teachers.filter(
        (pl.col("staff") == "full_time") & (pl.col("entry_on") >= date(YEARS[0], 1, 1))
    )
    first = pl.col("entry_on") + timedelta(days=10)
    frame = own.with_columns(
        from_on=first, to_on=first + timedelta(days=12), accepted=pl.Series(draw.random(own.height) < 0.96)
    )
    return frame.filter(pl.col("to_on") <= AS_OF).with_columns(
        training_no=pl.lit("GQ01"), topic=pl.lit("岗前培训"), level=pl.lit("provincial"), hours=pl.lit(48.0), training_kind=pl.lit("preservice")
    )  # fmt: skip


def enterprise_practice(world: World) -> pl.DataFrame:
    """Placements in enterprises, some of them overlapping; companies have numbers, not names."""
    draw = generator(world.seed, "practice")
    own = world.teachers.filter((pl.col("staff") == "full_time") & pl.col("professional"))
    frame = _rows_per_year(own, (draw.random((own.height, len(YEARS))) < 0.74).astype(int) + (draw.random((own.height, len(YEARS))) < 0.12))  # fmt: skip
    count = frame.height
    company = draw.integers(1, 40, count)
    frame = frame.with_columns(
        kind=pl.Series(draw.choice(PRACTICE[0], count, p=PRACTICE[1]).tolist()),
        company=pl.Series([f"示例合作企业{number:02d}" for number in company]),
        accepted=pl.Series(draw.random(count) < 0.93),
    )
    frame = _dated(frame, draw, 95, draw.choice([30, 45, 60, 90], count))
    frame = frame.select("staff_no", "kind", "company", "from_on", "to_on", "accepted")
    return frame.unique(["staff_no", "from_on"], keep="first", maintain_order=True)


def appraisal(world: World) -> pl.DataFrame:
    """Yearly appraisal and ethics results of those who were there half the year or longer (restricted)."""
    draw = generator(world.seed, "appraisal")
    own = world.teachers.filter(pl.col("staff") != "admin").select("staff_no", "entry_on")
    frame = own.join(pl.DataFrame({"year": YEARS[:-1]}), how="cross", maintain_order="left_right")
    result = draw.choice(APPRAISAL[0], frame.height, p=APPRAISAL[1])
    ethics = draw.choice(ETHICS[0], frame.height, p=ETHICS[1])
    frame = frame.with_columns(result=pl.Series(result.tolist()), ethics=pl.Series(ethics.tolist()))
    frame = frame.with_columns(known_on=pl.date(pl.col("year") + 1, 1, 15))
    return frame.filter(pl.col("entry_on") <= pl.date("year", 6, 30)).drop("entry_on")


def old_graduates(world: World) -> pl.DataFrame:
    """Entrants of the cohorts before the first term of the demo, whose standard years are over."""
    draw = generator(world.seed, "graduates")
    number = max(30, world.students_wanted // 4)
    majors = [world.majors[place % len(world.majors)] for place in range(number)]
    parts = [
        pl.DataFrame(
            {
                "student_no": [f"S{year}9{place:05d}" for place in range(number)],
                "name": person_names(draw, number),
                "entry_year": year,
                "major_code": [major["code"] for major in majors],
                "org_code": [major["org"] for major in majors],
                "outcome": draw.choice(
                    ["graduated", "left", "delayed"], number, p=[0.945, 0.03, 0.025]
                ).tolist(),
            }
        )
        for year in OLD_COHORTS
    ]
    return pl.concat(parts)


def graduation(world: World, old: pl.DataFrame) -> pl.DataFrame:
    """How every entrant of a finished cohort ended: graduated on time or left."""
    classes = world.classes.select("class_code", "major_code", "org_code")
    last = world.versions.group_by("student", maintain_order=True).last().filter(pl.col("status").is_in(["毕业", "退学"]))  # fmt: skip
    people = world.students.with_row_index("student").select("student", "entry_year")
    done = (
        last.join(people, on="student", maintain_order="left")
        .filter(pl.col("entry_year") <= AS_OF.year - 3 - (date(AS_OF.year, 6, 25) > AS_OF))
        .join(classes, on="class_code", maintain_order="left")
        .with_columns(outcome=pl.col("status").replace({"毕业": "graduated", "退学": "left"}))
    )
    both = pl.concat([old.drop("name"), done.select(old.drop("name").columns)], how="vertical_relaxed")
    due = pl.col("entry_year") + 3
    summer = pl.date(due, 6, 25)
    return both.with_columns(
        due_year=due,
        graduated_on=pl.when(pl.col("outcome") == "graduated").then(summer),
        known_on=summer + timedelta(days=1),
    )
