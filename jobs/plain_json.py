"""Results as JSON can hold them: plain numbers, times ISO 8601 with zone, null where there is no number."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from pathlib import Path


def plain(value: object) -> object:
    """The same value of JSON's own types; raises TypeError for what has no meaning there.

    >>> plain({"at": datetime(2025, 11, 2, 8), "share": float("nan"), "days": (1, 2)})
    {'at': '2025-11-02T08:00:00+00:00', 'share': None, 'days': [1, 2]}
    """
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, datetime):  # the store keeps naive UTC
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "item"):  # a number of numpy
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"a result holds a {type(value).__name__}")
