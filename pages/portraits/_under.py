"""The quiet line under a finding: what changed since the reader's last visit, and the way to an improvement beside it."""

from pages.improvement import _propose
from pages.portraits import _since
from ui import layout


def draw(viewer, snapshot, kind, unit, tiles=()):
    with layout.bar("under"):
        _since.draw(viewer, snapshot, kind, unit, tiles)
        _propose.draw(viewer, snapshot, kind, unit)
