"""My data: who looked, what was opened on request, what I asked and chose, how others see me; for students and teachers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from access import relations
from access.scope import Scope
from data.warehouse.queries import own_rights as queries
from views import choices, warehouse
from views.administration import on_request, requests
from views.figures import findings
from views.parts import Amount, Header, Item, Refusal, Sentence, Table
from views.students import support

VIEWED_DAYS = 180
LOOKED_DAYS = 30
TOPICS = {"student": relations.MODEL_LAYER, "teacher": relations.NAMED_PROFILE}


@dataclass(frozen=True)
class MyData:
    """Everything the page shows of the person to the person."""

    header: Header
    findings: tuple[Sentence, ...]
    viewers: Table
    notices: tuple[Item, ...]
    requests: tuple[Item, ...]
    topic: str
    holds: bool  # the objection (students) or consent (teachers) is in force
    since: datetime | None

    @property
    def unseen(self) -> int:
        """Notices that the person has not marked as seen."""
        return on_request.unseen(self.notices)

    @property
    def choice(self) -> Sentence:
        """What is chosen now, and since when."""
        if self.since is None:
            return Sentence(f"my_data.{self.topic}_never")
        return Sentence(f"my_data.{self.topic}_{'on' if self.holds else 'off'}", {"at": self.since})


def overview(scope: Scope, now: datetime) -> MyData | Refusal:
    """The page of the active role's own person; a designed refusal for an account that is no such person."""
    kind = scope.role
    if warehouse.read(queries.own_units(kind, scope.person), scope).is_empty():
        return choices.no_own_record(scope, kind)
    topic = TOPICS[kind]
    holds, since = _chosen(scope, topic)
    notices = on_request.notices(scope, kind, scope.person)
    own = warehouse.read(queries.requests_of(scope.person), scope).to_dicts()
    return MyData(
        header=Header(title=Sentence("my_data.title"), kind=Sentence("my_data.kind")),
        findings=findings.kept(_looked(scope, kind, now), _noticed(notices), _asked(own)),
        viewers=support.viewers(scope, kind, scope.person, now, VIEWED_DAYS),
        notices=notices,
        requests=requests.of_person(scope, now),
        topic=topic,
        holds=holds,
        since=since,
    )


def _chosen(scope: Scope, topic: str) -> tuple[bool, datetime | None]:
    rows = warehouse.read(queries.choices_of(scope.person), scope).to_dicts()
    mine = [row for row in rows if row["topic"] == topic]
    if not mine:
        return False, None
    newest = mine[0]
    return newest["until"] is None, newest["until"] or newest["since"]


def _looked(scope: Scope, kind: str, now: datetime) -> Sentence:
    table = support.viewers(scope, kind, scope.person, now, LOOKED_DAYS)
    roles = tuple(dict.fromkeys(row[0] for row in table.rows))
    times = sum(row[2].value for row in table.rows)
    params = {
        "days": Amount(LOOKED_DAYS, "count"),
        "times": Amount(times, "count"),
        "roles": roles,
    }
    return Sentence("my_data.found_views" if roles else "my_data.found_nobody", params)


def _noticed(notices: tuple[Item, ...]) -> Sentence | None:
    count = on_request.unseen(notices)
    return Sentence("my_data.found_notice", {"count": Amount(count, "count")}) if count else None


def _asked(rows: list[dict]) -> Sentence | None:
    days = [row["due_on"] for row in rows if row["answered_at"] is None]
    if not days:
        return None
    return Sentence("my_data.found_open", {"count": Amount(len(days), "count"), "day": min(days)})
