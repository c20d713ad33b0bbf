"""Course page: did the pass rate differ, which of before, in and after class moved, which class needs a look, what is behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from access.scope import Scope
from views import naming, trail
from views.courses import course_build, course_classes, course_peers, course_results, course_weeks, spread
from views.courses.course_peers import Place
from views.figures import findings, standing, tiles, values
from views.figures.figure_table import everything
from views.figures.standing import Standing
from views.figures.values import Values
from views.parts import (
    Amount,
    ClassBoard,
    Fact,
    Header,
    Intervals,
    Name,
    Refusal,
    Ridges,
    ScaleRow,
    Sentence,
    Table,
    Tile,
    Waterfall,
    Weeks,
)
from views.warehouse import Snapshot

KIND, SCHOOL = "course", ("school", "school")
FIRST_PASS, EVALUATION = "crs_first_pass", "crs_set_eb"
# The plan's four: content execution, learning state (its three parts), first pass, evaluation.
CONTENT = "crs_content_execution"
STATE = ("crs_attendance", "crs_participation", "crs_assignment_ontime")
TILES = (CONTENT, *STATE, FIRST_PASS, EVALUATION)


@dataclass(frozen=True)
class Results:
    """Results as intervals: by term, by class, parallel classes adjusted; the terms they are of, and what they say."""

    terms: Intervals | None
    classes: Intervals | None
    classes_term: str | None
    adjusted: Intervals | None
    adjusted_term: str | None
    adjusted_finding: Sentence | None


@dataclass(frozen=True)
class Goal:
    """The gap to the standard that comes next: what it is called, what comes before all else, the moves that lead there."""

    title: Sentence
    gates: Sentence | None
    waterfall: Waterfall | None


@dataclass(frozen=True)
class Behind:
    """What stands behind the course."""

    evaluation: Table | None
    supervision: Table | None
    resources: Table | None
    team: Table | None
    team_note: Sentence | None
    team_facts: tuple[Fact, ...]


@dataclass(frozen=True)
class CoursePage:
    """Everything the Course page shows."""

    header: Header
    term_id: str | None
    findings: tuple[Sentence, ...]
    tiles: tuple[Tile, ...]
    weeks: Weeks | None
    class_choices: tuple[tuple[str, Name], ...]
    class_weeks: Weeks | None
    classes: ClassBoard | None
    classes_side: Sentence | None
    process: tuple[Fact, ...]
    ridges: Ridges | None
    dimensions: tuple[ScaleRow, ...]
    withheld: Sentence | None
    place: Place | None
    results: Results
    goal: Goal | None
    behind: Behind
    figures: Table | None
    not_connected: Sentence | None

    @property
    def is_bare(self) -> bool:
        """Whether the course stands in the register and nothing else is known of it."""
        return not (self.tiles or self.weeks or self.classes or self.ridges or self.behind.resources)


def overview(
    scope: Scope,
    snapshot: Snapshot,
    course_code: str,
    term_id: str | None = None,
    class_id: str | None = None,
) -> CoursePage | Refusal:
    """The Course page, its weeks of one class where one is chosen; a designed refusal for a course that is not there."""
    known = naming.courses(scope, snapshot)
    if course_code not in known:
        return Refusal("not_found", Sentence("course.unknown_title"), Sentence("course.unknown_body"))
    course = known[course_code]
    own = values.of_entity(scope, snapshot, KIND, course_code)
    school = values.of_entity(scope, snapshot, *SCHOOL)
    standings = standing.of_entity(scope, snapshot, KIND, course_code)
    held = standings.get("own")
    term_id = term_id or newest_term(scope, snapshot, course_code)
    term, rows = course_weeks.rows_of(scope, snapshot, KIND, course_code, term_id)
    weeks = course_weeks.monitor(snapshot, own, term, rows)
    classes = course_classes.of_course(scope, snapshot, course, term_id)
    lower = course_classes.below(classes, own) if classes else {}
    taught = tuple(row["offering_id"] for row in classes.rows) if classes else ()
    team = course_build.team_of(scope, snapshot, course_code, taught)
    named = naming.people(scope, (*team.pids, *_first_teachers(classes)))
    chosen = class_id if classes and class_id in taught else None
    return CoursePage(
        header=_header(scope, snapshot, course, held),
        term_id=term_id,
        findings=findings.kept(
            pass_finding(own, school),
            course_classes.finding(classes, lower),
            course_weeks.finding(weeks, rows, term),
        ),
        tiles=course_tiles(scope, own, school, term_id),
        weeks=weeks,
        class_choices=_choices(classes),
        class_weeks=course_weeks.of_class(scope, snapshot, chosen, term, rows) if chosen else None,
        classes=course_classes.board(classes, lower, named) if classes else None,
        classes_side=Sentence("figures.period", {"period": term_id}) if term_id else None,
        process=course_build.process(own, term_id),
        ridges=spread.of_course(scope, snapshot, course_code),
        dimensions=standing.dimension_rows(held) if held else (),
        withheld=standing.withheld(held),
        place=course_peers.of_course(scope, snapshot, course_code, held),
        results=results(scope, snapshot, course, own, school),
        goal=goal(standings),
        behind=behind(own, term_id, team, named),
        figures=everything(_publishable(own)),
        not_connected=values.not_connected((*TILES, "crs_pre_completion"), own),
    )


def _publishable(own: Values) -> Values:
    """The values without an evaluation that rests on too few responses to be told to anyone but its owner (C.5, rule 5)."""
    row = own.row(EVALUATION)
    if row is None or row["status"] != "provisional":
        return own
    return replace(own, rows={key: rows for key, rows in own.rows.items() if key != EVALUATION})


def newest_term(scope: Scope, snapshot: Snapshot, course_code: str) -> str | None:
    """The newest term in which the course was taught; None for a course never taught."""
    rows = course_classes.offerings(scope, snapshot, course_code)
    return rows[-1]["term_id"] if rows else None


def _first_teachers(classes: course_classes.Classes | None) -> tuple[str, ...]:
    return tuple(row["teacher_pid"] for row in classes.rows if row["teacher_pid"]) if classes else ()


def _choices(classes: course_classes.Classes | None) -> tuple[tuple[str, Name], ...]:
    """The classes whose weeks may be looked at alone; none where there is only one."""
    if classes is None or len(classes.rows) < 2:
        return ()
    return tuple((row["offering_id"], classes.name(row)) for row in classes.rows)


def _header(scope: Scope, snapshot: Snapshot, course: naming.Unit, held) -> Header:
    owner = naming.unit_name(naming.departments(scope, snapshot), course.org_code)
    facts = [Sentence(f"course.category_{course.detail}")] if course.detail else []
    facts += [Sentence(f"course.tier_{course.kind}")] if course.kind else []
    return Header(
        title=course.name,
        kind=Sentence("course.kind", {"owner": owner}),
        facts=tuple(facts),
        coverage=held.index["confidence"] if held else None,
        standard=held.standard if held else None,
        trail=trail.to_part(scope, snapshot, course.org_code),
    )


def course_tiles(scope: Scope, own: Values, school: Values, term_id: str | None) -> tuple[Tile, ...]:
    """The plan's four, as far as computed: against the school where the interval speaks, else with their size."""
    made = {key: tile for key in TILES for tile in tiles.against_school(scope, (key,), own, school, term_id)}
    state = [made[key] for key in STATE if key in made]
    together = (_together(scope, own.snapshot, tuple(state)),) if len(state) > 1 else tuple(state)
    first = tuple(made[key] for key in (CONTENT,) if key in made)
    last = tuple(_with_raw(scope, made[key], own.snapshot) for key in (FIRST_PASS, EVALUATION) if key in made)
    return (*first, *together, *last)


