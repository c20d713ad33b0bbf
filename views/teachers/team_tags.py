"""How many teachers of a team carry each tag of the portrait card, of those who can be judged: counts alone, never persons."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from access.scope import Scope, system_scope
from data.warehouse.queries import team as queries
from profiling.tag_register import Tag as Declared
from profiling.tag_register import tag_register
from views import small_groups, warehouse
from views.figures import values
from views.figures.standing import Standing
from views.parts import Amount, Column, Item, Sentence, Table
from views.people import tags
from views.people.answers import Known
from views.teachers import teacher_card
from views.teachers.team_needs import CATEGORY, treated
from views.warehouse import Snapshot

KIND = "teacher"
POLARITIES = ("positive", "neutral")
DESCRIBING = ("running", "years")  # whoever is known carries these: a count of them says nothing of a team
# tags whose words on a card tell how many or which: a team's are named without
TOLD_WITH_VALUE = (
    "dual", "award", "guided", "output_strong", "course_builder", "enterprise",
)  # fmt: skip


@warehouse.cached
def table(scope: Scope, snapshot: Snapshot, org: str | None) -> Table | None:
    """One row for each tag that somebody can be judged by: who carries it, who can be judged; positive tags first.

    Exact for holders of the rows; for others by the cell rule, and from the category of profiles alone. None where nothing
    may be told.
    """
    exact = warehouse.holds_rows(scope, CATEGORY)
    team = tuple(_team(scope, snapshot, org, exact))
    if not team:
        return None
    carried, judged = counts(team)
    least = 0 if exact else small_groups.least(scope, snapshot, CATEGORY, org)
    rows = tuple(
        _row(declared, carried[declared.id], judged[declared.id], least)
        for polarity in POLARITIES
        for declared in declared_tags()
        if declared.polarity == polarity and judged[declared.id]
    )
    heads = (Column(Sentence("team.head_tag")), *(Column(Sentence(f"team.head_{head}"), "right") for head in ("carried", "judged")))  # fmt: skip
    return Table(heads, rows, Sentence("team.tags_note" if exact else "team.tags_note_few")) if rows else None


def lists(found: Table) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """The same rows as two lists to be read side by side: a tag and how many of how many."""
    rows = tuple(Item(title=row[0], body=None, side=_said(*row[1:])) for row in found.rows)
    half = (len(rows) + 1) // 2
    return rows[:half], rows[half:]


def _said(carried: Amount | None, judged: Amount | None) -> Sentence:
    if carried is None:
        return Sentence("team.tag_few")
    return Sentence("team.tag_count", {"carried": carried, "judged": judged})


def declared_tags() -> tuple[Declared, ...]:
    """Tags of teachers that tell teachers apart, in the order of the register."""
    return tuple(one for one in tag_register() if one.entity == KIND and one.id not in DESCRIBING)


def counts(team: tuple[Known, ...]) -> tuple[Counter, Counter]:
    """Tag -> teachers who carry it, and teachers who can be judged by it."""
    carried, judged = Counter(), Counter()
    for known in team:
        for name, is_carried in tags.answered(known).items():
            judged[name] += 1
            carried[name] += is_carried
    return carried, judged


def _row(declared: Declared, carried: int, judged: int, least: int) -> tuple:
    told = treated(carried, judged, least) if least else None
    numbers = (carried, judged) if told is None else (told.number, told.of)
    return (label(declared), *(None if one is None else Amount(one, "count") for one in numbers))


def label(declared: Declared) -> Sentence:
    """The words of a tag when it is said of nobody in particular."""
    if declared.id in TOLD_WITH_VALUE:
        return Sentence(f"team.tag_{declared.id}")
    return Sentence(f"tags.teacher_{declared.id}")


def _team(scope: Scope, snapshot: Snapshot, org: str | None, exact: bool) -> Iterator[Known]:
    """What may be known of each teacher of the team, read at once for all of them."""
    number, category = snapshot.snapshot_id, None if exact else CATEGORY
    posts = warehouse.read_for_counts(queries.posts(number, org), scope, CATEGORY)
    if posts is None:
        return
    reader = scope if exact else system_scope("counts")
    wanted = tuple(one.rule.indicator for one in declared_tags() if one.rule.indicator)

    def each(query, person: str = "entity_id") -> dict[str, list[dict]]:
        found = defaultdict(list)
        for row in warehouse.read(query, reader).to_dicts():
            found[row[person]].append(row)
        return found

    stored = each(queries.values(number, org, wanted, category))
    items = each(queries.judged_items(number, org, wanted, category))
    covered = each(queries.coverages(number, org))
    done = each(queries.records(number, org), "teacher_pid")
    classes = each(queries.classes_held(number, snapshot.term_id), "teacher_pid")
    for post in posts.to_dicts():
        pid = post["teacher_pid"]
        own = values.of_rows(scope, snapshot, stored[pid])
        held = Standing(post, tuple(covered[pid]), tuple(items[pid]))
        yield teacher_card.known(reader, snapshot, post, own, held, classes[pid], tuple(done[pid]))
