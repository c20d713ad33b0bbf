"""Access log page: who looked at whom, took files away, was refused, asked for a record, changed rights; is the log whole?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from access import policy
from access.scope import Scope
from data.warehouse.home import read_setting
from data.warehouse.queries import access_log as queries
from data.warehouse.queries.access_log import Wanted
from views import clock, naming, warehouse
from views.administration import log_state, unusual
from views.administration.log_rows import PERSONS, Told, act_words, told, who_of
from views.figures import findings
from views.parts import Amount, Column, Header, Item, Name, Sentence, Table

DAYS = (1, 7, 30, 90, 365)
DEFAULT_DAYS = 30
TABS: dict[str, tuple[str, ...]] = {
    "unusual": (),
    "views": ("view", "unmask"),
    "files": ("list", "export"),
    "refusals": ("refuse",),
    "requests": ("break_glass",),
    "changes": (),  # everything that is named in no other tab
    "accounts": ("sign_in", "sign_out"),
    "chain": (),
}
OTHER_ACTS = tuple(act for acts in TABS.values() for act in acts)
PAGE_ROWS = 100
RECENT_MOST = 200_000  # rows the rules look at; more in thirty days and they look at the newest
MINUTE = 60


@dataclass(frozen=True)
class Choice:
    """What was chosen on the page: tab, days back, role, one act of the tab, and where its page of rows begins."""

    tab: str
    days: int
    role: str | None
    act: str | None
    after: int


@dataclass(frozen=True)
class LogPage:
    """Everything the page shows; `total` counts the rows of the tab, of which the table holds one page."""

    header: Header
    findings: tuple[Sentence, ...]
    choice: Choice
    roles: tuple[tuple[str, Name], ...]
    acts: tuple[tuple[str, Sentence], ...]
    table: Table | None
    total: int
    pages: tuple[tuple[int, Sentence], ...]
    chain: tuple[Item, ...] = ()


def chosen(tab: str | None, days: str | None, role: str | None, act: str | None, after: str | None) -> Choice:
    """What the address asks for, as far as it is something that can be chosen."""
    tab = tab if tab in TABS else "unusual"
    back = int(days) if days and days.isdigit() and int(days) in DAYS else DEFAULT_DAYS
    begin = int(after) if after and after.isdigit() and len(after) < 10 else 0
    known = act is not None and _is_in(tab, act)
    return Choice(
        tab,
        back,
        role if role in policy.roles() else None,
        act if known else None,
        begin // PAGE_ROWS * PAGE_ROWS,
    )


def _is_in(tab: str, act: str) -> bool:
    """Whether rows of an act stand in a tab."""
    return act in TABS[tab] or (tab == "changes" and act not in OTHER_ACTS)


def overview(scope: Scope, choice: Choice) -> LogPage:
    """The page for what was chosen; works before the first load and the first snapshot."""
    since = clock.now() - timedelta(days=choice.days)
    lately = _lately(scope, None, int(clock.now().timestamp() // MINUTE))
    verdict = log_state.verdict()
    roles = tuple(role for (role,) in warehouse.read(queries.roles(since), scope).rows())
    acts = tuple(act for (act,) in warehouse.read(queries.acts(since), scope).rows())
    table, total = _table_of(scope, choice, since, lately.unusual)
    reach = "all" if reads_all(scope) else "technical"
    return LogPage(
        header=Header(title=Sentence("access_log.title"), kind=Sentence(f"access_log.reach_{reach}")),
        findings=findings.kept(
            _counted(lately.acts, reach), _unusual(lately.unusual), log_state.finding(verdict)
        ),
        choice=choice,
        roles=tuple((role, naming.role_name(role)) for role in roles),
        acts=tuple((act, act_words(act)) for act in acts if _is_in(choice.tab, act)),
        table=table,
        total=total,
        pages=_pages(total),
        chain=log_state.items(scope, verdict) if choice.tab == "chain" else (),
    )


def _zone() -> str:
    with warehouse.engine().connect() as connection:
        return read_setting(connection, "zone", "UTC")


def reads_all(scope: Scope) -> bool:
    """Whether the role reads the whole log, and not only its technical rows."""
    return any("all" in grant.kinds for grant in policy.cell(scope.role, "access_log").rows)


@dataclass(frozen=True)
class Lately:
    """The last days in short: how many rows of each act and kind of object, and what is a reason to ask."""

    acts: tuple[tuple[str, str, int], ...]
    unusual: tuple[unusual.Unusual, ...]


@warehouse.cached
def _lately(scope: Scope, _snapshot: None, _minute: int) -> Lately:
    """Looked at once a minute: a hundred thousand rows of a month take half a second."""
    since = clock.now() - timedelta(days=unusual.days())
    recent = warehouse.read(queries.recent(since, RECENT_MOST), scope)
    if recent.is_empty():
        return Lately((), ())
    counted = recent.group_by("act", "object_kind").len()
    return Lately(tuple(counted.rows()), unusual.found(recent, _zone()))


# --- findings --------------------------------------------------------------------------------------------------


def _counted(rows: tuple[tuple[str, str, int], ...], reach: str) -> Sentence:
    """Views of persons, exports, refusals and requests of the last days; refusals and changes where no more may be read."""
    acts: Counter = Counter()
    for act, _, number in rows:
        acts[act] += number
    counts = {
        "views": sum(number for act, kind, number in rows if act == "view" and kind in PERSONS),
        "exports": acts["export"],
        "refusals": acts["refuse"],
        "requests": acts["break_glass"],
        "changes": sum(number for act, number in acts.items() if act not in OTHER_ACTS),
        "days": unusual.days(),
    }
    params = {key: Amount(value, "count") for key, value in counts.items()}
    return Sentence(f"access_log.finding_counts_{reach}", params)


def _unusual(spoken: tuple[unusual.Unusual, ...]) -> Sentence:
    if not spoken:
        return Sentence("access_log.finding_usual", {"days": Amount(unusual.days(), "count")})
    people = len({one.person for one in spoken})
    params = {"count": Amount(len(spoken), "count"), "people": Amount(people, "count")}
    return Sentence("access_log.finding_unusual", params)


# --- tabs ------------------------------------------------------------------------------------------------------


def _table_of(
    scope: Scope, choice: Choice, since: datetime, spoken: tuple[unusual.Unusual, ...]
) -> tuple[Table | None, int]:
    """The table of the chosen tab and how many rows it has in all."""
    if choice.tab == "unusual":
        return _unusual_table(scope, spoken), len(spoken)
    if choice.tab == "requests":
        return _requests(scope, choice, since)
    if choice.tab == "chain":
        return _table("chain", log_state.removals(scope)), 0
    acts = (choice.act,) if choice.act else TABS[choice.tab]
    wanted = Wanted(since, acts, () if acts else OTHER_ACTS, choice.role)
    total = _number(queries.count(wanted), scope)
    begin = choice.after if choice.after < total else 0
    rows = warehouse.read(queries.rows(wanted, most=PAGE_ROWS, after=begin), scope).to_dicts()
    return _listed(choice.tab, told(scope, rows)), total


def _number(query, scope: Scope) -> int:
    return int(warehouse.read(query, scope)["rows"][0])


HEADS: dict[str, tuple[str, ...]] = {
    "views": ("at", "who", "role", "object", "page", "purpose"),
    "files": ("at", "who", "role", "act", "object", "rows", "fields", "purpose"),
    "refusals": ("at", "who", "role", "object", "page", "purpose"),
    "changes": ("at", "who", "role", "act", "object", "purpose"),
    "accounts": ("at", "who", "act", "object"),
    "requests": ("at", "who", "role", "object", "purpose", "until", "state"),
    "unusual": ("rule", "who", "role", "day", "count"),
    "chain": ("at", "last", "rows"),
}
RIGHT, WIDE = {"rows", "count", "last"}, {"purpose", "fields", "rule"}


def _columns(tab: str) -> tuple[Column, ...]:
    return tuple(
        Column(
            Sentence(f"access_log.head_{head}"),
            "right" if head in RIGHT else "wide" if head in WIDE else "left",
        )
        for head in HEADS[tab]
    )


def _table(tab: str, rows: list[tuple]) -> Table | None:
    return Table(_columns(tab), tuple(rows)) if rows else None


def _listed(tab: str, rows: list[Told]) -> Table | None:
    return _table(tab, [tuple(getattr(row, head) for head in HEADS[tab]) for row in rows])


def _unusual_table(scope: Scope, spoken: tuple[unusual.Unusual, ...]) -> Table | None:
    named = who_of(scope, tuple(one.person for one in spoken))
    rows = [
        (
            _rule_words(one.rule),
            named(one.person),
            naming.role_name(one.role),
            one.day or Sentence("access_log.whole_period", {"days": Amount(unusual.days(), "count")}),
            Amount(one.count, "count"),
        )
        for one in spoken
    ]
    return _table("unusual", rows)


def _rule_words(rule: unusual.Rule) -> Sentence:
    params = {"above": Amount(rule.above, "count"), "rows": Amount(rule.rows, "count")}
    begin, end = rule.hours or (0, 0)
    return Sentence(f"access_log.rule_{rule.rule_id}", params | {"begin": f"{begin}:00", "end": f"{end}:00"})


def _requests(scope: Scope, choice: Choice, since: datetime) -> tuple[Table | None, int]:
    """Requests to read a person's record, with the purpose as it was typed."""
    total = _number(queries.request_count(since, choice.role), scope)
    begin = choice.after if choice.after < total else 0
    query = queries.requests(since, choice.role, most=PAGE_ROWS, after=begin)
    rows = warehouse.read(query, scope).to_dicts()
    named = who_of(scope, tuple(row[key] for row in rows for key in ("person", "subject")))
    return _table("requests", [_request(row, named) for row in rows]), total


def _request(row: dict, named: Callable[[str | None], Sentence | Name | None]) -> tuple:
    ended = row["closed_at"] or row["expires_at"]
    state = "open" if row["closed_at"] is None and row["expires_at"] > clock.now() else "done"
    seen = Sentence("access_log.notice_seen" if row["notice_seen_at"] else "access_log.notice_unseen")
    return (
        row["opened_at"], named(row["person"]), naming.role_name(row["role"]), named(row["subject"]), row["purpose"],
        ended, (Sentence(f"access_log.request_{state}"), seen),
    )  # fmt: skip


def _pages(total: int) -> tuple[tuple[int, Sentence], ...]:
    """Pages of rows, newest first; none where one page holds all."""
    if total <= PAGE_ROWS:
        return ()
    return tuple(
        (begin, Sentence("access_log.rows_page", {
            "first": Amount(begin + 1, "count"), "last": Amount(min(begin + PAGE_ROWS, total), "count"),
            "total": Amount(total, "count"),
        }))
        for begin in range(0, total, PAGE_ROWS)
    )  # fmt: skip
