"""What the college sets itself: standards on file, the tree of goals, the tasks that answer them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import polars as pl

from data.sample.calendar import AS_OF, LONG_LATE
from data.sample.membership import numbered
from data.sample.world import World, generator, names

YEARS = (2022, 2023, 2024, 2025)
AREAS = (("质量效益", "Quality and benefit", 0.35), ("专业与课程", "Majors and courses", 0.30), ("师资队伍", "Teaching staff", 0.20), ("优质环境", "Environment", 0.15))  # fmt: skip
# area, level, indicator, what it was and what is wanted, direction, words
LEAVES = (
    (0, "school", "sch_placement_rate", 0.88, 0.93, "up", "毕业去向落实率", "Placement rate"),
    (0, "school", "sch_ontime_grad_rate", 0.90, 0.94, "up", "按期毕业率", "On-time graduation"),
    (0, "school", "sch_student_satisfaction", 0.78, 0.86, "up", "在校生满意度", "Student satisfaction"),
    (1, "major", "maj_session_held", 0.965, 0.985, "up", "课次按计划率", "Sessions held as planned"),
    (1, "major", "maj_core_first_pass", 0.82, 0.88, "up", "核心课首考及格率", "First-attempt pass rate, core courses"),
    (1, "major", "maj_requirement_coverage", 0.70, 0.95, "up", "毕业要求支撑覆盖率", "Requirement coverage"),
    (2, "school", "sch_dual_qualified_share", 0.55, 0.68, "up", "双师型教师占比", "Dual-qualified share"),
    (2, "school", "sch_student_teacher_ratio", 18.5, 17.0, "down", "生师比", "Student-teacher ratio"),
    (2, "school", "sch_postgrad_share", 0.52, 0.60, "up", "研究生学位教师占比", "Teachers with a postgraduate degree"),
    (3, "school", "sch_equipment_value_pp", 8500.0, 10000.0, "up", "生均设备值", "Equipment value per student"),
    (3, "school", "sch_request_ontime", 0.88, 0.95, "up", "诉求按时办结率", "Requests answered on time"),
    (3, "school", "sch_culture_tasks", 0.85, 0.95, "up", "质量文化任务完成率", "Culture tasks done"),
)  # fmt: skip
UNLINKED = 15  # one leaf in so many still has no standard
DOCUMENTS = (
    ("school", "学院质量标准", 6), ("teacher", "教师发展标准", 7), ("student", "学生发展标准", 4), ("service", "服务质量标准", 5)
)  # fmt: skip
CULTURE, PLANNED = ("质量月活动", "质量案例分享", "质量承诺公示", "质量培训"), ("年度诊改报告", "专业调研", "课程标准修订", "教学检查整改")  # fmt: skip


def registers(world: World, old: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Documents, goals, tasks."""
    papers = documents(world)
    yield "qa_standard_document", papers
    tree = goals(world, papers)
    yield "qa_goal", tree
    yield "qa_task", tasks(world, tree)


def documents(world: World) -> pl.DataFrame:
    """Standards of all levels; nineteen in twenty were reviewed within the year, some are out of force."""
    draw = generator(world.seed, "documents")
    office = names()["offices"][1]["zh"]
    rows = [
        (level, f"{name}{place}", office) for level, name, many in DOCUMENTS for place in range(1, many + 1)
    ]
    unit = {major["code"]: major["org"] for major in world.majors}
    rows += [("major", f"{major['zh']}专业教学标准", unit[major["code"]]) for major in world.majors]
    rows += [
        ("course", f"{name}课程标准", org)
        for name, org in world.courses.select("name", "org_code").iter_rows()
    ]
    frame = pl.DataFrame(rows, schema=["document_level", "name", "owner"], orient="row")
    current = draw.random(frame.height) < 0.95
    ago = np.where(current, draw.integers(25, 350, frame.height), draw.integers(760, 1100, frame.height))
    reviewed = pl.lit(AS_OF) - pl.duration(days=pl.Series(ago))
    return frame.with_columns(reviewed_on=reviewed).with_columns(
        document_no=numbered("BZ", frame, 4),
        issued_on=pl.col("reviewed_on") - pl.duration(days=pl.Series(draw.integers(30, 900, frame.height))),
        is_in_force=pl.Series(draw.random(frame.height) < 0.97),
    )  # fmt: skip


