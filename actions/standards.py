"""Change a standard: a draft is begun, written, tried and approved with a reason; what is in force changes on its date alone."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update

from access.log_chain import append, hold
from access.scope import Scope
from access.viewer import Viewer
from data.warehouse.schema.quality import qa_standard
from errors import NotAllowed, ShownError
from profiling.standard import Standard, parse

EDITOR = "quality_office"
PAGE, DOING = "standards", "changing a standard"
DRAFT, IN_FORCE = "draft", "in_force"
REASON_LENGTH = 10  # letters that say why; fewer say nothing
COLUMNS = qa_standard.c


@dataclass(frozen=True)
class Edit:
    """What a form says: weights of dimensions and of items as shares, and marks of items in the standard's own unit."""

    weights: dict[str, float] = field(default_factory=dict)
    items: dict[str, float] = field(default_factory=dict)
    marks: dict[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Approval:
    """Who decided, why, and from which day on it holds."""

    approved_by: str
    reason: str
    effective_from: date


def can_edit(scope: Scope) -> bool:
    """Whether the page shows its forms; never while seeing as somebody else."""
    return scope.role == EDITOR and scope.limit is None


def check_can_edit(scope: Scope) -> None:
    """Raises unless the active role answers for the standards."""
    if not can_edit(scope):
        raise NotAllowed(DOING, found=f"role {scope.role}", expected=f"role {EDITOR}")


def begin(engine: Engine, viewer: Viewer, standard_id: str, *, today: date) -> str:
    """A draft of the version in force, or the draft that is open already; returns its version."""
    check_can_edit(viewer.scope)
    with engine.begin() as connection:
        hold(connection)
        known = _versions(connection, standard_id)
        open_drafts = [version for version, status, _ in known if status == DRAFT]
        if open_drafts:
            return open_drafts[0]
        stored = _in_force(connection, standard_id, today)
        version = _next_version({version for version, _, _ in known}, today)
        body = {**json.loads(stored.body), "version": version, "status": DRAFT}
        connection.execute(
            insert(qa_standard).values(
                standard_id=standard_id, version=version, status=DRAFT, effective_from=today, body=json.dumps(body, ensure_ascii=False),
                based_on=stored.version, changed_by=viewer.person, changed_at=_now(),
            )
        )  # fmt: skip
        _log(connection, viewer, standard_id)
    return version


def edited(standard: Standard, edit: Edit) -> Standard:
    """The standard with the weights and marks of the form; raises ShownError where they do not make a standard."""
    body = copy.deepcopy(standard.model_dump(mode="json"))
    for part in body["dimensions"]:
        part["weight"] = edit.weights.get(part["id"], part["weight"])
        for item in part["indicators"]:
            item["w"] = edit.items.get(item["id"], item["w"])
            kind = next((kind for kind in ("anchors", "band", "levels") if item.get(kind)), None)
            if item["id"] in edit.marks and isinstance(item[kind], list):
                item[kind] = list(edit.marks[item["id"]])
    try:
        return parse(body, standard.standard)
    except ShownError as error:
        error.code = "sum"  # the page words it: weights that do not sum, marks that do not rise
        raise


def marks_of(typed: dict[str, str]) -> dict[str, tuple[float, ...]]:
    """Marks by indicator from what was typed, e.g. 36 / 72 / 90 / 120 %; raises ShownError (code marks) for no numbers."""
    found = {}
    for name, written in typed.items():
        parts = written.replace("%", "").replace("，", "/").replace(",", "/").split("/")
        try:
            found[name] = tuple(float(part) for part in parts)
        except ValueError as error:
            raise ShownError(
                DOING, column=name, found=written[:40], expected="numbers with / between", code="marks"
            ) from error
    return found


def save(engine: Engine, viewer: Viewer, standard_id: str, version: str, edit: Edit) -> Standard:
    """Write the draft; raises ShownError where weights do not sum to one or anchors do not rise."""
    check_can_edit(viewer.scope)
    with engine.begin() as connection:
        hold(connection)
        changed = edited(_draft(connection, standard_id, version), edit)
        _write(connection, viewer, changed)
        _log(connection, viewer, standard_id)
    return changed


def discard(engine: Engine, viewer: Viewer, standard_id: str, version: str) -> None:
    """Take a draft away; what is or was in force stays."""
    check_can_edit(viewer.scope)
    with engine.begin() as connection:
        hold(connection)
        _draft(connection, standard_id, version)
        connection.execute(
            delete(qa_standard).where(
                COLUMNS.standard_id == standard_id, COLUMNS.version == version, COLUMNS.status == DRAFT
            )
        )
        _log(connection, viewer, standard_id)


def approve(
    engine: Engine, viewer: Viewer, standard_id: str, version: str, approval: Approval, *, today: date
) -> None:
    """Put a draft in force from a later day on. Figures published before that day, and profiles of days before it, keep theirs.

    Raises ShownError for a day that is not in the future, and without a reason or the body that decided.
    """
    check_can_edit(viewer.scope)
    _check(approval, today)
    with engine.begin() as connection:
        hold(connection)
        standard = _draft(connection, standard_id, version)
        standard = standard.model_copy(
            update={"status": IN_FORCE, "effective_from": approval.effective_from, "approved_by": approval.approved_by.strip()}
        )  # fmt: skip
        _write(connection, viewer, standard, reason=approval.reason.strip(), approved_at=_now())
        _log(connection, viewer, standard_id)


def _check(approval: Approval, today: date) -> None:
    if approval.effective_from <= today:
        raise ShownError(
            DOING, found=f"{approval.effective_from}", expected=f"a day after {today}", code="day"
        )
    if len(approval.reason.strip()) < REASON_LENGTH:
        raise ShownError(DOING, found="no reason", expected=f"{REASON_LENGTH} letters or more", code="reason")
    if not approval.approved_by.strip():
        raise ShownError(
            DOING, found="nobody who decided", expected="the body or person that decided", code="approver"
        )


def _versions(connection: Connection, standard_id: str) -> list[tuple]:
    query = select(COLUMNS.version, COLUMNS.status, COLUMNS.effective_from)
    return [tuple(row) for row in connection.execute(query.where(COLUMNS.standard_id == standard_id))]


def _in_force(connection: Connection, standard_id: str, today: date):
    query = select(COLUMNS.version, COLUMNS.body).where(
        COLUMNS.standard_id == standard_id, COLUMNS.status == IN_FORCE, COLUMNS.effective_from <= today
    )
    row = connection.execute(query.order_by(COLUMNS.effective_from.desc(), COLUMNS.version.desc())).first()
    if row is None:
        raise ShownError(
            DOING,
            found=standard_id,
            expected="a standard in force",
            remedy="run `jobs profile` once",
            code="unknown",
        )
    return row


def _draft(connection: Connection, standard_id: str, version: str) -> Standard:
    query = select(COLUMNS.body).where(
        COLUMNS.standard_id == standard_id, COLUMNS.version == version, COLUMNS.status == DRAFT
    )
    body = connection.execute(query).scalar_one_or_none()
    if body is None:
        raise ShownError(DOING, found=f"{standard_id} {version}", expected="an open draft", code="no_draft")
    return parse(body, f"{standard_id} {version}")


def _write(connection: Connection, viewer: Viewer, standard: Standard, **more) -> None:
    statement = update(qa_standard).where(
        COLUMNS.standard_id == standard.standard, COLUMNS.version == standard.version
    )
    connection.execute(
        statement.values(
            body=standard.model_dump_json(), status=standard.status, effective_from=standard.effective_from,
            approved_by=standard.approved_by, changed_by=viewer.person, changed_at=_now(), **more,
        )
    )  # fmt: skip


def _next_version(known: set[str], today: date) -> str:
    """The year and the next free number: 2025.2 after 2025.1."""
    number = 1
    while f"{today.year}.{number}" in known:
        number += 1
    return f"{today.year}.{number}"


def _log(connection: Connection, viewer: Viewer, standard_id: str) -> None:
    """The log tells that a standard was changed; before and after stand in the versions."""
    row = {
        "session": viewer.session, "person": viewer.person, "role": viewer.role, "act": "write", "object_kind": "standard",
        "object_id": standard_id, "page": PAGE,
    }  # fmt: skip
    append(connection, row)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
