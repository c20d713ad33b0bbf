"""A major among the majors of its class: its range of places, whom it cannot be told from, and medians with their n."""

from __future__ import annotations

from statistics import median

from access.scope import Scope
from data.warehouse.queries import standing as queries
from data.warehouse.queries import values as value_queries
from views import catalogue, naming, warehouse
from views.figures.standing import Standing
from views.figures.values import Values
from views.parts import Amount, Column, Sentence, Table
from views.warehouse import Snapshot

COMPARED = ("maj_core_first_pass", "maj_dual_share", "maj_student_teacher_ratio", "maj_placement", "maj_match",
            "maj_certificate_rate", "maj_report_in", "maj_employer_satisfaction")  # fmt: skip
FEWEST = 3  # of fewer peers a median would tell one of them


def standing_sentences(
    scope: Scope, snapshot: Snapshot, code: str, held: Standing | None
) -> tuple[Sentence, ...]:
    """Range of places among the majors of the same standard, and who is indistinguishable; none without an index."""
    if held is None or held.is_withheld:
        return ()
    rows = warehouse.read(queries.of_majors(snapshot.snapshot_id), scope).to_dicts()
    peers = [row for row in rows if row["standard_id"] == held.standard_id]
    own = next((row for row in peers if row["entity_id"] == code), None)
    if own is None or own["place_low"] is None:
        return ()
    known = naming.majors(scope, snapshot)
    told = [row for row in peers if row["low"] is not None and row["entity_id"] != code]
    alike = tuple(
        naming.link("major", known, row["entity_id"])
        for row in told
        if own["low"] <= row["high"] and row["low"] <= own["high"]
    )
    hidden = len(peers) - 1 - len(told)
    sentences = [
        _place(own),
        Sentence("boards.alike", {"names": alike}) if alike else Sentence("boards.alike_nobody"),
    ]
    if hidden:
        sentences.append(Sentence("boards.peers_hidden", {"count": Amount(hidden, "count")}))
    return tuple(sentences)


def _place(own: dict) -> Sentence:
    params = {key: Amount(own[f"place_{key}"], "count") for key in ("low", "high", "of")}
    is_one = own["place_low"] == own["place_high"]
    return Sentence(f"boards.place_majors_{'one' if is_one else 'range'}", params)


def table(scope: Scope, snapshot: Snapshot, code: str, own: Values) -> Table | None:
    """Own figures beside the median of the majors of the same class, with how many stand behind it; None without peers."""
    known = naming.majors(scope, snapshot)
    kind = known[code].kind
    peers = tuple(other for other, unit in known.items() if unit.kind == kind and other != code)
    if not kind or not peers:
        return None
    stored: dict[str, list[float]] = {}
    query = value_queries.of_entities(snapshot.snapshot_id, "major", peers, COMPARED)
    for row in warehouse.read(query, scope).iter_rows(named=True):
        if row["is_latest"] and row["value"] is not None:
            stored.setdefault(row["indicator_id"], []).append(row["value"])
    rows = tuple(_row(key, own, stored.get(key, [])) for key in COMPARED if own.has(key))
    if not rows:
        return None
    heads = (
        ("figure", "left"),
        ("own", "right"),
        ("median", "right"),
        ("peers", "right"),
        ("against", "left"),
    )
    columns = tuple(Column(Sentence(f"boards.head_{head}"), align) for head, align in heads)
    return Table(columns, rows, Sentence("boards.peers_note", {"few": Amount(FEWEST, "count")}))


def _row(key: str, own: Values, others: list[float]) -> tuple:
    entry, figure = catalogue.entry(key), own.figure(key)
    middle = median(others) if len(others) >= FEWEST else None
    return (
        entry.name,
        figure.amount,
        Amount(middle, entry.unit) if middle is not None else None,
        Amount(len(others), "count"),
        against(figure.amount.value, figure.low, figure.high, middle),
    )


def against(
    value: float | None, low: float | None, high: float | None, middle: float | None
) -> Sentence | None:
    """What may be said of a figure beside a median: only an interval that leaves the median out says anything."""
    if value is None or middle is None:
        return None
    if low is None or high is None:
        return Sentence("boards.against_register")
    if low > middle:
        return Sentence("boards.against_above")
    return Sentence("boards.against_below" if high < middle else "boards.against_chance")
