"""Is the access log as it was written: its newest rows followed now, all of them at the last check, what was removed."""

from __future__ import annotations

import json

from access import log_chain
from access.log_chain import Verdict
from access.scope import Scope
from data.warehouse.log_checks import CHECK
from data.warehouse.queries import access_log as queries
from views import warehouse
from views.administration import checks
from views.parts import Amount, Item, Sentence, State

NEWEST = 5_000  # rows followed at each look, 0.1 s; all of them by `jobs check`
REMOVALS_SHOWN = 20


def verdict() -> Verdict:
    """Whether the newest rows follow each other. It reads rows of everybody and tells numbers of rows alone."""
    with warehouse.engine().connect() as connection:
        return log_chain.verify(connection, newest=NEWEST)


def finding(found: Verdict) -> Sentence:
    """The verdict as the sentence at the top of the page."""
    if found.is_whole:
        return Sentence("access_log.finding_whole", {"rows": Amount(found.checked, "count")})
    return Sentence("access_log.finding_broken", {"first": Amount(found.broken, "count")})


def items(scope: Scope, found: Verdict) -> tuple[Item, ...]:
    """The newest rows followed now, and all of them at the last check."""
    now = Sentence("access_log.chain_now", {"rows": Amount(found.checked, "count")})
    first = Item(now, finding(found), State("pass" if found.is_whole else "fail"))
    rows = warehouse.read(queries.last_check(CHECK), scope).to_dicts()
    if not rows:
        return (first, Item(Sentence("access_log.chain_never"), Sentence("access_log.chain_how")))
    (last,) = rows
    told = checks.found(CHECK, json.loads(last["found"]))
    title = Sentence("access_log.chain_checked", {"at": last["checked_at"]})
    return (first, Item(title, told, State(last["status"])))


def removals(scope: Scope) -> list[tuple]:
    """Removals of rows whose time was over, newest first: when, up to which row, how many."""
    rows = warehouse.read(queries.anchors(REMOVALS_SHOWN), scope).to_dicts()
    return [
        (row["at"], Amount(row["last_log_id"], "count"), Amount(row["row_count"], "count")) for row in rows
    ]
