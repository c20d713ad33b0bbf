"""The quiet line under a finding: what changed since the reader's last visit. The visit of now is written down."""

from actions import visits
from ui import finding
from views import since, warehouse


def draw(viewer, snapshot, kind, unit, tiles=()):
    finding.since(since.of_entity(viewer.scope, snapshot, kind, unit, tiles))
    visits.noted(warehouse.engine(), viewer, kind, unit, snapshot.snapshot_id)
