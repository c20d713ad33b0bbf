"""What the leader makes of the SWOT drafted for a major: lines of one's own, drafted ones set aside with the reason, both taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, func, insert, select, update

from access.log_chain import append, hold
from access.scope import Scope, can_write, check_can_write
from access.viewer import Viewer
from actions import frozen
from actions.answering import units
from data.warehouse.home import as_of
from data.warehouse.schema.improvement import qa_swot_line
from errors import NotAllowed, ShownError
from improvement import declared

DOING, PAGE = "editing a SWOT", "major"
QUADRANTS = ("strengths", "weaknesses", "opportunities", "threats")
COLUMNS = qa_swot_line.c


@dataclass(frozen=True)
class Line:
    """A line of one's own in one of the four lists; or, of the draft, what is set aside (`drafted`) and why."""

    quadrant: str
    words: str
    drafted: str | None = None


def can_edit(scope: Scope, major_code: str) -> bool:
    """Whether the page of this major offers it to the role."""
    return can_write(scope) and scope.role in declared.editing_swot() and major_code in scope.codes("major")


def longest() -> int:
    """How many characters a line may have."""
    return declared.text_length()[1]


def write(engine: Engine, viewer: Viewer, major_code: str, line: Line) -> int:
    """Add a line, or set a drafted one aside; returns its number.

    Raises NotAllowed for a role or major outside; ShownError with a code: length, list, many, twice.
    """
    _check_can_edit(viewer.scope, major_code)
    words = frozen.checked_text(line.words, DOING, "words")
    if line.quadrant not in QUADRANTS:
        raise ShownError(DOING, found=line.quadrant, expected=", ".join(QUADRANTS), code="list")
    with engine.begin() as connection:
        hold(connection)
        _check_room(connection, major_code, line)
        row = {
            "major_code": major_code, "org_code": units(connection, "major", major_code)["org_code"], "quadrant": line.quadrant,
            "drafted": line.drafted, "words": words, "written_by": viewer.scope.person, "written_role": viewer.role,
            "written_on": as_of(connection), "recorded_at": datetime.now(UTC).replace(tzinfo=None),
        }  # fmt: skip
        number = int(connection.execute(insert(qa_swot_line).values(row)).inserted_primary_key[0])
        _log(connection, viewer, number, "set aside" if line.drafted else "add")
    return number


def take_back(engine: Engine, viewer: Viewer, major_code: str, number: int) -> None:
    """Take a line back, or let a drafted one that was set aside stand again; the row stays, with the day."""
    _check_can_edit(viewer.scope, major_code)
    with engine.begin() as connection:
        hold(connection)
        here = (
            COLUMNS.swot_line_id == number,
            COLUMNS.major_code == major_code,
            COLUMNS.withdrawn_on.is_(None),
        )
        done = connection.execute(
            update(qa_swot_line).where(*here).values(withdrawn_on=as_of(connection))
        ).rowcount
        if done == 0:
            raise ShownError(DOING, found="no such line", expected="a line that stands", code="gone")
        _log(connection, viewer, number, "take back")


def _check_can_edit(scope: Scope, major_code: str) -> None:
    check_can_write(scope)
    if not can_edit(scope, major_code):
        expected = f"one of: {', '.join(declared.editing_swot())}, of this major"
        raise NotAllowed(DOING, found=f"role {scope.role}", expected=expected)


def _check_room(connection: Connection, major_code: str, line: Line) -> None:
    standing = (
        COLUMNS.major_code == major_code,
        COLUMNS.quadrant == line.quadrant,
        COLUMNS.withdrawn_on.is_(None),
    )
    same = COLUMNS.drafted.is_(None) if line.drafted is None else COLUMNS.drafted == line.drafted
    held = connection.execute(select(func.count()).where(*standing, same)).scalar_one()
    if line.drafted is not None and held:
        raise ShownError(
            DOING, found="set aside already", expected="a drafted line that stands", code="twice"
        )
    if line.drafted is None and held >= declared.most_swot_lines():
        expected = f"at most {declared.most_swot_lines()} lines"
        raise ShownError(DOING, found=f"{held} lines", expected=expected, code="many")


def _log(connection: Connection, viewer: Viewer, number: int, purpose: str) -> None:
    row = {
        "session": viewer.session, "person": viewer.person, "role": viewer.role, "act": "write",
        "object_kind": "swot", "object_id": str(number), "page": PAGE, "purpose": f"swot {purpose}",
    }  # fmt: skip
    append(connection, row)
