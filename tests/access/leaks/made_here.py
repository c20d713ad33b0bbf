"""Rows that readers leave behind by reading: visits, and pages collected for a meeting."""

from __future__ import annotations

from datetime import datetime

NOON = datetime(2025, 11, 2, 12)
COLLECTING = (("t_dean", "dean"), ("t_leader", "major_leader"), ("t1", "teacher"), ("o_lead", "leadership"))


def rows():
    """The rows by table."""
    yield (
        "meta_visit",
        [
            {"person": pid, "entity_kind": "school", "entity_id": "school", "snapshot_id": 1, "seen_at": NOON}
            for pid in ("s01", "t1", "t_dean", "o_lead", "o_audit")
        ],
    )
    yield (
        "qa_meeting_page",
        [
            {"person": pid, "role": role, "place": 1, "page": "school", "choices": "{}", "snapshot_id": 1}
            for pid, role in COLLECTING
        ],
    )
