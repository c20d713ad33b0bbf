"""Teaching class page: how the plan's four stand, how its weeks run, beside parallel classes, and who needs support."""

from __future__ import annotations

from dataclasses import dataclass, replace

from access import policy
from access.scope import Scope
from data.warehouse.queries import teaching_class as queries
from data.warehouse.queries import values as value_queries
from views import catalogue, naming, trail, warehouse, who_may
from views.courses import course_weeks, teaching_roster, teaching_scores
from views.courses.teaching_choices import class_name, openable
from views.figures import comparison, findings, tiles, values  # fmt: skip
from views.figures.figure_table import everything
from views.parts import Amount, Header, Intervals, Name, Refusal, Sentence, Spreads, Table, Tile, Weeks
from views.warehouse import Snapshot

KIND, SCHOOL, RECORD = "offering", ("school", "school"), "student_academic_record"
FIRST_PASS, ATTENDANCE, EVALUATION = "crs_first_pass", "crs_attendance", "crs_set_eb"
# The plan's four: content executed, learning state (its three parts), first pass; evaluation is told of the course.
TILES = ("crs_content_execution", ATTENDANCE, "crs_participation", "crs_assignment_ontime", FIRST_PASS)


@dataclass(frozen=True)
class TeachingClassPage:
    """Everything the Teaching class page shows."""

    header: Header
    findings: tuple[Sentence, ...]
    tiles: tuple[Tile, ...]
    weeks: Weeks | None
    parallel: Intervals | None
    parallel_sub: Sentence | None
    spreads: Spreads | None
    spreads_note: Sentence | None
    support: Table | None
    support_note: Sentence | None
    roster: Table | None
    roster_note: Sentence | None
    listed: int
    figures: Table | None


def overview(scope: Scope, snapshot: Snapshot, offering_id: str) -> TeachingClassPage | Refusal:
    """The page of one teaching class; a designed refusal for one that is not there. Never cached: it holds names."""
    rows = warehouse.read(queries.offering(snapshot.snapshot_id, offering_id), scope).to_dicts()
    known = naming.courses(scope, snapshot)
    if not rows or rows[0]["course_code"] not in known:
        return unknown()
    row, course = rows[0], known[rows[0]["course_code"]]
    own = values.of_entity(scope, snapshot, KIND, offering_id)
    people = teaching_roster.of_class(scope, snapshot, offering_id)
    weeks = _weeks(scope, snapshot, row)
    parallel, indicator = _parallel(scope, snapshot, row, own)
    spreads = teaching_scores.beside(scope, snapshot, row)
    return TeachingClassPage(
        header=_header(scope, snapshot, row, course),
        findings=findings.kept(
            _parallel_finding(parallel, indicator), people.finding, course_weeks.newest(weeks)
        ),
        tiles=_tiles(scope, snapshot, row, own),
        weeks=weeks,
        parallel=parallel,
        parallel_sub=_parallel_sub(indicator),
        spreads=spreads,
        spreads_note=_scores_note(scope, snapshot, row, spreads),
        support=people.support,
        support_note=people.support_note,
        roster=people.table,
        roster_note=people.note,
        listed=people.count,
        figures=everything(own),
    )


def _weeks(scope: Scope, snapshot: Snapshot, row: dict) -> Weeks | None:
    term, course = course_weeks.rows_of(scope, snapshot, "course", row["course_code"], row["term_id"])
    return course_weeks.of_class(scope, snapshot, row["offering_id"], term, course)


def _header(scope: Scope, snapshot: Snapshot, row: dict, course: naming.Unit) -> Header:
    named = naming.people(scope, (row["teacher_pid"],) if row["teacher_pid"] else ())
    teacher = naming.person_name(named, row["teacher_pid"])
    facts = [Sentence("teaching_class.teacher", {"name": teacher})] if teacher else []
    if row["enrolled"] is not None:
        facts.append(Sentence("teaching_class.students", {"count": Amount(row["enrolled"], "count")}))
    return Header(
        title=Sentence("teaching_class.title", {"course": course.name, "class": _own_name(row, course)}),
        kind=Sentence("teaching_class.kind", {"term": row["term_id"]}),
        facts=tuple(facts),
        trail=trail.to_teaching_class(scope, snapshot, course),
    )


def _own_name(row: dict, course: naming.Unit) -> Name:
    return class_name(row, {course.code: course})


