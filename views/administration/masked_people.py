"""Persons for people who administer and audit: masked name and last three digits, whoever reads; never more."""

from __future__ import annotations

from dataclasses import dataclass

from access.disclosure import masked_name, masked_number
from access.grants import COMMAND_LINE, LOCAL_OWNER
from access.scope import system_scope
from data.warehouse.queries import persons
from views import warehouse
from views.parts import Sentence

ACCOUNTS = {LOCAL_OWNER: "local_owner", COMMAND_LINE: "command_line", "first start": "first_start"}
READING = "masked names"  # the one read that looks at names nobody named here may see; they leave it masked


def masked(pids: tuple[str, ...]) -> dict[str, Sentence]:
    """Each person named by pid as 张* ***123; accounts that are no person in words. Unknown ones are missing."""
    found = {
        who: Sentence(f"people.{key}")
        for who in set(pids)
        if (key := ACCOUNTS.get(who) or ("jobs" if who.startswith("jobs ") else None))
    }
    wanted = tuple(sorted(set(pids) - set(found)))
    if not wanted:
        return found
    frame = warehouse.read(persons.names(wanted), system_scope(READING))
    rows = frame.iter_rows(named=True)
    return found | {row["person_pid"]: _words(row["full_name"], row["person_no"]) for row in rows}


def _words(name: str | None, number: str | None) -> Sentence:
    params = {"name": masked_name(name) or "", "number": masked_number(number) or ""}
    return Sentence("people.masked" if name else "people.masked_number", params)


@dataclass(frozen=True)
class Masked:
    """A lookup that has an answer for everybody."""

    known: dict[str, Sentence]

    def of(self, pid: str | None) -> Sentence | None:
        """The person's masked words; a plain word where the registers no longer hold the person."""
        if pid is None:
            return None
        return self.known.get(pid) or Sentence("people.unknown")


def lookup(pids: tuple[str | None, ...]) -> Masked:
    """Masked words of all persons named."""
    return Masked(masked(tuple(pid for pid in pids if pid)))