def goals(world: World, papers: pl.DataFrame) -> pl.DataFrame:
    """The tree of each calendar year: the college, four areas, measured leaves of the college and of its majors."""
    draw = generator(world.seed, "goals")
    standards = {
        level: own["document_no"].to_list()
        for (level,), own in papers.group_by(["document_level"], maintain_order=True)
    }
    rows = []
    for year in YEARS:
        top = f"MB{year}"
        rows.append(_node(top, None, f"{year}年学院质量目标", f"Goals of the college, {year}", 1.0, year))
        rows += [_node(f"{top}-{n}", top, zh, en, weight, year) for n, (zh, en, weight) in enumerate(AREAS)]
        rows += _leaves(world, year, standards, draw)
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return frame.with_columns(owner=pl.lit(names()["offices"][1]["zh"]))


def _node(number: str, parent: str | None, zh: str, en: str, weight: float, year: int) -> dict:
    return {"goal_no": number, "parent_no": parent, "name": zh, "name_en": en, "weight": weight, "entity_kind": "school",
        "entity_code": names()["college"]["code"], "due_on": date(year, 12, 31)}  # fmt: skip


def _leaves(
    world: World, year: int, standards: dict[str, list[str]], draw: np.random.Generator
) -> list[dict]:
    """Leaves of one year; the wish grows a little every year, as does what it starts from."""
    college, rows, behind = names()["college"]["code"], [], YEARS[-1] - year
    for area, level, indicator, base, target, way, zh, en in LEAVES:
        whose = (
            [("school", college)]
            if level == "school"
            else [("major", major["code"]) for major in world.majors]
        )
        for kind, code in whose:
            number, step = f"MB{year}-{area}-{len(rows) + 1:03d}", (target - base) * 0.2 * behind
            linked = len(rows) % UNLINKED != 7
            start = (
                None
                if len(rows) % 11 == 5
                else round(base - step + float(draw.uniform(-0.1, 0.1)) * (target - base), 4)
            )
            rows.append({**_node(number, f"MB{year}-{area}", zh, en, round(1 / len(whose), 4), year), "entity_kind": kind, "entity_code": code,
                "indicator_id": indicator, "baseline": start, "target": round(target - step, 4), "goal_direction": way,
                "document_no": standards[kind][int(draw.integers(len(standards[kind])))] if linked else None})  # fmt: skip
    return rows


def tasks(world: World, tree: pl.DataFrame) -> pl.DataFrame:
    """Four tasks of quality culture and four of the plan, per unit and year; nineteen in twenty are done, most in time."""
    draw = generator(world.seed, "tasks of units")
    units = [unit["code"] for unit in (*world.departments, names()["public_department"], *names()["offices"])]
    months = (3, 5, 9, 10, 4, 6, 7, 12)
    steps = pl.DataFrame(
        {"title": [*CULTURE, *PLANNED], "month": months, "work_kind": ["culture"] * 4 + ["plan"] * 4}
    )
    frame = pl.DataFrame({"org_code": units}).join(
        pl.DataFrame({"year": YEARS}), how="cross", maintain_order="left_right"
    )
    frame = frame.join(steps, how="cross", maintain_order="left_right").with_columns(
        due_on=pl.date("year", "month", 25)
    )
    leaf = tree.filter(pl.col("indicator_id").is_not_null() & (pl.col("entity_kind") == "school"))
    of_year = leaf.group_by(pl.col("due_on").dt.year().cast(pl.Int64).alias("year"), maintain_order=True).agg(
        goals=pl.col("goal_no")
    )
    frame = frame.join(of_year, on="year", how="left", maintain_order="left").rechunk()
    count = frame.height
    late = pl.Series(
        np.where(draw.random(count) < 0.06, draw.integers(1, 40, count), -draw.integers(0, 18, count))
    )
    is_kept = pl.Series(draw.random(count) < 0.965)
    chosen = pl.col("goals").list.get(pl.Series(draw.integers(0, 1000, count)) % pl.col("goals").list.len())
    much_later = pl.Series(
        draw.integers(LONG_LATE // 4, LONG_LATE, count)
    )  # what was left lying is done in the end
    done = pl.col("due_on") + pl.duration(days=pl.when(is_kept).then(late).otherwise(much_later))
    is_done = is_kept | (pl.col("due_on") < AS_OF - timedelta(days=LONG_LATE))
    done = pl.when(is_done).then(done)
    return frame.with_columns(done_on=done).select(
        "work_kind", "org_code", "due_on", work_no=numbered("RW", frame, 5), title=pl.format("{}年{}", "year", "title"),
        goal_no=pl.when(pl.col("work_kind") == "plan").then(chosen), done_on=pl.when(pl.col("done_on") <= AS_OF).then("done_on"),
    )  # fmt: skip
