"""Run the synthetic college term by term and write the files that its subsystems would export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
from sklearn.metrics import roc_auc_score

from data.sample import events, exports, grades, latent, yearly
from data.sample.calendar import NEWEST_CLOSED, TERMS, Term, term_frame, week_frame
from data.sample.teaching import TermPlan, plan_term
from data.sample.world import World, build_world, generator


@dataclass
class Oracle:
    """AUROC of the best possible prediction on the newest closed term, and its rows for tests."""

    auroc: dict[str, float] = field(default_factory=dict)
    rows: list[pl.DataFrame] = field(default_factory=list)


def generate(
    students: int,
    seed: int,
    folder: Path | None,
    *,
    terms: int = len(TERMS),
    say: Callable[[str], None] = lambda text: None,
) -> tuple[World, Oracle]:
    """Make the college; writes exports into `folder`/exports/demo and the latent rows into `folder`/latent (None: neither)."""
    world, oracle = build_world(students, seed), Oracle()
    out = exports.Exports(folder / "exports" / "demo") if folder else None
    engagement = generator(seed, "engagement").normal(size=world.students.height)
    retakes: dict[int, pl.DataFrame] = {}
    second: pl.DataFrame | None = None
    for term in TERMS[len(TERMS) - terms :]:
        say(f"term {term.term_id}")
        owed = retakes.get(term.index, pl.DataFrame(schema={"student": pl.UInt32, "course_code": pl.String}))
        plan = plan_term(world, term, owed)
        engagement, second = _run_term(world, plan, engagement, second, retakes, oracle, out)
    if out:
        _registers(world, out)
        _keep_latent(oracle, folder)
    return world, oracle


def _run_term(
    world, plan: TermPlan, engagement, second, retakes, oracle: Oracle, out
) -> tuple[np.ndarray, pl.DataFrame]:
    term, seed = plan.term, world.seed
    path = latent.engagement_path(generator(seed, f"path{term.index}"), engagement, 18)
    level = _levels(world, plan)
    who = plan.enrolments["student"].to_numpy()
    marks = latent.draw_marks(generator(seed, f"marks{term.index}"), level, latent.period_means(path)[who])
    people = (
        world.students.with_row_index("student")
        .select("student", "student_no")
        .with_columns(term_id=pl.lit(term.term_id))
    )
    is_closed = term.index < len(TERMS) - 1
    first = None
    if is_closed:
        first = grades.first_attempts(
            plan, people, marks.marks, marks.total, generator(seed, f"grades{term.index}")
        )
        if term == NEWEST_CLOSED:
            _judge(oracle, plan, first, level, path[who], marks.marks)
    if out:
        _write_term(world, plan, people, path, marks.marks, first, second, out)
    if first is None:
        return path[:, -1], None
    again = grades.second_attempts(first, term, generator(seed, f"makeup{term.index}"))
    retakes[term.index + 2] = grades.still_open(first, again)
    return path[:, -1], again


def _levels(world: World, plan: TermPlan) -> np.ndarray:
    """Level of each enrolment: ability, course difficulty, a small effect of the teacher, help from repeating."""
    draw = generator(world.seed, "difficulty")
    difficulty = dict(
        zip(
            world.courses["course_code"].to_list(),
            draw.normal(0, latent.DIFFICULTY_SD, world.courses.height),
            strict=True,
        )
    )
    skill = dict(world.teachers.select("staff_no", "skill").iter_rows())
    lead = plan.teachers.unique("offering", keep="first", maintain_order=True).sort("offering")
    effect = np.array([skill[number] for number in lead["staff_no"]]) * latent.TEACHER_EFFECT
    hard = np.array([difficulty[code] for code in plan.offerings["course_code"]])
    student, offering = plan.enrolments["student"].to_numpy(), plan.enrolments["offering"].to_numpy()
    repeat = (plan.enrolments["study"] == "retake").to_numpy() * 4.0
    ability = world.students["ability"].to_numpy()[student]
    return latent.LEVEL + latent.ABILITY * ability - hard[offering] + effect[offering] + repeat


def _judge(oracle: Oracle, plan: TermPlan, first: pl.DataFrame, level, path, marks) -> None:
    """Oracle rows and AUROC over enrolments that are active at the point and have a resolved first attempt."""
    result = grades.outcome(first)
    for point, (week, _known) in latent.KNOWN.items():
        chance = latent.oracle(point, level, path, marks)
        sunday = plan.term.first_monday.toordinal() + 7 * week - 1
        left = (
            first["left_on"].map_elements(lambda day: day.toordinal(), return_dtype=pl.Int64).fill_null(10**9)
        )
        rows = first.select(
            "student_no", "offering_no", term=pl.lit(plan.term.term_id), point=pl.lit(point)
        ).with_columns(oracle_p=pl.Series(chance), y=result)
        rows = rows.filter(result.is_not_null() & (left > sunday))
        oracle.rows.append(rows)
        oracle.auroc[point] = round(
            float(roc_auc_score(rows["y"].to_numpy(), rows["oracle_p"].to_numpy())), 4
        )


def _write_term(world, plan: TermPlan, people, path, marks, first, second, out) -> None:
    seed, index = world.seed, plan.term.index
    out.plan(world, plan)
    present = events.attendance(plan, people, path, generator(seed, f"attendance{index}"))
    out.events("考勤", plan.term, exports.in_chinese(present))
    out.events(
        "作业",
        plan.term,
        exports.in_chinese(events.handed_in(plan, people, path, marks, generator(seed, f"tasks{index}"))),
    )
    out.events(
        "测验",
        plan.term,
        exports.in_chinese(events.quizzes(plan, people, path, marks, generator(seed, f"quiz{index}"))),
    )
    out.events(
        "平台学习",
        plan.term,
        exports.in_chinese(events.platform_days(plan, people, path, generator(seed, f"lms{index}"))),
    )
    out.events(
        "课堂互动",
        plan.term,
        exports.in_chinese(events.interaction(plan, present, generator(seed, f"talk{index}"))),
    )
    if second is not None:
        out.results(f"补考成绩_{plan.term.term_id}", second)
    if first is not None:
        void = grades.void_records(first, generator(seed, f"void{index}"))
        out.results(f"成绩_{plan.term.term_id}", pl.concat([first.with_columns(void=pl.lit(False)), void]))
        out.table(f"评教_{plan.term.term_id}", yearly.evaluation(world, plan, generator(seed, f"set{index}")))
    else:
        out.running(f"成绩_{plan.term.term_id}", grades.running_components(plan, people, marks))
    out.table(f"督导_{plan.term.term_id}", yearly.supervision(world, plan, generator(seed, f"visits{index}")))
    out.table(f"工作量_{plan.term.term_id}", yearly.workload(plan))


def _registers(world: World, out) -> None:
    old = yearly.old_graduates(world)
    out.structure(world, term_frame(), week_frame())
    out.people(world, old)
    out.table("培训", yearly.training(world))
    out.table("企业实践", yearly.enterprise_practice(world))
    out.table("考核", yearly.appraisal(world))
    out.table("毕业", yearly.graduation(world, old))


def _keep_latent(oracle: Oracle, folder: Path) -> None:
    """What only tests may read: the oracle's chance and the outcome of each enrolment of the newest closed term."""
    place = folder / "latent"
    place.mkdir(parents=True, exist_ok=True)
    pl.concat(oracle.rows).write_parquet(place / "latent.parquet")
    (place / "README.txt").write_text(
        "Latent state of the synthetic college. Read by tests alone, never by the product.\n"
    )


def oracle_auroc(students: int, seed: int) -> dict[str, float]:
    """The oracle of one seed without writing anything."""
    return generate(students, seed, None)[1].auroc


__all__ = ["Oracle", "Term", "generate", "oracle_auroc"]
