"""What the demo's plans and actions are made up on: values of an earlier snapshot, and who leads what."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import Connection, select

from access.viewer import demo_people
from actions.frozen import named
from data.warehouse.home import read_setting
from data.warehouse.schema.marts import ind_value
from data.warehouse.schema.meta import meta_snapshot
from data.warehouse.schema.people import bridge_teacher_role
from improvement.effect import age

FIGURE = ("value", "low", "high", "n", "status", "period")
AUTUMN = date(2025, 9, 1)
PROOFS = ("修订后的课程标准", "教研会议纪要", "听课记录与整改说明", "更新后的作业反馈表")


class Held:
    """What is stored; the same home gives the same rows."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.as_of = date.fromisoformat(read_setting(connection, "as_of"))
        self.seed = read_setting(connection, "seed", 7)
        columns = meta_snapshot.c
        earlier = (columns.status == "published", columns.as_of < self.as_of)
        query = select(columns.snapshot_id).where(*earlier).order_by(columns.snapshot_id.desc())
        self.snapshot = connection.execute(query.limit(1)).scalar_one_or_none()
        self.office = demo_people(connection).get("quality_office", "")
        self.leading = self._leaders()

    def _leaders(self) -> dict[tuple[str, str], str]:
        columns = bridge_teacher_role.c
        query = select(columns.target_kind, columns.target_code, columns.teacher_pid)
        found = self.connection.execute(
            query.where(columns.valid_to.is_(None)).order_by(columns.role_id.desc())
        )
        return {(kind, code): pid for kind, code, pid in found}

    def rows(self, table, *conditions) -> list[dict]:
        """Rows of a table in the order of their key."""
        key = list(table.primary_key.columns)
        found = self.connection.execute(select(table).where(*conditions).order_by(*key))
        return [dict(row) for row in found.mappings()]

    def figures(self, kind: str) -> dict[tuple[str, str], list[dict]]:
        """Stored values by entity and indicator, oldest period first."""
        columns = ind_value.c
        about = (
            columns.snapshot_id == self.snapshot, columns.entity_kind == kind, columns.value.is_not(None),
        )  # fmt: skip
        found = defaultdict(list)
        for row in self.rows(ind_value, *about):
            found[(row["entity_id"], row["indicator_id"])].append(row)
        return {key: sorted(rows, key=lambda row: age(row["period"])) for key, rows in found.items()}

    def held(self, stored: dict, when: str) -> dict:
        """A stored value as the columns that hold it."""
        found = {name: stored[name] for name in FIGURE}
        return named(found | {"definition": stored["definition_version"], "snapshot": self.snapshot}, when)