def _tiles(scope: Scope, snapshot: Snapshot, row: dict, own: values.Values) -> tuple[Tile, ...]:
    """The plan's four of this class against the school; the evaluation is stored for the course as a whole."""
    school = values.of_entity(scope, snapshot, *SCHOOL)
    course = values.of_entity(scope, snapshot, "course", row["course_code"])
    rated = tiles.against_school(scope, (EVALUATION,), course, school)
    said = tuple(
        replace(tile, note=Sentence("teaching_class.of_course", {"period": tile.figure.period}))
        for tile in rated
    )
    return (*tiles.against_school(scope, TILES, own, school, row["term_id"]), *said)


def _parallel(
    scope: Scope, snapshot: Snapshot, row: dict, own: values.Values
) -> tuple[Intervals | None, str | None]:
    """The teaching classes of the course in this term beside each other: by first pass once it is closed, else attendance."""
    indicator = FIRST_PASS if own.has(FIRST_PASS, row["term_id"]) else ATTENDANCE
    query = value_queries.of_kind(
        snapshot.snapshot_id, KIND, indicator, period=row["term_id"], course_code=row["course_code"]
    )
    found = warehouse.read(query, scope).to_dicts()
    beside = tuple(one for one in found if one["value"] is not None)
    if len(beside) < 2:
        return None, None
    school = values.of_entity(scope, snapshot, *SCHOOL).row(indicator, row["term_id"])
    names = {one["offering_id"]: one for one in _siblings(scope, row)}
    courses = naming.courses(scope, snapshot)
    units = {key: naming.Unit(key, class_name(one, courses)) for key, one in names.items()}
    drawn = comparison.intervals(beside, "teaching_class", units, indicator, school)
    return _linked(scope, snapshot, drawn, row), indicator


def _parallel_sub(indicator: str | None) -> Sentence | None:
    name = catalogue.entry(indicator).name if indicator else None
    return Sentence("teaching_class.parallel_sub", {"name": name}) if name else None


def _siblings(scope: Scope, row: dict) -> list[dict]:
    listed = warehouse.read(queries.listed(course_codes=(row["course_code"],)), scope).to_dicts()
    return [one for one in listed if one["term_id"] == row["term_id"]]


def _linked(scope: Scope, snapshot: Snapshot, picture: Intervals, row: dict) -> Intervals:
    """Links only where the reader may go; this class by its name alone."""
    own, courses = openable(scope, snapshot)
    rows = tuple(
        one
        if one.link.key != row["offering_id"] and (one.link.key in own or row["course_code"] in courses)
        else replace(one, link=one.link.name)
        for one in picture.rows
    )
    return replace(picture, rows=rows)


def _parallel_finding(picture: Intervals | None, indicator: str | None) -> Sentence | None:
    """Which parallel classes differ from the school beyond chance; None where there is no class beside this one."""
    what = "teaching_pass" if indicator == FIRST_PASS else "teaching_attendance"
    return findings.compared(what, picture) if picture else None


def _scores_note(scope: Scope, snapshot: Snapshot, row: dict, spreads: Spreads | None) -> Sentence | None:
    """Why no score is drawn, not entered yet or read by others; whose scores are drawn, where not everybody's."""
    if not who_may.reads_names(scope, RECORD):
        return Sentence("drill.names_of", {"roles": who_may.roles(RECORD, "teaching_class")})
    if spreads is not None:
        return Sentence("teaching_class.scores_part") if _is_part(scope) else None
    term = naming.term(scope, snapshot, row["term_id"])
    if term and term.grades_due_on and term.grades_due_on > snapshot.as_of:
        return Sentence("teaching_class.scores_due", {"day": term.grades_due_on})
    return Sentence("teaching_class.no_scores")


def _is_part(scope: Scope) -> bool:
    """Whether the role holds students by department or major: a teaching class may hold others besides."""
    kinds = {kind for grant in policy.cell(scope.role, RECORD).rows for kind in grant.kinds}
    return bool(kinds & {"org", "major"}) and not scope.everything


def unknown() -> Refusal:
    """The state for a teaching class that is not there."""
    return Refusal(
        "not_found", Sentence("teaching_class.unknown_title"), Sentence("teaching_class.unknown_body")
    )


def nothing() -> Refusal:
    """The state for a role whose scope holds no teaching class."""
    return Refusal("empty", Sentence("teaching_class.none_title"), Sentence("teaching_class.none_body"))
