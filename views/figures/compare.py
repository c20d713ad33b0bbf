"""The tiles of a page beside something else: the period before, the same period a year before, the median of peers."""

from __future__ import annotations

from dataclasses import replace

from access.scope import Scope
from views import catalogue
from views.figures import values
from views.figures.change_words import UNIT_OF_CHANGE, has_changed, word
from views.parts import Amount, Sentence, Tile
from views.warehouse import Snapshot

WAYS = ("standard", "previous", "year", "peers")
SHOWN = ("observed", "provisional")


def tiles(
    scope: Scope,
    snapshot: Snapshot,
    entity_kind: str,
    entity_id: str,
    strip: tuple[Tile, ...],
    way: str | None,
) -> tuple[Tile, ...]:
    """The strip with its third line against what the reader chose; as it is for the standard and for anything unknown."""
    if way not in WAYS[1:]:
        return strip
    own = values.of_entity(scope, snapshot, entity_kind, entity_id)
    return tuple(
        tile if tile.chips or tile.parts else replace(tile, gap=_line(tile, own.rows, way)) for tile in strip
    )


def _line(tile: Tile, stored: dict[str, tuple[dict, ...]], way: str) -> Sentence:
    listed = stored.get(tile.figure.indicator_id, ())
    now = next((row for row in listed if row["period"] == tile.figure.period), None)
    if now is None or now["value"] is None or now["status"] not in SHOWN:
        return Sentence("compare.none")
    if way == "peers":
        return _beside_peers(now)
    before = _before(listed, now) if way == "previous" else _year_before(listed, now)
    return _against(before, now)


def _before(listed: tuple[dict, ...], now: dict) -> dict | None:
    known = [row for row in listed[: listed.index(now)] if row["value"] is not None]
    return known[-1] if known else None


def _year_before(listed: tuple[dict, ...], now: dict) -> dict | None:
    wanted = year_before(now["period"])
    return next((row for row in listed if row["period"] == wanted and row["value"] is not None), None)


def year_before(period: str) -> str:
    """The same period a year earlier: 2025-2026-1 gives 2024-2025-1, 2025 gives 2024.

    >>> year_before("2025-2026-1"), year_before("2025"), year_before("2024-2025")
    ('2024-2025-1', '2024', '2023-2024')
    """
    parts = period.split("-")
    return "-".join(str(int(part) - 1) if len(part) == 4 and part.isdigit() else part for part in parts)


def _against(before: dict | None, now: dict) -> Sentence:
    if before is None:
        return Sentence("compare.no_period")
    params = {"period": before["period"]}
    if before["definition_version"] != now["definition_version"]:
        return Sentence("compare.other_definition", params)
    entry = catalogue.entry(now["indicator_id"])
    if not has_changed(before, now):
        return Sentence("compare.same", params | {"before": Amount(before["value"], entry.unit)})
    change = now["value"] - before["value"]
    params["change"] = Amount(abs(change), UNIT_OF_CHANGE.get(entry.unit, entry.unit))
    return Sentence(f"compare.{word(entry.direction, change)}", params)


def _beside_peers(now: dict) -> Sentence:
    median, count = now["peer_median"], now["peer_count"]
    if median is None or not count:
        return Sentence("compare.no_peers")
    entry = catalogue.entry(now["indicator_id"])
    low, high = (
        now["low"] if now["low"] is not None else now["value"],
        now["high"] if now["high"] is not None else now["value"],
    )
    side = "above" if low > median else "below" if high < median else "chance"
    params = {"median": Amount(median, entry.unit), "count": Amount(count, "count")}
    return Sentence(f"compare.peers_{side}", params)