def _together(scope: Scope, snapshot: Snapshot, parts: tuple[Tile, ...]) -> Tile:
    """Learning state: its parts in one cell, and which of them differ from the school beyond chance."""
    sides = {
        side: tuple(part.figure.name for part in parts if part.figure.difference == side)
        for side in ("below", "above")
    }
    said = tuple(Sentence(f"course.state_{side}", {"names": names}) for side, names in sides.items() if names)
    compared = any(part.figure.difference for part in parts)
    params = {"period": naming.period_words(scope, snapshot, parts[0].figure.period)}
    if not compared:
        note = Sentence("figures.note_period", params)
    else:
        note = Sentence("course.state_note", params | {"parts": said or (Sentence("course.state_chance"),)})
    return Tile(figure=parts[0].figure, parts=parts, label=Sentence("course.state"), note=note)


def _with_raw(scope: Scope, tile: Tile, snapshot: Snapshot) -> Tile:
    """Beside a shrunken value, the unshrunken one and what it rests on."""
    figure = tile.figure
    params = {"raw": Amount(figure.raw, figure.amount.unit), "n": Amount(figure.n, "count")}
    if figure.response_rate is not None:
        rate = params | {"rate": Amount(figure.response_rate, "share")}
        if figure.status == "provisional":  # the number is the owner's alone (C.5, rule 5)
            hidden = Sentence("course.too_few_responses")
            figure = replace(
                figure, amount=Amount(None, "score"), status="missing", status_reason=hidden, why=None
            )
            return replace(tile, figure=figure, series=(), note=Sentence("course.note_few", rate))
        return replace(tile, note=Sentence("course.note_response", rate))
    if figure.raw is None or figure.raw == figure.amount.value:
        return tile
    words = naming.period_words(scope, snapshot, figure.period)
    return replace(tile, note=Sentence("course.note_raw", params | {"period": words}))


