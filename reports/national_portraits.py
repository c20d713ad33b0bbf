"""Portrait rows for the national platform: each person's JSON of groups, short enough, and one row for each dimension."""

from __future__ import annotations

import json
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime

from ui import i18n, text
from views.administration import national, portraits
from views.administration.national import Made, Stamps
from views.administration.portraits import Configuration, Line, Person
from views.warehouse import Snapshot


@dataclass(frozen=True)
class Written:
    """The portrait tables of one kind of person, and how many keys were left out because the text was too long."""

    tables: tuple[Made, Made]
    dropped: int


def made(snapshot: Snapshot, kind: str, configuration: Configuration, marks: Stamps) -> Written:
    """ODS_XSHXSJ or ODS_JSHXSJ and their dimensions, in Chinese whatever the language of the run."""
    return copy_context().run(_made, snapshot, kind, configuration, marks)


def _made(snapshot: Snapshot, kind: str, configuration: Configuration, marks: Stamps) -> Written:
    i18n.use("zh")
    asked = configuration.portraits[kind]  # type: ignore[index]
    found, made_at = portraits.people(snapshot, kind, configuration)
    rows, dropped = [], 0
    for person in found:
        told, left = fitted(person.lines, tuple(asked.groups), configuration.limit)
        rows.append(_row(person, told, made_at))
        dropped += left
    number = {"student": "student_no", "teacher": "staff_no"}[kind]
    keyed = [row | {number: row["person_no"]} for row in rows]
    whole = national.as_table(asked.table, keyed, marks)
    parts = national.as_table(
        asked.dimensions_table, [row | {number: row["person_no"]} for row in _dimensions(found)], marks
    )
    return Written((whole, parts), dropped)


def fitted(lines: tuple[Line, ...], groups: tuple[str, ...], limit: int) -> tuple[str, int]:
    """The JSON of a portrait in at most `limit` characters, and how many keys went for it, the least important first.

    >>> fitted((Line("a", "k", "long", 1), Line("a", "m", "x", 9)), ("a",), 16)
    ('{"a":{"m":"x"}}', 1)
    """
    kept = [(line, text.plain(line.value)) for line in lines]
    leaving = sorted(range(len(kept)), key=lambda place: (kept[place][0].importance, -place))
    gone: set[int] = set()
    while len(told := _told(kept, gone, groups)) > limit and len(gone) < len(kept):
        gone.add(leaving[len(gone)])
    return told, len(gone)


def _told(kept: list[tuple[Line, str]], gone: set[int], groups: tuple[str, ...]) -> str:
    body: dict[str, dict[str, str]] = {group: {} for group in groups}
    for place, (line, shown) in enumerate(kept):
        if place not in gone:
            body[line.group][line.key] = shown
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _row(person: Person, told: str, made_at: datetime) -> dict:
    return {
        "person_no": person.person_no,
        "full_name": person.full_name,
        "view_count": person.view_count,
        "portrait_json": told,
        "made_on": made_at,
        "last_viewed_on": person.last_viewed_at,
    }


def _dimensions(found: tuple[Person, ...]) -> list[dict]:
    return [
        {
            "person_no": person.person_no,
            "dimension": result.dimension,
            "name_zh": result.name.zh,
            "name_en": result.name.en,
            "result": text.plain(result.sentence),
        }
        for person in found
        for result in person.results
    ]
