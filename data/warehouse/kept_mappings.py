"""Mappings kept for next time: every body that was loaded by, under the mapping's name, by version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, func, insert, select, update

from data.staging.mapping import Mapping
from data.staging.reading_mappings import parsed_mapping
from data.warehouse.loading.account import now
from data.warehouse.schema.meta import meta_mapping


@dataclass(frozen=True)
class Kept:
    """One version of a mapping as it was loaded by."""

    name: str
    version: int
    source_id: str
    body: str
    sha256: str
    created_at: datetime

    def mapping(self) -> Mapping:
        """The mapping, checked; raises ShownError where this version of the product no longer accepts it."""
        return parsed_mapping(self.body.encode(), f"{self.name}, version {self.version}")


def keep(
    connection: Connection, mapping: Mapping, body: str, *, by: str | None, role: str | None = None
) -> int:
    """Keep a mapping as the current one of its name; returns its version. A body that is kept already makes no new one."""
    columns = meta_mapping.c
    same_name = columns.name == mapping.mapping
    held = connection.execute(
        select(columns.version).where(same_name, columns.sha256 == mapping.sha256)
    ).scalar_one_or_none()
    connection.execute(update(meta_mapping).where(same_name).values(is_current=False))
    if held is not None:
        again = update(meta_mapping).where(same_name, columns.version == held)
        connection.execute(again.values(is_current=True))
        return held
    newest = connection.execute(select(func.max(columns.version)).where(same_name)).scalar_one() or 0
    values = {
        "name": mapping.mapping, "version": newest + 1, "source_id": mapping.source, "body": body, "sha256": mapping.sha256,
        "created_at": now(), "created_by": by, "created_role": role, "is_current": True,
    }  # fmt: skip
    connection.execute(insert(meta_mapping).values(**values))
    return newest + 1


def current(engine: Engine) -> list[Kept]:
    """The current version of every kept mapping, the newest first."""
    columns = meta_mapping.c
    query = select(
        columns.name, columns.version, columns.source_id, columns.body, columns.sha256, columns.created_at
    )
    with engine.connect() as connection:
        rows = connection.execute(
            query.where(columns.is_current).order_by(columns.created_at.desc(), columns.mapping_id.desc())
        )
        return [Kept(*row) for row in rows]


def named(engine: Engine, name: str) -> Kept | None:
    """The current version of the mapping of this name; None where none is kept."""
    return next((one for one in current(engine) if one.name == name), None)
