"""Has a student crossed a line of the college's status rules? (D.5; deterministic, on closed grades and on the running term)"""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from pathlib import Path

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from profiling.facts import Facts
from profiling.indicators.student import credits_by_student, failed_by_term

FILE = Path(__file__).parent / "rules.yaml"
ORDER = {"yellow": 1, "orange": 2, "red": 3}


class Rule(BaseModel):
    """One line: which measure, from which value on, at which level."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: str
    level: str
    at_least: float | None = None
    below: float | None = None
    of: str | None = None
    sessions: int = 0
    weeks: int = 0
    courses: int = 0

    @property
    def limit(self) -> float | None:
        """The value at which the line is crossed; None for a line without a number of its own."""
        if self.rule == "idle":
            return self.courses
        return self.at_least if self.at_least is not None else self.below

    def at(self, limit: float) -> Rule:
        """The same line drawn at another value."""
        part = "courses" if self.rule == "idle" else "at_least" if self.at_least is not None else "below"
        return self.model_copy(update={part: int(limit) if part == "courses" else limit})


class RuleTable(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    owner: str
    reviewed_on: date
    version: str
    text_zh: str
    text_en: str
    response: dict[str, int]
    term_close: tuple[Rule, ...]
    in_term: tuple[Rule, ...]
    alternatives: dict[str, tuple[float, ...]]

    @model_validator(mode="after")
    def _lines_among_alternatives(self) -> RuleTable:
        for line in (*self.term_close, *self.in_term):
            if line.limit is not None and line.limit not in self.alternatives.get(line.rule, ()):
                raise ValueError(
                    f"profiling/rules.yaml, alternatives.{line.rule}: {line.limit:g} is missing; expected every value in "
                    "force among the alternatives, so that the page can compare it; add it to the list"
                )
        return self


@cache
def rule_table() -> RuleTable:
    """The rules in force."""
    return RuleTable(**yaml.safe_load(FILE.read_text(encoding="utf-8")))


@cache
def layers() -> dict[str, str]:
    """Rule -> layer (term_close | in_term) to which its lines belong."""
    table = rule_table()
    return {line.rule: "term_close" for line in table.term_close} | {
        line.rule: "in_term" for line in table.in_term
    }


def warnings(facts: Facts) -> pl.DataFrame:
    """One row per student, term and layer with the highest level met and every rule met (JSON list).

    Columns: student_pid, term_id, layer (term_close | in_term), level, rules. Only students in school.
    """
    hits = [*_closed_term_hits(facts), *_in_term_hits(facts)]
    if not hits:
        return pl.DataFrame(
            schema=dict.fromkeys(("student_pid", "term_id", "layer", "level", "rules"), pl.String)
        )
    found = pl.DataFrame(hits, infer_schema_length=None, schema_overrides={"course_code": pl.String})
    found = found.join(facts.in_school.select("student_pid"), on="student_pid", how="semi")
    found = found.with_columns(rank=pl.col("level").replace_strict(ORDER, return_dtype=pl.Int64)).sort(
        "student_pid", "term_id", "layer", pl.col("rank") * -1, "rule", "course_code", nulls_last=True
    )
    found = found.unique(
        ["student_pid", "term_id", "layer", "rule", "course_code"], keep="first", maintain_order=True
    )
    rows = []
    for (pid, term, layer), part in found.group_by("student_pid", "term_id", "layer", maintain_order=True):
        listed = part.select("rule", "level", "value", "limit", "course_code").to_dicts()
        rows.append((pid, term, layer, part["level"][0], json.dumps(listed, ensure_ascii=False)))
    return pl.DataFrame(rows, schema=["student_pid", "term_id", "layer", "level", "rules"], orient="row")


def _hit(pid: str, term: str, layer: str, rule: Rule, value: float, course: str | None = None) -> dict:
    limit = (
        rule.at_least if rule.at_least is not None else rule.below if rule.below is not None else rule.weeks
    )
    return {
        "student_pid": pid, "term_id": term, "layer": layer, "rule": rule.rule, "level": rule.level,
        "value": round(float(value), 4), "limit": limit, "course_code": course,
    }  # fmt: skip


def _closed_term_hits(facts: Facts) -> list[dict]:
    """Lines crossed at the close of the newest closed term, with what make-ups have mended since."""
    if not facts.closed_terms:
        return []
    term, hits = facts.closed_terms[-1], []
    known = measures(facts)
    for rule in rule_table().term_close:
        if rule.rule in known:
            hits += [
                _hit(pid, term, "term_close", rule, value) for pid, value in crossed(known[rule.rule], rule)
            ]
    return hits + _repeated(facts, facts.once(failed_by_term), hits)


def measures(facts: Facts) -> dict[str, pl.DataFrame]:
    """Rule -> student_pid, value at the close of the newest closed term: what the lines of closed grades are held against."""
    credits, failed = facts.once(credits_by_student), facts.once(failed_by_term)
    term = facts.closed_terms[-1]
    return {
        "failed_term": failed.filter(pl.col("term_id") == term).select("student_pid", value="failed_after"),
        "open": credits.select("student_pid", value="open"),
        "progress": credits.filter(pl.col("due") > 0)
        .join(_known_from_entry(facts), on="student_pid", how="semi")
        .select("student_pid", value=pl.col("earned") / pl.col("due")),
    }


def _known_from_entry(facts: Facts) -> pl.DataFrame:
    """Students whose results are held from their first term on: of others the credits earned before are not known, not none."""
    held = facts.grade.select("term_id").unique()
    known = facts["term"].join(held, on="term_id", how="semi").sort("start_year", "term_no")
    if known.is_empty():
        return facts.student.clear().select("student_pid")
    year, half = known.select("start_year", "term_no").row(0)
    first = year if half == 1 else year + 1  # a year that is held from its second half on is not held whole
    return facts.student.filter(pl.col("entry_year") >= first).select("student_pid")


def crossed(frame: pl.DataFrame, rule: Rule) -> list[tuple[str, float]]:
    """Students of a measure who have crossed a line, with their values."""
    value = pl.col("value")
    is_over = value >= rule.at_least if rule.at_least is not None else value < rule.below - 1e-9
    return frame.filter(is_over & value.is_not_null()).select("student_pid", "value").rows()


def _repeated(facts: Facts, failed: pl.DataFrame, hits: list[dict]) -> list[dict]:
    """Two closed terms in a row at the same level or above: by the credits failed in the term before."""
    if len(facts.closed_terms) < 2:
        return []
    before, term = facts.closed_terms[-2:]
    then = dict(failed.filter(pl.col("term_id") == before).select("student_pid", "failed_after").iter_rows())
    lines = {rule.level: rule.at_least for rule in rule_table().term_close if rule.rule == "failed_term"}
    now: dict[str, int] = {}
    for hit in hits:
        now[hit["student_pid"]] = max(now.get(hit["student_pid"], 0), ORDER[hit["level"]])
    repeated = []
    for rule in (entry for entry in rule_table().term_close if entry.rule == "repeat" and entry.of in lines):
        for pid, level in now.items():
            if level >= ORDER[rule.of] and then.get(pid, 0) >= lines[rule.of]:
                repeated.append(_hit(pid, term, "term_close", rule, 2))
    return repeated


def _in_term_hits(facts: Facts) -> list[dict]:
    term = facts.current_term
    if term is None:
        return []
    return _absence_hits(facts, term) + _idle_hits(facts, term)


def absences(facts: Facts) -> pl.DataFrame:
    """student_pid, course_code, planned, value: unexcused absences over all sessions planned for the course in the term."""
    planned = facts["session"].group_by("offering_id").agg(planned=pl.len())
    counts = facts.attendance_by_student_offering.join(
        facts.offering.select("offering_id", "course_code"), on="offering_id"
    ).join(planned, on="offering_id")
    return counts.with_columns(value=pl.col("absent") / pl.col("planned"))


def absent(counts: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Rows of `absences` that have crossed a line; a course of fewer sessions than the line needs crosses none."""
    return counts.filter((pl.col("planned") >= rule.sessions) & (pl.col("value") >= rule.at_least))


