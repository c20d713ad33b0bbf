"""Requests of persons about their own data: what may be asked, who answers, by when; declared in requests.yaml."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("requests.yaml")


@cache
def declared() -> dict:
    """The whole declaration."""
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def kinds() -> tuple[str, ...]:
    """What may be asked: correct, contest, help, private, copy, other."""
    return tuple(declared()["kinds"])


def subjects(person_kind: str) -> tuple[str, ...]:
    """What a request of a student or a teacher can be about."""
    return tuple(declared()["about"][person_kind])


def decisions() -> tuple[str, ...]:
    """How a request can be answered."""
    return tuple(declared()["decisions"])


def answered_by(kind: str, person_kind: str) -> str:
    """The role that answers a request of this kind by a student or a teacher."""
    return declared()["kinds"][kind][person_kind]


def answering() -> frozenset[str]:
    """Every role that may have to answer."""
    roles = {role for by_kind in declared()["kinds"].values() for role in by_kind.values()}
    return frozenset(roles | set(declared()["instead"].values()))


def unit_of(role: str) -> str | None:
    """The kind of unit by which the holder is found; None for offices of the whole college."""
    return declared()["unit_of"].get(role)


def instead_of(role: str) -> str:
    """Who answers where nobody holds the role for the person's unit."""
    return declared()["instead"].get(role, role)


def due_on(opened: date) -> date:
    """The last day for an answer."""
    return opened + timedelta(days=declared()["answer_within_days"])
