"""Improvement actions of the reader's scope: which run, which are late, which are closed and with what effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from access.scope import Scope
from data.warehouse.queries import improvement as queries
from views import catalogue, naming, warehouse
from views.choices import Choice
from views.figures import findings
from views.improvement import task_table
from views.parts import Amount, Header, Link, Name, Refusal, Sentence, Table
from views.warehouse import Snapshot

TABS = ("open", "overdue", "closed")
LEVELS = ("school", "org", "major", "course", "teacher", "student")
EVERY = "all"
SHOWN = 30
MOST = 500  # rows of the file; more are counted
SINCE_DAYS = 365  # closed ones of the last year
PAGES = {"school": "school", "org": "department", "major": "major", "course": "course", "teacher": "teacher", "student": "student"}  # fmt: skip
FIELDS = "name, owner, figure"


@dataclass(frozen=True)
class Task:
    """One improvement action as the list shows it; `row` is what is stored."""

    key: str
    indicator: Name
    about: Name | Link
    kind: str
    owner: str | None
    opened_on: date
    due_on: date
    closed_on: date | None
    state: str  # open | overdue | closed
    clock: Sentence
    is_made_here: bool
    is_self_found: bool
    row: dict

    @property
    def person(self) -> tuple[str, str] | None:
        """The teacher or student it is about, as (kind, pid)."""
        return (self.kind, self.row["entity_id"]) if self.kind in ("teacher", "student") else None


@dataclass(frozen=True)
class Choices:
    """What the list is limited to."""

    tab: str = "open"
    view: str = EVERY
    unit: str = EVERY
    level: str = EVERY


@dataclass(frozen=True)
class TasksPage:
    """The list of one tab with what it can be limited to."""

    header: Header
    findings: tuple[Sentence, ...]
    tabs: tuple[tuple[str, Sentence], ...]
    units: tuple[Choice, ...]
    levels: tuple[tuple[str, Sentence], ...]
    tasks: tuple[Task, ...]
    shown: Sentence
    table: Table | None
    every: tuple[dict, ...]

    @property
    def holds_any(self) -> bool:
        return bool(self.every)


def chosen(tab: str | None, view: str | None, unit: str | None, level: str | None) -> Choices:
    """What the address asks for; anything unknown is everything."""
    return Choices(
        tab=tab if tab in (*TABS, "plans") else TABS[0],
        view="mine" if view == "mine" else EVERY,
        unit=unit or EVERY,
        level=level if level in LEVELS else EVERY,
    )


def overview(scope: Scope, snapshot: Snapshot, asked: Choices) -> TasksPage:
    """The page of improvement actions: counts by state, the effect of what was closed, the list of the tab asked for."""
    every = rows_of(scope, snapshot)
    units = _units(scope, snapshot, every)
    known = {one.key for one in units}
    kept = tuple(
        row
        for row in every
        if (asked.view != "mine" or _is_mine(scope, row))
        and (asked.unit not in known or row["org_code"] == asked.unit)
        and asked.level in (EVERY, row["kind"])
    )
    by_state = {tab: tuple(row for row in kept if row["state"] == tab) for tab in TABS}
    found = by_state.get(asked.tab, by_state["open"])
    listed = named(scope, snapshot, found[:MOST])
    return TasksPage(
        header=Header(
            title=Sentence("tasks.title"), kind=Sentence("tasks.kind", {"role": naming.role_name(scope.role)})
        ),
        findings=_findings(by_state),
        tabs=tuple(
            (tab, Sentence(f"tasks.tab_{tab}", {"count": Amount(len(by_state[tab]), "count")})) for tab in TABS
        ),
        units=units,
        levels=tuple((kind, Sentence(f"tasks.level_{kind}")) for kind in LEVELS if any(row["kind"] == kind for row in every)),
        tasks=listed[:SHOWN],
        shown=Sentence("tasks.shown", {"shown": Amount(min(len(found), SHOWN), "count"), "all": Amount(len(found), "count")}),
        table=task_table.table(listed) if listed else None,
        every=every,
    )  # fmt: skip


def rows_of(scope: Scope, snapshot: Snapshot) -> tuple[dict, ...]:
    """Every action that the scope may read: open ones, and those closed in the last year; the most urgent first."""
    since = snapshot.as_of - timedelta(days=SINCE_DAYS)
    made = warehouse.read(queries.actions(since), scope).to_dicts()
    loaded = warehouse.read(queries.loaded_actions(since), scope).to_dicts()
    rows = [*map(_made, made), *map(_loaded, loaded)]
    for row in rows:
        row["kind"] = row["entity_kind"] or "school"
        late = row["due_on"] < snapshot.as_of
        row["state"] = "closed" if row["closed_on"] else "overdue" if late else "open"
    return tuple(sorted(rows, key=_urgency))


def _urgency(row: dict) -> tuple:
    """Open and late ones by their day; closed ones that were judged here first, newest first."""
    if row["closed_on"] is not None:
        return (1, not row["is_made_here"], -row["closed_on"].toordinal(), row["key"])
    return (0, False, row["due_on"].toordinal(), row["key"])


def _is_mine(scope: Scope, row: dict) -> bool:
    return bool(scope.person) and scope.person in (row["teacher_pid"] or row["student_pid"], row["opened_by"])


def named(scope: Scope, snapshot: Snapshot, rows: tuple[dict, ...]) -> tuple[Task, ...]:
    """The rows with the names of figures, units and of the persons whom the reader may see by name."""
    pids = {row["teacher_pid"] for row in rows} | {row["student_pid"] for row in rows}
    people = naming.people(scope, tuple(pid for pid in pids if pid))
    return tuple(_task(scope, snapshot, row, people) for row in rows)


def _made(row: dict) -> dict:
    return row | {"key": str(row["improvement_id"]), "is_made_here": True}


def _loaded(row: dict) -> dict:
    """A delivered action in the columns of one that was made here; it holds no figure."""
    about = row["entity_code"] or (row["teacher_pid"] if row["entity_kind"] == "teacher" else None)
    empty = dict.fromkeys(
        (
            "student_pid",
            "course_code",
            "outcome",
            "verified_on",
            "value_then",
            "target",
            "target_far",
            "opened_by",
        )
    )
    return row | empty | {"entity_id": about, "is_self_found": False, "key": row["action_no"], "is_made_here": False}  # fmt: skip


def _task(scope: Scope, snapshot: Snapshot, row: dict, people: dict) -> Task:
    return Task(
        key=row["key"],
        indicator=indicator_name(row["indicator_id"]),
        about=about(scope, snapshot, row["entity_kind"], row["entity_id"], people),
        kind=row["kind"],
        owner=naming.person_name(people, row["teacher_pid"] or row["student_pid"]),
        opened_on=row["opened_on"],
        due_on=row["due_on"],
        closed_on=row["closed_on"],
        state=row["state"],
        clock=_clock(row, row["state"], snapshot.as_of),
        is_made_here=row["is_made_here"],
        is_self_found=bool(row["is_self_found"]),
        row=row,
    )


def indicator_name(key: str | None) -> Name:
    """The name of a figure; its id where it is not defined (any more)."""
    return catalogue.entry(key).name if key and catalogue.is_known(key) else Name(key or "—")


def about(scope: Scope, snapshot: Snapshot, kind: str | None, key: str | None, named: dict) -> Name | Link:
    """The entity an action is about, as a link to its page."""
    if kind in (None, "school"):
        return Link("school", "school", naming.college(scope, snapshot))
    if kind in ("teacher", "student"):
        shown = naming.person_name(named, key)
        return Link(kind, key, Name(shown)) if shown else Name("—")
    known = {"org": naming.departments, "major": naming.majors, "course": naming.courses}[kind](
        scope, snapshot
    )
    return naming.link(PAGES[kind], known, key or "")


def _clock(row: dict, state: str, today: date) -> Sentence:
    if state == "closed":
        return outcome_words(row["outcome"])
    left = (row["due_on"] - today).days
    if left < 0:
        return Sentence("tasks.clock_late", {"count": Amount(-left, "count")})
    return (
        Sentence("tasks.clock_left", {"count": Amount(left, "count")})
        if left
        else Sentence("tasks.clock_today")
    )


def outcome_words(outcome: str | None) -> Sentence:
    """The effect of a closed action in words; one that a source closed was not judged here."""
    return Sentence(f"tasks.outcome_{outcome or 'elsewhere'}")


def _units(scope: Scope, snapshot: Snapshot, every: tuple[dict, ...]) -> tuple[Choice, ...]:
    """Departments that the actions belong to."""
    known = naming.departments(scope, snapshot)
    codes = sorted({row["org_code"] for row in every if row["org_code"] in known})
    return tuple(Choice(code, known[code].name) for code in codes)


def _findings(by_state: dict[str, tuple[dict, ...]]) -> tuple[Sentence, ...]:
    counts = {tab: Amount(len(listed), "count") for tab, listed in by_state.items()}
    if not any(by_state.values()):
        return (Sentence("tasks.found_none"),)
    first = Sentence("tasks.found_late" if by_state["overdue"] else "tasks.found", counts)
    judged = [row["outcome"] for row in by_state["closed"] if row["outcome"]]
    if not judged:
        return (first,)
    told = {
        name: Amount(judged.count(name), "count")
        for name in ("effective", "partly", "no_effect", "cannot_tell")
    }
    return findings.kept(
        first, Sentence("tasks.found_effect", {"count": Amount(len(judged), "count"), **told})
    )


def nobody() -> Refusal:
    """The state while the scope holds no action at all."""
    return Refusal("empty", Sentence("tasks.none_title"), Sentence("tasks.none_body"))


def nothing_here() -> Refusal:
    """The state of a tab without actions."""
    return Refusal("empty", Sentence("tasks.tab_none_title"), Sentence("tasks.tab_none_body"))


def choose_first() -> Refusal:
    """The state of the panel while no action is chosen."""
    return Refusal("empty", Sentence("tasks.choose_title"), Sentence("tasks.choose_body"))


def gone() -> Refusal:
    """The state for an action that the scope does not hold; never says whether it exists."""
    return Refusal("not_found", Sentence("tasks.gone_title"), Sentence("tasks.gone_body"))