def pass_finding(own: Values, school: Values) -> Sentence | None:
    """The first-attempt pass rate of the newest closed term against the school, as far as its interval supports."""
    row = own.row(FIRST_PASS)
    if row is None or row["value"] is None or row["difference"] is None:
        return None
    params = {
        "value": Amount(row["value"], "share"),
        "school": Amount(school.number(FIRST_PASS, row["period"]), "share"),
        "period": row["period"],
    }
    return Sentence(f"findings.course_pass_{row['difference']}", params)


def results(scope: Scope, snapshot: Snapshot, course: naming.Unit, own: Values, school: Values) -> Results:
    """Pass rates by term and by class, and parallel classes adjusted for earlier results."""
    classes, classes_term = course_results.by_class(scope, snapshot, course, own)
    adjusted, adjusted_term, said = course_results.adjusted(scope, snapshot, course)
    return Results(course_results.by_term(own, school), classes, classes_term, adjusted, adjusted_term, said)


def goal(standings: dict[str, Standing]) -> Goal | None:
    """The gap to the standard of the next tier, else to the strong line of the own one; None without a standard."""
    aim = standings.get("next") or standings.get("own")
    if aim is None:
        return None
    return Goal(
        title=Sentence("course.goal_title", {"standard": aim.names.name}),
        gates=standing.open_gates(aim),
        waterfall=standing.waterfall(aim),
    )


def behind(
    own: Values, term_id: str | None, team: course_build.Team, named: dict[str, naming.Person]
) -> Behind:
    """Evaluation, supervision, resources and team."""
    table, note = course_build.team(team, named)
    return Behind(
        evaluation=course_build.evaluation(own),
        supervision=course_build.supervision(own),
        resources=course_build.resources(own),
        team=table,
        team_note=note,
        team_facts=course_build.team_facts(own, term_id),
    )


def not_yet() -> Refusal:
    """The state of a course of which nothing but its entry in the register is known."""
    return Refusal("empty", *(Sentence(f"course.bare_{part}") for part in ("title", "body", "remedy")))


def nothing() -> Refusal:
    """The state for a role whose scope holds no course."""
    return Refusal("empty", Sentence("course.none_title"), Sentence("course.none_body"))
