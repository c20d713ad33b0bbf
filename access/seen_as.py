"""View as: an administrator looks through another person's eyes, never further than the own scope reaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, select

from access import disclosure, viewer
from access.tables import metadata
from access.viewer import Eyes, Viewer

ROLE = "data_admin"  # who may look through others' eyes


def may_look(reader: Viewer) -> bool:
    """Whether the reader may look through others' eyes at all: in the active role, and not through other eyes already."""
    return reader.role == ROLE and reader.scope is not None and reader.eyes is None


def looking(
    connection: Connection, reader: Viewer, *, person: str, role: str, today: date, as_of: date
) -> Viewer | None:
    """The reader with role and scope of `person`, limited to what the reader may see; None where that is refused.

    Asked anew at each run: the reader is data administrator now, the person holds the role now. Nothing can be written
    with such a scope (access.scope.check_can_write), and its session, person and own role stay the reader's.
    """
    if not may_look(reader) or person == reader.person:
        return None
    known = _known(connection, person)
    held = viewer.roles_held(connection, person, today, as_of).get(role) if known else None
    if held is None:
        return None
    kind, number = known
    eyes = Eyes(person, kind, disclosure.masked_number(number), reader.role or ROLE)
    return replace(reader, roles=(role,), role=role, scope=replace(held, limit=reader.scope), eyes=eyes)


def _known(connection: Connection, person: str) -> tuple[str, str] | None:
    columns = metadata.tables["dim_person"].c
    query = select(columns.kind, columns.person_no).where(columns.person_pid == person)
    row = connection.execute(query).first()
    return (row.kind, row.person_no) if row else None
