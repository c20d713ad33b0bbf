"""Rows of the access log in words: who, in which role, did what to what; persons by name only where the reader may."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from access.scope import Scope
from views import naming
from views.administration import masked_people
from views.parts import Amount, Name, Sentence

PERSONS = ("student", "teacher")
PID = re.compile(r"[st][0-9a-f]{20}")
# Notes that the product writes in the column of the purpose (actions/, access/grants.py, jobs/), and the text for each.
NOTES = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (r"role (?P<role>\w+)", "role"),
        (r"request (?P<number>\d+), (?P<hours>\d+) h", "request"),
        (r"request (?P<number>\d+) closed", "closed"),
        (r"ask (?P<kind>\w+)", "ask"),
        (r"answer (?P<decision>\w+)", "answer"),
        (r"(?P<count>\d+) seen", "seen"),
        (r"own copy", "own_copy"),
        (r"plan (?P<step>add|send|withdraw|done|confirmed|returned)", "plan"),
        (r"action (?P<deed>open|evidence|extend|close)(?: \w+)?", "action"),
    )
)
Named = Callable[[str | None], Sentence | Name | None]
Words = Sentence | Name | str | tuple | None


@dataclass(frozen=True)
class Told:
    """One row of the log as it is shown."""

    at: datetime
    who: Words
    role: Words
    act: Sentence
    object: Words
    page: Words
    purpose: Words
    fields: Words
    rows: Amount | None


def told(scope: Scope, rows: list[dict]) -> list[Told]:
    """The rows in words, in their order."""
    people = [row[key] for row in rows for key in ("person", "seen_as")]
    people += [row["object_id"] for row in rows if PID.fullmatch(row["object_id"] or "")]
    named = who_of(scope, tuple(people))
    return [_told(row, named) for row in rows]


def who_of(scope: Scope, pids: tuple[str | None, ...]) -> Named:
    """A lookup of persons: by name whom the reader may see by name, masked everybody else."""
    wanted = tuple(sorted({pid for pid in pids if pid}))
    known = naming.people(scope, wanted)
    masked = masked_people.lookup(tuple(pid for pid in wanted if pid not in known))

    def name(pid: str | None) -> Sentence | Name | None:
        by_name = naming.person_name(known, pid)
        return Name(by_name) if by_name else masked.of(pid)

    return name


def act_words(act: str) -> Sentence:
    """An act of the log in words."""
    return Sentence(f"access_log.act_{act}", otherwise=act)


def _told(row: dict, named: Named) -> Told:
    who = named(row["person"])
    seen_as = named(row["seen_as"])
    return Told(
        at=row["at"],
        who=Sentence("access_log.seen_as", {"who": who, "eyes": seen_as}) if seen_as else who,
        role=naming.role_name(row["role"]) if row["role"] else None,
        act=act_words(row["act"]),
        object=_object(row, named),
        page=_page(row["page"]),
        purpose=_purpose(row),
        fields=_fields(row["fields"]),
        rows=Amount(row["row_count"], "count") if row["row_count"] is not None else None,
    )


def _object(row: dict, named: Named) -> Words:
    """What was looked at or changed: a person, a unit by its code, a page, or a word of the product."""
    kind, unit = row["object_kind"], row["object_id"]
    words = Sentence(f"access_log.kind_{kind}", otherwise=kind)
    if unit in (None, "", kind):
        return words
    shown: Words = named(unit) if PID.fullmatch(unit) else unit
    if kind in ("page", "export"):
        shown = _page(unit)
    if kind == "sign_in":
        shown = Sentence(f"sign_in.{unit}.title", otherwise=unit)
    if kind == "access_log":
        shown = Sentence(f"access_log.tab_{unit}", otherwise=unit)
    return Sentence("access_log.of", {"kind": words, "what": shown})


def _fields(noted: str | None) -> Words:
    """The columns that were shown, in words where they are columns of ours."""
    names = (noted or "").split(", ") if noted else ()
    return tuple(Sentence(f"columns.{name}", otherwise=name) for name in names) or None


def _page(page: str | None) -> Sentence | None:
    return Sentence(f"{page}.menu", otherwise=page) if page else None


def _purpose(row: dict) -> Words:
    """What was noted with the act: typed words as they are, notes of the product in words."""
    noted = row["purpose"]
    for pattern, key in NOTES:
        met = pattern.fullmatch(noted or "")
        if met:
            params = {name: _param(name, value) for name, value in met.groupdict().items()}
            return Sentence(f"access_log.purpose_{key}", params)
    if row["act"] == "write" and row["object_kind"] == "student" and noted:
        return Sentence(f"warnings.state_{noted}", otherwise=noted)
    return noted


def _param(name: str, value: str) -> Words:
    if name == "role":
        return naming.role_name(value)
    if name in ("step", "deed"):
        return Sentence(f"access_log.{name}_{value}", otherwise=value)
    return Sentence(f"requests.{name}_{value}", otherwise=value) if name in ("kind", "decision") else value
