"""Run the synthetic college term by term and write the files that its subsystems would export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
from sklearn.metrics import roc_auc_score

from data.sample import events, grades, latent, platform, records, resources, review, wider
from data.sample.calendar import NEWEST_CLOSED, TERMS, WEEKS, Term, term_frame, week_frame
from data.sample.exports import Exports
from data.sample.lived import Lived
from data.sample.teaching import TermPlan, plan_term
from data.sample.world import World, build_world, generator


@dataclass
class Oracle:
    """AUROC of the best possible prediction on the newest closed term, and its rows for tests."""

    auroc: dict[str, float] = field(default_factory=dict)
    rows: list[pl.DataFrame] = field(default_factory=list)
    failed_share: float | None = None


@dataclass
class Run:
    """What is carried from term to term."""

    world: World
    out: Exports | None
    engagement: np.ndarray
    oracle: Oracle
    owed: dict[int, pl.DataFrame] = field(
        default_factory=dict
    )  # term index -> student, course_code to repeat
    been: Lived = field(default_factory=Lived)
    makeups: pl.DataFrame | None = None  # second attempts sat at the beginning of the coming term


@dataclass
class TermState:
    """One term with its latent state: engagement path per student, realised marks per enrolment."""

    plan: TermPlan
    people: pl.DataFrame
    path: np.ndarray
    realised: latent.Marks


def generate(
    students: int,
    seed: int,
    folder: Path | None,
    *,
    terms: int = len(TERMS),
    say: Callable[[str], None] = lambda text: None,
) -> tuple[World, Oracle]:
    """Make the college; writes `folder`/exports/demo and what only tests may read beside it (folder None: neither)."""
    world = build_world(students, seed)
    out = Exports(folder / "exports" / "demo") if folder else None
    engagement = generator(seed, "engagement").normal(size=world.students.height)
    run = Run(world, out, engagement, Oracle())
    for term in TERMS[len(TERMS) - terms :]:
        say(f"term {term.term_id}")
        _run_term(run, term)
    if out:
        _registers(world, run.been, out)
        _keep_latent(run.oracle, folder)
    return world, run.oracle


def _run_term(run: Run, term: Term) -> None:
    world, seed = run.world, run.world.seed
    none = pl.DataFrame(schema={"student": pl.UInt32, "course_code": pl.String})
    plan = plan_term(world, term, run.owed.get(term.index, none))
    path = latent.engagement_path(generator(seed, f"path{term.index}"), run.engagement, WEEKS)
    who = plan.enrolments["student"].to_numpy()
    engaged = latent.period_means(path)[who]
    realised = latent.draw_marks(generator(seed, f"marks{term.index}"), _levels(world, plan), engaged)
    people = world.students.with_row_index("student").select(
        "student", "student_no", term_id=pl.lit(term.term_id)
    )
    state = TermState(plan, people, path, realised)
    run.been.note_start(plan, path)
    if run.out:
        _write_events(run, state, run.out)
    _results(run, state)
    run.engagement = path[:, -1]


def _levels(world: World, plan: TermPlan) -> np.ndarray:
    """Level of each enrolment: ability, course difficulty, a small effect of the teacher, help from repeating."""
    hard = generator(world.seed, "difficulty").normal(0, latent.DIFFICULTY_SD, world.courses.height)
    difficulty = dict(zip(world.courses["course_code"], hard, strict=True))
    lead = plan.offerings["skill"].to_numpy() * latent.TEACHER_EFFECT
    of_course = np.array([difficulty[code] for code in plan.offerings["course_code"]])
    student, offering = plan.enrolments["student"].to_numpy(), plan.enrolments["offering"].to_numpy()
    repeat = (plan.enrolments["study"] == "retake").to_numpy() * latent.REPEAT_HELP
    ability = world.students["ability"].to_numpy()[student]
    return latent.LEVEL + latent.ABILITY * ability - of_course[offering] + lead[offering] + repeat


def _results(run: Run, state: TermState) -> None:
    """Grades of a closed term, mid-term marks of the running one, make-ups of the term before."""
    term, seed, out = state.plan.term, run.world.seed, run.out
    if out and run.makeups is not None:
        out.results(f"补考成绩_{term.term_id}", run.makeups, term)
    if term == TERMS[-1]:
        if out:
            running = grades.running_components(state.plan, state.people, state.realised)
            out.running(f"成绩_{term.term_id}", running, term)
        return
    first = grades.first_attempts(
        state.plan, state.people, state.realised, generator(seed, f"grades{term.index}")
    )
    if term == NEWEST_CLOSED:
        _judge(run.oracle, state, first)
    if out:
        struck = grades.struck_out(first, generator(seed, f"void{term.index}"))
        out.results(f"成绩_{term.term_id}", pl.concat([first, struck]), term)
    run.makeups = grades.second_attempts(first, term, generator(seed, f"makeup{term.index}"))
    run.owed[term.index + 2] = grades.still_open(first, run.makeups)
    run.been.note_results(state.plan, first, run.owed[term.index + 2])


def _judge(oracle: Oracle, state: TermState, first: pl.DataFrame) -> None:
    """Oracle rows and AUROC over first-time enrolments active at the point whose first attempt has a result."""
    path = state.path[state.plan.enrolments["student"].to_numpy()]
    for point, (week, _) in latent.KNOWN.items():
        chance = latent.oracle(point, state.realised.level, path, state.realised.marks)
        sunday = state.plan.term.sunday(week)
        rows = first.with_columns(y=grades.outcome(first), oracle_p=pl.Series(chance)).filter(
            (pl.col("study") == "first")
            & pl.col("y").is_not_null()
            & (pl.col("left_on").is_null() | (pl.col("left_on") > sunday))
        )
        y = rows["y"].to_numpy()
        oracle.auroc[point] = round(float(roc_auc_score(y, rows["oracle_p"].to_numpy())), 4)
        oracle.failed_share = round(float(y.mean()), 4)
        oracle.rows.append(
            rows.select("student_no", "offering_no", "oracle_p", "y", term="term_id", point=pl.lit(point))
        )


def _write_events(run: Run, state: TermState, out: Exports) -> None:
    world, plan, people, path, marks = run.world, state.plan, state.people, state.path, state.realised.marks
    term, index = plan.term, plan.term.index

    def stream(part: str) -> np.random.Generator:
        return generator(world.seed, f"{part}{index}")

    out.plan(world, plan)
    present = events.attendance(plan, people, path, stream("attendance"))
    out.events("考勤", term, present.drop("enrolment", "session"))
    run.been.note_leave(plan, present)
    resources.write(world, plan, present, path[:, 1:].mean(axis=1), out)
    out.events("作业", term, events.handed_in(plan, people, path, marks, stream("tasks")))
    out.events("测验", term, events.quizzes(plan, people, present, marks, stream("quiz")))
    out.events("平台学习", term, platform.platform_days(plan, people, present, path, stream("platform")))
    out.events("课堂互动", term, events.interaction(plan, present, stream("talk")))
    if term != TERMS[-1]:
        out.table(f"评教_{term.term_id}", review.evaluation(world, plan, stream("evaluation")))
    out.table(f"督导_{term.term_id}", review.supervision(world, plan, stream("visits")))
    out.table(f"工作量_{term.term_id}", review.workload(plan))


def _registers(world: World, been: Lived, out: Exports) -> None:
    old = records.old_graduates(world)
    out.structure(world, term_frame(), week_frame())
    out.people(world, old)
    out.table("培训", records.training(world))
    out.table("企业实践", records.enterprise_practice(world))
    out.table("考核", records.appraisal(world))
    out.table("毕业", records.graduation(world, old))
    wider.write(world, old, been, out)


def _keep_latent(oracle: Oracle, folder: Path) -> None:
    """What only tests may read: the oracle's chance and the outcome of each enrolment of the newest closed term."""
    place = folder / "latent"
    place.mkdir(parents=True, exist_ok=True)
    pl.concat(oracle.rows).write_parquet(place / "latent.parquet")
    (place / "README.txt").write_text(
        "Latent state of the synthetic college. Read by tests alone, never by the product.\n"
    )


def oracle_of(students: int, seed: int) -> Oracle:
    """The oracle of one seed without writing anything."""
    return generate(students, seed, None)[1]
