"""What every file that leaves says about itself: whose it is, when, what for, from which page and snapshot."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from access.viewer import Viewer
from errors import ShownError
from ui import run, text
from ui.format import moment
from ui.i18n import t
from ui.page import role_name, where
from views.administration import masked_people
from views.parts import Sentence
from views.warehouse import Snapshot

OBJECT_KINDS = {
    "teaching_class": "offering",
    "warning_centre": "alert",
    "warning_rules": "rule",
}  # the column holds 12 letters
log = logging.getLogger("huaxiang.export")
KEPT_DAYS = 7  # a file with names is to be deleted after them (indicators.md F.3, 9)


@dataclass(frozen=True)
class Mark:
    """The watermark of a file: one line for every sheet, and what the file's properties say."""

    line: str
    title: str
    author: str
    purpose: str
    made_at: datetime  # in the college's zone, without a zone


def watermark(viewer: Viewer, page: str, snapshot: Snapshot | None, purpose: str, *, names: bool) -> Mark:
    """Who takes the file away, when, for what, from which page and snapshot; until when it may be kept with names in it."""
    now, zone = datetime.now(UTC).replace(tzinfo=None), run.now().zone
    who = masked_people.lookup((viewer.person,)).of(viewer.person)
    parts = {
        "role": role_name(viewer.role), "who": text.plain(who), "at": moment(now, zone),
        "purpose": purpose or t("exports.page_view"), "page": text.plain(Sentence(f"{page}.menu")),
        "snapshot": str(snapshot.snapshot_id) if snapshot else t("exports.no_snapshot"),
    }  # fmt: skip
    line = t("exports.line", **parts)
    if names:
        until = moment(now + timedelta(days=KEPT_DAYS), zone)[:10]
        line += t("exports.personal", days=KEPT_DAYS, until=until)
    local = now.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return Mark(line, parts["page"], f"{parts['role']} {parts['who']}", parts["purpose"], local)


def guarded(make: Callable[[], bytes]) -> bytes:
    """The server writes the trace of a failed download to its log: what fails leaves kind and place, no value."""
    try:
        return make()
    except ShownError:
        raise
    except Exception as error:
        told = where(error)
    log.error("export failed: %s", told)
    raise ShownError("making the file", found=told)


def object_kind(page: str) -> str:
    """What the access log calls the object of a page: a teaching class is an offering there; else the page's own name."""
    return OBJECT_KINDS.get(page, page)
