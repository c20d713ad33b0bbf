"""Whether a sentence claims a difference that the stored interval supports; judged from the rows alone, by an oracle of its own."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from data.warehouse.schema.marts import ind_value
from tests.sentences.recording import Opened, parts
from views import warehouse
from views.parts import Amount, Intervals, Link, Sentence, Tile

SIDES = ("above", "below", "chance")
AGAINST_SCHOOL = ("departments", "courses", "major_courses", "teaching_pass", "teaching_attendance")
PAGE_KIND = {"department": "org", "teaching_class": "offering", "class": "class"}


def false_claims(opened: Opened) -> list[str]:
    """Everything the page claims and the intervals do not support."""
    said = list(opened.said.values())
    found = [*_stored(opened), *_pictures(opened), *_tiles(opened)]
    for sentence in said:
        found += _named(sentence, opened) + _beside_a_line(sentence)
    return [f"{opened.where}: {one}" for one in found]


def side(low: float | None, high: float | None, line: float | None) -> str | None:
    """What an interval says of a line; nothing where one of them is not known."""
    if low is None or high is None or line is None:
        return None
    return "above" if low > line else "below" if high < line else "chance"


def school_values() -> dict[tuple, set[float]]:
    """The school's stored values by indicator and period; two where an earlier snapshot told another one."""
    columns, found = ind_value.c, defaultdict(set)
    query = select(columns.indicator_id, columns.period, columns.value).where(columns.entity_kind == "school")
    with warehouse.engine().connect() as connection:
        for indicator_id, period, value in connection.execute(query):
            found[indicator_id, period].add(value)
    return found


def sides(row: dict, school: dict[tuple, set[float]]) -> set[str | None]:
    """What the interval of a row says of the school's value."""
    return {side(row["low"], row["high"], line) for line in school[row["indicator_id"], row["period"]]}


def _stored(opened: Opened) -> list[str]:
    """Differences of the rows read, against the school's value of the same indicator and period."""
    school = school_values()
    rows = opened.rows("difference", "low", "high", "entity_kind", "indicator_id", "period")
    return [
        f"{row['indicator_id']} of {row['entity_kind']} is stored as {row['difference']}"
        for row in rows
        if row["difference"] is not None
        and row["low"] is not None
        and row["difference"] not in sides(row, school)
    ]


def _pictures(opened: Opened) -> list[str]:
    return [
        f"{row.link} is drawn as {row.difference}"
        for picture in parts(opened.blocks)
        if isinstance(picture, Intervals)
        for row in picture.rows
        if row.word is None and row.difference is not None
        and side(row.low, row.high, picture.comparator) not in (None, row.difference)
    ]  # fmt: skip


def _tiles(opened: Opened) -> list[str]:
    found = []
    for tile in parts(opened.blocks):
        if not isinstance(tile, Tile) or tile.gap is None or not tile.gap.key.startswith("figures.school_"):
            continue
        told, line = (
            tile.gap.key.removeprefix("figures.school_"),
            (tile.note.params if tile.note else {}).get("school"),
        )
        seen = side(tile.figure.low, tile.figure.high, line.value if line else None)
        found += [f"tile {tile.figure.indicator_id} says {told}"] if seen not in (None, told) else []
    return found


def _named(sentence: Sentence, opened: Opened) -> list[str]:
    """Units named above or below the school: each has a row read whose interval says so."""
    subject = sentence.key.removeprefix("findings.").rpartition("_")[0]
    if subject not in AGAINST_SCHOOL:
        return []
    school, found = school_values(), []
    for told in ("above", "below"):
        for link in sentence.params.get(told, ()):
            if not isinstance(link, Link):
                continue
            kind = PAGE_KIND.get(link.page, link.page)
            rows = [
                row for row in opened.rows("low", "high", "entity_id", "entity_kind", "indicator_id", "period")
                if (row["entity_kind"], row["entity_id"]) == (kind, link.key)
            ]  # fmt: skip
            seen = set().union(*(sides(row, school) for row in rows))
            found += [f"{link.key} is named {told} in {sentence.key}"] if told not in seen else []
    return found


def _beside_a_line(sentence: Sentence) -> list[str]:
    """Sentences that tell interval and line themselves."""
    told = sentence.key.rpartition("_")[2]
    values = {name: one.value for name, one in sentence.params.items() if isinstance(one, Amount)}
    line = next((values[name] for name in ("standard", "school", "median") if name in values), None)
    if told not in SIDES or not {"low", "high"} <= set(values) or line is None:
        return []
    seen = side(values["low"], values["high"], line)
    return [f"{sentence.key} {values}"] if seen not in (None, told) else []
