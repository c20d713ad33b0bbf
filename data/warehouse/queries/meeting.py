"""Pages collected for a meeting, and the snapshots they are shown from."""

from __future__ import annotations

from sqlalchemy import Select, select

from data.warehouse.schema.meeting import qa_meeting_page
from data.warehouse.schema.meta import meta_snapshot


def pages(person: str, role: str) -> Select:
    """The pack of a person in one role, in the order of showing."""
    columns = qa_meeting_page.c
    return (
        select(qa_meeting_page)
        .where(columns.person == person, columns.role == role)
        .order_by(columns.place, columns.meeting_page_id)
    )


def published(snapshot_ids: tuple[int, ...]) -> Select:
    """Which of the snapshots are still there."""
    columns = meta_snapshot.c
    return select(columns.snapshot_id).where(
        columns.snapshot_id.in_(snapshot_ids), columns.status == "published"
    )
