"""Cells that hold two sittings of one exam, 58/66: the first and the make-up after it, as a header of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from data.sources.headers import normal_header
from data.staging.cell_parts import Part, with_parts
from data.staging.recognition.code_and_name import Both
from data.staging.recognition.found import Found

NUMBER = r"\d{1,3}(?:\.\d+)?"
BOTH = rf"^{NUMBER}\s*/\s*({NUMBER})$"
SECOND = rf"\s*/\s*{NUMBER}$"  # what is no part of the first sitting


def with_second_sittings(found: Found, headers: Iterable[str]) -> dict[str, str]:
    """Header -> the header made of the second sitting of its cells; the sheet is read with these from now on."""
    paired = [header for header in headers if any(re.match(BOTH, text) for text in found.counts(header))]
    made = {header: f"{header} (补考)" for header in paired}
    parts = {name: Part(**{"from": header, "part": BOTH}) for header, name in made.items()}
    found.sheet = replace(
        found.sheet,
        file=with_parts(found.sheet.file, parts),
        parts=(*found.sheet.parts, *(Both(name, "makeup_score", part) for name, part in parts.items())),
    )
    return {header: normal_header(name) for header, name in made.items()}
