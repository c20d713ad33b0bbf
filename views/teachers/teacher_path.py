"""A teacher over the years against the tier path, and where the teacher stands among peers: as a range, never as a place."""

from __future__ import annotations

from access.scope import Scope
from data.warehouse.queries import teacher as queries
from views import catalogue, warehouse
from views.figures.figure_table import likely_range
from views.figures.standing import SHOWN, Standing
from views.figures.values import Values, marks_of
from views.parts import Amount, Column, Path, PathPoint, Paths, Sentence, Table

KIND = "teacher"
MOST = 6
# process of teaching, kept for every term, in the order in which they are drawn
SERIES = (
    "tch_content_execution", "tch_feedback_ontime", "tch_stage_coverage", "tch_class_records", "tch_loop_closure",
    "cou_contact_ontime", "cou_request_ontime", "tch_set_eb", "tch_supervision",
)  # fmt: skip
FEWEST_PEERS = 8  # fewer would tell who they are
WORDS = ("level", "flag")  # values that are words: half of the peers share them
QUARTERS = (25.0, 50.0, 75.0)


def paths(scope: Scope, teacher_pid: str, own: Values, standings: dict[str, Standing]) -> Paths | None:
    """What is stored of more than one period, drawn against the line of the tier ahead; None where no period has a sequel."""
    aim = standings.get("next") or standings.get("own")
    drawn = [path for path in (_index(scope, teacher_pid, standings), *_series(own, aim)) if path is not None]
    if not drawn:
        return None
    names = tuple(path.title for path in drawn[:MOST])
    return Paths(tuple(drawn[:MOST]), Sentence("teacher.paths_alt", {"names": names}))


def _index(scope: Scope, teacher_pid: str, standings: dict[str, Standing]) -> Path | None:
    """The index against the own standard in earlier snapshots, one per as-of, with the line to meet."""
    held = standings.get("own")
    if held is None:
        return None
    rows = warehouse.read(queries.indices_over_time(KIND, teacher_pid), scope).to_dicts()
    same = {
        row["as_of"]: row
        for row in rows
        if row["standard_id"] == held.standard_id and row["relation"] == "own"
    }
    points = tuple(
        PathPoint(day.isoformat(), row["score"], row["low"], row["high"], held.names.met)
        for day, row in sorted(same.items())
    )
    label = Sentence("teacher.path_index_line", {"line": Amount(held.names.met, "score")})
    return Path(Sentence("teacher.path_index"), points, "score", label) if _goes_on(points) else None


def _series(own: Values, aim: Standing | None):
    marks = {row["indicator_id"]: marks_of(row) for row in aim.items} if aim else {}
    for indicator in SERIES:
        found = marks.get(indicator) or ()
        line = found[2] if found else None
        points = tuple(
            PathPoint(
                row["period"], row["value"] if row["status"] in SHOWN else None, row["low"], row["high"], line
            )
            for row in own.rows.get(indicator, ())
        )
        if _goes_on(points):
            entry = catalogue.entry(indicator)
            params = {"standard": aim.names.name, "line": Amount(line, entry.unit)} if found else {}
            label = Sentence("teacher.path_line", params) if found else None
            yield Path(entry.name, points, entry.unit, label)


def _goes_on(points: tuple[PathPoint, ...]) -> bool:
    return sum(point.value is not None for point in points) > 1


def peers(own: Values) -> Table | None:
    """Own value, the peers' middle, and the part of the peers in which the teacher lies; None with fewer than eight peers."""
    rows = [_peer(own, key) for key in own.rows if _is_placed(own.row(key))]
    if not rows:
        return None
    heads = ("indicator", "value", "range", "median", "position", "peers")
    right = ("value", "median", "peers")
    columns = tuple(
        Column(Sentence(f"teacher.head_peer_{head}"), "right" if head in right else "left") for head in heads
    )
    return Table(columns, tuple(rows), Sentence("teacher.peers_note"))


def _is_placed(row: dict) -> bool:
    return (
        row["percentile"] is not None
        and row["status"] in SHOWN
        and (row["peer_count"] or 0) >= FEWEST_PEERS
        and catalogue.is_known(row["indicator_id"])
        and catalogue.entry(row["indicator_id"]).unit not in WORDS
    )


def _peer(own: Values, key: str) -> tuple:
    row, entry = own.row(key), catalogue.entry(key)
    return (
        entry.name,
        Amount(row["value"], entry.unit),
        likely_range(row["low"], row["high"], entry.unit),
        Amount(row["peer_median"], entry.unit),
        position(row),
        Amount(row["peer_count"], "count"),
    )


def position(row: dict) -> Sentence:
    """The quarters of the peers in which a value lies, from the likely range where it has one: never a place."""
    if row["value"] == row["peer_median"]:
        return Sentence("teacher.quarter_same")
    low = row["percentile_low"] if row["percentile_low"] is not None else row["percentile"]
    high = row["percentile_high"] if row["percentile_high"] is not None else row["percentile"]
    first, last = _quarter(min(low, high)), _quarter(max(low, high))
    if first == last:
        return Sentence(f"teacher.quarter_{first}")
    if (first, last) == (1, 4):
        return Sentence("teacher.quarter_any")
    return Sentence("teacher.quarters", {"first": Sentence(f"teacher.quarter_{first}"), "last": Sentence(f"teacher.quarter_{last}")})  # fmt: skip


def _quarter(percentile: float) -> int:
    return 1 + sum(percentile >= edge for edge in QUARTERS)


def value_added(own: Values) -> Table | None:
    """Teaching value added with its interval, by school year: context alone, for those who may read it."""
    rows = [
        row
        for row in own.rows.get("tch_value_added", ())
        if row["value"] is not None and row["status"] in SHOWN
    ]
    if not rows:
        return None
    columns = tuple(
        Column(Sentence(f"teacher.head_peer_{head}"), "right" if head == "value" else "left")
        for head in ("period", "value", "range", "reading")
    )
    return Table(columns, tuple(_added(row) for row in rows), Sentence("teacher.value_added_note"))


def _added(row: dict) -> tuple:
    low, high = row["low"], row["high"]
    unknown = low is None or high is None or low <= 0 <= high
    word = "chance" if unknown else "above" if low > 0 else "below"
    unit = catalogue.entry("tch_value_added").unit
    return (
        Sentence("figures.period", {"period": row["period"]}),
        Amount(row["value"], unit),
        likely_range(low, high, unit),
        Sentence(f"teacher.value_added_{word}"),
    )