def _absence_hits(facts: Facts, term: str) -> list[dict]:
    if not facts.has_events("fact_attendance"):
        return []
    counts, hits = absences(facts), []
    for rule in (entry for entry in rule_table().in_term if entry.rule == "absence"):
        over = absent(counts, rule)
        hits += [
            _hit(pid, term, "in_term", rule, value, course)
            for pid, value, course in over.select("student_pid", "value", "course_code").iter_rows()
        ]
    return hits


def _idle_hits(facts: Facts, term: str) -> list[dict]:
    hits = []
    for rule in (entry for entry in rule_table().in_term if entry.rule == "idle"):
        found = idle_courses(facts, rule.weeks, facts.cut)
        found = found.filter(pl.col("courses") >= rule.courses) if found is not None else pl.DataFrame()
        hits += [_hit(pid, term, "in_term", rule, courses) for pid, courses in found.rows()]
    return hits


def idle_courses(facts: Facts, weeks: int, at: datetime) -> pl.DataFrame | None:
    """student_pid, courses: in how many courses of the running term nothing due in the weeks before a moment was handed in
    by then, one at least. None where nothing was due, or hand-ins are not recorded: unknown, not idle."""
    recent = facts.due_coursework.filter(
        (pl.col("due_at") > pl.lit(at) - pl.duration(weeks=weeks)) & (pl.col("due_at") <= at)
    )
    if recent.is_empty() or not facts.has_events("fact_assignment"):
        return None
    running = facts.enrolment.filter(
        (pl.col("term_id") == facts.current_term) & pl.col("unregistered_on").is_null()
    )
    done = (
        facts.events["fact_assignment"]
        .filter(pl.col("event_time") <= at)
        .join(recent.select("task_id").lazy(), on="task_id", how="semi")
        .select("student_pid", "offering_id")
        .unique()
        .collect()
    )
    idle = running.join(recent.select("offering_id").unique(), on="offering_id", how="semi")
    idle = idle.join(done, on=["student_pid", "offering_id"], how="anti")
    return idle.group_by("student_pid").agg(courses=pl.col("course_code").n_unique())
