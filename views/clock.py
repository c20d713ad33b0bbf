"""The moment of this run, in the form in which moments are stored."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Now, in UTC without a zone: what the access log is compared with (the college's as-of may be frozen)."""
    return datetime.now(UTC).replace(tzinfo=None)
