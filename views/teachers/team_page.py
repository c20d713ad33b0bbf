"""Team page: how the teachers of a unit stand by tier, in which dimensions, and what most of them still need. Nobody is ranked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from access.scope import Scope
from data.warehouse.queries import team as queries
from views import catalogue, choices, naming, trail, warehouse
from views.choices import Choice
from views.figures import score_spread
from views.parts import Amount, CountGrid, Header, Name, Refusal, Sentence, Spreads, Table
from views.teachers import teachers_by_tier, team_needs, team_support, team_tags
from views.teachers.team_needs import CATEGORY, EVERYWHERE, WHOLE
from views.teachers.team_support import Support
from views.warehouse import Snapshot

FEWEST = 5  # teachers that make a portrait of a team
NAMED = 3


@dataclass(frozen=True)
class TeamPage:
    """Everything the Team page shows."""

    header: Header
    findings: tuple[Sentence, ...]
    tiers: Table | None
    dimensions: Spreads | None
    dimensions_note: Sentence | None
    needs: CountGrid | None
    part_title: Sentence | None
    names: Table | None
    support: Support | None
    tags: Table | None


def units(scope: Scope, snapshot: Snapshot) -> tuple[Choice, ...]:
    """The whole college first for roles whose scope names no department, then departments; the college alone for a
    reader of totals."""
    if not warehouse.holds_rows(scope, CATEGORY):
        return (Choice(WHOLE, EVERYWHERE),)
    listed = choices.departments(scope, snapshot)
    return listed if scope.codes("org") else (Choice(WHOLE, EVERYWHERE), *listed)


def overview(
    scope: Scope, snapshot: Snapshot, unit: str, now: datetime, asked: str | None = None
) -> TeamPage:
    """The page of one unit, or of the whole college; the names behind one count where it is asked for and may be read."""
    org = None if unit == WHOLE else unit
    needs = team_needs.grid(scope, snapshot, unit)
    part = team_needs.part_of(asked)
    named = team_needs.names(scope, snapshot, unit, part) if part and needs else None
    spreads = dimensions(scope, snapshot, org)
    return TeamPage(
        header=_header(scope, snapshot, org),
        findings=_findings(needs),
        tiers=teachers_by_tier.table(scope, snapshot, org),
        dimensions=spreads,
        dimensions_note=None
        if spreads
        else Sentence("team.dimensions_few", {"least": Amount(FEWEST, "count")}),
        needs=needs,
        part_title=_part_title(needs, part, named),
        names=named,
        support=team_support.of_unit(scope, snapshot, unit, now),
        tags=team_tags.table(scope, snapshot, org),
    )


def _header(scope: Scope, snapshot: Snapshot, org: str | None) -> Header:
    known = naming.departments(scope, snapshot)
    above = trail.to_part(scope, snapshot, org) if org else trail.to_department(scope, snapshot)
    unit = naming.unit_name(known, org) if org else EVERYWHERE
    return Header(title=Sentence("team.title"), kind=Sentence("team.kind", {"unit": unit}), trail=above)


@warehouse.cached
def dimensions(scope: Scope, snapshot: Snapshot, org: str | None) -> Spreads | None:
    """Scores of the teachers' dimensions, each with its middle one; of five teachers and more, and who holds their rows."""
    if not warehouse.holds_rows(scope, CATEGORY):
        return None
    rows = warehouse.read(queries.dimensions(snapshot.snapshot_id, org), scope).to_dicts()
    groups: dict[tuple[str, Name], list[float]] = {}
    mark = None
    for row in rows:
        mark = mark or catalogue.met_mark(row["standard_id"])
        key = (row["dimension_id"], catalogue.dimension_name(row["standard_id"], row["dimension_id"]))
        groups.setdefault(key, []).append(row["score"])
    drawn = tuple(
        score_spread.row(name, scores, mark or score_spread.PASS_MARK)
        for (_, name), scores in sorted(groups.items(), key=lambda pair: (pair[0][0], pair[0][1].zh))
        if len(scores) >= FEWEST
    )
    return score_spread.picture(drawn, mark or score_spread.PASS_MARK)


def _findings(needs: CountGrid | None) -> tuple[Sentence, ...]:
    """The items that most teachers still need: a count of registered teachers, not an estimate."""
    if needs is None:
        return ()
    sums = []
    for name, row in zip(needs.rows, needs.cells, strict=True):
        if any(cell.number is None for cell in row):
            continue
        short, judged = sum(cell.number for cell in row), sum(cell.of for cell in row)
        if short:
            sums.append((short, judged, name))
    if not sums:
        return ()
    sums.sort(key=lambda one: (-one[0], one[2].zh))
    parts = tuple(
        Sentence(
            "team.need_part",
            {"name": name, "short": Amount(short, "count"), "judged": Amount(judged, "count")},
        )
        for short, judged, name in sums[:NAMED]
    )
    return (Sentence("team.need_most", {"parts": parts}),)


def _part_title(
    needs: CountGrid | None, part: tuple[str, str] | None, named: Table | None
) -> Sentence | None:
    if needs is None or part is None:
        return None
    params = {
        "item": catalogue.entry(part[0]).name,
        "count": Amount(len(named.rows) if named else 0, "count"),
    }
    return Sentence("team.part_title", params)


def nothing() -> Refusal:
    """The state for a role whose scope holds no department."""
    return Refusal("empty", Sentence("department.none_title"), Sentence("department.none_body"))
