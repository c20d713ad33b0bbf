"""What stands behind a course: how the term is carried out, evaluation and supervision, resources and their use, its team."""

from __future__ import annotations

from dataclasses import dataclass

from access.scope import Scope
from data.warehouse.queries import units
from views import catalogue, naming, warehouse
from views.figures.figure_table import likely_range
from views.figures.values import Values
from views.parts import Amount, Column, Fact, Name, Sentence, Series, Table
from views.warehouse import Snapshot

EVALUATION, SUPERVISION, COVERAGE = "crs_set_eb", "crs_supervision", "crs_supervision_coverage"
PROCESS = ("crs_session_held", "crs_stage_coverage", "crs_quiz_coverage", "crs_feedback_days")
RESOURCES = (
    "crs_resources_per_credit",
    "crs_resource_active",
    "crs_resource_visits",
    "crs_resource_fresh",
    "crs_quiz_coverage",
    "crs_outside_learners",
    "crs_textbook_compliance",
    "crs_units_revised",
)
TEAM = ("crs_team_size", "crs_team_dual")
KIND, LEADER = "course", "course_leader"
ROLES = {
    "主讲": "main",
    "辅讲": "assistant",
    "实训指导": "practice",
}  # what sources call the roles in a class


def process(own: Values, period: str | None) -> tuple[Fact, ...]:
    """How the term is carried out: sessions held, stages of teaching, quizzes, days until work comes back."""
    found = (own.figure(key, period) for key in PROCESS if own.has(key, period))
    return tuple(
        Fact(
            Sentence(f"course.process_{figure.indicator_id}"),
            figure.amount,
            _median(own, figure.indicator_id, period),
            figure.why,
        )
        for figure in found
    )


def _median(own: Values, key: str, period: str | None) -> Sentence | None:
    row = own.row(key, period)
    if row is None or row["peer_median"] is None:
        return None
    return Sentence("course.peer_median", {"value": Amount(row["peer_median"], catalogue.entry(key).unit)})


def evaluation(own: Values) -> Table | None:
    """Students' evaluation term by term: as published, shrunken with its likely range, responses and their share."""
    rows = tuple(
        _evaluated(row) for row in reversed(own.rows.get(EVALUATION, ())) if row["value"] is not None
    )
    return _table("evaluation", ("term", "published", "shrunken", "range", "responses", "rate"), rows)


def _evaluated(row: dict) -> tuple:
    told = row["status"] == "observed"  # with few responses the number is the owner's alone (C.5, rule 5)
    return (
        Sentence("figures.term", {"term": row["period"]}),
        Amount(row["raw_value"], "score") if told else None,
        Amount(row["value"], "score") if told else Sentence("course.too_few_responses"),
        likely_range(row["low"], row["high"], "score") if told else None,
        Amount(row["n"], "count"),
        Amount(row["response_rate"], "share"),
    )


def supervision(own: Values) -> Table | None:
    """Supervisors' visits year by year: how many, the score they gave with its likely range, classes visited."""
    visits = {row["period"]: row for row in own.rows.get(SUPERVISION, ()) if row["value"] is not None}
    shares = {row["period"]: row for row in own.rows.get(COVERAGE, ()) if row["value"] is not None}
    rows = tuple(
        _visited(year, visits.get(year), shares.get(year))
        for year in sorted({*visits, *shares}, reverse=True)
    )
    return _table("supervision", ("year", "visits", "score", "range", "covered"), rows)


def _visited(year: str, visits: dict | None, covered: dict | None) -> tuple:
    return (
        Sentence("figures.period", {"period": year}),
        Amount(visits["n"] if visits else None, "count"),
        Amount(visits["value"] if visits else None, "score"),
        likely_range(visits["low"], visits["high"], "score") if visits else None,
        Amount(covered["value"] if covered else None, "share"),
    )


def resources(own: Values) -> Table | None:
    """Teaching resources and their use: value, series, median of the peers, period."""
    rows = tuple(_resource(own, key) for key in RESOURCES if own.has(key))
    return _table("resources", ("indicator", "value", "series", "median", "period"), rows)


def _resource(own: Values, key: str) -> tuple:
    row, entry = own.row(key), catalogue.entry(key)
    series = own.series(key)
    return (
        entry.name,
        Amount(row["value"], entry.unit),
        Series(series) if len(series) > 1 else None,
        Amount(row["peer_median"], entry.unit) if row["peer_median"] is not None else None,
        Sentence("figures.period", {"period": row["period"]}),
    )


@dataclass(frozen=True)
class Team:
    """Opaque keys of who leads the course and who teaches it in a term: teacher -> rows of the classes with the role."""

    leaders: tuple[str, ...]
    taught: dict[str, tuple[dict, ...]]

    @property
    def pids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.leaders, *self.taught)))


@warehouse.cached
def team_of(scope: Scope, snapshot: Snapshot, code: str, offering_ids: tuple[str, ...]) -> Team:
    """Who leads a course and who teaches its classes."""
    query = units.responsible(LEADER, KIND, (code,))
    leaders = tuple(row["teacher_pid"] for row in warehouse.read(query, scope).to_dicts())
    taught: dict[str, list[dict]] = {}
    query = units.offering_roles(offering_ids)
    for row in warehouse.read(query, scope).to_dicts() if offering_ids else ():
        taught.setdefault(row["teacher_pid"], []).append(row)
    return Team(leaders, {pid: tuple(rows) for pid, rows in taught.items()})


def team(found: Team, named: dict[str, naming.Person]) -> tuple[Table | None, Sentence | None]:
    """Leaders first, then teachers, in how many classes; and how many of them the role may not read by name."""
    there = [pid for pid in found.pids if pid in named]
    there.sort(key=lambda pid: (pid not in found.leaders, naming.person_name(named, pid), pid))
    rows = tuple(
        _member(naming.person_name(named, pid), pid in found.leaders, found.taught.get(pid, ()))
        for pid in there
    )
    unnamed = len(found.pids) - len(rows)
    note = Sentence("course.team_unnamed", {"count": Amount(unnamed, "count")}) if unnamed else None
    return _table("team", ("person", "role", "classes"), rows), note


def _member(name: str | None, leads: bool, taught: tuple[dict, ...]) -> tuple:
    roles = [Sentence("course.role_leader")] if leads else []
    roles += [_role(role) for role in dict.fromkeys(row["role"] for row in taught if row["role"])]
    return name, tuple(roles) or None, Amount(len({row["offering_id"] for row in taught}), "count")


def _role(role: str) -> Sentence | Name:
    return Sentence(f"course.role_{ROLES[role]}") if role in ROLES else Name(role)


def team_facts(own: Values, period: str | None) -> tuple[Fact, ...]:
    """How many teach the course, and how many of them are dual-qualified."""
    found = (own.figure(key, period if own.has(key, period) else None) for key in TEAM if own.has(key))
    return tuple(
        Fact(figure.name, figure.amount, _median(own, figure.indicator_id, figure.period), figure.why)
        for figure in found
    )


# Heads whose cells are words.
LEFT = {"term", "year", "indicator", "person", "role", "range", "period", "series"}


def _table(name: str, heads: tuple[str, ...], rows: tuple[tuple, ...]) -> Table | None:
    """A table of the heads that any row fills; None where there is no row."""
    if not rows:
        return None
    kept = [place for place in range(len(heads)) if any(row[place] is not None for row in rows)]
    columns = tuple(
        Column(Sentence(f"course.{name}_{heads[place]}"), "left" if heads[place] in LEFT else "right")
        for place in kept
    )
    return Table(columns, tuple(tuple(row[place] for place in kept) for row in rows))
