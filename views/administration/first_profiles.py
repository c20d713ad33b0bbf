"""Where does somebody who has just loaded a college begin to read: a student, a teacher and a course that much is known of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from access import policy
from access.scope import Scope
from access.viewer import Viewer, roles_held
from data.warehouse.queries.most_known import most_known
from views import warehouse
from views.warehouse import Snapshot

# Kind of profile -> roles that read it in whole, the one that sees most of it first (access/matrix.yaml).
READERS = {
    "student": ("counsellor", "academic_affairs", "dean"),
    "teacher": ("teacher_centre", "quality_office", "dean"),
    "course": ("academic_affairs", "quality_office", "dean", "course_leader"),
}


@dataclass(frozen=True)
class FirstProfile:
    """A profile to begin with, by an opaque key, and the own role of the reader that may open it."""

    page: str
    key: str
    role: str


def first_profiles(viewer: Viewer, snapshot: Snapshot) -> tuple[FirstProfile, ...]:
    """A student, a teacher and a course with the most figures, each in a role that the reader holds; of a kind that none
    of the own roles may open there is none."""
    with warehouse.engine().connect() as connection:
        held = roles_held(connection, viewer.person, date.today(), warehouse.today())
    found = (_first(page, held, snapshot) for page in READERS)
    return tuple(one for one in found if one is not None)


def _first(page: str, held: dict[str, Scope], snapshot: Snapshot) -> FirstProfile | None:
    for role in READERS[page]:
        if role not in held or not policy.may_open(role, page):
            continue
        rows = warehouse.read(most_known(snapshot.snapshot_id, page), held[role]).to_dicts()
        if rows:
            return FirstProfile(page, rows[0]["entity_id"], role)
    return None
