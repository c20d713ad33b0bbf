"""计划课程号 is the number of a planned course, no teaching class, where another file has both it and the class's own number."""

from __future__ import annotations

from collections.abc import Sequence

from data.staging.recognition.forms import header_forms, named_forms
from data.staging.recognition.found import Found

PLANNED = frozenset(("计划课程号", "jhkch"))


def settle_planned_numbers(sheets: Sequence[Found]) -> None:
    """Take such a number from the sheets that have it alone: it would double the teaching classes of the others."""
    if not any(_has_both(one) for one in sheets):
        return
    for found in sheets:
        header = found.fields.get("offering_no")
        if header and PLANNED & set(named_forms(header)):
            found.left.append(found.fields.pop("offering_no"))


def _has_both(found: Found) -> bool:
    own = found.fields.get("offering_no")
    is_own = own is not None and not PLANNED & set(header_forms(own))
    return is_own and any(PLANNED & set(named_forms(header)) for header in found.sheet.headers)
